"""Ready? The gate for each recipient; the packet, its preview and its download."""

from datetime import date
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from wtforms import IntegerField, RadioField
from wtforms.validators import NumberRange, Optional

from portal.domain.case import Case
from portal.domain.errors import DomainError
from portal.domain.finding import CaseNotReady, Readiness
from portal.domain.recipient import CASINO, Recipient, parse_recipient
from portal.domain.record import IssuedPacket
from portal.domain.rules import RulePack
from portal.domain.values import Moment
from portal.domain.what_if import Opening, openings
from portal.i18n import LANGUAGES
from portal.i18n import lazy_gettext as _l
from portal.services import leaving, packets
from portal.services.blacking import told_case
from portal.services.gate import ask, pack_for, pack_of, recipients_of
from portal.services.languages import reading_language
from portal.services.packets import Download
from portal.web.choices import packet_languages, packet_sizes
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.fields import date_field
from portal.web.forms import AnswerForm
from portal.web.group import paper_mark
from portal.web.htmx import go_to, vary, wants_fragment
from portal.web.known import known, known_packs
from portal.web.language import PREFIX
from portal.web.security import never_store
from portal.wording import names_of

blueprint = Blueprint("packets", __name__, url_prefix=f"{PREFIX}/case")


MEGABYTE = 1_000_000  # bytes
USUAL_LIMIT = 10  # megabytes; many mailboxes take no more


class PacketForm(AnswerForm):
    """In which language the packet is made: that of its reader, unless the player chooses."""

    packet_language = RadioField(
        _l("In which language do you want this packet?"),
        choices=packet_languages,
    )
    size = RadioField(_l("How large may the file be?"), choices=packet_sizes, default="complete")

    limit = IntegerField(
        _l("How large may one small file be, in MB?"),
        validators=[Optional(), NumberRange(1, 100, message=_l("Enter a number from 1 to 100."))],
    )

    @property
    def size_limit(self) -> int:
        """In bytes; 0 for the complete packet, which may be as large as it is."""
        return (self.limit.data or USUAL_LIMIT) * MEGABYTE if self.size.data == "small" else 0


class DayForm(AnswerForm):
    """What would the gate say on another day?"""

    day = date_field(_l("What if you wait until another day?"), allow_future=True)


def recipient_or_404(text: str) -> Recipient:
    """The recipient that an address names; only those that exist for this case."""
    try:
        recipient = parse_recipient(text)
    except DomainError:
        abort(404)
    if recipient not in recipients_of(current_case().record.case, known_packs()):
        abort(404)
    return recipient


@blueprint.route("/ready")
@needs_case
def overview() -> object:
    case = current_case().record.case
    packs, day = known_packs(), today()
    answers = [ask(case, recipient, packs, day) for recipient in recipients_of(case, packs)]
    return render_template(
        "pages/packets/overview.html",
        case=case,
        answers=answers,
        pack=pack_of(case, packs),
        made=current_case().record.packets,
    )


@blueprint.route("/ready/<string:to>")
@needs_case
def ready(to: str) -> object:
    """What is complete, missing, waiting or too late for one recipient."""
    recipient = recipient_or_404(to)
    case = current_case().record.case
    form = DayForm(request.args, meta={"csrf": False})
    asked = form.day.data and form.validate()
    day = _exact_day(form) if asked else None
    readiness = ask(case, recipient, known_packs(), day or today())
    context = {**_context(case, readiness), "day_form": form, "other_day": day}
    if wants_fragment():
        return vary(make_response(render_template("partials/findings.html", **context)))
    return vary(make_response(render_template("pages/packets/ready.html", **context)))


def _exact_day(form: DayForm) -> date | None:
    return Moment(date=form.day.value or "").day


def _openings(case: Case, readiness: Readiness) -> tuple[Opening, ...]:
    """On the page of a complaint that was not sent: who opens when if it is sent on that day."""
    sent = case.dispatch_to(CASINO.code)
    if readiness.recipient != CASINO or (sent and sent.day):
        return ()
    return openings(case, pack_of(case, known_packs()), readiness.today)


def _usual_limit(recipient: Recipient, pack: RulePack) -> int:
    """In megabytes: what this recipient takes, where that is known."""
    known = pack.file_limit if recipient.authority else None
    return known.megabytes if known and known.is_shown else USUAL_LIMIT


def _context(case: Case, readiness: Readiness) -> dict[str, Any]:
    recipient = readiness.recipient
    pack = pack_for(case, recipient, known_packs())
    form = PacketForm(
        formdata=None,
        data={
            "packet_language": reading_language(case, pack, recipient),
            "size": "complete",
            "limit": _usual_limit(recipient, pack),
        },
    )
    return {
        "case": case,
        "readiness": readiness,
        "openings": _openings(case, readiness),
        "recipient": recipient,
        "pack": pack,
        "names": names_of(case, pack),
        "form": form,
        "made": [one for one in current_case().record.packets if one.recipient == recipient.code],
    }


@blueprint.route("/ready/<string:to>/packet", methods=["GET", "POST"])
@needs_case
def issue(to: str) -> object:
    """Makes the packet when the gate is open; else the same page with what is missing."""
    recipient = recipient_or_404(to)
    if request.method != "POST":  # the other language, or this address once more
        return go_to(url_for("packets.ready", to=to))
    form = PacketForm()
    opened = current_case()
    if not form.validate():
        readiness = ask(opened.record.case, recipient, known_packs(), today())
        return _ready_again(readiness, form=form)
    try:
        packet, _opened = packets.issue(
            opened,
            recipient,
            form.packet_language.data,
            known_packs(),
            today(),
            current_app.extensions["render"],
            size_limit=form.size_limit,
            mark=paper_mark(),
        )
    except CaseNotReady as closed:
        return _ready_again(closed.readiness, form=form, refused=True)
    return go_to(url_for("packets.packet", packet_id=packet.id))


def _ready_again(readiness: Readiness, **more: object) -> object:
    """The page with the checklist once more, with what has to be mended."""
    context = {**_context(current_case().record.case, readiness), **more}
    return render_template(
        "pages/packets/ready.html", day_form=DayForm(formdata=None), other_day=None, **context
    ), 422


@blueprint.route(
    "/ready/<string:to>/preview/<any({}):packet_language>".format(", ".join(LANGUAGES))
)
@needs_case
def preview(to: str, packet_language: str) -> object:
    """The packet as it would be now, marked as a draft on every page."""
    recipient = recipient_or_404(to)
    made = packets.draft(
        current_case(),
        recipient,
        packet_language,
        known_packs(),
        today(),
        current_app.extensions["render"],
        mark=paper_mark(),
    )
    return _pdf(made, inline=True)


@blueprint.route("/packet/<string:packet_id>")
@needs_case
def packet(packet_id: str) -> object:
    """The packet is made: what it is, and what to do with it now."""
    found = packet_or_404(packet_id)
    opened = current_case()
    case, recipient = opened.record.case, parse_recipient(found.recipient)
    parts = packets.parts_of(opened, found)
    return render_template(
        "pages/packets/packet.html",
        case=case,
        packet=found,
        recipient=recipient,
        pack=pack_for(case, recipient, known_packs()),
        parts=[(one, leaving.leaving_of(case, one, known())) for one in parts],
        reach=leaving.leaving_of(case, found, known()).reach,
        has_letter=leaving.content_again(told_case(opened), found, known_packs(), paper_mark())
        is not None,
        has_days=bool(leaving.calendar_days_of(opened.record, known_packs(), today())),
    )


@blueprint.route("/packet/<string:packet_id>/download")
@needs_case
def download(packet_id: str) -> object:
    return _pdf(packets.download(current_case(), packet_or_404(packet_id)), inline=False)


def packet_or_404(packet_id: str) -> IssuedPacket:
    """A packet of the open case, by its id."""
    found = packets.packet_of(current_case(), packet_id)
    if found is None:
        abort(404)
    return found


def _pdf(made: Download, *, inline: bool) -> Response:
    response = Response(made.pdf, mimetype="application/pdf")
    kind = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{made.file_name}"'
    return never_store(response)
