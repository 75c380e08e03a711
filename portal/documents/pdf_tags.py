"""Repairs to the structure tree that WeasyPrint 70.0 writes.

The validators accept the tree as it is, but a screen reader would stumble over it: running
headers and the dots of a table of contents are read as text, a Dutch quotation in an English
letter is read with an English voice, table headers have no direction, links are announced by their
technical target and once more for their page number, and the place of a picture is given in the
wrong units. WeasyPrint offers no hook at the spot where it still knows
which box belongs to which structure element, so its tree builder is wrapped while a file is
written. That is tied to one version, on purpose and checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pydyf

KNOWN_VERSION: Final = "70.0"
_PIXELS_TO_POINTS: Final = 0.75
_MAY_BREAK: Final = "\u200b"  # a place where a long word may go on in the next line


def require_known(version: str) -> None:
    """Raise `RuntimeError` unless these repairs were made for this version of WeasyPrint."""
    if version != KNOWN_VERSION:
        raise RuntimeError(
            f"WeasyPrint {version} is installed; the repairs in pdf_tags.py are for "
            f"{KNOWN_VERSION}. Check each of them against the new version."
        )


@contextmanager
def repaired(weasyprint: Any) -> Iterator[Callable[[Any, Any], None]]:
    """While this holds, documents are written with a repaired tree.

    Gives the `finisher` that belongs to the one document written meanwhile.
    """
    tags = weasyprint.pdf.tags
    build = tags._build_box_tree
    repairs = _Repairs(weasyprint, build)
    tags._build_box_tree = repairs.build_box_tree
    try:
        yield repairs.finish
    finally:
        tags._build_box_tree = build


class _Repairs:
    """What is learnt about one document while its tree is built."""

    def __init__(self, weasyprint: Any, build: Callable[..., Iterator[Any]]) -> None:
        self._boxes = weasyprint.formatting_structure.boxes
        self._build = build
        self._running: defaultdict[int, set[int]] = defaultdict(set)

    def build_box_tree(
        self, box: Any, parent: Any, pdf: Any, page_number: int, *maps: Any
    ) -> Iterator[Any]:
        """Stand in for WeasyPrint's own builder, which calls itself through this.

        `maps`: content id to structure element, link annotations, box to content id.
        """
        nums, _, tags = maps
        is_inside_link = parent["S"] == "/Link"
        if is_inside_link and box.link_annotation:
            _drop_link(box, _object(pdf, pdf.page_references[page_number]))
        if isinstance(box, self._boxes.MarginBox) or getattr(box, "is_leader", False):
            self._leave_out(box, page_number, nums, tags)
            return
        for element in self._build(box, parent, pdf, page_number, *maps):
            _describe(getattr(box, "_box", box), element, pdf, page_number)
            if is_inside_link and element["S"] == "/Link":
                element["S"] = "/Span"
            yield element

    def _leave_out(
        self, box: Any, page_number: int, nums: dict[int, Any], tags: dict[Any, Any]
    ) -> None:
        for child in [child for child in box.descendants() if child in tags]:
            content = tags.pop(child)["mcid"]
            # WeasyPrint numbers the parent tree by position, so the place must stay taken.
            nums[content] = "null"
            self._running[page_number].add(content)

    def finish(self, document: Any, pdf: Any) -> None:  # noqa: ARG002 - WeasyPrint's signature
        """The repairs that need the whole file; given to `write_pdf` as `finisher`."""
        for page_number, contents in self._running.items():
            page = _object(pdf, pdf.page_references[page_number])
            _mark_artifacts(_object(pdf, page["Contents"]).stream, contents)
        _index_headers(pdf)
        if files := pdf.catalog.get("AF"):
            # 70.0 lists each attached file twice.
            files[:] = list(dict.fromkeys(files))


def _describe(box: Any, element: Any, pdf: Any, page_number: int) -> None:
    source = box.element
    if source is None or source.tag in ("html", "body"):
        return
    if language := source.get("lang"):
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
    if element["S"] == "/Figure":
        _place(box, element, _object(pdf, pdf.page_references[page_number]))
    if element["S"] == "/Link" and box.link_annotation:
        words = "".join((*source.itertext(), *_generated(box))).replace(_MAY_BREAK, "")
        box.link_annotation["Contents"] = pydyf.String(" ".join(words.split()))


def _generated(box: Any) -> Iterator[str]:
    """The texts that the stylesheet adds: the page number, but not the dots before it."""
    for child in getattr(box, "children", ()):
        if "::" in child.element_tag and hasattr(child, "text"):
            yield child.text
        elif not child.is_leader:
            yield from _generated(child)


def _drop_link(box: Any, page: Any) -> None:
    """What the stylesheet adds to a link lies within it: no second link at the same place."""
    page["Annots"].remove(box.link_annotation.reference)
    box.link_annotation = None


def _place(box: Any, figure: Any, page: Any) -> None:
    """Give the picture's place in points from the bottom left (ISO 32000-1, 14.8.5.4.3)."""
    left, top = box.content_box_x(), box.content_box_y()
    height = page["MediaBox"][3]
    right, bottom = left + box.width, top + box.height
    left, top, right, bottom = (side * _PIXELS_TO_POINTS for side in (left, top, right, bottom))
    figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _mark_artifacts(stream: list[Any], contents: set[int]) -> None:
    """Turn marked content with these ids into artifacts (ISO 32000-1, 14.8.2.2)."""
    for place, operator in enumerate(stream):
        if operator == b"BDC" and stream[place - 1]["MCID"] in contents:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})


def _index_headers(pdf: Any) -> None:
    """Write the name tree that header ids are looked up in (ISO 32000-1, 14.7.2)."""
    named = {
        item["ID"].string: item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem" and "ID" in item
    }
    if not named:
        return
    names = pydyf.Array()
    for _, item in sorted(named.items()):
        names.extend((item["ID"], item.reference))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
