"""What we know of every authority, body and look-alike: each value with its proof."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from msgspec.structs import replace

from portal.domain.bodies import Body, BodyKind
from portal.domain.codes import Display
from portal.domain.rules import UNKNOWN, RulePack
from portal.i18n import LANGUAGES, use_language
from portal.knowledge.checks import backed_values
from portal.knowledge.loader import load_bodies, load_imitations, load_packs
from portal.wording import dossier
from portal.wording.dossier_lines import said
from tests.browser.html_checker import html_faults
from tests.web.visitor import Visitor

PACKS, BODIES = load_packs(), load_bodies()
PATHS = {
    **{f"/authorities/{one.id}": one for one in PACKS.values()},
    **{f"/authorities/body/{one.id}": one for one in BODIES.values()},
}
LISTS = ("/authorities", "/authorities/look-alikes")


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_and_shows_every_value(
    visitor: Visitor, tmp_path: Path, language: str
) -> None:
    """Title, heading, ids, language and anchors are looked at by the visitor; the HTML by vnu."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for path, known in PATHS.items():
        page = visitor.get(f"/{language}{path}")
        (folder / f"{known.id}.html").write_text(f"<!doctype html>{page.html}", encoding="utf-8")
        with use_language(language):
            name = known.name.in_language(language)
            missing = [key for key, text in _expected(known) if text not in text_of(page)]
        assert page.h1.get_text().casefold() == name.casefold()
        assert missing == [], path
        for link in page.main.select("a[href*=':']"):
            assert link["href"].startswith("https://"), path
            assert link["rel"] == ["noreferrer"], path
    for number, path in enumerate(LISTS):
        page = visitor.get(f"/{language}{path}")
        (folder / f"{number}.html").write_text(f"<!doctype html>{page.html}", encoding="utf-8")
    assert html_faults(folder) == []


def _expected(known: RulePack | Body) -> list[tuple[str, str]]:
    """What must stand on the page: each value in words, by its path in the file."""
    values = [(key.removeprefix("$."), one) for key, one in backed_values(known)]
    return [(key, " ".join(said(known, key.partition("[")[0], one).split())) for key, one in values]


@pytest.mark.parametrize("known", PATHS.values(), ids=list(PATHS))
def test_every_line_has_its_source_and_how_sure_it_is(known: RulePack | Body) -> None:
    with use_language("en"):
        lines = [line for section in dossier(known) for line in section.lines]
    facts = [line for line in lines if line.sure]
    assert len(facts) == len(list(backed_values(known)))
    assert all(line.sources for line in facts)
    others = [line.text for line in lines if not line.sure]
    assert all(text.startswith(("We ", "Do you only want to report")) for text in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_page_and_help_leads_to_the_list(
    visitor: Visitor, language: str
) -> None:
    page = visitor.get(f"/{language}/authorities")
    led = {link["href"] for link in page.main.select("a")}
    there = {f"/{language}{path}" for path, known in PATHS.items() if known.id != UNKNOWN}
    assert led == there | {f"/{language}/authorities/look-alikes"}
    assert visitor.get(f"/{language}/help").find("a", href=f"/{language}/authorities")


def test_what_is_hidden_is_in_no_section() -> None:
    pack = PACKS["mt-mga"]
    secret = pack.handles[0]
    shown = replace(pack, handles=(replace(secret, display=Display.HIDDEN),))
    with use_language("en"):
        lines = [line.text for section in dossier(shown) for line in section.lines]
    assert secret.text.en not in " ".join(lines)


def test_what_is_not_sure_says_where_to_check_it(visitor: Visitor) -> None:
    assert "It is free for you. Check this at eadr.org before you rely on it." in text_of(
        visitor.get("/en/authorities/body/eadr")
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("body/arn", "An application costs SEK 150.00. We do not know whether you can get that"),
        ("body/maeglingsteamet", "The board costs DKK 400.00. You get that back if you win."),
        ("body/kifid", "It is free for you."),
        ("body/ibas", "We do not know what it costs. Ask before you send anything."),
        ("body/kifid", "Time for the company to reply to your complaint: 8 weeks"),
        ("nl-ksa", "We do not know what it costs. Ask before you send anything."),
        ("mt-mga", "A dispute body is free for you."),
    ],
)
def test_the_page_says_what_it_costs_or_that_we_do_not_know(
    visitor: Visitor, path: str, expected: str
) -> None:
    assert expected in text_of(visitor.get(f"/en/authorities/{path}"))


def test_a_route_that_ended_says_so_and_asks_for_nothing(visitor: Visitor) -> None:
    page = visitor.get("/en/authorities/body/eu-odr")
    assert BODIES["eu-odr"].kind is BodyKind.RETIRED
    assert page.select_one(".note.warning").h2.get_text() == "This no longer exists"
    assert "It ended on 20 July 2025." in text_of(page)
    assert "We do not know" not in text_of(page)
    assert not page.select("a[href*='europa.eu']")


def test_look_alikes_are_shown_with_their_sources_and_never_linked(visitor: Visitor) -> None:
    page = visitor.get("/en/authorities/look-alikes")
    for one in load_imitations():
        part = page.find(id=one.id)
        assert (one.host or one.example) in part.h2.get_text()
        assert len(part.select("a[href^='#source-']")) == len(one.sources) == len(one.proof)
        assert not page.select(f"a[href*='{one.host or '/JAZ'}']")


@pytest.mark.parametrize("path", ["body/nobody", "body/nl-ksa", "ecogra", "body/..", "body/%00"])
def test_a_body_that_is_not_there_is_not_found(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/en/authorities/{path}").status_code == 404
