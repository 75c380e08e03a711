"""Repairs to what WeasyPrint 70.0 says that a glyph means.

A PDF maps each glyph back to text, for search, copying and screen readers. WeasyPrint fills the
map from the first place where a glyph occurs. When that is a letter with a mark of its own (in
"مُحَمَّد", or a Latin letter with a combining accent), the letter gets nothing and the mark gets both:
from then on the letter is lost everywhere, and the file breaks PDF/A and PDF/UA. The font itself
knows better, so glyphs that are part of such a cluster take their text from there.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from fontTools.ttLib import TTFont

# For a glyph that the font has no text for: its cluster's text is at another glyph.
_NOTHING_TO_READ: Final = "\u200b"
_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7


@contextmanager
def repaired(weasyprint: Any) -> Iterator[None]:
    """While this holds, fonts are written with a repaired map from glyphs to text."""
    build = weasyprint.pdf.build_fonts_dictionary

    def build_repaired(pdf: Any, fonts: dict[str, Any], *rest: Any) -> Any:
        for font in fonts.values():
            _repair(font)
        return build(pdf, fonts, *rest)

    weasyprint.pdf.build_fonts_dictionary = build_repaired
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = build


def _repair(font: Any) -> None:
    doubtful = [glyph for glyph, text in font.to_unicode.items() if _doubtful(text)]
    if not doubtful:
        return
    texts = glyph_texts(font.file_content)
    for glyph in doubtful:
        font.to_unicode[glyph] = texts.get(glyph) or font.to_unicode[glyph] or _NOTHING_TO_READ


def _doubtful(text: str) -> bool:
    return not text or (len(text) > 1 and any(map(unicodedata.combining, text)))


@lru_cache(maxsize=32)
def glyph_texts(font_file: bytes) -> dict[int, str]:
    """The text of each glyph that is a character, a form of one, or a ligature of some."""
    with TTFont(io.BytesIO(font_file)) as font:
        texts: dict[str, str] = {}
        for point, name in sorted(font.getBestCmap().items()):
            texts.setdefault(name, _letters(chr(point)))
        for subtable in _substitutions(font):
            _add_forms(subtable, texts)
        return {font.getGlyphID(name): text for name, text in texts.items()}


def _letters(char: str) -> str:
    """Presentation forms of Arabic and Hebrew (U+FB1D to U+FEFC) mean their plain letters."""
    return unicodedata.normalize("NFKC", char) if 0xFB1D <= ord(char) <= 0xFEFC else char


def _substitutions(font: Any) -> Iterator[Any]:
    if "GSUB" not in font:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            yield subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable


def _add_forms(subtable: Any, texts: dict[str, str]) -> None:
    if subtable.LookupType == _SINGLE:
        for plain, form in subtable.mapping.items():
            if plain in texts:
                texts.setdefault(form, texts[plain])
    elif subtable.LookupType == _LIGATURE:
        for first, ligatures in subtable.ligatures.items():
            for ligature in ligatures:
                parts = [first, *ligature.Component]
                if all(part in texts for part in parts):
                    texts.setdefault(ligature.LigGlyph, "".join(texts[part] for part in parts))
