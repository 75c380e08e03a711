"""The case that this visit has opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import flash, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.i18n import gettext as _
from portal.store.cases import CaseNotFound, OpenCase, reopen_case
from portal.web.htmx import leave_page, wants_fragment
from portal.web.session import CaseSession

P = ParamSpec("P")


def visit() -> CaseSession:
    """The session, by its own type."""
    return cast(CaseSession, session._get_current_object())  # type: ignore[attr-defined]


def is_signed_in() -> bool:
    """Whether a player has a case open; never on a page of the staff."""
    return isinstance(visit(), CaseSession) and visit().stored is not None


def current_case() -> OpenCase:
    """The open case. Only in views marked `needs_case`."""
    return cast(OpenCase, g.opened)


def needs_case(view: Callable[P, object]) -> Callable[P, Any]:
    """Opens the visit's case for `view`; without one, the player is asked for his key."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        stored = visit().stored
        if stored is None:
            return _ask_for_key()
        try:
            g.opened = reopen_case(stored.case_id, stored.key)
        except CaseNotFound:  # deleted or expired in another tab
            visit().sign_out()
            return _ask_for_key()
        return view(*args, **kwargs)

    guarded.role = "case"  # type: ignore[attr-defined]  # read by the test of roles
    return guarded


def _ask_for_key() -> Response:
    """To the sign-in page, and from there back to this page (of this site, so no `next` in it)."""
    back = request.path if request.method == "GET" else ""
    visit()["back"] = back
    flash(_("You are signed out. Open your case with your key."))
    url = url_for("access.sign_in")
    return leave_page(url) if wants_fragment() else redirect(url, code=303)
