"""A player shares his case, caseworkers help, and he takes it back."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.group import Group
from portal.domain.staff import StaffRole
from portal.services.group import Site
from portal.vault import passwords
from portal.web import clock, current
from portal.web.roles import CASE, OWNER
from tests.web.conftest import MakeApp
from tests.web.sharing import PAGE, Helped, helped, share, share_id_of
from tests.web.staff_visitor import StaffVisitor, joined
from tests.web.test_roles import address, rules
from tests.web.visitor import Visitor, shown_key

CASES = "/en/staff/cases"


@pytest.fixture
def team(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Helped:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    return helped(app)


def say(caseworker: StaffVisitor, share_id: str, part: str, words: str, *, asks: bool) -> None:
    path = f"{CASES}/{share_id}/say/{part}"
    caseworker.get(path)
    said = {"words": words} | ({"is_request": "y"} if asks else {})
    assert caseworker.post(path, said).status_code == 303


def journal(player: Visitor) -> str:
    return player.get(PAGE).get_text(" ", strip=True).partition("Your journal")[2]


def test_without_a_team_nothing_is_said_about_caseworkers(visitor: Visitor) -> None:
    visitor.start_case()
    assert "Help from" not in visitor.get("/en/case").get_text()
    assert visitor.client.get(PAGE).status_code == 404


def test_before_consent_nothing_is_shared(team: Helped) -> None:
    page = team.player.get(PAGE)
    assert team.fingerprint in page.get_text()
    until = str(page.find("input", attrs={"name": "until"})["value"])
    for typed in ({"until": until}, {"agrees": "y"}, {"until": "2099-01-01", "agrees": "y"}):
        assert team.player.post(PAGE, typed).status_code == 422
    assert "0 cases of 0" in team.caseworker.get(CASES).get_text()


def test_a_shared_case_is_opened_and_told_in_the_journal(team: Helped) -> None:
    share(team.player)
    share_id = share_id_of(team.caseworker)
    for _ in range(3):
        team.caseworker.get(f"{CASES}/{share_id}")
    told = journal(team.player)
    assert told.count("Maria de Wit opened your case") == 1
    assert "They may not change my case" in told
    assert team.fingerprint in told


def test_a_request_stands_in_the_tasks_until_it_is_done(team: Helped) -> None:
    share(team.player)
    share_id = share_id_of(team.caseworker)
    say(team.caseworker, share_id, "casino", "Fill in the licence number.", asks=True)
    say(team.caseworker, share_id, "topic", "Well told.", asks=False)
    home = team.player.get("/en/case")
    assert "Fill in the licence number." in home.get_text()
    assert "Well told." not in home.get_text()
    assert "Well told." in team.player.get(PAGE).get_text()
    assert team.player.post(f"{PAGE}/n1/done").status_code == 303
    assert "Fill in the licence number." not in team.player.get("/en/case").get_text()
    page = team.caseworker.get(f"{CASES}/{share_id}")
    assert "Done on" in page.get_text()
    assert team.caseworker.post(f"{CASES}/{share_id}/notes/n2/withdraw").status_code == 303
    assert "Well told." not in team.player.get(PAGE).get_text()


def test_taking_back_closes_every_page_that_is_open(team: Helped) -> None:
    share(team.player, "may_write")
    share_id = share_id_of(team.caseworker)
    team.caseworker.get(f"{CASES}/{share_id}")
    assert team.caseworker.post(f"{CASES}/{share_id}/open").status_code == 303
    assert team.caseworker.client.get("/en/case").status_code == 200
    team.player.get(PAGE)
    assert team.player.post(f"{PAGE}/stop").status_code == 303
    assert team.caseworker.client.get("/en/case").status_code == 404
    assert team.caseworker.client.get(f"{CASES}/{share_id}").status_code == 404
    assert "0 cases of 0" in team.caseworker.get(CASES).get_text()
    assert "You stopped sharing" in journal(team.player)
    share(team.player)
    assert share_id_of(team.caseworker) != share_id
    assert team.caseworker.client.get(f"{CASES}/{share_id}").status_code == 404


def test_the_player_opens_his_case_with_both_keys_after_sharing_and_taking_back(
    team: Helped, app: Flask
) -> None:
    team.player.get("/en/case/second-key")
    team.player.post("/en/case/second-key")
    second = shown_key(team.player.get("/en/case/key"))
    team.player.post("/en/case/key")
    share(team.player)
    team.player.post(f"{PAGE}/stop")
    for key in (team.key, second):
        other = Visitor(app.test_client())
        assert other.sign_in(key).status_code == 303
        assert "You stopped sharing" in journal(other)


def test_a_caseworker_changes_what_the_player_allowed(team: Helped) -> None:
    share(team.player, "may_write")
    share_id = share_id_of(team.caseworker)
    team.caseworker.get(f"{CASES}/{share_id}")
    team.caseworker.post(f"{CASES}/{share_id}/open")
    page = team.caseworker.get("/en/case/casino")
    assert "You are working in the case of a member" in page.get_text()
    typed = {"brand": "Zonnekoning", "website": "zonnekoning.example"}
    seen = str(page.find("input", attrs={"name": "seen"})["value"])
    assert team.caseworker.post("/en/case/casino", {"seen": seen, **typed}).status_code == 303
    assert "Zonnekoning" in team.player.get("/en/case").get_text()
    assert "to work in it" in journal(team.player)
    leave = team.caseworker.post(f"{PAGE}/leave")
    assert leave.headers["Location"] == f"{CASES}/{share_id}"
    assert team.caseworker.client.get("/en/case").headers["Location"] == "/en/sign-in"
    team.caseworker.get(f"{CASES}/{share_id}")
    team.caseworker.post(f"{CASES}/{share_id}/open")
    assert team.caseworker.client.get("/en/case").status_code == 200
    team.caseworker.sign_out()  # as staff, and so in the cases of members
    assert team.caseworker.client.get("/en/case").headers["Location"] == "/en/sign-in"


@pytest.mark.parametrize("allowed", [(), ("may_write", "may_renew_key")])
def test_what_is_the_members_own_is_refused_to_a_caseworker(
    team: Helped, app: Flask, allowed: tuple[str, ...]
) -> None:
    share(team.player, *allowed)
    share_id = share_id_of(team.caseworker)
    team.caseworker.get(f"{CASES}/{share_id}")
    team.caseworker.post(f"{CASES}/{share_id}/open")
    team.caseworker.get("/en/case")
    for path, button in (
        ("/casino", "form#answer .btns button"),
        ("/ready/casino", "#make ~ form"),
    ):
        shown = team.caseworker.get(f"/en/case{path}").select(button)
        assert bool(shown) == bool(allowed), path  # no button that would be refused
    for rule in rules(app, OWNER):
        for method in {"GET", "POST"} & (rule.methods or set()):
            send = team.caseworker.post if method == "POST" else team.caseworker.client.get
            assert send(address(app, rule)).status_code == 403, (rule, method)
    for rule in rules(app, CASE):
        if "POST" in (rule.methods or set()) and rule.endpoint != current.STOP_HELPING:
            refused = team.caseworker.post(address(app, rule)).status_code == 403
            assert refused == (not allowed), rule
    assert team.player.client.get("/en/case").status_code == 200


def test_a_stranger_and_others_of_the_staff_open_no_shared_case(team: Helped, app: Flask) -> None:
    share(team.player)
    share_id = share_id_of(team.caseworker)
    waiting = joined(app, team.admin.invite("second@b.nl", StaffRole.CASEWORKER))
    other = Visitor(app.test_client())
    other.start_case()
    for visitor, status in ((team.admin, 404), (waiting, 404), (other, 303)):
        for path in (share_id, f"{share_id}/say/topic", f"{share_id}/new-key"):
            found = visitor.client.get(f"{CASES}/{path}")
            assert found.status_code == status, (visitor, path)
    for odd in ("0" * 32, "x", "%00", "\N{SNOWMAN}"):
        assert team.caseworker.client.get(f"{CASES}/{odd}").status_code == 404
    assert team.caseworker.client.get(f"{CASES}/{share_id}/say/nothing").status_code == 404
    assert team.caseworker.client.get(f"{CASES}/{share_id}/new-key").status_code == 404
    assert "opened your case" in journal(team.player)


def test_a_share_ends_by_itself(team: Helped, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    share(team.player)
    share_id = share_id_of(team.caseworker)
    later = clock.today() + timedelta(days=31)
    for module in ("staff_cases", "staff_access", "sharing", "access", "current", "cases"):
        monkeypatch.setattr(f"portal.web.{module}.today", lambda: later, raising=False)
    assert team.caseworker.client.get(f"{CASES}/{share_id}").status_code == 404
    assert "0 cases of 0" in team.caseworker.get(CASES).get_text()
    assert "no longer shared" in team.player.get(PAGE).get_text()
    again = Visitor(app.test_client())
    again.sign_in(team.key)
    assert "The sharing ended by itself" in journal(again)


def test_who_is_removed_is_out_at_once_and_the_others_go_on(team: Helped, app: Flask) -> None:
    second = joined(app, team.admin.invite("second@b.nl", StaffRole.CASEWORKER))
    assert team.caseworker.approve("second@b.nl").status_code == 303
    share(team.player, "may_write")
    share_id = share_id_of(team.caseworker)
    team.caseworker.get(f"{CASES}/{share_id}")
    team.caseworker.post(f"{CASES}/{share_id}/open")
    people = team.admin.get("/en/staff/people")
    (link,) = [
        one.find("a", href=re.compile("remove$"))["href"]
        for one in people.select("section.card")
        if "first@b.nl" in one.get_text()
    ]
    team.admin.get(link)
    assert team.admin.post(link).status_code == 303
    for path in ("/en/case", f"{CASES}/{share_id}"):
        assert team.caseworker.client.get(path).status_code in {303, 404}
    assert share_id_of(second) == share_id
    assert second.client.get(f"{CASES}/{share_id}").status_code == 200
    assert "shared" in team.player.get(PAGE).get_text()


def test_the_list_is_looked_through_by_caseworker_and_by_what_is_asked(team: Helped) -> None:
    share(team.player)
    share_id = share_id_of(team.caseworker)
    page = team.caseworker.get(f"{CASES}/{share_id}")
    me = str(page.select("#handler option")[-1]["value"])
    assert "1 case of 1" in team.caseworker.get(f"{CASES}?handler=nobody").get_text()
    assert "0 cases of 1" in team.caseworker.get(f"{CASES}?handler={me}").get_text()
    team.caseworker.get(f"{CASES}/{share_id}")
    passed = team.caseworker.post(f"{CASES}/{share_id}/hand-over", {"handler": me})
    assert passed.status_code == 303
    assert "1 case of 1" in team.caseworker.get(f"{CASES}?handler={me}").get_text()
    assert "looks after it now" in journal(team.player)
    for state in ("overdue", "waiting", "asked"):
        assert "0 cases of 1" in team.caseworker.get(f"{CASES}?state={state}").get_text()
    say(team.caseworker, share_id, "facts", "Add the date.", asks=True)
    assert "1 case of 1" in team.caseworker.get(f"{CASES}?state=asked").get_text()
    odd = team.caseworker.post(f"{CASES}/{share_id}/hand-over", {"handler": "0" * 32})
    assert odd.status_code == 404


def test_a_member_who_lost_his_key_gets_a_new_one(team: Helped) -> None:
    share(team.player, "may_renew_key")
    share_id = share_id_of(team.caseworker)
    path = f"{CASES}/{share_id}/new-key"
    team.caseworker.get(path)
    assert team.caseworker.post(path).status_code == 422
    chosen = {"how": "document", "more": "Passport and face fit"}
    assert team.caseworker.post(path, chosen).status_code == 303
    key = shown_key(team.caseworker.get("/en/staff/new-key"))
    sheet = team.caseworker.client.get("/en/staff/new-key/sheet")
    assert sheet.data.startswith(b"%PDF")
    assert team.player.client.get("/en/case").status_code == 303
    assert team.player.sign_in(team.key).status_code == 422
    assert team.player.sign_in(key).status_code == 303
    assert "Looked at an identity document. Passport and face fit" in journal(team.player)
    assert team.caseworker.post("/en/staff/new-key").status_code == 303
    assert team.caseworker.client.get("/en/staff/new-key").status_code == 303
    assert team.caseworker.client.get(f"{CASES}/{share_id}").status_code == 200
    assert "gave a member a new key" in team.admin.get("/en/staff/log").get_text()


def test_the_sheet_of_the_desk_names_the_group_as_the_sheet_of_the_player_does(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    group = Group(name="Meldpunt Noord", on_key_sheets=True)
    monkeypatch.setattr("portal.web.group.read_site", lambda *_settings: Site(group))
    app, printed = make_app(), []

    def render(job: PdfJob) -> RenderedPdf:
        printed.append("Meldpunt Noord" in job.html)
        return RenderedPdf(pdf=b"%PDF", pages=1, faults=())

    app.extensions["render"] = render
    team = helped(app)
    share(team.player, "may_renew_key")
    path = f"{CASES}/{share_id_of(team.caseworker)}/new-key"
    team.caseworker.get(path)
    team.caseworker.post(path, {"how": "known"})
    assert team.caseworker.client.get("/en/staff/new-key/sheet").data == b"%PDF"
    other = Visitor(app.test_client())
    other.start_and_see_key()
    assert other.client.get("/en/case/key/sheet").data == b"%PDF"
    assert printed == [True, True]


def test_a_case_is_started_at_the_desk(team: Helped, app: Flask) -> None:
    page = team.caseworker.get("/en/staff/start-case")
    until = str(page.find("input", attrs={"name": "until"})["value"])
    assert team.caseworker.post("/en/staff/start-case", {"until": until}).status_code == 422
    chosen = {"until": until, "agrees": "y", "may_write": "y"}
    assert team.caseworker.post("/en/staff/start-case", chosen).status_code == 303
    key = shown_key(team.caseworker.get("/en/staff/new-key"))
    member = Visitor(app.test_client())
    assert member.sign_in(key).status_code == 303
    assert "at the desk. Maria de Wit wrote it down" in journal(member)
    assert "Maria de Wit" in team.caseworker.get(CASES).select_one("tbody").get_text()
