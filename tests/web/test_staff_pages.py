"""The pages of the staff, from the first invitation to the last removal."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from portal.domain.staff import StaffRole
from portal.store.models import StaffLogRow, db
from portal.vault import passwords
from portal.web import clock
from tests.web.conftest import MakeApp
from tests.web.staff_visitor import (
    PASSWORD,
    StaffVisitor,
    first_administrator,
    joined,
    small_team,
)
from tests.web.visitor import Visitor

CASEWORKER = StaffRole.CASEWORKER


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    """Moves the site's clock on."""
    moment = clock.now() + timedelta(**time)
    for module in ("clock", "session", "limits", "staff", "staff_people"):
        monkeypatch.setattr(f"portal.web.{module}.now", lambda: moment)


def test_from_the_first_invitation_to_two_caseworkers(app: Flask) -> None:
    admin = first_administrator(app)
    first = joined(app, admin.invite("first@b.nl", CASEWORKER))
    second = joined(app, admin.invite("second@b.nl", CASEWORKER))
    waiting = first.get("/en/staff")
    assert "still has to approve you" in waiting.get_text()
    print_of = waiting.select_one(".print").get_text()
    page = admin.get("/en/staff/people")
    link = page.find("a", href=re.compile("approve$"))["href"]
    assert print_of in admin.get(link).get_text()
    assert first.client.get(link).status_code == 404  # who waits approves nobody
    assert admin.approve("first@b.nl").status_code == 303
    assert "still has to approve you" not in first.get("/en/staff").get_text()
    for one in admin.get("/en/staff/people").find_all("a", href=re.compile("approve$")):
        raise AssertionError(one)  # the second takes a caseworker
    assert first.approve("second@b.nl").status_code == 303
    prints = {one.get("/en/staff").select_one(".print").get_text() for one in (first, second)}
    assert len(prints) == 1
    log = admin.get("/en/staff/log").get_text()
    for line in ("A command on the server invited admin@b.nl", "admin@b.nl approved first@b.nl"):
        assert line in log
    assert "none was changed" in log
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(StaffLogRow).values(subject="x"))
    assert "The log was changed" in admin.get("/en/staff/log").get_text()


def test_who_is_removed_is_out_at_the_next_click(app: Flask) -> None:
    admin, first = small_team(app)
    second = joined(app, admin.invite("second@b.nl", CASEWORKER))
    first.approve("second@b.nl")
    page = admin.get("/en/staff/people")
    links = [str(one["href"]) for one in page.find_all("a", href=re.compile("remove$"))]
    assert len(links) == 2  # nobody removes himself
    assert "last caseworker" not in admin.get(links[0]).get_text()
    assert admin.post(links[0]).status_code == 303
    assert [one.is_in() for one in (admin, first, second)] == [True, False, True]
    assert first.sign_in().status_code == 422
    assert admin.client.get(links[0]).status_code == 404
    assert "last caseworker" in admin.get(links[1]).get_text()


def test_an_invitation_works_once_and_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = first_administrator(app)
    token = admin.invite("first@b.nl", CASEWORKER)
    assert joined(app, token).is_in()
    stranger = StaffVisitor(app.test_client())
    assert stranger.client.get(f"/en/staff/join/{token}").status_code == 410
    withdrawn = admin.invite("second@b.nl", CASEWORKER)
    admin.post("/en/staff/people/withdraw", {"email": "second@b.nl"})
    assert stranger.client.get(f"/en/staff/join/{withdrawn}").status_code == 410
    old = admin.invite("third@b.nl", CASEWORKER)
    stranger.get(f"/en/staff/join/{old}")
    later(monkeypatch, hours=48)
    answer = stranger.client.get(f"/en/staff/join/{old}")
    assert answer.status_code == 410
    stranger.look_at(answer)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"password": "short", "again": "short"}, "at least 15 characters"),
        ({"password": "password12345678", "again": "password12345678"}, "easy to guess"),
        ({"password": "first@b.nl first", "again": "first@b.nl first"}, "easy to guess"),
        ({"again": PASSWORD + "!"}, "not the same"),
        ({"code": "000000"}, "not right"),
        ({"code": ""}, "Enter the code"),
        ({"name": ""}, "Enter your name"),
        ({"seed": "AAAA"}, "not right"),
        ({"password": f" {'é' * 3}{PASSWORD * 20} ", "again": f" {'é' * 3}{PASSWORD * 20} "}, ""),
    ],
)
def test_what_is_chosen_must_hold(app: Flask, changed: dict[str, str], told: str) -> None:
    token = first_administrator(app).invite("first@b.nl", CASEWORKER)
    visitor = StaffVisitor(app.test_client())
    answer = visitor.join(token, **changed)
    assert answer.status_code == (422 if told else 303)
    if told:
        page = visitor.look_at(answer)
        assert told in page.get_text()
        assert (
            page.find("input", attrs={"name": "seed"})["value"] == visitor.seed or "seed" in changed
        )
        assert PASSWORD not in answer.text


def test_an_unknown_address_and_a_wrong_password_get_the_same_page(app: Flask) -> None:
    admin, _caseworker = small_team(app)
    visitor = StaffVisitor(app.test_client())
    visitor.seed = admin.seed
    tries = [
        visitor.sign_in(password="something else", email="admin@b.nl"),
        visitor.sign_in(email="nobody@b.nl"),
        visitor.sign_in(email=""),
    ]
    texts = set()
    for answer in tries:
        assert answer.status_code == 422
        page = visitor.look_at(answer)
        texts.add(page.main.get_text())
    assert len(texts) == 1
    assert not visitor.is_in()
    assert "do not belong together" in texts.pop()


def test_password_alone_lets_nobody_in_and_no_code_counts_twice(app: Flask) -> None:
    admin = first_administrator(app)
    admin.sign_out()
    assert not admin.is_in()
    assert admin.sign_in(code="000000").status_code == 422
    used = admin.code(1)
    assert admin.sign_in(code=f"{used[:3]} {used[3:]}").status_code == 303
    admin.sign_out()
    refused = admin.sign_in(code=used)
    assert refused.status_code == 422
    assert "it was used" in admin.look_at(refused).get_text()


def test_recovery_codes_are_shown_once_and_count_once(app: Flask) -> None:
    with_token = StaffVisitor(app.test_client())
    token = first_administrator(app).invite("first@b.nl", CASEWORKER)
    with_token.join(token)
    codes = with_token.get("/en/staff/codes").find(id="recovery-codes").get_text().split()
    assert len(codes) == 10
    with_token.post("/en/staff/codes")
    assert with_token.client.get("/en/staff/codes").status_code == 303
    with_token.sign_out()
    assert with_token.sign_in(code=codes[3]).status_code == 303
    with_token.sign_out()
    assert with_token.sign_in(code=codes[3]).status_code == 422


def test_a_new_password_and_app_end_every_other_visit(app: Flask) -> None:
    admin = first_administrator(app)
    other = StaffVisitor(app.test_client())
    other.seed, other.email = admin.seed, admin.email
    other.sign_in()
    page = admin.get("/en/staff/access")
    seed = str(page.find("input", attrs={"name": "seed"})["value"])
    new = "een ander lang wachtwoord"
    typed = {"password": new, "again": new, "seed": seed, "old_password": PASSWORD}
    old_seed, admin.seed = admin.seed, seed
    typed |= {"code": admin.code(), "old_code": "000000"}
    refused = admin.post("/en/staff/access", typed)
    assert refused.status_code == 422
    assert "it was used" in admin.look_at(refused).get_text()
    wrong = admin.post("/en/staff/access", {**typed, "old_password": new})
    assert "not your current password" in admin.look_at(wrong).get_text()
    with_recovery = {**typed, "old_code": admin.recovery_codes[0]}
    assert admin.post("/en/staff/access", with_recovery).headers["Location"] == "/en/staff/codes"
    assert [admin.is_in(), other.is_in()] == [True, False]
    assert old_seed != seed
    admin.sign_out()
    assert admin.sign_in().status_code == 422  # with the old password
    assert admin.sign_in(password=new).status_code == 303


def test_a_visit_of_staff_ends_by_itself(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = first_administrator(app)
    later(monkeypatch, minutes=14)
    assert admin.is_in()
    later(monkeypatch, minutes=14)
    assert admin.is_in()
    later(monkeypatch, minutes=16)
    assert not admin.is_in()


def test_signing_out_ends_this_visit_or_all(app: Flask) -> None:
    admin = first_administrator(app)
    other = StaffVisitor(app.test_client())
    other.seed, other.email = admin.seed, admin.email
    assert other.sign_in().status_code == 303
    cookie = admin.client.get_cookie("staff")
    assert cookie is not None
    answer = admin.sign_out()
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    admin.client.set_cookie("staff", cookie.value)
    assert [admin.is_in(), other.is_in()] == [False, True]
    admin.client.delete_cookie("staff")
    code = admin.code(0)  # older than the one used: so with a later one
    assert admin.sign_in(code=code).status_code == 422
    other.get("/en/staff")
    other.post("/en/staff/sign-out", {"everywhere": "1"})
    assert not other.is_in()


def test_one_browser_is_a_player_and_staff_and_neither_page_knows_of_the_other(app: Flask) -> None:
    admin = first_administrator(app)
    player = Visitor(admin.client)
    player.start_case()
    assert admin.is_in()
    assert player.has_case()
    assert "/en/case" not in {str(a["href"]) for a in admin.get("/en/staff").select(".top a")}
    assert "staff" not in player.client.get("/en/case").text
    admin.sign_out()
    assert [admin.is_in(), player.has_case()] == [False, True]


def test_strangers_cannot_lock_an_owner_out(make_app: MakeApp) -> None:
    app = make_app()
    admin = first_administrator(app)
    admin.sign_out()
    stranger = StaffVisitor(app.test_client())
    stranger.email, stranger.seed = admin.email, admin.seed
    stranger.get("/en/staff/sign-in")
    form = {"csrf_token": stranger.token, "email": "ADMIN@b.nl", "password": "x", "code": "1"}
    base = {"REMOTE_ADDR": "198.51.100.7"}
    tries = [
        stranger.client.post("/en/staff/sign-in", data=form, environ_base=base).status_code
        for _ in range(7)
    ]
    assert tries == [422] * 5 + [429] * 2
    assert admin.sign_in().status_code == 303


def test_pages_of_staff_leave_no_copy_and_no_name_in_an_address(app: Flask) -> None:
    admin, _caseworker = small_team(app)
    for path in ("", "/people", "/people/invite", "/log", "/sign-in"):
        answer = admin.client.get(f"/nl/staff{path}")
        assert answer.headers["Cache-Control"] == "no-store"
    addresses = [str(a["href"]) for a in admin.get("/en/staff/people").find_all("a")]
    assert not any("@" in one for one in addresses)
