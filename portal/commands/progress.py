"""A line on a terminal that says how far a long command is; nothing where nobody looks on."""

import sys
from time import monotonic

_WIDTH = 40
_EVERY = 0.1  # seconds


class Progress:
    """Call it with what is done and the whole. Use it in a `with`, which ends the line."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._next = 0.0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_problem: object) -> None:
        if self._is_shown and self._next:
            print(file=sys.stderr)

    def __call__(self, done: int, whole: int) -> None:
        """Draw the bar anew, but not more often than an eye can follow."""
        if not self._is_shown or (done < whole and monotonic() < self._next):
            return
        self._next = monotonic() + _EVERY
        share = done / whole if whole else 1.0
        bar = ("#" * round(share * _WIDTH)).ljust(_WIDTH, ".")
        print(f"\r[{bar}] {share:4.0%}", end="", file=sys.stderr, flush=True)
