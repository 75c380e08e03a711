"""What leaves the house is what was made; a letter to edit only while the case still says it."""

from datetime import date, timedelta

import pytest

from portal.documents.letter import LetterJob
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.case import Dispatch
from portal.domain.codes import Channel
from portal.domain.parts import replace
from portal.domain.recipient import CASINO, parse_recipient
from portal.domain.record import IssuedPacket
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_known, load_packs
from portal.services import leaving, packets
from portal.services.cases import adopt_case
from portal.store.cases import OpenCase

DAY, MONTHS = date(2026, 11, 22), 12
PACKS = load_packs()


def printed(job: PdfJob) -> RenderedPdf:
    return RenderedPdf(pdf=b"%PDF " + job.title.encode(), pages=2, faults=())


def written(job: LetterJob) -> bytes:
    return job.html.encode()


def made(to: str = "casino", **options: int) -> tuple[IssuedPacket, OpenCase]:
    opened = adopt_case(example_case("withheld_withdrawal"), DAY, MONTHS)[1]
    recipient = parse_recipient(to)
    return packets.issue(opened, recipient, "nl", PACKS, DAY, printed, **options)


@pytest.mark.parametrize("to", ["casino", "dispute", "authority:mt-mga", "report:mt-mga"])
@pytest.mark.parametrize("size_limit", [0, 5_000_000])
def test_the_letter_has_the_content_of_the_packet(to: str, size_limit: int) -> None:
    packet, opened = made(to, size_limit=size_limit)
    content = leaving.content_again(opened.record.case, packet, PACKS)
    assert content is not None
    assert content.hash == packet.packet_hash
    assert leaving.editable_letter(opened, packet, PACKS, written)


@pytest.mark.parametrize("size_limit", [0, 10_000_000])
def test_a_packet_whose_record_does_not_tell_its_size_has_its_letter(size_limit: int) -> None:
    packet, opened = made(size_limit=size_limit)
    older = replace(packet, size_limit=0)
    content = leaving.content_again(opened.record.case, older, PACKS)
    assert content is not None
    assert (content.hash, content.size_limit) == (packet.packet_hash, size_limit)


def test_a_case_that_says_something_else_has_no_letter_of_an_old_packet() -> None:
    packet, opened = made()
    case = opened.record.case
    other = replace(case, topic_words=case.topic_words + " En nog iets.")
    assert leaving.content_again(other, packet, PACKS) is None


def test_that_it_was_sent_changes_nothing() -> None:
    packet, opened = made("report:mt-mga")
    sent = Dispatch(id="d9", recipient="report:mt-mga", sent_on="2026-11-22", channel=Channel.FORM)
    case = opened.record.case.with_dispatch(sent)
    assert leaving.content_again(case, packet, PACKS) is not None


def test_a_file_that_mailboxes_refuse_has_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    known = load_known(None)
    packet, opened = made()
    assert leaving.mail_draft_of(opened, packet, known)
    monkeypatch.setattr(leaving, "LARGEST_ATTACHED", 3)
    assert leaving.mail_draft_of(opened, packet, known) is None
    assert not leaving.leaving_of(opened.record.case, packet, known).has_draft


def test_a_new_letter_moves_the_day_that_it_asks() -> None:
    _packet, opened = made()
    case = replace(opened.record.case, dispatches=())
    record = replace(opened.record, case=case)
    days = {one.kind: one.day for one in leaving.calendar_days_of(record, PACKS, DAY)}
    assert days["reply_by"] >= DAY + timedelta(days=14)
    assert CASINO.code in {one.recipient for one in record.packets}
