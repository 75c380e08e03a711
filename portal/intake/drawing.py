"""Pages of a PDF as pixels and words, drawn by PDFium."""

from __future__ import annotations

import math
from typing import Final

import pikepdf
import pypdfium2
from PIL import Image

from portal.intake.sheets import is_grey, photo, plain_grey
from portal.intake.texts import printable

DPI: Final = 150
QUALITY: Final = 75  # JPEG
TEXT_LENGTH: Final = 1000
LONGEST_SIDE: Final = 14_400.0  # points; ISO 32000-1, annex C
_MOST_PIXELS: Final = 12_000_000  # of one drawn page, however large the PDF says it is


def open_drawn(data: bytes) -> pypdfium2.PdfDocument:
    """The PDF for drawing, filled form fields included. Raises pypdfium2.PdfiumError."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()  # must be before anything is asked of it
    return document


def drawn(page: pypdfium2.PdfPage, dpi: float = DPI, turn: int = 0) -> Image.Image:
    """The page as RGB pixels (L when it has no colour), turned clockwise by degrees.

    At `dpi`, or as many as a picture of bounded size allows.
    """
    width, height = page.get_size()
    most = math.sqrt(_MOST_PIXELS / max(width * height, 1.0))
    longest = _MOST_PIXELS / 1000 / max(width, height, 1.0)
    scale = min(dpi / 72, most, longest)
    image: Image.Image = page.render(scale=scale, rotation=turn, rev_byteorder=True).to_pil()
    if image.mode != "RGB":
        image = image.convert("RGB")
    return image.convert("L") if is_grey(image) else image


def shown_size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Width and height in points as the page is shown; absurd pages at the largest sane size."""
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return round(max(width * scale, 1.0), 3), round(max(height * scale, 1.0), 3)


def words(page: pypdfium2.PdfPage) -> str:
    """The start of the page's text layer, white space folded."""
    text = page.get_textpage().get_text_bounded()
    return printable(" ".join(text.split()))[:TEXT_LENGTH].rstrip()


def packed(out: pikepdf.Pdf, image: Image.Image, quality: int = QUALITY) -> pikepdf.Object:
    """A drawn page as an object in `out`: grey pages sharp and small, others as JPEG."""
    pack = plain_grey if image.mode == "L" else photo
    return pack(out, image, quality)
