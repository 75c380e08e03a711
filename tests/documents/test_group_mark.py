"""The group on paper: named in the footer, its logo on page 1, as part of what the packet is."""

import io

import pytest
from msgspec import UNSET
from msgspec.structs import replace
from pdfminer.high_level import extract_text

from portal.documents.group_mark import logo_address, logo_in
from portal.documents.keysheet import key_sheet
from portal.documents.letter import letter_job
from portal.documents.packet import packet_html, packet_job
from portal.documents.pdf import BlockedResource, PdfJob, render_pdf
from portal.domain.codec import write_case
from portal.domain.group import GroupMark
from portal.domain.packet import PacketContent
from portal.intake.svg import clean_svg
from portal.knowledge.examples import example_case
from tests.documents.packet_cases import content_of, page_texts, words_of
from tests.pdf_validators import faults

NAME = "Meldpunt <Kansspelen> & Co"
LOGO = clean_svg(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><defs><linearGradient id="a">'
    b'<stop offset="0" stop-color="#a20"/></linearGradient></defs>'
    b'<rect width="40" height="10" fill="url(#a)" opacity=".5"/></svg>'
)
MARK = GroupMark(name=NAME, logo=LOGO, media_type="image/svg+xml")


def marked(mark: object = MARK) -> PacketContent:
    return replace(content_of(example_case("withheld_withdrawal"), "casino"), group=mark)


def test_the_group_is_part_of_what_the_packet_is() -> None:
    plain = content_of(example_case("withheld_withdrawal"), "casino")
    other_logo = replace(MARK, logo=LOGO + b" ")
    hashes = {one.hash for one in (plain, marked(), marked(replace(MARK, name="B")))}
    assert len(hashes | {marked(other_logo).hash}) == 4
    assert marked(UNSET).hash == plain.hash
    assert "group-mark" not in packet_html(plain, "en")


@pytest.mark.parametrize(
    ("language", "made"), [("en", "Made on the site of"), ("nl", "Gemaakt op de site van")]
)
def test_the_footer_names_the_group_and_the_logo_has_its_name(language: str, made: str) -> None:
    html = packet_html(marked(), language)
    assert f"{made} Meldpunt &lt;Kansspelen&gt; &amp; Co" in words_of(html)
    assert 'alt="Meldpunt &lt;Kansspelen&gt; &amp; Co"' in html
    assert "<img" not in packet_html(marked(GroupMark(name=NAME)), language)
    assert made not in letter_job(marked(), language).html


@pytest.mark.pdf
def test_a_packet_with_a_logo_is_valid_and_the_same_each_time() -> None:
    job = packet_job(marked(), "en", write_case(example_case("withheld_withdrawal")))
    printed = render_pdf(job)
    assert printed.faults == ()
    assert faults(printed.pdf) == []
    first, second, *_rest = page_texts(printed.pdf)
    assert f"Made on the site of {NAME}" in first
    assert NAME in second
    assert render_pdf(job).pdf == printed.pdf


@pytest.mark.pdf
def test_a_key_sheet_names_the_group_only_when_it_asks_for_that() -> None:
    plain, named = (key_sheet("ABCD-EFGH", "en", mark) for mark in (UNSET, MARK))
    assert "site of" not in plain.html
    printed = render_pdf(named)
    assert faults(printed.pdf) == []
    assert printed.pages == 1
    assert f"Made on the site of {NAME}" in extract_text(io.BytesIO(printed.pdf))


@pytest.mark.parametrize(
    "url",
    ["data:text/html;base64,AAAA", "data:image/png,x", "https://a.example/x.png", "file:///x.svg"],
)
def test_only_a_logo_is_in_a_document_and_nothing_is_fetched(url: str) -> None:
    assert logo_in(url) is None
    assert logo_in(logo_address(LOGO, "image/svg+xml")) == ("image/svg+xml", LOGO)
    html = f'<html lang="en"><title>x</title><body><img src="{url}" alt="x"/></body></html>'
    with pytest.raises(BlockedResource):
        render_pdf(PdfJob(html=html, title="x", language="en"))
