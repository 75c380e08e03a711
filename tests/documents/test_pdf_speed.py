# ruff: noqa: TID253 - only the web process must not load pypdfium2
"""The short ways through WeasyPrint give the same pages as the long ones."""

from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops

from portal.documents import pdf_speed
from portal.documents.pdf import PdfJob, print_pdf
from tests.documents.packet_cases import job_of
from tests.documents.samples import job

RULES = """
<table><thead><tr><th scope="col">&#160;</th></tr></thead>
<tbody><tr><td>&#160;</td></tr></tbody></table>
"""
OTHER_BORDERS = """
<div class="panel"><h2>Framed, with a wide left side</h2><table class="facts"><tbody>
<tr><th scope="row">A</th><td>no rule below the last row</td></tr></tbody></table></div>
<p class="warning">left side only</p><p class="draft-note">all four sides</p>
<blockquote>left side only</blockquote>
"""

pytestmark = pytest.mark.pdf


def long_way(draw: Any) -> Any:
    return draw.draw_border


def test_rules_below_cells_stand_where_they_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    (short,), (long,) = both_ways(monkeypatch, job(RULES), scale=8)
    edges = zip(sum(lines_in(short), ()), sum(lines_in(long), ()), strict=True)
    # a row of points that is half covered may look white
    assert all(abs(one - other) <= 1 for one, other in edges)
    assert len(lines_in(short)) == 2


def test_other_borders_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert differing_pages(monkeypatch, job(OTHER_BORDERS)) == []


@pytest.mark.parametrize("recipient", ["casino", "authority:mt-mga"])
def test_but_for_rules_a_packet_looks_the_same(
    monkeypatch: pytest.MonkeyPatch, recipient: str
) -> None:
    # A clipped outline is covered twice at its edges, so viewers draw it paler than it is.
    monkeypatch.setattr(pdf_speed, "_ruled", long_way)
    assert differing_pages(monkeypatch, job_of("withheld_withdrawal", recipient, "nl")) == []


def test_the_short_ways_end_with_the_document() -> None:
    import weasyprint

    before = weasyprint.draw.draw_border, weasyprint.css.ComputedStyle.__missing__
    with pdf_speed.shortened(weasyprint):
        assert weasyprint.draw.draw_border is not before[0]
    assert (weasyprint.draw.draw_border, weasyprint.css.ComputedStyle.__missing__) == before


def differing_pages(monkeypatch: pytest.MonkeyPatch, one: PdfJob) -> list[int]:
    """The pages (from 1) that look otherwise when nothing is shortened."""
    pairs = zip(*both_ways(monkeypatch, one, scale=1), strict=True)
    pages = [(number, ImageChops.difference(*pair)) for number, pair in enumerate(pairs, start=1)]
    return [number for number, difference in pages if difference.getbbox()]


def both_ways(
    monkeypatch: pytest.MonkeyPatch, one: PdfJob, scale: int
) -> tuple[list[Image.Image], list[Image.Image]]:
    """Pictures of all pages, made the short way and the long way."""
    short = list(pictures(print_pdf(one).pdf, scale))
    monkeypatch.setattr(pdf_speed, "shortened", lambda _weasyprint: nullcontext())
    return short, list(pictures(print_pdf(one).pdf, scale))


def pictures(pdf: bytes, scale: int) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    for page in document:
        yield page.render(scale=scale).to_pil().convert("L")
    document.close()


def lines_in(picture: Image.Image) -> list[tuple[int, int]]:
    """First row and row behind it of every dark line of the top half, at its middle."""
    middle = picture.crop((picture.width // 2, 0, picture.width // 2 + 1, picture.height // 2))
    dark = [level < 240 for level in middle.tobytes()]
    edges = [row for row in range(1, len(dark)) if dark[row] != dark[row - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))
