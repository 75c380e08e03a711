"""Visits with an open case: of its player, or of a caseworker. Needs an app context."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from portal.store.cases import Helper, OpenCase
from portal.store.models import SessionRow
from portal.store.visits import Visits
from portal.vault.keys import session_key
from portal.vault.sealing import Kind

IDLE = timedelta(minutes=30)
HELPER_IDLE = timedelta(minutes=15)  # as a visit of staff


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


_visits = Visits(SessionRow, Kind.SESSION, session_key, _Payload)


def start_session(opened: OpenCase, data: dict[str, Any], now: datetime) -> bytes:
    """Begins a visit to `opened`; returns the cookie's secret (`Visits.begin`).

    `data` holds JSON values; `now` knows its time zone.
    """
    helper = opened.helper
    key = opened.root_key if opened.root_key and not helper else opened.case_data_key
    payload = _Payload(opened.case_id, key, data, helper)
    whose = {"case_id": opened.case_id, "staff_id": helper.staff_id if helper else None}
    return _visits.begin(payload, whose, _idle(helper), now)


def find_session(secret: bytes, now: datetime) -> StoredSession | None:
    """The visit of a cookie; None when it ended, expired or was never there."""
    found = _visits.find(secret, now)
    if found is None:
        return None
    one = found.payload
    ends = (found.idle_expires, found.absolute_expires)
    return StoredSession(one.case_id, one.key, one.data, *ends, one.helper)


def keep_session(secret: bytes, stored: StoredSession, data: dict[str, Any], now: datetime) -> None:
    """Ends a request: stores `data` if it changed and moves the idle expiry.

    A session that was ended meanwhile stays ended.
    """
    changed = None
    if data != stored.data:
        changed = _Payload(stored.case_id, stored.key, data, stored.helper)
    _visits.keep(secret, stored, changed, _idle(stored.helper), now)


def end_session(secret: bytes) -> None:
    """Signs this visit out; its cookie opens nothing from now on."""
    _visits.end(secret)


def end_sessions_of(case_id: bytes) -> int:
    """Signs out every visit to a case; how many."""
    return _visits.end_where(SessionRow.case_id == case_id)


def end_visits_of_helper(staff_id: bytes) -> int:
    """Signs a caseworker out of the cases that he works in; how many."""
    return _visits.end_where(SessionRow.staff_id == staff_id)


def _idle(helper: Helper | None) -> timedelta:
    return HELPER_IDLE if helper else IDLE
