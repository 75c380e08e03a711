"""The lines of a chat or an e-mail, divided over sheets before anything is laid out.

So each sheet can say which one of how many it is, and an exhibit has as many pages in one language
as in the other. The measures are those of `table.transcript` in packet.css, a little generous.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from portal.domain.evidence import Transcript
from portal.i18n import gettext

_ROOM: Final = 690.0  # points of height on a sheet below the heading of the table
_HEADING: Final = 34.0
_HEAD_LINE: Final = 23.0  # of an e-mail's header; each may take two rows
_ROW: Final = 12.9
_BETWEEN: Final = 3.5
_ROW_LENGTH: Final = 78  # characters


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
        sheets.append(TextSheet(stamp=stamp, first=first, lines=lines))
        first += len(lines)
    return tuple(sheets)


def _groups(transcript: Transcript) -> Iterator[tuple[str, ...]]:
    room = _ROOM - _HEADING - _height_of_head(transcript)
    group: list[str] = []
    for line in transcript.lines:
        height = _rows(line) * _ROW + _BETWEEN
        if group and height > room:
            yield tuple(group)
            group, room = [], _ROOM
        group.append(line)
        room -= height
    if group:
        yield tuple(group)


def _height_of_head(transcript: Transcript) -> float:
    enclosed = "; ".join(name for name, _size in transcript.enclosed)
    rows = sum(_rows(value) for _name, value in transcript.head) + _rows(enclosed)
    return _HEAD_LINE * (len(transcript.head) + 1) + _ROW * rows


def _rows(text: str) -> int:
    return max(1, -(-len(text) // _ROW_LENGTH))
