"""The files of a case in its packets: with originals or small, and never withheld for a fault."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace as with_fields

from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.knowledge.examples import example_files
from portal.knowledge.loader import load_packs
from portal.services import packets
from portal.services.cases import update_record
from portal.services.evidence import Room
from portal.services.packet_files import Render
from portal.store.cases import OpenCase
from tests.adopted import adopted_example

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = Room(file=25_000_000, case=100_000_000, pages=200, all_pages=400, pixels=50_000_000)
EXAMPLE = "withheld_withdrawal"


class Printer:
    """Keeps the jobs; `faults` are those of each print in turn."""

    def __init__(self, *faults: tuple[str, ...]) -> None:
        self.jobs: list[PdfJob] = []
        self._faults = list(faults)

    def __call__(self, job: PdfJob) -> RenderedPdf:
        self.jobs.append(job)
        return RenderedPdf(pdf=b"%PDF", pages=1, faults=self._faults.pop(0))


@pytest.fixture
def opened() -> OpenCase:
    return adopted_example(EXAMPLE, DAY, 12, ROOM, NOW)[1]


def issue(opened: OpenCase, printer: Render, size_limit: int = 0) -> OpenCase:
    _packet, after = packets.issue(
        opened, CASINO, "nl", load_packs(), DAY, printer, size_limit=size_limit
    )
    return after


def test_every_file_is_shown_and_its_original_goes_along(opened: OpenCase) -> None:
    printer = Printer(())
    issue(opened, printer)
    (job,) = printer.jobs
    files = example_files(EXAMPLE)
    assert sorted(one.content for one in job.originals) == sorted(f.content for f in files.values())
    shown = [one.number for one in job.exhibits]
    assert len(shown) == sum(f.name.endswith((".png", ".jpg", ".pdf")) for f in files.values())


def test_an_original_that_the_player_keeps_stays_out(opened: OpenCase) -> None:
    exhibit = opened.record.case.exhibits[0]
    assert exhibit.file
    kept = replace(exhibit, file=replace(exhibit.file, attach=False))
    changed = update_record(
        opened, lambda record: with_fields(record, case=record.case.with_exhibit(kept))
    )
    printer = Printer(())
    issue(changed, printer)
    assert len(printer.jobs[0].originals) == len(example_files(EXAMPLE)) - 1


def test_the_small_packet_is_another_one_without_originals(opened: OpenCase) -> None:
    printer = Printer((), ())
    after = issue(opened, printer)
    after = issue(after, printer, 10_000_000)
    whole, small = printer.jobs
    assert small.originals == ()
    assert [one.number for one in small.exhibits] == [one.number for one in whole.exhibits]
    assert sum(len(one.pdf) for one in small.exhibits) < sum(len(one.pdf) for one in whole.exhibits)
    assert len(after.record.packets) == 2


def test_pdf_content_that_breaks_a_rule_becomes_pictures(opened: OpenCase) -> None:
    printer = Printer(("RULE-1",), ())
    issue(opened, printer)
    first, second = ({one.number: one.pdf for one in job.exhibits} for job in printer.jobs)
    changed = {number for number in first if first[number] != second[number]}
    assert changed
    assert all(b"/Font" not in second[number] for number in changed)


def test_a_packet_that_still_breaks_a_rule_is_issued_all_the_same(opened: OpenCase) -> None:
    printer = Printer(("RULE-1",), ("RULE-1",))
    assert len(issue(opened, printer).record.packets) == 1


# -- in parts ------------------------------------------------------------------------------


def weighing(job: PdfJob) -> RenderedPdf:
    """A file of the size that this job would have, with a code that tells its bytes apart."""
    size = 150_000 + sum(
        len(one.pdf) * len(one.words) // (one.first + len(one.words) - 1) for one in job.exhibits
    )
    head = b"%PDF " + job.title.encode()
    return RenderedPdf(pdf=head.ljust(size), pages=len(job.exhibits) + 1, faults=())


def test_a_packet_that_is_too_large_becomes_several_of_the_size_that_was_asked(
    opened: OpenCase,
) -> None:
    after = issue(opened, weighing, 250_000)
    made = after.record.packets
    assert len(made) > 1
    assert [(one.part, one.parts) for one in made] == [
        (number, len(made)) for number in range(1, len(made) + 1)
    ]
    assert max(one.size for one in made) <= 250_000
    assert made[1].file_name.endswith(f"-deel-2-van-{len(made)}.pdf")
    assert len({one.content_hash for one in made}) == len(made)


def test_all_parts_belong_together_and_are_made_once(opened: OpenCase) -> None:
    after = issue(opened, weighing, 250_000)
    made = after.record.packets
    again = issue(after, weighing, 250_000)
    assert again.record.packets == made
    assert all(packets.parts_of(after, one) == made for one in made)
    more = issue(again, weighing, 300_000)
    assert packets.parts_of(more, made[0]) == made


def test_a_file_within_the_limit_stays_one(opened: OpenCase) -> None:
    (packet,) = issue(opened, weighing, 10_000_000).record.packets
    assert (packet.part, packet.parts) == (1, 1)


def test_a_limit_that_no_file_can_keep_still_gives_every_page(opened: OpenCase) -> None:
    jobs = []

    def keeping(job: PdfJob) -> RenderedPdf:
        jobs.append(job)
        return weighing(job)

    after = issue(opened, keeping, 100_000)
    count = len(after.record.packets)
    whole, parts = jobs[0], jobs[-count:]
    assert [page for part in parts for page in pages_of(part)] == pages_of(whole)


def test_a_text_that_alone_is_too_large_is_one_file_and_made_once(opened: OpenCase) -> None:
    jobs = []

    def wordy(job: PdfJob) -> RenderedPdf:
        jobs.append(job)
        return RenderedPdf(pdf=b"%PDF".ljust(3_000_000), pages=9, faults=())

    after = issue(opened, wordy, 1_000_000)
    again = issue(after, wordy, 1_000_000)
    assert [(one.part, one.parts) for one in again.record.packets] == [(1, 1)]
    assert len(jobs) == 1


def pages_of(job: PdfJob) -> list[tuple[int, int]]:
    return [
        (one.number, page)
        for one in job.exhibits
        for page in range(one.first, one.first + len(one.words))
    ]
