"""The host's commands: one list, clear refusals, exit statuses that programs can use."""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from portal.cli import COMMANDS, main
from portal.commands.compile_translations import compile_catalogue
from portal.commands.database import database_app
from portal.store.models import db


@pytest.fixture(autouse=True)
def own_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path))
    before = os.umask(0o022)
    yield tmp_path
    os.umask(before)  # a command closes its files to others; other tests expect the usual


def test_every_command_in_the_list_can_run() -> None:
    for name in COMMANDS:
        module = import_module(f"portal.commands.{name.replace('-', '_')}")
        assert callable(module.run), name
        assert callable(module.add_arguments), name


def test_an_unknown_command_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purify"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "purify" in refused.err
    assert all(name in refused.err for name in COMMANDS)


def test_help_is_not_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "settings" in capsys.readouterr().out


def test_settings_are_printed_as_they_can_be_set(
    capsys: pytest.CaptureFixture[str], own_instance: Path
) -> None:
    assert main(["settings"]) == 0
    assert f"HOGEROP_INSTANCE_DIR={own_instance}\n" in capsys.readouterr().out


def test_a_wrong_setting_ends_a_command_with_status_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOGEROP_BEHIND_PROXY", "many")
    assert main(["settings"]) == 2
    assert capsys.readouterr().err.startswith("HOGEROP_BEHIND_PROXY is wrong")


def test_the_database_is_made_for_its_owner_alone_and_then_purged(
    capsys: pytest.CaptureFixture[str], own_instance: Path
) -> None:
    assert main(["migrate"]) == 0
    assert (own_instance / "hogerop.db").stat().st_mode & 0o077 == 0
    assert main(["migrate"]) == 0
    assert main(["purge"]) == 0
    assert capsys.readouterr().out == "Deleted: 0 cases, 0 sessions, 0 files of evidence.\n"


WANT_TABLES = (
    "purge",
    "invite list",
    "staff invite noor@example.org --role administrator",
    "group show",
    "figures --year 2025 --csv out.csv",
    "demo-case",
)


@pytest.mark.parametrize("command", WANT_TABLES)
def test_without_tables_a_command_says_what_to_do_and_leaves_nothing_behind(
    command: str,
    own_instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = own_instance / "new"
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(folder))
    assert main(command.split()) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert f"no tables yet in {folder}/hogerop.db" in told
    assert "./hogerop migrate" in told
    assert "deploy/as-site" in told
    assert not folder.exists()


def test_a_database_that_is_empty_foreign_or_away_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with database_app().app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    assert main(["purge"]) == 2
    assert "no tables yet" in capsys.readouterr().err
    with database_app().app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
    assert main(["purge"]) == 2
    assert "of another release. First: ./hogerop migrate" in capsys.readouterr().err
    monkeypatch.setenv("HOGEROP_DATABASE_URL", "postgresql+psycopg://a:hunter2@127.0.0.1:1/none")
    assert main(["purge"]) == 2
    told = capsys.readouterr().err
    assert "does not answer" in told
    assert "hunter2" not in told


def test_codes_that_cannot_be_written_down_are_not_made(
    own_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    asked = ["invite", "members", "--expires", "2099-01-01", "--csv"]
    for place, reason in (("none/codes.csv", "No such file"), ("", "File exists")):
        assert main([*asked, str(own_instance / place)]) == 2
        (told,) = capsys.readouterr().err.splitlines()
        assert told.startswith(f"{own_instance / place}: {reason}")
    assert main(["invite", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_a_file_of_somebody_else_is_told_with_what_helps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_arguments: object) -> int:
        raise PermissionError(13, "Permission denied", "codes.csv")

    monkeypatch.setattr("portal.commands.settings.run", refuse)
    assert main(["settings"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("codes.csv: Permission denied. The user who runs this")

    def fail(_arguments: object) -> int:
        raise OSError("no file")

    monkeypatch.setattr("portal.commands.settings.run", fail)
    with pytest.raises(OSError, match="no file"):
        main(["settings"])


def test_only_translations_that_changed_are_compiled(tmp_path: Path) -> None:
    source = tmp_path / "messages.po"
    source.write_text('msgid "Casino"\nmsgstr "Speelhal"\n', encoding="utf-8")
    assert compile_catalogue(source)
    assert b"Speelhal" in source.with_suffix(".mo").read_bytes()
    assert not compile_catalogue(source)


def test_compiled_sentences_can_be_read_by_whoever_the_site_runs_as(tmp_path: Path) -> None:
    source = tmp_path / "messages.po"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    before = os.umask(0o077)
    assert compile_catalogue(source)
    os.umask(before)
    assert source.with_suffix(".mo").stat().st_mode & 0o777 == 0o644
