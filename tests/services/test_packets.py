"""A packet is made once, kept as it was made, and refused while the gate is closed."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from portal.documents.pdf import PdfJob, RenderedPdf, render_pdf
from portal.domain.finding import CaseNotReady
from portal.domain.recipient import CASINO, parse_recipient
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs
from portal.services import packets
from portal.services.cases import adopt_case, delete_case, start_case
from portal.store.cases import CaseNotFound, OpenCase
from portal.store.models import PacketRow, db

DAY = date(2026, 11, 22)
MONTHS = 12


class Printer:
    """Counts the jobs and hands back bytes that tell them apart."""

    def __init__(self) -> None:
        self.jobs: list[PdfJob] = []

    def __call__(self, job: PdfJob) -> RenderedPdf:
        self.jobs.append(job)
        digest = hashlib.sha256(job.html.encode()).hexdigest()
        return RenderedPdf(pdf=f"%PDF {digest}".encode(), pages=2, faults=())


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def opened() -> OpenCase:
    return adopt_case(example_case("withheld_withdrawal"), DAY, MONTHS)[1]


def test_a_packet_is_kept_byte_for_byte(opened: OpenCase, printer: Printer) -> None:
    packet, after = packets.issue(opened, CASINO, "nl", load_packs(), DAY, printer)
    kept = packets.download(after, packet)
    assert hashlib.sha256(kept.pdf).hexdigest() == packet.sha256
    assert kept.file_name.endswith(".pdf")


def test_the_same_content_is_the_same_packet(opened: OpenCase, printer: Printer) -> None:
    first, after = packets.issue(opened, CASINO, "nl", load_packs(), DAY, printer)
    second, same = packets.issue(after, CASINO, "nl", load_packs(), DAY, printer)
    assert (first, len(printer.jobs)) == (second, 1)
    assert same.revision == after.revision


def test_two_requests_at_once_make_one_packet(opened: OpenCase, printer: Printer) -> None:
    def slow_printer(job: PdfJob) -> RenderedPdf:
        if not printer.jobs:  # while the first one prints, the second one starts and ends
            printer(job)
            packets.issue(opened, CASINO, "nl", load_packs(), DAY, printer)
        return printer(job)

    packet, after = packets.issue(opened, CASINO, "nl", load_packs(), DAY, slow_printer)
    assert after.record.packets == (packet,)
    assert packets.download(after, packet).pdf.startswith(b"%PDF")
    with db.engine.connect() as connection:
        assert len(connection.execute(select(PacketRow.id)).all()) == 1


def test_a_case_that_is_deleted_while_it_prints_is_gone(opened: OpenCase) -> None:
    def deleting_printer(_job: PdfJob) -> RenderedPdf:
        delete_case(opened)
        return RenderedPdf(pdf=b"%PDF", pages=1, faults=())

    with pytest.raises(CaseNotFound):
        packets.issue(opened, CASINO, "nl", load_packs(), DAY, deleting_printer)


def test_another_language_or_day_is_another_packet(opened: OpenCase, printer: Printer) -> None:
    _one, after = packets.issue(opened, CASINO, "nl", load_packs(), DAY, printer)
    _two, after = packets.issue(after, CASINO, "en", load_packs(), DAY, printer)
    _three, after = packets.issue(after, CASINO, "nl", load_packs(), date(2026, 11, 23), printer)
    assert len({packet.sha256 for packet in after.record.packets}) == 3


def test_a_closed_gate_writes_nothing(printer: Printer) -> None:
    _key, empty = start_case("nl", DAY, MONTHS)
    with pytest.raises(CaseNotReady) as closed:
        packets.issue(empty, CASINO, "nl", load_packs(), DAY, printer)
    assert closed.value.readiness.blockers
    assert printer.jobs == []


def test_a_draft_is_possible_at_any_time_and_says_so(printer: Printer) -> None:
    _key, empty = start_case("nl", DAY, MONTHS)
    packets.draft(empty, CASINO, "nl", load_packs(), DAY, printer)
    packets.draft(empty, CASINO, "en", load_packs(), DAY, printer)
    dutch, english = printer.jobs
    assert "CONCEPT" in dutch.html.upper()
    assert "DRAFT" in english.html.upper()


def test_the_packet_carries_the_case_file(opened: OpenCase, printer: Printer) -> None:
    packets.issue(opened, CASINO, "en", load_packs(), DAY, printer)
    (attached,) = printer.jobs[0].attachments
    assert (attached.name, attached.relationship) == ("case.json", "Data")


def test_no_reader_gets_a_date_of_birth_that_he_does_not_ask_for(
    opened: OpenCase, printer: Printer
) -> None:
    assert opened.record.case.player.date_of_birth
    for code in ("casino", "authority:mt-mga"):
        packets.issue(opened, parse_recipient(code), "en", load_packs(), DAY, printer)
    born = opened.record.case.player.date_of_birth.encode()
    assert not any(born in job.attachments[0].content for job in printer.jobs)


def test_a_packet_goes_through_the_real_printer(opened: OpenCase) -> None:
    packet, after = packets.issue(opened, CASINO, "nl", load_packs(), DAY, render_pdf)
    assert packets.download(after, packet).pdf.startswith(b"%PDF-1.7")
    assert packet.pages >= 5
