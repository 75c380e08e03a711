"""The lines of a chat or an e-mail, divided over sheets before anything is laid out.

So each sheet can say which one of how many it is, and an exhibit has as many pages in one language
as in the other. The measures are those of `table.transcript` in packet.css, a little generous.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from portal.domain.blacking import BLACK
from portal.domain.evidence import Transcript
from portal.i18n import gettext
from portal.wording import blacked_out

_ROOM: Final = 695.0  # points of height on a sheet below the heading of the table
_HEADING: Final = 26.0
_MARGINS: Final = 20.0  # of the table with an e-mail's header
_ROW: Final = 12.9
_PADDING: Final = 3.5  # of a line
_HEAD_PADDING: Final = 7.5
_ROW_LENGTH: Final = 78  # characters
_HEAD_ROW_LENGTH: Final = 50
_LONGEST_BLACK: Final = 40  # characters of what stands for a black part, in either language


class TextSheet(Struct, frozen=True, kw_only=True):
    """One sheet of a transcript; `first` is the number of its first line."""

    stamp: str
    first: int
    lines: tuple[str, ...]


def page_stamp(exhibit: str, number: int, count: int) -> str:
    """What is stamped on page `number` of an exhibit: "E3, page 2 of 5"."""
    return gettext(
        "%(exhibit)s, page %(number)s of %(count)s", exhibit=exhibit, number=number, count=count
    )


def text_sheets(exhibit: str, transcript: Transcript) -> tuple[TextSheet, ...]:
    """The sheets of a transcript; `exhibit` is its label. An empty one has one sheet."""
    groups = list(_groups(transcript)) or [()]
    sheets, first = [], 1
    for number, lines in enumerate(groups, 1):
        stamp = page_stamp(exhibit, number, len(groups))
        shown = tuple(blacked_out(line) for line in lines)
        sheets.append(TextSheet(stamp=stamp, first=first, lines=shown))
        first += len(lines)
    return tuple(sheets)


def _groups(transcript: Transcript) -> Iterator[tuple[str, ...]]:
    room = _ROOM - _HEADING - _height_of_head(transcript)
    group: list[str] = []
    for line in transcript.lines:
        height = _rows(line, _ROW_LENGTH) * _ROW + _PADDING
        if group and height > room:
            yield tuple(group)
            group, room = [], _ROOM
        group.append(line)
        room -= height
    if group:
        yield tuple(group)


def _height_of_head(transcript: Transcript) -> float:
    height = 0.0
    if transcript.head:
        rows = sum(_rows(value, _HEAD_ROW_LENGTH) for _name, value in transcript.head)
        height += _MARGINS + rows * _ROW + len(transcript.head) * _HEAD_PADDING
    if transcript.enclosed:
        names = "; ".join(name for name, _size in transcript.enclosed)
        # the sentence around the names, and their sizes
        height += _HEAD_PADDING + _ROW * (_rows(names, _HEAD_ROW_LENGTH) + 1)
    return height


def _rows(text: str, length: int) -> int:
    # The same in both languages, whichever word for black is the longer one.
    size = len(text) + text.count(BLACK) * _LONGEST_BLACK
    return max(1, -(-size // length))
