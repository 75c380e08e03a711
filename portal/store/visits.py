"""Visits as sealed rows, which only the cookie's secret opens. Needs an app context.

A row is found by the secret's SHA-256 and sealed with a key derived from the secret, so a copy of
the database opens no visit. Deleting the row signs out for real, on every web process. Players and
staff have a table, a key and a payload each (`sessions`, `staff_sessions`).
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

import msgspec
from sqlalchemy import ColumnElement, delete, insert, select, update

from portal.store.models import SessionRow, StaffSessionRow, db
from portal.vault.keys import session_id
from portal.vault.sealing import Kind, NotOpened, number_field, seal, unseal

SECRET_BYTES = 32
ABSOLUTE = timedelta(hours=8)
# A visit that only reads moves its idle expiry at most this often: reading need not write.
MOVES_AFTER = timedelta(minutes=1)

Payload = TypeVar("Payload", bound=msgspec.Struct)
_log = logging.getLogger(__name__)


class Expiring(Protocol):
    """When a stored visit ends, in seconds since 1970, UTC."""

    @property
    def idle_expires(self) -> int: ...

    @property
    def absolute_expires(self) -> int: ...


@dataclass(frozen=True, slots=True, repr=False)
class Found(Generic[Payload]):
    """A row that was opened. Its repr shows nothing of it."""

    payload: Payload
    idle_expires: int
    absolute_expires: int


@dataclass(frozen=True, slots=True)
class Visits(Generic[Payload]):
    """The visits in one table; `key_of` derives what seals a payload from the cookie's secret."""

    table: type[SessionRow] | type[StaffSessionRow]
    kind: Kind
    key_of: Callable[[bytes], bytes]
    payload: type[Payload]

    def begin(
        self, payload: Payload, columns: Mapping[str, object], idle: timedelta, now: datetime
    ) -> bytes:
        """Begins a visit; returns the cookie's secret, 32 random bytes that are kept nowhere else.

        `columns` says whose it is; `now` knows its time zone.
        """
        secret = secrets.token_bytes(SECRET_BYTES)
        absolute_expires = _seconds(now + ABSOLUTE)
        row = {
            "id": session_id(secret),
            "idle_expires": _seconds(now + idle),
            "absolute_expires": absolute_expires,
            "payload": self._sealed(secret, payload, absolute_expires),
            **columns,
        }
        with db.engine.begin() as connection:
            connection.execute(insert(self.table).values(row))
        return secret

    def find(self, secret: bytes, now: datetime) -> Found[Payload] | None:
        """The visit of a cookie; None when it ended, expired or was never there.

        Also when its row was changed, or written by a release with another shape.
        """
        alive = (
            self.table.id == session_id(secret),
            self.table.idle_expires > _seconds(now),
            self.table.absolute_expires > _seconds(now),
        )
        with db.engine.connect() as connection:
            row = connection.execute(select(self.table).where(*alive)).one_or_none()
        if row is None:
            return None
        bound_to = (session_id(secret), number_field(row.absolute_expires))
        try:
            plain = unseal(self.kind, self.key_of(secret), row.payload, *bound_to)
            payload = msgspec.json.decode(plain, type=self.payload)
        except (NotOpened, msgspec.DecodeError):
            _log.warning("a session row does not open; its visitor has to sign in again")
            return None
        return Found(payload, row.idle_expires, row.absolute_expires)

    def keep(
        self,
        secret: bytes,
        stored: Expiring,
        changed: Payload | None,
        idle: timedelta,
        now: datetime,
    ) -> None:
        """Ends a request: stores what `changed`, if anything did, and moves the idle expiry.

        A visit that was ended meanwhile stays ended.
        """
        idle_expires = _seconds(now + idle)
        moves = idle_expires - stored.idle_expires
        if changed is None and moves < MOVES_AFTER.total_seconds():
            return
        values: dict[str, object] = {"idle_expires": idle_expires}
        if changed is not None:  # else another tab may have changed it meanwhile: leave it alone
            values["payload"] = self._sealed(secret, changed, stored.absolute_expires)
        with db.engine.begin() as connection:
            mine = self.table.id == session_id(secret)
            connection.execute(update(self.table).where(mine).values(values))

    def end(self, secret: bytes) -> None:
        """Signs this visit out; its cookie opens nothing from now on."""
        self.end_where(self.table.id == session_id(secret))

    def end_where(self, which: ColumnElement[bool]) -> int:
        """Signs all these visits out; how many."""
        with db.engine.begin() as connection:
            return connection.execute(delete(self.table).where(which)).rowcount

    def _sealed(self, secret: bytes, payload: Payload, absolute_expires: int) -> bytes:
        bound_to = (session_id(secret), number_field(absolute_expires))
        return seal(self.kind, self.key_of(secret), msgspec.json.encode(payload), *bound_to)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
