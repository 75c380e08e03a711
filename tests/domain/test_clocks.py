"""Until when the casino may answer, and until when the player may act."""

from datetime import date

import pytest

from portal.domain.case import Case
from portal.domain.clocks import (
    DEFAULT_ANSWER_TIME,
    answer_clock,
    answer_count,
    complaint_limit,
    day_after,
    dispute_clock,
    dispute_limit,
    final_answer,
    final_answer_day,
    procedure_end,
)
from portal.domain.codes import Topic, Unit
from portal.domain.parts import replace
from portal.domain.replies import with_reply
from portal.domain.rules import StartEvent, TermKind
from portal.domain.values import Period
from tests.domain.cases import (
    PACKS,
    TODAY,
    answered,
    casino,
    complete,
    day,
    fact,
    final,
    send,
    sent,
    support,
)


def last_answer_day(case: Case, pack: str) -> str:
    clock = answer_clock(case, PACKS[pack])
    assert clock
    return clock[0].last.isoformat()


@pytest.mark.parametrize("when", ["", "2026-09"])
def test_no_clock_runs_before_a_letter_with_a_day(when: str) -> None:
    assert answer_clock(complete(), PACKS["nl-ksa"]) is None
    assert answer_clock(sent(when=when), PACKS["nl-ksa"]) is None
    assert procedure_end(complete(), PACKS["nl-ksa"], TODAY) is None


def test_the_clock_says_how_it_was_counted() -> None:
    clock = answer_clock(sent(), PACKS["nl-ksa"])
    assert clock
    count, term = clock
    assert (count.start, count.event) == (day("2026-09-10"), StartEvent.COMPLAINT_SENT)
    assert (count.period, count.basis) == (Period(number=8, unit=Unit.WEEKS), "pack")
    assert term is PACKS["nl-ksa"].term(TermKind.ANSWER, Topic.WITHDRAWAL)


def test_without_a_rule_the_casino_s_own_terms_count_and_then_eight_weeks() -> None:
    own = Period(number=15, unit=Unit.WORKING_DAYS)  # 21 September is a holiday in Malta
    assert last_answer_day(casino(sent("mt-mga"), answer_time=own), "mt-mga") == "2026-10-02"
    assert last_answer_day(sent("mt-mga"), "mt-mga") == "2026-11-05"
    assert Period(number=8, unit=Unit.WEEKS) == DEFAULT_ANSWER_TIME


def test_a_topic_with_a_term_of_its_own_has_that_term() -> None:
    excluded = replace(sent("cw-cga"), topic=Topic.SELF_EXCLUSION)
    assert last_answer_day(excluded, "cw-cga") == "2026-09-17"
    assert last_answer_day(sent("cw-cga"), "cw-cga") == "2026-10-08"


def test_a_wait_leaves_public_holidays_out_and_a_last_day_for_the_player_does_not() -> None:
    pack = replace(PACKS["cw-cga"], public_holidays=frozenset({day("2026-09-11")}))
    excluded = replace(sent("cw-cga"), topic=Topic.SELF_EXCLUSION)
    clock = answer_clock(excluded, pack)
    assert clock
    assert clock[0].last == day("2026-09-18")
    assert clock[0].skipped == tuple(map(day, ("2026-09-11", "2026-09-12", "2026-09-13")))
    assert last_answer_day(sent("cw-cga"), "cw-cga") == "2026-10-08"  # weeks run on
    days = Period(number=1, unit=Unit.WORKING_DAYS)
    terms = tuple(replace(one, period=days) for one in pack.terms)
    limit = complaint_limit(
        replace(excluded, facts=(fact("2026-09-10"),)), replace(pack, terms=terms)
    )
    assert limit
    assert limit.earliest.last == day("2026-09-11")


def test_more_time_is_added_once_where_the_rules_allow_it() -> None:
    assert last_answer_day(sent("cw-cga", more_time_asked=True), "cw-cga") == "2026-11-05"
    assert last_answer_day(sent("nl-ksa", more_time_asked=True), "nl-ksa") == "2026-11-05"
    excluded = replace(sent("cw-cga", more_time_asked=True), topic=Topic.SELF_EXCLUSION)
    assert last_answer_day(excluded, "cw-cga") == "2026-09-17"


def test_in_great_britain_the_clock_starts_at_the_first_contact_with_a_day() -> None:
    case = sent("gb-ukgc")
    assert last_answer_day(case, "gb-ukgc") == "2026-10-29"
    earlier = case.with_contact(support("2026-08-20", id="c3"))
    assert last_answer_day(earlier, "gb-ukgc") == "2026-10-15"
    by_month = case.with_contact(support("2026-08", id="c3"))
    assert last_answer_day(by_month, "gb-ukgc") == "2026-10-29"
    assert last_answer_day(replace(case, contacts=()), "gb-ukgc") == "2026-11-05"


def test_a_letter_that_is_not_sent_yet_can_be_counted_too() -> None:
    term = PACKS["gb-ukgc"].term(TermKind.ANSWER, None)
    assert term
    assert answer_count(complete("gb-ukgc"), term, TODAY, PACKS["gb-ukgc"]).last == day(
        "2026-10-29"
    )
    alone = replace(complete("gb-ukgc"), contacts=())
    assert answer_count(alone, term, TODAY, PACKS["gb-ukgc"]).last == day("2027-01-17")


def test_a_final_answer_is_one_that_came() -> None:
    def came(when: str, on: date = TODAY, *, is_final: bool = True) -> date | None:
        letter = sent(answer=replace(final(when), is_final=is_final)).dispatches[0]
        return final_answer_day(letter, on)

    assert came("2026-10-01") == day("2026-10-01")
    assert came("2026-11") == day("2026-11-01")
    assert came("2026-11-23") is came("") is came("2026-10-01", is_final=False) is None
    assert final_answer_day(sent().dispatches[0], TODAY) is None


def test_what_came_before_the_letter_is_no_answer_to_it() -> None:
    letter = sent(when="2026-09-10").dispatches[0]
    came = {
        when: final_answer_day(replace(letter, answer=final(when)), TODAY)
        for when in ("2026-09-09", "2026-09-10", "2025-10-01", "2026-08", "2026-09")
    }
    assert came == {
        "2026-09-09": None,
        "2026-09-10": day("2026-09-10"),
        "2025-10-01": None,
        "2026-08": None,
        "2026-09": day("2026-09-01"),  # it may have come after the 10th
    }


def test_the_first_final_answer_opens_the_step_and_the_last_one_makes_it_surely_too_late() -> None:
    pack, letter = PACKS["gb-ukgc"], sent("gb-ukgc").dispatches[0]
    for number, when in enumerate(("2026-10-20", "2026-10-01", "2026-11-05"), 1):
        letter = with_reply(letter, replace(final(when), id=f"r{number}"))
    case = sent("gb-ukgc").with_dispatch(letter)
    assert final_answer_day(letter, TODAY) == day("2026-10-01")
    assert final_answer(letter, TODAY) == replace(final("2026-10-01"), id="r2")
    assert procedure_end(case, pack, TODAY) == (day("2026-10-01"), day("2026-11-05"))
    assert procedure_end(case, pack, day("2026-10-21")) == (day("2026-10-01"), day("2026-10-20"))
    assert final_answer(letter, day("2026-09-30")) is None


def test_the_procedure_ends_with_the_answer_or_on_its_last_day() -> None:
    pack = PACKS["nl-ksa"]
    last, answer = day("2026-11-05"), day("2026-10-01")
    assert procedure_end(sent(), pack, TODAY) == (last, last)
    assert procedure_end(answered("nl-ksa"), pack, TODAY) == (answer, answer)
    offer = replace(final("2026-10-01"), is_final=False)
    assert procedure_end(sent(answer=offer), pack, TODAY) == (last, last)
    month = answered("nl-ksa", answered_on="2026-10")
    assert procedure_end(month, pack, TODAY) == (day("2026-10-01"), day("2026-10-31"))


def test_a_holiday_in_the_casino_s_time_does_not_move_the_safe_last_day() -> None:
    own = Period(number=15, unit=Unit.WORKING_DAYS)  # 21 September is a holiday in Malta
    case = casino(sent("mt-mga"), answer_time=own, dispute_body="ecogra")
    limit = dispute_limit(case, PACKS["mt-mga"], TODAY)
    assert limit
    assert (limit.earliest.last, limit.latest.last) == (day("2027-10-01"), day("2027-10-02"))


def test_the_last_day_to_complain_has_an_early_and_a_late_count() -> None:
    facts = (fact("2026-09"), fact("2026-10-15", id="f2"), fact("", id="f3"))
    limit = complaint_limit(replace(complete("cw-cga"), facts=facts), PACKS["cw-cga"])
    assert limit
    assert (limit.earliest.last, limit.latest.last) == (day("2027-03-01"), day("2027-04-15"))
    assert complaint_limit(replace(complete("cw-cga"), facts=()), PACKS["cw-cga"]) is None
    assert complaint_limit(complete("mt-mga"), PACKS["mt-mga"]) is None


def test_the_last_day_for_a_dispute_body_depends_on_the_body() -> None:
    pack = PACKS["gb-ukgc"]
    for body, confidence in (("ECOGRA", "high"), (" eCOGRA ", "high"), ("IBAS", "medium")):
        limit = dispute_limit(answered("gb-ukgc", body), pack, TODAY)
        assert limit
        assert limit.term.confidence == confidence
        assert limit.earliest.last == day("2027-10-01")
        assert limit.is_certain
    assert dispute_limit(complete("gb-ukgc"), pack, TODAY) is None
    assert dispute_limit(answered("mt-mga", "IBAS"), PACKS["mt-mga"], TODAY) is None


@pytest.mark.parametrize(("pack", "is_certain"), [("gb-ukgc", True), ("mt-mga", False)])
def test_without_a_final_answer_the_start_is_certain_only_by_a_sure_rule(
    pack: str, is_certain: bool
) -> None:
    limit = dispute_limit(casino(sent(pack), dispute_body="ecogra"), PACKS[pack], TODAY)
    assert limit
    assert limit.is_certain is is_certain


def test_the_dispute_body_s_own_time_runs_from_the_day_of_sending() -> None:
    at_body = send(answered("cw-cga", "A body"), "dispute", "2026-10-20")
    clock = dispute_clock(at_body, PACKS["cw-cga"])
    assert clock
    assert clock[0].last == day("2027-01-18")
    assert day_after(clock[0].last) == day("2027-01-19")
    assert dispute_clock(answered("cw-cga"), PACKS["cw-cga"]) is None
    assert dispute_clock(at_body, PACKS["mt-mga"]) is None
