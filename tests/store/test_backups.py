"""Backups: whole, of one moment, in any installation, and never with what was deleted since."""

import io
import tarfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519
from sqlalchemy import func, insert, select

from portal.services.backup import KeepsChanging, write_backup
from portal.services.restore import BadBackup, restore_backup
from portal.store import cases
from portal.store.cases import CaseNotFound, delete_case
from portal.store.files import lost_files
from portal.store.models import CaseRow, EditionRow, SessionRow, TombstoneRow, db
from portal.store.objects import FolderObjects, evidence
from portal.store.reminders import drop_reminders, due_reminders
from portal.store.snapshot import NotEmpty
from portal.store.tombstones import (
    BadTombstones,
    all_tombstones,
    forget_tombstones,
    read_tombstones,
    write_tombstones,
)
from portal.vault.age_keys import WrongKey
from tests.store.backups import (
    MAIL_KEY,
    PRIVATE,
    PUBLIC,
    Site,
    add_case,
    add_rest,
    has_everything,
    is_empty,
    opened_case,
    site,
)
from tests.store.examples import NOW, TODAY


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path / "old") as made:
        yield made


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path / "new") as made:
        yield made


def count(model: type) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(model)).scalar_one())


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("here", "there"), [("sqlite", "sqlite"), ("sqlite", "postgres"), ("postgres", "sqlite")]
)
def test_everything_comes_back_on_either_database(
    request: pytest.FixtureRequest, tmp_path: Path, here: str, there: str
) -> None:
    with site(tmp_path / "old", address_on(request, here)) as old:
        with old.app.app_context():
            keys = [add_case(), add_case()]
            add_rest()
        backup, end = old.backup()
    assert (end.rows["case"], end.evidence, end.lost, end.instance) == (2, 2, 0, 1)
    with site(tmp_path / "new", address_on(request, there)) as new:
        restored = new.restore(backup)
        assert (restored.cases, restored.evidence, restored.buried) == (2, 2, 0)
        assert new.files == {"secret-key": b"s" * 48}
        with new.app.app_context():
            assert all(map(has_everything, keys))
            assert [one.address for one in due_reminders(MAIL_KEY, TODAY)] == [
                "marijke@example.org"
            ]
            assert count(SessionRow) == 0
            assert lost_files() == frozenset()
            assert next_edition() == 2


def address_on(request: pytest.FixtureRequest, kind: str) -> str:
    return request.getfixturevalue("cluster").new_database() if kind == "postgres" else ""


def next_edition() -> int:
    """The number that the next row of a table with numbers gets."""
    with db.engine.begin() as connection:
        edition = {"day": TODAY, "digest": "e" * 64, "complete": True}
        done = connection.execute(insert(EditionRow).values(edition).returning(EditionRow.id))
        return int(done.scalar_one())


def test_common_tools_open_it(old: Site) -> None:
    with old.app.app_context():
        add_case()
    plain = pyrage.decrypt(old.backup()[0], [x25519.Identity.from_str(PRIVATE)])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        names = archive.getnames()
        assert archive.extractfile("instance/secret-key").read() == b"s" * 48
    assert names[0] == "about.json"
    assert names[-1] == "end.json"
    assert not [name for name in names if "session" in name]


def test_what_was_deleted_after_the_backup_stays_deleted(old: Site, new: Site) -> None:
    with old.app.app_context():
        kept, deleted = add_case(), add_case()
        reminder = add_rest()
    backup, _end = old.backup()
    with old.app.app_context():
        delete_case(opened_case(deleted))
        drop_reminders([reminder])
        tombstones = all_tombstones()
    assert len(tombstones) == 2
    restored = new.restore(backup, tombstones)
    assert (restored.cases, restored.evidence, restored.buried) == (1, 1, 1)
    with new.app.app_context():
        assert has_everything(kept)
        with pytest.raises(CaseNotFound):
            opened_case(deleted)
        assert due_reminders(MAIL_KEY, TODAY) == []
        assert len(evidence().names()) == 1
        assert count(TombstoneRow) == 2  # and after the next disaster too


def test_the_file_in_the_instance_folder_outlives_the_database(old: Site, tmp_path: Path) -> None:
    with old.app.app_context():
        deleted = add_case()
        backup, _end = old.backup()
        delete_case(opened_case(deleted))
        db.engine.dispose()
        kept = (tmp_path / "old" / "tombstones").read_bytes()
    assert deleted.characters not in kept.decode()
    (tmp_path / "tombstones").write_bytes(kept)
    with site(tmp_path / "new") as new:
        (tmp_path / "tombstones").rename(tmp_path / "new" / "tombstones")
        assert new.restore(backup).cases == 0


def test_deleting_goes_on_when_the_tombstone_cannot_be_written_down(
    old: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "old" / "tombstones").mkdir()
    with old.app.app_context():
        key = add_case()
        delete_case(opened_case(key))
        assert count(CaseRow) == 0
        assert count(TombstoneRow) == 1
    assert "tombstones cannot be written down" in caplog.text


def test_tombstones_are_a_file_of_lines_and_are_forgotten_some_day(
    old: Site, tmp_path: Path
) -> None:
    with old.app.app_context():
        delete_case(opened_case(add_case()))
        found = all_tombstones()
        (day,) = found.values()
        path = tmp_path / "tombstones"
        write_tombstones(path, found)
        assert read_tombstones(path) == found
        assert path.stat().st_mode & 0o077 == 0
        assert (forget_tombstones(day), count(TombstoneRow)) == (0, 1)
        assert (forget_tombstones(day.replace(year=9999)), count(TombstoneRow)) == (1, 0)
    for content in (b"\xff", b"x\n", path.read_bytes()[:-12]):
        path.write_bytes(content)
        with pytest.raises(BadTombstones):
            read_tombstones(path)


def test_a_changed_or_cut_off_backup_restores_nothing(old: Site, new: Site) -> None:
    with old.app.app_context():
        add_case()
    backup, _end = old.backup()
    size = len(backup)
    for place in range(0, size, size // 10):
        changed = backup[:place] + bytes((backup[place] ^ 1,)) + backup[place + 1 :]
        for wrong in (changed, backup[:place]):
            with pytest.raises((BadBackup, WrongKey)):
                new.restore(wrong)
    assert is_empty(new)
    new.restore(backup)
    with pytest.raises(NotEmpty):
        new.restore(backup)


def test_a_failure_half_way_takes_everything_back(
    old: Site, new: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with old.app.app_context():
        keys = [add_case(), add_case()]
    backup, _end = old.backup()
    keep = FolderObjects.keep
    with monkeypatch.context() as patch:

        def full(objects: FolderObjects, name: str, writer: object) -> None:
            if objects.names():
                raise OSError(28, "No space left on device")
            keep(objects, name, writer)

        patch.setattr(FolderObjects, "keep", full)
        with pytest.raises(OSError, match="space"):
            new.restore(backup)
        assert is_empty(new)
    with monkeypatch.context() as patch:
        patch.setattr(new, "files", None, raising=True)
        with pytest.raises(AttributeError):
            new.restore(backup)
        assert is_empty(new)
    new.restore(backup)
    with new.app.app_context():
        assert all(map(has_everything, keys))


def test_players_work_on_while_a_backup_is_made(old: Site, new: Site) -> None:
    with old.app.app_context():
        kept, deleted = add_case(), add_case()
        came = []
        changes = iter([lambda: delete_case(opened_case(deleted)), lambda: came.append(add_case())])
    backup, end = old.backup(lambda: next(changes, int)())  # noqa: PLW0108
    assert end.lost == 0
    assert new.restore(backup).cases == 2
    with new.app.app_context():
        assert has_everything(kept)
        assert has_everything(came[0])
        assert lost_files() == frozenset()
        assert len(evidence().names()) == 2


def test_a_file_that_was_lost_before_stops_no_backup(old: Site, new: Site) -> None:
    with old.app.app_context():
        add_case()
        whole = add_case()
        lost = next(one for one in evidence().names() if one not in names_of(whole))
        evidence().delete([lost])
    backup, end = old.backup()
    assert end.lost == 1
    restored = new.restore(backup)
    assert (restored.cases, restored.evidence, restored.lost) == (2, 1, 1)


def names_of(key: object) -> set[str]:
    return {one.original for one in opened_case(key).record.files.values()}


def test_a_site_that_never_rests_is_told_to_try_later(
    old: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = FolderObjects.size

    def gone_when_asked(objects: FolderObjects, name: str) -> int:
        for key in [key for key in keys if name in names_of(key)]:
            keys.remove(key)
            delete_case(opened_case(key))
            keys.append(add_case())
        return size(objects, name)

    with old.app.app_context():
        keys = [add_case()]
    monkeypatch.setattr(FolderObjects, "size", gone_when_asked)
    monkeypatch.setattr(cases, "checkpoint", lambda: True)  # it would wait for the backup
    with pytest.raises(KeepsChanging):
        old.backup()


def test_a_backup_takes_little_memory_whatever_its_size(
    old: Site, new: Site, tmp_path: Path
) -> None:
    large, path = b"x" * 30_000_000, tmp_path / "backup.age"
    with old.app.app_context():
        key = add_case(large)
    tracemalloc.start()
    with path.open("wb") as file, old.app.app_context():
        write_backup(file.write, [PUBLIC], {}, NOW, "0.1.0")
    written = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    with new.app.app_context():
        restore_backup(lambda: path.open("rb"), [PRIVATE], {}, lambda _name, _content: None)
    read = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > len(large)
    assert max(written, read) < len(large) / 2
    with new.app.app_context():
        assert has_everything(key, large) is True
