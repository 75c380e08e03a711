"""Labels and links of exhibits, names and descriptions of originals, what a page says once."""

import hashlib

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from portal.documents.exhibits import ExhibitFile
from portal.documents.packet import packet_html, packet_job
from portal.documents.pdf import render_pdf
from portal.domain.evidence import EvidenceFile, FileForm, FileProblem, NormalForm, Transcript
from portal.domain.packet import PacketContent
from portal.domain.packet_code import grouped, packet_code
from portal.i18n import use_language
from portal.knowledge.examples import example_case
from tests.documents.packet_cases import LANGUAGES, WITHDRAWAL, content_of, page_texts

LETTERS = {"nl": "B", "en": "E"}
CHAT, BROKEN = b"10:01 Where is my money?", b"%PDF-1.7 broken"
FILES = {
    1: ExhibitFile(
        normal=NormalForm(
            media_type="text/plain",
            form=FileForm.TEXT,
            transcript=Transcript(lines=(CHAT.decode(),)),
        ),
        original=CHAT,
    ),
    2: ExhibitFile(
        normal=NormalForm(media_type="application/pdf", problem=FileProblem.DAMAGED),
        original=BROKEN,
    ),
}


def content_with_files(*, is_draft: bool = False, name: str = "a file.txt") -> PacketContent:
    """An example's packet in which exhibits 1 and 2 have files, and no other."""
    content = content_of(example_case(WITHDRAWAL), "casino", is_draft=is_draft)
    told = {number: told_of(held, name) for number, held in FILES.items()}
    held = tuple(replace(one, file=told.get(one.number)) for one in content.exhibits)
    return replace(content, exhibits=held)


def told_of(held: ExhibitFile, name: str) -> EvidenceFile:
    original = held.original or b""
    return EvidenceFile(
        name=name,
        media_type=held.normal.media_type,
        size=len(original),
        sha256=hashlib.sha256(original).hexdigest(),
        form=held.normal.form,
        problem=held.normal.problem,
    )


def soup_of(language: str) -> BeautifulSoup:
    return BeautifulSoup(packet_html(content_with_files(), language, FILES), "html.parser")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_to_an_exhibit_has_its_label_and_a_row_in_the_index(language: str) -> None:
    soup = soup_of(language)
    links = soup.select('a[href^="#enclosure-"]')
    assert links
    for link in links:
        number = str(link["href"]).rpartition("-")[2]
        assert link.get_text() == f"{LETTERS[language]}{number}"
        assert soup.select_one(f"#enclosure-{number}")


def test_an_exhibit_without_a_file_is_only_in_the_index() -> None:
    row = soup_of("en").select_one("#enclosure-3")
    assert row
    assert "Described only. The file is not in this packet." in row.get_text()
    assert soup_of("en").select_one("#exhibit-3") is None


def test_a_file_that_cannot_be_shown_says_why_only_once_on_its_page() -> None:
    sentences = [one.get_text() for one in soup_of("en").select(".exhibit-sheet p")]
    assert sentences.count("This file is damaged, so the packet cannot show it.") == 1


@pytest.mark.parametrize("screen", LANGUAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_originals_are_described_in_the_language_of_the_packet(language: str, screen: str) -> None:
    with use_language(screen):
        job = packet_job(content_with_files(), language, b"{}", FILES)
    assert job.originals[0].description.startswith(f"{LETTERS[language]}1: ")


def test_a_name_with_a_long_ending_is_cut_and_keeps_its_number() -> None:
    content = content_with_files(name="notes." + "x" * 150)
    names = [one.name for one in packet_job(content, "en", b"{}", FILES).originals]
    assert [name[:9] for name in names] == ["E1 notes.", "E2 notes."]
    assert all(len(name) <= 100 for name in names)


def test_a_draft_has_no_code_and_no_mark() -> None:
    content = content_with_files(is_draft=True)
    job = packet_job(content, "en", b"{}", FILES)
    assert job.keywords == ()
    assert grouped(packet_code(content.hash, "en")) not in job.html


def test_a_draft_says_so_on_the_pages_of_exhibits_too() -> None:
    job = packet_job(content_with_files(is_draft=True), "en", b"{}", FILES)
    pages = page_texts(render_pdf(job).pdf)
    assert [place for place, page in enumerate(pages, 1) if "DRAFT – do not send" not in page] == []
