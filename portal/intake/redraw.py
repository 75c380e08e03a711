"""The pages of a normal form as smaller pictures, or all of them as pictures."""

from __future__ import annotations

import io
from typing import Final

import msgspec
import pikepdf
import pypdfium2

from portal.domain.evidence import NormalForm, NormalPage
from portal.intake import drawing
from portal.intake.messages import Redraw, Request
from portal.intake.sheets import Sheet, save_sheets

_SMALL_QUALITY: Final = 70  # JPEG


def redrawn(normal: NormalForm, request: Request) -> NormalForm:
    """The normal form with its PDF content drawn; sizes, texts and looks stay.

    Unless only PDF content is to be drawn, pictures too become smaller where that saves bytes.
    """
    wanted = request.redraw
    if wanted is None:
        raise ValueError("nothing to draw")
    document = drawing.open_drawn(normal.pdf)
    out = pikepdf.new()
    sheets = []
    with pikepdf.open(io.BytesIO(normal.pdf)) as source:
        for index, page in enumerate(normal.pages):
            before = source.pages[index].Resources.XObject["/Page"]
            if page.is_vector or not wanted.only_vector:
                after = _smaller(out, before, document[index], page, wanted)
            else:
                after = out.copy_foreign(before)
            sheets.append(Sheet(msgspec.structs.replace(page, is_vector=False), after))
        return msgspec.structs.replace(
            normal, pages=tuple(sheet.page for sheet in sheets), pdf=save_sheets(out, sheets)
        )


def _smaller(
    out: pikepdf.Pdf,
    before: pikepdf.Object,
    drawn: pypdfium2.PdfPage,
    page: NormalPage,
    wanted: Redraw,
) -> pikepdf.Object:
    if page.is_vector:
        quality = drawing.QUALITY if wanted.only_vector else _SMALL_QUALITY
        return drawing.packed(out, drawing.drawn(drawn, wanted.dpi), quality)
    own_dpi = int(before.Width) / page.width * 72
    image = drawing.drawn(drawn, min(wanted.dpi, own_dpi))
    after = drawing.packed(out, image, _SMALL_QUALITY)
    if len(after.read_raw_bytes()) < len(before.read_raw_bytes()):
        return after
    return out.copy_foreign(before)
