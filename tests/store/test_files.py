"""What lies in SQLite's files: settings of every connection, nothing readable, nothing deleted."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from portal.store.cases import add_recovery_key, create_case, delete_case, open_case, save_case
from portal.store.database import checkpoint
from portal.store.models import CaseKeyRow, CaseRow, PacketRow, SessionRow, db
from portal.store.packets import keep_packet
from portal.store.retention import purge
from portal.store.sessions import start_session
from portal.vault.keys import locator, new_case_key
from tests.store.examples import MONTHS, NOW, RECORD, TODAY

pytestmark = pytest.mark.usefixtures("sqlite_app")


def on_disk(folder: Path) -> bytes:
    files = sorted(folder.glob("portal.db*"))
    assert len(files) > 1  # the write-ahead log is among them
    return b"".join(path.read_bytes() for path in files)


def stored_secrets() -> list[bytes]:
    columns = (
        CaseKeyRow.wrapped_key,
        CaseKeyRow.locator,
        CaseRow.document,
        PacketRow.blob,
        SessionRow.payload,
    )
    with db.engine.connect() as connection:
        return [
            value for column in columns for value in connection.execute(select(column)).scalars()
        ]


def fill():
    """A case with everything, and every one of its sealed values, cut to what fits on one page."""
    opened = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    add_recovery_key(opened, new_case_key())
    keep_packet(opened, b"p" * 16, b"%PDF")
    start_session(opened, {"csrf": "token-canary"}, NOW)
    return opened, [value[:100] for value in stored_secrets()]


def test_every_connection_has_the_settings():
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 10_000,
    }
    with db.engine.connect() as first, db.engine.connect() as second:
        for connection in (first, second):
            found = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in expected
            }
            assert found == expected


def test_nothing_that_was_written_can_be_read_from_the_files(tmp_path):
    key = new_case_key()
    opened = create_case(RECORD, key, TODAY, MONTHS)
    save_case(opened, RECORD)
    open_case(key, TODAY, MONTHS)
    keep_packet(opened, b"p" * 16, b"%PDF canary")
    start_session(opened, {"csrf": "token-canary"}, NOW)
    data = on_disk(tmp_path)
    assert locator(key) in data  # the control: this is the right place to search
    words = ["Canarie", "Zonnekoning", "geweigerd", "canary", '"casino"', "HO-TEST22"]
    secret = [key.text, key.characters, *words]
    for word in secret:
        for form in (word.encode(), word.encode("utf-16-le")):
            assert form not in data
    assert opened.case_data_key not in data


@pytest.mark.parametrize("way", ["deleted", "purged"])
def test_the_bytes_of_a_gone_case_are_nowhere_in_the_files(tmp_path, way):
    opened, values = fill()
    before = on_disk(tmp_path)
    assert len(values) == 7
    assert all(value in before for value in values)
    if way == "deleted":
        delete_case(opened)
    else:
        assert purge(TODAY.replace(year=2030)) == 1
    after = on_disk(tmp_path)
    assert not any(value in after for value in values)


def test_without_the_checkpoint_the_bytes_would_still_be_there(tmp_path):
    _, values = fill()
    with db.engine.begin() as connection:
        connection.execute(delete(CaseRow))
    assert any(value in on_disk(tmp_path) for value in values)
    assert checkpoint()
    assert not any(value in on_disk(tmp_path) for value in values)


def test_a_replaced_recovery_key_leaves_no_wrap_behind(tmp_path):
    opened = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    add_recovery_key(opened, new_case_key())
    with db.engine.connect() as connection:
        query = select(CaseKeyRow.wrapped_key).where(CaseKeyRow.kind == "recovery")
        old = connection.execute(query).scalar_one()
    assert old in on_disk(tmp_path)
    add_recovery_key(opened, new_case_key())
    assert old not in on_disk(tmp_path)


def test_a_reader_delays_the_wiping_and_the_next_checkpoint_does_it(tmp_path, caplog):
    opened, values = fill()
    with db.engine.connect() as pooled:
        pooled.exec_driver_sql("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(tmp_path / "portal.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM case_key").fetchone()
        delete_case(opened)
        assert "write-ahead log is in use" in caplog.text
    assert checkpoint()
    assert not any(value in on_disk(tmp_path) for value in values)
