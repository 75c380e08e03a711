"""Which folders the process that looks at a file may still read (Linux's Landlock).

A library that a hostile file has taken over finds programs and fonts there, but neither our
database nor our keys. On a kernel without Landlock nothing changes: the other bars stay.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# linux/landlock.h; the numbers of the calls are the same on every machine
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _READ_FILE, _READ_FOLDER = 1, 4, 8
_ALL_OF_VERSION_1: Final = (1 << 13) - 1
_BENEATH: Final = 1
_SYSTEM: Final = (
    *("/usr", "/lib", "/lib64", "/nix/store", "/etc/fonts", "/etc/alternatives"),
    *("/dev", "/proc/self"),
)


def read_only_programs() -> bool:
    """Leave this process programs, libraries and fonts to read; False where that cannot be.

    Needs PR_SET_NO_NEW_PRIVS to be set.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    rights = struct.pack("Q", _ALL_OF_VERSION_1)
    rules = libc.syscall(_CREATE, rights, len(rights), 0)
    if rules < 0:
        return False
    for folder in _folders():
        _allow(libc, rules, folder)
    done: int = libc.syscall(_RESTRICT, rules, 0)
    os.close(rules)
    return done == 0


def _folders() -> Iterator[Path]:
    here = Path(__file__).parents[1]
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    # Not the folder of the project: the database lies beside the code.
    paths = [path for path in sys.path if path and Path(path) != here.parent]
    for name in (*_SYSTEM, sys.prefix, sys.base_prefix, str(here), *paths, *libraries):
        if name and Path(name).is_dir():
            yield Path(name)


def _allow(libc: ctypes.CDLL, rules: int, folder: Path) -> None:
    opened = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    beneath = struct.pack("=Qi", _EXECUTE | _READ_FILE | _READ_FOLDER, opened)
    libc.syscall(_ADD, rules, _BENEATH, beneath, 0)
    os.close(opened)
