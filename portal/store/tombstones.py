"""Tombstones: what was deleted stays deleted, also when an older backup is put back.

Needs an app context. A mark is made from the random id of a case or a reminder, so who has no copy
of the database from before cannot tell whose it is (docs/decisions/0018-backups.md). The marks are
kept in the database, and once more in a file of the instance folder, which is still there when the
database is lost.
"""

import logging
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, delete, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.store.models import TombstoneRow, db
from portal.vault.keys import tombstone_mark

FILE = "tombstones"
Tombstones = dict[bytes, date]

# Of the standard's INSERT there is no form that leaves a row alone that is there already.
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_LINE = re.compile(r"([0-9a-f]{64}) (\d{4}-\d{2}-\d{2})")
_AT_ONCE = 500  # rows of one INSERT

_log = logging.getLogger(__name__)


class BadTombstones(Exception):
    """A file of tombstones that cannot be read; the text says where."""


def bury(connection: Connection, ids: Iterable[bytes]) -> Tombstones:
    """Marks these ids as deleted, in the transaction that deletes them.

    After its end give the result to `write_down`. The day is the database's own.
    """
    marks = [tombstone_mark(one) for one in ids]
    if not marks:
        return {}
    day = date.fromisoformat(str(connection.execute(select(func.current_date())).scalar_one()))
    buried = dict.fromkeys(marks, day)
    add_tombstones(connection, buried)
    return buried


def add_tombstones(connection: Connection, tombstones: Tombstones) -> None:
    """Puts these into the table; one that is there already stays as it is."""
    rows = [{"mark": mark, "day": day} for mark, day in tombstones.items()]
    insert = _INSERTS[connection.dialect.name]
    for start in range(0, len(rows), _AT_ONCE):
        new = insert(TombstoneRow).values(rows[start : start + _AT_ONCE])
        connection.execute(new.on_conflict_do_nothing())


def keep_tombstones(tombstones: Tombstones) -> None:
    """Puts these, and those in the database, into the database and into the file."""
    with db.engine.begin() as connection:
        add_tombstones(connection, tombstones)
    written = read_tombstones(Path(current_app.config["TOMBSTONES"]))
    everything = table_tombstones()
    write_down({mark: everything[mark] for mark in everything.keys() - written.keys()})


def write_down(tombstones: Tombstones) -> None:
    """Appends these to the file in the instance folder.

    The deletion has happened and stays so when the disk is full; that is told in the log.
    """
    if not tombstones:
        return
    try:
        _append(Path(current_app.config["TOMBSTONES"]), _lines(tombstones))
    except OSError as problem:
        _log.error("tombstones cannot be written down: %s", problem.strerror)


def table_tombstones() -> Tombstones:
    """Those in the database; none when it has no such table yet."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(TombstoneRow.__tablename__):
            return {}
        rows = connection.execute(select(TombstoneRow.mark, TombstoneRow.day))
        return {row.mark: row.day for row in rows}


def all_tombstones() -> Tombstones:
    """Those in the database and those in the file of the instance folder."""
    return read_tombstones(Path(current_app.config["TOMBSTONES"])) | table_tombstones()


def read_tombstones(path: Path) -> Tombstones:
    """Those in a file; none when it is not there. Raises BadTombstones, OSError."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise BadTombstones("it is no text") from None
    found = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise BadTombstones(f"line {number}")
        found[bytes.fromhex(match[1])] = date.fromisoformat(match[2])
    return found


def write_tombstones(path: Path, tombstones: Tombstones) -> None:
    """Writes a file of them, whole or not at all, that only its owner can read."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    _append(part, _lines(tombstones))
    part.replace(path)


def forget_tombstones(before: date) -> int:
    """Deletes those of days before `before` from the database: no backup is that old; how many."""
    with db.engine.begin() as connection:
        old = delete(TombstoneRow).where(TombstoneRow.day < before)
        return int(connection.execute(old).rowcount)


def _lines(tombstones: Tombstones) -> bytes:
    lines = sorted(f"{mark.hex()} {day.isoformat()}\n" for mark, day in tombstones.items())
    return "".join(lines).encode("ascii")


def _append(path: Path, data: bytes) -> None:
    """On the disk when it returns; lines of several writers do not mix."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
