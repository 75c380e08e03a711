"""Finding the packet mark that a packet carries in its uncompressed metadata."""

import re
from typing import Final

_MARK: Final = re.compile(rb"hogerop-packet:(HO-[A-Z0-9-]{1,20}):([0-9a-f]{12})(?![0-9a-f])")
_OVERLAP = 64  # bytes; longer than the longest mark and the character behind it


class MarkFinder:
    """Looks for the mark in a file that comes in pieces; it holds on to a few bytes only."""

    def __init__(self) -> None:
        self._found: set[tuple[str, str]] = set()
        self._rest = b""

    def update(self, piece: bytes) -> None:
        seen = self._rest + piece
        # A mark at the very end may go on in the next piece: it is looked at once more there.
        self._look(seen, upto=len(seen) - 1)
        self._rest = seen[-_OVERLAP:]

    def finish(self) -> tuple[str, str] | None:
        """The mark of the whole file: the case reference and the packet code (12 hex digits).

        None when there is no mark, or when the file holds two that differ.
        """
        self._look(self._rest, upto=len(self._rest))
        return next(iter(self._found)) if len(self._found) == 1 else None

    def _look(self, seen: bytes, upto: int) -> None:
        for one in _MARK.finditer(seen):
            if one.end() <= upto and len(self._found) < 2:  # two say nothing, however many follow
                self._found.add((one[1].decode(), one[2].decode()))


def find_packet_mark(pdf: bytes) -> tuple[str, str] | None:
    """The mark of a whole file, as `MarkFinder.finish` gives it."""
    finder = MarkFinder()
    finder.update(pdf)
    return finder.finish()
