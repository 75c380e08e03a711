"""A file goes in, its normal form comes out; the file is only looked at in a process of its own.

That process is made for one file, cannot reach the network, writes nothing to disk and has little
memory and time (portal.intake.sandbox). Whatever a hostile file does to it, the site goes on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

import msgspec

from portal.domain.evidence import (
    FileProblem,
    FileRefused,
    NormalForm,
    PageEdit,
    write_normal,
)
from portal.intake.limits import DEFAULT, Limits
from portal.intake.messages import (
    Checked,
    Letter,
    Outcome,
    PublishedKey,
    Redraw,
    Request,
    Seen,
    receive,
    send,
)

__all__ = [
    "Checked",
    "Letter",
    "Limits",
    "PublishedKey",
    "check_signatures",
    "letters_of",
    "normalise",
    "rasterise",
]

UNKNOWN_MEDIA_TYPE: Final = "application/octet-stream"
_ROOT: Final = Path(__file__).parents[2]
_INHERITED: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")
_SEEN_LIMIT: Final = 10_000
# Each file may use much memory, so no more are looked at than the machine has cores.
_places = threading.BoundedSemaphore(os.cpu_count() or 1)


def normalise(
    source: Iterable[bytes],
    name: str,
    *,
    limits: Limits = DEFAULT,
    chosen: tuple[int, ...] = (),
    edits: tuple[PageEdit, ...] = (),
) -> NormalForm:
    """The normal form of an original.

    `source` is the original in pieces, `name` as on the player's device. `chosen` are the pages
    of a PDF to show, in this order (numbers it does not have are left out; (): all of them).

    Raises FileRefused (EMPTY, UNKNOWN_TYPE, LOCKED, BROKEN_PHOTO). When anything else goes wrong
    with the file, the normal form has no `form` and its `problem` says what.
    """
    request = Request(name=name, limits=limits, chosen=chosen, edits=edits)
    media_type, outcome = run(request, source)
    if outcome.refused is not None:
        raise FileRefused(outcome.refused)
    if outcome.normal is None:
        return NormalForm(media_type=media_type, problem=FileProblem.TOO_COMPLEX)
    return outcome.normal


def rasterise(
    normal: NormalForm, *, dpi: int, only_vector: bool, limits: Limits = DEFAULT
) -> NormalForm:
    """The same pages as pictures of at most `dpi`; sizes, texts and looks stay.

    With `only_vector` pages that are pictures already stay as they are: the way out when PDF
    content breaks a packet. Without it pictures become smaller where that saves bytes.
    A normal form without pages is returned as it is; TOO_COMPLEX when it cannot be done.
    """
    if not normal.pages:
        return normal
    redraw = Redraw(dpi=dpi, only_vector=only_vector)
    request = Request(name="", limits=limits, redraw=redraw)
    _, outcome = run(request, [write_normal(normal)])
    if outcome.normal is None:
        return NormalForm(
            media_type=normal.media_type,
            problem=FileProblem.TOO_COMPLEX,
            source_pages=normal.source_pages,
            has_location=normal.has_location,
        )
    return outcome.normal


def letters_of(
    source: Iterable[bytes], name: str, *, limits: Limits = DEFAULT
) -> tuple[Letter, ...]:
    """The e-mails in a file, in their order: one in an .eml, several in an .mbox.

    Raises FileRefused: what `normalise` says, UNKNOWN_TYPE for what is no e-mail, and TOO_COMPLEX.
    """
    request = Request(name=name, limits=limits, apart=True)
    _, outcome = run(request, source)
    if not outcome.letters:
        known = outcome.normal.problem if outcome.normal else None
        raise FileRefused(outcome.refused or known or FileProblem.TOO_COMPLEX)
    return outcome.letters


def check_signatures(
    source: Iterable[bytes], keys: tuple[PublishedKey, ...], *, limits: Limits = DEFAULT
) -> tuple[Checked, ...]:
    """What came of the signatures of an e-mail (`source`) whose keys are among `keys`.

    () when the process that looked at it was ended.
    """
    _, outcome = run(Request(name="", limits=limits, keys=keys), source)
    return outcome.checks


def run(request: Request, source: Iterable[bytes]) -> tuple[str, Outcome]:
    """The file's media type and what the child made of it; an empty outcome when it ended early.

    What `source` raises comes out of here; the child is gone then too.
    """
    with _places:
        process = _start()
        killer = threading.Timer(request.limits.wall_seconds, process.kill)
        try:
            return _talk(process, killer, request, source)
        finally:
            killer.cancel()
            _end(process)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "portal.intake.worker"],
        cwd=_ROOT,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries quote the file there
        start_new_session=True,
    )


def _talk(
    process: subprocess.Popen[bytes],
    killer: threading.Timer,
    request: Request,
    source: Iterable[bytes],
) -> tuple[str, Outcome]:
    media_type = UNKNOWN_MEDIA_TYPE
    answers = cast(BinaryIO, process.stdout)
    # The child reads all before it says anything, so neither can wait for the other.
    if _hand_over(cast(BinaryIO, process.stdin), request, source):
        killer.start()
        with suppress(EOFError, msgspec.DecodeError):  # it was ended: the answer stays empty
            media_type = receive(answers, Seen, _SEEN_LIMIT).media_type
            return media_type, receive(answers, Outcome, request.limits.max_answer)
    return media_type, Outcome()


def _hand_over(stream: BinaryIO, request: Request, source: Iterable[bytes]) -> bool:
    """Send everything; False when the child ended before it had read all."""
    try:
        send(stream, request)
    except BrokenPipeError:
        return False
    for piece in source:  # not in a `try`: its own errors are not the child's
        if not _written(stream, piece):
            return False
    try:
        stream.close()
    except BrokenPipeError:
        return False
    return True


def _written(stream: BinaryIO, piece: bytes) -> bool:
    try:
        stream.write(piece)
    except BrokenPipeError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    # Closing fails when half a file is still in the pipe; the process is collected all the same.
    with suppress(BrokenPipeError), process:
        pass
