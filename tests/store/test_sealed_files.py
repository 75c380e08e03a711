"""Files of evidence: sealed on the disk, there while the case names them, gone with it."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from msgspec.structs import replace
from sqlalchemy import func, select

from portal.domain.record import CaseRecord, StoredFile
from portal.store.cases import (
    CaseNotFound,
    OpenCase,
    create_case,
    delete_case,
    open_case,
    save_case,
)
from portal.store.files import (
    UNNAMED,
    FileWriter,
    ObjectNotFound,
    delete_files,
    new_file_key,
    read_file,
    sweep,
)
from portal.store.models import BlobRow, db
from portal.store.objects import evidence
from portal.store.retention import purge
from portal.vault.keys import new_case_key
from portal.vault.sealing import NotOpened
from tests.store.examples import MONTHS, NOW, RECORD, TODAY

CONTENT = b"Zonnekoning weigert de opname. " * 100_000


@pytest.fixture
def opened(app: Flask) -> OpenCase:  # noqa: ARG001 - its context is needed
    return create_case(RECORD, new_case_key(), TODAY, MONTHS)


def pieces(content: bytes = CONTENT, step: int = 70_000) -> Iterator[bytes]:
    return (content[start : start + step] for start in range(0, len(content), step))


def written(opened: OpenCase, key: bytes, content: bytes = CONTENT) -> FileWriter:
    writer = FileWriter(opened, key, NOW)
    for piece in pieces(content):
        writer.write(piece)
    writer.finish()
    return writer


def naming(record: CaseRecord, key: bytes, writer: FileWriter) -> CaseRecord:
    stored = StoredFile(key=key, original=writer.name, normal=writer.name, normal_size=1)
    return replace(record, files={**record.files, "e1": stored})


def rows() -> int:
    with db.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(BlobRow)).scalar_one()


def on_disk() -> list[Path]:
    return [one for one in evidence().folder.rglob("*") if one.is_file()]


def test_a_file_comes_back_as_it_went_in_and_lies_sealed(opened: OpenCase) -> None:
    key = new_file_key()
    writer = written(opened, key)
    assert b"".join(read_file(opened, writer.name, key, writer.size)) == CONTENT
    (place,) = on_disk()
    assert CONTENT[:31] not in place.read_bytes()
    assert place.stat().st_mtime == 0


def test_while_it_arrives_nothing_of_it_is_readable(opened: OpenCase) -> None:
    writer = FileWriter(opened, new_file_key(), NOW)
    for piece in pieces():
        writer.write(piece)
    assert all(CONTENT[:31] not in one.read_bytes() for one in on_disk())
    writer.discard()
    assert (on_disk(), rows()) == ([], 0)


def test_a_changed_or_exchanged_file_does_not_open(opened: OpenCase) -> None:
    key = new_file_key()
    one, other = written(opened, key), written(opened, key, CONTENT[::-1])
    place = evidence().folder / one.name[:2] / one.name
    place.write_bytes((evidence().folder / other.name[:2] / other.name).read_bytes())
    with pytest.raises(NotOpened):
        b"".join(read_file(opened, one.name, key, one.size))


def test_a_file_that_is_not_there_is_told_at_once(opened: OpenCase) -> None:
    with pytest.raises(ObjectNotFound):
        read_file(opened, secrets.token_hex(16), new_file_key(), 10)


def test_what_the_case_names_stays_and_what_it_names_no_more_goes(opened: OpenCase) -> None:
    key = new_file_key()
    writer = written(opened, key)
    saved = save_case(opened, naming(opened.record, key, writer))
    sweep(NOW + 2 * UNNAMED)
    assert b"".join(read_file(saved, writer.name, key, writer.size)) == CONTENT
    save_case(saved, replace(saved.record, files={}))
    assert (on_disk(), rows()) == ([], 0)


def test_an_upload_that_no_case_names_is_swept_after_a_day(opened: OpenCase) -> None:
    written(opened, new_file_key())
    assert sweep(NOW + UNNAMED - timedelta(minutes=1)) == 0
    assert sweep(NOW + UNNAMED + timedelta(minutes=1)) == 1
    assert (on_disk(), rows()) == ([], 0)


def test_a_killed_upload_leaves_nothing_after_a_day(opened: OpenCase) -> None:
    writer = written(opened, new_file_key())
    place = evidence().folder / writer.name[:2] / writer.name
    place.rename(place.with_name(f"{place.name}#1"))  # as the folder looks when the process dies
    assert sweep(NOW + 2 * UNNAMED) == 1
    assert on_disk() == []


def test_an_object_without_a_row_is_swept(opened: OpenCase) -> None:
    writer = written(opened, new_file_key())
    (evidence().folder / "ab").mkdir(exist_ok=True)
    stray = evidence().folder / "ab" / ("ab" + "0" * 30)
    stray.write_bytes(b"stray")
    assert sweep(NOW) == 1
    assert [one.name for one in on_disk()] == [writer.name]


def test_deleting_the_case_deletes_its_files_and_no_others(opened: OpenCase) -> None:
    other = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    kept = written(other, new_file_key())
    written(opened, new_file_key())
    delete_case(opened)
    assert [one.name for one in on_disk()] == [kept.name]
    with pytest.raises(CaseNotFound):
        FileWriter(opened, new_file_key(), NOW)


def test_an_expired_case_takes_its_files_along(opened: OpenCase) -> None:
    key = new_file_key()
    save_case(opened, naming(opened.record, key, written(opened, key)))
    assert purge(TODAY.replace(year=2030)) == 1
    assert sweep(NOW) == 1
    assert (on_disk(), rows()) == ([], 0)


def test_files_can_be_deleted_twice(opened: OpenCase) -> None:
    writer = written(opened, new_file_key())
    delete_files([writer.name])
    delete_files([writer.name])
    assert (on_disk(), rows()) == ([], 0)


@pytest.mark.usefixtures("app")
def test_the_record_remembers_where_its_files_are() -> None:
    key, case_key = new_file_key(), new_case_key()
    opened = create_case(RECORD, case_key, TODAY, MONTHS)
    record = naming(opened.record, key, written(opened, key))
    save_case(opened, record)
    assert open_case(case_key, TODAY, MONTHS).record == record
