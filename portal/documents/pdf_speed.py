"""Work that WeasyPrint 70.0 and pydyf do again and again, done once: the result is the same.

Measured on 118 pages of exhibits. A page asks sixteen margin boxes for their measures, of which it
prints two; and each element of the structure tree builds the list of all pages to name its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any


@contextmanager
def shortened(weasyprint: Any) -> Iterator[None]:
    """While this holds, documents are laid out and written with less work. Not for threads."""
    import pydyf

    layout = weasyprint.layout.page
    resolve, references = layout.resolve_percentages, pydyf.PDF.page_references
    margin_box = weasyprint.formatting_structure.boxes.MarginBox

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        if isinstance(box, margin_box) and not box.is_generated:
            _leave_empty(box)  # whose other measures its caller makes nothing
        else:
            resolve(box, containing_block)

    layout.resolve_percentages = resolve_percentages
    pydyf.PDF.page_references = property(_Kept(references.fget))
    try:
        yield
    finally:
        layout.resolve_percentages, pydyf.PDF.page_references = resolve, references


def _leave_empty(box: Any) -> None:
    box.min_width = box.min_height = 0
    box.max_width = box.max_height = inf


class _Kept:
    """The references of the pages of one file, listed anew when a page was added."""

    def __init__(self, list_pages: Any) -> None:
        self._list = list_pages
        self._pdf: Any = None
        self._count = 0
        self._references: tuple[bytes, ...] = ()

    def __call__(self, pdf: Any) -> tuple[bytes, ...]:
        count = pdf.pages["Count"]
        if pdf is not self._pdf or count != self._count:
            self._references = self._list(pdf)
            self._pdf, self._count = pdf, count
        return self._references
