"""The days for a calendar are the days of the gate."""

from datetime import date, timedelta

from portal.domain.calendar_days import CalendarDay, DayKind, calendar_days
from portal.domain.case import Answer, Case, Dispatch
from portal.domain.closing import Closing
from portal.domain.codes import AnswerKind, Channel, Result
from portal.domain.parts import replace
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs

BREACH = example_case("self_exclusion_breach")  # nl-ksa: eight weeks, sent 14 September 2026
SENT = date(2026, 9, 14)


def days(case: Case, today: date, reply_by: date | None = None) -> dict[DayKind, date]:
    found = calendar_days(case, load_packs()["nl-ksa"], today, reply_by)
    assert list(found) == sorted(found, key=lambda one: one.day)
    return {one.kind: one.day for one in found}


def unsent() -> Case:
    return replace(BREACH, dispatches=())


def sent(answer: Answer | None = None) -> Case:
    one = Dispatch(
        id="d1", recipient="casino", sent_on="2026-09-14", channel=Channel.EMAIL, answer=answer
    )
    return replace(BREACH, dispatches=(one,))


def test_the_authority_opens_when_eight_weeks_are_over() -> None:
    found = days(sent(), SENT)
    assert found[DayKind.AUTHORITY_OPENS] == SENT + timedelta(weeks=8, days=1)


def test_a_complaint_that_was_not_sent_counts_as_sent_today() -> None:
    assert days(unsent(), SENT) == days(sent(), SENT)


def test_no_day_for_what_is_open_or_past() -> None:
    assert days(sent(), SENT + timedelta(weeks=9)) == {}


def test_the_day_that_the_letter_asks_is_told_until_an_answer_came() -> None:
    asked = SENT + timedelta(days=14)
    assert days(sent(), SENT, asked)[DayKind.REPLY_BY] == asked
    no = Answer(received_on="2026-09-20", kind=AnswerKind.REJECTED)
    assert DayKind.REPLY_BY not in days(sent(no), date(2026, 9, 21), asked)


def test_a_solved_case_has_no_days() -> None:
    solved = Answer(received_on="2026-09-20", kind=AnswerKind.SOLVED)
    assert days(sent(solved), date(2026, 9, 21), SENT + timedelta(days=14)) == {}


def test_a_closed_case_has_no_days() -> None:
    closed = replace(sent(), closing=Closing(on=SENT, result=Result.NOT_SOLVED))
    assert days(sent(), SENT)
    assert days(closed, SENT) == {}


def test_the_last_day_at_the_dispute_body_is_one() -> None:
    case = replace(example_case("withheld_withdrawal"))
    only = tuple(one for one in case.dispatches if one.recipient == "casino")
    pack = load_packs()["gb-ukgc"]
    casino = replace(case.casino, authority="gb-ukgc", dispute_body="IBAS", no_dispute_body=False)
    told = replace(case, casino=casino, dispatches=only)
    found = calendar_days(told, pack, date(2026, 9, 3), None)
    assert CalendarDay in {type(one) for one in found}
    assert DayKind.DISPUTE_LAST in {one.kind for one in found}
