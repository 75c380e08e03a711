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
from portal.services.examples import adopt_example
from portal.store.cases import OpenCase

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = Room(file=25_000_000, case=100_000_000, pages=200, pixels=50_000_000)
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
    return adopt_example(EXAMPLE, DAY, 12, ROOM, NOW)[1]


def issue(opened: OpenCase, printer: Printer, *, is_small: bool = False) -> OpenCase:
    _packet, after = packets.issue(
        opened, CASINO, "nl", load_packs(), DAY, printer, is_small=is_small
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
    after = issue(after, printer, is_small=True)
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
