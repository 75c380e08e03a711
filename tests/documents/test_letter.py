# ruff: noqa: TID253 - only the web process must not load python-docx
"""The Word file says what the packet says, with the same numbers, and nothing about who made it."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from msgspec.structs import replace

from portal.documents.letter import LetterJob, letter_job
from portal.documents.pool import RenderPool
from portal.documents.word import write_letter
from portal.documents.word_columns import column_weights
from portal.knowledge.examples import example_case
from tests.documents.hard_texts import HARD
from tests.documents.packet_cases import LANGUAGES, READY, content_of, html_of

ROOT = Path(__file__).parents[2]
# Not in a letter without its exhibits: contents, picture, pages of exhibits, and their column.
LEFT_OUT = "nav, figure, .exhibit, .filler, .enclosure-list :is(th, td):last-child"


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def letter(name: str, recipient: str, language: str) -> bytes:
    return write_letter(letter_job(content_of(example_case(name), recipient), language))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\u200b", ""))


def everything(document: Any) -> str:
    return " ".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "recipient"), READY)
def test_a_letter_says_what_its_packet_says(name: str, recipient: str, language: str) -> None:
    document = opened(letter(name, recipient, language))
    page = BeautifulSoup(html_of(name, recipient, language), "html.parser")
    for left_out in page.select(LEFT_OUT):
        left_out.decompose()
    headings = [one.get_text() for one in page.select("main :is(h1, h2, h3)")]
    titles = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert list(map(words, titles)) == list(map(words, headings))
    said = set(words(everything(document)))
    rest = page.select("main :is(p, li, td, th, blockquote)")
    assert len(rest) > 100
    for one in rest:
        text = one.get_text(" ")
        assert set(words(text)) <= said or "case.json" in text, one


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_header_rows_and_the_text_has_its_language(language: str) -> None:
    document = opened(letter("withheld_withdrawal", "casino", language))
    headed = [
        table for table in document.tables if table.rows[0]._tr.find(f".//{_HEADER}") is not None
    ]
    assert len(headed) >= 5
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL" if language == "nl" else "en-GB"}
    own = {one.get(qn("w:val")) for one in document.element.body.iter(qn("w:lang"))}
    assert own <= {"nl-NL", ""}


_HEADER = qn("w:tblHeader")


def test_a_letter_names_nobody_and_no_time_and_is_the_same_each_time() -> None:
    job = letter_job(content_of(example_case("withheld_withdrawal"), "casino"), "nl")
    data = write_letter(job)
    is_same = data == write_letter(job)
    assert is_same
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        core = package.read("docProps/core.xml").decode()
        assert re.findall(r"<(?:dc|dcterms|cp):(\w+)", core)[1:] == ["title", "language"]
        everything_else = b"".join(package.read(name) for name in package.namelist())
        assert b"python-docx" not in everything_else
        assert not [name for name in package.namelist() if "thumb" in name or "app.xml" in name]


def test_the_copy_says_that_it_is_one_and_lists_the_enclosures() -> None:
    document = opened(letter("withheld_withdrawal", "casino", "en"))
    assert document.paragraphs[0].text.startswith("This is the editable copy of the letter.")
    text = everything(document)
    assert all(f"E{number}" in text for number in range(1, 14))


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_every_text_can_be_written_and_read_again(text: str) -> None:
    case = example_case("withheld_withdrawal")
    content = content_of(case, "casino")
    fact = replace(content.facts[0], what=text)
    changed = replace(content, facts=(fact,), topic_words=text[:1000])
    document = opened(write_letter(letter_job(changed, "nl")))
    assert document.tables


def test_a_process_that_prints_writes_letters_too() -> None:
    job = letter_job(content_of(example_case("withheld_withdrawal"), "casino"), "en")
    pool = RenderPool(1)
    try:
        is_same = pool.write_letter(job) == write_letter(job)
    finally:
        pool.close()
    assert is_same


def test_the_site_loads_no_library_that_writes_letters_or_calendars() -> None:
    code = "import sys, portal.factory; print({'docx', 'icalendar'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == "set()"


def test_a_job_shows_nothing_of_the_letter() -> None:
    assert repr(LetterJob(html="x", title="x", language="nl", footer="x")) == "LetterJob(…)"


def test_columns_keep_long_words_whole_and_give_the_rest_to_long_texts() -> None:
    address = "klachtenafdeling@polderwin.example"
    texts = [["C1", "C2"], ["E-mail", address], ["Een vraag en een antwoord " * 5], ["Nee gezegd"]]
    number, whom, words_said, result = column_weights(texts)
    assert whom >= len(address)
    assert words_said > result > number
    assert column_weights([[""], []]) == [6.0, 6.0]


def test_what_introduces_a_table_stays_with_it_and_a_signature_has_room() -> None:
    document = opened(letter("withheld_withdrawal", "casino", "en"))
    (intro,) = [one for one in document.paragraphs if one.text == "I ask you for the following:"]
    assert intro.paragraph_format.keep_with_next
    to_sign = next(one for one in document.tables if one.rows[0].cells[-1].text == "Signature")
    assert to_sign.rows[1].height.cm > 2
    widths = {round(cell.width.cm) for cell in to_sign.rows[1].cells}
    assert len(widths) == 1
