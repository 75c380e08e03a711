"""Sessions as sealed rows, which only the cookie's secret opens. Needs an app context.

The row is found by the secret's SHA-256 and sealed with a key derived from the secret, so a copy of
the database opens no visit. Deleting the row signs out for real, on every web process.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from portal.store.cases import Helper, OpenCase
from portal.store.models import SessionRow, db
from portal.vault.keys import session_id, session_key
from portal.vault.sealing import Kind, NotOpened, number_field, seal, unseal

SECRET_BYTES = 32
IDLE = timedelta(minutes=30)
HELPER_IDLE = timedelta(minutes=15)  # as a visit of staff
ABSOLUTE = timedelta(hours=8)
# A visit that only reads moves its idle expiry at most this often: reading need not write.
MOVES_AFTER = timedelta(minutes=1)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class StoredSession:
    """One visit with an open case. Its repr shows nothing of it.

    `key` is the case's root key; for a caseworker (`helper`) its data key.
    """

    case_id: bytes
    key: bytes
    data: dict[str, Any]  # JSON values
    idle_expires: int  # seconds since 1970, UTC
    absolute_expires: int  # the same
    helper: Helper | None = None


class _Payload(msgspec.Struct, frozen=True):
    case_id: bytes
    key: bytes = msgspec.field(name="case_data_key")  # as before there was sharing
    data: dict[str, Any] = msgspec.field(default_factory=dict)
    helper: Helper | None = None


_decoder = msgspec.json.Decoder(_Payload)


def start_session(opened: OpenCase, data: dict[str, Any], now: datetime) -> bytes:
    """Begins a visit to `opened`; returns the cookie's secret, 32 random bytes kept nowhere else.

    `data` holds JSON values; `now` knows its time zone.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    absolute_expires = _seconds(now + ABSOLUTE)
    helper = opened.helper
    key = opened.root_key if opened.root_key and not helper else opened.case_data_key
    payload = _Payload(opened.case_id, key, data, helper)
    row = {
        "id": session_id(secret),
        "case_id": opened.case_id,
        "staff_id": helper.staff_id if helper else None,
        "idle_expires": _seconds(now + _idle(helper)),
        "absolute_expires": absolute_expires,
        "payload": _sealed(secret, payload, absolute_expires),
    }
    with db.engine.begin() as connection:
        connection.execute(insert(SessionRow).values(row))
    return secret


def find_session(secret: bytes, now: datetime) -> StoredSession | None:
    """The visit of a cookie; None when it ended, expired or was never there."""
    alive = (
        SessionRow.id == session_id(secret),
        SessionRow.idle_expires > _seconds(now),
        SessionRow.absolute_expires > _seconds(now),
    )
    with db.engine.connect() as connection:
        row = connection.execute(select(SessionRow).where(*alive)).one_or_none()
    if row is None:
        return None
    payload = _unsealed(secret, row.payload, row.absolute_expires)
    if payload is None:
        return None
    return StoredSession(
        case_id=payload.case_id,
        key=payload.key,
        data=payload.data,
        idle_expires=row.idle_expires,
        absolute_expires=row.absolute_expires,
        helper=payload.helper,
    )


def keep_session(secret: bytes, stored: StoredSession, data: dict[str, Any], now: datetime) -> None:
    """Ends a request: stores `data` if it changed and moves the idle expiry.

    A session that was ended meanwhile stays ended.
    """
    idle_expires = _seconds(now + _idle(stored.helper))
    if data == stored.data and idle_expires - stored.idle_expires < MOVES_AFTER.total_seconds():
        return
    values: dict[str, object] = {"idle_expires": idle_expires}
    if data != stored.data:  # else another tab may have changed it meanwhile: leave it alone
        payload = _Payload(stored.case_id, stored.key, data, stored.helper)
        values["payload"] = _sealed(secret, payload, stored.absolute_expires)
    with db.engine.begin() as connection:
        mine = SessionRow.id == session_id(secret)
        connection.execute(update(SessionRow).where(mine).values(values))


def end_session(secret: bytes) -> None:
    """Signs this visit out; its cookie opens nothing from now on."""
    with db.engine.begin() as connection:
        connection.execute(delete(SessionRow).where(SessionRow.id == session_id(secret)))


def end_sessions_of(case_id: bytes) -> int:
    """Signs out every visit to a case; how many."""
    with db.engine.begin() as connection:
        return connection.execute(delete(SessionRow).where(SessionRow.case_id == case_id)).rowcount


def end_visits_of_helper(staff_id: bytes) -> int:
    """Signs a caseworker out of the cases that he works in; how many."""
    with db.engine.begin() as connection:
        his = SessionRow.staff_id == staff_id
        return connection.execute(delete(SessionRow).where(his)).rowcount


def _idle(helper: Helper | None) -> timedelta:
    return HELPER_IDLE if helper else IDLE


def _sealed(secret: bytes, payload: _Payload, absolute_expires: int) -> bytes:
    bound_to = (session_id(secret), number_field(absolute_expires))
    return seal(Kind.SESSION, session_key(secret), msgspec.json.encode(payload), *bound_to)


def _unsealed(secret: bytes, blob: bytes, absolute_expires: int) -> _Payload | None:
    """What is in the row; None when it was changed, or written by a release with another shape."""
    bound_to = (session_id(secret), number_field(absolute_expires))
    try:
        return _decoder.decode(unseal(Kind.SESSION, session_key(secret), blob, *bound_to))
    except (NotOpened, msgspec.DecodeError):
        _log.warning("a session row does not open; its visitor has to sign in again")
        return None


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
