"""Sessions: a sealed row that only the cookie opens, once somebody has signed in.

Before that, a visitor has a small signed cookie that holds nothing but the form token. Signing
out deletes the row, so a copied cookie is worth nothing afterwards.

Players and staff have cookies of their own, and each is looked at on its own pages only: one
browser can be signed in as both, and neither page knows of the other.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from portal.i18n import LANGUAGES
from portal.store import sessions as case_rows
from portal.store import staff_sessions as staff_rows
from portal.store.cases import OpenCase
from portal.store.sessions import StoredSession
from portal.store.staff_sessions import SignedIn, StoredStaffSession
from portal.web.clock import now

_SECRET_BYTES = 32
_STAFF_PAGE = re.compile(rf"/(?:{'|'.join(LANGUAGES)})/staff(?:/|$)")

StoredT = TypeVar("StoredT", bound=StoredSession | StoredStaffSession)
OpeningT = TypeVar("OpeningT")


class Visit(CallbackDict[str, Any], SessionMixin, Generic[StoredT, OpeningT]):
    """The data of one visit; `stored` is set while somebody is signed in."""

    def __init__(self, data: dict[str, Any], stored: StoredT | None, secret: bytes) -> None:
        def changed(session: "Visit[StoredT, OpeningT]") -> None:
            session.modified = True

        super().__init__(data, changed)
        self.modified = False
        self.stored = stored
        self.secret = secret
        self.opening: OpeningT | None = None
        self.is_ending = False

    def sign_in(self, opening: OpeningT) -> None:
        """Signs in with a new session; the old cookie is worth nothing from then on."""
        self.opening = opening
        self.clear()

    def sign_out(self) -> None:
        self.is_ending = True
        self.clear()


class CaseSession(Visit[StoredSession, OpenCase]):
    """A visit of a player; `stored` is set while a case is open."""


class StaffSession(Visit[StoredStaffSession, SignedIn]):
    """A visit of a member of staff; `case_to_open` is one that he goes to from here."""

    case_to_open: OpenCase | None = None


@dataclass(frozen=True)
class _Rows(Generic[StoredT, OpeningT]):
    """Where the visits of players, or of staff, are kept: their rows and their cookies."""

    cookie: str
    guest_cookie: str
    kind: type[Visit[StoredT, OpeningT]]
    find: Callable[[bytes, datetime], StoredT | None]
    start: Callable[[OpeningT, dict[str, Any], datetime], bytes]
    keep: Callable[[bytes, StoredT, dict[str, Any], datetime], None]
    end: Callable[[bytes], None]


class _Guests(SecureCookieSessionInterface):
    """The signed cookie of who has not signed in."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get_cookie_name(self, app: Flask) -> str:
        return _full_name(app, self._name)


class _SealedRows(Generic[StoredT, OpeningT]):
    """Visits of one kind, kept as sealed rows in the database."""

    def __init__(self, rows: _Rows[StoredT, OpeningT]) -> None:
        self._rows = rows
        self._guests = _Guests(rows.guest_cookie)

    def open(self, app: Flask, request: Request) -> Visit[StoredT, OpeningT]:
        cookie = request.cookies.get(_full_name(app, self._rows.cookie), "")
        secret = _read_secret(cookie)
        stored = self._rows.find(secret, now()) if secret else None
        if secret and stored:
            return self._rows.kind(dict(stored.data), stored, secret)
        guest = self._guests.open_session(app, request)
        return self._rows.kind(dict(guest or {}), None, b"")

    def save(self, app: Flask, visit: Visit[StoredT, OpeningT], response: Response) -> None:
        if visit.opening:
            self._begin(app, visit, visit.opening, response)
            return
        if visit.is_ending:
            self._end(app, visit, response)
        elif visit.stored:
            self._rows.keep(visit.secret, visit.stored, dict(visit), now())
            return
        if visit.modified:
            self._save_guest(app, visit, response)

    def _begin(
        self, app: Flask, visit: Visit[StoredT, OpeningT], opening: OpeningT, response: Response
    ) -> None:
        if visit.stored:
            self._rows.end(visit.secret)
        secret = self._rows.start(opening, dict(visit), now())
        text = base64.urlsafe_b64encode(secret).decode()
        response.set_cookie(_full_name(app, self._rows.cookie), text, **_cookie_flags(app))
        response.delete_cookie(self._guests.get_cookie_name(app), **_cookie_flags(app))

    def _end(self, app: Flask, visit: Visit[StoredT, OpeningT], response: Response) -> None:
        if visit.stored:
            self._rows.end(visit.secret)
        response.delete_cookie(_full_name(app, self._rows.cookie), **_cookie_flags(app))

    def _save_guest(self, app: Flask, visit: Visit[StoredT, OpeningT], response: Response) -> None:
        guest = self._guests.session_class(dict(visit))
        guest.modified = True
        self._guests.save_session(app, guest, response)


class SealedSessions(SessionInterface):
    """Flask's session: that of the staff on their pages, that of the player on all others."""

    def __init__(self) -> None:
        self._of_players = _SealedRows(_PLAYERS)
        self._of_staff = _SealedRows(_STAFF)

    def open_session(self, app: Flask, request: Request) -> CaseSession | StaffSession:
        # The route is not known yet: it is matched after this.
        if _STAFF_PAGE.match(request.path):
            return cast(StaffSession, self._of_staff.open(app, request))
        return cast(CaseSession, self._of_players.open(app, request))

    def is_null_session(self, obj: object) -> bool:
        """Also when the session could not be opened: then there is none to save."""
        return obj is None or super().is_null_session(obj)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if isinstance(session, StaffSession):
            self._of_staff.save(app, session, response)
            if session.case_to_open:
                self._go_to_case(app, session.case_to_open, response)
        elif isinstance(session, CaseSession):
            self._of_players.save(app, session, response)
        else:
            raise TypeError("the session was made by another interface")

    def _go_to_case(self, app: Flask, opened: OpenCase, response: Response) -> None:
        """The browser has the case open from now on, on the pages of players."""
        visit = self._of_players.open(app, request)
        visit.sign_in(opened)
        self._of_players.save(app, visit, response)


_PLAYERS = _Rows(
    cookie="case",
    guest_cookie="guest",
    kind=CaseSession,
    find=case_rows.find_session,
    start=case_rows.start_session,
    keep=case_rows.keep_session,
    end=case_rows.end_session,
)
_STAFF = _Rows(
    cookie="staff",
    guest_cookie="staff-guest",
    kind=StaffSession,
    find=staff_rows.find_staff_session,
    start=staff_rows.start_staff_session,
    keep=staff_rows.keep_staff_session,
    end=staff_rows.end_staff_session,
)


def configure_cookies(app: Flask, *, over_tls: bool) -> None:
    """Cookies that other sites cannot read, send or set."""
    app.config.update(
        SESSION_COOKIE_SECURE=over_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    app.session_interface = SealedSessions()


def _full_name(app: Flask, name: str) -> str:
    """`__Host-case` over TLS; on plain loopback browsers refuse that name, so `case`.

    That name asks for the path "/". So the pages keep the two apart, and not the browser.
    """
    return f"__Host-{name}" if app.config["SESSION_COOKIE_SECURE"] else name


def _cookie_flags(app: Flask) -> dict[str, Any]:
    secure = app.config["SESSION_COOKIE_SECURE"]
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Strict"}


def _read_secret(text: str) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return b""
    return secret if len(secret) == _SECRET_BYTES else b""
