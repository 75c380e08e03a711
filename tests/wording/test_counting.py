"""How a date was counted, line by line."""

import pytest

from portal.domain.case import Case
from portal.domain.codes import Topic, Unit
from portal.domain.finding import Code
from portal.domain.parts import replace
from portal.domain.values import Period
from portal.i18n import use_language
from portal.wording import arithmetic_lines, names_of
from tests.domain.cases import PACKS, answered, ask, casino, complete, fact, sent

AUTHORITY = "authority:cw-cga"


def lines(case: Case, to: str, code: Code, language: str = "en") -> tuple[str, ...]:
    finding = ask(case, to).of(code)
    assert finding
    with use_language(language):
        return arithmetic_lines(finding, names_of(case, PACKS[case.casino.authority]))


def about_exclusion() -> Case:
    return replace(sent("cw-cga"), topic=Topic.SELF_EXCLUSION)


@pytest.mark.parametrize(
    ("language", "weekend"),
    [
        ("en", "Not counted: Saturday 12 September 2026 and Sunday 13 September 2026."),
        ("nl", "Niet meegeteld: zaterdag 12 september 2026 en zondag 13 september 2026."),
    ],
)
def test_a_weekend_that_does_not_count_is_named(language: str, weekend: str) -> None:
    told = lines(about_exclusion(), AUTHORITY, Code.CASINO_ANSWERED, language)
    assert weekend in told


def test_every_step_of_the_sum_has_its_own_line() -> None:
    assert lines(about_exclusion(), AUTHORITY, Code.CASINO_ANSWERED)[:2] == (
        "You sent the complaint on 10 September 2026.",
        "5 working days later is 17 September 2026.",
    )
    assert lines(about_exclusion(), AUTHORITY, Code.CASINO_ANSWERED)[4:] == (
        "From 18 September 2026 you can go on.",
        "This period comes from the rules for a licence from the CGA.",
    )


def test_of_many_weekends_only_the_number_is_told() -> None:
    long = casino(sent("mt-mga"), answer_time=Period(number=40, unit=Unit.WORKING_DAYS))
    told = lines(long, "authority:mt-mga", Code.CASINO_ANSWERED)
    assert "Not counted: 16 days in a weekend." in told


@pytest.mark.parametrize(
    ("language", "holiday"),
    [
        ("en", "Not counted because of a public holiday: Monday 21 September 2026."),
        ("nl", "Niet meegeteld door een feestdag: maandag 21 september 2026."),
    ],
)
def test_a_public_holiday_is_named(language: str, holiday: str) -> None:
    own = casino(sent("mt-mga"), answer_time=Period(number=15, unit=Unit.WORKING_DAYS))
    told = lines(own, "authority:mt-mga", Code.CASINO_ANSWERED, language)
    assert holiday in told


def test_within_one_week_no_day_is_left_out() -> None:
    short = casino(sent("mt-mga"), answer_time=Period(number=1, unit=Unit.WORKING_DAYS))
    told = lines(short, "authority:mt-mga", Code.CASINO_ANSWERED)
    assert "Not counted" not in " ".join(told)


def test_extra_time_is_a_line_of_its_own() -> None:
    told = lines(sent("cw-cga", more_time_asked=True), AUTHORITY, Code.CASINO_ANSWERED)
    assert told[1:3] == (
        "4 weeks later is 8 October 2026.",
        "With the extra time of the casino it is 5 November 2026.",
    )


def test_hours_are_told_as_days() -> None:
    hours = casino(sent("mt-mga"), answer_time=Period(number=25, unit=Unit.HOURS))
    told = lines(hours, "authority:mt-mga", Code.CASINO_ANSWERED)
    assert "That counts as 2 days." in told


def test_the_last_day_of_a_short_month_is_explained() -> None:
    case = replace(complete("cw-cga"), facts=(fact("2026-08-31"),))
    told = lines(case, "casino", Code.COMPLAIN_IN_TIME)
    assert told[1:3] == (
        "6 months later is 28 February 2027.",
        "That month has no day 31, so its last day counts.",
    )


def test_the_earliest_and_the_latest_count_are_both_told() -> None:
    month = answered("mt-mga", "ecogra", "2026-10")
    told = lines(month, "dispute", Code.DISPUTE_IN_TIME)
    assert "1 year later is 1 October 2027." in told
    assert "That is the last safe day." in told
    assert "If it began on 31 October 2026, the last day is 31 October 2027." in told
