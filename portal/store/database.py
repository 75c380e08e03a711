"""The database's set-up: engine options, SQLite's settings, migrations, wiping of deleted bytes."""

import logging
import sqlite3
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate
from msgspec import Struct
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from portal.store.models import db
from portal.store.object_bucket import BucketObjects
from portal.store.objects import FolderObjects

MIGRATIONS = Path(__file__).parent / "migrations"

_BUSY_TIMEOUT = "busy_timeout=10000"
_CHECKPOINT_WAITS = 1000  # ms; a player waits for it, and a backup reads for longer than that
# `synchronous=FULL`: a saved answer survives a power cut. `secure_delete`: deleted rows are
# overwritten. `trusted_schema=OFF`: a changed file cannot run functions. `busy_timeout` in ms.
_SQLITE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    _BUSY_TIMEOUT,
)

_log = logging.getLogger(__name__)


def init_store(app: Flask) -> None:
    """Connects `app` to the database in its SQLALCHEMY_DATABASE_URI (SQLite or PostgreSQL), and to
    its sealed files: in EVIDENCE_BUCKET (a `Bucket`) if there is one, else in EVIDENCE_FOLDER.
    TOMBSTONES is the file of what was deleted.
    """
    options: dict[str, Any] = app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
    options["hide_parameters"] = True  # else an error message quotes the values
    options.setdefault("pool_pre_ping", True)
    db.init_app(app)
    bucket, folder = app.config.get("EVIDENCE_BUCKET"), Path(app.config["EVIDENCE_FOLDER"])
    app.extensions["evidence"] = BucketObjects(bucket) if bucket else FolderObjects(folder)
    app.config.setdefault("TOMBSTONES", Path(app.config["EVIDENCE_FOLDER"]).parent / "tombstones")
    Migrate(app, db, directory=str(MIGRATIONS))
    with app.app_context():
        _prepare(db.engine)


def migrate_database() -> None:
    """Makes the tables, or brings them to this release's shape. Needs an app context."""
    command.upgrade(current_app.extensions["migrate"].migrate.get_config(), "head")


class DatabaseState(Struct, frozen=True, kw_only=True):
    """How the database is. `problem` is the kind of error with which it does not answer.

    `revision` is that of its tables ("" without tables), `newest` that of this release; `damage`
    is what SQLite's own check finds; `now` the database's clock, where it has one of its own.
    """

    kind: str
    newest: str
    revision: str = ""
    problem: str = ""
    damage: str = ""
    now: datetime | None = None


def database_state() -> DatabaseState:
    """Asks the database how it is. Needs an app context; raises nothing when it does not answer."""
    migrations = current_app.extensions["migrate"].migrate
    newest = _newest(migrations.directory)
    kind = db.engine.dialect.name
    try:
        with db.engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision() or ""
            if kind == "sqlite":
                told = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
                damage = "" if told == "ok" else "quick_check fails"
                return DatabaseState(kind=kind, newest=newest, revision=revision, damage=damage)
            now = connection.execute(text("SELECT now()")).scalar_one()
            return DatabaseState(kind=kind, newest=newest, revision=revision, now=now)
    except DBAPIError as error:
        return DatabaseState(kind=kind, newest=newest, problem=type(error.orig).__name__)


def database_is_ready() -> bool:
    """Whether the database answers and has the tables of this release. Needs an app context."""
    migrations = current_app.extensions["migrate"].migrate
    try:
        with db.engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except DBAPIError:
        return False
    return revision == _newest(migrations.directory)


def checkpoint() -> bool:
    """Wipes what was deleted from the files as far as the database can; call it after deleting.

    SQLite: empties the write-ahead log, which `secure_delete` does not reach. PostgreSQL: vacuums
    the wrapped keys and the documents. False when a reader held the log; the next checkpoint
    empties it then.
    """
    with db.engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_CHECKPOINT_WAITS}")
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            connection.exec_driver_sql(f"PRAGMA {_BUSY_TIMEOUT}")
        else:
            tables = 'case_key, share, "case", staff, team_key'
            connection.execute(text(f"VACUUM (SKIP_LOCKED) {tables}"))
            busy = 0
    if busy:
        _log.warning("the write-ahead log is in use; the next checkpoint empties it")
    return not busy


@cache
def _newest(folder: str) -> str:
    """Read once in a process: it loads every migration."""
    return ScriptDirectory(folder).get_current_head() or ""


def _prepare(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_sqlite)


def _set_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
