# ruff: noqa: TID253 - only the web process must not load pikepdf
import io
import re

import pikepdf
import pytest
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_text

from portal.documents.keysheet import key_sheet
from portal.documents.pdf import render_pdf
from portal.i18n import LANGUAGES

KEY = "M1CQ-QRMN-DDBD-640Z-KE16-C3E0-2FWJ"


@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_sheet_is_one_valid_page_with_the_key(language: str) -> None:
    rendered = render_pdf(key_sheet(KEY, language))
    assert (rendered.pages, rendered.faults) == (1, ())
    assert KEY in extract_text(io.BytesIO(rendered.pdf))


@pytest.mark.pdf
def test_the_file_tells_nothing_about_when_it_was_made() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(key_sheet(KEY, "en")).pdf)) as pdf:
        assert set(pdf.docinfo) == {"/Title", "/Producer", "/Creator"}


def test_the_alternative_of_the_code_does_not_repeat_the_key() -> None:
    page = BeautifulSoup(key_sheet(KEY, "en").html, "html.parser")
    (drawing,) = page.find_all("svg")
    assert drawing.title is not None
    assert drawing.title.text == "QR code of the case key printed above"
    assert KEY not in str(drawing)


def test_the_key_is_in_no_address_and_no_title() -> None:
    job = key_sheet(KEY, "en")
    page = BeautifulSoup(job.html, "html.parser")
    assert KEY not in job.title
    assert not page.find_all(href=True)
    assert not re.findall(r"https?:(?!//www\.w3\.org/2000/svg)", job.html)
    assert job.html.count(KEY) == 1


def test_the_code_holds_the_key_and_nothing_else() -> None:
    import segno

    path = BeautifulSoup(key_sheet(KEY, "en").html, "html.parser").find("path")
    assert path is not None
    expected = segno.make_qr(KEY, error="q").svg_inline(border=4, omitsize=True, dark="#000")
    assert str(path["d"]) in expected


def test_a_key_sheet_shows_no_key_when_it_is_logged() -> None:
    assert KEY not in repr(key_sheet(KEY, "en"))
