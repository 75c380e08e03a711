"""From a made packet to the recipient: files and texts that the player takes along himself."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, render_template, url_for

from portal.domain.recipient import parse_recipient
from portal.domain.record import IssuedPacket
from portal.i18n import gettext as _
from portal.services import leaving
from portal.services.gate import pack_for
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.group import paper_mark
from portal.web.htmx import go_to
from portal.web.known import known, known_packs
from portal.web.language import PREFIX
from portal.web.packets import packet_or_404
from portal.web.security import never_store

blueprint = Blueprint("leaving", __name__, url_prefix=f"{PREFIX}/case")

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CALENDAR_NAMES = {"nl": "herinneringen.ics", "en": "reminders.ics"}


def _about(found: IssuedPacket) -> dict[str, Any]:
    case, recipient = current_case().record.case, parse_recipient(found.recipient)
    return {
        "case": case,
        "packet": found,
        "recipient": recipient,
        "pack": pack_for(case, recipient, known_packs()),
    }


@blueprint.route("/packet/<string:packet_id>/mail")
@needs_case
def mail(packet_id: str) -> object:
    """The e-mail as a file, with the packet in it. It has no date and was sent to nobody."""
    found = packet_or_404(packet_id)
    draft = leaving.mail_draft_of(current_case(), found, known())
    if draft is None:
        abort(404)
    return _file(draft, found.file_name.removesuffix(".pdf") + ".eml", "message/rfc822")


@blueprint.route("/packet/<string:packet_id>/paste")
@needs_case
def paste(packet_id: str) -> object:
    """What the recipient's form asks, field by field."""
    found = packet_or_404(packet_id)
    case = current_case().record.case
    return render_template(
        "pages/leaving/paste.html",
        **_about(found),
        sheet=leaving.sheet_of(case, found, known_packs()),
        reach=leaving.leaving_of(case, found, known()).reach,
    )


@blueprint.route("/packet/<string:packet_id>/letter")
@needs_case
def letter(packet_id: str) -> object:
    """The letter as a Word file; gone when the case says something else by now."""
    found = packet_or_404(packet_id)
    write = current_app.extensions["write_letter"]
    written = leaving.editable_letter(current_case(), found, known_packs(), write, paper_mark())
    if written is None:
        flash(_("Your case or our rules changed after you made it. Make the packet again."))
        return go_to(url_for("packets.packet", packet_id=found.id))
    return _file(written, found.file_name.removesuffix(".pdf") + ".docx", _WORD)


@blueprint.route("/calendar")
@needs_case
def calendar() -> object:
    """The days to remember, for the player's own calendar."""
    if not leaving.calendar_days_of(current_case().record, known_packs(), today()):
        abort(404)
    made = leaving.calendar_of(current_case(), known_packs(), today(), g.language)
    return _file(made, _CALENDAR_NAMES[g.language], "text/calendar; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return never_store(response)
