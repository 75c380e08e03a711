"""`hogerop register import DIR`: what it says, its exit status, and processes that end early."""

import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from portal.cli import main
from portal.commands.progress import Progress
from tests.store.register_files import ENTRIES, PREFIX, write_register

DAY = date(2026, 11, 20)
MANY = 30_000


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "instance"
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(folder))
    before = os.umask(0o022)
    assert main(["migrate"]) == 0
    yield folder
    os.umask(before)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return dated(write_register(tmp_path / "files"), DAY)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    rows = (f"1001,casino-{number}.com,Active" for number in range(MANY))
    lines = ["Account Number,Domain Name,Status", *rows]
    return write_register(tmp_path / "large", domain_names=lines)


def dated(folder: Path, day: date) -> Path:
    moment = datetime(day.year, day.month, day.day, 12).timestamp()  # noqa: DTZ001
    for path in folder.iterdir():
        os.utime(path, (moment, moment))
    return folder


def import_in_process(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "register", "import", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ask(instance: Path, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(instance / "hogerop.db", timeout=10)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def wait_for_entries(instance: Path, running: subprocess.Popen[str]) -> None:
    """Until the import has written a part of its edition."""
    query = "SELECT count(*) FROM register_domain JOIN register_edition e ON e.id = edition_id"
    while not ask(instance, f"{query} WHERE NOT e.complete")[0][0]:
        assert running.poll() is None, running.communicate()
        time.sleep(0.005)


def test_it_says_how_much_was_imported_and_of_which_day(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", "import", str(files)]) == 0
    assert main(["register", "import", str(files)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"Register of 2026-11-20: {ENTRIES} entries imported.",
        "Register of 2026-11-20: nothing new.",
    ]
    assert told.err == ""


def test_the_day_can_be_given(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "import", str(files), "--day", "2026-11-21"]) == 0
    assert "Register of 2026-11-21" in capsys.readouterr().out
    assert main(["register", "import", str(files), "--day", "2026-11-19"]) == 1
    assert "of 2026-11-21, newer than 2026-11-19" in capsys.readouterr().err
    assert main(["register", "import", str(files), "--day", "2999-01-01"]) == 2
    assert "still to come" in capsys.readouterr().err


def test_wrong_files_end_it_with_status_2_and_their_place(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", "import", str(tmp_path / "nowhere")]) == 2
    assert f"{PREFIX}businesses.csv: No such file" in capsys.readouterr().err
    with (files / f"{PREFIX}licences.csv").open("a") as file:
        file.write("one,2,Active\n")
    assert main(["register", "import", str(files)]) == 2
    assert f"{PREFIX}licences.csv, line 6, Account Number: " in capsys.readouterr().err


def test_a_database_without_the_tables_is_told_what_to_do(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path / "new"))
    assert main(["register", "import", str(files)]) == 1
    assert "./hogerop migrate" in capsys.readouterr().err


def test_an_import_that_is_stopped_by_hand_says_that_nothing_changed(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.services.register.add_entries", stop)
    assert main(["register", "import", str(files)]) == 1
    assert capsys.readouterr().err == "Stopped. The register here is as it was.\n"


def test_a_killed_import_leaves_the_old_register_and_the_next_one_clears_up(
    files: Path, large: Path, instance: Path
) -> None:
    assert main(["register", "import", str(files)]) == 0
    with import_in_process(large) as running:
        wait_for_entries(instance, running)
        running.send_signal(signal.SIGKILL)
        running.communicate()
    editions = "SELECT day FROM register_edition WHERE complete ORDER BY id"
    assert ask(instance, editions) == [("2026-11-20",)]
    hosts = "SELECT count(*) FROM register_domain d JOIN register_edition e ON e.id = d.edition_id"
    assert ask(instance, f"{hosts} WHERE complete AND host = 'luckylion.com'") == [(1,)]
    assert main(["register", "import", str(large)]) == 0
    assert ask(instance, "SELECT count(*) FROM register_edition") == [(1,)]
    assert ask(instance, "SELECT count(*) FROM register_domain") == [(MANY,)]


def test_of_two_imports_at_once_one_is_refused(files: Path, large: Path, instance: Path) -> None:
    with import_in_process(large) as first:
        wait_for_entries(instance, first)
        first.send_signal(signal.SIGSTOP)  # else it may be done before the second has started
        try:
            with import_in_process(files) as second:
                refused = second.communicate()[1]
        finally:
            first.send_signal(signal.SIGCONT)
        done = first.communicate()[0]
    assert "Another import is at work" in refused
    assert "imported" in done
    assert (first.returncode, second.returncode) == (0, 1)
    assert ask(instance, "SELECT count(*) FROM register_domain") == [(MANY,)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress() as progress:
        progress(1, 4)
        progress(2, 4)  # too soon after the first to be drawn
        progress(4, 4)
    drawn = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert [line[-4:] for line in drawn.split("\r")[1:]] == [" 25%", "00%\n"]


def test_where_nobody_looks_on_nothing_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress(1, 1)
    assert capsys.readouterr().err == ""
