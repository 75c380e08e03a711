"""The readable page of a case file: the whole case as one HTML page that needs nothing else."""

import base64
import datetime
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from portal import i18n
from portal.documents.exhibits import exhibit_label
from portal.documents.html import TEMPLATES, environment
from portal.domain.answered_facts import AnsweredFact, FactTold, facts_told
from portal.domain.case import Case, Contact, Dispatch, Exhibit, Letter, Transaction
from portal.domain.packet_exhibits import exhibit_numbers
from portal.domain.recipient import parse_recipient
from portal.domain.record import IssuedPacket
from portal.domain.rules import NO_LICENCE, RulePack
from portal.domain.topics import TopicGuide, fitting_answers
from portal.domain.values import Moment
from portal.i18n import gettext as _
from portal.knowledge.loader import load_topics
from portal.wording import answer_text, document_title, event_text, label, recipient_name

_TEMPLATE: Final = "case_file/index.html"

Packs = Mapping[str, RulePack]


class Link(Struct, frozen=True):
    """A text, and the file beside the page that it leads to ("" for none)."""

    text: str
    path: str = ""


class Cell(Struct, frozen=True):
    """What stands in one cell, each part on a line of its own."""

    lines: tuple[Link, ...]


class Table(Struct, frozen=True, kw_only=True):
    """A part of the case that has rows; `empty` is said when it has none."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


class Facts(Struct, frozen=True, kw_only=True):
    """A part of the case with names and values; what is not filled in is left out."""

    id: str
    title: str
    rows: tuple[tuple[str, str], ...]


class Included(Struct, frozen=True, kw_only=True):
    """What lies beside the page: paths of files by exhibit, packets with their paths ("" when the
    packet was left out for its size)."""

    evidence: Mapping[str, str]
    packets: tuple[tuple[IssuedPacket, str], ...]


def case_page(
    case: Case, included: Included, packs: Packs, pack: RulePack, language: str, day: datetime.date
) -> bytes:
    """The page in `language` ("nl" or "en") as UTF-8; `pack` is that of the casino's authority.

    It holds no script and asks for nothing: its policy allows its own style sheet only.
    """
    with i18n.use_language(language):
        before, after = _parts(case, pack)
        html = (
            environment()
            .get_template(_TEMPLATE)
            .render(
                language=language,
                case=case,
                day=i18n.format_day(day),
                parts=before,
                tables=_tables(case, included, packs),
                more=after,
                style=Markup(f"<style>{_style()}</style>"),  # noqa: S704 - our own file
                policy=_policy(),
            )
        )
    return html.encode()


@cache
def _style() -> str:
    return (TEMPLATES / "case_file" / "index.css").read_text(encoding="utf-8")


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


# -- names and values ----------------------------------------------------------------------


def _parts(case: Case, pack: RulePack) -> tuple[tuple[Facts, ...], tuple[Facts, ...]]:
    """What stands before the tables, and behind them."""
    return (_topic(case), _casino(case, pack), _remedy(case)), (_player(case),)


def _part(part_id: str, title: str, *rows: tuple[str, str]) -> Facts:
    return Facts(id=part_id, title=title, rows=tuple(row for row in rows if row[1]))


def _topic(case: Case) -> Facts:
    return _part(
        "topic",
        _("What it is about"),
        (_("Topic"), label(case.topic) if case.topic else ""),
        (_("In your own words"), case.topic_words),
        *_answers(case),
    )


def _guide(case: Case) -> TopicGuide | None:
    return load_topics()[case.topic] if case.topic else None


def _answers(case: Case) -> Iterable[tuple[str, str]]:
    """What was asked about the topic, and answered."""
    guide = _guide(case)
    if guide is None:
        return
    questions = {one.id: one for one in guide.questions}
    for answer in fitting_answers(case, guide):
        question = questions[answer.question]
        yield question.name.in_language(i18n.current_language()), answer_text(question, answer)


def _casino(case: Case, pack: RulePack) -> Facts:
    casino = case.casino
    period = i18n.format_period(casino.answer_time) if casino.answer_time else ""
    body = _("The terms name none") if casino.no_dispute_body else casino.dispute_body
    return _part(
        "casino",
        _("The casino"),
        (_("Casino"), casino.brand),
        (_("Website"), casino.website),
        (_("Your username"), casino.username),
        (_("Company with the licence"), casino.licence_holder),
        (_("Licence number"), casino.licence_number),
        (_("Gambling regulator"), _authority(case, pack)),
        (_("Text at the foot of the website"), casino.footer_text),
        (_("Address for formal complaints"), casino.complaints_email),
        (_("Postal address"), casino.address),
        (_("Answering time by its own terms"), period),
        (_("Independent dispute body"), body),
        (_("Why could you not reach a manager?"), case.no_manager_reason),
    )


def _authority(case: Case, pack: RulePack) -> str:
    if case.casino.authority == NO_LICENCE:
        return _("No licence found")
    name = pack.name.in_language(i18n.current_language()) if case.casino.authority else ""
    return case.casino.authority_name or name


def _remedy(case: Case) -> Facts:
    remedy = case.remedy
    return _part(
        "remedy",
        _("What you want"),
        (_("What the casino must do"), "\n".join(label(kind) for kind in remedy.kinds)),
        (_("Amount"), i18n.format_amount(remedy.amount) if remedy.amount else ""),
        (_("How you worked it out"), remedy.amount_explanation),
        (_("What else you want to say"), remedy.words),
    )


def _player(case: Case) -> Facts:
    player = case.player
    place = f"{player.postcode} {player.city}".strip()
    return _part(
        "player",
        _("About you"),
        (_("Name"), player.name),
        (_("Address"), "\n".join(line for line in (player.address, place) if line)),
        (_("Country"), i18n.country_name(player.country)),
        (_("E-mail address"), player.email),
        (_("Telephone number"), player.phone),
        (_("Date of birth"), i18n.format_partial(player.date_of_birth)),
    )


# -- tables --------------------------------------------------------------------------------


def _tables(case: Case, included: Included, packs: Packs) -> tuple[Table, ...]:
    links = _evidence_links(case, included)
    told, sent = _told(case, links), _sent(case, packs, links)
    return (*told, *sent, _evidence(case, links), _packets(case, included, packs))


def _told(case: Case, evidence: Mapping[str, Link]) -> tuple[Table, ...]:
    """What happened between the player and the casino."""
    return (
        _table(
            "facts",
            _("What happened"),
            (_("When"), _("What happened"), _("Amount"), _("Evidence")),
            (_fact(one, evidence) for one in facts_told(case, _guide(case))),
        ),
        _table(
            "contacts",
            _("Contact with the casino"),
            (_("When"), _("How"), _("What you asked"), _("What they answered"), _("Evidence")),
            (_contact(one, evidence) for one in case.contacts_in_order),
        ),
        _table(
            "payments",
            _("Your payment history"),
            (_("Date"), _("What it is"), _("Amount"), _("Note")),
            (_payment(one) for one in case.transactions_in_order),
        ),
    )


def _sent(case: Case, packs: Packs, evidence: Mapping[str, Link]) -> tuple[Table, ...]:
    """What went out, to the casino and to others, and what came back on it."""
    return (
        _table(
            "sent",
            _("What you sent"),
            (_("Date"), _("To whom"), _("How"), _("What came back")),
            (_dispatch(one, case, packs, evidence) for one in case.dispatches_in_order),
        ),
        _table(
            "letters",
            _("Other texts that you sent"),
            (_("Date"), _("What it is"), _("How"), _("What came back")),
            (_letter(one, evidence) for one in case.letters_in_order),
        ),
    )


def _table(
    part_id: str,
    title: str,
    headings: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
) -> Table:
    return Table(
        id=part_id, title=title, headings=headings, rows=tuple(rows), empty=_("Nothing yet.")
    )


def _evidence_links(case: Case, included: Included) -> dict[str, Link]:
    return {
        exhibit_id: Link(exhibit_label(number), included.evidence.get(exhibit_id, ""))
        for exhibit_id, number in exhibit_numbers(case).items()
    }


def _cell(*lines: str) -> Cell:
    return Cell(tuple(Link(line) for line in lines if line))


def _proof(names: Iterable[str], evidence: Mapping[str, Link]) -> Cell:
    return Cell(tuple(evidence[name] for name in names))


def _fact(fact: FactTold, evidence: Mapping[str, Link]) -> tuple[Cell, ...]:
    what = event_text(fact) if isinstance(fact, AnsweredFact) else fact.what
    return (
        _cell(i18n.format_moment(fact.moment)),
        _cell(what),
        _cell(i18n.format_amount(fact.amount) if fact.amount else ""),
        _proof(fact.exhibits, evidence),
    )


def _contact(contact: Contact, evidence: Mapping[str, Link]) -> tuple[Cell, ...]:
    channel = label(contact.channel) if contact.channel else ""
    asked = (label(one) for one in contact.asked_for)
    outcome = label(contact.outcome) if contact.outcome else ""
    return (
        _cell(i18n.format_moment(contact.moment)),
        _cell(label(contact.step), channel, contact.with_whom, _number(contact.reference)),
        _cell(*asked, contact.asked),
        _cell(outcome, contact.answered),
        _proof(contact.exhibits, evidence),
    )


def _number(reference: str) -> str:
    return _("Number: %(reference)s", reference=reference) if reference else ""


def _payment(one: Transaction) -> tuple[Cell, ...]:
    return (
        _cell(i18n.format_moment(Moment(date=one.day))),
        _cell(label(one.kind)),
        _cell(i18n.format_amount(one.amount)),
        _cell(one.note),
    )


def _dispatch(
    sent: Dispatch, case: Case, packs: Packs, evidence: Mapping[str, Link]
) -> tuple[Cell, ...]:
    return (
        _cell(i18n.format_moment(Moment(date=sent.sent_on)), sent.time),
        _cell(_recipient(sent.recipient, case, packs), sent.to, _number(sent.reference)),
        Cell((*_cell(label(sent.channel)).lines, *_proof(sent.exhibits, evidence).lines)),
        _cell(*_came_back(sent)),
    )


def _came_back(sent: Dispatch) -> Iterable[str]:
    if sent.delivered_on:
        yield _("Delivered: %(day)s.", day=i18n.format_partial(sent.delivered_on))
    if sent.confirmed_on:
        yield _("Receipt confirmed: %(day)s.", day=i18n.format_partial(sent.confirmed_on))
    for reply in sent.replies:
        yield i18n.format_partial(reply.received_on)
        yield label(reply.kind)
        if reply.is_final:
            yield _("This is their final response.")
        yield reply.words
        if reply.offer_reply:
            yield label(reply.offer_reply)
            yield i18n.format_partial(reply.offer_replied_on)


def _letter(letter: Letter, evidence: Mapping[str, Link]) -> tuple[Cell, ...]:
    return (
        _cell(i18n.format_partial(letter.sent_on), letter.time),
        _cell(label(letter.kind), letter.to, _number(letter.reference)),
        Cell((*_cell(label(letter.channel)).lines, *_proof(letter.exhibits, evidence).lines)),
        _cell(i18n.format_partial(letter.answered_on), letter.answer),
    )


def _recipient(code: str, case: Case, packs: Packs) -> str:
    recipient = parse_recipient(code)
    known = packs.get(recipient.authority or case.casino.authority)
    return recipient_name(recipient, known, case) if known else code


def _evidence(case: Case, links: Mapping[str, Link]) -> Table:
    rows = {one.id: _exhibit(one, links[one.id]) for one in case.exhibits}
    return _table(
        "evidence",
        _("Evidence"),
        (_("Number"), _("What it shows"), _("When"), _("File")),
        (rows[exhibit_id] for exhibit_id in exhibit_numbers(case)),
    )


def _exhibit(exhibit: Exhibit, link: Link) -> tuple[Cell, ...]:
    file = exhibit.file
    name = Link(file.name, link.path) if file else Link(_("No file: described only"))
    size = (Link(i18n.format_file_size(file.size)),) if file else ()
    when = i18n.format_moment(exhibit.moment) if exhibit.moment.is_dated else ""
    return (
        _cell(link.text),
        _cell(exhibit.description, label(exhibit.kind)),
        _cell(when),
        Cell((name, *size)),
    )


def _packets(case: Case, included: Included, packs: Packs) -> Table:
    return _table(
        "packets",
        _("Packets that you made"),
        (_("Date"), _("What it is"), _("File")),
        (_packet(one, path, case, packs) for one, path in included.packets),
    )


def _packet(one: IssuedPacket, path: str, case: Case, packs: Packs) -> tuple[Cell, ...]:
    title = document_title(one.document, _recipient(one.recipient, case, packs), "screen")
    left_out = "" if path else _("Not in this file, because it would be too large.")
    return (
        _cell(i18n.format_day(one.issued_on)),
        _cell(title),
        Cell((Link(one.file_name, path), *_cell(i18n.format_file_size(one.size), left_out).lines)),
    )
