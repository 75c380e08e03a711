import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.intake.child import normalise
from portal.intake.limits import Limits
from tests.intake import makers

ROOT = Path(__file__).parents[2]
# Tries each way out, and says what came of it: "done", or the name of the error.
TRIALS = """
import ctypes, json, os, socket, subprocess, sys
from portal.intake import sandbox
from portal.intake.limits import Limits
folder, with_filter = sys.argv[1], sys.argv[2] == "filter"
if not with_filter:
    sandbox._filter_calls = lambda: False
libc = ctypes.CDLL(None, use_errno=True)
def native(*call):
    result = libc.syscall(*call)
    if result < 0:
        raise OSError(ctypes.get_errno(), "native")
trials = {
    "socket": lambda: socket.socket(),
    "pair": lambda: socket.socketpair(),
    "program": lambda: subprocess.run(["true"]),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "new file": lambda: open(folder + "/new", "wb"),
    "old file": lambda: open(folder + "/old", "r+b"),
}
if with_filter:
    trials |= {
        "native socket": lambda: native(*NUMBERS["socket"]),
        "ring": lambda: native(425, 1, 0),
        "openat2": lambda: native(437, -100, b"/etc/passwd", 0, 0),
        "remove": lambda: os.unlink(folder + "/old"),
        "rename": lambda: os.rename(folder + "/old", folder + "/b"),
        "folder": lambda: os.mkdir(folder + "/c"),
        "signal": lambda: os.kill(os.getppid(), 0),
        "cut": lambda: os.truncate(folder + "/old", 0),
    }
NUMBERS = {"socket": (41 if os.uname().machine == "x86_64" else 198, 2, 1, 0)}
sandbox.close_in(Limits())
def outcome(trial):
    try:
        trial()
    except Exception as error:
        return type(error).__name__
    return "done"
print(json.dumps({name: outcome(trial) for name, trial in trials.items()}))
"""


def trials(folder: Path, how: str) -> dict[str, str]:
    (folder / "old").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", TRIALS, folder, how],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert (folder / "old").read_bytes() == b"old"
    found: dict[str, str] = json.loads(done.stdout)
    return found


def running_child() -> Path:
    """The folder in /proc of the child of this process that looks at a file."""
    end = time.monotonic() + 20
    while time.monotonic() < end:  # at first the system may not yet tell what it runs
        for folder in Path("/proc").glob("[0-9]*"):
            if _is_child(folder):
                return folder
        time.sleep(0.01)
    raise AssertionError("no child is running")


def _is_child(folder: Path) -> bool:
    try:
        mine = f"PPid:\t{os.getpid()}\n" in (folder / "status").read_text()
        return mine and b"portal.intake.worker" in (folder / "cmdline").read_bytes()
    except OSError:  # it ended meanwhile
        return False


def observed(seen: dict[str, str]) -> Iterator[bytes]:
    """A file in two pieces; between them the child is looked at."""
    yield b"hello "
    folder = running_child()
    end = time.monotonic() + 20
    while "Seccomp:\t2" not in (folder / "status").read_text() and time.monotonic() < end:
        time.sleep(0.01)
    seen["status"] = (folder / "status").read_text()
    seen["limits"] = " ".join((folder / "limits").read_text().split())
    seen["environment"] = (folder / "environ").read_text()
    yield b"you"


def test_the_kernel_refuses_network_programs_and_changes_to_the_disk(tmp_path: Path) -> None:
    found = trials(tmp_path, "filter")
    assert found.pop("openat2") == "OSError"  # told that it does not exist
    assert set(found.values()) == {"PermissionError"}, found
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_without_such_a_kernel_python_refuses_them(tmp_path: Path) -> None:
    found = trials(tmp_path, "no filter")
    assert set(found.values()) == {"PermissionError"}, found
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


READING = """
import ctypes, pathlib
from portal.intake.reading import read_only_programs
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
print(read_only_programs())
for name in ("portal/intake/reading.py", "pyproject.toml"):
    try:
        print(len(pathlib.Path(name).read_bytes()) > 0)
    except OSError as error:
        print(type(error).__name__)
"""


def test_only_programs_can_be_read_where_the_kernel_can_see_to_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", READING], cwd=ROOT, check=True, capture_output=True, text=True
    )
    bound, program, ours = done.stdout.split()
    assert program == "True"
    assert ours == ("PermissionError" if bound == "True" else "True")


def test_the_child_is_closed_in_before_it_has_the_whole_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOGEROP_SECRET", "value")
    seen: dict[str, str] = {}
    limits = Limits(memory=900_000_000, cpu_seconds=7)
    assert normalise(observed(seen), "a.txt", limits=limits).transcript is not None
    assert "Seccomp:\t2" in seen["status"]
    assert "NoNewPrivs:\t1" in seen["status"]
    assert "Max address space 900000000 900000000" in seen["limits"]
    assert "Max cpu time 7 7" in seen["limits"]
    assert "Max file size 0 0" in seen["limits"]
    assert "Max core file size 0 0" in seen["limits"]
    assert "Max open files 64 64" in seen["limits"]
    assert "HOGEROP" not in seen["environment"]


def test_no_temporary_files_appear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    photo = makers.encoded(makers.noise((400, 300)), "JPEG")
    file = makers.saved(makers.pdf([makers.words("hello")]))
    for name, data in (("a.jpg", photo), ("a.pdf", file), ("a.txt", b"hello")):
        assert normalise([data], name).form is not None
    assert list(tmp_path.iterdir()) == []
