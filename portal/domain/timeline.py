"""The history of a case in order of date: contacts, letters, what came back, and last days.

Screen and paper draw and list the same entries. With many contacts those of one day, week, month
or year stand together, so that the list stays readable.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from portal.domain.case import Answer, Case, Contact, Dispatch, Letter
from portal.domain.clocks import (
    answer_clock,
    authority_limit,
    complaint_limit,
    dispute_clock,
    dispute_limit,
    final_answer_day,
)
from portal.domain.codes import (
    UNANSWERED,
    AnswerKind,
    Channel,
    OfferReply,
    Outcome,
    RecipientKind,
    Step,
    TextKind,
)
from portal.domain.dates import partial_bounds
from portal.domain.ladder import has_dispute_step
from portal.domain.letters import Basis, sent_texts, waiting_for
from portal.domain.packet_exhibits import exhibit_numbers, exhibits_of, sent_in_order
from portal.domain.recipient import CASINO, DISPUTE, Recipient, parse_recipient
from portal.domain.rules import RulePack, is_nobody

MOST_ROWS = 40
"""Rows of contacts above which contacts stand together."""


class Event(StrEnum):
    """What an entry of the history is."""

    CONTACT = "contact"
    SENT = "sent"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    REPLY = "reply"
    OFFER_REPLY = "offer_reply"
    LIMIT = "limit"


class LastDay(StrEnum):
    """Which last day an entry is: theirs to reply, or the player's to act."""

    REPLY_DUE = "reply_due"
    DECISION_DUE = "decision_due"
    COMPLAIN_BY = "complain_by"
    DISPUTE_BY = "dispute_by"
    AUTHORITY_BY = "authority_by"
    TEXT_DUE = "text_due"


class Entry(Struct, frozen=True, kw_only=True):
    """One row of the history: of one day, or from `first` to `last`, both partial dates.

    `step` is None for a letter beside the ladder, `text` which of our texts it was. `contacts` are
    their numbers in the packet, `unanswered` how many of them led to nothing, `dispatch` the number
    of the letter, `exhibits` the numbers of what proves it.
    """

    event: Event
    step: Step | None
    first: str
    last: str
    time: str = ""
    contacts: tuple[int, ...] = ()
    unanswered: int = 0
    channel: Channel | None = None
    outcome: Outcome | None = None
    dispatch: int = 0
    recipient: Recipient | None = None
    answer: AnswerKind | None = None
    is_final: bool = False
    offer_reply: OfferReply | None = None
    limit: LastDay | None = None
    text: TextKind | None = None
    exhibits: tuple[int, ...] = ()


def timeline_of(case: Case, pack: RulePack, today: date) -> tuple[Entry, ...]:
    """All entries in order of date; what has no date comes last.

    `pack` is that of the casino's authority. A contact about something else is not in it. Last
    days are in it while they matter, also those that have passed.
    """
    numbers = exhibit_numbers(case)
    sent = list(enumerate(sent_in_order(case), 1))
    found = [
        *_contacts(case, numbers),
        *(one for number, letter in sent for one in _sent(number, letter, numbers)),
        *_limits(case, pack, today),
    ]
    return tuple(sorted(found, key=_order))


def _order(entry: Entry) -> tuple[str, str, int]:
    return (entry.first or "9999", entry.time, list(Event).index(entry.event))


# -- contacts ------------------------------------------------------------------------------


def _contacts(case: Case, numbers: dict[str, int]) -> Iterable[Entry]:
    counted = enumerate(case.contacts_in_order, 1)
    about_this = [(number, one) for number, one in counted if not one.about_other]
    if len(about_this) <= MOST_ROWS:
        return [_contact([one], numbers) for one in about_this]
    for grain in _GRAINS:
        groups = _grouped(about_this, grain)
        if len(groups) <= MOST_ROWS:
            break
    return [_contact(group, numbers) for group in groups]


def _of_week(day: str) -> str:
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


_GRAINS: tuple[Callable[[str], str], ...] = (
    lambda day: day,
    _of_week,
    lambda day: day[: len("2026-09")],
    lambda day: day[: len("2026")],
)
Numbered = tuple[int, Contact]


def _grouped(contacts: list[Numbered], grain: Callable[[str], str]) -> list[list[Numbered]]:
    """Those of one step and one day, week, month or year; a month without a day stays apart."""
    groups: dict[tuple[Step, str], list[Numbered]] = {}
    for number, one in contacts:
        known = grain(one.moment.date) if one.moment.day else one.moment.date
        groups.setdefault((one.step, known), []).append((number, one))
    return list(groups.values())


def _contact(group: list[Numbered], numbers: dict[str, int]) -> Entry:
    contacts = [one for _, one in group]
    first = contacts[0]
    is_one = len(group) == 1
    return Entry(
        event=Event.CONTACT,
        step=first.step,
        first=first.moment.date,
        last=contacts[-1].moment.date,
        time=first.moment.time if is_one else "",
        contacts=tuple(number for number, _ in group),
        unanswered=sum(one.outcome in UNANSWERED for one in contacts),
        channel=first.channel if is_one else None,
        outcome=first.outcome if is_one else None,
        text=first.text if is_one else None,
        exhibits=tuple(sorted({n for one in contacts for n in exhibits_of(one, numbers)})),
    )


# -- letters -------------------------------------------------------------------------------

_STEPS = {RecipientKind.CASINO: Step.COMPLAINT, RecipientKind.DISPUTE: Step.DISPUTE}


def _sent(number: int, sent: Dispatch | Letter, numbers: dict[str, int]) -> Iterator[Entry]:
    if isinstance(sent, Letter):
        return _beside(number, sent, numbers)
    return _letter(number, sent, numbers)


def _letter(number: int, letter: Dispatch, numbers: dict[str, int]) -> Iterator[Entry]:
    """What was sent, how it arrived, what came back, and what the player did with an offer."""
    recipient = parse_recipient(letter.recipient)
    about: dict[str, Any] = {
        "step": _STEPS.get(recipient.kind, Step.AUTHORITY),
        "dispatch": number,
        "recipient": recipient,
    }
    yield Entry(
        event=Event.SENT,
        **_on(letter.sent_on),
        **about,
        time=letter.time,
        channel=letter.channel,
        exhibits=exhibits_of(letter, numbers),
    )
    arrived = {Event.DELIVERED: letter.delivered_on, Event.CONFIRMED: letter.confirmed_on}
    for event, day in arrived.items():
        if day:
            yield Entry(event=event, **_on(day), **about)
    for reply in letter.replies:
        yield from _reply(reply, about)


def _reply(reply: Answer, about: dict[str, Any]) -> Iterator[Entry]:
    """One reply, and what the player did with the offer in it."""
    yield Entry(
        event=Event.REPLY,
        **_on(reply.received_on),
        **about,
        answer=reply.kind,
        is_final=reply.is_final,
    )
    if reply.offer_reply or reply.offer_replied_on:
        yield Entry(
            event=Event.OFFER_REPLY,
            **_on(reply.offer_replied_on),
            **about,
            offer_reply=reply.offer_reply,
        )


def _on(day: str) -> dict[str, Any]:
    return {"first": day, "last": day}


def _beside(number: int, letter: Letter, numbers: dict[str, int]) -> Iterator[Entry]:
    """One of our texts that is no step of the ladder, and the day on which a reply came."""
    about: dict[str, Any] = {"step": None, "dispatch": number, "text": letter.kind}
    yield Entry(
        event=Event.SENT,
        **_on(letter.sent_on),
        **about,
        time=letter.time,
        channel=letter.channel,
        exhibits=exhibits_of(letter, numbers),
    )
    if letter.answered_on:
        yield Entry(event=Event.REPLY, **_on(letter.answered_on), **about)


# -- last days -----------------------------------------------------------------------------


def _limits(case: Case, pack: RulePack, today: date) -> Iterator[Entry]:
    if case.closing or any(_is_solved(one) for one in case.dispatches):
        return
    yield from _theirs(case, pack, today)
    yield from _of_texts(case, pack, today)
    yield from _the_players(case, pack, today)


def _is_solved(letter: Dispatch) -> bool:
    return letter.answer is not None and letter.answer.kind is AnswerKind.SOLVED


def _theirs(case: Case, pack: RulePack, today: date) -> Iterator[Entry]:
    """Until when the casino and the dispute body may reply, unless they did for good."""
    waits = (
        (CASINO, answer_clock(case, pack), Step.COMPLAINT, LastDay.REPLY_DUE),
        (DISPUTE, dispute_clock(case, pack), Step.DISPUTE, LastDay.DECISION_DUE),
    )
    for recipient, clock, step, limit in waits:
        letter = case.dispatch_to(recipient.code)
        if clock and letter and final_answer_day(letter, today) is None:
            yield _limit(step, limit, clock[0].last)


def _of_texts(case: Case, pack: RulePack, today: date) -> Iterator[Entry]:
    """By when a text asks for a reply, or the law does; a time that only we find usual is none."""
    steps = {one.id: one.step for one in case.contacts}
    for sent in sent_texts(case):
        found = waiting_for(sent, today, pack.public_holidays)
        if found.last and found.basis is not Basis.OURS:
            step = steps[sent.id] if sent.is_contact else None
            yield _limit(step, LastDay.TEXT_DUE, found.last, sent.kind)


def _the_players(case: Case, pack: RulePack, today: date) -> Iterator[Entry]:
    """The last safe days of steps that exist for this case and were not taken yet."""
    for_dispute = has_dispute_step(case, pack) and case.remedy.wants_money
    for_authority = not is_nobody(case.casino.authority)
    authority = Recipient(RecipientKind.AUTHORITY, pack.id)
    steps = (
        (CASINO, True, complaint_limit(case, pack), Step.COMPLAINT, LastDay.COMPLAIN_BY),
        (DISPUTE, for_dispute, dispute_limit(case, pack, today), Step.DISPUTE, LastDay.DISPUTE_BY),
        (
            authority,
            for_authority,
            authority_limit(case, pack),
            Step.AUTHORITY,
            LastDay.AUTHORITY_BY,
        ),
    )
    for recipient, exists, found, step, limit in steps:
        if exists and found and case.dispatch_to(recipient.code) is None:
            yield _limit(step, limit, found.earliest.last)


def _limit(step: Step | None, limit: LastDay, last: date, text: TextKind | None = None) -> Entry:
    day = last.isoformat()
    return Entry(event=Event.LIMIT, step=step, first=day, last=day, limit=limit, text=text)


def bounds_of(entry: Entry) -> tuple[date, date] | None:
    """The first and the last day that an entry can mean; None without a date."""
    first, last = partial_bounds(entry.first), partial_bounds(entry.last)
    return (first[0], last[1]) if first and last else None
