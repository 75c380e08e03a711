"""Visits of staff, with shorter times than those of players. Needs an app context.

The payload holds the member's private key, so only the cookie opens it. Who is removed has no row
any more: rows go with the member.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from portal.store.models import StaffSessionRow
from portal.store.visits import Visits
from portal.vault.keys import staff_session_key
from portal.vault.sealing import Kind

IDLE = timedelta(minutes=15)


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


_visits = Visits(StaffSessionRow, Kind.STAFF_SESSION, staff_session_key, _Payload)


def start_staff_session(signed_in: SignedIn, data: dict[str, Any], now: datetime) -> bytes:
    """Begins a visit; returns the cookie's secret (`Visits.begin`).

    `data` holds JSON values; `now` knows its time zone.
    """
    payload = _payload(signed_in, data)
    return _visits.begin(payload, {"staff_id": signed_in.staff_id}, IDLE, now)


def find_staff_session(secret: bytes, now: datetime) -> StoredStaffSession | None:
    """The visit of a cookie; None when it ended, expired or was never there."""
    found = _visits.find(secret, now)
    if found is None:
        return None
    signed_in = SignedIn(found.payload.staff_id, found.payload.private_key)
    ends = (found.idle_expires, found.absolute_expires)
    return StoredStaffSession(signed_in, found.payload.data, *ends)


def keep_staff_session(
    secret: bytes, stored: StoredStaffSession, data: dict[str, Any], now: datetime
) -> None:
    """Ends a request: stores `data` if it changed and moves the idle expiry.

    A visit that was ended meanwhile stays ended.
    """
    changed = _payload(stored.signed_in, data) if data != stored.data else None
    _visits.keep(secret, stored, changed, IDLE, now)


def end_staff_session(secret: bytes) -> None:
    """Signs this visit out; its cookie opens nothing from now on."""
    _visits.end(secret)


def end_staff_sessions_of(staff_id: bytes) -> int:
    """Signs out every visit of a member; how many."""
    return _visits.end_where(StaffSessionRow.staff_id == staff_id)


def _payload(signed_in: SignedIn, data: dict[str, Any]) -> _Payload:
    return _Payload(signed_in.staff_id, signed_in.private_key, data)
