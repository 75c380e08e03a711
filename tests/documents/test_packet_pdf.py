# ruff: noqa: TID253 - only the web process must not load pikepdf
"""The packet as a file: valid, readable in order, linked, numbered, and always the same."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest

from portal.documents.packet import packet_job
from portal.documents.pdf import PdfJob, render_pdf
from portal.domain.case import Case, Contact
from portal.domain.codec import read_case
from portal.domain.codes import Channel, Outcome, Step
from portal.domain.parts import replace
from portal.domain.values import Moment
from portal.knowledge.examples import example_case
from tests.documents.packet_cases import (
    BREACH,
    LANGUAGES,
    READY,
    WITHDRAWAL,
    bookmarks,
    content_of,
    example_pdf,
    page_texts,
    print_packet,
)
from tests.documents.test_group_mark import marked
from tests.pdf_validators import faults, verapdf

pytestmark = pytest.mark.pdf
ALL = [(*case, language) for case in READY for language in LANGUAGES]


def long_case() -> Case:
    """60 contacts, the longest fields, and letters of many scripts."""
    case = example_case(WITHDRAWAL)
    contacts = tuple(
        Contact(
            id=f"k{number}",
            step=Step.SUPPORT,
            channel=Channel.CHAT,
            moment=Moment(date="2026-08-01", time="10:00"),
            with_whom="Ελένη Łukasz Жанна محمد 😀",
            asked="vraag " * (833 if number == 7 else 5),
            answered="antwoord محمد 👨‍👩‍👧 ",
            outcome=Outcome.REFUSED,
            exhibits=("e1", "e2"),
        )
        for number in range(60)
    )
    facts = tuple(
        replace(fact, what="Ω" * 5000 if n else "woord 😀 " * 600)
        for n, fact in enumerate(case.facts)
    )
    player = replace(case.player, name="Ελένη Łukasz Жанна محمد 😀")
    return replace(
        case,
        contacts=contacts,
        facts=facts,
        player=player,
        topic_words="woord " * 833,
        no_manager_reason="reden " * 833,
    )


# -- valid ---------------------------------------------------------------------------------


def test_every_packet_of_both_examples_keeps_both_standards(tmp_path: Path) -> None:
    paths = []
    for name, recipient, language in ALL:
        printed = example_pdf(name, recipient, language)
        assert printed.faults == ()
        assert faults(printed.pdf) == []
        paths.append(tmp_path / f"{name}-{recipient.replace(':', '-')}-{language}.pdf")
        paths[-1].write_bytes(printed.pdf)
    paths.append(tmp_path / "of-a-group.pdf")  # here, so that Java starts once
    paths[-1].write_bytes(render_pdf(packet_job(marked(), "nl", b"{}")).pdf)
    assert {path.name: rules for path, rules in verapdf(paths).items() if rules} == {}


def test_many_contacts_long_texts_and_many_scripts_stay_valid(tmp_path: Path) -> None:
    paths = [tmp_path / f"{language}.pdf" for language in LANGUAGES]
    for language, path in zip(LANGUAGES, paths, strict=True):
        printed = print_packet(long_case(), "casino", language)
        assert printed.faults == ()
        path.write_bytes(printed.pdf)
        texts = page_texts(printed.pdf)
        assert len(texts) == printed.pages
        joined = " ".join(texts)
        assert "Ελένη Łukasz Жанна" in joined
        assert "C60" in joined
    assert {path.name: rules for path, rules in verapdf(paths).items() if rules} == {}
    assert joined.count("Ω") >= 5 * 5000


def test_the_same_content_gives_the_same_bytes() -> None:
    again = print_packet(example_case(BREACH), "casino", "nl")
    assert again.pdf == example_pdf(BREACH, "casino", "nl").pdf


# -- reading -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "recipient", "language"), ALL)
def test_the_summary_is_the_first_page_and_every_page_is_numbered(
    name: str, recipient: str, language: str
) -> None:
    printed = example_pdf(name, recipient, language)
    texts = page_texts(printed.pdf)
    case = example_case(name)
    assert len(texts) == printed.pages
    for number, text in enumerate(texts, 1):
        assert re.search(rf"\b{number} \w+ {printed.pages}\b", text)
        assert case.reference in text
    for known in (case.player.name, case.casino.brand, case.casino.licence_number, "✓"):
        assert known in texts[0]
    steps = len(content_of(case, recipient).rungs)
    assert texts[0].count("✓") == steps - 1


@pytest.mark.parametrize(("name", "recipient", "language"), ALL)
def test_bookmarks_follow_the_numbered_sections(name: str, recipient: str, language: str) -> None:
    titles = bookmarks(example_pdf(name, recipient, language).pdf)
    numbered = [int(found[1]) for title in titles if (found := re.match(r"(\d+)\. ", title))]
    assert numbered == list(range(1, (13 if recipient == "casino" else 12)))


def test_text_comes_out_in_reading_order() -> None:
    joined = " ".join(page_texts(example_pdf(WITHDRAWAL, "casino", "en").pdf))
    order = [
        "Sanne van der Meulen",
        "Zilverster Interactive Limited",
        "Subject:",
        "Dear Sir",
        "1. My complaint in brief",
        "Steps and key dates",
        "Contents",
        "The player",
        "WD-20260718-5531. De status",
        "What the casino answered",
        "Please note",
        "I ask you for the following",
        "Please reply in writing",
        "Yours faithfully",
        "Letter",
        "rule pack mt-mga",
    ]
    places = [joined.index(text) for text in order]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_states_title_and_language_and_holds_the_case(language: str) -> None:
    printed = example_pdf(WITHDRAWAL, "casino", language)
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        assert pdf.Root.Lang == language
        assert str(pdf.docinfo["/Title"])
        attached = pdf.attachments["case.json"].get_file().read_bytes()
        assert pdf.Root.AF[0].AFRelationship == "/Data"
    assert read_case(attached) == example_case(WITHDRAWAL)
    assert json.loads(attached)["topic"] == "withdrawal"


def test_references_are_links_to_places_in_the_file() -> None:
    content = content_of(example_case(WITHDRAWAL), "casino")
    printed = example_pdf(WITHDRAWAL, "casino", "en")
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        links = [
            annotation
            for page in pdf.pages
            for annotation in page.get("/Annots", ())
            if annotation.Subtype == "/Link" and "/A" not in annotation
        ]
    enough = len(content.facts) + len(content.contacts) + len(content.exhibits)
    assert len(links) > enough


# -- drafts --------------------------------------------------------------------------------


def test_a_draft_says_so_on_every_page_and_in_its_title() -> None:
    case = example_case(WITHDRAWAL)
    printed = print_packet(case, "casino", "en", is_draft=True)
    texts = page_texts(printed.pdf)
    assert all("DRAFT" in text for text in texts)
    assert printed.faults == ()
    assert draft_job(case).title == "DRAFT: Formal complaint"
    assert all(
        "DRAFT" not in text for text in page_texts(example_pdf(WITHDRAWAL, "casino", "en").pdf)
    )


def draft_job(case: Case) -> PdfJob:
    return packet_job(content_of(case, "casino", is_draft=True), "en", b"{}")


@pytest.mark.parametrize("recipient", ["casino", "dispute", "authority:unknown", "report:nl-ksa"])
def test_a_draft_of_an_empty_case_is_a_valid_file(recipient: str) -> None:
    printed = print_packet(Case(), recipient, "en", is_draft=True)
    assert printed.faults == ()
    assert printed.pages <= 4
