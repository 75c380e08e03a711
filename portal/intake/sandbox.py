"""What the process that looks at a file may still do: compute, read, and answer.

Limits for memory, time and files (setrlimit), and a filter in the kernel (seccomp) that refuses
network, other programs, other processes and every change to the disk. Where the kernel has no
such filter, an audit hook refuses the same for Python's own functions. What may be read is in
portal.intake.reading.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Final

from portal.intake.limits import Limits
from portal.intake.reading import read_only_programs

_OPEN_FILES: Final = 64
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# linux/filter.h, linux/seccomp.h, linux/prctl.h
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE: Final = 0x00050000 | errno.EPERM
_NOT_THERE: Final = 0x00050000 | errno.ENOSYS
_NR, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_X32: Final = 0x40000000  # another way to call the same on x86_64

# Numbers of the system calls that are refused, from the kernel's asm/unistd.h.
_X86_64: Final = {
    "network": (41, 42, 43, 44, 46, 49, 50, 53, 288, 307),
    "programs": (59, 322, 57, 58, 101, 310, 311, 62, 424, 434, 438),
    "rings": (425, 426, 427),  # io_uring would go past this filter
    "disk": (76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 132, 133, 165, 188, 189),
    "disk at": (235, 258, 259, 260, 261, 263, 264, 265, 266, 268, 280, 316, 452),
}
_AARCH64: Final = {
    "network": (198, 199, 200, 201, 202, 203, 206, 211, 242, 269),
    "programs": (221, 281, 117, 270, 271, 129, 424, 434, 438),
    "rings": (425, 426, 427),
    "disk": (5, 6, 33, 34, 35, 36, 37, 38, 40, 45, 46, 52, 53, 54, 55, 88, 276, 452),
}
# machine: (AUDIT_ARCH, refused, {open call: its argument with the flags}, openat2)
_MACHINES: Final = {
    "x86_64": (0xC000003E, _X86_64, {2: 1, 257: 2}, 437),
    "aarch64": (0xC00000B7, _AARCH64, {56: 2}, 437),
}
_REFUSED_EVENTS: Final = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def close_in(limits: Limits) -> None:
    """Bind this process to `limits` and take its ways out. Cannot be undone.

    Raises OSError when the machine refuses the limits.
    """
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),  # a core file would hold the player's file
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))
    sys.dont_write_bytecode = True
    if not _filter_calls():
        sys.addaudithook(_refuse)
    read_only_programs()


def _filter_calls() -> bool:
    """Give the kernel the filter; False when it has no filters."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    code = b"".join(_instructions(*machine))
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _instructions(
    arch: int, refused: dict[str, tuple[int, ...]], opening: dict[int, int], openat2: int
) -> Iterator[bytes]:
    """The filter, in the kernel's own small language; jumps count instructions ahead."""
    yield from (_op(_LOAD, _ARCH), _op(_EQUAL, arch, 1, 0), _op(_RETURN, _KILL))
    yield from (_op(_LOAD, _NR), _op(_AT_LEAST, _X32, 0, 1), _op(_RETURN, _KILL))
    for number in sorted(number for group in refused.values() for number in group):
        yield from (_op(_EQUAL, number, 0, 1), _op(_RETURN, _REFUSE))
    # Its flags lie in memory that a filter cannot read; callers fall back to openat.
    yield from (_op(_EQUAL, openat2, 0, 1), _op(_RETURN, _NOT_THERE))
    for number, argument in opening.items():
        yield _op(_EQUAL, number, 0, 4)
        yield _op(_LOAD, _ARGUMENTS + 8 * argument)
        yield from (_op(_ANY_BIT, _WRITING, 0, 1), _op(_RETURN, _REFUSE), _op(_RETURN, _ALLOW))
    yield _op(_RETURN, _ALLOW)


def _op(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, when_true, when_false, value)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    if writes or event.startswith(_REFUSED_EVENTS) or event == "os.system":
        raise PermissionError(errno.EPERM, "not in this process")
