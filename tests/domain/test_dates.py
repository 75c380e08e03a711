"""Counting days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.codes import Unit
from portal.domain.dates import add, add_months, next_working_day, partial_bounds, skipped_days
from portal.domain.values import Period

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, number) for number in (20, 21, 22, 23))


@pytest.mark.parametrize(
    ("start", "number", "unit", "last"),
    [
        ("2026-01-31", 1, Unit.MONTHS, "2026-02-28"),  # clipped to the shorter month
        ("2024-01-31", 1, Unit.MONTHS, "2024-02-29"),
        ("2026-02-28", 1, Unit.MONTHS, "2026-03-28"),  # and not moved to the end again
        ("2026-08-31", 6, Unit.MONTHS, "2027-02-28"),
        ("2026-12-15", 1, Unit.MONTHS, "2027-01-15"),
        ("2026-01-01", 24, Unit.MONTHS, "2028-01-01"),
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEARS, "2028-02-29"),
        ("2026-11-22", 8, Unit.WEEKS, "2027-01-17"),
        ("2028-02-28", 1, Unit.CALENDAR_DAYS, "2028-02-29"),
        ("2026-11-22", 1, Unit.HOURS, "2026-11-23"),
        ("2026-11-22", 24, Unit.HOURS, "2026-11-23"),
        ("2026-11-22", 25, Unit.HOURS, "2026-11-24"),
        ("2026-11-22", 72, Unit.HOURS, "2026-11-25"),
        ("2026-11-20", 1, Unit.WORKING_DAYS, "2026-11-23"),  # Friday to Monday
        ("2026-11-21", 1, Unit.WORKING_DAYS, "2026-11-23"),
        ("2026-11-22", 5, Unit.WORKING_DAYS, "2026-11-27"),
        ("2026-11-23", 5, Unit.WORKING_DAYS, "2026-11-30"),
    ],
)
def test_a_period_ends_on_its_last_day(start: str, number: int, unit: Unit, last: str) -> None:
    period = Period(number=number, unit=unit)
    assert add(date.fromisoformat(start), period) == date.fromisoformat(last)


def test_a_public_holiday_is_no_working_day_and_no_end_of_a_weekend() -> None:
    free = frozenset({MONDAY})
    tuesday = MONDAY + timedelta(days=1)
    assert next_working_day(SATURDAY, free) == tuesday
    assert add(FRIDAY, Period(number=1, unit=Unit.WORKING_DAYS), free) == tuesday
    assert add(FRIDAY, Period(number=3, unit=Unit.CALENDAR_DAYS), free) == MONDAY


def test_the_days_that_do_not_count_can_be_named() -> None:
    one = Period(number=1, unit=Unit.WORKING_DAYS)
    assert skipped_days(FRIDAY, one) == (SATURDAY, SUNDAY)
    assert skipped_days(FRIDAY, one, frozenset({MONDAY})) == (SATURDAY, SUNDAY, MONDAY)
    assert skipped_days(MONDAY, one) == ()
    assert skipped_days(FRIDAY, Period(number=1, unit=Unit.WEEKS)) == ()


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
PERIODS = st.builds(Period, number=st.integers(1, 1000), unit=st.sampled_from(Unit))


@settings(deadline=None, max_examples=100)
@given(start=DAYS, period=PERIODS)
def test_a_period_ends_later_than_it_began_and_never_before_a_shorter_one(
    start: date, period: Period
) -> None:
    last = add(start, period)
    assert last > start
    assert last <= add(start, Period(number=period.number + 1, unit=period.unit))
    assert last <= add(start + timedelta(days=1), period)


@settings(deadline=None, max_examples=100)
@given(start=DAYS, months=st.integers(-500, 5000))
def test_months_keep_the_day_or_end_with_the_month(start: date, months: int) -> None:
    moved = add_months(start, months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    clipped = (moved + timedelta(days=1)).day == 1
    assert moved.day == start.day or (clipped and moved.day < start.day)


def test_the_next_working_day_is_the_day_itself_or_a_monday() -> None:
    assert [next_working_day(one) for one in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [
        FRIDAY,
        MONDAY,
        MONDAY,
        MONDAY,
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09-14", "2026-09-14", "2026-09-14"),
        ("2026-09", "2026-09-01", "2026-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
    ],
)
def test_a_partial_date_means_every_day_in_it(text: str, first: str, last: str) -> None:
    assert partial_bounds(text) == (date.fromisoformat(first), date.fromisoformat(last))


def test_an_unknown_date_means_no_day() -> None:
    assert partial_bounds("") is None
