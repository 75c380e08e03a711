"""Days for the player's own calendar (iCalendar, RFC 5545).

Somebody else may see that calendar: titles are neutral, and nothing of the case is in the file.
The same kind of day has the same UID each time, so a second import moves it to its new day.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from portal.domain.calendar_days import CalendarDay
from portal.i18n import gettext

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT: Final = "-//Reminders//Reminders 1.0//EN"  # RFC 5545 wants a name here: a neutral one
_DAY: Final = timedelta(days=1)
_MORNING: Final = timedelta(hours=9)


def calendar_file(days: Iterable[CalendarDay], case_id: bytes, revision: int, today: date) -> bytes:
    """The file, in the current language.

    `case_id` (16 random bytes) makes the UIDs, and cannot be read from them. A higher `revision`,
    or a later day, replaces what an earlier file said.
    """
    from icalendar import Calendar  # 9 MB: only who asks for a calendar loads it

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    for one in days:
        event = _event(one)
        event.add("uid", str(_uid(case_id, one)))
        event.add("sequence", revision)
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(one: CalendarDay) -> "Event":
    from icalendar import Event

    title = _title(one)
    event = Event()
    event.add("summary", title)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + _DAY)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for days in (7, 1) if one.kind.is_last_day else (0,):
        event.add_component(_alarm(title, days))
    return event


def _title(one: CalendarDay) -> str:
    if one.kind.is_last_day:
        return gettext("Reminder: last day. Look at your file")
    return gettext("Reminder: look at your file")


def _alarm(title: str, days_before: int) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _MORNING - days_before * _DAY)
    return alarm


def _uid(case_id: bytes, one: CalendarDay) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(bytes=case_id), one.kind)
