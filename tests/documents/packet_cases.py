# ruff: noqa: TID253 - only the web process must not load pikepdf
"""Cases, packets and what a PDF says, for the tests of the packet."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import pikepdf
from pdfminer.high_level import extract_text

from portal.documents.exhibits import ExhibitFile
from portal.documents.packet import packet_html, packet_job
from portal.documents.pdf import PdfJob, RenderedPdf, render_pdf
from portal.domain.case import Case
from portal.domain.codec import write_case
from portal.domain.packet import PacketContent
from portal.domain.recipient import parse_recipient
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs
from portal.services.examples import example_with_files
from portal.services.gate import ask, content_for

DAY = date(2026, 11, 22)
LANGUAGES = ("nl", "en")
WITHDRAWAL, BREACH = "withheld_withdrawal", "self_exclusion_breach"
READY = (
    (WITHDRAWAL, "casino"),
    (WITHDRAWAL, "dispute"),
    (WITHDRAWAL, "authority:mt-mga"),
    (WITHDRAWAL, "report:mt-mga"),
    (BREACH, "casino"),
    (BREACH, "authority:nl-ksa"),
    (BREACH, "report:nl-ksa"),
)


class Printed(NamedTuple):
    """One packet as a file."""

    pdf: bytes
    pages: int
    faults: tuple[str, ...]


def content_of(case: Case, recipient: str, *, is_draft: bool = False) -> PacketContent:
    """What the packet says on `DAY`."""
    packs, to = load_packs(), parse_recipient(recipient)
    readiness = ask(case, to, packs, DAY)
    assert is_draft or readiness.is_ready
    return content_for(case, to, packs, DAY, is_draft=is_draft)


@cache
def html_of(name: str, recipient: str, language: str) -> str:
    """The HTML of an example's packet."""
    return packet_html(content_of(example_case(name), recipient), language)


@cache
def example_taken_in(name: str) -> tuple[Case, dict[int, ExhibitFile]]:
    """An example with its files; each was looked at in a process of its own, once."""
    return example_with_files(name)


@cache
def example_with_exhibits(name: str, language: str) -> RenderedPdf:
    """An example's complaint with its exhibits, printed."""
    case, files = example_taken_in(name)
    return render_pdf(packet_job(content_of(case, "casino"), language, write_case(case), files))


@cache
def example_pdf(name: str, recipient: str, language: str) -> Printed:
    """An example's packet, printed."""
    return print_packet(example_case(name), recipient, language)


def job_of(name: str, recipient: str, language: str) -> PdfJob:
    """What prints an example's packet, without the files of its exhibits."""
    case = example_case(name)
    return packet_job(content_of(case, recipient), language, write_case(case))


def print_packet(case: Case, recipient: str, language: str, *, is_draft: bool = False) -> Printed:
    """A packet of `case`, printed."""
    content = content_of(case, recipient, is_draft=is_draft)
    rendered = render_pdf(packet_job(content, language, write_case(case)))
    return Printed(rendered.pdf, rendered.pages, rendered.faults)


def words_of(html: str) -> str:
    """The text of HTML on one line, entities as they are."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    pages = extract_text(io.BytesIO(pdf)).split("\f")
    return [" ".join(page.split()) for page in pages if page.strip()]


def bookmarks(pdf: bytes) -> list[str]:
    """The titles of all bookmarks, in order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return list(_titles(outline.root))


def _titles(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)
