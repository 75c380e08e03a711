"""Laying out a packet: which page each exhibit begins on, and that just those numbers are printed.

Only the first page of a file is laid out; those that follow it are put in afterwards
(`pdf_exhibits`), so WeasyPrint's own count of pages falls short of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from portal.documents.memory import give_back_memory

# Lays out HTML by the stylesheet of packets and these rules after it.
LayOut = Callable[[str, str], Any]

_ANCHOR: Final = "exhibit-"
# Where pages are only counted: numbers of other pages are as wide as any, and need no second look.
_COUNTING: Final = """
.cited::after { content: ", p. 888" }
.page-of::after { content: " 888" }
.contents a::after { content: "" }
"""
_MORE_TRIES: Final = 3


def pages_with_exhibits(
    lay_out: LayOut,
    html: str,
    other_front: str,
    lengths: tuple[tuple[int, int], ...],
    following: Mapping[int, int],
) -> Any:
    """The document of `html`, in which exhibits begin no earlier than after `other_front`, if any.

    `lengths` are how many pages each exhibit should take, as in `PdfJob`; `following` is how many
    pages of an exhibit are put in later. Page numbers are stated beforehand, so that a page that
    names others need not be laid out twice, and compared with the pages that come of it. Should
    they never agree, exhibits are cited without a page.
    """
    theirs, numbers, fillers = 0, {}, ""
    if other_front:
        theirs = exhibits_at(lay_out(other_front, _COUNTING))
        numbers = page_numbers(lengths, theirs + 1)
        give_back_memory()
    document = lay_out(html, _stated(numbers))
    if (later := theirs - exhibits_at(document)) > 0:
        places = ", ".join(f".f{number}" for number in range(1, later + 1))
        fillers = f"{places} {{ display: block; break-before: page }}"
        document = lay_out(html, _stated(numbers) + fillers)
    for _ in range(_MORE_TRIES):
        found = dict(_exhibit_numbers(document, following))
        if found == numbers:
            return document
        numbers = found
        document = lay_out(html, _stated(numbers) + fillers)
    return lay_out(html, fillers)


def page_numbers(lengths: tuple[tuple[int, int], ...], first: int) -> dict[int, int]:
    """The page on which each exhibit begins when the first one begins on page `first`."""
    numbers = {}
    for exhibit, pages in lengths:
        numbers[exhibit] = first
        first += pages
    return numbers


def _stated(numbers: dict[int, int]) -> str:
    """Rules that print these numbers after the name of an exhibit."""
    return "".join(
        f'.cited[href="#exhibit-{exhibit}"]::after {{ content: ", p. {page}" }}\n'
        f'.page-of[href="#exhibit-{exhibit}"]::after {{ content: " {page}" }}\n'
        for exhibit, page in numbers.items()
    )


def _exhibit_numbers(document: Any, following: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Each exhibit, and the page on which it does begin."""
    put_in = 0
    for exhibit, place in exhibit_places(document):
        yield exhibit, place + 1 + put_in
        put_in += following.get(exhibit, 0)


def exhibit_places(document: Any) -> Iterator[tuple[int, int]]:
    """Each exhibit, in their order, and the place from 0 of the page on which it was laid out."""
    for place, page in enumerate(document.pages):
        for name in page.anchors:
            if name.startswith(_ANCHOR):
                yield int(name.removeprefix(_ANCHOR)), place


def exhibits_at(document: Any) -> int:
    """The place of the first exhibit; behind the last page where there is none."""
    return next((place for _exhibit, place in exhibit_places(document)), len(document.pages))
