"""The whole database as rows, out of one database and into another. Needs an app context.

Rows know nothing of SQLite or PostgreSQL, so what comes out of one goes into the other. Tables are
read as they are, not as this release's models say: the database may be of an older release.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, MetaData, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from portal.store.models import BlobRow, CaseRow, ReminderRow, db
from portal.store.tombstones import Tombstones
from portal.vault.keys import tombstone_mark

Row = tuple[Any, ...]

NOT_KEPT: Final = "session"
"""How the names of tables end that hold visits: whoever comes back signs in again."""
_OF_PEOPLE: Final = frozenset({"case", "reminder", "staff"})
# What one row may be large in; of other tables many rows are fetched at once.
_LARGE: Final = frozenset({"case", "packet"})
_AT_ONCE: Final = 200
_ALEMBIC: Final = "alembic_version"


class NoDatabase(Exception):
    """The database does not answer, or has no tables; the text says which."""


class UnknownRevision(Exception):
    """The tables are of a release that this one does not know; the text names their revision."""


class NotEmpty(Exception):
    """There are cases, reminders or staff here already."""


class RowsRefused(Exception):
    """The rows do not fit this database; the text is the kind of error, never a value."""


class Snapshot:
    """One look at the database: what is written meanwhile is not in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.revision = MigrationContext.configure(connection).get_current_revision() or ""
        self._tables = {str(one.name): one for one in _tables(connection)}

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table, by the table's name; tables before those that need them."""
        return {name: tuple(map(str, one.columns.keys())) for name, one in self._tables.items()}

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table, few at a time."""
        options = {"stream_results": True, "yield_per": 1 if name in _LARGE else _AT_ONCE}
        found = self._connection.execute(select(self._tables[name]), execution_options=options)
        return (tuple(row) for row in found)

    def files(self) -> frozenset[str]:
        """The names (hex) of the files of evidence that cases name."""
        named = select(BlobRow.id).where(BlobRow.unnamed_until.is_(None))
        return frozenset(one.hex() for one in self._connection.execute(named).scalars())


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """A look at the whole database as it is at one moment."""
    with db.engine.connect() as opened:
        if opened.dialect.name == "sqlite":
            opened.exec_driver_sql("BEGIN")  # its driver begins nothing for reading
            connection = opened
        else:
            connection = opened.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield Snapshot(connection)


def check_database() -> str:
    """The revision of the tables, "" without any. Raises NoDatabase when it does not answer."""
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    except DBAPIError as error:
        raise NoDatabase(f"It does not answer ({type(error.orig).__name__}).") from None


class Loader:
    """Puts rows into the tables of one revision, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {str(one.name): one for one in _tables(connection)}
        for table in reversed(self._tables.values()):  # what a migration put there comes along
            connection.execute(delete(table))

    def row_type(self, name: str, columns: tuple[str, ...]) -> Any:
        """The type of a row of these columns. Raises RowsRefused for another table or columns."""
        table = self._tables.get(name)
        if table is None or set(columns) != set(table.columns.keys()):
            raise RowsRefused("other tables than this revision has")
        kinds = [_kind(table, column) for column in columns]
        return tuple.__class_getitem__(tuple(kinds))

    def add(self, name: str, columns: tuple[str, ...], rows: list[Row]) -> None:
        """Adds rows of the type that `row_type` told. Raises RowsRefused."""
        values = [dict(zip(columns, row, strict=True)) for row in rows]
        try:
            self._connection.execute(insert(self._tables[name]), values)
        except (DBAPIError, OverflowError) as error:  # the latter for a number over 64 bits
            raise RowsRefused(type(error).__name__) from None

    def bury_again(self, tombstones: Tombstones) -> int:
        """Deletes what was deleted after these rows were read; how many cases."""
        cases = self._drop(CaseRow, tombstones)
        self._drop(ReminderRow, tombstones)
        self._connection.execute(delete(BlobRow).where(BlobRow.unnamed_until.is_not(None)))
        return cases

    def files(self) -> frozenset[str]:
        """The names (hex) of the files of evidence that these cases name."""
        return frozenset(
            one.hex() for one in self._connection.execute(select(BlobRow.id)).scalars()
        )

    def count(self, name: str) -> int:
        """How many rows a table has now. Raises RowsRefused for another table."""
        if name not in self._tables:
            raise RowsRefused("another table than this revision has")
        counted = select(func.count()).select_from(self._tables[name])
        return int(self._connection.execute(counted).scalar_one())

    def _drop(self, model: Any, tombstones: Tombstones) -> int:
        ids = self._connection.execute(select(model.id)).scalars().all()
        gone = [one for one in ids if tombstone_mark(one) in tombstones]
        for start in range(0, len(gone), _AT_ONCE):
            these = model.id.in_(gone[start : start + _AT_ONCE])
            self._connection.execute(delete(model).where(these))
        return len(gone)


@contextmanager
def loading(revision: str) -> Iterator[Loader]:
    """Tables of `revision`, which are filled in one transaction.

    When the `with` block raises, the database stays empty. Raises NotEmpty and UnknownRevision
    before anything is changed.
    """
    _check_known(revision)
    check_empty()
    config = current_app.extensions["migrate"].migrate.get_config()
    if check_database() not in {"", revision}:
        command.downgrade(config, "base")
    command.upgrade(config, revision)
    with db.engine.begin() as connection:
        yield Loader(connection)
        _count_on(connection)


def check_empty() -> None:
    """Raises NotEmpty when somebody's data is in the database."""
    with db.engine.connect() as connection:
        found = [one for one in _tables(connection) if one.name in _OF_PEOPLE]
        if any(connection.execute(select(table).limit(1)).first() for table in found):
            raise NotEmpty


def _check_known(revision: str) -> None:
    config = current_app.extensions["migrate"].migrate.get_config()
    try:
        ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError:
        raise UnknownRevision(revision) from None


def _tables(connection: Connection) -> list[Table]:
    """The tables that are kept, those before which others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [
        table
        for table in found.sorted_tables
        if table.name != _ALEMBIC and not table.name.endswith(NOT_KEPT)
    ]


def _kind(table: Table, column: str) -> Any:
    kind: Any = table.columns[column].type.python_type
    return kind | None if table.columns[column].nullable else kind


def _count_on(connection: Connection) -> None:
    """PostgreSQL's counters go on after the numbers that came with the rows; SQLite's do."""
    if connection.dialect.name == "sqlite":
        return
    for table in _tables(connection):
        for column in table.primary_key:
            if column.type.python_type is int and column.server_default is not None:
                _move_counter(connection, table.name, column.name)


def _move_counter(connection: Connection, table: str, column: str) -> None:
    highest = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608 (names from the database itself)
    moved = f"SELECT setval(pg_get_serial_sequence(:table, :column), ({highest}))"
    connection.execute(text(moved), {"table": f'"{table}"', "column": column})
