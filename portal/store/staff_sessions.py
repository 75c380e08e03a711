"""Visits of staff as sealed rows, like those of players, with shorter times. Needs an app context.

The payload holds the member's private key, so only the cookie opens it. Who is removed has no row
any more: rows go with the member.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, insert, or_, select, update

from portal.store.models import StaffSessionRow, db
from portal.vault.keys import session_id, staff_session_key
from portal.vault.sealing import Kind, NotOpened, number_field, seal, unseal

SECRET_BYTES = 32
IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
# A visit that only reads moves its idle expiry at most this often: reading need not write.
MOVES_AFTER = timedelta(minutes=1)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class SignedIn:
    """A member of staff who proved who he is. Its repr shows nothing of it."""

    staff_id: bytes
    private_key: bytes


@dataclass(frozen=True, slots=True, repr=False)
class StoredStaffSession:
    """One visit. Its repr shows nothing of it."""

    signed_in: SignedIn
    data: dict[str, Any]  # JSON values
    idle_expires: int  # seconds since 1970, UTC
    absolute_expires: int  # the same


class _Payload(msgspec.Struct, frozen=True):
    staff_id: bytes
    private_key: bytes
    data: dict[str, Any]


_decoder = msgspec.json.Decoder(_Payload)


def start_staff_session(signed_in: SignedIn, data: dict[str, Any], now: datetime) -> bytes:
    """Begins a visit; returns the cookie's secret, 32 random bytes that are kept nowhere else.

    `data` holds JSON values; `now` knows its time zone.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    absolute_expires = _seconds(now + ABSOLUTE)
    row = {
        "id": session_id(secret),
        "staff_id": signed_in.staff_id,
        "idle_expires": _seconds(now + IDLE),
        "absolute_expires": absolute_expires,
        "payload": _sealed(secret, signed_in, data, absolute_expires),
    }
    with db.engine.begin() as connection:
        connection.execute(insert(StaffSessionRow).values(row))
    return secret


def find_staff_session(secret: bytes, now: datetime) -> StoredStaffSession | None:
    """The visit of a cookie; None when it ended, expired or was never there."""
    alive = (
        StaffSessionRow.id == session_id(secret),
        StaffSessionRow.idle_expires > _seconds(now),
        StaffSessionRow.absolute_expires > _seconds(now),
    )
    with db.engine.connect() as connection:
        row = connection.execute(select(StaffSessionRow).where(*alive)).one_or_none()
    if row is None:
        return None
    bound_to = (session_id(secret), number_field(row.absolute_expires))
    try:
        plain = unseal(Kind.STAFF_SESSION, staff_session_key(secret), row.payload, *bound_to)
        payload = _decoder.decode(plain)
    except (NotOpened, msgspec.DecodeError):
        _log.warning("a staff session row does not open; its visitor has to sign in again")
        return None
    signed_in = SignedIn(payload.staff_id, payload.private_key)
    return StoredStaffSession(signed_in, payload.data, row.idle_expires, row.absolute_expires)


def keep_staff_session(
    secret: bytes, stored: StoredStaffSession, data: dict[str, Any], now: datetime
) -> None:
    """Ends a request: stores `data` if it changed and moves the idle expiry.

    A visit that was ended meanwhile stays ended.
    """
    idle_expires = _seconds(now + IDLE)
    if data == stored.data and idle_expires - stored.idle_expires < MOVES_AFTER.total_seconds():
        return
    values: dict[str, object] = {"idle_expires": idle_expires}
    if data != stored.data:  # else another tab may have changed it meanwhile: leave it alone
        values["payload"] = _sealed(secret, stored.signed_in, data, stored.absolute_expires)
    with db.engine.begin() as connection:
        mine = StaffSessionRow.id == session_id(secret)
        connection.execute(update(StaffSessionRow).where(mine).values(values))


def end_staff_session(secret: bytes) -> None:
    """Signs this visit out; its cookie opens nothing from now on."""
    with db.engine.begin() as connection:
        mine = StaffSessionRow.id == session_id(secret)
        connection.execute(delete(StaffSessionRow).where(mine))


def end_staff_sessions_of(staff_id: bytes) -> int:
    """Signs out every visit of a member; how many."""
    with db.engine.begin() as connection:
        his = StaffSessionRow.staff_id == staff_id
        return connection.execute(delete(StaffSessionRow).where(his)).rowcount


def sweep_staff_sessions(now: datetime) -> int:
    """Deletes the visits that have ended by themselves; how many."""
    seconds = _seconds(now)
    ended = or_(
        StaffSessionRow.idle_expires <= seconds, StaffSessionRow.absolute_expires <= seconds
    )
    with db.engine.begin() as connection:
        return connection.execute(delete(StaffSessionRow).where(ended)).rowcount


def _sealed(
    secret: bytes, signed_in: SignedIn, data: dict[str, Any], absolute_expires: int
) -> bytes:
    plain = msgspec.json.encode(_Payload(signed_in.staff_id, signed_in.private_key, data))
    bound_to = (session_id(secret), number_field(absolute_expires))
    return seal(Kind.STAFF_SESSION, staff_session_key(secret), plain, *bound_to)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
