"""A process that prints documents, one after the other: `python -m portal.documents.render_worker`.

Jobs come in on standard input, results go out on standard output, each as a MessagePack message
with its length in front. The process ends when its input ends, so it never outlives the server
that started it.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from contextlib import suppress
from typing import BinaryIO, Final, TypeVar

import msgspec
from msgspec import Struct

from portal.documents.pdf import PdfJob, RenderedPdf, prepare, render_pdf

MEMORY_LIMIT: Final = 1 << 30
"""Address space of the process, in bytes."""

_LENGTH_BYTES: Final = 8
Message = TypeVar("Message", bound=Struct)


class Outcome(Struct, frozen=True, kw_only=True):
    """The file; or, when there is none, the name of the exception (never its text)."""

    rendered: RenderedPdf | None = None
    error: str = ""


def send(stream: BinaryIO, message: Struct) -> None:
    """Write one message. Raises `OSError` when nobody reads any more."""
    body = msgspec.msgpack.encode(message)
    stream.write(len(body).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(body)  # apart: it can be large, and must not be copied
    stream.flush()


def receive(stream: BinaryIO, kind: type[Message]) -> Message:
    """Read one message. Raises `EOFError` when the other side has ended."""
    header = stream.read(_LENGTH_BYTES)
    body = stream.read(int.from_bytes(header, "big"))
    if len(header) < _LENGTH_BYTES or len(body) < int.from_bytes(header, "big"):
        raise EOFError
    return msgspec.msgpack.decode(body, type=kind)


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
            send(results, _outcome(receive(sys.stdin.buffer, PdfJob)))
            gc.collect()
    except EOFError:
        return


def _collect_between_jobs() -> None:
    """Looking for cycles of objects costs a fifth of a long document: nobody waits for it."""
    gc.disable()
    gc.freeze()  # what is loaded by now stays


def _outcome(job: PdfJob) -> Outcome:
    # Whatever goes wrong with one document, the server gets an answer and the next job its turn.
    try:
        return Outcome(rendered=render_pdf(job))
    except Exception as problem:
        return Outcome(error=type(problem).__name__)


if __name__ == "__main__":
    main()
