"""When one can go to whom, if the complaint goes out on a certain day and nobody answers."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.case import Case
from portal.domain.codes import State, Topic, Unit
from portal.domain.finding import Code
from portal.domain.parts import replace
from portal.domain.values import Period
from portal.domain.what_if import openings
from tests.domain.cases import (
    PACKS,
    TODAY,
    ask,
    casino,
    complete,
    day,
    later,
    manager,
    send,
    sent,
    without_money,
)
from tests.domain.made_up import PACK_IDS, days_from

MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def opens(case: Case, on: str = "2026-09-10") -> dict[str, date | None]:
    """The first day for each later recipient."""
    pack = PACKS.get(case.casino.authority, PACKS["unknown"])
    return {one.recipient.code: one.day for one in openings(case, pack, day(on))}


@pytest.mark.parametrize(
    ("sent_on", "first"),
    [
        ("2026-09-10", "2026-11-06"),  # + 56 days = 5 November
        ("2028-01-04", "2028-03-01"),  # + 56 days = 29 February, a leap day
        ("2027-01-04", "2027-03-02"),  # + 56 days = 1 March
        ("2026-10-30", "2026-12-26"),  # + 56 days = 25 December
    ],
)
def test_without_a_dispute_step_the_authority_opens_after_the_casino_s_time(
    sent_on: str, first: str
) -> None:
    assert opens(complete("nl-ksa"), sent_on) == {"authority:nl-ksa": day(first)}


def test_the_dispute_body_opens_first_and_its_own_time_is_added() -> None:
    # 10 September + 28 days = 8 October; 9 October + 90 days = 7 January
    named = casino(complete("cw-cga"), dispute_body="A body")
    assert opens(named) == {"dispute": day("2026-10-09"), "authority:cw-cga": day("2027-01-08")}


def test_without_a_rule_about_the_dispute_body_s_time_no_day_is_known() -> None:
    named = casino(complete("mt-mga"), dispute_body="MADRE")
    assert opens(named) == {"dispute": day("2026-11-06"), "authority:mt-mga": None}


def test_who_does_not_ask_for_money_need_not_wait_for_the_dispute_body() -> None:
    named = casino(without_money(complete("cw-cga")), dispute_body="A body")
    assert opens(named) == {"dispute": day("2026-10-09"), "authority:cw-cga": day("2026-10-09")}


def test_a_casino_without_a_dispute_body_leaves_only_the_authority() -> None:
    alone = casino(complete("cw-cga"), no_dispute_body=True)
    assert opens(alone) == {"authority:cw-cga": day("2026-10-09")}


def test_without_a_licence_there_is_no_authority_to_wait_for() -> None:
    assert opens(complete("none")) == {}
    assert opens(complete("cr-none")) == {}
    assert opens(casino(complete("none"), dispute_body="A body")) == {"dispute": day("2026-11-06")}


def test_weekends_are_left_out_of_working_days() -> None:
    # Friday 11 September; Monday 14 to Friday 18 are 1 to 5
    case = casino(complete("cw-cga", topic=Topic.SELF_EXCLUSION), no_dispute_body=True)
    assert opens(case, "2026-09-11") == {"authority:cw-cga": day("2026-09-19")}
    # Thursday 10 September; Friday 11 is 1, Monday 14 is 2
    own = Period(number=2, unit=Unit.WORKING_DAYS)
    assert opens(casino(complete("ee-emta"), answer_time=own)) == {
        "authority:ee-emta": day("2026-09-15")
    }


def test_where_the_time_runs_from_the_first_contact_it_may_be_over_already() -> None:
    # 3 September + 56 days = 29 October: the last day on which sending changes nothing is before
    case = casino(complete("gb-ukgc"), no_dispute_body=True)
    to = "authority:gb-ukgc"
    assert opens(case, "2026-10-28") == {to: day("2026-10-30")}
    assert opens(case, "2026-10-30") == {to: day("2026-10-30")}
    assert opens(case, "2026-10-31") == {to: day("2026-10-31")}


def test_a_complaint_that_went_out_before_keeps_its_day() -> None:
    assert opens(sent("nl-ksa"), "2026-10-10") == {"authority:nl-ksa": day("2026-11-06")}


def test_a_letter_of_which_only_the_month_is_known_starts_nothing() -> None:
    by_month = send(complete("nl-ksa"), "casino", "2026-08")
    assert opens(by_month) == {"authority:nl-ksa": day("2026-11-06")}


@MANY
@given(
    pack=PACK_IDS,
    sent_on=days_from(TODAY, 900),
    body=st.sampled_from(["", "A body", "ecogra"]),
    topic=st.sampled_from(Topic),
    money=st.booleans(),
)
def test_the_gate_opens_on_that_day_and_not_one_day_earlier(
    pack: str, sent_on: date, body: str, topic: Topic, money: bool
) -> None:
    case = casino(complete(pack, topic=topic), dispute_body=body)
    case = replace(case, contacts=(*case.contacts, manager(id="c9")))
    case = case if money else without_money(case)
    found = openings(case, PACKS[pack], sent_on)
    ladder = {Code.COMPLAINT_SENT, Code.CASINO_ANSWERED, Code.DISPUTE_DECIDED}
    case = send(case, "casino", sent_on.isoformat())
    for one in found:
        if one.day is None:
            continue
        to = one.recipient.code
        assert not ladder & {open_.code for open_ in ask(case, to, one.day).blockers}
        if one.day > sent_on:
            before = ask(case, to, later(one.day, -1))
            assert before.in_state(State.WAITING)
        if to == "dispute":
            case = send(case, "dispute", one.day.isoformat())
