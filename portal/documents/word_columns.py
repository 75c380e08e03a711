"""How wide the columns of a table in a Word file are: long words stay whole, long texts get room.

In characters; whoever draws the table shares its width out by these weights.
"""

from typing import Final

_LINE: Final = 100  # characters of a whole line
_NARROW: Final = 6  # the least that a column gets
_WIDE: Final = 60  # the most that a long text asks for
_BESIDE: Final = 3  # what a cell needs beside its words
_SHORT: Final = 11  # a text of no more stays on one line
_LONGEST_WORDS: Final = range(36, 20, -2)  # that stay whole, as far as the line has room


def column_weights(texts: list[list[str]]) -> list[float]:
    """The weight of each column, by the texts in it."""
    least = next(
        (need for most in _LONGEST_WORDS if sum(need := _least(texts, most)) <= _LINE),
        _least(texts, _LONGEST_WORDS[-1]),
    )
    wanted = [min(max(map(len, column), default=0), _WIDE) for column in texts]
    rest = max(0, _LINE - sum(least))
    extra = [max(0, want - less) for want, less in zip(wanted, least, strict=True)]
    return [less + rest * more / (sum(extra) or 1) for less, more in zip(least, extra, strict=True)]


def _least(texts: list[list[str]], most: int) -> list[int]:
    """What each column needs so that its words stay whole, up to `most` characters."""
    words = ([word for text in column for word in _unbroken(text)] for column in texts)
    longest = (max(map(len, column), default=0) for column in words)
    return [max(_NARROW, min(word + _BESIDE, most)) for word in longest]


def _unbroken(text: str) -> list[str]:
    return [text] if len(text) <= _SHORT else text.split(" ")
