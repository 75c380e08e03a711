"""`./hogerop doctor` on an installation that is well, and on ones that are broken."""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from portal.cli import main
from portal.commands import backup_check, checkup
from portal.commands.checkup import Trial, examine
from portal.commands.checkup_nodes import check_evidence, check_nodes
from portal.commands.compile_translations import TRANSLATIONS, compile_catalogue
from portal.commands.database import database_app
from portal.commands.told import State
from portal.config import load_settings
from portal.documents.pool import RenderFailed
from portal.domain.record import StoredFile
from portal.store.cases import create_case, save_case
from portal.store.files import FileWriter, delete_files, new_file_key
from portal.store.models import db
from portal.store.sessions import IDLE, start_session
from portal.vault.keys import new_case_key
from portal.web.clock import now, today
from tests.object_server import NAME, ObjectServer
from tests.store.examples import RECORD

OWN_PACK = checkup.ROOT / "portal/knowledge/authorities/nl-ksa.toml"


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an installation that is well."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compile_catalogue(source)
    folder = tmp_path / "instance"
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(folder))
    before = os.umask(0o077)
    assert main(["migrate"]) == 0
    yield folder
    os.umask(before)


def faults(moment: datetime | None = None, day: date | None = None) -> dict[str, str]:
    """What is broken, by the name of the check."""
    found = examine(os.environ, moment or now(), day or today())
    return {one.check: one.text for one in found if one.state is State.FAULT}


def test_an_installation_that_is_well_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    marks = {line.split()[1]: line.split()[0] for line in lines}
    assert marks.pop("backup") == "look"  # none was made yet
    assert set(marks.values()) == {"ok"}
    assert set(marks) >= {"database", "packs", "fonts", "paper", "uploads"}


def test_programs_can_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["state"] for one in found if one["check"] != "backup"} == {"fine"}
    assert {"check", "state", "text"} == set(found[0])


def _misspelt_setting(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOGEROP_SITE_NAM", "x")


def _open_folder(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o755)


def _open_secret(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    main(["doctor"])
    (folder / "secret-key").chmod(0o644)


def _short_secret(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "secret-key").write_text("short")


def _no_tables(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    for name in ("hogerop.db", "hogerop.db-wal", "hogerop.db-shm"):
        (folder / name).unlink(missing_ok=True)


def _not_a_database(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    _no_tables(folder, _patch)
    (folder / "hogerop.db").write_bytes(b"not a database" * 1000)


def _no_server(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOGEROP_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")


def _lost_file(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    with database_app().app_context():
        db.engine.dispose()
    with sqlite3.connect(folder / "hogerop.db") as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO blob VALUES (?, ?, NULL)", (b"b" * 16, b"c" * 16))


def _no_bucket(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOGEROP_OBJECTS_URL", "s3://hogerop-evidence")
    patch.setenv("HOGEROP_OBJECTS_ENDPOINT", "http://127.0.0.1:1")
    patch.setenv("HOGEROP_OBJECTS_ALLOW_HTTP", "true")
    patch.setenv("HOGEROP_OBJECTS_ACCESS_KEY", "key")
    patch.setenv("HOGEROP_OBJECTS_SECRET_KEY", "hunter2")


def _no_redis(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOGEROP_LIMITS_URL", "redis://:hunter2@127.0.0.1:1")


def _wrong_pack(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    packs = folder / "packs"
    packs.mkdir()
    text = OWN_PACK.read_text(encoding="utf-8")
    (packs / "nl-ksa.toml").write_text(text.replace("review_after_days", "review_after"))


def _full_disk(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    patch.setattr(shutil, "disk_usage", lambda _path: usage)


def _other_version(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkup, "version", lambda _name: "0.1")


def _no_paper(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(_pool: object, _job: object) -> None:
        raise RenderFailed("OSError")

    patch.setattr(checkup.RenderPool, "render", fail)


def _changed_font(folder: Path, patch: pytest.MonkeyPatch) -> None:
    fonts = folder / "fonts"
    shutil.copytree(checkup.FONT_FOLDER, fonts)
    (fonts / "SourceSans3-It.ttf").unlink()
    patch.setattr(checkup, "FONT_FOLDER", fonts)


def _mistyped_key(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOGEROP_BACKUP_KEYS", "age1" + "q" * 58)


def _no_mail(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOGEROP_MAIL_SERVER", "smtp://me:hunter2@127.0.0.1:1")
    patch.setenv("HOGEROP_MAIL_FROM", "site@example.org")
    patch.setenv("HOGEROP_SITE_ADDRESS", "https://example.org")


@pytest.mark.parametrize(
    ("breaks", "check", "says"),
    [
        (_misspelt_setting, "settings", "HOGEROP_SITE_NAM"),
        (_open_folder, "secrets", "chmod 700"),
        (_open_secret, "secrets", "chmod 600"),
        (_short_secret, "secrets", "too short"),
        (_no_tables, "database", "./hogerop migrate"),
        (_not_a_database, "database", "does not answer"),
        (_no_server, "database", "HOGEROP_DATABASE_URL"),
        (_lost_file, "evidence", "1 files"),
        (_no_bucket, "evidence", "HOGEROP_OBJECTS_URL"),
        (_no_redis, "limits", "HOGEROP_LIMITS_URL"),
        (_wrong_pack, "packs", "nl-ksa.toml"),
        (_full_disk, "disk", "Make room"),
        (_other_version, "versions", "./hogerop run"),
        (_no_paper, "paper", "Pango"),
        (_no_mail, "mail", "HOGEROP_MAIL_SERVER"),
        (_changed_font, "fonts", "SourceSans3-It.ttf"),
        (_mistyped_key, "backup", "HOGEROP_BACKUP_KEYS"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_broken_is_named_with_what_to_do(
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    breaks: Callable[[Path, pytest.MonkeyPatch], None],
    check: str,
    says: str,
) -> None:
    breaks(instance, monkeypatch)
    capsys.readouterr()
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    bad = [line for line in told.splitlines() if line.startswith("FAULT")]
    assert [line.split()[1] for line in bad] == [check]
    assert says in bad[0]
    assert "hunter2" not in told


def test_a_clock_before_our_own_packs_is_wrong() -> None:
    assert "clock" in faults(day=date(2020, 1, 1))


def test_a_pack_whose_review_is_due_is_a_warning_not_a_fault() -> None:
    later = today() + timedelta(days=1500)
    found = examine(os.environ, datetime.now(UTC), later)
    stale = [one for one in found if one.check == "packs"]
    assert stale
    assert {one.state for one in stale} == {State.WARNING}
    assert any("nl-ksa" in one.text for one in stale)
    assert not [one for one in found if one.state is State.FAULT]


def use_bucket(server: ObjectServer, patch: pytest.MonkeyPatch, prefix: str) -> None:
    """From now on evidence lies under `prefix` in the bucket of `server`."""
    shared = {"HOGEROP_OBJECTS_URL": f"s3://{NAME}/{prefix}", "HOGEROP_SECRET_KEY": "k" * 32}
    reached = {"ENDPOINT": server.endpoint, "ALLOW_HTTP": "true", "REGION": "eu-west-1"}
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    for name, text in {**shared, **keys}.items():
        patch.setenv(name, text)
    for name, text in reached.items():
        patch.setenv(f"HOGEROP_OBJECTS_{name}", text)


def test_what_should_be_gone_for_days_tells_that_nothing_deletes() -> None:
    """A visit of now, a case that expires in this month: neither is left over too soon."""
    start, late = now(), timedelta(days=3)
    with database_app().app_context():
        opened = create_case(RECORD, new_case_key(), start.date(), 1)
        start_session(opened, {}, start)
        db.engine.dispose()
    assert "retention" not in faults(start + late, start.date())
    told = faults(start + IDLE + late, start.date())["retention"]
    assert told.startswith(f"1 cases and visits should be gone since {start + IDLE:%Y-%m-%d}")
    assert "./hogerop purge" in told
    assert faults(start + timedelta(days=70), start.date())["retention"].startswith("2 ")
    assert main(["purge"]) == 0  # of today: there is nothing to delete yet
    assert "retention" in faults(start + IDLE + late, start.date())


def test_a_bucket_that_keeps_what_is_deleted_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, object_server: ObjectServer
) -> None:
    use_bucket(object_server, monkeypatch, "doctor")
    object_server.set_versioning("Enabled")
    with database_app().app_context():
        (evidence,) = check_evidence()
    object_server.set_versioning("Suspended")
    assert evidence.state is State.FAULT
    assert "versioning off" in evidence.text
    (nodes,) = check_nodes(load_settings(os.environ))
    assert nodes.state is State.WARNING
    assert "alike on each: HOGEROP_DATABASE_URL, HOGEROP_LIMITS_URL." in nodes.text


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The private key of backups, whose public half is in the settings."""
    path = tmp_path / "key"
    assert main(["backup", "--make-key", str(path)]) == 0
    (public_key,) = re.findall("age1[a-z0-9]+", path.read_text())
    monkeypatch.setenv("HOGEROP_BACKUP_KEYS", public_key)
    return path


def about_backups(moment: datetime, trial: Trial) -> list[tuple[str, State]]:
    told = [
        one
        for one in examine(os.environ, moment, moment.date(), trial)
        if one.check in {"backup", "restore"}
    ]
    return [(one.check, one.state) for one in told]


def test_the_age_of_the_last_backup_counts_and_it_is_restored(
    key_file: Path, tmp_path: Path, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "CHECKS", (checkup.backups,))
    made = now()
    assert main(["backup", str(tmp_path / "one.age")]) == 0
    with_key = Trial(key_file)
    restored = ("restore", State.FINE)
    for days, state in ((1, State.FINE), (3, State.WARNING), (9, State.FAULT)):
        later = made + timedelta(days=days)
        assert about_backups(later, with_key) == [("backup", state), restored]
    assert about_backups(made, Trial()) == [("backup", State.FINE), restored]
    (tmp_path / "cut.age").write_bytes((tmp_path / "one.age").read_bytes()[:-1])
    broken = about_backups(made, Trial(key_file, tmp_path / "cut.age"))
    assert broken == [("backup", State.FINE), ("restore", State.FAULT)]
    with monkeypatch.context() as patch:
        _full_disk(instance, patch)
        patch.setattr(backup_check, "_ROOM", 1_000)
        assert about_backups(made, with_key)[-1] == ("restore", State.WARNING)
    (tmp_path / "one.age").unlink()
    assert about_backups(made, with_key)[-1] == ("restore", State.FAULT)
    assert list(instance.glob(".drill-*")) == []


def test_trying_a_backup_brings_no_deleted_file_back_into_the_bucket(
    key_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    object_server: ObjectServer,
) -> None:
    use_bucket(object_server, monkeypatch, "drill")
    monkeypatch.setattr(checkup, "CHECKS", (checkup.backups,))
    with database_app().app_context():
        deleted, kept = _case_with_file(), _case_with_file()
        assert main(["backup", str(tmp_path / "one.age")]) == 0
        delete_files([deleted])
        before = object_server.stored()
        told = about_backups(now(), Trial(key_file))
        db.engine.dispose()
    assert told[-1] == ("restore", State.FINE)
    assert object_server.stored() == before
    assert any(one.endswith(kept) for one in before)


def _case_with_file() -> str:
    """The name of the file of evidence in a new case."""
    opened = create_case(RECORD, new_case_key(), today(), 12)
    key = new_file_key()
    writer = FileWriter(opened, key, now())
    writer.write(b"Zonnekoning")
    writer.finish()
    name = writer.name
    stored = StoredFile(key=key, original=name, normal=name, normal_size=1)
    save_case(opened, replace(RECORD, files={"e1": stored}))
    return name


def test_without_any_backup_there_is_nothing_to_restore(key_file: Path) -> None:
    told = about_backups(now(), Trial(key_file))
    assert told == [("backup", State.WARNING), ("restore", State.FAULT)]
