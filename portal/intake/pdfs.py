"""A PDF as pages: as PDF content where that is archival and harmless, else as pictures."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from portal.domain.evidence import (
    FileForm,
    FileProblem,
    FileRefused,
    NormalForm,
    NormalPage,
    PageEdit,
)
from portal.intake import drawing
from portal.intake.edits import edited
from portal.intake.messages import Request
from portal.intake.problems import NotShown
from portal.intake.sheets import Sheet, look, save_sheets
from portal.intake.sniff import PDF


def normal_pdf(data: bytes, request: Request) -> NormalForm:
    """The normal form of a PDF.

    Raises FileRefused (LOCKED), NotShown (DAMAGED, TOO_MANY_PAGES), or what the readers raise.
    """
    source = _opened(data)
    count = len(source.pages)
    numbers = _wanted(count, request)
    document = drawing.open_drawn(data)
    out = pikepdf.new()
    sheets, looks = [], []
    for number in numbers:
        edit = next((edit for edit in request.edits if edit.page == number), PageEdit(page=number))
        sheet, small = _drawn(out, document, number, edit)
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


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise FileRefused(FileProblem.LOCKED) from None


def _wanted(count: int, request: Request) -> list[int]:
    """The numbers of the pages to show, in order."""
    if count == 0:
        raise NotShown(FileProblem.DAMAGED)
    chosen = request.chosen or range(1, count + 1)
    numbers = [number for number in chosen if 1 <= number <= count]
    if len(numbers) > request.limits.max_pages:
        raise NotShown(FileProblem.TOO_MANY_PAGES, count)
    return numbers


def _drawn(
    out: pikepdf.Pdf, document: pypdfium2.PdfDocument, number: int, edit: PageEdit
) -> tuple[Sheet, bytes]:
    page = document[number - 1]
    image = edited(drawing.drawn(page), edit)
    width, height = drawing.shown_size(page)
    if edit.crop:
        width *= (edit.crop.right - edit.crop.left) / 1000
        height *= (edit.crop.bottom - edit.crop.top) / 1000
    if edit.turn in {90, 270}:
        width, height = height, width
    text = "" if edit.hides else drawing.words(page)
    normal = NormalPage(number=number, width=width, height=height, text=text)
    return Sheet(normal, drawing.packed(out, image)), look(image)
