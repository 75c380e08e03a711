"""What the portal says of a packet that somebody else got."""

import hashlib
from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.codes import DocumentKind
from portal.domain.packet_code import grouped, packet_code
from portal.domain.recipient import CASINO
from portal.domain.record import IssuedPacket
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs
from portal.services import packets
from portal.services.cases import adopt_case, delete_case
from portal.services.verify import (
    Answer,
    Examination,
    UnreadableCode,
    Verdict,
    read_code,
    verify_code,
    verify_file,
)
from portal.store.cases import OpenCase
from portal.store.models import ReceiptRow, db

DAY = date(2026, 11, 22)
CODE = "3f9c21ab77de"
READ = ("HO-BCD234", CODE)


def printer(job: PdfJob) -> RenderedPdf:
    digest = hashlib.sha256(job.html.encode()).hexdigest()
    return RenderedPdf(pdf=f"%PDF {digest}".encode(), pages=2, faults=())


@pytest.fixture
def opened() -> OpenCase:
    return adopt_case(example_case("withheld_withdrawal"), DAY, 12)[1]


def issue(opened: OpenCase, language: str = "nl") -> tuple[IssuedPacket, OpenCase]:
    return packets.issue(opened, CASINO, language, load_packs(), DAY, printer)


def code_of(packet: IssuedPacket) -> str:
    return packet_code(packet.content_hash, packet.language)


def receipts() -> int:
    with db.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ReceiptRow)).scalar_one()


def test_a_packet_as_it_was_made_is_unchanged(opened: OpenCase) -> None:
    packet, _after = issue(opened)
    verdict = verify_file(packet.sha256, None)
    assert verdict.answer is Answer.UNCHANGED
    assert verdict.receipt
    assert verdict.receipt.issued_on == DAY
    assert verdict.receipt.document is DocumentKind.COMPLAINT
    assert (verdict.receipt.language, verdict.receipt.pages) == ("nl", 2)


def test_another_file_with_the_mark_of_a_packet_is_changed(opened: OpenCase) -> None:
    packet, _after = issue(opened)
    mark = (opened.record.case.reference, code_of(packet))
    verdict = verify_file("0" * 64, mark)
    assert verdict.answer is Answer.CHANGED
    assert verdict.receipt
    assert verdict.receipt.sha256 == packet.sha256


def test_a_packet_with_its_own_mark_is_unchanged(opened: OpenCase) -> None:
    packet, _after = issue(opened)
    mark = (opened.record.case.reference, code_of(packet))
    assert verify_file(packet.sha256, mark).answer is Answer.UNCHANGED


def test_a_printed_code_tells_what_was_made(opened: OpenCase) -> None:
    packet, after = issue(opened)
    english, _after = issue(after, "en")
    printed = f"{opened.record.case.reference} {grouped(code_of(packet))}"
    verdict = verify_code(*read_code(printed))
    assert verdict.answer is Answer.MADE
    assert verdict.receipt
    assert verdict.receipt.sha256 == packet.sha256
    other = verify_code(opened.record.case.reference, code_of(english))
    assert other.receipt
    assert other.receipt.sha256 == english.sha256


def test_what_was_not_made_here_is_unknown(opened: OpenCase) -> None:
    packet, _after = issue(opened)
    unknown = Verdict(answer=Answer.UNKNOWN)
    assert verify_file("0" * 64, None) == unknown
    assert verify_file("0" * 64, READ) == unknown
    assert verify_code(*READ) == unknown
    assert verify_code("HO-BCD234", code_of(packet)) == unknown  # the reference counts too


def test_nothing_is_known_when_the_case_is_deleted(opened: OpenCase) -> None:
    packet, after = issue(opened)
    delete_case(after)
    assert verify_file(packet.sha256, None).answer is Answer.UNKNOWN
    assert receipts() == 0


def test_a_double_click_leaves_the_receipts_of_one_packet(opened: OpenCase) -> None:
    def other_bytes(_job: PdfJob) -> RenderedPdf:
        """Prints slowly, and not the same bytes: meanwhile the first one was made."""
        issue(opened)
        return RenderedPdf(pdf=b"%PDF other", pages=3, faults=())

    packet, _after = packets.issue(opened, CASINO, "nl", load_packs(), DAY, other_bytes)
    assert receipts() == 2
    assert verify_file(packet.sha256, None).answer is Answer.UNCHANGED
    assert verify_file(hashlib.sha256(b"%PDF other").hexdigest(), None).answer is Answer.UNKNOWN
    by_print = verify_code(opened.record.case.reference, code_of(packet))
    assert by_print.receipt
    assert by_print.receipt.sha256 == packet.sha256


def test_a_case_without_a_reference_has_no_code_to_find() -> None:
    case = replace(example_case("withheld_withdrawal"), reference="")
    packet, _after = issue(adopt_case(case, DAY, 12)[1])
    assert verify_file(packet.sha256, None).answer is Answer.UNCHANGED
    assert verify_code("", code_of(packet)).answer is Answer.UNKNOWN
    assert receipts() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "HO-BCD234 3f9c-21ab-77de",
        "ho-bcd234 3F9C-21AB-77DE",
        "HO BCD234 3f9c 21ab 77de",
        "HOBCD2343f9c21ab77de",
        "BCD234 3f9c21ab77de",
        "bcd2343f9c21ab77de",
        "H0-BCD234 3f9c-2lab-77de",
        "HO-BCD234 · 3f9c–21ab–77de",
        "Zaak HO-BCD234 · 3f9c-21ab-77de",
        "Case HO-BCD234 · 3f9c-21ab-77de · page 3 of 12",
        "HO-BCD234\n3f9c-21ab-\n77de",
        "hogerop-packet:HO-BCD234:3f9c21ab77de",
        "\uff28\uff2f-BCD234 3f9c-21ab-77de",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == READ


def test_letters_that_look_like_digits_are_read_in_the_code_only() -> None:
    assert read_code("HO-BCD234 oOiI-lL00-1111") == ("HO-BCD234", "001111001111")
    assert read_code("HO-2026-00562 3f9c-21ab-77de")[0] == "HO-2026-00562"


@pytest.mark.parametrize(
    "typed",
    ["", "HO-BCD234", CODE, f"HO {CODE}", "HO-BCD234 3f9c-21ab-77dg", "é" * 40, "A" * 200, "\0"],
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableCode):
        read_code(typed)


def test_an_examination_keeps_a_hash_a_size_and_the_mark() -> None:
    content = b"\n%PDF-1.7 " + b"x" * 5000 + b"hogerop-packet:HO-BCD234:3f9c21ab77de"
    seen = Examination()
    for start in range(0, len(content), 999):
        seen.update(content[start : start + 999])
    assert seen.sha256 == hashlib.sha256(content).hexdigest()
    assert (seen.size, seen.mark, seen.is_pdf) == (len(content), READ, True)


def test_a_file_is_a_pdf_when_it_begins_as_one() -> None:
    for content, is_pdf in ((b"%PDF-1.4", True), (b"PK\3\4", False), (b"", False)):
        seen = Examination()
        seen.update(content)
        assert seen.is_pdf is is_pdf
    late = Examination()
    late.update(b" " * 2000 + b"%PDF-1.7")
    assert not late.is_pdf
