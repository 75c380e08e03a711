"""The case as one file: downloaded by its owner, and opened again as a new case."""

import threading
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from portal.config import Settings
from portal.domain.manifest import CaseFileProblem, CaseFileRefused
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.case_file_in import Taker, take_case_file
from portal.services.case_file_out import Maker, contents_of, hand_out
from portal.services.invitations import NotInvited, with_invitation
from portal.store.cases import OpenCase
from portal.vault.keys import CaseKey
from portal.vault.passphrases import SHORTEST as SHORTEST_PASSPHRASE
from portal.vault.passphrases import new_passphrase
from portal.vault.scratch import Scratch
from portal.web.access import keep_key_first, must_keep_key, show_once
from portal.web.clock import now, today
from portal.web.current import current_case, needs_own_case, visit
from portal.web.files import room
from portal.web.forms import AnswerForm, AtMost
from portal.web.group import retention_months, this_site
from portal.web.htmx import go_to
from portal.web.invited import invitation_field, not_invited
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.security import never_store
from portal.web.uploads import LARGEST, SINKS, NullSink
from portal.wording import case_file_refusal

blueprint = Blueprint("case_files", __name__, url_prefix=PREFIX)

_FORM_BYTES = 100_000  # the other fields of the form
_LONGEST_PASSPHRASE = 200
# Each lies on the disk while it is looked at, and anyone may send one.
_AT_ONCE = 4
_places = threading.BoundedSemaphore(_AT_ONCE)


class LockForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The passphrase for a file to download."""

    class Meta(AnswerForm.Meta):
        pass

    passphrase = StringField(_l("Passphrase"), validators=[AtMost(_LONGEST_PASSPHRASE)])

    def validate_passphrase(self, field: StringField) -> None:
        if len(field.data or "") < SHORTEST_PASSPHRASE:
            said = _("Use at least %(number)s characters.", number=SHORTEST_PASSPHRASE)
            raise ValidationError(said)


class OpenForm(FlaskForm):  # type: ignore[misc]
    """A case file, and the passphrase if it has one."""

    class Meta(AnswerForm.Meta):
        pass

    file = FileField(_l("Your case file"))
    passphrase = PasswordField(_l("Passphrase"), validators=[AtMost(_LONGEST_PASSPHRASE)])
    code = invitation_field()


def _open_form(**values: Any) -> OpenForm:
    """On a site that is open to everybody without the question for a code."""
    form = OpenForm(**values)
    if not this_site().group.by_invitation:
        del form.code
    return form


def _receive() -> Scratch | NullSink:
    """A sealed place for the file while it is looked at, if there is one left."""
    if not _places.acquire(blocking=False):
        g.case_files_full = True
        return NullSink()
    try:
        g.case_file = Scratch(_settings().instance_dir)
    except BaseException:
        _places.release()
        raise
    source: Scratch = g.case_file
    return source


SINKS["case_files.open_file"] = _receive
LARGEST["case_files.open_file"] = lambda settings: settings.case_file_max_bytes + _FORM_BYTES


@blueprint.teardown_app_request
def _let_go(_error: BaseException | None) -> None:
    source = g.pop("case_file", None)
    if source is not None:
        source.close()
        _places.release()


@blueprint.route("/case/file")
@needs_own_case
def overview() -> object:
    """What the file holds, and both ways to download it."""
    return _overview(LockForm(formdata=None, data={"passphrase": new_passphrase()}))


def _overview(form: LockForm) -> object:
    record = current_case().record
    contents = contents_of(current_case(), _maker())
    page = render_template(
        "pages/case_files/overview.html",
        form=form,
        has_errors=bool(form.errors),
        case=record.case,
        packets=len(record.packets) - len(contents.left_out),
        left_out=contents.left_out,
        has_drafts=bool(record.drafts),
        size=contents.size,
        most=_settings().case_file_max_bytes,
        shortest=SHORTEST_PASSPHRASE,
    )
    return never_store(make_response(page, 422 if form.errors else 200))


@blueprint.route("/case/file/download", methods=["GET", "POST"])
@needs_own_case
def download() -> object:
    """The ZIP, or with the field `passphrase` the sealed file; sent while it is made."""
    if request.method != "POST":
        return go_to(url_for("case_files.overview"))
    passphrase = ""
    if "passphrase" in request.form:
        form = LockForm()
        if not form.validate():
            return _overview(form)
        passphrase = form.passphrase.data
    made = hand_out(current_case(), _maker(), passphrase)
    response = Response(stream_with_context(made.pieces), mimetype=made.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=made.file_name)
    if made.size is not None:
        response.content_length = made.size
    return never_store(response)


@blueprint.route("/open-file", methods=["GET", "POST"])
def open_file() -> AnyResponse:
    """Opens a case from its file: a new case here, with a new key."""
    if must_keep_key():
        return keep_key_first()
    form = _open_form()
    if request.method == "POST" and form.validate():
        try:
            key, opened = _taken(form)
        except CaseFileRefused as refused:
            return _refuse(form, refused)
        except NotInvited:
            form.code.errors = [not_invited()]
            return _page(form, 422)
        visit().sign_in(opened)
        flash(_("Your case is open again, with everything in it. It has a new key."))
        return show_once(key, is_second=False)
    return _page(form, 422 if form.errors else 200)


def _taken(form: OpenForm) -> tuple[CaseKey, OpenCase]:
    """The case from the file: a new one here, so it needs an invitation where starting one does."""

    def take() -> tuple[CaseKey, OpenCase]:
        return take_case_file(_source(), form.passphrase.data or "", _taker())

    return with_invitation(form.code.data, today(), take) if "code" in form else take()


def _source() -> Scratch:
    if g.get("case_files_full"):
        raise CaseFileRefused(CaseFileProblem.BUSY)
    source: Scratch | None = g.get("case_file")
    if source is None:
        raise CaseFileRefused(CaseFileProblem.EMPTY)
    return source


_ABOUT_PASSPHRASE = frozenset({CaseFileProblem.LOCKED, CaseFileProblem.NOT_UNLOCKED})


def _refuse(form: OpenForm, refused: CaseFileRefused) -> AnyResponse:
    said = case_file_refusal(refused, room().file, room().case, _settings().case_file_max_bytes)
    is_about_it = refused.problem in _ABOUT_PASSPHRASE
    (form.passphrase if is_about_it else form.file).errors = [said]
    return _page(form, 503 if refused.problem is CaseFileProblem.BUSY else 422)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> AnyResponse:
    """The same page, with what to do."""
    form = _open_form(formdata=None)
    refused = CaseFileRefused(CaseFileProblem.TOO_LARGE)
    most = _settings().case_file_max_bytes
    form.file.errors = [case_file_refusal(refused, room().file, room().case, most)]
    return _page(form, 413)


def _page(form: OpenForm, status: int) -> AnyResponse:
    most = _settings().case_file_max_bytes
    page = render_template(
        "pages/case_files/open_file.html", form=form, has_errors=bool(form.errors), most=most
    )
    return make_response(page, status)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _secret() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()


def _maker() -> Maker:
    return Maker(
        language=g.language,
        packs=known_packs(),
        secret=_secret(),
        limit=_settings().case_file_max_bytes,
        today=today(),
    )


def _taker() -> Taker:
    settings = _settings()
    return Taker(
        room=room(),
        total=settings.case_file_max_bytes,
        packs=known_packs(),
        secret=_secret(),
        scratch=settings.instance_dir,
        today=today(),
        now=now(),
        months=retention_months(),
    )
