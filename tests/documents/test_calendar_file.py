# ruff: noqa: TID253 - only the web process must not load icalendar before it is needed
"""Days that any calendar takes, that tell nobody anything, and that a new import moves."""

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from portal.documents.calendar_file import calendar_file
from portal.domain.calendar_days import CalendarDay, DayKind
from portal.i18n import LANGUAGES, use_language

TODAY, CASE = date(2026, 11, 22), bytes(range(16))
ALL = tuple(
    CalendarDay(kind=kind, day=TODAY + timedelta(days=10 * number))
    for number, kind in enumerate(DayKind, 1)
)


def made(*days: CalendarDay, case: bytes = CASE, revision: int = 4, day: date = TODAY) -> bytes:
    return calendar_file(days or ALL, case, revision, day)


def events(data: bytes) -> list[Event]:
    calendar = Calendar.from_ical(data)
    assert calendar.errors == []
    return list(calendar.walk("VEVENT"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_is_well_formed_and_says_nothing(language: str) -> None:
    with use_language(language):
        data = made()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    text = data.decode().lower()
    for told in ("casino", "gok", "gambl", "klacht", "complain", "hogerop", "@", "http"):
        assert told not in text
    assert len(events(data)) == len(ALL)


def test_each_is_a_whole_day_that_leaves_the_day_free() -> None:
    for event, one in zip(events(made()), ALL, strict=True):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        assert (start, end) == (one.day, one.day + timedelta(days=1))
        assert not isinstance(start, datetime)
        assert (event["TRANSP"], event["CLASS"]) == ("TRANSPARENT", "PRIVATE")


def test_a_last_day_is_told_a_week_and_a_day_before_at_nine() -> None:
    for event, one in zip(events(made()), ALL, strict=True):
        alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        at_nine = timedelta(hours=9)
        before = (timedelta(days=7), timedelta(days=1))
        expected = [at_nine - one for one in before] if one.kind.is_last_day else [at_nine]
        assert alarms == expected


def test_a_second_import_moves_the_same_entries() -> None:
    later = [CalendarDay(kind=one.kind, day=one.day + timedelta(days=3)) for one in ALL]
    first, second = events(made()), events(made(*later, revision=5, day=TODAY + timedelta(days=1)))
    assert [one["UID"] for one in first] == [one["UID"] for one in second]
    assert len({one["UID"] for one in first}) == len(ALL)
    for old, new in zip(first, second, strict=True):
        assert new["SEQUENCE"] > old["SEQUENCE"]
        assert new["DTSTAMP"].dt > old["DTSTAMP"].dt


def test_two_cases_share_no_entry_and_the_same_case_gives_the_same_bytes() -> None:
    assert made() == made()
    other = events(made(case=bytes(16)))
    assert not {one["UID"] for one in other} & {one["UID"] for one in events(made())}
    assert CASE.hex() not in made().decode().replace("-", "")
