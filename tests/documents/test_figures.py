"""The reports of a year's figures: valid files that say in words what they draw."""

import io
import re
from datetime import date
from random import Random

import pytest
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_text

from portal.documents.bar_picture import ChartBar, bars_svg
from portal.documents.figures import report_job
from portal.documents.figures_table import plain
from portal.documents.pdf import render_pdf
from portal.domain.figures import ALL, Part, PartFigures, figures_of
from portal.i18n import LANGUAGES
from portal.knowledge.loader import load_known
from tests.domain.counted_cases import SUN, YEAR, a_year

KNOWN = load_known(None)
FIGURES = figures_of(YEAR, a_year(180, Random(1)))
DAY = date(2026, 1, 12)


def part(chosen: Part) -> PartFigures:
    found = FIGURES.of(chosen)
    assert found
    return found


@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signal_is_a_valid_file_with_its_numbers(language: str) -> None:
    found = part(Part(authority="mt-mga", casino=SUN))
    rendered = render_pdf(report_job(YEAR, found, language, "Spelershulp", KNOWN, DAY))
    assert rendered.faults == ()
    text = extract_text(io.BytesIO(rendered.pdf))
    for said in (SUN, "Malta Gaming Authority (MGA)", "Spelershulp", str(found.total)):
        assert said in text


def test_both_languages_say_the_same_numbers_and_each_picture_says_its_table() -> None:
    pages = [
        BeautifulSoup(
            report_job(YEAR, part(ALL), language, "Spelershulp", KNOWN, DAY).html, "html.parser"
        )
        for language in LANGUAGES
    ]
    in_tables = [[one.get_text() for one in page.select("td.amount")] for page in pages]
    assert in_tables[0] == in_tables[1]
    for page in pages:
        for chart in page.select("section.chart"):
            told = re.findall(r": ([\d.,]*\d)\.", chart.svg.title.get_text())
            rows = [row.td.get_text() for row in chart.select("tbody tr")[:-1]]
            assert told == rows


def test_a_name_in_a_picture_is_text_and_the_longest_fits() -> None:
    drawn = bars_svg("t", "t", [ChartBar("<b>&" + "lange naam " * 9, 5), ChartBar("b", 1000)])
    assert "&lt;b&gt;&amp;" in drawn
    ends = [float(one) for one in re.findall(r'class="name" x="([\d.]+)"', drawn)]
    assert max(ends) + 5 * 9 <= 320


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert plain(text) == f"'{text}"
