"""The member of staff whose visit this is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import Response, abort, flash, g, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.i18n import gettext as _
from portal.store.staff import Member, find_member
from portal.store.staff_sessions import SignedIn
from portal.web.clock import at_home
from portal.web.htmx import go_to
from portal.web.roles import STAFF
from portal.web.security import never_store
from portal.web.session import StaffSession

P = ParamSpec("P")

# Recovery codes that were made in this visit and not yet confirmed as kept. They live in the sealed
# session only.
NEW_CODES = "new_codes"


def staff_visit() -> StaffSession:
    """The session, by its own type. Only on pages of the staff."""
    return cast(StaffSession, session._get_current_object())  # type: ignore[attr-defined]


def current_member() -> Member:
    """Who is signed in. Only in views marked `needs_staff`."""
    return cast(Member, g.member)


def current_keys() -> SignedIn:
    """What the team's keys are opened with. Only in views marked `needs_staff`."""
    stored = staff_visit().stored
    if stored is None:
        raise RuntimeError("the view is not marked needs_staff")
    return stored.signed_in


def needs_staff(role: str = STAFF) -> Callable[[Callable[P, object]], Callable[P, Any]]:
    """Asks for a member of staff with `role` (STAFF: either), and finds out who he is.

    For another member the page is not there.
    """

    def guard(view: Callable[P, object]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            stored = staff_visit().stored
            member = find_member(stored.signed_in.staff_id) if stored else None
            if member is None:
                return _ask_to_sign_in()
            if role not in {STAFF, member.role}:
                abort(404)
            g.member = member
            return view(*args, **kwargs)

        guarded.role = role  # type: ignore[attr-defined]  # read by the test of roles
        return guarded

    return guard


def for_templates() -> dict[str, object]:
    """What the templates of the staff's pages may use: who is signed in, and the clock's zone."""
    return {"member": g.get("member"), "at_home": at_home}


def leave_no_copy(response: Response) -> Response:
    """After each page of the staff: the browser keeps none."""
    return never_store(response)


def _ask_to_sign_in() -> AnyResponse:
    if request.endpoint != "staff.home":  # that one is what people type to get in
        flash(_("Sign in first."))
    return go_to(url_for("staff.sign_in"))
