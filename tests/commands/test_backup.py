"""`./hogerop backup` and `./hogerop restore`, as a host types them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.cli import main
from portal.commands.database import database_app
from portal.store.cases import CaseNotFound, create_case, delete_case, open_case
from portal.store.models import db
from portal.vault.keys import CaseKey, new_case_key
from portal.web.clock import today
from tests.store.examples import RECORD


class Host:
    """Somebody with a key, and installations in folders of their own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._patch = patch
        self.key_file = str(folder / "key.txt")
        self.move_to("here")

    def move_to(self, name: str) -> Path:
        """From now on commands work on this installation."""
        self._patch.setenv("HOGEROP_INSTANCE_DIR", str(self.folder / name))
        return self.folder / name

    def make_key(self) -> None:
        assert main(["backup", "--make-key", self.key_file]) == 0
        public = re.findall("age1[a-z0-9]{58}", Path(self.key_file).read_text())
        self._patch.setenv("HOGEROP_BACKUP_KEYS", public[0])

    def back_up(self, name: str) -> Path:
        path = self.folder / name
        assert main(["backup", str(path)]) == 0
        return path

    def restore(self, path: Path, *more: str) -> int:
        return main(["restore", str(path), "--identity", self.key_file, *more])


def test_without_a_database_it_says_so(
    host: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    host.make_key()
    backup = str(host.folder / "new.age")
    assert main(["backup", backup]) == 2
    assert "no tables yet" in capsys.readouterr().err
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    monkeypatch.setenv("HOGEROP_DATABASE_URL", nowhere)
    assert main(["backup", backup]) == 2
    assert "does not answer" in capsys.readouterr().err
    assert host.restore(Path(host.key_file)) == 2
    assert "does not answer" in capsys.readouterr().err


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    before = os.umask(0o022)
    yield Host(tmp_path, monkeypatch)
    os.umask(before)


def example() -> CaseKey:
    """A new case; its key."""
    assert main(["migrate"]) == 0
    key = new_case_key()
    with database_app().app_context():
        create_case(RECORD, key, today(), 12)
        db.engine.dispose()
    return key


def opens(key: CaseKey) -> bool:
    with database_app().app_context():
        try:
            open_case(key, today(), 12)
        except CaseNotFound:
            return False
        finally:
            db.engine.dispose()
    return True


def delete(key: CaseKey) -> None:
    with database_app().app_context():
        delete_case(open_case(key, today(), 12))
        db.engine.dispose()


def test_a_house_moves_and_nothing_deleted_comes_along(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, deleted = example(), example()
    here = host.move_to("here")
    (here / "packs").mkdir()
    (here / "packs" / "own.toml").write_text("own")
    (here / "packs" / "old.age").write_text("no part of the site")
    (here / "mail-key").write_text("k" * 48)
    host.make_key()
    first = host.back_up("monday.age")
    delete(deleted)
    host.back_up("tuesday.age")  # writes down beside both what is deleted by now
    there = host.move_to("there")
    assert host.restore(first) == 0
    told = capsys.readouterr().out
    assert "1 were deleted since" in told
    assert (opens(kept), opens(deleted)) == (True, False)
    assert (there / "mail-key").read_text() == "k" * 48
    assert [path.name for path in (there / "packs").iterdir()] == ["own.toml"]
    assert host.restore(first) == 2
    assert "empty installation" in capsys.readouterr().err
    for path in (first, there / "mail-key", there / "hogerop.db", host.folder / "tombstones"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_broken_database_is_put_back_in_its_own_folder(host: Host) -> None:
    kept, deleted = example(), example()
    host.make_key()
    backup = host.back_up("monday.age")
    delete(deleted)
    here = host.move_to("here")
    for path in here.glob("hogerop.db*"):
        path.unlink()
    assert host.restore(backup) == 0
    assert (opens(kept), opens(deleted)) == (True, False)


OPEN = "restore {folder}/monday.age --identity {folder}/key.txt"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("backup {folder}/new.age", "--make-key"),
        ("backup {folder}/new.age --to age1x", "public key"),
        ("backup {folder}/monday.age --to {public}", "exists already"),
        ("backup {folder}/no/folder.age --to {public}", "No such file"),
        ("backup --make-key {folder}/key.txt", "exists"),
        ("restore {folder}/no.age --identity {folder}/key.txt", "No such file"),
        ("restore {folder}/monday.age --identity {folder}/other.txt", "not open it"),
        ("restore {folder}/monday.age --identity {folder}/no.txt", "No such file"),
        ("restore {folder}/monday.age --identity {folder}/monday.age", "private key"),
        ("restore {folder}/key.txt --identity {folder}/key.txt", "no backup"),
        (
            OPEN + " --tombstones {folder}/no",
            "not there",
        ),
        (
            OPEN + " --tombstones {folder}/key.txt",
            "line 1",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(
    host: Host,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wrong: str,
    says: str,
) -> None:
    assert main(["migrate"]) == 0
    host.make_key()
    host.back_up("monday.age")
    assert main(["backup", "--make-key", str(host.folder / "other.txt")]) == 0
    public = os.environ["HOGEROP_BACKUP_KEYS"]
    monkeypatch.delenv("HOGEROP_BACKUP_KEYS")
    before = sorted(host.folder.rglob("*.age*"))
    host.move_to("there")
    assert main(wrong.format(folder=host.folder, public=public).split()) == 2
    assert says in capsys.readouterr().err
    assert sorted(host.folder.rglob("*.age*")) == before
