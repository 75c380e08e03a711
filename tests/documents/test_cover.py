"""The words that a packet travels with, and the link that opens a mail program with them."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace as changed

from portal.documents.cover import LONGEST_LINK, Cover, cover_of, mailto
from portal.domain.codes import DocumentKind
from portal.domain.parts import replace
from portal.domain.record import IssuedPacket
from portal.i18n import LANGUAGES
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs

CASE = example_case("withheld_withdrawal")
PACKET = IssuedPacket(
    id="0" * 32,
    recipient="casino",
    document=DocumentKind.COMPLAINT,
    language="en",
    issued_on=date(2026, 11, 22),
    sha256="0" * 64,
    pages=9,
    size=1000,
    file_name="complaint.pdf",
    template="v1",
    pack_hash="",
    content_hash="0" * 64,
)


def cover(document: DocumentKind, language: str = "en", **packet: object) -> Cover:
    made = changed(PACKET, document=document, language=language, **packet)
    return cover_of(made, CASE, load_packs()["mt-mga"])


@pytest.mark.parametrize("document", DocumentKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cover_names_its_case_and_its_pdf(document: DocumentKind, language: str) -> None:
    made = cover(document, language)
    assert CASE.reference in made.subject
    assert "\n" not in made.subject
    assert "PDF" in made.body
    assert CASE.player.name in made.body
    assert "%" not in made.subject + made.body + made.short


def test_what_is_asked_differs_with_the_reader() -> None:
    bodies = {cover(document).body for document in DocumentKind}
    assert len(bodies) == len(DocumentKind)


def test_one_part_of_several_says_which_it_is() -> None:
    made = cover(DocumentKind.REPORT, part=2, parts=3)
    assert made.subject.endswith(", part 2 of 3")
    assert "part 2 of 3" in made.body


def test_a_name_of_two_lines_stays_on_one() -> None:
    casino = replace(CASE.casino, brand="Zilver\r\nBcc: x@y.example")
    made = cover_of(
        changed(PACKET, document=DocumentKind.REPORT),
        replace(CASE, casino=casino),
        load_packs()["mt-mga"],
    )
    assert "Zilver Bcc: x@y.example" in made.subject


def test_a_link_carries_subject_and_text() -> None:
    made = cover(DocumentKind.COMPLAINT)
    link = urlsplit(mailto("klachten@casino.example", made))
    assert (link.scheme, link.path) == ("mailto", "klachten@casino.example")
    values = parse_qs(link.query)
    assert values["subject"] == [made.subject]
    assert values["body"] == [made.body.replace("\n", "\r\n")]


@pytest.mark.parametrize(("body", "kept"), [("x" * 5000, "short"), ("é" * 700, "short")])
def test_a_text_that_makes_the_link_too_long_gives_way_to_the_short_one(
    body: str, kept: str
) -> None:
    link = mailto("a@b.example", Cover("Subject & more", body, "short"))
    assert len(link) <= LONGEST_LINK
    assert parse_qs(urlsplit(link).query)["body"] == [kept]


def test_nothing_that_was_typed_adds_a_field_to_the_link() -> None:
    link = mailto("a@b.example", Cover("x&bcc=c@d.example", "y&cc=e@f.example#z", ""))
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}
