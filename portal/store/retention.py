"""How long things stay: cases by month, sessions by the second. Needs no key."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select

from portal.store.database import checkpoint
from portal.store.models import BlobRow, CaseRow, SessionRow, StaffSessionRow, db
from portal.store.tombstones import bury, forget_tombstones, write_down

_MONTHS_A_YEAR = 12
_TOMBSTONES_KEPT = timedelta(days=400)  # longer than anybody should keep a backup


def month_of(day: date) -> str:
    """The month as it is stored: "2027-11"."""
    return f"{day.year:04}-{day.month:02}"


def month_after(day: date, months: int) -> str:
    """The month that comes `months` after the month of `day`."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return f"{year:04}-{month + 1:02}"


def last_day_of(month: str) -> date:
    """The last day of a month that is stored as "2027-11"."""
    following = date.fromisoformat(f"{month_after(date.fromisoformat(f'{month}-01'), 1)}-01")
    return following - timedelta(days=1)


def purge(today: date) -> int:
    """Deletes the cases whose last month is over, with keys, packets and sessions; how many."""
    with db.engine.begin() as connection:
        expired = CaseRow.expires_month < month_of(today)
        mine = select(CaseRow.id).where(expired).with_for_update(skip_locked=True)
        gone = connection.execute(delete(CaseRow).where(CaseRow.id.in_(mine)).returning(CaseRow.id))
        buried = bury(connection, gone.scalars().all())
    write_down(buried)
    checkpoint()
    forget_tombstones(today - _TOMBSTONES_KEPT)
    return len(buried)


def left_over(moment: datetime) -> int:
    """How many cases and visits a purge at `moment` would have deleted, and are still here."""
    expired = select(func.count()).where(CaseRow.expires_month < month_of(moment.date()))
    with db.engine.connect() as connection:
        count = int(connection.execute(expired).scalar_one())
        for table in (SessionRow, StaffSessionRow):
            ended = select(func.count()).where(_has_ended(table, moment))
            count += int(connection.execute(ended).scalar_one())
    return count


def sweep_sessions(now: datetime) -> int:
    """Deletes the visits of players and staff that have ended by themselves; how many."""
    count = 0
    with db.engine.begin() as connection:
        for table in (SessionRow, StaffSessionRow):
            count += delete_unlocked(connection, table, _has_ended(table, now))
    checkpoint()
    return count


def _has_ended(
    table: type[SessionRow] | type[StaffSessionRow], moment: datetime
) -> ColumnElement[bool]:
    seconds = int(moment.timestamp())
    return or_(table.idle_expires <= seconds, table.absolute_expires <= seconds)


def delete_unlocked(
    connection: Connection,
    table: type[CaseRow] | type[SessionRow] | type[StaffSessionRow] | type[BlobRow],
    which: ColumnElement[bool],
) -> int:
    """Deletes the rows that nobody else is at work on; how many.

    Two purges at once, on two machines, share the rows and never wait for each other. SQLite, where
    one writer waits for the other anyway, leaves the locks out.
    """
    mine = select(table.id).where(which).with_for_update(skip_locked=True)
    return int(connection.execute(delete(table).where(table.id.in_(mine))).rowcount)
