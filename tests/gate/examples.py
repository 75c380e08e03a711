"""Examples of the gate: a story in words, the case behind it, and what must come out.

They stand in the TOML files beside this module, one for each authority and one for each subject.
Dates were counted by hand from the rule of the pack; `because` shows how.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from portal.domain.case import Case, Contact, Dispatch, Fact
from portal.domain.codes import Outcome, Topic
from portal.domain.finding import Code
from portal.domain.parts import replace
from portal.domain.recipient import Recipient, parse_recipient
from portal.domain.replies import with_reply
from portal.domain.topic_answers import DecidingEvidence
from portal.domain.values import PartialDate, Period
from tests.domain.cases import (
    casino,
    complete,
    fact,
    final,
    manager,
    player,
    send,
    support,
    without_money,
)

FOLDER = Path(__file__).parent
Sentence = Annotated[str, Meta(pattern=r"^[A-Z].+[.?]$")]
# a State, or that there is no such finding
Found = Literal["met", "missing", "waiting", "expired", "warning", "not_applicable", "none"]
Part = Literal[
    "casino",
    "topic",
    "facts",
    "proof",
    "remedy",
    "amount",
    "name",
    "e-mail",
    "phone",
    "country",
    "username",
    "complaints address",
]


class Told(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a case differs from one that is complete but for the sending.

    That one happened on 1 September 2026; customer service refused on the 3rd, a manager on the
    5th. A date of "" says that there is none.
    """

    licence: str = ""  # of another authority than the file's; "none" when nobody licensed it
    topic: Topic = Topic.WITHDRAWAL
    happened: tuple[PartialDate, ...] = ("2026-09-01",)
    support: PartialDate = "2026-09-03"
    manager: PartialDate = "2026-09-05"
    no_manager_reason: bool = False
    complaint: PartialDate = ""  # sent to the casino
    copy: PartialDate = ""  # sent to the casino once more
    more_time: bool = False  # the casino wrote that it needs more time
    own_term: Period | None = None  # in which the casino's own terms promise an answer
    answer: PartialDate = ""  # its final answer
    offer: PartialDate = ""  # an answer that is not final
    body: str = ""  # the dispute body that the casino names
    no_body: bool = False  # the player looked: the casino names none
    dispute: PartialDate = ""  # sent to the dispute body
    decision: PartialDate = ""
    told_authority: PartialDate = ""  # sent to the authority
    later: PartialDate = ""  # customer service, about this problem
    other: PartialDate = ""  # customer service, about something else
    closed_chat: bool = False  # every contact ended so
    wants_money: bool = True
    language: str = "nl"
    without: tuple[Part, ...] = ()
    decided_by: tuple[str, ...] = ()  # deciding evidence that an exhibit shows


class Example(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One case before the gate.

    `findings` names every finding that closes the gate, and those that the story is about;
    "none" says that there is no such finding. `opens` is the first day on which nothing waits,
    `last` the last safe day of a limit, `latest` the day after which it is certainly too late
    when that is another day.
    """

    story: Sentence
    rule: str = ""  # as in tests.domain.rows.rules_of
    side: Literal["before", "on", "after", ""] = ""  # of the rule's limit
    to: str
    day: date | None = None
    now: datetime | None = None  # instead of the day: a moment, somewhere in the world
    case: Told = Told()
    ready: bool
    findings: dict[Code, Found] = {}
    opens: date | None = None
    last: date | None = None
    latest: date | None = None
    confirm_by: date | None = None  # what the letter to the casino says of its confirmation
    offered: bool = True  # whether the site offers this recipient for such a case
    because: str = ""

    def __post_init__(self) -> None:
        if (self.day is None) == (self.now is None):
            raise ValueError("an example has a day or a moment")
        if self.side and not self.rule:
            raise ValueError("a side is that of a rule's limit")
        if (self.opens or self.last or self.confirm_by) and not self.because:
            raise ValueError("a date is shown with its arithmetic")


class ExampleFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All examples about one authority, or about one subject."""

    authority: str
    example: tuple[Example, ...]


def read_examples() -> dict[str, ExampleFile]:
    """Every file of examples, by its name without ".toml"."""
    paths = sorted(FOLDER.glob("*.toml"))
    return {path.stem: msgspec.toml.decode(path.read_bytes(), type=ExampleFile) for path in paths}


def recipient_of(example: Example, authority: str) -> Recipient:
    """The recipient; "authority" and "report" alone mean those of the casino's licence."""
    short = example.to in {"authority", "report"}
    return parse_recipient(f"{example.to}:{authority}" if short else example.to)


def case_of(told: Told, authority: str) -> Case:
    """The whole case behind an example."""
    case = complete(told.licence or authority, topic=told.topic, language=told.language)
    case = replace(case, facts=_facts(told), contacts=_contacts(told))
    case = casino(
        case,
        dispute_body=told.body,
        no_dispute_body=told.no_body,
        answer_time=told.own_term,
    )
    if told.no_manager_reason:
        case = replace(case, no_manager_reason="The casino has no telephone number.")
    case = case if told.wants_money else without_money(case)
    shown = (DecidingEvidence(evidence=name, exhibits=("e1",)) for name in told.decided_by)
    case = replace(case, deciding_evidence=tuple(shown))
    for part in told.without:
        case = _without(case, part)
    return _sent(case, told, authority)


def _facts(told: Told) -> tuple[Fact, ...]:
    return tuple(fact(when, id=f"f{number}") for number, when in enumerate(told.happened, 1))


def _contacts(told: Told) -> tuple[Contact, ...]:
    first = (support(told.support),) if told.support else ()
    second = (manager(told.manager),) if told.manager else ()
    later = (support(told.later, id="c3"),) if told.later else ()
    other = (support(told.other, id="c4", about_other=True),) if told.other else ()
    found = (*first, *second, *later, *other)
    if told.closed_chat:
        return tuple(replace(one, outcome=Outcome.CHAT_CLOSED) for one in found)
    return found


def _sent(case: Case, told: Told, authority: str) -> Case:
    if told.complaint:
        to = case.casino.complaints_email
        case = send(case, "casino", told.complaint, more_time_asked=told.more_time, to=to)
        case = case.with_dispatch(_answered(case.dispatches[-1], told))
    if told.copy:
        case = send(case, "casino", told.copy)
    if told.dispute:
        decision = final(told.decision) if told.decision else None
        case = send(case, "dispute", told.dispute, answer=decision)
    if told.told_authority:
        case = send(case, f"authority:{authority}", told.told_authority)
    return case


def _answered(letter: Dispatch, told: Told) -> Dispatch:
    if told.answer:
        letter = with_reply(letter, final(told.answer))
    if told.offer:
        letter = with_reply(letter, replace(final(told.offer), id="r2", is_final=False))
    return letter


def _without(case: Case, part: Part) -> Case:
    match part:
        case "casino":
            return casino(case, brand="", website="")
        case "username":
            return casino(case, username="")
        case "complaints address":
            return casino(case, complaints_email="")
        case "name" | "phone" | "country":
            return player(case, **{part: ""})
        case "e-mail":
            return player(case, email="")
    return _without_content(case, part)


def _without_content(case: Case, part: Part) -> Case:
    match part:
        case "topic":
            return replace(case, topic=None)
        case "facts":
            return replace(case, facts=())
        case "proof":
            return replace(case, facts=tuple(replace(one, exhibits=()) for one in case.facts))
        case "remedy":
            return replace(case, remedy=replace(case.remedy, kinds=()))
        case "amount":
            return replace(case, remedy=replace(case.remedy, amount=None))
    raise ValueError(f"an example cannot leave out the {part}")
