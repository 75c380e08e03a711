"""Headers and checks that every answer and every change goes through."""

import secrets
from typing import TypeVar

from flask import Flask, Response, abort, g, request
from werkzeug.wrappers import Response as AnyResponse

from portal.config import Settings

ResponseT = TypeVar("ResponseT", bound=AnyResponse)

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_SCRIPTLESS = "default-src 'none'; sandbox"

# One line per permission that the site never asks for.
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def policy(nonce: str) -> str:
    """The Content-Security-Policy of a page (docs/decisions/0001-htmx-and-csp.md)."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
        "trusted-types htmx"
    )


def secure(app: Flask, settings: Settings) -> None:
    """Puts the checks and headers on every request."""
    app.before_request(_make_nonce)
    app.before_request(_refuse_other_sites)
    over_tls = settings.behind_proxy > 0

    @app.after_request
    def add_headers(response: Response) -> Response:
        return _with_headers(response, over_tls=over_tls)


def _make_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def _refuse_other_sites() -> None:
    """A change must come from our own pages: a second wall beside the form token."""
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site not in {None, "same-origin"}:
        abort(403)
    origin = request.headers.get("Origin")
    own = {f"{scheme}://{request.host}" for scheme in ("http", "https")}
    if site is None and origin and origin not in own:
        abort(403)


def _with_headers(response: Response, *, over_tls: bool) -> Response:
    headers = response.headers
    is_page = response.mimetype == "text/html"
    if "csp_nonce" not in g:  # an error before the request began; its page has no script
        _make_nonce()
    headers["Content-Security-Policy"] = policy(g.csp_nonce) if is_page else _SCRIPTLESS
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = _PERMISSIONS
    headers["X-Robots-Tag"] = "noindex, nofollow" if g.get("opened") else "none"
    headers.setdefault("Cache-Control", "private, no-cache")
    if over_tls:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def never_store(response: ResponseT) -> ResponseT:
    """For the key page and downloads: no copy on the device beyond what the player saves."""
    response.headers["Cache-Control"] = "no-store"
    return response


def forget_pages(response: ResponseT) -> ResponseT:
    """For staff who leave: the browser drops the pages, but not the visit of a player beside it."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return never_store(response)


def forget_everything(response: ResponseT) -> ResponseT:
    """For leaving: the browser drops what it kept of this site (over HTTPS only)."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return never_store(response)
