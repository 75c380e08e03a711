"""A packet in parts: which file holds which exhibits, when one file would be too large."""

from collections.abc import Iterable

from msgspec import Struct


class Share(Struct, frozen=True, kw_only=True):
    """What one part holds of an exhibit: its pages `first` to `last`, counted from 1.

    Both are 0 for an exhibit that has no pages of a file: a transcript, or a page that says why.
    """

    part: int
    exhibit: int
    first: int
    last: int


class Weight(Struct, frozen=True, kw_only=True):
    """How much room an exhibit takes: its pages, and their bytes together."""

    exhibit: int
    pages: int
    size: int


class _Divider:
    def __init__(self, room: int) -> None:
        self.shares: list[Share] = []
        self._room = room
        self._part = 1
        self._used = 0.0

    def put(self, one: Weight) -> None:
        if self._used + one.size > self._room >= one.size:
            self._next_part()
        if one.size <= self._room:
            self._add(one, min(one.pages, 1), one.pages, one.size)
            return
        first, each = 1, one.size / one.pages
        while first <= one.pages:
            fitting = int((self._room - self._used) // each)
            if fitting < 1 and self._used:
                self._next_part()
                continue
            last = min(first + max(fitting, 1) - 1, one.pages)
            self._add(one, first, last, each * (last - first + 1))
            first = last + 1

    def _next_part(self) -> None:
        self._part += 1
        self._used = 0.0

    def _add(self, one: Weight, first: int, last: int, size: float) -> None:
        share = Share(part=self._part, exhibit=one.exhibit, first=first, last=last)
        self.shares.append(share)
        self._used += size


def split(weights: Iterable[Weight], room: int) -> tuple[Share, ...]:
    """The shares of all parts, so that none holds more than `room` bytes of exhibits.

    Exhibits keep their order, and stay whole unless one alone needs more than a part; then its
    pages are divided, taken as equally large. A page that alone is too large has its own part.
    """
    divider = _Divider(room)
    for one in weights:
        divider.put(one)
    return tuple(divider.shares)
