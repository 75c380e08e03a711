"""The history of a case: every contact, letter, reply and last day, in order, however many."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.case import Answer, Case, Contact, Letter
from portal.domain.closing import Closing
from portal.domain.codec import read_case, write_case
from portal.domain.codes import (
    AnswerKind,
    Channel,
    OfferReply,
    Outcome,
    RemedyKind,
    Result,
    Step,
    TextKind,
)
from portal.domain.parts import replace
from portal.domain.timeline import MOST_ROWS, Entry, Event, LastDay, bounds_of, timeline_of
from portal.domain.values import Moment
from tests.domain.cases import (
    PACKS,
    TODAY,
    answered,
    complete,
    day,
    decided,
    final,
    send,
    sent,
    support,
)
from tests.effort import at_most


def history(case: Case, today: date = TODAY) -> tuple[Entry, ...]:
    return timeline_of(case, PACKS.get(case.casino.authority, PACKS["unknown"]), today)


def told(case: Case, today: date = TODAY) -> list[tuple[str, str]]:
    return [(str(one.event), one.first) for one in history(case, today)]


def crowd(number: int, every: timedelta = timedelta(days=1)) -> Case:
    first = date(2026, 1, 5)
    contacts = tuple(
        support((first + index * every).isoformat(), id=f"c{index + 1}") for index in range(number)
    )
    return replace(complete(), contacts=contacts)


def test_the_events_stand_in_the_order_in_which_they_happened() -> None:
    letter = replace(final("2026-10-01", AnswerKind.OFFERED), is_final=False)
    letter = replace(letter, offer_reply=OfferReply.DECLINED, offer_replied_on="2026-10-03")
    case = sent(answer=letter, delivered_on="2026-09-11", confirmed_on="2026-09-12")
    assert told(case) == [
        ("contact", "2026-09-03"),
        ("contact", "2026-09-05"),
        ("sent", "2026-09-10"),
        ("delivered", "2026-09-11"),
        ("confirmed", "2026-09-12"),
        ("reply", "2026-10-01"),
        ("offer_reply", "2026-10-03"),
        ("limit", "2026-11-05"),
    ]


def test_a_letter_has_its_number_and_the_exhibits_that_prove_it() -> None:
    case = sent(exhibits=("e1",))
    (letter,) = [one for one in history(case) if one.event is Event.SENT]
    assert (letter.dispatch, letter.exhibits) == (1, (1,))


def test_letters_beside_the_ladder_and_texts_on_it_stand_there_with_their_clocks() -> None:
    data = Letter(id="l1", kind=TextKind.ASK_DATA, sent_on="2026-09-15", channel=Channel.EMAIL)
    notice = replace(
        data,
        id="l2",
        kind=TextKind.NOTICE_OF_DEFAULT,
        reply_by="2026-09-30",
        answered_on="2026-09-20",
    )
    keep = replace(data, id="l3", kind=TextKind.KEEP_EVIDENCE)  # names no day
    reminder = Contact(
        id="c9",
        step=Step.COMPLAINT,
        moment=Moment(date="2026-09-18"),
        text=TextKind.REMINDER,
        reply_by="2026-10-02",
    )
    case = replace(sent(), letters=(data, notice, keep)).with_contact(reminder)
    found = [(one.event, one.step, one.text, one.first) for one in history(case) if one.text]
    assert found == [
        (Event.SENT, None, TextKind.ASK_DATA, "2026-09-15"),
        (Event.SENT, None, TextKind.NOTICE_OF_DEFAULT, "2026-09-15"),
        (Event.SENT, None, TextKind.KEEP_EVIDENCE, "2026-09-15"),
        (Event.CONTACT, Step.COMPLAINT, TextKind.REMINDER, "2026-09-18"),
        (Event.REPLY, None, TextKind.NOTICE_OF_DEFAULT, "2026-09-20"),
        (Event.LIMIT, Step.COMPLAINT, TextKind.REMINDER, "2026-10-02"),
        (Event.LIMIT, None, TextKind.ASK_DATA, "2026-10-15"),
    ]


def test_what_has_no_date_comes_last_and_a_question_about_something_else_is_left_out() -> None:
    case = replace(
        complete(),
        contacts=(
            support("", id="c1"),
            support("2026-09-03", id="c2"),
            support("2026-09-04", id="c3", about_other=True),
        ),
    )
    assert [one.contacts for one in history(case)] == [(1,), (3,)]
    assert bounds_of(history(case)[-1]) is None


@pytest.mark.parametrize(
    ("case", "limits"),
    [
        (complete("gb-ukgc"), [LastDay.COMPLAIN_BY]),
        (sent("nl-ksa"), [LastDay.REPLY_DUE]),
        (answered("mt-mga", "ecogra"), [LastDay.DISPUTE_BY]),
        (sent("nl-ksa", answer=final("2026-10-01", AnswerKind.SOLVED)), []),
        (replace(sent(), closing=Closing(on=TODAY, result=Result.NOT_SOLVED)), []),
    ],
)
def test_last_days_are_there_while_they_matter(case: Case, limits: list[LastDay]) -> None:
    found = [one.limit for one in history(case) if one.limit]
    assert set(limits) <= set(found)
    assert bool(limits) == bool(found)


def test_a_last_day_is_gone_once_the_step_was_taken() -> None:
    case = decided("mt-mga", "ecogra")
    assert LastDay.DISPUTE_BY not in [one.limit for one in history(case)]
    explained = replace(answered("mt-mga", "ecogra"), remedy=replace(case.remedy, kinds=()))
    assert RemedyKind.PAY_OUT not in explained.remedy.kinds
    assert LastDay.DISPUTE_BY not in [one.limit for one in history(explained)]


def test_a_letter_to_a_regulator_stands_on_its_step() -> None:
    case = send(sent(), "report:nl-ksa", "2026-11-20")
    (report,) = [one for one in history(case) if one.first == "2026-11-20"]
    assert (report.step, report.recipient and report.recipient.code) == (
        Step.AUTHORITY,
        "report:nl-ksa",
    )


@pytest.mark.parametrize(
    ("number", "every", "rows"),
    [
        (MOST_ROWS, timedelta(days=1), MOST_ROWS),  # each alone
        (MOST_ROWS + 1, timedelta(hours=0), 1),  # all on one day
        (250, timedelta(days=1), 36),  # by week
        (250, timedelta(days=4), 33),  # by month
        (250, timedelta(days=30), 21),  # by year
    ],
)
def test_many_contacts_stand_together_by_day_week_month_or_year(
    number: int, every: timedelta, rows: int
) -> None:
    found = [one for one in history(crowd(number, every)) if one.event is Event.CONTACT]
    assert len(found) == rows
    assert sorted(n for one in found for n in one.contacts) == list(range(1, number + 1))


def test_a_group_says_its_first_and_last_day_and_how_many_led_to_nothing() -> None:
    case = crowd(MOST_ROWS + 7)
    silent = replace(case.contacts[0], outcome=Outcome.NO_ANSWER)
    closed = replace(case.contacts[1], outcome=Outcome.CHAT_CLOSED)
    case = replace(case, contacts=(silent, closed, *case.contacts[2:]))
    first = history(case)[0]
    assert (first.first, first.last) == ("2026-01-05", "2026-01-11")
    assert (len(first.contacts), first.unanswered, first.outcome) == (7, 2, None)


def test_a_case_of_any_size_is_fast() -> None:
    case = crowd(250)
    with at_most(seconds=1):
        history(case)


_DATES = st.one_of(
    st.just(""),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(date.isoformat),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(lambda one: one.isoformat()[:7]),
)
_CONTACTS = st.lists(
    st.builds(
        Contact,
        id=st.just("c1"),
        step=st.sampled_from(list(Step)),
        moment=_DATES.map(lambda text: Moment(date=text)),
        outcome=st.one_of(st.none(), st.sampled_from(Outcome)),
        about_other=st.booleans(),
    ),
    max_size=90,
)


@settings(max_examples=60, deadline=None)
@given(contacts=_CONTACTS, sent_on=_DATES, received=_DATES)
def test_no_contact_is_lost_or_told_twice_and_the_order_holds(
    contacts: list[Contact], sent_on: str, received: str
) -> None:
    numbered = tuple(replace(one, id=f"c{n}") for n, one in enumerate(contacts, 1))
    case = replace(complete(), contacts=numbered)
    answer = Answer(received_on=received, kind=AnswerKind.NOT_SOLVED)
    found = history(send(case, "casino", sent_on, answer=answer))
    told_numbers = [n for one in found for n in one.contacts]
    about_this = [n for n, one in enumerate(case.contacts_in_order, 1) if not one.about_other]
    assert sorted(told_numbers) == about_this
    assert len([one for one in found if one.event is Event.CONTACT]) <= max(MOST_ROWS, 90)
    days = [one.first or "9999" for one in found]
    assert days == sorted(days)
    assert {Event.SENT, Event.REPLY} <= {one.event for one in found}


def test_an_exhibit_that_goes_is_proof_of_nothing_any_more() -> None:
    case = sent(exhibits=("e1",)).without_exhibit("e1")
    assert case.dispatches[0].exhibits == ()
    with pytest.raises(ValueError, match="d1 names an exhibit"):
        sent(exhibits=("e9",))


def test_a_case_file_from_before_these_fields_opens_unchanged() -> None:
    case = sent(answer=final("2026-10-01"))
    old = json.loads(write_case(case))
    for letter in old["dispatches"]:
        for name in ("exhibits", "delivered_on", "confirmed_on"):
            del letter[name]
        for name in ("offer_reply", "offer_replied_on"):
            del letter["answer"][name]
    for contact in old["contacts"]:
        del contact["about_other"]
    del old["closing"]
    assert read_case(json.dumps(old).encode()) == case


def test_a_month_is_placed_at_its_first_day() -> None:
    case = replace(complete(), contacts=(support("2026-09"),))
    (entry,) = history(case)
    assert bounds_of(entry) == (day("2026-09-01"), day("2026-09-30"))
