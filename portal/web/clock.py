"""The one place where the site reads the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# Days on papers and deadlines are those of the players' own time zone.
_ZONE = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def at_home(moment: datetime) -> datetime:
    """A moment as clocks in the Netherlands show it."""
    return moment.astimezone(_ZONE)


def today() -> date:
    """The day in the Netherlands."""
    return at_home(now()).date()
