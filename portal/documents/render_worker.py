"""A process that prints documents and writes letters, one after the other.

It is started as `python -m portal.documents.render_worker`.

Jobs come in on standard input, results go out on standard output, each as a MessagePack message
with its length in front. The process ends when its input ends, so it never outlives the server
that started it.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeVar, cast

import msgspec
from msgspec import Struct

from portal.documents.letter import LetterJob
from portal.documents.memory import give_back_memory
from portal.documents.pdf import JUDGED_AT_ONCE, PdfJob, pdf_faults, prepare, print_pdf
from portal.documents.pdf_exhibits import Finished

MEMORY_LIMIT: Final = 1 << 30
"""Address space of the process, in bytes."""

_LENGTH_BYTES: Final = 8
_INHERITED: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")
# glibc keeps freed memory for later; a packet with large files needs it only once
_SPARING: Final = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "65536"}
Message = TypeVar("Message", bound=Struct)


class Outcome(Struct, frozen=True, kw_only=True):
    """How a job ended; `error` is the name of the exception (never its text).

    The file comes before it, so that the worker need not keep it while it judges.
    """

    pages: int = 0
    faults: tuple[str, ...] = ()
    error: str = ""


def send(stream: BinaryIO, message: Struct) -> None:
    """Write one message. Raises `OSError` when nobody reads any more."""
    send_bytes(stream, msgspec.msgpack.encode(message))


def receive(stream: BinaryIO, kind: type[Message]) -> Message:
    """Read one message. Raises `EOFError` when the other side has ended."""
    return msgspec.msgpack.decode(receive_bytes(stream), type=kind)


def send_bytes(stream: BinaryIO, body: bytes) -> None:
    """Write bytes of any length. Raises `OSError` when nobody reads any more."""
    stream.write(len(body).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(body)  # apart: it can be large, and must not be copied
    stream.flush()


def receive_bytes(stream: BinaryIO) -> bytes:
    """What `send_bytes` wrote. Raises `EOFError` when the other side has ended."""
    header = stream.read(_LENGTH_BYTES)
    body = stream.read(int.from_bytes(header, "big"))
    if len(header) < _LENGTH_BYTES or len(body) < int.from_bytes(header, "big"):
        raise EOFError
    return body


def start_worker() -> subprocess.Popen[bytes]:
    """A new render process: without our settings and keys, and it writes nothing to disk."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "portal.documents.render_worker"],
        cwd=Path(__file__).parents[2],
        env=inherited | _SPARING,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries quote the document there
        start_new_session=True,  # Ctrl-C is for the server; closed pipes end a worker
    )


def main() -> None:
    """Serve jobs until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not mix with the results, nor end up in the server's log.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with suppress(OSError):  # no Pango: each job will say so
        prepare()
    _collect_between_jobs()
    try:
        while True:
            send(results, _answer(results))
            give_back_memory()
    except EOFError:
        return


def _collect_between_jobs() -> None:
    """Looking for cycles of objects costs a fifth of a long document: nobody waits for it."""
    gc.disable()
    gc.freeze()  # what is loaded by now stays


def _answer(results: BinaryIO) -> Outcome:
    """Hand out the file of the next job, and say how it went.

    Raises `EOFError` when there is no next job.
    """
    # Whatever goes wrong with one document, the server gets an answer and the next job its turn.
    try:
        made = _made()
    except EOFError:
        raise
    except Exception as problem:
        send_bytes(results, b"")
        return Outcome(error=type(problem).__name__)
    pages, judged = made.pages, made.judged
    send_bytes(results, made.pdf)
    is_large = len(made.pdf) > JUDGED_AT_ONCE
    del made  # judging takes memory too
    if is_large:
        give_back_memory()
    try:
        return Outcome(pages=pages, faults=pdf_faults(judged) if judged else ())
    except Exception as problem:  # as above: the judge must not end the worker
        return Outcome(error=type(problem).__name__)


def _made() -> Finished:
    """The file of the next job. A letter is not judged, and has no pages of its own."""
    jobs = [msgspec.msgpack.decode(receive_bytes(sys.stdin.buffer), type=PdfJob | LetterJob)]
    if isinstance(jobs[0], LetterJob):
        return Finished(_letter(jobs[0]), 0, b"")
    return print_pdf(cast(PdfJob, jobs.pop()))  # popped: nothing here keeps its files alive


def _letter(job: LetterJob) -> bytes:
    from portal.documents.word import write_letter  # 18 MB: few workers ever write a letter

    return write_letter(job)


if __name__ == "__main__":
    main()
