"""Counting days: how a period is added to a day, and which day something is allowed.

Working days are Monday to Friday without the public holidays of the authority's country
(`RulePack.public_holidays`). Regional ones are not known, so the page that shows such a date
says so.
"""

from datetime import date, timedelta

from msgspec import Struct

from portal.domain.codes import Unit
from portal.domain.values import Period

NEAR_DAYS = 14  # from here on a deadline counts as near (docs/product.md, The gate)
NO_DAYS: frozenset[date] = frozenset()
_FIRST_WEEKEND_DAY = 5
_HOURS_A_DAY = 24


class Count(Struct, frozen=True):
    """How a date was counted: `start` plus `period` is `last`, the last day of the term."""

    start: date
    event: str  # a rules.StartEvent code
    period: Period
    last: date
    basis: str  # "pack", "casino_terms" or "default"
    skipped: tuple[date, ...] = ()  # days on the way that do not count
    before_extension: date | None = None  # the last day without the casino's extra time


def add(start: date, period: Period, free_days: frozenset[date] = NO_DAYS) -> date:
    """The last day of a term that begins with the event on `start`.

    `free_days` are public holidays: no working days.

    Hours are rounded up to whole days; a month ends on the same day number or on the last
    day of a shorter month.
    """
    match period.unit:
        case Unit.HOURS:
            return start + timedelta(days=-(-period.number // _HOURS_A_DAY))
        case Unit.CALENDAR_DAYS:
            return start + timedelta(days=period.number)
        case Unit.WORKING_DAYS:
            return _add_working_days(start, period.number, free_days)
        case Unit.WEEKS:
            return start + timedelta(weeks=period.number)
        case Unit.MONTHS:
            return add_months(start, period.number)
        case Unit.YEARS:
            return add_months(start, 12 * period.number)


def add_months(start: date, months: int) -> date:
    """`start` moved by `months`; the day is clipped to the end of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 27))


def next_working_day(day: date, free_days: frozenset[date] = NO_DAYS) -> date:
    """`day`, or the first day after it that is in no weekend and not in `free_days`."""
    while is_in_weekend(day) or day in free_days:
        day += timedelta(days=1)
    return day


def is_in_weekend(day: date) -> bool:
    return day.weekday() >= _FIRST_WEEKEND_DAY


def partial_bounds(text: str) -> tuple[date, date] | None:
    """The earliest and the latest day that a partial date can mean; None when unknown."""
    if not text:
        return None
    if len(text) > len("2026-09"):
        day = date.fromisoformat(text)
        return day, day
    first = date.fromisoformat(f"{text}-01")
    return first, add_months(first, 1) - timedelta(days=1)


def skipped_days(
    start: date, period: Period, free_days: frozenset[date] = NO_DAYS
) -> tuple[date, ...]:
    """The days after `start`, up to the end of the term, that do not count."""
    if period.unit is not Unit.WORKING_DAYS:
        return ()
    way = (add(start, period, free_days) - start).days
    days = (start + timedelta(days=number) for number in range(1, way + 1))
    return tuple(day for day in days if day != next_working_day(day, free_days))


def _add_working_days(day: date, number: int, free_days: frozenset[date]) -> date:
    for _ in range(number):
        day = next_working_day(day + timedelta(days=1), free_days)
    return day
