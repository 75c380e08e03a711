# ruff: noqa: TID253 - only the web process must not load pikepdf
"""Exhibits in the packet: shown, numbered, stamped, cited, attached, and valid as a file."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace as with_fields
from PIL import Image

from portal.documents.exhibits import ExhibitFile
from portal.documents.packet import packet_html, packet_job
from portal.documents.pdf import PdfJob, RenderedPdf, render_pdf
from portal.documents.pdf_layout import page_numbers
from portal.documents.pdf_mark import find_packet_mark
from portal.domain.case import Case, Exhibit
from portal.domain.codec import write_case
from portal.domain.evidence import FileProblem
from portal.domain.mail import Side, Speaker
from portal.domain.packet import SMALL
from portal.domain.packet_code import grouped, packet_code
from portal.domain.packet_parts import Weight, split
from portal.domain.parts import replace
from portal.intake.child import normalise
from portal.knowledge.examples import example_files, example_names
from portal.services.evidence import file_facts
from tests.documents.packet_cases import (
    LANGUAGES,
    WITHDRAWAL,
    bookmarks,
    content_of,
    example_taken_in,
    example_with_exhibits,
    page_texts,
    words_of,
)
from tests.pdf_validators import faults, verapdf

pytestmark = pytest.mark.pdf
ALL = [(name, language) for name in example_names() for language in LANGUAGES]
LABELS = {"en": "E", "nl": "B"}
HARD = "محمد 😀 Łódź " + "w" * 90


def first_pages(pdf: bytes, language: str) -> dict[int, int]:
    """The page on which each exhibit begins, by its heading."""
    heading = re.compile(rf"{LABELS[language]}(\d+): ")
    found: dict[int, int] = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        pages = [page.objgen for page in opened.pages]
        for item in _items(outline.root):
            if match := heading.match(item.title):
                found[int(match[1])] = pages.index(item.destination[0].objgen) + 1
    return found


def _items(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _items(item.children)


def with_one_file(
    name: str, content: bytes, **changes: object
) -> tuple[Case, dict[int, ExhibitFile]]:
    """A case with one exhibit that has this file."""
    normal = normalise([content], name)
    digest = hashlib.sha256(content).hexdigest()
    file = replace(file_facts(name, len(content), digest, normal), **changes)
    case = Case(reference="HO-BCD234", exhibits=(Exhibit(id="e1", description=HARD, file=file),))
    return case, {1: ExhibitFile(normal=normal, original=content)}


def draft(case: Case, files: dict[int, ExhibitFile], language: str = "en") -> RenderedPdf:
    content = content_of(case, "casino", is_draft=True)
    return render_pdf(packet_job(content, language, b"{}", files))


def picture(size: tuple[int, int], form: str = "PNG") -> bytes:
    """Red above, blue below."""
    image, held = Image.new("RGB", size, "red"), io.BytesIO()
    image.paste("blue", (0, size[1] // 2, *size))
    image.save(held, form)
    return held.getvalue()


def test_the_packets_of_both_examples_keep_both_standards(tmp_path: Path) -> None:
    paths = []
    for name, language in ALL:
        packet = example_with_exhibits(name, language)
        assert (packet.faults, faults(packet.pdf)) == ((), [])
        paths.append(tmp_path / f"{name}-{language}.pdf")
        paths[-1].write_bytes(packet.pdf)
    assert {path.name: rules for path, rules in verapdf(paths).items() if rules} == {}


def test_a_page_that_is_not_archival_is_told() -> None:
    case, files = with_one_file("a.png", picture((300, 300)))
    with pikepdf.open(io.BytesIO(files[1].normal.pdf)) as pdf:
        pdf.pages[0].Resources.XObject["/Page"].Interpolate = True
        held = io.BytesIO()
        pdf.save(held)
    broken = ExhibitFile(normal=with_fields(files[1].normal, pdf=held.getvalue()))
    assert draft(case, {1: broken}).faults != ()


@pytest.mark.parametrize("name", example_names())
def test_both_languages_have_the_same_exhibits_on_the_same_pages(name: str) -> None:
    dutch, english = (
        first_pages(example_with_exhibits(name, "nl").pdf, "nl"),
        first_pages(example_with_exhibits(name, "en").pdf, "en"),
    )
    assert list(dutch) == list(english) == list(range(1, len(example_files(name)) + 1))
    assert dutch == english
    assert dutch[1] % 2 == 1  # a right-hand page


def jobs_of_different_length() -> list[PdfJob]:
    """One packet in Dutch and English, with so many words that only Dutch needs one more page."""
    case, files = example_taken_in(WITHDRAWAL)
    for lines in range(4, 60, 4):
        long = replace(case, topic_words="\n".join(["Nog een regel."] * lines))
        jobs = [packet_job(content_of(long, "casino"), one, b"{}", files) for one in ("nl", "en")]
        dutch, english = (render_pdf(with_fields(job, other_front="")) for job in jobs)
        if first_pages(dutch.pdf, "nl")[1] > first_pages(english.pdf, "en")[1]:
            return jobs
    raise AssertionError("both languages always fill the same pages: the test shows nothing")


def test_the_shorter_language_gets_empty_pages_that_say_why() -> None:
    jobs = jobs_of_different_length()
    dutch, english = (render_pdf(job) for job in jobs)
    assert first_pages(dutch.pdf, "nl") == first_pages(english.pdf, "en")
    assert english.faults == ()
    (empty,) = [text for text in page_texts(english.pdf) if "This page is empty" in text][:1]
    assert "in Dutch and in English" in empty


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_page_says_which_packet_and_which_exhibit_it_is(name: str, language: str) -> None:
    packet = example_with_exhibits(name, language)
    case, _files = example_taken_in(name)
    content = content_of(case, "casino")
    code = packet_code(content.hash, language)
    assert find_packet_mark(packet.pdf) == (case.reference, code)
    texts = page_texts(packet.pdf)
    places = first_pages(packet.pdf, language)
    for number, text in enumerate(texts, 1):
        assert re.search(rf"\b{number} \w+ {packet.pages}\b", text)
        assert f"{case.reference} {grouped(code)}" in text
        current = [exhibit for exhibit, first in places.items() if first <= number]
        if current:
            assert f"{LABELS[language]}{max(current)}" in text
    assert any(f"{LABELS[language]}" in title for title in bookmarks(packet.pdf))


@pytest.mark.parametrize("name", example_names())
def test_the_originals_travel_along_untouched(name: str) -> None:
    wanted = sorted(hashlib.sha256(one.content).hexdigest() for one in example_files(name).values())
    with pikepdf.open(io.BytesIO(example_with_exhibits(name, "nl").pdf)) as pdf:
        specs = dict(pdf.attachments.items())
        bodies = [one.get_file().read_bytes() for key, one in specs.items() if key != "case.json"]
        kinds = {str(one.AFRelationship) for one in pdf.Root.AF}
        assert len(pdf.Root.AF) == len(specs)
    assert sorted(hashlib.sha256(one).hexdigest() for one in bodies) == wanted
    assert kinds == {"/Data", "/Source"}


def test_the_index_says_what_a_reader_needs_to_trust_a_file() -> None:
    case, files = example_taken_in("withheld_withdrawal")
    said = words_of(packet_html(content_of(case, "casino"), "en", files))
    for file in example_files("withheld_withdrawal").values():
        digest = hashlib.sha256(file.content).hexdigest()
        assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in said
    assert said.count("The original is attached.") == len(files)


def test_the_small_packet_has_no_originals_and_says_so() -> None:
    case, files = with_one_file("chat.txt", b"[20:15] Daan: hallo\n")
    content = with_fields(content_of(case, "casino", is_draft=True), variant=SMALL)
    job = packet_job(content, "en", b"{}", files)
    assert job.originals == ()
    assert "The original is not attached" in job.html


def test_a_transcript_has_numbered_lines_in_order() -> None:
    lines = [f"[20:{number:02}] Daan: regel {number} {HARD}" for number in range(1, 41)]
    case, files = with_one_file("chat.txt", "\n".join(lines).encode())
    packet = draft(case, files)
    assert packet.faults == ()
    html = packet_html(content_of(case, "casino", is_draft=True), "en", files)
    rows = re.findall(r'<tr><th scope="row">(\d+)</th><td>\[20:(\d\d)\]', html)
    assert [(int(one), int(other)) for one, other in rows] == [(n, n) for n in range(1, 41)]


def test_an_e_mail_has_its_header_and_names_what_is_inside() -> None:
    case, files = example_taken_in("self_exclusion_breach")
    said = words_of(packet_html(content_of(case, "casino"), "en", files))
    assert "bevestiging-PW-2026-3308.pdf" in said
    assert said.index("Message-ID") > said.index("Subject")


@pytest.mark.parametrize("size", [(600, 900), (900, 500), (50, 2000)])
def test_a_picture_stands_upright_in_its_own_proportions(size: tuple[int, int]) -> None:
    case, files = with_one_file("foto.png", picture(size))
    packet = draft(case, files)
    assert packet.faults == ()
    with pypdfium2.PdfDocument(packet.pdf) as pdf:
        image = pdf[len(pdf) - 1].render(scale=1).to_pil().convert("RGB")
    reds = [at for at in _places(image) if _is(image, at, 0)]
    blues = [at for at in _places(image) if _is(image, at, 2)]
    assert max(y for _, y in reds) <= min(y for _, y in blues)
    wide = max(x for x, _ in reds) - min(x for x, _ in reds)
    high = max(y for _, y in blues) - min(y for _, y in reds)
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.15, abs=0.02)


def _places(image: Image.Image) -> list[tuple[int, int]]:
    return [(x, y) for x in range(image.width) for y in range(0, image.height, 2)]


def _is(image: Image.Image, at: tuple[int, int], channel: int) -> bool:
    colour = image.getpixel(at)
    assert isinstance(colour, tuple)
    return colour[channel] > 200 and sum(colour) - colour[channel] < 100


@pytest.mark.parametrize("problem", ["damaged", "too_many_pages", "too_many_pixels", "too_complex"])
def test_a_file_that_cannot_be_shown_gets_a_page_that_says_why(problem: str) -> None:
    case, files = with_one_file(
        "kapot 😀.pdf", b"%PDF-1.7 kapot", form=None, problem=FileProblem(problem)
    )
    assert files[1].normal.form is None
    packet = draft(case, files)
    assert packet.faults == ()
    last = page_texts(packet.pdf)[-1]
    assert "show it" in last
    assert "The original is attached." in last


def test_the_same_files_give_the_same_bytes() -> None:
    case, files = example_taken_in("self_exclusion_breach")
    job = packet_job(content_of(case, "casino"), "nl", write_case(case), files)
    assert render_pdf(job).pdf == example_with_exhibits("self_exclusion_breach", "nl").pdf


def test_transcripts_alone_are_on_the_same_pages_too() -> None:
    case, files = example_taken_in(WITHDRAWAL)
    texts = {number: file for number, file in files.items() if file.normal.transcript}
    long = replace(case, topic_words="\n".join(["Nog een regel."] * 36))
    content = content_of(long, "casino")
    dutch, english = (
        first_pages(render_pdf(packet_job(content, one, b"{}", texts)).pdf, one)
        for one in ("nl", "en")
    )
    assert dutch == english
    assert set(dutch) == set(texts)


# -- in parts ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_part_is_a_whole_file_with_its_own_index(language: str) -> None:
    case, files = example_taken_in(WITHDRAWAL)
    weights = [
        Weight(exhibit=number, pages=len(file.normal.pages), size=len(file.normal.pdf))
        for number, file in sorted(files.items())
    ]
    shares = split(weights, 260_000)
    content = with_fields(content_of(case, "casino"), variant=SMALL, shares=shares)
    first, second = (
        render_pdf(packet_job(with_fields(content, part=part), language, b"{}", files))
        for part in (1, 2)
    )
    assert first.faults == second.faults == ()
    shown = [list(first_pages(part.pdf, language)) for part in (first, second)]
    assert shown == [[one.exhibit for one in shares if one.part == part] for part in (1, 2)]
    words = {"nl": ("deel 2 van 2", "in deel 2"), "en": ("part 2 of 2", "in part 2")}[language]
    assert words[0] in page_texts(second.pdf)[0]
    assert any(words[1] in text for text in page_texts(first.pdf))
    assert codes_on(first.pdf) != codes_on(second.pdf)


def codes_on(pdf: bytes) -> set[str]:
    """The packet codes that are printed on the pages."""
    return set(re.findall(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", " ".join(page_texts(pdf))))


def test_a_wrong_guess_of_lengths_never_becomes_a_wrong_page_number() -> None:
    case, files = example_taken_in(WITHDRAWAL)
    job = packet_job(content_of(case, "casino"), "nl", b"{}", files)
    assert job.lengths
    right = render_pdf(job)
    wrong = tuple((number, pages + 1) for number, pages in job.lengths)
    for guess in (wrong, job.lengths[1:], ()):
        printed_anyway = render_pdf(with_fields(job, lengths=guess)).pdf
        assert hashlib.sha256(printed_anyway).digest() == hashlib.sha256(right.pdf).digest()


def test_numbers_are_right_where_the_own_language_is_the_longer_one() -> None:
    case, files = example_taken_in(WITHDRAWAL)
    job = packet_job(content_of(case, "casino"), "nl", b"{}", files)
    head, places = job.other_front.partition("<body")[0], 'exhibit-sheet"><span id="exhibit-1">'
    shorter = f'{head}<body><div class="{places}</span></div></body></html>'
    made = render_pdf(with_fields(job, other_front=shorter))
    alone = render_pdf(with_fields(job, other_front=""))
    assert hashlib.sha256(made.pdf).digest() == hashlib.sha256(alone.pdf).digest()


def test_what_is_known_of_lengths_holds_for_every_kind_of_exhibit() -> None:
    for name, language in ALL:
        case, files = example_taken_in(name)
        job = packet_job(content_of(case, "casino"), language, write_case(case), files)
        first = job.lengths[0][0]
        places = first_pages(example_with_exhibits(name, language).pdf, language)
        assert page_numbers(job.lengths, places[first]) == places


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_e_mail_tells_its_header_and_that_its_signature_was_not_checked(language: str) -> None:
    text = (
        "From: Ελένη <help@casino.example>\nTo: me@example.org\nSubject: Uitbetaling 😀 محمد\n"
        "Date: Mon, 4 May 2026 10:00:00 +0200\nMessage-ID: <1@casino.example>\n"
        "DKIM-Signature: v=1; d=mailer.example; s=k1; h=from; bh=x; b=x\n\nBeste speler,\nnee.\n"
    )
    case, files = with_one_file("a.eml", text.encode())
    printed = draft(case, files, language)
    assert printed.faults == ()
    words = " ".join("".join(page_texts(printed.pdf)).split())
    assert {"en": "Signature (DKIM) of mailer.example, not checked."}.get(
        language, "Handtekening (DKIM) van mailer.example, niet gecontroleerd."
    ) in words
    assert "<1@casino.example>" in words


def test_a_chat_tells_who_is_who_by_the_players_word() -> None:
    speakers = (Speaker(name="Anna", side=Side.CASINO), Speaker(name="محمد", side=Side.ME))
    case, files = with_one_file("a.txt", b"[14:02] Anna: no\n", speakers=speakers)
    printed = draft(case, files)
    assert printed.faults == ()
    words = " ".join("".join(page_texts(printed.pdf)).split())
    assert "Who wrote for the casino, says the player: Anna." in words
