"""Fonts are cut down to the glyphs in use in the same way on every machine, and quickly.

WeasyPrint 70.0 does it with the machine's HarfBuzz where that is installed, so the same packet had
other bytes on another machine. Here fontTools does it everywhere: its version is pinned. The tables
for choosing glyphs, useless in a PDF, are taken out once per process: reading them took 0.4 s of
every document.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from fontTools.ttLib import TTFont

_FOR_LAYOUT: Final = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF")


@contextmanager
def cut_down_alike(weasyprint: Any) -> Iterator[None]:
    """While this holds, fonts in documents depend on the document alone."""
    build, harfbuzz = weasyprint.pdf.build_fonts_dictionary, weasyprint.pdf.fonts.harfbuzz_subset

    def build_alike(pdf: Any, fonts: dict[str, Any], *rest: Any) -> Any:
        for font in fonts.values():
            font.file_content = _without_layout(font.file_content)
        return build(pdf, fonts, *rest)

    weasyprint.pdf.fonts.harfbuzz_subset = None
    weasyprint.pdf.build_fonts_dictionary = build_alike
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = build
        weasyprint.pdf.fonts.harfbuzz_subset = harfbuzz


@lru_cache(maxsize=32)
def _without_layout(font_file: bytes) -> bytes:
    with TTFont(io.BytesIO(font_file), recalcTimestamp=False) as font:
        for table in _FOR_LAYOUT:
            if table in font:
                del font[table]
        written = io.BytesIO()
        font.save(written)
    return written.getvalue()
