"""Small files of every kind, made here: pictures, PDFs, and pieces of them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

A4 = (595.28, 841.89)
Content = bytes | Iterable[bytes]


def picture(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    """A picture that is not the same upside down: red, with a blue corner at the left top."""
    image = Image.new("RGB", size, (200, 30, 30))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(20, 20, 220))
    return image.convert(mode)


def noise(size: tuple[int, int]) -> Image.Image:
    """A picture that packs badly, like a photo."""
    return Image.merge("RGB", [Image.effect_noise(size, spread) for spread in (60, 70, 80)])


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture in one of Pillow's formats."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def with_exif(image: Image.Image, orientation: int = 1, *, place: bool = False) -> bytes:
    """A JPEG that says how to turn it, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETCAMERA"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 27.0), 3: "E", 4: (5.0, 7.0, 1.0)})
    return encoded(image, "JPEG", quality=95, exif=exif)


def png_header(width: int, height: int, bits: int = 8, colour: int = 2) -> bytes:
    """The start of a PNG of that size."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def png_of_zeros(width: int, height: int) -> bytes:
    """A whole PNG of black pixels, one bit each, without ever holding them."""
    machine = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    body = b"".join(machine.compress(row) for _ in range(height)) + machine.flush()
    return png_header(width, height, 1, 0) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def font(**extra: object) -> Dictionary:
    """A font that is not inside the file."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, **extra)


def pdf(
    contents: Iterable[bytes] = (b"",),
    *,
    size: tuple[float, float] = A4,
    page: Mapping[str, object] | None = None,
    resources: Dictionary | None = None,
) -> pikepdf.Pdf:
    """A PDF with one page for each content; `page` are more keys of every page."""
    file = pikepdf.new()
    fonts = Dictionary(Font=Dictionary(F=font()))
    for content in contents:
        file.add_blank_page(page_size=size)
        file.pages[-1].obj.Resources = resources or fonts
        file.pages[-1].obj.Contents = file.make_stream(content)
        for key, value in (page or {}).items():
            file.pages[-1].obj[key] = value
    return file


def saved(file: pikepdf.Pdf, **options: object) -> bytes:
    """The file's bytes."""
    target = io.BytesIO()
    file.save(target, **options)
    return target.getvalue()


def words(text: str, *, x: int = 72, y: int = 700, points: int = 24) -> bytes:
    """Content that writes one line."""
    return f"BT /F {points} Tf {x} {y} Td ({text}) Tj ET ".encode("latin-1")


def square(x: int, y: int, side: int, colour: str = "0 0 1") -> bytes:
    """Content that paints a square."""
    return f"{colour} rg {x} {y} {side} {side} re f".encode()


def with_field(value: str, *, appearance: bool) -> bytes:
    """A form with one text field that is filled in; without looks of its own, or with."""
    file = pdf()
    field = file.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="field",
            V=value,
            F=4,
            DA="/F 24 Tf 0 g",
            Rect=[72, 680, 400, 720],
        )
    )
    if appearance:
        field.AP = Dictionary(
            N=file.make_stream(
                b"/Tx BMC 0 g 10 10 100 20 re f EMC",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=[0, 0, 328, 40],
                Resources=Dictionary(),
            )
        )
    file.pages[0].obj.Annots = Array([field])
    file.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA="/F 24 Tf 0 g", DR=Dictionary(Font=Dictionary(F=font()))
    )
    return saved(file)


def unpacked(data: bytes) -> bytes:
    """The PDF with every stream and object readable, to look for words in it."""
    with pikepdf.open(io.BytesIO(data)) as file:
        return saved(
            file,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
