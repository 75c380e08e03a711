"""The log of what staff did: lines that hold on to each other. Needs an app context.

`hash = SHA-256(hash of the line before | the line)`: who changes, removes or adds a line in the
middle breaks the chain. Nothing about players is in it. The oldest lines go after `KEPT`; the
chain is then looked at from the oldest line that is left.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from portal.domain.staff import StaffEvent
from portal.store.models import StaffLogHeadRow, StaffLogRow, db

KEPT = timedelta(days=366)
_HEAD = 1


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event: when (UTC), who did it ("" is a command of the host) and of whom or what."""

    at: datetime
    actor: str
    event: StaffEvent
    subject: str


def note(
    connection: Connection, now: datetime, actor: str, event: StaffEvent, subject: str = ""
) -> None:
    """Adds a line in the transaction of what it is about. Two writers wait for each other."""
    mine = StaffLogHeadRow.id == _HEAD
    moved = update(StaffLogHeadRow).where(mine).values(number=StaffLogHeadRow.number + 1)
    head = connection.execute(moved.returning(StaffLogHeadRow.number, StaffLogHeadRow.hash)).one()
    line = (head.number, int(now.timestamp()), actor, event.value, subject)
    chained = _chained(head.hash, line)
    names = ("number", "at", "actor", "event", "subject")
    row = {**dict(zip(names, line, strict=True)), "hash": chained}
    connection.execute(insert(StaffLogRow).values(row))
    connection.execute(update(StaffLogHeadRow).where(mine).values(hash=chained))


def read_log(most: int) -> list[LogLine]:
    """The newest lines, at most so many, the newest first."""
    query = select(StaffLogRow).order_by(StaffLogRow.number.desc()).limit(most)
    with db.engine.connect() as connection:
        return [
            LogLine(
                datetime.fromtimestamp(row.at, UTC), row.actor, StaffEvent(row.event), row.subject
            )
            for row in connection.execute(query)
        ]


def log_is_whole() -> bool:
    """Whether every line that is left follows on the one before, up to the head."""
    query = select(StaffLogRow).order_by(StaffLogRow.number)
    with db.engine.connect() as connection:
        rows = connection.execute(query).all()
        head = connection.execute(select(StaffLogHeadRow)).one()
    last = (rows[-1].number, rows[-1].hash) if rows else (head.number, head.hash)
    pairs = pairwise(rows)
    return last == (head.number, head.hash) and all(_follows(*pair) for pair in pairs)


def sweep_log(now: datetime) -> int:
    """Deletes the lines that are older than `KEPT`; how many."""
    old = StaffLogRow.at < int((now - KEPT).timestamp())
    with db.engine.begin() as connection:
        return connection.execute(delete(StaffLogRow).where(old)).rowcount


def _follows(before: Row[Any], row: Row[Any]) -> bool:
    line = (row.number, row.at, row.actor, row.event, row.subject)
    expected = _chained(before.hash, line)
    return bool(row.number == before.number + 1 and row.hash == expected)


def _chained(previous: bytes, line: tuple[int, int, str, str, str]) -> bytes:
    return hashlib.sha256(previous + msgspec.json.encode(line)).digest()
