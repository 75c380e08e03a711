"""The sealed record: stable bytes, records of every schema, nothing quoted when it is broken."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from portal.domain.case import Case, Player
from portal.domain.codes import DocumentKind
from portal.domain.record import (
    RECORD_SCHEMA,
    BadRecord,
    CaseRecord,
    IssuedPacket,
    read_record,
    write_record,
)
from tests.store.examples import RECORD

GOLDEN = Path(__file__).parent / "golden"
PACKET = IssuedPacket(
    id="0123456789abcdef" * 2,
    recipient="authority:mt-mga",
    document=DocumentKind.REFERRAL,
    language="en",
    issued_on=date(2026, 11, 22),
    sha256="a" * 64,
    pages=7,
    size=123_456,
    file_name="referral.pdf",
    template="v1",
    pack_hash="0123456789ab",
    content_hash="b" * 64,
)
FULL = replace(RECORD, packets=(PACKET,), has_recovery_key=True)


@pytest.mark.parametrize("record", [CaseRecord(case=Case()), RECORD, FULL])
def test_a_record_reads_back_as_it_was_written(record):
    assert read_record(write_record(record)) == record


def test_equal_records_give_equal_bytes():
    drafts = {"player": {"name": ["A"]}, "remedy": {"words": ["B"]}}
    first = replace(FULL, drafts=drafts)
    second = replace(FULL, drafts=dict(reversed(drafts.items())))
    assert write_record(first) == write_record(second)


def test_there_is_a_golden_record_of_every_schema():
    names = {path.name for path in GOLDEN.glob("record-*")}
    assert names == {f"record-{number}.json" for number in range(1, RECORD_SCHEMA + 1)}


@pytest.mark.parametrize("number", range(1, RECORD_SCHEMA + 1))
def test_a_record_of_every_schema_still_opens(number):
    record = read_record((GOLDEN / f"record-{number}.json").read_bytes())
    assert record.schema == RECORD_SCHEMA
    assert record.case.player.name == "Marijke Canarie"
    assert record.packets == (PACKET,)
    assert record.drafts == {"player": {"name": ["Marijke Canar"]}}
    assert record.has_recovery_key


def test_a_record_of_a_newer_release_is_refused():
    newer = msgspec.json.decode(write_record(RECORD)) | {"schema": RECORD_SCHEMA + 1}
    with pytest.raises(BadRecord) as refused:
        read_record(msgspec.json.encode(newer))
    assert refused.value.field == "$.schema"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "$"),
        (b"\xff\xfe", "$"),
        (b"[]", "$"),
        (b'{"case": {"topic": "canary"}}', "$.case.topic"),
        (b'{"case": {"canary": 1}}', "$.case"),
    ],
)
def test_a_broken_record_is_refused_without_quoting_it(data, field):
    with pytest.raises(BadRecord) as refused:
        read_record(data)
    assert refused.value.field == field
    assert "canary" not in repr(refused.value) + str(refused.value) + str(refused.value.__cause__)


def test_a_record_cannot_be_changed_in_place():
    with pytest.raises(AttributeError):
        RECORD.case = Case(player=Player(name="other"))
