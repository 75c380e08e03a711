"""Which pages of a PDF may stay PDF content, and what they look like as such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from portal.domain.evidence import NormalPage, PageEdit
from portal.intake import carrier, drawing, originals
from portal.intake.limits import Limits
from portal.intake.sheets import LOOK_SIDE, Sheet, look, save_sheets
from portal.intake.vectors import Extractor, NotVector, unit_matrix

_JUDGED_ALONE: Final = 60  # pages; of a longer file that fails as a whole all become pictures
_BLUR: Final = 6  # pixels of a look; smoothing of letters differs, missing words do not fit in it
_SEEN_DIFFERENCE: Final = 60  # of 255
# What odd content makes the readers raise. The drawing of the page shows what can be shown.
_ODD: Final = (pikepdf.PdfError, AttributeError, IndexError, KeyError, RuntimeError)
_ODD_VALUES: Final = (TypeError, ValueError, NotImplementedError)


class Vector(NamedTuple):
    """A page as content: how large it is shown, and its object in the original."""

    page: NormalPage
    form: pikepdf.Object


def vectors(
    source: pikepdf.Pdf,
    document: pypdfium2.PdfDocument,
    numbers: Iterable[int],
    edits: Mapping[int, PageEdit],
    limits: Limits,
) -> dict[int, tuple[Vector, bytes]]:
    """The pages that may stay content, by number, with their looks. Changes `source`.

    Such a page breaks no rule of the packet, and looks like the page of the original
    (`document`, the same file before the change).
    """
    try:
        drawn_anyway = originals.settle(source)
    except (*_ODD, *_ODD_VALUES):
        return {}
    maker = Extractor(source, limits)
    candidates = []
    for number in dict.fromkeys(numbers):
        edit = edits.get(number, PageEdit(page=number))
        if not edit.hides and number not in drawn_anyway:
            candidates += _vector(maker, source.pages[number - 1], edit)
    return _alike(document, _lawful(candidates), edits)


def bound(vectors: Iterable[Vector]) -> bytes:
    """The pages alone as the PDF of a normal form."""
    out = pikepdf.new()
    return save_sheets(out, [Sheet(one.page, out.copy_foreign(one.form)) for one in vectors])


def _vector(maker: Extractor, page: pikepdf.Page, edit: PageEdit) -> list[Vector]:
    try:
        frame = originals.frame(page)
        if frame is None:
            return []
        turned = frame._replace(turn=(frame.turn + edit.turn) % 360)
        form = maker.form(page, unit_matrix(turned.box, turned.turn), turned.box)
    except (NotVector, *_ODD, *_ODD_VALUES):
        return []
    width, height = turned.size
    normal = NormalPage(number=edit.page, width=width, height=height, is_vector=True)
    return [Vector(normal, form)]


def _lawful(candidates: list[Vector]) -> list[Vector]:
    """Those that break no rule: asked for all at once, and only if that fails for each."""
    if not candidates or not carrier.faults(bound(candidates)):
        return candidates
    if len(candidates) > _JUDGED_ALONE:
        return []
    return [one for one in candidates if not carrier.faults(bound([one]))]


def _alike(
    document: pypdfium2.PdfDocument, candidates: list[Vector], edits: Mapping[int, PageEdit]
) -> dict[int, tuple[Vector, bytes]]:
    """Those that look like the original: nothing was lost on the way, no field, no layer."""
    if not candidates:
        return {}
    alike = {}
    made = drawing.open_drawn(bound(candidates))
    for index, one in enumerate(candidates):
        number = one.page.number
        dpi = 72 * (LOOK_SIDE - 1) / max(one.page.width, one.page.height)
        image = drawing.drawn(made[index], dpi)
        edit = edits.get(number, PageEdit(page=number))
        before = drawing.drawn(document[number - 1], dpi, turn=edit.turn)
        if not _differ(before, image):
            alike[number] = (one, look(image))
    return alike


def _differ(one: Image.Image, other: Image.Image) -> bool:
    if any(abs(a - b) > 1 for a, b in zip(one.size, other.size, strict=True)):
        return True
    size = (max(1, one.width // _BLUR), max(1, one.height // _BLUR))
    small = [image.convert("L").resize(size, Image.Resampling.BOX) for image in (one, other)]
    most = ImageChops.difference(*small).getextrema()[1]
    return isinstance(most, int | float) and most > _SEEN_DIFFERENCE
