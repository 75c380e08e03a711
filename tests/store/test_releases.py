"""Every release takes over the database of every release before it, on either kind of database."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from portal import RELEASE
from portal.store.cases import open_case
from portal.store.database import migrate_database
from portal.store.models import db
from portal.store.packets import load_packet
from portal.store.receipts import find_receipt
from portal.store.reminders import due_reminders
from portal.store.sessions import find_session
from portal.store.tombstones import all_tombstones
from portal.vault.keys import parse_case_key
from scripts.golden_database import (
    BY_CODE,
    GOLDEN,
    KEY,
    MAIL_KEY,
    MONTHS,
    NOW,
    PACKET,
    PACKET_ID,
    RECEIPT,
    RECORD,
    REMINDED,
    TODAY,
    VISIT,
)
from tests.meta.source import ROOT
from tests.store.backups import Site, site

DUMPS = sorted(GOLDEN.glob("release-*.sql"))


@pytest.fixture(params=DUMPS, ids=lambda path: path.stem)
def dump(request: pytest.FixtureRequest) -> str:
    return str(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def released(dump: str, tmp_path: Path) -> Iterator[Site]:
    """An installation of that release on SQLite, under the code of this one."""
    folder = tmp_path / "released"
    folder.mkdir()
    with sqlite3.connect(folder / "hogerop.db") as connection:
        connection.executescript(dump)
    with site(folder, is_new=False) as made:
        yield made


def check_whole(dump: str) -> None:
    """What the release stored opens; needs the context of the installation."""
    opened = open_case(parse_case_key(told(dump, KEY)), TODAY, MONTHS)
    assert opened.record == RECORD
    assert load_packet(opened, PACKET_ID) == PACKET
    assert find_receipt(BY_CODE) == RECEIPT
    assert [one.address for one in due_reminders(MAIL_KEY, TODAY)] == [REMINDED]
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def told(dump: str, what: str) -> str:
    return next(line for line in dump.splitlines() if line.startswith(what)).removeprefix(what)


def test_it_is_taken_over_with_its_visits(released: Site, dump: str) -> None:
    with released.app.app_context():
        migrate_database()
        check_whole(dump)
        visit = find_session(bytes.fromhex(told(dump, VISIT)), NOW)
        assert visit is not None
        assert visit.data == {"step": "manager"}


@pytest.mark.postgres
def test_its_backup_is_restored_by_this_release(
    released: Site, dump: str, tmp_path: Path, postgres_address: str
) -> None:
    backup, end = released.backup()
    assert end.rows["case"] == 1
    with site(tmp_path / "new", postgres_address) as new:
        deleted = {b"m" * 32: TODAY}  # its tables have no place for that yet
        assert new.restore(backup, deleted).cases == 1
        with new.app.app_context():
            check_whole(dump)
            assert all_tombstones() == deleted


def test_every_release_has_its_line_and_its_database() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", log, re.MULTILINE)
    assert versions[0] == RELEASE
    assert f'version = "{RELEASE}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert {path.stem for path in DUMPS} == {f"release-{version}" for version in versions}
