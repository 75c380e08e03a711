"""Sessions: a sealed row that only the cookie opens, once a case is open.

Before that, a visitor has a small signed cookie that holds nothing but the form token. Signing
out deletes the row, so a copied cookie is worth nothing afterwards.
"""

import base64
import binascii
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from portal.store import sessions as store
from portal.store.cases import OpenCase
from portal.store.sessions import StoredSession
from portal.web.clock import now

_SECRET_BYTES = 32


class CaseSession(CallbackDict[str, Any], SessionMixin):
    """The data of one visit; `stored` is set while a case is open."""

    def __init__(self, data: dict[str, Any], stored: StoredSession | None, secret: bytes) -> None:
        def changed(session: "CaseSession") -> None:
            session.modified = True

        super().__init__(data, changed)
        self.modified = False
        self.stored = stored
        self.secret = secret
        self.opening: OpenCase | None = None
        self.is_ending = False

    def sign_in(self, opened: OpenCase) -> None:
        """Opens `opened` in a new session; the old cookie is worth nothing from then on."""
        self.opening = opened
        self.clear()

    def sign_out(self) -> None:
        self.is_ending = True
        self.clear()


class SealedSessions(SessionInterface):
    """Flask's session, kept as a sealed row in the database."""

    def __init__(self) -> None:
        self._guests = SecureCookieSessionInterface()

    def open_session(self, app: Flask, request: Request) -> CaseSession:
        secret = _read_secret(request.cookies.get(cookie_name(app), ""))
        stored = store.find_session(secret, now()) if secret else None
        if secret and stored:
            return CaseSession(dict(stored.data), stored, secret)
        guest = self._guests.open_session(app, request)
        return CaseSession(dict(guest or {}), None, b"")

    def is_null_session(self, obj: object) -> bool:
        """Also when the session could not be opened: then there is none to save."""
        return obj is None or super().is_null_session(obj)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, CaseSession):
            raise TypeError("the session was made by another interface")
        if session.opening:
            self._begin(app, session, session.opening, response)
            return
        if session.is_ending:
            self._end(app, session, response)
        elif session.stored:
            store.keep_session(session.secret, session.stored, dict(session), now())
            return
        if session.modified:
            self._save_guest(app, session, response)

    def _begin(
        self, app: Flask, session: CaseSession, opened: OpenCase, response: Response
    ) -> None:
        if session.stored:
            store.end_session(session.secret)
        secret = store.start_session(opened, dict(session), now())
        text = base64.urlsafe_b64encode(secret).decode()
        response.set_cookie(cookie_name(app), text, **_cookie_flags(app))
        response.delete_cookie(app.config["SESSION_COOKIE_NAME"], **_cookie_flags(app))

    def _end(self, app: Flask, session: CaseSession, response: Response) -> None:
        if session.stored:
            store.end_session(session.secret)
        response.delete_cookie(cookie_name(app), **_cookie_flags(app))

    def _save_guest(self, app: Flask, session: CaseSession, response: Response) -> None:
        guest = self._guests.session_class(dict(session))
        guest.modified = True
        self._guests.save_session(app, guest, response)


def cookie_name(app: Flask) -> str:
    """`__Host-case` over TLS; on plain loopback browsers refuse that name, so `case`."""
    return "__Host-case" if app.config["SESSION_COOKIE_SECURE"] else "case"


def configure_cookies(app: Flask, *, over_tls: bool) -> None:
    """Cookies that other sites cannot read, send or set."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-guest" if over_tls else "guest",
        SESSION_COOKIE_SECURE=over_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    app.session_interface = SealedSessions()


def _cookie_flags(app: Flask) -> dict[str, Any]:
    secure = app.config["SESSION_COOKIE_SECURE"]
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Strict"}


def _read_secret(text: str) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return b""
    return secret if len(secret) == _SECRET_BYTES else b""
