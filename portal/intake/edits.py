"""A player's edits, done to the pixels of a page: what is hidden is not in the picture."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

from portal.domain.evidence import FULL, Box, PageEdit

_TURNS: Final = {
    90: Image.Transpose.ROTATE_270,  # Pillow counts against the clock
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def edited(image: Image.Image, edit: PageEdit) -> Image.Image:
    """The upright page after black boxes, crop and turn, in this order."""
    if edit.black:
        image = image.copy()
        pencil = ImageDraw.Draw(image)
        for box in edit.black:
            left, top, right, bottom = _outward(box, image)
            pencil.rectangle(
                (left, top, right - 1, bottom - 1), fill=0 if image.mode == "L" else (0, 0, 0)
            )
    if edit.crop is not None:
        image = image.crop(_outward(edit.crop, image))
    return image.transpose(_TURNS[edit.turn]) if edit.turn else image


def _outward(box: Box, image: Image.Image) -> tuple[int, int, int, int]:
    """The pixels of a box. One that is half inside belongs to it: half hidden can be read."""
    return (
        box.left * image.width // FULL,
        box.top * image.height // FULL,
        -(-box.right * image.width // FULL),
        -(-box.bottom * image.height // FULL),
    )
