"""The case that this visit has opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import flash, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.i18n import gettext as _
from portal.store.cases import CaseNotFound, OpenCase, reopen_case
from portal.store.sessions import StoredSession
from portal.store.shares import reopen_shared
from portal.web.clock import today
from portal.web.htmx import leave_page, wants_fragment
from portal.web.roles import CASE, OWNER
from portal.web.session import CaseSession

P = ParamSpec("P")

STOP_HELPING = "sharing.stop_helping"


class OnlyTheMember(Exception):
    """A caseworker asked for what only the member may do, or did not allow."""


def visit() -> CaseSession:
    """The session, by its own type."""
    return cast(CaseSession, session._get_current_object())  # type: ignore[attr-defined]


def is_signed_in() -> bool:
    """Whether a player has a case open; never on a page of the staff."""
    return isinstance(visit(), CaseSession) and visit().stored is not None


def current_case() -> OpenCase:
    """The open case. Only in views marked `needs_case`."""
    return cast(OpenCase, g.opened)


def is_helping() -> bool:
    """Whether this is the visit of a caseworker to a member's case."""
    stored = visit().stored if is_signed_in() else None
    return stored is not None and stored.helper is not None


def needs_case(view: Callable[P, object]) -> Callable[P, Any]:
    """Opens the visit's case for `view`; without one, the player is asked for his key.

    A caseworker may look at it too, and change it when the member allowed that.
    """
    return _guard(view, CASE)


def needs_own_case(view: Callable[P, object]) -> Callable[P, Any]:
    """The same, for what only the player himself may see and do."""
    return _guard(view, OWNER)


def open_case_of(stored: StoredSession) -> OpenCase:
    """The case of a visit. Raises CaseNotFound: deleted, expired, or no longer shared."""
    if stored.helper:
        return reopen_shared(stored.case_id, stored.key, stored.helper, today())
    return reopen_case(stored.case_id, stored.key)


def may_change(opened: OpenCase) -> bool:
    """Whether this visit may change the case: the player always, a caseworker when allowed."""
    terms = opened.record.help.terms
    return opened.helper is None or (terms is not None and terms.may_write)


def _guard(view: Callable[P, object], role: str) -> Callable[P, Any]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        stored = visit().stored
        if stored is None:
            return _ask_for_key()
        try:
            g.opened = open_case_of(stored)
        except CaseNotFound:  # in another tab, or by the member whom a caseworker helped
            visit().sign_out()
            if stored.helper:
                raise
            return _ask_for_key()
        changes = request.method not in {"GET", "HEAD"} and request.endpoint != STOP_HELPING
        if stored.helper and (role == OWNER or (changes and not may_change(g.opened))):
            raise OnlyTheMember
        return view(*args, **kwargs)

    guarded.role = role  # type: ignore[attr-defined]  # read by the test of roles
    return guarded


def _ask_for_key() -> Response:
    """To the sign-in page, and from there back to this page (of this site, so no `next` in it)."""
    back = request.path if request.method == "GET" else ""
    visit()["back"] = back
    flash(_("You are signed out. Open your case with your key."))
    url = url_for("access.sign_in")
    return leave_page(url) if wants_fragment() else redirect(url, code=303)
