"""The page on which anybody can check a packet: only its hash is looked at, nothing is kept."""

import gc
import io
import secrets
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.packet_code import grouped, packet_code
from portal.domain.recipient import CASINO
from portal.domain.record import IssuedPacket
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs
from portal.services import packets
from portal.services.cases import adopt_case, delete_case
from portal.store.cases import OpenCase
from portal.web import verify
from portal.web.roles import ANYONE, ROLES
from portal.web.verify import HashingSink
from tests.web.conftest import MakeApp
from tests.web.test_errors import log_of_the_site
from tests.web.visitor import Visitor

PAGE = "/en/verify"
DAY = date(2026, 11, 22)
CANARY = b"canary-%d" % 7654321


class Made:
    """A packet that the site made: its bytes, its case, and what is printed on it."""

    def __init__(self) -> None:
        opened = adopt_case(example_case("withheld_withdrawal"), DAY, 12)[1]
        self.packet, self.opened = self._issue(opened)
        self.pdf = packets.download(self.opened, self.packet).pdf

    def _issue(self, opened: OpenCase) -> tuple[IssuedPacket, OpenCase]:
        return packets.issue(opened, CASINO, "nl", load_packs(), DAY, print_packet)

    @property
    def printed(self) -> str:
        code = packet_code(self.packet.content_hash, self.packet.language)
        return f"{self.opened.record.case.reference} {grouped(code)}"

    @property
    def mark(self) -> bytes:
        reference, code = self.printed.split(" ")
        return f"hogerop-packet:{reference}:{code.replace('-', '')}".encode()


END = b"\r\n--b--\r\n"  # of a form's body


def print_packet(_job: PdfJob) -> RenderedPdf:
    return RenderedPdf(pdf=b"%PDF-1.7\n" + CANARY + b"\n%%EOF", pages=7, faults=())


@pytest.fixture
def made(app: Flask) -> Made:
    with app.app_context():
        return Made()


def send(visitor: Visitor, content: bytes, name: str = "packet.pdf") -> TestResponse:
    visitor.get(PAGE)
    return visitor.post(PAGE, {"file": (io.BytesIO(content), name)})


def status_of(page: BeautifulSoup) -> str:
    (box,) = page.find_all(attrs={"role": "status"})
    return str(box.get_text(" ", strip=True))


def checked(visitor: Visitor, content: bytes) -> tuple[str, BeautifulSoup]:
    answer = send(visitor, content)
    assert answer.status_code == 200
    page = visitor.look_at(answer)
    return status_of(page), page


def typed(visitor: Visitor, text: str) -> TestResponse:
    visitor.get(PAGE)
    return visitor.post(PAGE, {"code": text})


def problems(visitor: Visitor, answer: TestResponse) -> list[str]:
    page = visitor.look_at(answer)
    summary = page.select_one(".error-summary ul")
    assert summary, "no summary of the errors"
    assert page.title
    assert page.title.get_text().startswith("Error:")
    return [one.get_text(strip=True) for one in summary.find_all("li")]


def test_the_page_is_for_anyone_and_linked_from_every_page(visitor: Visitor) -> None:
    assert ROLES["verify.page"] == ANYONE
    for language in ("nl", "en"):
        foot = visitor.get(f"/{language}/").select_one("footer")
        assert foot
        assert foot.find("a", href=f"/{language}/verify")
        visitor.get(f"/{language}/verify")


def test_a_packet_as_it_was_downloaded_is_unchanged(visitor: Visitor, made: Made) -> None:
    said, page = checked(visitor, made.pdf)
    assert "This file is unchanged" in said
    assert "22 November 2026" in said
    told = page.select_one("dl.summary")
    assert told
    for part in (made.packet.sha256, "7", "Dutch", "Formal complaint"):
        assert part in told.get_text()


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.pdf + b"\n",
        lambda made: made.pdf.replace(b"7654321", b"7654320"),
        lambda made: made.pdf.replace(b"%%EOF", b"<x:creator>Other</x:creator>%%EOF"),
    ],
    ids=["one byte more", "one digit changed", "metadata changed"],
)
def test_a_packet_that_was_changed_is_told_from_what_was_made(
    visitor: Visitor, made: Made, change: Callable[[Made], bytes]
) -> None:
    said, page = checked(visitor, change(made) + made.mark)
    assert "This file was changed" in said
    assert "22 November 2026" in said
    assert made.packet.sha256 in page.get_text()


def test_a_changed_packet_without_its_mark_is_unknown(visitor: Visitor, made: Made) -> None:
    said, page = checked(visitor, made.pdf + b"\n")
    assert "We do not know this file" in said
    assert made.packet.sha256 not in page.get_text()


@pytest.mark.usefixtures("made")
def test_another_pdf_is_unknown(visitor: Visitor) -> None:
    said, page = checked(visitor, b"%PDF-1.4 another")
    assert "We do not know this file" in said
    assert "What we made" not in page.get_text()


def test_a_packet_of_a_deleted_case_is_unknown(app: Flask, visitor: Visitor, made: Made) -> None:
    with app.app_context():
        delete_case(made.opened)
    assert "We do not know this file" in checked(visitor, made.pdf)[0]
    assert "We do not know this code" in typed(visitor, made.printed).text


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"PK\3\4 a document", "packet.docx", "This file is not a PDF"),
        (b"", "packet.pdf", "This file is empty"),
        (b"", "", "Choose the PDF"),
    ],
)
def test_what_cannot_be_a_packet_is_refused(
    visitor: Visitor, content: bytes, name: str, problem: str
) -> None:
    answer = send(visitor, content, name)
    assert answer.status_code == 422
    (said,) = problems(visitor, answer)
    assert said.startswith(problem)


def test_a_form_without_any_file_asks_for_one(visitor: Visitor) -> None:
    visitor.get(PAGE)
    for data in ({}, {"file": "%PDF-1.7 as text"}, {"other": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}):
        answer = visitor.post(PAGE, data)
        assert answer.status_code == 422
        assert problems(visitor, answer) == ["Choose the PDF that you want to check."]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.lower(),
        lambda text: text.replace("-", "").replace(" ", ""),
        lambda text: f"  {text.removeprefix('HO-')}  ",
        lambda text: f"Case {text.replace(' ', ' · ')} · page 3 of 12",
    ],
    ids=["as printed", "small letters", "in one", "without HO", "a copied line"],
)
def test_a_typed_code_tells_what_was_made(
    visitor: Visitor, made: Made, change: Callable[[str], str]
) -> None:
    answer = typed(visitor, change(made.printed))
    assert answer.status_code == 200
    page = visitor.look_at(answer)
    said = status_of(page)
    assert "A packet with this code was made here" in said
    assert "does not show whether your PDF is unchanged" in said
    assert made.packet.sha256 in page.get_text()


def test_a_code_that_was_never_printed_is_unknown(visitor: Visitor, made: Made) -> None:
    answer = typed(visitor, made.printed[:-1] + ("0" if made.printed[-1] != "0" else "1"))
    assert answer.status_code == 200
    assert "We do not know this code" in status_of(visitor.look_at(answer))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Enter the reference and the code."),
        ("HO-BCD234", "Enter the reference and the 12 digits"),
        ("x" * 201, "Your text is too long."),
        ("\N{SNOWMAN}\0<script>", "Enter the reference and the 12 digits"),
    ],
)
def test_a_code_that_cannot_be_read_is_refused(visitor: Visitor, text: str, problem: str) -> None:
    answer = typed(visitor, text)
    assert answer.status_code == 422
    (said,) = problems(visitor, answer)
    assert said.startswith(problem)


def test_a_form_without_its_token_is_refused(visitor: Visitor) -> None:
    assert visitor.client.post(PAGE, data={"code": "HO-BCD234"}).status_code == 400


def test_a_file_above_the_limit_is_no_packet(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(verify.LARGEST, "verify.page", lambda _settings: 1000)
    answer = send(visitor, b"%PDF-1.7" + bytes(2000))
    assert answer.status_code == 413
    assert problems(visitor, answer) == ["This file is larger than 200 MB, so it is no packet."]


def test_a_network_can_check_so_many_packets_a_minute(make_app: MakeApp) -> None:
    visitor = Visitor(make_app().test_client())
    answers = [typed(visitor, "HO-BCD234 3f9c-21ab-77de").status_code for _try in range(31)]
    assert answers == [200] * 30 + [429]
    visitor.get(PAGE)


def test_nothing_of_a_file_or_a_code_is_kept(
    visitor: Visitor, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever makes a temporary file fails, also one that no folder would list.
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    large = b"%PDF-1.7 " + CANARY * 100_000
    with log_of_the_site() as log:
        answers = [
            send_unspooled(visitor, large, f"{CANARY.decode()}.pdf"),
            send_unspooled(visitor, made.pdf, "packet.pdf"),
            typed(visitor, made.printed),
        ]
    assert [answer.status_code for answer in answers] == [200] * 3
    told = (CANARY, made.packet.sha256.encode(), made.printed.split(" ")[1].encode())
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [one for one in told for content in files if one in content]
    assert not [one for one in told if one.decode() in log.getvalue()]


def test_a_large_file_takes_little_memory() -> None:
    """Pieces as the form's reader hands them out, 30 MB together."""
    piece = secrets.token_bytes(64 * 1024)
    gc.collect()
    tracemalloc.start()
    sink = HashingSink()
    for _number in range(480):
        sink.write(piece)
    assert sink.seen.mark is None
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sink.tell() == 480 * len(piece)
    assert peak < 1_000_000


def test_a_large_upload_is_never_held_whole(visitor: Visitor) -> None:
    """30 MB through the whole site; the test's own body lies in a file, not in memory."""
    visitor.get(PAGE)
    with tempfile.TemporaryFile() as body:
        body.write(_head(visitor, "a.pdf") + b"%PDF-1.7")
        body.truncate(30_000_000)
        body.seek(0, io.SEEK_END)
        body.write(END)
        gc.collect()
        tracemalloc.start()
        answer = post_body(visitor, body)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert "We do not know this file" in answer.text
    assert peak < 8_000_000


def send_unspooled(visitor: Visitor, content: bytes, name: str) -> TestResponse:
    """As `send`, but the test's own client makes no temporary file for a large body."""
    visitor.get(PAGE)
    body = io.BytesIO(_head(visitor, name) + content + END)
    return post_body(visitor, body)


def post_body(visitor: Visitor, body: IO[bytes]) -> TestResponse:
    length = body.seek(0, io.SEEK_END)
    body.seek(0)
    answer = visitor.client.post(
        PAGE,
        input_stream=body,
        content_length=length,
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 200
    return answer


def _head(visitor: Visitor, name: str) -> bytes:
    return (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{visitor.token}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
