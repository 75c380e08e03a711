"""The clocks of a case: until when the casino may answer, until when the player may act.

A term comes from the rule pack, else from the casino's own terms as the player entered them,
else from a stated default (docs/product.md, The gate).

A waiting time leaves public holidays out, so that nobody goes on a day too early. A last day for
the player does count them, so that nobody is a day too late.
"""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.case import Answer, Case, Dispatch
from portal.domain.codes import Step, Unit
from portal.domain.dates import NO_DAYS, Count, add, partial_bounds, skipped_days
from portal.domain.recipient import CASINO, DISPUTE
from portal.domain.rules import RulePack, StartEvent, Term, TermKind
from portal.domain.values import Period

# Ours, not a rule of any authority: the longest common answering time (docs/decisions).
DEFAULT_ANSWER_TIME = Period(number=8, unit=Unit.WEEKS)
ASKED_DAYS = 14
"""What our letters ask: a polite term, usual in Dutch consumer letters; not a rule of law."""

# From what the functions below count each kind of term; a pack that says otherwise is refused.
COUNTED_FROM: Final = {
    TermKind.ACKNOWLEDGE: {StartEvent.COMPLAINT_SENT},
    TermKind.ANSWER: {StartEvent.COMPLAINT_SENT, StartEvent.FIRST_CONTACT},
    TermKind.COMPLAIN_WITHIN: {StartEvent.INCIDENT},
    TermKind.AUTHORITY_WITHIN: {StartEvent.INCIDENT},
    TermKind.DISPUTE_WITHIN: {StartEvent.FINAL_ANSWER, StartEvent.FIRST_CONTACT},
    TermKind.DISPUTE_DURATION: {StartEvent.DISPUTE_SENT},
}


class Limit(Struct, frozen=True):
    """The last moment of a step.

    Several facts, or facts known by month only, give two counts: who acts by `earliest` is
    safe, and only after `latest` it is certainly too late. `is_certain` says whether what
    starts the term is known, and not only our own reckoning.
    """

    term: Term
    earliest: Count
    latest: Count
    is_certain: bool = True


def answer_clock(case: Case, pack: RulePack) -> tuple[Count, Term | None] | None:
    """Until when the casino may answer the official complaint; None when it was not sent."""
    complaint = case.dispatch_to(CASINO.code)
    if complaint is None or complaint.day is None:
        return None
    term = pack.term(TermKind.ANSWER, case.topic)
    if term is None:
        return _own_clock(case, complaint.day, pack), None
    count = answer_count(case, term, complaint.day, pack)
    if complaint.more_time_asked and term.extension:
        count = _extended(count, term.extension, pack)
    return count, term


def answer_count(case: Case, term: Term, sent: date, pack: RulePack) -> Count:
    """Until when the casino may answer by `term` when the complaint is sent on `sent`."""
    start = sent
    if term.starts is StartEvent.FIRST_CONTACT:
        start = min((*_complaint_days(case), sent))
    return _count(term, start, pack.public_holidays)


def _own_clock(case: Case, sent: date, pack: RulePack) -> Count:
    period = case.casino.answer_time or DEFAULT_ANSWER_TIME
    basis = "casino_terms" if case.casino.answer_time else "default"
    return _counted(sent, StartEvent.COMPLAINT_SENT, period, basis, pack.public_holidays)


def _extended(count: Count, extension: Period, pack: RulePack) -> Count:
    return replace(
        count,
        last=add(count.last, extension, pack.public_holidays),
        skipped=(*count.skipped, *skipped_days(count.last, extension, pack.public_holidays)),
        before_extension=count.last,
    )


def _complaint_days(case: Case) -> list[date]:
    """Exact days on which the player complained at the casino, on any step."""
    steps = (Step.SUPPORT, Step.MANAGER, Step.COMPLAINT)
    return [one.moment.day for one in case.contacts_on(*steps) if one.moment.day]


def procedure_end(case: Case, pack: RulePack, today: date) -> tuple[date, date] | None:
    """The earliest and latest day on which the casino's procedure can have ended.

    That is its first and its last final answer, else the last day on which it may answer, counted
    without and with public holidays. None when nothing was sent.
    """
    complaint = case.dispatch_to(CASINO.code)
    clock = answer_clock(case, pack)
    if complaint is None or clock is None:
        return None
    if ends := [days for _, days in _final_answers(complaint, today)]:
        return min(ends)[0], max(last for _, last in ends)
    on_every_day = answer_clock(case, replace(pack, public_holidays=NO_DAYS)) or clock
    return on_every_day[0].last, clock[0].last


def final_answer_day(dispatch: Dispatch, today: date) -> date | None:
    """The first day that the final answer can have come; None without one up to `today`."""
    return min((days[0] for _, days in _final_answers(dispatch, today)), default=None)


def final_answer(dispatch: Dispatch, today: date) -> Answer | None:
    """The first final answer up to `today`. What came after it takes nothing away from it."""
    found = _final_answers(dispatch, today)
    return min(found, key=lambda one: one[1], default=(None, None))[0]


def _final_answers(dispatch: Dispatch, today: date) -> list[tuple[Answer, tuple[date, date]]]:
    """The final answers that came up to `today`, each with the days that it can be of."""
    found = (
        (one, partial_bounds(one.received_on))
        for one in dispatch.replies
        if one.is_final and can_answer(one.received_on, dispatch)
    )
    return [(one, days) for one, days in found if days and days[0] <= today]


def can_answer(received_on: str, dispatch: Dispatch) -> bool:
    """Whether what came on this day or month can be an answer to a letter of that day.

    What came before the letter answers something else, or its year was mistyped.
    """
    bounds = partial_bounds(received_on)
    return bounds is None or dispatch.day is None or dispatch.day <= bounds[1]


def complaint_limit(case: Case, pack: RulePack) -> Limit | None:
    """The last moment to complain to the casino, counted from what happened."""
    return _since_incident(case, pack.term(TermKind.COMPLAIN_WITHIN, case.topic))


def authority_limit(case: Case, pack: RulePack) -> Limit | None:
    """The last moment to go to the authority, counted from what happened."""
    return _since_incident(case, pack.term(TermKind.AUTHORITY_WITHIN, case.topic))


def _since_incident(case: Case, term: Term | None) -> Limit | None:
    bounds = [found for one in case.facts if (found := partial_bounds(one.moment.date))]
    if term is None or not bounds:
        return None
    first, last = min(low for low, _ in bounds), max(high for _, high in bounds)
    return Limit(term, _count(term, first), _count(term, last))


def dispute_limit(case: Case, pack: RulePack, today: date) -> Limit | None:
    """The last moment to go to the dispute body.

    Counted from the end of the casino's procedure, or from the first complaint where the term
    says so.
    """
    body = pack.body_named(case.casino.dispute_body)
    term = pack.term(TermKind.DISPUTE_WITHIN, case.topic, body.id if body else "")
    end = procedure_end(case, pack, today)
    if term is None or end is None:
        return None
    if term.starts is StartEvent.FIRST_CONTACT:
        return _since_first_contact(case, term)
    return Limit(term, _count(term, end[0]), _count(term, end[1]), _end_is_known(case, pack, today))


def _since_first_contact(case: Case, term: Term) -> Limit | None:
    """Counted from the first contact to be safe; surely a complaint was only the official one."""
    complaint = case.dispatch_to(CASINO.code)
    if complaint is None or complaint.day is None:
        return None
    first = min((*_complaint_days(case), complaint.day))
    return Limit(term, _count(term, first), _count(term, complaint.day))


def _end_is_known(case: Case, pack: RulePack, today: date) -> bool:
    """Whether the end of the casino's procedure follows from its answer or from a sure rule."""
    complaint = case.dispatch_to(CASINO.code)
    if complaint and final_answer_day(complaint, today):
        return True
    term = pack.term(TermKind.ANSWER, case.topic)
    return term is not None and term.is_sure


def dispute_clock(case: Case, pack: RulePack) -> tuple[Count, Term] | None:
    """Until when the dispute body may take to decide; None when nothing was sent or is known."""
    dispute = case.dispatch_to(DISPUTE.code)
    term = pack.term(TermKind.DISPUTE_DURATION, case.topic)
    if dispute is None or dispute.day is None or term is None:
        return None
    return _count(term, dispute.day, pack.public_holidays), term


def _count(term: Term, start: date, free_days: frozenset[date] = NO_DAYS) -> Count:
    return _counted(start, term.starts, term.period, "pack", free_days)


def _counted(
    start: date, event: StartEvent, period: Period, basis: str, free_days: frozenset[date]
) -> Count:
    last = add(start, period, free_days)
    return Count(start, event, period, last, basis, skipped_days(start, period, free_days))


def day_after(day: date) -> date:
    return day + timedelta(days=1)
