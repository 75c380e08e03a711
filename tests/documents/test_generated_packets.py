# ruff: noqa: TID253 - only the web process must not load pikepdf
"""Sixty packets that are made up: each keeps both standards, and a broken one is told.

All are judged by page-validation, a sample and the broken ones by veraPDF too.
"""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from portal.documents.pdf import RenderedPdf
from portal.domain.codes import RecipientKind
from portal.domain.packet import SMALL
from portal.services.exhibits import has_vectors
from tests.documents.evidence_samples import SAMPLES
from tests.documents.generated import COUNT, MOST_EXHIBITS, made_up, print_made_up
from tests.documents.hard_texts import HARD, LONGEST
from tests.documents.packet_cases import LANGUAGES
from tests.pdf_validators import faults, verapdf

pytestmark = pytest.mark.pdf
# One of each recipient, in both languages; a draft, a small one, and one of many pages.
SAMPLE = (2, 14, 17, 35, 39, 53)


@cache
def of_the_sample(number: int) -> RenderedPdf:
    """One of the packets that both judges see: printed once for two tests."""
    return print_made_up(number)


@pytest.mark.parametrize("number", range(COUNT))
def test_a_packet_that_is_made_up_keeps_both_standards(number: int) -> None:
    packet = of_the_sample(number) if number in SAMPLE else print_made_up(number)
    assert packet.faults == ()
    assert faults(packet.pdf) == []


# -- a negative control --------------------------------------------------------------------


def without_alternatives(pdf: pikepdf.Pdf) -> None:
    """Pictures that say nothing to somebody who cannot see them."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
            del item.Alt


def without_tree(pdf: pikepdf.Pdf) -> None:
    """No structure: nothing says what is a heading, and what comes first."""
    del pdf.Root.StructTreeRoot


def without_marks_of_standards(pdf: pikepdf.Pdf) -> None:
    """Metadata that do not say which standards the file keeps."""
    xmp = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(xmp.replace(b"pdfaid:part", b"pdfaid:past"))


def without_fonts(pdf: pikepdf.Pdf) -> None:
    """Letters that another machine would draw differently."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            del item.FontFile2


BREAKS: tuple[Callable[[pikepdf.Pdf], None], ...] = (
    without_alternatives,
    without_tree,
    without_marks_of_standards,
    without_fonts,
)


def broken(packet: RenderedPdf, damage: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The same packet, damaged."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(packet.pdf)) as pdf:
        damage(pdf)
        pdf.save(written)
    return written.getvalue()


def test_both_judges_pass_a_sample_and_fail_what_is_broken_on_purpose(tmp_path: Path) -> None:
    whole = {number: of_the_sample(number) for number in SAMPLE}
    files = {f"{number}": packet.pdf for number, packet in whole.items()}
    damaged = {one.__name__: broken(whole[SAMPLE[-1]], one) for one in BREAKS}
    paths = {}
    for name, pdf in (files | damaged).items():
        paths[name] = tmp_path / f"{name}.pdf"
        paths[name].write_bytes(pdf)
    told = verapdf(paths.values())
    assert {name: told[paths[name]] for name in files if told[paths[name]]} == {}
    assert [name for name in damaged if not told[paths[name]]] == []
    assert [name for name, pdf in damaged.items() if not faults(pdf)] == []


# -- what is made up -----------------------------------------------------------------------


def test_the_packets_differ_in_everything_that_matters() -> None:
    made = [made_up(number) for number in range(COUNT)]
    kinds = {(one.content.recipient.kind, one.language, one.content.is_draft) for one in made}
    assert len(kinds) == len(RecipientKind) * len(LANGUAGES) * 2
    assert {len(one.case.exhibits) for one in made} == set(range(MOST_EXHIBITS + 1))
    assert {kind for one in made for kind in one.kinds.values()} == set(SAMPLES)
    assert {(one.content.variant == SMALL, has_vectors(one.files)) for one in made} == {
        *((is_small, has) for is_small in (True, False) for has in (True, False))
    }
    attached = [{held.original is not None for held in one.files.values()} for one in made]
    assert {True, False} in attached
    assert any(len(one.files) < len(one.case.exhibits) for one in made)  # only described


def test_every_hard_text_stands_whole_in_a_packet() -> None:
    told = {fact.what for number in range(COUNT) for fact in made_up(number).case.facts}
    assert {name for name, text in HARD.items() if text not in told} == set()
    assert max(map(len, HARD.values())) == LONGEST


def test_the_sample_has_every_recipient_both_languages_drafts_and_small_ones() -> None:
    made = [made_up(number) for number in SAMPLE]
    assert {one.content.recipient.kind for one in made} == set(RecipientKind)
    assert {one.language for one in made} == set(LANGUAGES)
    assert {one.content.is_draft for one in made} == {True, False}
    assert SMALL in {one.content.variant for one in made}


def test_the_same_number_gives_the_same_packet() -> None:
    first = made_up(1)
    made_up.cache_clear()
    assert made_up(1) == first
