"""Pages of a normal form: pictures made small and put into a PDF, one on each page."""

from __future__ import annotations

import io
import struct
from typing import Final, NamedTuple, cast

import pikepdf
from PIL import Image, ImageChops

from portal.domain.evidence import NormalPage

LOOK_SIDE: Final = 900  # pixels
LOOK_QUALITY: Final = 60
_TEXT_PACKS: Final = 20  # pixels in one byte, of a page with letters on white
_FEW_COLOURS: Final = 256
_GREY_DIFFERENCE: Final = 12  # of 255: what JPEG makes of grey


class Sheet(NamedTuple):
    """One page: what it says, and the object that is drawn over it (made in `out`)."""

    page: NormalPage
    drawn: pikepdf.Object


def save_sheets(out: pikepdf.Pdf, sheets: list[Sheet]) -> bytes:
    """The PDF of a normal form, as portal.domain.evidence describes it. Equal in, equal out."""
    for sheet in sheets:
        width, height = round(sheet.page.width, 3), round(sheet.page.height, 3)
        draw = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q"
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, width, height],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/Page": sheet.drawn})),
            Contents=out.make_stream(draw.encode()),
        )
        out.pages.append(pikepdf.Page(out.make_indirect(page)))
    target = io.BytesIO()
    out.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def photo(out: pikepdf.Pdf, image: Image.Image, quality: int) -> pikepdf.Object:
    """A JPEG object in `out` of an RGB or L picture, without any metadata."""
    return _image(out, jpeg(image, quality), image, 8, Filter=pikepdf.Name.DCTDecode)


def sharp(out: pikepdf.Pdf, image: Image.Image, quality: int) -> pikepdf.Object:
    """An object that keeps every pixel, when that is no larger than a JPEG of `quality`."""
    few = image.getcolors(_FEW_COLOURS) if image.mode == "RGB" else None
    exact = image.quantize(_FEW_COLOURS, dither=Image.Dither.NONE) if few else image
    packed = _packed(exact)
    if len(packed.data) > len(jpeg(image, quality)):
        return photo(out, image, quality)
    return _flate(out, packed, exact)


def plain_grey(out: pikepdf.Pdf, image: Image.Image, quality: int) -> pikepdf.Object:
    """16 greys of an L picture, when that is smaller than a JPEG: dense text stays sharp."""
    levels = image.point([(value * 15 + 127) // 255 for value in range(256)])
    levels = Image.frombytes("P", image.size, levels.tobytes())
    levels.putpalette([value * 17 for value in range(16) for _ in range(3)])
    packed = _packed(levels, bits=4)
    # Pages of text are always smaller this way, and trying both takes time.
    if len(packed.data) < image.width * image.height // _TEXT_PACKS:
        return _flate(out, packed, image)
    small = jpeg(image, quality)
    if len(packed.data) > len(small):
        return _image(out, small, image, 8, Filter=pikepdf.Name.DCTDecode)
    return _flate(out, packed, image)


def is_grey(image: Image.Image) -> bool:
    """Whether an RGB or L picture has no colour to speak of."""
    if image.mode == "L":
        return True
    red, green, blue = image.split()
    return all(
        cast("tuple[int, int]", ImageChops.difference(red, other).getextrema())[1]
        <= _GREY_DIFFERENCE
        for other in (green, blue)
    )


def jpeg(image: Image.Image, quality: int) -> bytes:
    """An RGB or L picture as JPEG, without any metadata."""
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, optimize=False)
    return target.getvalue()


def look(image: Image.Image) -> bytes:
    """The small picture of a page for the screen."""
    small = image.copy()
    small.thumbnail((LOOK_SIDE, LOOK_SIDE), Image.Resampling.BILINEAR, reducing_gap=1.5)
    return jpeg(small, LOOK_QUALITY)


class _Packed(NamedTuple):
    data: bytes
    bits: int


def _packed(image: Image.Image, bits: int | None = None) -> _Packed:
    """The pixels as PNG packs them: PDF unpacks the same (ISO 32000-1, 7.4.4.4, predictor 15)."""
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=6, **({"bits": bits} if bits else {}))
    png = target.getvalue()
    data, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        if kind == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    return _Packed(data, png[24])


def _flate(out: pikepdf.Pdf, packed: _Packed, image: Image.Image) -> pikepdf.Object:
    parameters = pikepdf.Dictionary(
        Predictor=15,
        Colors=3 if image.mode == "RGB" else 1,
        BitsPerComponent=packed.bits,
        Columns=image.width,
    )
    return _image(
        out,
        packed.data,
        image,
        packed.bits,
        Filter=pikepdf.Name.FlateDecode,
        DecodeParms=parameters,
    )


def _image(
    out: pikepdf.Pdf, data: bytes, image: Image.Image, bits: int, **coding: pikepdf.Object
) -> pikepdf.Object:
    return pikepdf.Stream(
        out,
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=bits,
        ColorSpace=_colours(image),
        **coding,
    )


def _colours(image: Image.Image) -> pikepdf.Object:
    if image.mode == "P":
        palette = bytes(image.getpalette() or ())
        names = [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB]
        return pikepdf.Array([*names, len(palette) // 3 - 1, pikepdf.String(palette)])
    return pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
