"""Normal forms as one sees them, and placed as a packet places them."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
import pypdfium2
from PIL import Image

from portal.domain.evidence import NormalForm


def shown(normal: NormalForm, index: int = 0, dpi: float = 100) -> Image.Image:
    """A page of the normal form's PDF, drawn."""
    document = pypdfium2.PdfDocument(normal.pdf)
    image: Image.Image = document[index].render(scale=dpi / 72, rev_byteorder=True).to_pil()
    return image.convert("RGB")


def pixels(normal: NormalForm, index: int = 0, darker_than: int = 250) -> int:
    """How many pixels of a page are not white."""
    histogram = shown(normal, index).convert("L").histogram()
    return sum(histogram[:darker_than])


def placed(normals: Iterable[NormalForm]) -> bytes:
    """All pages copied into another file, each drawn in a box of an A4 page, as a packet does."""
    packet = pikepdf.new()
    for normal in normals:
        with pikepdf.open(io.BytesIO(normal.pdf)) as source:
            for page in source.pages:
                copied = packet.copy_foreign(page.Resources.XObject["/Page"])
                packet.add_blank_page(page_size=(595.28, 841.89))
                packet.pages[-1].obj.Resources = pikepdf.Dictionary(
                    XObject=pikepdf.Dictionary(I=copied)
                )
                packet.pages[-1].obj.Contents = packet.make_stream(
                    b"q 0 0 1 rg 400 0 0 500 50 100 cm /I Do Q"
                )
    target = io.BytesIO()
    packet.save(target)
    return target.getvalue()
