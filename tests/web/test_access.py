"""Starting a case, its keys, opening, closing and deleting it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from portal.store import sessions, staff_sessions
from portal.store.models import CaseRow, db
from portal.vault.keys import new_case_key
from portal.web import clock
from portal.web.access import page_to_return_to
from tests.web.visitor import Visitor, shown_key

NewVisitor = Callable[[], Visitor]


def texts(answer: TestResponse) -> str:
    """The page without what differs each time: form token and nonce."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
    return re.sub(r'nonce="[^"]*"', "", text)


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    """Moves the site's clock on."""
    moment = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: moment)
    for module in ("portal.web.session", "portal.web.limits"):
        monkeypatch.setattr(f"{module}.now", lambda: moment)


# -- starting, and the key that is shown once ----------------------------------------------


def test_starting_makes_a_case_and_shows_its_key(visitor: Visitor) -> None:
    key = visitor.start_and_see_key()
    page = visitor.get("/en/case/key")
    password = page.find("input", autocomplete="new-password")
    assert password is not None
    assert password["value"] == key
    assert page.find("input", autocomplete="username")["value"].startswith("HO-")


def test_the_key_page_is_never_stored_nor_compressed(visitor: Visitor) -> None:
    visitor.start_and_see_key()
    answer = visitor.client.get("/en/case/key", headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers


def test_the_key_is_gone_once_the_player_says_that_he_has_it(visitor: Visitor) -> None:
    key = visitor.start_and_see_key()
    answer = visitor.post("/en/case/key")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/case/topic")
    page = visitor.get("/en/case/key")
    assert key not in page.get_text()
    assert page.find("input", autocomplete="new-password") is None


def test_the_key_stands_in_no_address_and_no_header(visitor: Visitor) -> None:
    visitor.get("/en/")
    started = visitor.post("/en/start")
    page = visitor.client.get("/en/case/key")
    key = shown_key(visitor.look_at(page))
    addresses = BeautifulSoup(page.text, "html.parser").find_all(href=True)
    assert key not in f"{started.headers}{page.headers}{[one['href'] for one in addresses]}"


@pytest.mark.pdf
def test_the_key_sheet_is_a_pdf_as_long_as_the_key_is_shown(visitor: Visitor) -> None:
    visitor.start_and_see_key()
    sheet = visitor.client.get("/nl/case/key/sheet")
    assert sheet.data.startswith(b"%PDF-")
    assert sheet.headers["Cache-Control"] == "no-store"
    assert sheet.headers["Content-Disposition"].startswith("attachment;")
    visitor.post("/en/case/key")
    assert visitor.client.get("/en/case/key/sheet").headers["Location"] == "/en/case/key"


def test_starting_again_while_a_case_is_open_leads_to_that_case(
    visitor: Visitor, app: Flask
) -> None:
    visitor.start_case()
    assert visitor.post("/en/start").headers["Location"] == "/en/case"
    with app.app_context():
        assert db.session.query(CaseRow).count() == 1


def test_a_player_does_not_sign_out_without_his_key(visitor: Visitor) -> None:
    key = visitor.start_and_see_key()
    assert visitor.post("/en/sign-out").headers["Location"] == "/en/case/key"
    assert shown_key(visitor.get("/en/case/key")) == key


# -- opening -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        str,
        str.lower,
        lambda key: key.replace("-", ""),
        lambda key: f"  {key.replace('-', ' ')} ",
        lambda key: key.replace("0", "o").replace("1", "l"),
        lambda key: key.replace("-", "–"),
    ],
)
def test_a_key_opens_its_case_however_it_is_typed(
    visitor: Visitor, new_visitor: NewVisitor, typed: Callable[[str], str]
) -> None:
    key = visitor.start_case()
    other = new_visitor()
    assert other.sign_in(typed(key)).headers["Location"] == "/en/case"
    assert other.has_case()


def test_unknown_mistyped_and_expired_keys_look_the_same(
    visitor: Visitor, new_visitor: NewVisitor, app: Flask
) -> None:
    expired = visitor.start_case()
    with app.app_context():
        db.session.query(CaseRow).update({"expires_month": "2020-01"})
        db.session.commit()
    stranger = new_visitor()
    keys = (new_case_key().text, "ABCD", "x" * 100_000, expired, "clé\N{SNOWMAN}\x00")
    answers = [stranger.sign_in(key) for key in keys]
    assert {answer.status_code for answer in answers} == {422}
    assert len({texts(answer) for answer in answers}) == 1
    assert len({answer.headers["Cache-Control"] for answer in answers}) == 1


def test_a_refused_key_is_not_shown_again_and_the_error_leads_to_the_field(
    visitor: Visitor,
) -> None:
    key = new_case_key().text
    answer = visitor.sign_in(key)
    page = visitor.look_at(answer)
    assert key not in answer.text
    assert page.title is not None
    assert page.title.get_text().startswith("Error:")
    assert page.find(class_="error-summary").find("a", href="#key")


def test_an_empty_key_asks_for_the_key(visitor: Visitor) -> None:
    answer = visitor.sign_in("")
    assert answer.status_code == 422
    assert "Enter your case key." in answer.text


def test_the_key_can_be_seen_while_typing_without_script(visitor: Visitor) -> None:
    field = visitor.get("/en/sign-in").find(id="key")
    assert (field["type"], field["autocomplete"]) == ("password", "current-password")
    link = visitor.get("/en/sign-in").find("a", string="Show the key while I type")
    assert visitor.get(link["href"]).find(id="key")["type"] == "text"


def test_after_signing_in_the_player_is_where_he_wanted_to_be(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    key = visitor.start_case()
    other = new_visitor()
    assert other.client.get("/nl/case/topic/about").headers["Location"] == "/nl/sign-in"
    assert other.sign_in(key).headers["Location"] == "/en/case/topic/about"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "/nl//evil.example",
        "/nl/case\r\nSet-Cookie: a=b",
        "/nl/\tcase",
        "/nl/case?next=//evil.example",
        "/de/case",
        "case",
        "",
        "/nl/",
        None,
        7,
    ],
)
def test_no_page_but_our_own_is_returned_to(path: object) -> None:
    assert page_to_return_to(path, "nl") == ""


def test_our_own_page_is_returned_to_in_the_language_that_is_on() -> None:
    assert page_to_return_to("/nl/case/facts/f1", "en") == "/en/case/facts/f1"


def test_signing_in_changes_the_cookie_and_ends_the_visit_before(visitor: Visitor) -> None:
    key = visitor.start_case()
    first = visitor.client.get_cookie("case")
    visitor.sign_in(key)
    second = visitor.client.get_cookie("case")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    visitor.client.set_cookie("case", first.value)
    assert not visitor.has_case()


# -- closing -------------------------------------------------------------------------------


def test_signing_out_makes_a_copied_cookie_worthless(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    visitor.start_case()
    cookie = visitor.client.get_cookie("case")
    assert cookie is not None
    thief = new_visitor()
    thief.client.set_cookie("case", cookie.value)
    assert thief.has_case()
    visitor.get("/en/case/second-key")
    answer = visitor.post("/en/sign-out")
    assert answer.headers["Location"] == "/en/signed-out"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not thief.has_case()


@pytest.mark.parametrize(("minutes", "is_open"), [(29, True), (31, False)])
def test_a_visit_ends_half_an_hour_after_the_last_click(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, minutes: int, is_open: bool
) -> None:
    visitor.start_case()
    later(monkeypatch, minutes=minutes)
    assert visitor.has_case() is is_open


def test_a_visit_ends_after_eight_hours_however_busy(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.start_case()
    start = datetime.now(UTC)
    for minutes in range(25, 8 * 60, 25):
        later(
            monkeypatch, seconds=(start + timedelta(minutes=minutes) - clock.now()).total_seconds()
        )
        assert visitor.has_case()
    later(monkeypatch, minutes=6)
    assert not visitor.has_case()


# -- a second key --------------------------------------------------------------------------


def ask_for_second_key(visitor: Visitor) -> str:
    visitor.get("/en/case/second-key")
    assert visitor.post("/en/case/second-key").headers["Location"] == "/en/case/key"
    key = shown_key(visitor.get("/en/case/key"))
    assert visitor.post("/en/case/key").headers["Location"] == "/en/case"
    return key


def test_a_second_key_opens_the_case_beside_the_first(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    first = visitor.start_case()
    second = ask_for_second_key(visitor)
    for key in (first, second):
        assert new_visitor().sign_in(key).status_code == 303


def test_a_new_second_key_ends_the_earlier_one(visitor: Visitor, new_visitor: NewVisitor) -> None:
    first = visitor.start_case()
    earlier = ask_for_second_key(visitor)
    newer = ask_for_second_key(visitor)
    answers = [new_visitor().sign_in(key).status_code for key in (first, earlier, newer)]
    assert answers == [303, 422, 303]


def test_a_second_key_waits_until_the_first_is_kept(visitor: Visitor) -> None:
    key = visitor.start_and_see_key()
    assert visitor.post("/en/case/second-key").headers["Location"] == "/en/case/key"
    assert shown_key(visitor.get("/en/case/key")) == key


# -- deleting ------------------------------------------------------------------------------


def test_a_case_is_deleted_with_the_word_and_at_once(
    visitor: Visitor, new_visitor: NewVisitor, app: Flask
) -> None:
    key = visitor.start_case()
    other_device = new_visitor()
    other_device.sign_in(key)
    visitor.get("/en/case/delete")
    answer = visitor.post("/en/case/delete", {"word": " Delete "})
    assert answer.headers["Location"] == "/en/deleted"
    assert "Clear-Site-Data" in answer.headers
    assert not other_device.has_case()
    assert new_visitor().sign_in(key).status_code == 422
    with app.app_context():
        assert db.session.query(CaseRow).count() == 0


@pytest.mark.parametrize("word", ["", "deleted", "yes"])
def test_a_case_stays_without_the_word(visitor: Visitor, word: str) -> None:
    visitor.start_case()
    visitor.get("/en/case/delete")
    answer = visitor.post("/en/case/delete", {"word": word})
    assert answer.status_code == 422
    visitor.look_at(answer)
    assert visitor.has_case()


# -- limits --------------------------------------------------------------------------------


def test_one_network_gets_so_many_tries_and_others_their_own(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(sign_in_limit="2 per minute")
    key = Visitor(app.test_client()).start_case()
    guesser = Visitor(app.test_client())
    guesser.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    for _ in range(2):
        assert guesser.sign_in("wrong").status_code == 422
    refused = guesser.sign_in(key)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    guesser.look_at(refused)
    guesser.client.environ_base["REMOTE_ADDR"] = "203.0.113.200"
    assert guesser.sign_in(key).status_code == 429
    player = Visitor(app.test_client())
    player.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert player.sign_in(key).status_code == 303


def test_one_network_starts_so_many_cases(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(new_case_limit="1 per hour")
    Visitor(app.test_client()).start_case()
    second = Visitor(app.test_client())
    second.get("/en/")
    assert second.post("/en/start").status_code == 429


def test_counters_hold_no_network_address(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app()
    visitor = Visitor(app.test_client())
    visitor.client.environ_base["REMOTE_ADDR"] = "2001:db8:85a3::8a2e:370:7334"
    visitor.sign_in("wrong")
    (limiter,) = app.extensions["limiter"]
    counters = str(vars(limiter.storage))
    assert "access.sign_in" in counters or "sign_in" in counters
    assert "2001:db8" not in counters


def test_staying_signed_in_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.start_case()
    page = visitor.get("/en/case/you")
    button = page.find("button", attrs={"name": "stay"})
    assert button is not None
    answer = visitor.post("/en/case/you", {"stay": "1", "name": "Noor", "email": "no address"})
    assert answer.status_code == 303
    assert urlsplit(str(answer.location)).path == "/en/case/you"
    again = visitor.get("/en/case/you")
    assert [
        str(field["value"]) for field in again.select("input[name=name], input[name=email]")
    ] == ["Noor", "no address"]


def test_the_line_about_the_end_comes_two_minutes_before_it(visitor: Visitor) -> None:
    css = visitor.client.get("/static/css/site.css", buffered=True).text
    before = timedelta(minutes=2)
    assert f"animation:ending 1ms {(sessions.IDLE - before).seconds}s forwards" in css
    assert f".ending.soon{{animation-delay:{(sessions.HELPER_IDLE - before).seconds}s}}" in css
    assert sessions.HELPER_IDLE == staff_sessions.IDLE
