"""Was this packet made here, and is it unchanged? For whoever got one, without a case key."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.verify import (
    Examination,
    UnreadableCode,
    Verdict,
    read_code,
    verify_code,
    verify_file,
)
from portal.web.forms import AnswerForm, AtMost
from portal.web.language import PREFIX
from portal.web.uploads import LARGEST, SINKS

blueprint = Blueprint("verify", __name__, url_prefix=PREFIX)

LARGEST_MB = 200  # a packet with every original inside; the file is read once and not kept
_LONGEST_CODE = 200  # characters; a line that was copied from a packet is shorter


class HashingSink:
    """Takes the bytes of an uploaded file, looks at them and lets them go."""

    def __init__(self) -> None:
        self.seen = Examination()

    def write(self, data: bytes) -> int:
        self.seen.update(data)
        return len(data)

    def tell(self) -> int:
        return self.seen.size

    def seek(self, place: int, whence: int = 0) -> int:  # noqa: ARG002 - as a file has it
        """The form's reader goes back to the start when the file is whole: nothing to do."""
        return 0

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - as a file has it
        """Nothing: nothing was kept."""
        return b""


SINKS["verify.page"] = HashingSink
LARGEST["verify.page"] = lambda _settings: LARGEST_MB * 1_000_000


class FileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The PDF that somebody got."""

    class Meta(AnswerForm.Meta):
        pass

    file = FileField(_l("The packet (PDF)"))

    @property
    def seen(self) -> Examination | None:
        """What was seen of the file; None when none was chosen."""
        chosen = self.file.data
        is_file = isinstance(chosen, FileStorage) and isinstance(chosen.stream, HashingSink)
        return chosen.stream.seen if is_file else None

    def validate_file(self, _field: FileField) -> None:
        seen = self.seen
        if seen is None:
            raise ValidationError(_("Choose the PDF that you want to check."))
        if not seen.size:
            raise ValidationError(_("This file is empty. Choose another one."))
        if not seen.is_pdf:
            raise ValidationError(_("This file is not a PDF. Choose the packet as a PDF."))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """What is printed on each page of a packet."""

    class Meta(AnswerForm.Meta):
        pass

    code = StringField(
        _l("Reference and code"),
        validators=[InputRequired(_l("Enter the reference and the code.")), AtMost(_LONGEST_CODE)],
    )

    def validate_code(self, field: StringField) -> None:
        try:
            read_code(field.data)
        except UnreadableCode:
            text = _("Enter the reference and the 12 digits and letters of the code behind it.")
            raise ValidationError(text) from None


@blueprint.route("/verify", methods=["GET", "POST"])
def page() -> tuple[str, int]:
    if request.method != "POST":
        return _page()
    return _look_at_code() if "code" in request.form else _look_at_file()


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """The same page: a larger file was not made here."""
    form = FileForm(formdata=None)
    said = _("This file is larger than %(number)s MB, so it is no packet.", number=LARGEST_MB)
    form.file.errors = [said]
    return _page(file_form=form)[0], 413


def _look_at_file() -> tuple[str, int]:
    form = FileForm()
    if not form.validate() or form.seen is None:
        return _page(file_form=form)
    seen = form.seen
    return _page(verify_file(seen.sha256, seen.mark), sha256=seen.sha256)


def _look_at_code() -> tuple[str, int]:
    form = CodeForm()
    if not form.validate():
        return _page(code_form=form)
    return _page(verify_code(*read_code(form.code.data)), code_form=form)


def _page(verdict: Verdict | None = None, **context: Any) -> tuple[str, int]:
    forms = {"file_form": FileForm(formdata=None), "code_form": CodeForm(formdata=None)}
    shown = {**forms, "verdict": verdict, "sha256": "", **context}
    has_errors = any(bool(shown[name].errors) for name in forms)
    html = render_template("pages/verify/page.html", has_errors=has_errors, **shown)
    return html, 422 if has_errors else 200
