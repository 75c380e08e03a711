"""The case: one dispute of one player with one casino, as an immutable document.

A `Case` is what `case.json` holds (docs/case-file.md, schema in docs/case-file.schema.json).
Every change returns a new `Case`. Empty text means "not filled in".
"""

import datetime
import re
from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta

from portal.domain.closing import Closing
from portal.domain.codes import (
    MONEY_REMEDIES,
    AnswerKind,
    AskedFor,
    Channel,
    ExhibitKind,
    OfferReply,
    Outcome,
    RemedyKind,
    Step,
    TextKind,
    Topic,
    TransactionKind,
)
from portal.domain.dates import partial_bounds
from portal.domain.evidence import EvidenceFile
from portal.domain.listed import Listed, Provable, check_once, counted, drop, put, unlink
from portal.domain.parts import Line, Part, Words, replace
from portal.domain.topic_answers import (
    MAX_ANSWERS,
    DecidingEvidence,
    TopicAnswer,
    answers_without,
    evidence_without,
    proofs_in,
)
from portal.domain.values import (
    ClockTime,
    CountryCode,
    Id,
    LanguageCode,
    Moment,
    Money,
    PartialDate,
    Period,
    RecipientCode,
    check_partial,
)

SCHEMA = 1

MAX_CONTACTS = 250
MAX_FACTS = 250
MAX_EXHIBITS = 100
MAX_TRANSACTIONS = 500
MAX_LETTERS = 100
MAX_EARLIER_ANSWERS = 20


class Casino(Part, frozen=True, kw_only=True):
    """Whom the dispute is with, and what its licence says."""

    brand: Line = ""
    website: Line = ""
    licence_holder: Line = ""
    licence_number: Line = ""
    footer_text: Words = ""
    authority: Line = ""  # id of a rule pack, "none" (no licence found) or "" (not answered)
    authority_name: Line = ""  # as the player found it, for the rule pack "unknown"
    username: Line = ""
    support_language: LanguageCode = ""
    complaints_email: Line = ""
    address: Words = ""
    answer_time: Period | None = None  # from the casino's own terms
    dispute_body: Line = ""  # as the casino names it, or an id of its rule pack
    no_dispute_body: bool = False  # the player looked: the casino names none


class Fact(Provable, frozen=True, kw_only=True):
    """One thing that happened."""

    moment: Moment = Moment()
    what: Words = ""
    amount: Money | None = None


class Contact(Provable, frozen=True, kw_only=True):
    """One contact of the player with the casino, on one step of the ladder."""

    step: Step = Step.SUPPORT
    channel: Channel | None = None
    moment: Moment = Moment()
    with_whom: Line = ""
    reference: Line = ""
    asked_for: tuple[AskedFor, ...] = ()
    asked: Words = ""
    answered: Words = ""
    outcome: Outcome | None = None
    about_other: bool = False  # another question than this dispute
    text: TextKind | None = None  # our text that the player sent
    reply_by: PartialDate = ""  # the day by which it asked for a reply

    def __post_init__(self) -> None:
        check_partial(self.reply_by)


class Transaction(Listed, frozen=True, kw_only=True):
    """One line of the payment history between the player and the casino."""

    kind: TransactionKind
    day: PartialDate = ""
    amount: Money
    note: Line = ""

    def __post_init__(self) -> None:
        check_partial(self.day)


class Remedy(Part, frozen=True, kw_only=True):
    """What the player asks for."""

    kinds: tuple[RemedyKind, ...] = ()
    amount: Money | None = None
    amount_explanation: Words = ""  # why the amount differs from the facts
    words: Words = ""

    @property
    def wants_money(self) -> bool:
        return any(kind in MONEY_REMEDIES for kind in self.kinds)


class Player(Part, frozen=True, kw_only=True):
    """Who the player is."""

    name: Line = ""
    address: Line = ""
    postcode: Line = ""
    city: Line = ""
    country: CountryCode = ""
    email: Line = ""
    phone: Line = ""
    date_of_birth: PartialDate = ""

    def __post_init__(self) -> None:
        check_partial(self.date_of_birth)


class Exhibit(Listed, frozen=True, kw_only=True):
    """One piece of evidence, as the player describes it."""

    kind: ExhibitKind = ExhibitKind.OTHER
    description: Line = ""
    moment: Moment = Moment()
    file: EvidenceFile | None = None  # None: described only, the player sends it himself


class Answer(Listed, frozen=True, kw_only=True):
    """What came back on a dispatch; `id` is unique among the replies to it."""

    id: Id = "r1"
    received_on: PartialDate
    kind: AnswerKind
    is_final: bool = False
    words: Words = ""
    offer_reply: OfferReply | None = None  # what the player did with an offer, and when
    offer_replied_on: PartialDate = ""

    def __post_init__(self) -> None:
        check_partial(self.received_on)
        check_partial(self.offer_replied_on)


class Dispatch(Provable, frozen=True, kw_only=True):
    """ "I sent it on … by …": what starts the next clock."""

    recipient: RecipientCode
    sent_on: PartialDate
    channel: Channel
    time: ClockTime = ""
    to: Line = ""
    reference: Line = ""
    delivered_on: PartialDate = ""
    confirmed_on: PartialDate = ""  # they wrote that they got it
    more_time_asked: bool = False  # the casino wrote that it needs more time
    answer: Answer | None = None  # the latest reply
    earlier_answers: Annotated[tuple[Answer, ...], Meta(max_length=MAX_EARLIER_ANSWERS)] = ()

    def __post_init__(self) -> None:
        for one in (self.sent_on, self.delivered_on, self.confirmed_on):
            check_partial(one)
        if self.earlier_answers and self.answer is None:
            raise ValueError("earlier_answers without an answer")

    @property
    def sort_key(self) -> tuple[bool, str, str, tuple[int, str]]:
        """Orders by day and time; only an exact day starts a clock, so those come first."""
        return (self.day is None, self.sent_on or "9999", self.time, counted(self.id))

    @property
    def day(self) -> datetime.date | None:
        return Moment(date=self.sent_on).day

    @property
    def replies(self) -> tuple[Answer, ...]:
        """Everything that came back, the latest last."""
        return (*self.earlier_answers, self.answer) if self.answer else ()


class Letter(Provable, frozen=True, kw_only=True):
    """One of our texts that is no step of the ladder, as the player sent it to the casino."""

    kind: TextKind
    sent_on: PartialDate
    channel: Channel
    time: ClockTime = ""
    to: Line = ""
    reference: Line = ""  # of the post, or the number that the casino gave
    reply_by: PartialDate = ""  # the day that it named, "" when it named none
    more_time_asked: bool = False  # the casino wrote that it needs more time
    answered_on: PartialDate = ""
    answer: Words = ""

    def __post_init__(self) -> None:
        for day in (self.sent_on, self.reply_by, self.answered_on):
            check_partial(day)

    @property
    def sort_key(self) -> tuple[str, str, tuple[int, str]]:
        """Orders by day and time; what has no date comes last."""
        return (self.sent_on or "9999", self.time, counted(self.id))


class Case(Part, frozen=True, kw_only=True):
    """One dispute of one player with one casino."""

    schema: Annotated[int, Meta(ge=1, le=SCHEMA)] = SCHEMA
    reference: Annotated[str, Meta(pattern=r"^[0-9A-Z-]{0,20}$")] = ""
    language: LanguageCode = "nl"  # the language in which the player wrote his words
    topic: Topic | None = None
    topic_words: Words = ""
    topic_answers: Annotated[tuple[TopicAnswer, ...], Meta(max_length=MAX_ANSWERS)] = ()
    deciding_evidence: Annotated[tuple[DecidingEvidence, ...], Meta(max_length=MAX_ANSWERS)] = ()
    casino: Casino = Casino()
    facts: Annotated[tuple[Fact, ...], Meta(max_length=MAX_FACTS)] = ()
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=MAX_CONTACTS)] = ()
    no_manager_reason: Words = ""
    remedy: Remedy = Remedy()
    transactions: Annotated[tuple[Transaction, ...], Meta(max_length=MAX_TRANSACTIONS)] = ()
    exhibits: Annotated[tuple[Exhibit, ...], Meta(max_length=MAX_EXHIBITS)] = ()
    player: Player = Player()
    dispatches: tuple[Dispatch, ...] = ()
    closing: Closing | None = None
    letters: Annotated[tuple[Letter, ...], Meta(max_length=MAX_LETTERS)] = ()

    def __post_init__(self) -> None:
        for name in ("facts", "contacts", "transactions", "exhibits", "dispatches", "letters"):
            check_once(name, [part.id for part in getattr(self, name)])
        check_once("topic_answers", [one.question for one in self.topic_answers])
        check_once("deciding_evidence", [one.evidence for one in self.deciding_evidence])
        for sent in self.dispatches:
            check_once("replies", [reply.id for reply in sent.replies])
        known = {exhibit.id for exhibit in self.exhibits}
        named = [
            *((part.id, part.exhibits) for part in self._provable),
            *((part.evidence, part.exhibits) for part in self.deciding_evidence),
            *proofs_in(self.topic_answers),
        ]
        for name, exhibits in named:
            if not known.issuperset(exhibits):
                raise ValueError(f"{name} names an exhibit that does not exist")

    @property
    def _provable(self) -> tuple[Provable, ...]:
        return (*self.facts, *self.contacts, *self.dispatches, *self.letters)

    # -- questions -------------------------------------------------------------------------

    @property
    def facts_in_order(self) -> tuple[Fact, ...]:
        return tuple(sorted(self.facts, key=lambda one: (*one.moment.sort_key, counted(one.id))))

    @property
    def contacts_in_order(self) -> tuple[Contact, ...]:
        return tuple(sorted(self.contacts, key=lambda one: (*one.moment.sort_key, counted(one.id))))

    @property
    def transactions_in_order(self) -> tuple[Transaction, ...]:
        return tuple(
            sorted(self.transactions, key=lambda one: (one.day or "9999", counted(one.id)))
        )

    @property
    def letters_in_order(self) -> tuple[Letter, ...]:
        return tuple(sorted(self.letters, key=lambda one: one.sort_key))

    @property
    def dispatches_in_order(self) -> tuple[Dispatch, ...]:
        return tuple(sorted(self.dispatches, key=lambda one: one.sort_key))

    def contacts_on(self, *steps: Step) -> tuple[Contact, ...]:
        """The contacts about this dispute on these steps, in order of date."""
        return tuple(
            one for one in self.contacts_in_order if one.step in steps and not one.about_other
        )

    def dispatch_to(self, recipient: str) -> Dispatch | None:
        """The first dispatch to this recipient, with what came back on it or on a later copy.

        A copy does not restart the clock; a final answer on any of them counts.
        """
        sent = [one for one in self.dispatches_in_order if one.recipient == recipient]
        if len(sent) <= 1:
            return sent[0] if sent else None
        replies = in_order_of_arrival(reply for one in sent for reply in one.replies)
        return msgspec.structs.replace(
            sent[0],
            more_time_asked=any(one.more_time_asked for one in sent),
            earlier_answers=replies[:-1],
            answer=replies[-1] if replies else None,
        )

    # -- changes ---------------------------------------------------------------------------

    def with_fact(self, fact: Fact) -> "Case":
        return replace(self, facts=put(self.facts, fact))

    def without_fact(self, fact_id: str) -> "Case":
        return replace(self, facts=drop(self.facts, fact_id))

    def with_contact(self, contact: Contact) -> "Case":
        return replace(self, contacts=put(self.contacts, contact))

    def without_contact(self, contact_id: str) -> "Case":
        return replace(self, contacts=drop(self.contacts, contact_id))

    def with_exhibit(self, exhibit: Exhibit) -> "Case":
        return replace(self, exhibits=put(self.exhibits, exhibit))

    def without_exhibit(self, exhibit_id: str) -> "Case":
        """Removes the exhibit and every mention of it, so that no fact points to nothing."""
        return replace(
            self,
            exhibits=drop(self.exhibits, exhibit_id),
            facts=tuple(unlink(fact, exhibit_id) for fact in self.facts),
            contacts=tuple(unlink(contact, exhibit_id) for contact in self.contacts),
            dispatches=tuple(unlink(one, exhibit_id) for one in self.dispatches),
            letters=tuple(unlink(one, exhibit_id) for one in self.letters),
            deciding_evidence=evidence_without(self.deciding_evidence, exhibit_id),
            topic_answers=answers_without(self.topic_answers, exhibit_id),
        )

    def with_dispatch(self, dispatch: Dispatch) -> "Case":
        return replace(self, dispatches=put(self.dispatches, dispatch))

    def without_dispatch(self, dispatch_id: str) -> "Case":
        return replace(self, dispatches=drop(self.dispatches, dispatch_id))

    def with_letter(self, letter: Letter) -> "Case":
        return replace(self, letters=put(self.letters, letter))

    def without_letter(self, letter_id: str) -> "Case":
        return replace(self, letters=drop(self.letters, letter_id))


def in_order_of_arrival(replies: Iterable[Answer]) -> tuple[Answer, ...]:
    """The same replies, the latest last.

    A month does not say which of two came first: then they stay in the order as they were.
    """
    placed: list[Answer] = []
    for reply in replies:
        later = (number for number, one in enumerate(placed) if _came_after(one, reply))
        placed.insert(next(later, len(placed)), reply)
    return tuple(placed)


def _came_after(one: Answer, other: Answer) -> bool:
    mine, others = partial_bounds(one.received_on), partial_bounds(other.received_on)
    return bool(mine and others and mine[0] > others[1])


def next_id(prefix: str, parts: Iterable[Listed]) -> str:
    """An id not used in `parts`: `prefix` and one more than the highest number so far."""
    matches = (re.fullmatch(rf"{prefix}(\d+)", part.id) for part in parts)
    return f"{prefix}{max((int(match[1]) for match in matches if match), default=0) + 1}"
