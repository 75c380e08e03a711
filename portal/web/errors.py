"""What goes wrong, and the page that says so: one table.

A page says what happened, that saved answers are safe, and how to go on. It never repeats what
was sent. Exceptions that no line names become the page for 500.
"""

from functools import partial

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from msgspec import Struct
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    SecurityError,
    TooManyRequests,
)
from werkzeug.wrappers import Response as AnyResponse

from portal.config import Settings
from portal.domain.finding import CaseNotReady
from portal.i18n import lazy_gettext as _l
from portal.i18n import use_language
from portal.services.cases import PartChanged
from portal.services.evidence import NoFile
from portal.services.printing import RenderBusy, RenderFailed
from portal.store.cases import CaseNotFound, CaseTooLarge, StaleRevision
from portal.web.current import OnlyTheMember, is_signed_in
from portal.web.htmx import leave_page, vary, wants_fragment
from portal.web.language import wanted_language
from portal.web.limits import seconds_to_wait
from portal.web.logs import log_refusal
from portal.web.roles import CASE, OWNER, role_of

_BUSY_SECONDS = 30  # a packet takes a few seconds, so in this time the queue moves


class ErrorPage(Struct, frozen=True):
    """One page: its HTTP status, heading and sentences."""

    status: int
    heading: object
    texts: tuple[object, ...]


_SAFE = _l("Everything that you saved before is still there.")
_AGAIN = _l("Please try again in a few minutes.")

_CHANGED = ErrorPage(
    409,
    _l("This was changed in another tab"),
    (
        _l("Your case was saved in another tab or on another device at the same moment."),
        _SAFE,
        _l("Go back, copy what you just typed, open the page again and add it."),
    ),
)
_NOT_FOUND = ErrorPage(
    404,
    _l("We cannot find this page"),
    (_l("Perhaps the address is not complete, or the page is no longer there."), _SAFE),
)
_TOO_MUCH = ErrorPage(
    413,
    _l("This is too much at once"),
    (_l("Go back, make your text shorter or choose a smaller file, and send it again."), _SAFE),
)
_FAILED = ErrorPage(
    500,
    _l("Something went wrong on our side"),
    (_l("It is not your fault."), _SAFE, _AGAIN),
)

PAGES: dict[type[Exception], ErrorPage] = {
    BadRequest: ErrorPage(
        400,
        _l("We could not read this request"),
        (_l("Go back to the page before and try again."), _SAFE),
    ),
    CSRFError: ErrorPage(
        400,
        _l("This page was open for too long"),
        (
            _l("For your safety we did not accept the form."),
            _SAFE,
            _l("Go back with your browser and copy what you just typed."),
            _l("Then open the page again, paste your text and save it."),
            _l("Does this happen each time? Then allow cookies for this site."),
        ),
    ),
    Forbidden: ErrorPage(
        403,
        _l("We did not accept this request"),
        (_l("It did not come from a page of this site."), _SAFE),
    ),
    OnlyTheMember: ErrorPage(
        403,
        _l("You cannot do this in the case of a member"),
        (_l("Only the member can do this, or you may not change this case."), _SAFE),
    ),
    NotFound: _NOT_FOUND,
    CaseNotFound: _NOT_FOUND,
    MethodNotAllowed: ErrorPage(
        405,
        _l("This address does not work like this"),
        (_l("Go back to the page before and use its buttons."), _SAFE),
    ),
    RequestEntityTooLarge: _TOO_MUCH,
    CaseTooLarge: _TOO_MUCH,
    TooManyRequests: ErrorPage(
        429,
        _l("Too many tries in a short time"),
        (_l("This limit protects everybody's cases. Nothing was changed."), _AGAIN),
    ),
    StaleRevision: _CHANGED,
    PartChanged: _CHANGED,
    NoFile: _CHANGED,
    CaseNotReady: ErrorPage(
        409,
        _l("Your case is not ready for this"),
        (_l("Something is still missing, or it is too early. Your case shows what."), _SAFE),
    ),
    RenderBusy: ErrorPage(
        503,
        _l("It is very busy at the moment"),
        (_l("We could not make your file yet. Nothing is lost."), _AGAIN),
    ),
    RenderFailed: ErrorPage(
        500,
        _l("We could not make your PDF"),
        (_l("It is not your fault."), _SAFE, _AGAIN),
    ),
}


def explain_errors(app: Flask, _settings: Settings) -> None:
    """Answers every error with its page."""
    for kind, page in PAGES.items():
        app.register_error_handler(kind, partial(_answer, page))
    app.register_error_handler(CSRFError, _answer_old_form)
    app.register_error_handler(HTTPException, _answer_other)
    app.register_error_handler(SecurityError, _answer_alone)
    app.register_error_handler(InternalServerError, _answer_alone)


def _answer(page: ErrorPage, error: Exception) -> AnyResponse:
    if page.status not in {404, 405}:
        log_refusal(error)
    template = "fragment" if wants_fragment() else "page"
    html = render_template(f"pages/errors/{template}.html", error_page=page)
    response = make_response(html, page.status, _headers(page, error))
    return vary(response)


def _headers(page: ErrorPage, error: Exception) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if page.status == 429:
        headers["Retry-After"] = str(seconds_to_wait())
    if page.status == 503:
        headers["Retry-After"] = str(_BUSY_SECONDS)
    return headers


def _answer_old_form(error: Exception) -> AnyResponse:
    """A form without a valid token. Most of the time the visit has ended meanwhile."""
    has_ended = role_of(request.endpoint) in {CASE, OWNER} and not is_signed_in()
    if has_ended and wants_fragment():
        return leave_page(url_for("access.sign_in"))
    return _answer(PAGES[CSRFError], error)


def _answer_other(error: HTTPException) -> AnyResponse:
    """An HTTP error without a line of its own."""
    status = error.code or 500
    if status < 400:
        return error.get_response()  # a redirect of the router
    other = PAGES[BadRequest] if status < 500 else _FAILED
    return _answer(ErrorPage(status, other.heading, other.texts), error)


def _answer_alone(error: HTTPException) -> Response:
    """A page that needs neither the session nor the router nor the frame: they may be broken.

    Flask has logged an unexpected exception already.
    """
    page = _FAILED if isinstance(error, InternalServerError) else PAGES[BadRequest]
    language = g.get("language") or wanted_language()
    # Not `render_template`: what it adds for every page comes from the session.
    template = current_app.jinja_env.get_template("pages/errors/alone.html")
    with use_language(language):
        html = template.render(error_page=page, page_language=language)
    return make_response(html, page.status, {"Cache-Control": "no-store"})
