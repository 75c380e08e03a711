"""Several e-mails in one file (.mbox, RFC 4155), cut apart; each is then read like one.

Who writes such a file puts a ">" before a line that begins with "From ", so that it begins no
e-mail. We take it away again as mboxrd does: one ">" off every line of "From " behind one or more.
An mboxo file does not mark a line that began with ">From " already; nothing tells the kinds apart,
and there such a line, seldom as it is, loses its ">".
"""

import re
from typing import Final

from portal.domain.evidence import FileForm, FileProblem, FileRefused, NormalForm
from portal.intake.limits import Limits
from portal.intake.mails import normal_mail
from portal.intake.messages import Letter
from portal.intake.problems import NotShown
from portal.intake.sniff import EMAIL, sniff

MOST_MAILS: Final = 100
# A line that begins an e-mail: "From ", a sender, and a day and time somewhere behind it.
_BEGIN: Final = re.compile(rb"^From \S.{0,300}?\d\d:\d\d.{0,100}\r?\n(?=[!-9;-~]{1,100}:)", re.M)

_MARKED: Final = re.compile(rb"^>(?=>*From )", re.M)
_HEAD_ENDS: Final = re.compile(rb"\r?\n\r?\n")


def letters(data: bytes, name: str, limits: Limits) -> tuple[Letter, ...]:
    """The e-mails in a file, in their order: one in an .eml, several in an .mbox.

    Each keeps its bytes as they stand in the file; one out of a mailbox as they were before it was
    put there: without the line that begins it, and without the marks above. One that cannot be
    shown has a normal form without a form. Raises FileRefused: UNKNOWN_TYPE when the file is no
    e-mail, TOO_MANY_PAGES for more than `MOST_MAILS`.
    """
    if sniff(data, name).form is not FileForm.EMAIL:
        raise FileRefused(FileProblem.UNKNOWN_TYPE)
    pieces = _cut(data)
    if len(pieces) > MOST_MAILS:
        raise FileRefused(FileProblem.TOO_MANY_PAGES)
    return tuple(_letter(piece, limits) for piece in pieces)


def _cut(data: bytes) -> list[bytes]:
    begins = list(_BEGIN.finditer(data))
    if not begins or data[: begins[0].start()].strip():
        return [data]
    ends = [*(one.start() for one in begins[1:]), len(data)]
    pieces = [data[one.end() : end] for one, end in zip(begins, ends, strict=True)]
    return [_unmarked(piece) for piece in pieces if piece.strip()]


def _unmarked(piece: bytes) -> bytes:
    """Only below the header: nothing is marked there."""
    head = _HEAD_ENDS.search(piece)
    return piece[: head.end()] + _MARKED.sub(b"", piece[head.end() :]) if head else piece


def _letter(data: bytes, limits: Limits) -> Letter:
    try:
        normal = normal_mail(data, limits)
    except NotShown as reason:
        normal = NormalForm(media_type=EMAIL.media_type, problem=reason.problem)
    except RecursionError:
        normal = NormalForm(media_type=EMAIL.media_type, problem=FileProblem.TOO_COMPLEX)
    except Exception:  # the standard library has many ways to say that an e-mail is broken
        normal = NormalForm(media_type=EMAIL.media_type, problem=FileProblem.DAMAGED)
    return Letter(data=data, normal=normal)
