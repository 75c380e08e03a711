"""Every error has a page that says how to go on, and tells nothing that was sent."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from portal.domain.finding import CaseNotReady
from portal.services.printing import RenderBusy, RenderFailed
from portal.store.cases import CaseNotFound, CaseTooLarge, StaleRevision
from portal.store.models import db
from portal.web.errors import PAGES
from portal.web.logs import PrivateFormatter
from tests.web.conftest import MakeApp
from tests.web.visitor import Visitor

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
# Never written out in one piece: a traceback shows the lines of the source.
SECRET = f"canary-{1234567}"


@contextmanager
def log_of_the_site() -> Iterator[io.StringIO]:
    """What the site's log would hold."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(PrivateFormatter())
    logging.getLogger().addHandler(handler)
    try:
        yield written
    finally:
        logging.getLogger().removeHandler(handler)


def raising(app: Flask, error: Exception) -> Visitor:
    """A visitor of a site on which one more page raises `error`."""

    def view() -> str:
        raise error

    app.testing = False
    app.add_url_rule("/en/broken", "broken", view)
    return Visitor(app.test_client())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (CaseNotFound(), 404),
        (CaseTooLarge(), 413),
        (StaleRevision(), 409),
        (CaseNotReady(None), 409),
        (RenderFailed("Example"), 500),
        (RenderBusy(), 503),
        (ValueError(SECRET), 500),
    ],
)
def test_an_error_has_a_page_and_its_own_status(app: Flask, error: Exception, status: int) -> None:
    visitor = raising(app, error)
    answer = visitor.client.get("/en/broken")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    visitor.look_at(answer)
    assert SECRET not in answer.text


def test_a_busy_printer_says_when_to_come_back(app: Flask) -> None:
    answer = raising(app, RenderBusy()).client.get("/en/broken")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("kind", [kind for kind in PAGES if issubclass(kind, HTTPException)])
def test_an_http_error_has_a_page(app: Flask, kind: type[HTTPException]) -> None:
    visitor = raising(app, kind())
    answer = visitor.client.get("/en/broken")
    assert answer.status_code == kind.code
    visitor.look_at(answer)


def test_an_http_error_without_a_page_of_its_own_keeps_its_status(app: Flask) -> None:
    class Teapot(HTTPException):
        code = 418

    visitor = raising(app, Teapot())
    answer = visitor.client.get("/en/broken")
    assert answer.status_code == 418
    visitor.look_at(answer)


@pytest.mark.parametrize("path", ["/en/nothing", "/nothing", "/favicon.ico", "/en/case/facts/<b>"])
def test_an_unknown_address_gets_a_page_that_does_not_repeat_it(
    visitor: Visitor, path: str
) -> None:
    visitor.start_case()
    answer = visitor.client.get(path)
    visitor.look_at(answer)
    assert answer.status_code == 404
    assert path not in answer.text
    assert path.replace("<b>", "&lt;b&gt;") not in answer.text


def test_a_wrong_method_says_which_are_right(visitor: Visitor) -> None:
    answer = visitor.client.delete("/en/privacy")
    assert answer.status_code == MethodNotAllowed.code
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_old_form_says_that_nothing_is_lost_and_how_to_go_on(visitor: Visitor) -> None:
    visitor.start_case()
    visitor.token = "old"
    answer = visitor.post("/en/case/topic/about", {"topic_words": SECRET})
    assert answer.status_code == 400
    page = visitor.look_at(answer).get_text()
    assert "Everything that you saved before is still there." in page
    assert "copy what you just typed" in page
    assert SECRET not in answer.text


def test_a_fragment_of_an_ended_visit_sends_the_browser_to_the_sign_in_page(
    visitor: Visitor,
) -> None:
    answer = visitor.post("/en/case/facts/f1/remove", headers=FRAGMENT)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/en/sign-in"


def test_a_targeted_htmx_request_gets_the_error_as_a_fragment(visitor: Visitor) -> None:
    answer = visitor.client.get("/en/nothing", headers=FRAGMENT)
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "<h1>" in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_too_much_at_once_is_refused(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(max_body_bytes=100_000).test_client())
    visitor.start_case()
    answer = visitor.post("/en/case/topic/about", {"topic_words": "a" * 200_000})
    assert answer.status_code == 413
    visitor.look_at(answer)


def test_a_database_that_is_gone_gives_the_page_for_500_and_no_values(app: Flask) -> None:
    app.testing = False
    visitor = Visitor(app.test_client())
    visitor.start_case()
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE session"))
        kind = connection.dialect.name
    with log_of_the_site() as log:
        answer = visitor.client.get("/en/case")
    assert answer.status_code == 500
    visitor.look_at(answer)
    assert "Content-Security-Policy" in answer.headers
    assert {"sqlite": "OperationalError", "postgresql": "ProgrammingError"}[kind] in log.getvalue()
    assert "SELECT" not in log.getvalue()


def test_the_log_tells_where_and_what_kind_but_not_what(app: Flask) -> None:
    def view(name: str) -> str:
        try:
            raise KeyError(name)
        except KeyError as first:
            raise ValueError(name) from first

    app.testing = False
    app.add_url_rule("/en/broken/<name>", "broken", view)
    with log_of_the_site() as log:
        app.test_client().get(f"/en/broken/{SECRET}?q={SECRET}", headers={"User-Agent": SECRET})
    written = log.getvalue()
    assert "error in broken" in written
    assert "KeyError" in written
    assert "ValueError" in written
    assert "test_errors.py" in written
    assert SECRET not in written


def test_a_refusal_is_one_line_in_the_log(visitor: Visitor) -> None:
    with log_of_the_site() as log:
        visitor.client.post("/en/start", data={"name": SECRET})
    (line,) = log.getvalue().splitlines()
    assert "CSRFError in access.start" in line
    assert SECRET not in line


def test_no_text_can_forge_a_line_in_the_log() -> None:
    with log_of_the_site() as log:
        logging.getLogger("portal").warning("%s", "one\nERROR two\r\x1b[31m\N{LINE SEPARATOR}three")
    assert len(log.getvalue().splitlines()) == 1
    assert "\x1b" not in log.getvalue()


@pytest.mark.parametrize(
    "line", ["Invalid request from ip=%s: bad line", "Error handling request %s"]
)
@pytest.mark.usefixtures("app")
def test_the_server_does_not_log_who_sent_what(line: str) -> None:
    with log_of_the_site() as log:
        logging.getLogger("gunicorn.error").warning(line % SECRET)
    assert len(log.getvalue().splitlines()) == 1
    assert SECRET not in log.getvalue()
