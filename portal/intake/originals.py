"""The PDF as it came in: opened, its form fields and notes made part of its pages, its sizes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final, NamedTuple

import pikepdf

from portal.domain.evidence import FileProblem, FileRefused
from portal.intake.drawing import LONGEST_SIDE

_DEEPEST: Final = 50  # levels of a page tree that are looked up


class Frame(NamedTuple):
    """What of a page is shown: `box` [left bottom right top], turned clockwise by `turn`."""

    box: list[float]
    turn: int
    unit: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as shown."""
        left, bottom, right, top = self.box
        sides = ((right - left) * self.unit, (top - bottom) * self.unit)
        scale = min(1.0, LONGEST_SIDE / max(sides))
        width, height = (round(max(side * scale, 1.0), 3) for side in sides)
        return (height, width) if self.turn in {90, 270} else (width, height)


def opened(data: bytes) -> pikepdf.Pdf:
    """The PDF, repaired where possible. Raises FileRefused (LOCKED) and pikepdf.PdfError."""
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise FileRefused(FileProblem.LOCKED) from None


def saved(file: pikepdf.Pdf) -> bytes:
    """The PDF as its repaired, unlocked self."""
    target = io.BytesIO()
    file.save(target, encryption=False, deterministic_id=True)
    return target.getvalue()


def frame(page: pikepdf.Page) -> Frame | None:
    """How a page is shown; None when it says nothing sane."""
    try:
        return _frame(page)
    except (TypeError, ValueError):
        return None  # words where numbers should be


def _frame(page: pikepdf.Page) -> Frame | None:
    media = _numbers(_inherited(page.obj, "/MediaBox"))
    crop = _numbers(_inherited(page.obj, "/CropBox")) or media
    turn = _inherited(page.obj, "/Rotate")
    degrees = 0 if turn is None else int(turn) % 360
    if media is None or crop is None or degrees % 90:
        return None
    box = [max(media[0], crop[0]), max(media[1], crop[1])]
    box += [min(media[2], crop[2]), min(media[3], crop[3])]
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        return None
    return Frame(box, degrees, float(page.obj.get("/UserUnit", 1)))


def _inherited(page: pikepdf.Object, name: str) -> pikepdf.Object | None:
    for _ in range(_DEEPEST):
        if name in page:
            return page[name]
        if "/Parent" not in page:
            return None
        page = page.Parent
    return None


def _numbers(box: pikepdf.Object | None) -> list[float] | None:
    """The corners of a rectangle in order (ISO 32000-1, 7.9.5: any two opposite ones)."""
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return None
    one, two, three, four = (float(number) for number in box)
    return [min(one, three), min(two, four), max(one, three), max(two, four)]


def settle(file: pikepdf.Pdf) -> frozenset[int]:
    """Make fields and notes part of the pages; the numbers of pages that must be drawn instead.

    Those have fields whose looks a reader must make up: the drawing shows them with any letters.
    """
    unsettled = frozenset(
        number
        for number, page in enumerate(file.pages, start=1)
        if any(_is_unsettled(file, note) for note in _notes(page))
    )
    file.generate_appearance_streams()
    file.flatten_annotations("all")
    return unsettled


def _notes(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    notes = page.obj.get("/Annots", pikepdf.Array())
    if isinstance(notes, pikepdf.Array):
        yield from (note for note in notes if isinstance(note, pikepdf.Dictionary))


def _is_unsettled(file: pikepdf.Pdf, note: pikepdf.Object) -> bool:
    if note.get("/Subtype") != "/Widget":
        return False
    form = file.Root.get("/AcroForm", pikepdf.Dictionary())
    return "/AP" not in note or bool(form.get("/NeedAppearances", False))
