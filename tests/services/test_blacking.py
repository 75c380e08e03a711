# ruff: noqa: TID253 - only the web process must not load pikepdf
"""What a player blacked out in a chat or an e-mail leaves the house in no packet and no page."""

import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace as with_fields
from pdfminer.high_level import extract_text

from portal.commands.case_zip import case_and_files
from portal.documents.pdf import PdfJob, RenderedPdf, render_pdf
from portal.domain.blacking import found, whole, with_black
from portal.domain.codec import read_case
from portal.domain.evidence import BlackText, EvidenceFile, TextPart, Transcript
from portal.domain.mail import Side, Speaker
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs
from portal.services import evidence, leaving, packets
from portal.services.blacking import normal_of, told_case, whole_text_of
from portal.services.cases import adopt_case, update_record
from portal.services.evidence import exhibit_of
from portal.store.cases import OpenCase
from tests.pdf_validators import faults
from tests.services.case_files import MONTHS, TODAY, add, file_of, opens, unpacked

PACKS = load_packs()
IBAN = "NL02 RABO 7788 9911 22"
CHAT = (
    "[14:02] Anna: What is your account?\n"
    f"[14:03] Jan Geheim: It is {IBAN}\n"
    "[14:05] Anna: So NL02RABO7788991122?\n"
    "[14:06] Jan Geheim: I live in Kerkstraat 12."
)
MAIL = (
    "From: Jan Geheim <jan@geheim.example>\nTo: help@casino.example\n"
    "Subject: Mijn rekening NL02RABO7788991122\nDate: Mon, 04 May 2026 10:00:00 +0200\n"
    "Message-ID: <1@geheim.example>\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
    "Mijn rekening is NL02 RABO\n> 7788 9911 22.\nGroet, Jan Geheim\n"
    "--b\nContent-Type: image/png\nContent-Disposition: attachment; "
    "filename=geheim-77889911.png\n\n"
    "x\n--b--\n"
)
# However it is written: not the number, no name, no street.
SECRET = re.compile(r"7788.?9911|rabo|geheim|kerkstraat", re.IGNORECASE)
Choose = Callable[[Transcript], tuple[BlackText, ...]]


@pytest.fixture
def opened() -> OpenCase:
    opened = adopt_case(example_case("withheld_withdrawal"), TODAY, MONTHS)[1]
    opened = add(opened, "Chat with Jan Geheim.txt", CHAT.encode())
    return add(opened, "geheim.eml", MAIL.encode())


def ids(opened: OpenCase) -> tuple[str, str]:
    chat, mail = opened.record.case.exhibits[-2:]
    return chat.id, mail.id


def change(
    opened: OpenCase, exhibit_id: str, changed: Callable[[EvidenceFile], EvidenceFile]
) -> OpenCase:
    exhibit = exhibit_of(opened.record.case, exhibit_id)
    assert exhibit
    assert exhibit.file
    case = opened.record.case.with_exhibit(replace(exhibit, file=changed(exhibit.file)))
    return update_record(opened, lambda record: with_fields(record, case=case))


def black_out(opened: OpenCase, exhibit_id: str, choose: Choose) -> OpenCase:
    text = whole_text_of(opened, exhibit_id)
    assert text
    return change(opened, exhibit_id, partial(with_black, black=choose(text)))


def everything(text: Transcript) -> tuple[BlackText, ...]:
    """What a player does who wants to be known by no one."""
    words = (IBAN, "Geheim", "Kerkstraat 12")
    head = [(TextPart.HEAD, n) for n, (name, _) in enumerate(text.head, 1) if name == "From"]
    files = [(TextPart.FILE, n) for n, _ in enumerate(text.enclosed, 1)]
    return (*(one for word in words for one in found(text, word)), *whole(text, head + files))


@pytest.fixture
def hidden(opened: OpenCase) -> OpenCase:
    chat, _mail = ids(opened)
    names = (Speaker(name="Jan Geheim", side=Side.ME), Speaker(name="Anna", side=Side.CASINO))
    opened = change(opened, chat, lambda file: replace(file, speakers=names))
    for exhibit_id in ids(opened):
        opened = black_out(opened, exhibit_id, everything)
    return opened


def all_of(pdf: bytes) -> str:
    """Everything that can be read in a PDF: its text, its objects, what is attached to it."""
    parts = [extract_text(io.BytesIO(pdf))]
    with pikepdf.open(io.BytesIO(pdf)) as held:
        for one in held.objects:
            is_stream = isinstance(one, pikepdf.Stream)
            parts.append(repr(one))
            if is_stream and one.get("/Subtype") not in ("/Image", "/OpenType"):
                parts.append(one.read_bytes(pikepdf.StreamDecodeLevel.generalized).decode("latin1"))
        parts += [f"{name} {one.filename}" for name, one in held.attachments.items()]
    return "\n".join(parts)


@pytest.mark.pdf
@pytest.mark.parametrize(("language", "word"), [("nl", "zwart gemaakt"), ("en", "blacked out")])
def test_no_byte_of_a_packet_holds_it(hidden: OpenCase, language: str, word: str) -> None:
    made, after = packets.issue(hidden, CASINO, language, PACKS, TODAY, render_pdf)
    pdf = packets.download(after, made).pdf
    text = all_of(pdf)
    assert word in text
    assert SECRET.findall(text) == []
    assert faults(pdf) == []


@pytest.mark.pdf
def test_the_packet_tells_what_is_not_black(hidden: OpenCase) -> None:
    made, after = packets.issue(hidden, CASINO, "en", PACKS, TODAY, render_pdf)
    text = " ".join(extract_text(io.BytesIO(packets.download(after, made).pdf)).split())
    assert "What is your account?" in text
    assert "Who wrote for the casino, says the player: Anna." in text
    assert "Who wrote as the player" not in text
    assert "Chat with Jan [...].txt" in text
    assert "help@casino.example" in text
    assert text.count("The original is not attached. The player keeps it.") == 2


def test_the_attached_case_tells_places_but_no_words(hidden: OpenCase) -> None:
    jobs: list[PdfJob] = []

    def printer(job: PdfJob) -> RenderedPdf:
        jobs.append(job)
        return RenderedPdf(pdf=b"%PDF", pages=1, faults=())

    packets.issue(hidden, CASINO, "nl", PACKS, TODAY, printer)
    (case_file,) = jobs[0].attachments
    case = read_case(case_file.content)
    assert SECRET.findall(case_file.content.decode()) == []
    assert SECRET.findall(jobs[0].html) == []
    mail = case.exhibits[-1].file
    assert mail
    assert mail.mail
    assert (mail.mail.sender, mail.mail.name) == ("", "")
    assert mail.mail.to == ("help@casino.example",)
    assert mail.black


def test_more_that_is_black_makes_another_packet(opened: OpenCase) -> None:
    def printer(_job: PdfJob) -> RenderedPdf:
        return RenderedPdf(pdf=b"%PDF", pages=1, faults=())

    chat, _mail = ids(opened)
    first, after = packets.issue(opened, CASINO, "nl", PACKS, TODAY, printer)
    after = black_out(after, chat, lambda text: found(text, "Anna"))
    second, after = packets.issue(after, CASINO, "nl", PACKS, TODAY, printer)
    after = black_out(after, chat, lambda text: found(text, "Jan"))
    third, after = packets.issue(after, CASINO, "nl", PACKS, TODAY, printer)
    assert len({first.id, second.id, third.id}) == 3
    assert leaving.content_again(told_case(after), third, PACKS) is not None
    assert leaving.content_again(told_case(after), second, PACKS) is None


def test_what_is_shown_is_masked_and_the_whole_text_stays(hidden: OpenCase) -> None:
    chat, mail = ids(hidden)
    assert SECRET.findall(repr(normal_of(hidden, chat).transcript)) == []
    assert SECRET.findall(repr(normal_of(hidden, mail).transcript)) == []
    whole_text = whole_text_of(hidden, chat)
    assert whole_text
    assert "\n".join(whole_text.lines) == CHAT
    assert b"".join(evidence.original_of(hidden, chat)[1]) == CHAT.encode()
    again = black_out(hidden, chat, lambda _text: ())
    shown = normal_of(again, chat).transcript
    assert shown == whole_text


def test_a_case_file_brings_it_along_and_its_page_does_not_tell_it(hidden: OpenCase) -> None:
    data = file_of(hidden)
    page = unpacked(data)["index.html"].decode()
    table = re.sub(r'href="[^"]*"', "", page)  # links lead to the originals, by their names
    assert SECRET.findall(table) == []
    back = opens(data)
    for exhibit_id in ids(hidden):
        before = exhibit_of(hidden.record.case, exhibit_id)
        after = exhibit_of(back.record.case, exhibit_id)
        assert before
        assert after
        assert after.file == before.file
        assert SECRET.findall(repr(normal_of(back, exhibit_id).transcript)) == []


def test_a_packet_from_a_case_file_without_a_site_holds_it_neither(
    hidden: OpenCase, tmp_path: Path
) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(file_of(hidden))
    case, files = case_and_files(path)
    assert SECRET.findall(repr(case.exhibits[-2:])) == []
    texts = [repr(one.normal.transcript) for one in files.values()]
    assert SECRET.findall("".join(texts)) == []
