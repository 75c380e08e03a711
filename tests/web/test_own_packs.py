"""A host's own packs and bodies: every page uses them, and says whose they are."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings, SettingsError
from portal.documents.packet_lines import check_lines
from portal.domain.case import Case, Exhibit
from portal.domain.evidence import EvidenceFile
from portal.domain.packet import build
from portal.domain.recipient import DISPUTE
from portal.factory import build_app
from portal.i18n import use_language
from portal.knowledge.loader import OWN_BODIES, OWN_PACKS, load_packs
from portal.services.cases import adopt_case
from portal.services.gate import ask
from portal.store.database import migrate_database
from portal.store.models import db
from tests.domain.cases import TODAY, answered, complete
from tests.web.visitor import Visitor

OURS = (OWN_PACKS / "mt-mga.toml").read_text(encoding="utf-8")
SOURCE = tomllib.loads(OURS)["sources"][0]["id"]
OWN_WORDS = "Ask our help desk before you write to Malta."
OWN = OURS.replace("The MGA does not decide who is right", f"{OWN_WORDS} It does not decide who")

LIMITED = f"""{OWN}
[file_limit]
megabytes = 4
sources = ["{SOURCE}"]
confidence = "high"
"""


def write(instance: Path, name: str, text: str) -> None:
    path = instance / "packs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def start(instance: Path) -> Flask:
    app = build_app(Settings(instance_dir=instance, render_processes=1))
    with app.app_context():
        migrate_database()
        db.engine.dispose()
    return app


@pytest.fixture
def visitor_of(tmp_path: Path) -> Callable[[Case], Visitor]:
    """Somebody who has opened this case on a site with a host's own Malta and eCOGRA."""

    def visit(case: Case) -> Visitor:
        write(tmp_path, "mt-mga.toml", OWN)
        body = (OWN_BODIES / "ecogra.toml").read_text(encoding="utf-8")
        body = body.replace("free = true", 'amount = { amount = "7", currency = "EUR" }')
        write(tmp_path, "bodies/ecogra.toml", body)
        app = start(tmp_path)
        with app.app_context():
            key, _opened = adopt_case(case, TODAY, 12)
            db.engine.dispose()
        visitor = Visitor(app.test_client())
        visitor.sign_in(key.text)
        return visitor

    return visit


def test_the_page_of_an_authority_says_that_the_facts_are_the_hosts_own(
    visitor_of: Callable[[Case], Visitor],
) -> None:
    visitor = visitor_of(complete())
    page = visitor.get("/en/authorities/mt-mga").get_text()
    assert OWN_WORDS in page
    assert "This site's own rules" in page
    assert "Eigen regels van deze website" in visitor.get("/nl/authorities/mt-mga").get_text()
    assert "This site's own rules" not in visitor.get("/en/authorities/nl-ksa").get_text()


def test_the_pages_of_a_case_use_the_hosts_own_packs_and_bodies(
    visitor_of: Callable[[Case], Visitor],
) -> None:
    said = visitor_of(answered("mt-mga", "ecogra")).get("/en/case/who").get_text()
    assert OWN_WORDS in said
    assert "It costs €7.00. We do not know whether you can get that back." in said
    assert said.count("added or changed these facts") == 3  # eCOGRA, the authority, a report to it


def test_the_largest_file_that_an_authority_takes_is_proposed(
    visitor_of: Callable[[Case], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.web.test_own_packs.OWN", LIMITED)
    case = answered("mt-mga", "ecogra")
    file = EvidenceFile(name="a.png", media_type="image/png", size=9, sha256="0" * 64)
    exhibit = Exhibit(id="e90", description="a picture", file=file)
    visitor = visitor_of(case.with_exhibit(exhibit))
    said = "takes files of at most 4 MB."
    assert said in visitor.get("/en/authorities/mt-mga").get_text()
    page = visitor.get("/en/case/ready/authority:mt-mga")
    assert said in page.get_text()
    assert page.find("input", {"name": "limit"})["value"] == "4"
    assert visitor.get("/en/case/ready/casino").find("input", {"name": "limit"})["value"] == "10"


def test_a_new_authority_of_the_host_can_be_chosen(tmp_path: Path) -> None:
    text = OURS.replace('"mt-mga"', '"xx-own"').replace('country = "MT"', 'country = "XX"')
    text = re.sub("(?m)^(aliases|short_name) = .*$", "", text).replace(
        "\nverified_on", '\nshort_name = "OB"\nverified_on', 1
    )
    write(tmp_path, "xx-own.toml", text.replace('= "Malta Gaming Authority"', '= "Own Board"'))
    visitor = Visitor(start(tmp_path).test_client())
    assert visitor.get("/en/authorities/xx-own").h1.get_text() == "Own Board"
    visitor.start_case()
    page = visitor.get("/en/case/casino/authority")
    assert page.find("input", attrs={"name": "authority", "value": "xx-own"})


def test_another_site_does_not_see_them(app: Flask) -> None:
    assert OWN_WORDS not in Visitor(app.test_client()).get("/en/authorities/mt-mga").get_text()


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("mt-mga.toml", 'document = "report"', "", "missing required field `document`"),
        ("mt-mga.toml", 'https://www.mga.org.mt/"', 'http://x.example/"', "$.website"),
        ("mt-mga.toml", "= 180", '= "long"', "$.review_after_days"),
        ("other.toml", "", "", "$.id: is mt-mga, but the file is other.toml"),
    ],
)
def test_a_mistake_stops_the_start_with_file_key_and_reason(
    tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    assert old in OURS
    write(tmp_path, name, OURS.replace(old, new, 1) if old else OURS)
    with pytest.raises(SettingsError) as stopped:
        build_app(Settings(instance_dir=tmp_path))
    assert f"{tmp_path / 'packs'} is wrong: {name}: " in str(stopped.value)
    assert reason in str(stopped.value)


def test_a_stale_pack_says_so_on_its_page_and_in_the_checklist(tmp_path: Path) -> None:
    write(tmp_path, "mt-mga.toml", OURS.replace("2026-11-22", "2020-01-01", 1))
    app = start(tmp_path)
    with app.app_context():
        key, _opened = adopt_case(complete("mt-mga"), TODAY, 12)
        db.engine.dispose()
    visitor = Visitor(app.test_client())
    assert (
        "We have not checked this for a while" in visitor.get("/en/authorities/mt-mga").get_text()
    )
    visitor.sign_in(key.text)
    for path in ("/en/case/ready/report:mt-mga", "/en/case/who"):
        assert "1 January 2020" in visitor.get(path).get_text(), path


def test_a_stale_body_says_so_on_its_page_in_the_checklist_and_in_the_packet(
    tmp_path: Path,
) -> None:
    ours = (OWN_BODIES / "ecogra.toml").read_text(encoding="utf-8")
    write(tmp_path, "bodies/ecogra.toml", ours.replace("2026-11-22", "2020-01-01", 1))
    app = start(tmp_path)
    case = answered("mt-mga", "ecogra")
    with app.app_context():
        key, _opened = adopt_case(case, TODAY, 12)
        db.engine.dispose()
    visitor = Visitor(app.test_client())
    page = visitor.get("/en/authorities/body/ecogra").get_text()
    assert "We have not checked this for a while" in page
    assert "This site's own rules" in page
    visitor.sign_in(key.text)
    checks = visitor.get("/en/case/ready/dispute")
    assert "Check the rules on the website of eCOGRA. We last checked them on 1 January 2020." in (
        checks.get_text()
    )
    assert checks.find("a", href="/en/authorities/body/ecogra")
    assert "1 January 2020" not in visitor.get("/en/case/ready/casino").get_text()
    packs = load_packs(tmp_path / "packs")
    content = build(case, ask(case, DISPUTE, packs, TODAY), packs["mt-mga"], is_draft=True)
    with use_language("en"):
        lines = " ".join(line.sentence for line in check_lines(content))
    assert "What is known here about eCOGRA was last verified on 1 January 2020." in lines
