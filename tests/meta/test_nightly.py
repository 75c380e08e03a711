"""`deploy/nightly`: what fails holds nothing else up, and a container does it every night."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.meta.source import ROOT

MONTH = 31 * 86_400
FOUR_O_CLOCK = 1_795_752_000  # 2026-11-27 04:00:00 UTC
PYTHON = """#!/bin/sh
shift 2
echo "$@" >>"$TOLD"
case $1 in
  "$FAILS") exit 2 ;;
  backup) touch "$2" ;;
  settings) echo "HOGEROP_MAIL_SERVER=$MAIL" ;;
esac
"""
DATE = f"""#!/bin/sh
case "$*" in +%s) echo {FOUR_O_CLOCK} ;; *) exec /bin/date -d @{FOUR_O_CLOCK} "$@" ;; esac
"""
SLEEP = """#!/bin/sh
echo "sleep $1" >>"$TOLD"
if [ "$(grep -c sleep "$TOLD")" -eq 3 ]; then kill $PPID; fi
"""


class House:
    """A checkout with `deploy/nightly`, where commands, clock and waiting only write down."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.backups = folder, folder / "backups"
        self.backups.mkdir()
        (folder / "deploy").mkdir()
        shutil.copy(ROOT / "deploy/nightly", folder / "deploy/nightly")
        for name, text in {"python": PYTHON, "date": DATE, "sleep": SLEEP}.items():
            path = folder / ".venv/bin" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)

    def run(self, *arguments: str, fails: str = "", mail: str = "") -> tuple[int, str, list[str]]:
        """The exit status, what was said on stderr, and the commands with the waits."""
        told = self.folder / "told"
        told.write_text("")
        given = {"TOLD": str(told), "FAILS": fails, "MAIL": mail}
        path = f"{self.folder}/.venv/bin:{os.environ['PATH']}"
        run = subprocess.run(
            [self.folder / "deploy/nightly", self.backups, *arguments],
            env={"PATH": path, **given},
            check=False,
            capture_output=True,
            text=True,
            timeout=30,
        )
        return run.returncode, run.stderr, told.read_text().splitlines()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_night_deletes_backs_up_and_clears_away(house: House) -> None:
    old = house.backups / "2026-10-01-041500.age"
    for path in (old, house.backups / "tombstones"):
        path.touch()
        os.utime(path, times=(path.stat().st_mtime - MONTH,) * 2)
    new = house.backups / "2026-11-27-040000.age"
    assert house.run() == (0, "", ["purge", f"backup {new}"])
    assert {path.name for path in house.backups.iterdir()} == {new.name, "tombstones"}
    assert new.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fails", ["purge", "backup"])
def test_what_fails_is_told_and_holds_nothing_else_up(house: House, fails: str) -> None:
    status, said, told = house.run(fails=fails)
    assert (status, said) == (1, f"nightly: {fails} failed\n")
    assert [line.split()[0] for line in told] == ["purge", "backup"]


@pytest.mark.parametrize(("mail", "reminders"), [("", []), ("smtps://m.example", ["remind"])])
def test_a_container_does_it_every_night_until_it_is_stopped(
    house: House, mail: str, reminders: list[str]
) -> None:
    status, said, told = house.run("--every-night", fails="purge", mail=mail)
    night = ["purge", f"backup {house.backups}/2026-11-27-040000.age"]
    waits = ["sleep 900", "sleep 12600"]  # to 04:15, then to 07:30
    expected = [waits[0], *night, waits[1], "settings", *reminders, waits[0]]
    assert (status, told) == (0, expected)
    assert said == "nightly: purge failed\n"


def test_the_unit_starts_it_with_a_folder_that_it_may_write_to() -> None:
    unit = (ROOT / "deploy/hogerop-nightly.service").read_text(encoding="utf-8")
    (folder,) = re.findall(r"^ExecStart=/srv/hogerop/deploy/nightly (\S+)$", unit, re.MULTILINE)
    (state,) = re.findall(r"^StateDirectory=(.+)$", unit, re.MULTILINE)
    assert folder in [f"/var/lib/{name}" for name in state.split()]
