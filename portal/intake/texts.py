"""A text file as the lines of a transcript."""

import re
from typing import Final

from portal.domain.evidence import FileForm, FileProblem, NormalForm, Transcript
from portal.intake.limits import Limits
from portal.intake.problems import NotShown
from portal.intake.sniff import TEXT, decode

TAB_WIDTH: Final = 4
# C0 and C1 controls, surrogates and noncharacters; line ends are gone by then.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]")


def normal_text(data: bytes, limits: Limits) -> NormalForm:
    """The transcript of a text file. Raises NotShown when it is too long."""
    return NormalForm(
        media_type=TEXT.media_type,
        form=FileForm.TEXT,
        source_pages=1,
        transcript=Transcript(lines=lines_of(decode(data) or "", limits)),
    )


def lines_of(text: str, limits: Limits) -> tuple[str, ...]:
    """The lines as they are; tabs as spaces, no control characters, no empty lines at the end.

    Raises NotShown (TOO_MANY_PAGES) for more lines or characters than `limits` allow.
    """
    if len(text) > limits.max_characters:
        raise NotShown(FileProblem.TOO_MANY_PAGES)
    lines = re.split("\r\n|[\n\r\f\u2028\u2029]", text.rstrip())
    if len(lines) > limits.max_lines:
        raise NotShown(FileProblem.TOO_MANY_PAGES)
    return tuple(printable(line) for line in lines)


def printable(line: str) -> str:
    """One line without control characters, its tabs as spaces, nothing behind its last word."""
    return _UNPRINTABLE.sub("", line.expandtabs(TAB_WIDTH)).rstrip()
