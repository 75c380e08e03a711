"""The site as a group's own: what visitors see of it, and that another node sees changes too."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal.config import Settings, SettingsError
from portal.domain.group import Group
from portal.factory import build_app
from portal.services.group import draft, keep_draft, publish
from portal.services.invitations import invite
from portal.store.models import db
from portal.vault import passwords
from portal.web.clock import now, today
from tests.conftest import NewDatabase
from tests.web.conftest import NO_LIMIT
from tests.web.staff_visitor import StaffVisitor, first_administrator
from tests.web.visitor import Visitor

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h9v9z"/></svg>'
GROUP = """
name = "Meldpunt <Noord>"
logo = "logo.svg"
by_invitation = true
first_language = "en"
retention_months = 7
topics = ["withdrawal", "bonus"]
authorities = ["nl-ksa"]

[contact]
address = ["Straat 1", "1234 AB Plaats"]
phone = "020 123 45 67"

[opening]
nl = "Welkom."
en = "Welcome <b>you</b>, see [our site](https://a.example)."

[help]
nl = "Bel ons.\\n\\nTweede."
en = "Call us.\\n\\nSecond."

[privacy]
nl = "Wij bewaren niets."
en = "We keep nothing."

[colours]
brand = "#7a0026"

[[links]]
nl = "Over ons"
en = "About us"
url = "https://a.example/about"
"""
MakeSite = Callable[..., Flask]


@pytest.fixture
def make_site(tmp_path: Path, new_database: NewDatabase) -> Iterator[MakeSite]:
    """Makes sites, each a node of its own, on one database."""
    shared = new_database(tmp_path)
    made: list[Flask] = []

    def make(group: str = GROUP, **chosen: str) -> Flask:
        folder = tmp_path / f"node{len(list(tmp_path.iterdir()))}"
        folder.mkdir(mode=0o700)
        (folder / "logo.svg").write_text(LOGO)
        (folder / "group.toml").write_text(group)
        values = {"sign_in_limit": NO_LIMIT, "new_case_limit": NO_LIMIT, **chosen}
        settings = Settings(instance_dir=folder, database_url=shared, **values)
        made.append(build_app(settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def test_a_mistake_in_the_file_stops_the_start(make_site: MakeSite) -> None:
    with pytest.raises(SettingsError, match=r"group\.toml: colours\.brand: .* 5\.95 to 1\."):
        make_site('[colours]\nbrand = "#aa3300"')
    with pytest.raises(SettingsError, match=r"group\.toml: authorities: .*“xx-no”"):
        make_site('authorities = ["xx-no"]')
    with pytest.raises(SettingsError, match=r"logo: gone\.png: No such file"):
        make_site('logo = "gone.png"')


def test_visitors_see_whose_site_it_is(make_site: MakeSite) -> None:
    visitor = Visitor(make_site().test_client())
    assert visitor.client.get("/").headers["Location"] == "/en/"
    home, help_page = visitor.get("/en/"), visitor.get("/nl/help")
    assert home.title.get_text().endswith("– Meldpunt <Noord>")
    assert home.find("a", href="https://a.example").get_text() == "our site"
    assert "Welcome <b>you</b>" in home.get_text()
    assert home.find("a", href="https://a.example/about").get_text() == "About us"
    assert "After 7 months without a visit" in home.get_text()
    assert help_page.find("h2", string="Hulp van Meldpunt <Noord>")
    assert "Tweede." in help_page.get_text()
    assert help_page.find("a", href="tel:0201234567")
    care = help_page.select_one(".care").get_text()
    assert "Bel ons." in care
    assert "Tweede." not in care
    assert "We keep nothing." in visitor.get("/en/privacy").get_text()


def test_colours_and_logo_are_served_as_what_they_are(make_site: MakeSite) -> None:
    client = make_site().test_client()
    home = BeautifulSoup(client.get("/en/").text, "html.parser")
    theme = client.get(home.select("link[rel=stylesheet]")[1]["href"])
    assert theme.mimetype == "text/css"
    light, dark, *_logo = theme.text.splitlines()
    assert "--c-brand:#7a0026;" in light
    assert re.search(r"dark\)\{:root\{--c-brand:#(?!7a0026)", dark)
    assert "immutable" in theme.headers["Cache-Control"]
    logo = client.get(home.select_one("img.logo")["src"])
    assert logo.mimetype == "image/svg+xml"
    assert logo.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get("/logo-000000000000").headers["Cache-Control"] == "no-cache"


def test_a_site_without_a_group_is_as_it_was(make_site: MakeSite) -> None:
    client = make_site("").test_client()
    home = BeautifulSoup(client.get("/en/").text, "html.parser")
    assert len(home.select("link[rel=stylesheet]")) == 1
    assert not home.select("img.logo")
    assert client.get("/logo-000000000000").status_code == 303


def test_a_case_starts_with_a_code_that_is_only_ever_in_a_form(make_site: MakeSite) -> None:
    app = make_site(new_case_limit="2 per hour")
    with app.app_context():
        codes = invite(2, 1, today(), "Leden")
        (late,) = invite(1, 1, today() - timedelta(days=1), "Vorig jaar")
    visitor = Visitor(app.test_client())
    assert visitor.get("/en/").find("a", href="/en/start")
    visitor.get("/en/start")
    for wrong in ("", "x", late, codes[0][:-1] + "?", "0" * 3000):
        answer = visitor.post("/en/start", {"code": wrong})
        assert answer.status_code == 422
        visitor.look_at(answer)
    assert not visitor.has_case()
    assert visitor.post("/en/start", {"code": codes[0].lower()}).status_code == 303
    assert visitor.has_case()
    other = Visitor(app.test_client())
    other.get("/en/start")
    assert other.post("/en/start", {"code": codes[0]}).status_code == 422
    assert other.post("/en/start", {"code": codes[1]}).status_code == 303
    assert other.client.get("/en/start").headers["Location"] == "/en/case"
    third = Visitor(app.test_client())
    third.get("/en/start")
    assert third.post("/en/start", {"code": "x"}).status_code == 429  # two cases in this hour


def test_a_case_file_needs_a_code_too(make_site: MakeSite) -> None:
    visitor = Visitor(make_site().test_client())
    page = visitor.get("/en/open-file")
    assert page.find("input", attrs={"name": "code"})
    file = (io.BytesIO(b"PK"), "case.zip")
    answer = visitor.post("/en/open-file", {"file": file, "code": "0000-0000-0000-0000"})
    assert "This code does not work." in visitor.look_at(answer).get_text()
    assert not Visitor(make_site("").test_client()).get("/en/open-file").find(id="code")


def test_topics_and_regulators_are_those_of_the_group(make_site: MakeSite) -> None:
    app = make_site(GROUP.replace("by_invitation = true", ""))
    visitor = Visitor(app.test_client())
    visitor.start_case()
    offered = visitor.get("/en/case/topic").select("input[name=topic]")
    assert [one["value"] for one in offered] == ["withdrawal", "bonus"]
    shown = visitor.get("/en/case/casino/authority").get_text()
    assert "Kansspelautoriteit" in shown
    assert "Malta Gaming" not in shown
    assert visitor.client.get("/en/authorities/mt-mga").status_code == 404
    assert visitor.client.get("/en/authorities/nl-ksa").status_code == 200


def test_another_node_shows_what_an_administrator_put_on_the_site(make_site: MakeSite) -> None:
    here, there = make_site(), make_site()
    stranger = Visitor(there.test_client())
    assert "Meldpunt <Noord>" in stranger.get("/en/").title.get_text()
    with here.app_context():
        keep_draft(0, Group(name="Ander"), None)
        assert "Ander" not in stranger.get("/en/").title.get_text()
        publish(draft().version, "a@b.nl", now())
    page = stranger.get("/en/")
    assert page.title.get_text().endswith("– Ander")
    assert not page.select("img.logo")


@pytest.fixture
def administrator(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> StaffVisitor:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    return first_administrator(make_site(""))


def typed(page: BeautifulSoup, **changed: object) -> dict[str, object]:
    """The form of a page as a browser would send it, with these changes."""
    found = {
        one["name"]: one.get("value", one.get_text())
        for one in page.select("main form input, main form textarea")
        if one.get("type") not in {"checkbox", "radio", "file"} and one["name"] != "csrf_token"
    }
    return {**found, "first_language": "nl", **changed}


def test_an_administrator_makes_the_site_his_own(administrator: StaffVisitor) -> None:
    admin = administrator
    page = admin.get("/en/staff/group")
    wrong = typed(page, name="Meldpunt", colours_brand="#aa3300", help_nl="Alleen dit")
    refused = admin.look_at(admin.post("/en/staff/group", wrong))
    assert "Write this text in Dutch and in English" in refused.get_text()
    wrong = typed(page, name="Meldpunt", colours_brand="#aa3300", dark_colours_text="#123456")
    refused = admin.look_at(admin.post("/en/staff/group", wrong))
    assert "#972d00" in refused.select_one("#colours_brand-error").get_text()
    assert refused.select_one("details[open] #dark_colours_text-error")
    logo = (io.BytesIO(b"<svg><script/></svg>"), "logo.svg")
    good = typed(page, name="Meldpunt", colours_brand="#972d00", help_nl="Bel", help_en="Call")
    good |= {"links": "Wij | We | https://a.example", "topics": ["bonus"], "on_packets": "y"}
    refused = admin.look_at(admin.post("/en/staff/group", {**good, "logo": logo}))
    assert refused.select_one("#logo-error")
    logo = (io.BytesIO(LOGO.encode()), "logo.svg")
    answer = admin.post("/en/staff/group", {**good, "logo": logo})
    assert answer.headers["Location"] == "/en/staff/group/preview"


def test_a_draft_is_looked_at_before_it_is_on_the_site(administrator: StaffVisitor) -> None:
    admin, path = administrator, "/en/staff/group"
    good = typed(admin.get(path), name="Meldpunt", colours_brand="#972d00")
    stranger = Visitor(admin.client.application.test_client())
    for _time in range(2):  # the first one is thrown away
        good["seen"] = "0"
        logo = (io.BytesIO(LOGO.encode()), "logo.svg")
        assert admin.post(path, {**good, "logo": logo}).status_code == 303
        preview = admin.get(f"{path}/preview")
        look = admin.get(f"{path}/look/home")
        assert look.title.get_text().endswith("– Meldpunt")
        theme = admin.client.get(look.select("link[rel=stylesheet]")[1]["href"])
        assert "--c-brand:#972d00" in theme.text
        assert stranger.get("/en/").title.get_text().endswith("– Hogerop")
        assert admin.post(path, good).status_code == 422  # as if from an older page
        if not _time:
            admin.post(f"{path}/preview", {"drop": "1"})
            assert admin.client.get(f"{path}/preview").status_code == 303
    assert admin.post(f"{path}/preview", {"seen": "1"}).status_code == 303
    assert stranger.get("/en/").title.get_text().endswith("– Hogerop")
    seen = preview.find("input", attrs={"name": "seen"})["value"]
    assert admin.post(f"{path}/preview", {"seen": seen}).status_code == 303
    assert stranger.get("/en/").select_one("img.logo")
    again = admin.get(path)
    assert again.select_one("input[name=without_logo]")
    assert again.select_one("#name")["value"] == "Meldpunt"
    assert "changed the site" in admin.get("/en/staff/log").get_text()
