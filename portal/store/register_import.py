"""Writing a new edition of the public register while the old one is read. Needs an app context.

Entries come in small transactions, so that a player who saves an answer meanwhile does not wait.
Until `complete_edition` nobody reads them; an import that was killed leaves rows that the next one
clears away.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, inspect, select, update

from portal.store.locks import Lock, Taken, alone
from portal.store.models import DomainRow, EditionRow, HolderRow, LicenceRow, NameRow, db

EntryRow = type[HolderRow] | type[LicenceRow] | type[NameRow] | type[DomainRow]
ENTRIES: tuple[EntryRow, ...] = (HolderRow, LicenceRow, NameRow, DomainRow)

_PIECE = 5000  # rows in one deletion


class ImportRunning(Exception):
    """Another import is at work."""


class NotMigrated(Exception):
    """The database has no tables for a register yet."""


class ImportLost(Exception):
    """The edition was cleared away while it was written."""


@contextmanager
def only_import() -> Iterator[None]:
    """Holds off other imports; ends with this process at the latest.

    Raises ImportRunning, and NotMigrated for a database of an older release.
    """
    if not inspect(db.engine).has_table(EditionRow.__tablename__):
        raise NotMigrated
    try:
        with alone(Lock.REGISTER, waits=False):
            yield
    except Taken:
        raise ImportRunning from None


def begin_edition(day: date, digest: str) -> int:
    """The id of a new edition; what earlier imports left unfinished is deleted."""
    drop_editions_but(newest_id())
    with db.engine.begin() as connection:
        new = insert(EditionRow).values(day=day, digest=digest, complete=False)
        return int(connection.execute(new.returning(EditionRow.id)).scalar_one())


def add_entries(edition_id: int, table: EntryRow, rows: Sequence[dict[str, Any]]) -> None:
    """Writes `rows` (the columns of `table` without id and edition) in one transaction."""
    with db.engine.begin() as connection:
        connection.execute(insert(table), [{"edition_id": edition_id, **row} for row in rows])


def complete_edition(edition_id: int) -> None:
    """From now on everybody reads this edition. Raises ImportLost."""
    mine = EditionRow.id == edition_id
    with db.engine.begin() as connection:
        done = connection.execute(update(EditionRow).where(mine).values(complete=True))
    if not done.rowcount:
        raise ImportLost


def date_edition(edition_id: int, day: date) -> None:
    """Notes that the register still said the same on `day`."""
    with db.engine.begin() as connection:
        mine = EditionRow.id == edition_id
        connection.execute(update(EditionRow).where(mine).values(day=day))


def drop_editions_but(kept: int) -> None:
    """Deletes all other editions, complete or not, piece by piece."""
    others = select(EditionRow.id).where(EditionRow.id != kept)
    with db.engine.connect() as connection:
        doomed = connection.execute(others).scalars().all()
    for edition_id in doomed:
        for table in ENTRIES:
            _drop_entries(table, edition_id)
        with db.engine.begin() as connection:
            connection.execute(delete(EditionRow).where(EditionRow.id == edition_id))


def newest_id() -> int:
    """The id of the edition that counts; 0 when there is none."""
    newest = select(func.max(EditionRow.id)).where(EditionRow.complete)
    with db.engine.connect() as connection:
        return connection.execute(newest).scalar_one() or 0


def _drop_entries(table: EntryRow, edition_id: int) -> None:
    piece = select(table.id).where(table.edition_id == edition_id).limit(_PIECE)
    gone = _PIECE
    while gone:
        with db.engine.begin() as connection:
            gone = connection.execute(delete(table).where(table.id.in_(piece))).rowcount
