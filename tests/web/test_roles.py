"""Who may come where, for every route there is."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.factory import check_roles
from portal.vault import passwords
from portal.web import roles
from portal.web.roles import (
    ADMINISTRATOR,
    ANYONE,
    CASE,
    CASEWORKER,
    OWNER,
    ROLES,
    STAFF,
    RolesDiffer,
)
from tests.web.staff_visitor import small_team
from tests.web.visitor import Visitor

# A value for each part of an address that a route may have.
VALUES = {
    "number": 1,
    "year": 2025,
    "share_id": "0" * 32,
    "note_id": "n1",
    "part": "topic",
    "language": "en",
    "fact_id": "f1",
    "contact_id": "c1",
    "exhibit_id": "e1",
    "dispatch_id": "d1",
    "reply_id": "r1",
    "mark": "0" * 32,
    "reminder_id": "0" * 32,
    "packet_id": "0" * 32,
    "payment_id": "m1",
    "pack_id": "nl-ksa",
    "body_id": "ecogra",
    "packet_language": "nl",
    "text_language": "nl",
    "record_id": "c1",
    "letter_id": "l1",
    "kind": "reminder",
    "line": 1,
    "to": "casino",
    "filename": "css/site.css",
    "staff_id": "0" * 32,
    "token": "0" * 32,
    "page": "home",
}


def rules(app: Flask, role: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if ROLES[rule.endpoint] == role]


def address(app: Flask, rule: Rule) -> str:
    values = {name: VALUES[name] for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_address_of_a_case_asks_a_stranger_for_the_key(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    case_rules = [*rules(app, CASE), *rules(app, OWNER)]
    assert len(case_rules) > 20
    for rule in case_rules:
        visitor.get("/en/")
        for method in {"GET", "POST"} & (rule.methods or set()):
            send = visitor.post if method == "POST" else visitor.client.get
            answer = send(address(app, rule))
            seen = (rule.endpoint, method, answer.status_code, answer.headers.get("Location"))
            assert seen == (rule.endpoint, method, 303, "/en/sign-in")


def test_every_other_address_is_open_to_a_stranger(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    for rule in rules(app, ANYONE):
        answer = visitor.client.get(address(app, rule), buffered=True)
        seen = (rule.endpoint, answer.status_code, answer.headers.get("Location", ""))
        no_longer = rule.endpoint == "staff.join"  # an invitation that nobody made
        assert answer.status_code in ({410} if no_longer else {200, 303}), seen
        assert not seen[2].endswith("/sign-in"), seen


def test_every_address_of_the_staff_asks_a_stranger_and_a_player_to_sign_in(app: Flask) -> None:
    stranger, player = Visitor(app.test_client()), Visitor(app.test_client())
    player.start_case()
    staff_rules = [rule for role in (STAFF, ADMINISTRATOR, CASEWORKER) for rule in rules(app, role)]
    assert len(staff_rules) > 7
    for visitor in (stranger, player):
        for rule in staff_rules:
            visitor.get("/en/staff/sign-in")
            for method in {"GET", "POST"} & (rule.methods or set()):
                send = visitor.post if method == "POST" else visitor.client.get
                answer = send(address(app, rule))
                seen = (rule.endpoint, method, answer.status_code, answer.headers.get("Location"))
                assert seen == (rule.endpoint, method, 303, "/en/staff/sign-in")


def test_staff_open_what_is_theirs_and_no_case(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    admin, caseworker = small_team(app)
    for rule in rules(app, ADMINISTRATOR):
        for method in {"GET", "POST"} & (rule.methods or set()):
            caseworker.get("/en/staff")
            send = caseworker.post if method == "POST" else caseworker.client.get
            assert send(address(app, rule)).status_code == 404, (rule, method)
    for rule in rules(app, CASEWORKER):
        for method in {"GET", "POST"} & (rule.methods or set()):
            admin.get("/en/staff")
            send = admin.post if method == "POST" else admin.client.get
            assert send(address(app, rule)).status_code == 404, (rule, method)
    for rule in (*rules(app, CASE), *rules(app, OWNER)):
        if "GET" in (rule.methods or set()):
            answer = admin.client.get(address(app, rule))
            assert (answer.status_code, answer.headers["Location"]) == (303, "/en/sign-in"), rule


def test_no_address_takes_a_case_or_a_key(app: Flask) -> None:
    taken = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert taken <= VALUES.keys()


def test_a_packet_of_another_case_is_not_there(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    with_packet = [rule for rule in app.url_map.iter_rules() if "packet_id" in rule.arguments]
    assert with_packet
    for rule in with_packet:
        path = address(app, rule)
        assert visitor.client.get(path).status_code == 404, rule
        for odd in ("x", "%00", "0" * 31 + "g", "..", "\N{SNOWMAN}"):
            found = visitor.client.get(path.replace("0" * 32, odd))
            assert found.status_code == 404, (rule, odd)


def test_a_route_without_an_entry_stops_the_site(app: Flask) -> None:
    app.add_url_rule("/en/new", "new", lambda: "")
    with pytest.raises(RolesDiffer, match="new"):
        check_roles(app, app.extensions["settings"])


def test_a_view_that_forgot_its_guard_stops_the_site(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(roles.ROLES, "home.privacy", CASE)
    with pytest.raises(RolesDiffer, match=r"home\.privacy"):
        check_roles(app, app.extensions["settings"])
