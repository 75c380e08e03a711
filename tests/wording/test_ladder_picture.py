# ruff: noqa: TID253 - only the web process must not load pikepdf
"""The ladder is drawn once for screen and paper, and told in sentences too."""

import io
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.documents.html import environment
from portal.documents.ladder_picture import WIDTH, ladder_svg, ladder_text
from portal.documents.pdf import PdfJob, render_pdf
from portal.domain.case import Case
from portal.domain.codec import read_case
from portal.domain.codes import Step
from portal.domain.ladder import Rung, RungState, ladder_of
from portal.i18n import use_language
from portal.knowledge import loader
from portal.wording import Names, names_of
from tests.wording.made_up import PACKS, TODAY, cases

SVG = "{http://www.w3.org/2000/svg}"
NAMES = Names(casino="the casino", authority="the MGA", dispute_body="eCOGRA")
EXAMPLE = Path(loader.__file__).parent / "examples" / "withheld_withdrawal.json"


def example(paper: bool = False) -> str:
    case = read_case(EXAMPLE.read_bytes())
    pack = PACKS[case.casino.authority]
    return str(ladder_svg(ladder_of(case, pack, TODAY), names_of(case, pack), paper=paper))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases(), pack_id=st.sampled_from(sorted(PACKS)), paper=st.booleans())
def test_any_case_gives_a_well_formed_picture_that_fits_a_narrow_phone(
    case: Case, pack_id: str, paper: bool
) -> None:
    pack = PACKS[pack_id]
    rungs = ladder_of(case, pack, TODAY)
    picture = ElementTree.fromstring(str(ladder_svg(rungs, names_of(case, pack), paper=paper)))
    assert len(picture.findall(f"{SVG}g")) == len(rungs)
    for text in picture.iter(f"{SVG}text"):
        size, left = float(text.attrib["font-size"]), float(text.attrib["x"])
        assert size >= 14
        assert left + 0.5 * size * len(text.text or "") <= WIDTH, text.text


def test_the_picture_has_no_style_script_or_address() -> None:
    picture = example()
    assert not re.search(r"\bstyle=|<script|<style|\bon\w+=|href|url\(", picture)


def test_screen_and_paper_have_the_same_places() -> None:
    def places(picture: str) -> list[tuple[str | None, ...]]:
        drawn = ElementTree.fromstring(picture).iter(f"{SVG}rect")
        return [tuple(map(one.get, ("x", "y", "width", "height"))) for one in drawn]

    assert places(example()) == places(example(paper=True))


def test_the_first_step_is_the_lowest() -> None:
    drawn = [float(one.attrib["y"]) for one in ElementTree.fromstring(example()).iter(f"{SVG}rect")]
    texts = [one.text for one in ElementTree.fromstring(example()).iter(f"{SVG}text")]
    assert drawn == sorted(drawn)
    assert texts[0] == "Gambling regulator"
    assert "Customer service" in texts[-5:]


@pytest.mark.parametrize("state", RungState)
def test_every_state_has_a_sign_of_its_own(state: RungState) -> None:
    def sign(of: RungState) -> str:
        picture = BeautifulSoup(
            ladder_svg((Rung(step=Step.SUPPORT, state=of),), NAMES), "html.parser"
        )
        return re.sub("#[0-9a-f]{6}", "", "".join(map(str, picture.select("circle, g path")[1:])))

    assert [one for one in RungState if sign(one) == sign(state)] == [state]


def test_the_text_tells_every_rung_from_the_first_step_up() -> None:
    case = read_case(EXAMPLE.read_bytes())
    pack = PACKS["mt-mga"]
    told = ladder_text(ladder_of(case, pack, TODAY), names_of(case, pack))
    assert [line.split(":")[0] for line in told] == [f"Step {n} of 5" for n in range(1, 6)]
    assert "It was sent on 14 August 2026." in told[2]


def test_a_name_with_markup_stays_text() -> None:
    names = Names(casino="x", authority="x", dispute_body="x", authority_label="<b>&</b>")
    picture = ladder_svg((Rung(step=Step.AUTHORITY, state=RungState.NOW),), names)
    assert "<b>" not in picture
    assert "&lt;b&gt;&amp;" in picture


@pytest.mark.pdf
def test_the_picture_is_a_valid_figure_in_a_tagged_pdf() -> None:
    with use_language("en"):
        page = environment().from_string(
            '<!DOCTYPE html><html lang="en"><head><title>Test</title></head>'
            '<body class="letter" data-running="x" data-page-before="" data-page-between=""'
            ' data-page-after="" data-draft=""><h1>Test</h1><figure>{{ ladder }}</figure></body>'
            "</html>"
        )
        html = page.render(ladder=ladder_svg(_rungs(), NAMES, paper=True))
    rendered = render_pdf(PdfJob(html=html, title="Test", language="en"))
    assert rendered.faults == ()
    assert alternatives(rendered.pdf) == [" ".join(ladder_text(_rungs(), NAMES, paper=True))]


def _rungs() -> tuple[Rung, ...]:
    case = read_case(EXAMPLE.read_bytes())
    return ladder_of(case, PACKS[case.casino.authority], date(2026, 11, 22))


def alternatives(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        objects = (one for one in file.objects if isinstance(one, pikepdf.Dictionary))
        return [str(one["/Alt"]) for one in objects if one.get("/S") == "/Figure"]
