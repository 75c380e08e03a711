"""The days for a calendar: when a next step of a case opens, and its last day.

Reminders by e-mail are another thing: portal/services/reminders.py.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.codes import AnswerKind, Display, RecipientKind
from portal.domain.finding import Code
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.rules import RulePack, is_nobody
from portal.domain.what_if import openings


class DayKind(StrEnum):
    """What the day is. A kind is one entry of a calendar, and keeps its place there."""

    REPLY_BY = "reply_by"  # the day that the letter to the casino asks for
    COMPLAIN_LAST = "complain_last"
    DISPUTE_OPENS = "dispute_opens"
    DISPUTE_LAST = "dispute_last"
    AUTHORITY_OPENS = "authority_opens"
    AUTHORITY_LAST = "authority_last"

    @property
    def is_last_day(self) -> bool:
        return self in {self.COMPLAIN_LAST, self.DISPUTE_LAST, self.AUTHORITY_LAST}


class CalendarDay(Struct, frozen=True, kw_only=True):
    """One day."""

    kind: DayKind
    day: date


def calendar_days(
    case: Case, pack: RulePack, today: date, reply_by: date | None
) -> tuple[CalendarDay, ...]:
    """The days from `today` on, in their order, by the gate's own count.

    None for a solved or closed case. A complaint that was not sent counts as sent today.
    `reply_by` is what the letter to the casino asks, None without a letter.
    """
    is_solved = any(one.answer and one.answer.kind is AnswerKind.SOLVED for one in case.dispatches)
    if case.closing or is_solved:
        return ()
    found = [
        *_reply(case, reply_by),
        *_opens(case, pack, today),
        *_last_days(case, pack, today),
    ]
    kept = (one for one in found if one.day >= today)
    return tuple(sorted(kept, key=lambda one: (one.day, one.kind)))


def _reply(case: Case, reply_by: date | None) -> Iterator[CalendarDay]:
    sent = case.dispatch_to(CASINO.code)
    if reply_by and not (sent and sent.answer):
        yield CalendarDay(kind=DayKind.REPLY_BY, day=reply_by)


def _opens(case: Case, pack: RulePack, today: date) -> Iterator[CalendarDay]:
    """A step that is open already needs no day."""
    for opening in openings(case, pack, today):
        is_dispute = opening.recipient.kind is RecipientKind.DISPUTE
        kind = DayKind.DISPUTE_OPENS if is_dispute else DayKind.AUTHORITY_OPENS
        is_open = opening.day is None or opening.day <= today
        if opening.day and not is_open and not case.dispatch_to(opening.recipient.code):
            yield CalendarDay(kind=kind, day=opening.day)


def _last_days(case: Case, pack: RulePack, today: date) -> Iterator[CalendarDay]:
    """By the earliest count: who acts by that day is safe."""
    authority = Recipient(RecipientKind.AUTHORITY, pack.id)
    limits = [
        (CASINO, Code.COMPLAIN_IN_TIME, DayKind.COMPLAIN_LAST),
        (DISPUTE, Code.DISPUTE_IN_TIME, DayKind.DISPUTE_LAST),
        (authority, Code.AUTHORITY_IN_TIME, DayKind.AUTHORITY_LAST),
    ]
    if is_nobody(case.casino.authority):
        limits.pop()
    if not pack.has_dispute_step(case.casino):
        limits.pop(1)
    for recipient, code, kind in limits:
        found = assess(case, recipient, pack, today).of(code)
        is_sent = case.dispatch_to(recipient.code) is not None
        if found and found.until and not is_sent and found.display is not Display.HIDDEN:
            yield CalendarDay(kind=kind, day=found.until)
