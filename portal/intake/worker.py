"""The process that looks at one file: `python -m portal.intake.worker`.

Started by portal.intake.child. It reads everything from standard input, answers on standard
output and ends. What a library prints or raises never leaves it: it may quote the file.
"""

from __future__ import annotations

import os
import re
import resource
import sys
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from portal.domain.evidence import (
    FileForm,
    FileProblem,
    FileRefused,
    NormalForm,
    read_normal,
)
from portal.intake.messages import Outcome, Request, Seen, receive, send
from portal.intake.problems import NotShown
from portal.intake.sandbox import close_in
from portal.intake.sniff import Kind, sniff

_REQUEST_LIMIT: Final = 10_000_000
_KIBIBYTE: Final = 1024


def main() -> None:
    """Serve one request."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not mix with the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    request = receive(sys.stdin.buffer, Request, _REQUEST_LIMIT)
    close_in(request.limits)
    outcome = answer(request, sys.stdin.buffer, answers)
    send(answers, msgspec.structs.replace(outcome, peak=_peak()))
    answers.flush()
    os._exit(0)  # nothing to tidy: the memory goes with the process


def answer(request: Request, source: BinaryIO, answers: BinaryIO) -> Outcome:
    """The outcome for the file that follows in `source`; says on the way what the file is."""
    data = source.read()
    try:
        if request.redraw is not None:
            send(answers, Seen(media_type=""))
            return Outcome(normal=_redrawn(data, request))
        kind = sniff(data, request.name)
    except FileRefused as refusal:
        send(answers, Seen(media_type=""))
        return Outcome(refused=refusal.problem)
    send(answers, Seen(media_type=kind.media_type))
    try:
        return _looked_at(kind, data, request)
    except FileRefused as refusal:
        return Outcome(refused=refusal.problem)
    except NotShown as reason:
        return _not_shown(kind, reason.problem, reason.source_pages)
    except (MemoryError, RecursionError):
        return _not_shown(kind, FileProblem.TOO_COMPLEX)
    except Exception:
        # The libraries have dozens of ways to say that a file is broken.
        return _not_shown(kind, FileProblem.DAMAGED)


def _read(kind: Kind, data: bytes, request: Request) -> NormalForm:
    """The normal form by kind. Only what the kind needs is loaded."""
    if kind.form is FileForm.TEXT:
        from portal.intake.texts import normal_text

        return normal_text(data, request.limits)
    if kind.form is FileForm.EMAIL:
        from portal.intake.mails import normal_mail

        return normal_mail(data, request.limits)
    if kind.form is FileForm.IMAGE:
        from portal.intake.pictures import normal_picture

        return normal_picture(data, kind, request)
    from portal.intake.pdfs import normal_pdf

    return normal_pdf(data, request)


def _looked_at(kind: Kind, data: bytes, request: Request) -> Outcome:
    """What was asked of a file that is no normal form."""
    if request.apart:
        from portal.intake.mailboxes import letters

        return Outcome(letters=letters(data, request.name, request.limits))
    if request.keys is not None:
        from portal.intake.signatures import check_signatures

        return Outcome(checks=check_signatures(data, request.keys))
    if request.logo:
        from portal.intake.pictures import logo_png

        return Outcome(logo=logo_png(data, kind, request))
    return Outcome(normal=_read(kind, data, request))


def _redrawn(data: bytes, request: Request) -> NormalForm:
    from portal.intake.redraw import redrawn

    return redrawn(read_normal(data), request)


def _not_shown(kind: Kind, problem: FileProblem, source_pages: int = 0) -> Outcome:
    return Outcome(
        normal=NormalForm(media_type=kind.media_type, problem=problem, source_pages=source_pages)
    )


def _peak() -> int:
    # Not ru_maxrss on Linux: that starts with the memory of the server that started this process.
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
    return int(marks[1]) * _KIBIBYTE if marks else 0


if __name__ == "__main__":
    main()
