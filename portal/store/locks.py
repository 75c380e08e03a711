"""Work that only one process may do at a time, on whatever machine. Needs an app context."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from sqlalchemy import text

from portal.store.models import db


class Lock(IntEnum):
    """What is done by one at a time: PostgreSQL's number for it. SQLite has one lock for all."""

    REGISTER = 0x686F6765
    REMINDERS = 0x686F6766
    MIGRATION = 0x686F6767


class Taken(Exception):
    """Another process is at it."""


@contextmanager
def alone(lock: Lock, *, waits: bool) -> Iterator[None]:
    """Holds off the others until the end, which comes with this process at the latest.

    `waits` for who is at it; else raises Taken.
    """
    held = _folder_lock(waits) if db.engine.dialect.name == "sqlite" else _server_lock(lock, waits)
    with held:
        yield


@contextmanager
def _folder_lock(waits: bool) -> Iterator[None]:
    """A lock on the folder of the database file: no file of its own that could stay behind."""
    folder = os.open(Path(db.engine.url.database or ".").parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Taken from None
        yield
    finally:
        os.close(folder)


@contextmanager
def _server_lock(lock: Lock, waits: bool) -> Iterator[None]:
    with db.engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        number = {"number": int(lock)}
        if waits:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
        elif not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), number).scalar():
            raise Taken
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)
