"""The files of evidence: added, looked at, turned, cut, made black in parts, handed back."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField

from portal.config import Settings
from portal.domain.evidence import EvidenceFile, FileRefused
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import evidence
from portal.services.evidence import Incoming, ListFull, NoFile, Room
from portal.store.cases import CaseNotFound
from portal.web.clock import now
from portal.web.current import current_case, may_change, needs_case, open_case_of, visit
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.lists import check_id
from portal.web.security import never_store
from portal.web.uploads import LARGEST, SINKS, NullSink
from portal.wording import file_refusal

blueprint = Blueprint("files", __name__, url_prefix=f"{PREFIX}/case/evidence")

_FORM_BYTES = 100_000  # the other fields of the form
_TOO_LARGE_TIMES = 4  # up to so many times the limit is read, to say it on the page itself


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A file to add; `proves` is the id of the fact or contact that it is about, or ""."""

    file = FileField(_l("Choose a file"))
    proves = HiddenField()


class IncomingSink(Incoming):
    """An arriving file as the form's reader writes it."""

    def seek(self, place: int, whence: int = 0) -> int:  # noqa: ARG002 - as a file has it
        return 0


def room() -> Room:
    """What the host's settings allow."""
    return room_of(current_app.extensions["settings"])


def room_of(settings: Settings) -> Room:
    """How much a case may hold by these settings."""
    return Room(
        settings.file_max_bytes,
        settings.case_files_max_bytes,
        settings.file_max_pages,
        settings.case_files_max_pages,
        settings.picture_max_pixels,
    )


def receive() -> IncomingSink | NullSink:
    """Seals the file for the case of this visit; without one it goes nowhere."""
    stored = visit().stored
    if stored is None:
        return NullSink()
    try:
        opened = open_case_of(stored)
    except CaseNotFound:  # the view says so
        return NullSink()
    if not may_change(opened):
        return NullSink()
    incoming = IncomingSink(opened, now(), room().file)
    g.setdefault("incoming", []).append(incoming)
    return incoming


def arrived() -> list[tuple[str, Incoming]]:
    """The files of this request that were sealed, with their names on the player's device."""
    names = [one.filename for _, one in request.files.items(multi=True) if one.filename]
    return list(zip(names, g.get("incoming", []), strict=False))  # more names: not taken


def largest_upload(settings: Settings) -> int:
    """The largest request with files that is read, in bytes."""
    return settings.file_max_bytes * _TOO_LARGE_TIMES + _FORM_BYTES


SINKS["files.upload"] = receive
LARGEST["files.upload"] = largest_upload


@blueprint.teardown_app_request
def _discard(_error: BaseException | None) -> None:
    """Deletes files that no view took: a wrong token, a fault, a visit that has ended."""
    for incoming in g.pop("incoming", []):
        incoming.discard()


@blueprint.route("/upload", methods=["GET", "POST"])
@needs_case
def upload() -> object:
    """Takes one file. A script that sends several asks for JSON, and shows the pages afterwards."""
    if request.method != "POST":
        return go_to(url_for("evidence.overview"))
    form = UploadForm()
    if not form.validate():
        abort(400)
    try:
        exhibit_id = _take(form)
    except NoFileChosen:
        return _refuse(form, _("Choose a file first."))
    except FileRefused as refused:
        return _refuse(form, file_refusal(refused.problem, room().file, room().case))
    except ListFull:
        return _refuse(form, _("Your list of evidence is full. Remove one first."))
    flash(_("Your file was added. Say what it shows."))
    return _next(url_for("evidence.exhibit", exhibit_id=exhibit_id))


def _take(form: UploadForm) -> str:
    if not arrived():
        raise NoFileChosen
    name, incoming = arrived()[0]
    exhibit_id, _opened = evidence.take_in(
        current_case(), incoming, name, form.proves.data or "", room(), now()
    )
    return exhibit_id


class NoFileChosen(Exception):
    """The form came without a file."""


def _next(url: str) -> object:
    return jsonify(next=url) if _by_script() else go_to(url)


def _refuse(form: UploadForm, said: str) -> object:
    if _by_script():
        return jsonify(said=said), 422
    form.file.errors = [said]
    from portal.web.evidence import list_context  # the list's page shows this form

    context = list_context(current_case().record.case)
    return render_template("pages/evidence/overview.html", **{**context, "upload": form}), 422


def _by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def file_or_404(exhibit_id: str) -> EvidenceFile:
    """The file of an exhibit of this case."""
    check_id("e", exhibit_id)
    found = evidence.exhibit_of(current_case().record.case, exhibit_id)
    if found is None or found.file is None:
        abort(404)
    return found.file


@blueprint.route("/<string:exhibit_id>/look/<int:number>")
@needs_case
def look(exhibit_id: str, number: int) -> object:
    """A picture of a page of the exhibit, as the packet shows it."""
    file_or_404(exhibit_id)
    looks = evidence.looks_of(current_case(), exhibit_id)
    if not 1 <= number <= len(looks):
        abort(404)
    return never_store(Response(looks[number - 1], mimetype="image/jpeg"))


@blueprint.route("/<string:exhibit_id>/original")
@needs_case
def original(exhibit_id: str) -> object:
    """The untouched file, to keep."""
    file_or_404(exhibit_id)
    try:
        file, pieces = evidence.original_of(current_case(), exhibit_id)
    except NoFile:
        abort(404)
    response = Response(pieces, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.content_length = file.size
    return never_store(response)


def upload_form(proves: str = "") -> dict[str, Any]:
    """What the upload form needs on a page; `proves` is a fact or contact."""
    return {"upload": UploadForm(formdata=None, data={"proves": proves}), "largest": room().file}
