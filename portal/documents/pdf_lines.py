"""The lines that every page of a packet repeats, written on its finished pages.

Only then the number of pages is known, and a line costs a thousandth of what a margin box of
WeasyPrint does. The letters are those of the fonts that the document carries anyway: WeasyPrint's
codes are the fonts' own glyph numbers, and the few that lines need are kept in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from fontTools.ttLib import TTFont
from msgspec import Struct

from portal.documents.text import FONT_FOLDER

if TYPE_CHECKING:
    import pikepdf

_FAMILY: Final = "Source Sans 3"
_FILES: Final = {400: "SourceSans3-Regular.ttf", 600: "SourceSans3-Semibold.ttf"}
_LETTERS: Final = "".join(map(chr, range(0x20, 0x7F))) + "·–"
_GREY: Final = "0.29 0.333 0.376 rg"  # as in packet.css
_DARK: Final = "0.086 0.125 0.165 rg"
_SMALL, _MEDIUM = 8.5, 10.0  # points
_UNITS: Final = 1000
# Points, by the margins of packet.css: right edges from the left or the right side of the page, and
# where the letters stand, from its bottom or its top.
_FRONT_EDGE, _FRONT_LINE = 532.913, 48.31
_EXHIBIT_MARGIN, _EXHIBIT_LINE, _STAMP_LINE = 56.693, 36.97, 45.06


class PageLines(Struct, frozen=True, kw_only=True):
    """What is repeated. `label` stands before, between and after "2" and "4" in "Page 2 of 4".

    `footer` names the packet; `draft` stands before the stamp of an exhibit's page.
    """

    label: tuple[str, str, str]
    footer: str
    draft: str = ""


class Fonts(Struct):
    """How the document calls the font of each weight (400 and 600)."""

    names: dict[int, str]


@contextmanager
def letters_kept(weasyprint: Any) -> Iterator[Fonts]:
    """While this holds, a document's fonts are written with the letters that lines are made of."""
    build = weasyprint.pdf.build_fonts_dictionary
    chosen = Fonts({})

    def build_with_letters(pdf: Any, fonts: dict[str, Any], *rest: Any) -> Any:
        for font in fonts.values():
            if font.family == _FAMILY and not font.style and font.weight in _FILES:
                _keep(font, chosen)
        return build(pdf, fonts, *rest)

    weasyprint.pdf.build_fonts_dictionary = build_with_letters
    try:
        yield chosen
    finally:
        weasyprint.pdf.build_fonts_dictionary = build


def _keep(font: Any, chosen: Fonts) -> None:
    if font.weight in chosen.names:
        return
    chosen.names[font.weight] = font.hash
    for letter, (glyph, width) in _glyphs(font.weight).items():
        font.to_unicode.setdefault(glyph, letter)
        font.widths.setdefault(glyph, width)


@cache
def _glyphs(weight: int) -> dict[str, tuple[int, int]]:
    """The glyph of each letter and its width in thousandths of the font's size."""
    with TTFont(FONT_FOLDER / _FILES[weight], lazy=True) as font:
        names, widths, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        return {
            letter: (font.getGlyphID(name), round(widths[name][0] * _UNITS / units))
            for letter in _LETTERS
            for name in (names[ord(letter)],)
        }


class _Line(Struct, frozen=True):
    """A text and the place of its end, in points from the bottom left corner of the page."""

    text: str
    edge: float
    up: float
    weight: int

    def drawn(self, fonts: Fonts) -> str:
        size, colour = (_SMALL, _GREY) if self.weight == 400 else (_MEDIUM, _DARK)
        glyphs = [_glyphs(self.weight)[letter] for letter in self.text]
        width = sum(width for _glyph, width in glyphs) * size / _UNITS
        left = self.edge - width
        codes = "".join(f"{glyph:04x}" for glyph, _width in glyphs)
        return (
            f"/Artifact <</Type /Pagination>> BDC {colour} BT "
            f"/{fonts.names[self.weight]} {size} Tf {left:.3f} {self.up:.3f} Td <{codes}> Tj ET EMC"
        )


def write_lines(packet: pikepdf.Pdf, lines: PageLines, fonts: Fonts, front: int) -> None:
    """Write "Page 2 of 4" on every page; after `front` pages, those of exhibits, the footer too.

    Raises KeyError when the document has no text in one of the weights, or a line has another
    letter than ASCII ones, "·" and "–".
    """
    total = len(packet.pages)
    before, between, after = lines.label
    opening = packet.make_indirect(packet.make_stream(b"q\n"))
    for number, page in enumerate(packet.pages, 1):
        text = f"{before}{number}{between}{total}{after}"
        line = _Line(text, _FRONT_EDGE, _FRONT_LINE, 400)
        if number > front:
            edge = float(page.mediabox[2]) - _EXHIBIT_MARGIN
            line = _Line(f"{lines.footer} · {text}", edge, _EXHIBIT_LINE, 400)
        # WeasyPrint leaves the page upside down behind.
        page.contents_add(opening, prepend=True)
        page.contents_add(f"\nQ {line.drawn(fonts)}".encode())


def stamp(lines: PageLines, fonts: Fonts, text: str, width: float, height: float) -> str:
    """The stamp at the top right of an exhibit's page, as `@page exhibit` in packet.css has it."""
    words = f"{lines.draft} {text}".strip()
    edge, up = width - _EXHIBIT_MARGIN, height - _STAMP_LINE
    return _Line(words, edge, up, 600).drawn(fonts)
