"""A PDF as pages: as PDF content where that is archival and harmless, else as pictures."""

from __future__ import annotations

import msgspec
import pikepdf
import pypdfium2

from portal.domain.evidence import (
    FULL,
    FileForm,
    FileProblem,
    NormalForm,
    NormalPage,
    PageEdit,
)
from portal.intake import archival, drawing, originals
from portal.intake.edits import edited
from portal.intake.messages import Request
from portal.intake.problems import NotShown
from portal.intake.sheets import Sheet, look, save_sheets
from portal.intake.sniff import PDF


def normal_pdf(data: bytes, request: Request) -> NormalForm:
    """The normal form of a PDF.

    Raises FileRefused (LOCKED), NotShown (DAMAGED, TOO_MANY_PAGES, TOO_COMPLEX), or what the
    readers raise.
    """
    source = originals.opened(data)
    count = len(source.pages)
    numbers = _numbers(count, request)
    document = _drawable(data, source)
    edits = {edit.page: edit for edit in request.edits}
    sizes = {number: originals.frame(source.pages[number - 1]) for number in numbers}
    kept = archival.vectors(source, document, numbers, edits, request.limits)
    out = pikepdf.new()
    sheets, looks = [], []
    for number in numbers:
        edit = edits.get(number, PageEdit(page=number))
        if number in kept:
            vector, small = kept[number]
            text = drawing.words(document[number - 1])
            normal = msgspec.structs.replace(vector.page, text=text)
            sheet = Sheet(normal, out.copy_foreign(vector.form))
        else:
            sheet, small = _picture(out, document[number - 1], sizes[number], edit)
        sheets.append(sheet)
        looks.append(small)
    return NormalForm(
        media_type=PDF.media_type,
        form=FileForm.PDF,
        source_pages=count,
        pages=tuple(sheet.page for sheet in sheets),
        pdf=save_sheets(out, sheets),
        looks=tuple(looks),
    )


def _numbers(count: int, request: Request) -> list[int]:
    """The numbers of the pages to show, in order."""
    if count == 0:
        raise NotShown(FileProblem.DAMAGED)
    chosen = request.chosen or range(1, count + 1)
    numbers = [number for number in chosen if 1 <= number <= count]
    if len(numbers) > request.limits.max_pages:
        raise NotShown(FileProblem.TOO_MANY_PAGES, count)
    return numbers


def _drawable(data: bytes, source: pikepdf.Pdf) -> pypdfium2.PdfDocument:
    """The file for drawing; repaired when it has to be."""
    try:
        document = drawing.open_drawn(data)
        if len(document) == len(source.pages):
            return document
    except pypdfium2.PdfiumError:
        pass  # the other reader could open it: what that one saves is whole again
    return drawing.open_drawn(originals.saved(source))


def _picture(
    out: pikepdf.Pdf,
    page: pypdfium2.PdfPage,
    frame: originals.Frame | None,
    edit: PageEdit,
) -> tuple[Sheet, bytes]:
    image = edited(drawing.drawn(page), edit)
    width, height = frame.size if frame else drawing.shown_size(page)
    if edit.crop:
        width *= (edit.crop.right - edit.crop.left) / FULL
        height *= (edit.crop.bottom - edit.crop.top) / FULL
    if edit.turn in {90, 270}:
        width, height = height, width
    text = "" if edit.hides else drawing.words(page)
    normal = NormalPage(number=edit.page, width=round(width, 3), height=round(height, 3), text=text)
    return Sheet(normal, drawing.packed(out, image)), look(image)
