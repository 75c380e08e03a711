"""Text that a printed page can hold.

One character without a glyph makes a whole file invalid under PDF/A, a direction override can
show a text that is not there, and a run without spaces leaves the page. What players type is
therefore made printable here; their exact text stays in the attached `case.json`.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

FONT_FOLDER: Final = Path(__file__).parent / "fonts"
LONGEST_RUN: Final = 40
"""Characters without a space after which a line may break (U+200B is put there)."""

_ZERO_WIDTH_SPACE: Final = "\u200b"
_JOINER: Final = "\u200d"
# Needed to write Persian, Arabic and Hebrew well; every other format character goes.
_KEPT_FORMATS: Final = frozenset("\u200b\u200c\u200d\u200e\u200f")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_RUN: Final = re.compile(rf"[^\s{_ZERO_WIDTH_SPACE}]{{{LONGEST_RUN + 1},}}")
_TAG: Final = re.compile(r"(<[^>]*>)")
_PLAIN: Final = re.compile(r"[\n -~]*")
_REGIONAL_A: Final = 0x1F1E6


@cache
def covered() -> frozenset[int]:
    """Every code point for which a bundled font has a glyph."""
    points: set[int] = set()
    for path in sorted(FONT_FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def printable(text: str) -> str:
    """`text` as a page can show it: NFC, safe, covered by our fonts, and breakable.

    Line ends become `\\n`, tabs a space. Control, direction-override and private-use characters
    are left out. What no bundled font has becomes its readable name in brackets, as in
    "[grinning face]", or its code point, as in "[U+4E2D]". Runs longer than `LONGEST_RUN` get
    zero-width spaces.
    """
    return _RUN.sub(_breakable, printable_label(text))


def printable_label(text: str) -> str:
    """Like `printable` without break places: for titles, attributes and names in the file."""
    if _PLAIN.fullmatch(text):
        return text
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    dropped = dict.fromkeys(ord(char) for char in set(text) if _unsafe(char))
    text = unicodedata.normalize("NFC", text.translate(dropped))
    return _uncovered().sub(_named, text)


def printable_markup(markup: str) -> str:
    """A whole HTML document, with `printable` applied to its texts and attributes.

    Takes the output of an autoescaping template, in which `<` always opens a tag.
    """
    pieces = _TAG.split(markup)
    pieces[1::2] = (printable_label(tag) for tag in pieces[1::2])
    pieces[0::2] = (_printable_piece(piece) for piece in pieces[0::2])
    return "".join(pieces)


def _printable_piece(piece: str) -> str:
    if _PLAIN.fullmatch(piece) and not _RUN.search(piece):
        return piece
    return html.escape(printable(html.unescape(piece)), quote=False)


def _unsafe(char: str) -> bool:
    point = ord(char)
    return (
        (unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"} and char not in _KEPT_FORMATS)
        or (0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE)  # noncharacters
        or (0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF)  # variation selectors
        or 0x1F3FB <= point <= 0x1F3FF  # skin tones
    ) and char != "\n"


@cache
def _uncovered() -> re.Pattern[str]:
    """Finds runs of characters without a glyph; a joiner inside a run belongs to it."""
    ranges = []
    points = sorted(covered() | {ord(char) for char in _KEPT_FORMATS} | {0x0A})
    for _, group in itertools.groupby(enumerate(points), lambda pair: pair[1] - pair[0]):
        run = [point for _, point in group]
        ranges.append(f"\\U{run[0]:08x}-\\U{run[-1]:08x}")
    missing = f"[^{''.join(ranges)}]"
    return re.compile(f"{missing}(?:{_JOINER}?{missing})*")


def _named(match: re.Match[str]) -> str:
    chars = match[0].replace(_JOINER, "")
    names = []
    for name, group in itertools.groupby(map(_name, chars)):
        count = len(list(group))
        names.append(f"{name} ×{count}" if count > 1 else name)
    return f"[{', '.join(names)}]"


def _name(char: str) -> str:
    if 0 <= (letter := ord(char) - _REGIONAL_A) < 26:
        return f"flag letter {chr(ord('A') + letter)}"
    if unicodedata.category(char).startswith("S") and (name := unicodedata.name(char, "")):
        return name.lower()
    return f"U+{ord(char):04X}"


def _breakable(match: re.Match[str]) -> str:
    rest, parts = match[0], []
    while len(rest) > LONGEST_RUN:
        cut = _cut(rest)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return _ZERO_WIDTH_SPACE.join([*parts, rest])


def _cut(run: str) -> int:
    """Where to break: not between a letter and its mark, when there is such a place."""
    for cut in range(LONGEST_RUN, LONGEST_RUN // 2, -1):
        if not unicodedata.combining(run[cut]):
            return cut
    return LONGEST_RUN
