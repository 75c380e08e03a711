"""The packet before it is paper: everything it says, as codes and values, numbered once.

Dutch and English are rendered from the same content, so both carry the same numbers and can be
laid side by side. Nothing here is a sentence; nothing here is a claim that the case does not
back.
"""

import hashlib
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from portal.domain.answered_facts import AnsweredFact, Detail, FactTold, facts_told
from portal.domain.case import (
    Answer,
    Case,
    Casino,
    Contact,
    Dispatch,
    Fact,
    Letter,
    Player,
    Remedy,
    Transaction,
)
from portal.domain.clocks import ASKED_DAYS, answer_clock, answer_count, final_answer
from portal.domain.codes import (
    AskedFor,
    Channel,
    DocumentKind,
    Outcome,
    RecipientKind,
    Step,
    Topic,
)
from portal.domain.dates import add, next_working_day
from portal.domain.finding import Code, Finding, Readiness
from portal.domain.group import Mark
from portal.domain.ladder import Rung, has_dispute_step, ladder_of
from portal.domain.packet_exhibits import (
    ExhibitLine,
    exhibit_lines,
    exhibit_numbers,
    exhibits_of,
)
from portal.domain.packet_parts import Share
from portal.domain.packet_topic import DutyLine, TopicLines, topic_lines
from portal.domain.procedure import complaint_on_its_way, is_outside_procedure
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.rules import RulePack, Source, Term, TermKind, Text, Way, is_nobody
from portal.domain.timeline import Entry, timeline_of
from portal.domain.topics import TopicGuide
from portal.domain.values import Moment, Money

TEMPLATE = "v1"
COMPLETE, SMALL = "complete", "small"  # a small one has no originals and smaller pictures
_AS_TOLD = ("reference", "topic", "topic_words", "player", "no_manager_reason", "remedy")


class FactLine(Struct, frozen=True, kw_only=True):
    """A fact with its number and the numbers of its exhibits.

    One from the answers about the topic has a `name` and `details` in the place of `what`.
    """

    number: int
    moment: Moment
    what: str
    amount: Money | None
    exhibits: tuple[int, ...]
    name: Text | None = None
    details: tuple[Detail, ...] = ()


class ContactLine(Struct, frozen=True, kw_only=True):
    """A contact with its number; `outside` when it went round the complaints address."""

    number: int
    step: Step
    channel: Channel | None
    moment: Moment
    with_whom: str
    reference: str
    asked_for: tuple[AskedFor, ...]
    asked: str
    answered: str
    outcome: Outcome | None
    exhibits: tuple[int, ...]
    outside: bool
    about_other: bool


class RungLine(Struct, frozen=True, kw_only=True):
    """A rung of the summary: the tick, the date, and what proves it, by number."""

    rung: Rung
    contacts: tuple[int, ...]
    exhibits: tuple[int, ...]


class Deadline(Struct, frozen=True, kw_only=True):
    """The terms that a complaint to the casino names."""

    asked: date  # the polite term, on a working day
    legal: date | None = None  # the last day by the rule pack, if it has one
    acknowledge: date | None = None
    article: str = ""


class Addressee(Struct, frozen=True, kw_only=True):
    """Whom the packet is addressed to: names only, in the packet's words."""

    kind: RecipientKind
    name_en: str
    name_nl: str
    lines: tuple[str, ...] = ()
    email: str = ""
    website: str = ""


class PackLine(Struct, frozen=True, kw_only=True):
    """What the packet says about the rules that it was checked against."""

    id: str
    hash: str
    verified_on: date
    is_stale: bool
    name_en: str
    name_nl: str
    short_name: str
    document: DocumentKind  # what a packet to this authority is


class PacketContent(Struct, frozen=True, kw_only=True):
    """Everything that the packet says."""

    template: str
    document: DocumentKind
    recipient: Recipient
    addressee: Addressee
    reference: str
    day: date
    is_draft: bool
    words_language: str
    topic: Topic | None
    topic_words: str
    player: Player
    casino: Casino
    pack: PackLine
    facts: tuple[FactLine, ...]
    unproven: tuple[int, ...]
    contacts: tuple[ContactLine, ...]
    no_manager_reason: str
    rungs: tuple[RungLine, ...]
    history: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    steps_not_taken: tuple[Step, ...]
    remedy: Remedy
    transactions: tuple[Transaction, ...]
    deadline: Deadline | None
    complaint: Dispatch | None
    final_answer: Answer | None
    dispute: Dispatch | None
    next_step: Step | None
    exhibits: tuple[ExhibitLine, ...]
    sources: tuple[Source, ...]
    topic_lines: TopicLines = TopicLines()
    letters: tuple[Letter, ...] = ()
    first_letter: int = 1  # its number among what was sent
    variant: str = COMPLETE
    size_limit: int = 0  # bytes; 0: the file may be as large as it is
    part: int = 1  # of a packet that is too large for one file
    shares: tuple[Share, ...] = ()  # of all parts; (): one file holds everything
    group: Mark = UNSET  # who hosts the site, if it wants to be named; left out of the hash if not

    @property
    def parts(self) -> int:
        """How many files the packet has."""
        return max((share.part for share in self.shares), default=1)

    def shares_of(self, exhibit: int) -> tuple[Share, ...]:
        """Where an exhibit stands, by its number; () when one file holds everything."""
        return tuple(share for share in self.shares if share.exhibit == exhibit)

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the content: the same content is the same packet."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


def build(
    case: Case,
    readiness: Readiness,
    pack: RulePack,
    *,
    is_draft: bool,
    guide: TopicGuide | None = None,
) -> PacketContent:
    """The packet for `readiness.recipient`, dated `readiness.today`; `guide` is of the topic."""
    day = readiness.today
    about = topic_lines(case, pack, guide, exhibit_numbers(case))
    skipped = readiness.of(Code.STEPS_NOT_TAKEN)
    return PacketContent(
        **{name: getattr(case, name) for name in _AS_TOLD},
        transactions=case.transactions_in_order,
        **_numbered(case, ladder_of(case, pack, day), facts_told(case, guide)),
        **_what_was_sent(case, day),
        template=TEMPLATE,
        history=timeline_of(case, pack, day),
        **_parties(case, readiness, pack),
        day=day,
        is_draft=is_draft,
        words_language=case.language,
        findings=readiness.findings,
        steps_not_taken=tuple(Step(name) for name in skipped.names) if skipped else (),
        deadline=_deadline(case, readiness, pack),
        next_step=_announced(case, readiness.recipient, pack),
        topic_lines=about,
        sources=_sources((*readiness.findings, *about.duties)),
    )


def _parties(case: Case, readiness: Readiness, pack: RulePack) -> dict[str, Any]:
    """Who writes to whom about whom, and by which rules."""
    return {
        "document": readiness.document,
        "recipient": readiness.recipient,
        "addressee": _addressee(case, readiness.recipient, pack),
        "casino": _named_by_name(case.casino, pack),
        "pack": _pack_line(pack, readiness.today),
    }


def _what_was_sent(case: Case, day: date) -> dict[str, Any]:
    """The earlier steps that went out by letter, what ended the first, and the other letters."""
    sent = case.dispatch_to(CASINO.code)
    return {
        "complaint": sent,
        "final_answer": final_answer(sent, day) if sent else None,
        "dispute": case.dispatch_to(DISPUTE.code),
        "letters": case.letters_in_order,
        "first_letter": len(case.dispatches) + 1,
    }


def _numbered(case: Case, rungs: tuple[Rung, ...], facts: tuple[FactTold, ...]) -> dict[str, Any]:
    """The fields of the content that carry numbers, counted once."""
    sent = complaint_on_its_way(case)
    contacts = case.contacts_in_order
    numbers = exhibit_numbers(case)
    places = {one.id: number for number, one in enumerate(contacts, 1)}
    return {
        "facts": tuple(_fact_line(number, one, numbers) for number, one in enumerate(facts, 1)),
        "unproven": tuple(number for number, one in enumerate(facts, 1) if not one.exhibits),
        "contacts": tuple(_contact_line(places[one.id], one, numbers, sent) for one in contacts),
        "rungs": tuple(_rung_line(rung, places, numbers) for rung in rungs),
        "exhibits": exhibit_lines(case, facts, numbers),
    }


def _named_by_name(casino: Casino, pack: RulePack) -> Casino:
    """A dispute body that the case holds by its id goes on paper under its own name."""
    body = pack.body_named(casino.dispute_body)
    return replace(casino, dispute_body=body.name) if body else casino


def _fact_line(number: int, fact: FactTold, numbers: dict[str, int]) -> FactLine:
    answered = fact if isinstance(fact, AnsweredFact) else None
    return FactLine(
        number=number,
        moment=fact.moment,
        what=fact.what if isinstance(fact, Fact) else "",
        amount=fact.amount,
        exhibits=exhibits_of(fact, numbers),
        name=answered.name if answered else None,
        details=answered.details if answered else (),
    )


def _contact_line(
    number: int, contact: Contact, numbers: dict[str, int], complaint: Dispatch | None
) -> ContactLine:
    return ContactLine(
        number=number,
        step=contact.step,
        channel=contact.channel,
        moment=contact.moment,
        with_whom=contact.with_whom,
        reference=contact.reference,
        asked_for=contact.asked_for,
        asked=contact.asked,
        answered=contact.answered,
        outcome=contact.outcome,
        exhibits=exhibits_of(contact, numbers),
        outside=is_outside_procedure(contact, complaint),
        about_other=contact.about_other,
    )


def _rung_line(rung: Rung, contacts: dict[str, int], numbers: dict[str, int]) -> RungLine:
    proof = rung.finding.exhibits if rung.finding else ()
    on_rung = [*proof, *(name for one in rung.contacts for name in one.exhibits)]
    return RungLine(
        rung=rung,
        contacts=tuple(contacts[one.id] for one in rung.contacts),
        exhibits=tuple(sorted({numbers[name] for name in on_rung})),
    )


def _deadline(case: Case, readiness: Readiness, pack: RulePack) -> Deadline | None:
    """Only a complaint to the casino names terms, and of the law only those that are firm."""
    if readiness.recipient.kind is not RecipientKind.CASINO:
        return None
    day = readiness.today
    answer = _firm(pack.term(TermKind.ANSWER, case.topic))
    receipt = _firm(pack.term(TermKind.ACKNOWLEDGE, case.topic))
    legal = None
    if answer:
        clock = answer_clock(case, pack)
        legal = clock[0].last if clock else answer_count(case, answer, day, pack).last
    return Deadline(
        asked=next_working_day(day + timedelta(days=ASKED_DAYS)),
        legal=legal,
        acknowledge=add(day, receipt.period, pack.public_holidays) if receipt else None,
        article=answer.article if answer else "",
    )


def _firm(term: Term | None) -> Term | None:
    return term if term and term.is_firm else None


def _announced(case: Case, recipient: Recipient, pack: RulePack) -> Step | None:
    """The next step that the packet announces: only one that exists for this case."""
    authority = None if is_nobody(case.casino.authority) else Step.AUTHORITY
    if recipient.kind is RecipientKind.CASINO:
        return Step.DISPUTE if has_dispute_step(case, pack) else authority
    return authority if recipient.kind is RecipientKind.DISPUTE else None


def _addressee(case: Case, recipient: Recipient, pack: RulePack) -> Addressee:
    casino = case.casino
    if recipient.kind is RecipientKind.CASINO:
        name = casino.licence_holder or casino.brand or casino.website
        return Addressee(
            kind=recipient.kind,
            name_en=name,
            name_nl=name,
            lines=tuple(line for line in casino.address.splitlines() if line.strip()),
            email=casino.complaints_email,
            website=casino.website,
        )
    if recipient.kind is RecipientKind.DISPUTE:
        body = pack.body_named(casino.dispute_body)
        name = body.name if body else casino.dispute_body
        website = body.website if body and body.is_shown else ""
        return Addressee(kind=recipient.kind, name_en=name, name_nl=name, website=website)
    return _authority_addressee(case, recipient, pack)


def _authority_addressee(case: Case, recipient: Recipient, pack: RulePack) -> Addressee:
    named = case.casino.authority_name.strip()
    post = [way.value for way in pack.ways if _is_post(way)]
    return Addressee(
        kind=recipient.kind,
        name_en=named or pack.name.en,
        name_nl=named or pack.name.nl,
        lines=tuple(post[:1]),
        website=pack.website or "",
    )


def _is_post(way: Way) -> bool:
    return way.kind == "post" and way.is_shown and not way.refused


def _pack_line(pack: RulePack, day: date) -> PackLine:
    return PackLine(
        id=pack.id,
        hash=pack.hash,
        verified_on=pack.verified_on,
        is_stale=pack.is_stale(day),
        name_en=pack.name.en,
        name_nl=pack.name.nl,
        short_name=pack.short_name,
        document=pack.document,
    )


def _sources(citing: tuple[Finding | DutyLine, ...]) -> tuple[Source, ...]:
    """Every source that a finding or a duty cites, once, in order of first mention."""
    found = {source.id: source for one in citing for source in one.sources}
    return tuple(found.values())
