"""The pages of exhibits and the original files, put into a packet that WeasyPrint has written.

WeasyPrint lays out, tags and numbers the pages of exhibits with a picture of one pixel in each
box; here each of these becomes the exhibit's own page, fitted into the box. So a large file costs
no time in layout, and its content is never read by WeasyPrint.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from portal.domain.evidence import UPRIGHT_BOX, WIDE, WIDE_BOX

if TYPE_CHECKING:
    import pikepdf

_ADDRESS: Final = re.compile(r"exhibit:[1-9]\d{0,3}-[1-9]\d{0,3}")
_POINTS_PER_MM: Final = 72 / 25.4
_LARGEST_SCALE: Final = 2.0
"""How much larger than by itself a page is shown at most."""


class ExhibitPages(Struct, frozen=True, kw_only=True):
    """Pages `first` to `last`, counted from 1, of an exhibit's `NormalForm.pdf`."""

    number: int
    pdf: bytes
    first: int
    last: int

    def __repr__(self) -> str:
        return f"ExhibitPages({self.number})"


def is_placeholder(url: str) -> bool:
    """Whether `url` stands for a page of an exhibit, as in "exhibit:3-2"."""
    return _ADDRESS.fullmatch(url) is not None


def placeholder_png() -> bytes:
    """A white picture of one pixel (PNG)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def finish(
    pdf: bytes, exhibits: list[ExhibitPages], originals: list[Any], created: str
) -> tuple[bytes, bytes]:
    """`pdf` with the pages of `exhibits` in their places and `originals` attached; and the same to
    be judged, in which each original has one byte.

    PDF/A-3 and PDF/UA-1 ask nothing of what is inside an attached file (ISO 19005-3, 6.8), and all
    that they ask of its description is in both. `originals` are `pdf.Attachment`s; `created` is
    the ISO 8601 day of the packet. Both lists are emptied on the way, since their files can be
    large. The same input gives the same bytes. Raises ValueError for a page without a place.
    """
    import pikepdf  # a native library that only printing needs

    with pikepdf.open(io.BytesIO(pdf)) as packet:
        places = dict(_places(packet)) if exhibits else {}
        while exhibits:
            _put_in(packet, exhibits.pop(0), places)
        attached = _attach(packet, originals, created)
        # the printed page number is the file's own (ISO 32000-1, 12.4.2)
        packet.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
        whole = _written(packet, compress=not attached)
        if not attached:
            return whole, whole
        for file in attached:
            file.write(b"-")
        return whole, _written(packet, compress=False)


def _written(packet: pikepdf.Pdf, *, compress: bool) -> bytes:
    import pikepdf

    written = io.BytesIO()
    packet.save(
        written,
        deterministic_id=True,
        # All but the metadata, which stay readable. Originals are small already, and would
        # take half a second; beside them the rest counts for little.
        compress_streams=compress,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
    )
    return written.getvalue()


def _places(packet: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """The dictionaries that name pictures, by the name of the picture in them."""
    for page in packet.pages:
        pictures = page.obj.Resources.get("/XObject")
        for name in pictures.keys() if pictures is not None else ():
            yield name, pictures


def _name(number: int, page: int) -> str:
    """WeasyPrint 70 names a picture after its address."""
    address = f"exhibit:{number}-{page}"
    return f"/i{hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()}0"


def _put_in(packet: pikepdf.Pdf, exhibit: ExhibitPages, places: dict[str, Any]) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(exhibit.pdf)) as source:
        for number in range(exhibit.first, exhibit.last + 1):
            page = source.pages[number - 1]
            pictures = places.get(_name(exhibit.number, number))
            if pictures is None:  # evidence must never be left out unseen
                raise ValueError(f"the document has no place for page {number} of an exhibit")
            copied = packet.copy_foreign(page.obj.Resources.XObject["/Page"])
            width, height = (float(side) for side in page.mediabox[2:])
            pictures[_name(exhibit.number, number)] = _fitted(packet, copied, width, height)


def _fitted(packet: pikepdf.Pdf, page: Any, width: float, height: float) -> Any:
    """`page` at the top of the box that it gets, in its middle, as a form of the unit square."""
    import pikepdf

    box = WIDE_BOX if width > WIDE * height else UPRIGHT_BOX
    across, down = (side * _POINTS_PER_MM for side in box)
    scale = min(across / width, down / height, _LARGEST_SCALE)
    wide, high = scale * width / across, scale * height / down
    left, bottom = (1 - wide) / 2, 1 - high
    drawing = f"q {wide:.6f} 0 0 {high:.6f} {left:.6f} {bottom:.6f} cm /Page Do Q"
    return packet.make_stream(
        drawing.encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 1, 1],
        Resources={"/XObject": {"/Page": page}},
    )


def _attach(packet: pikepdf.Pdf, originals: list[Any], created: str) -> list[Any]:
    """The files as they came (ISO 19005-3, 6.8: each with its relation to the document).

    Gives the streams that hold them.
    """
    import pikepdf

    if originals and not created:
        raise ValueError("originals need a date of creation")
    moment = f"D:{created[:10].replace('-', '')}000000Z"
    streams = []
    while originals:
        original = originals.pop(0)
        spec = pikepdf.AttachedFileSpec(
            packet,
            original.content,
            filename=original.name,
            description=original.description,
            mime_type=mimetypes.guess_type(original.name)[0] or "application/octet-stream",
            creation_date=moment,
            mod_date=moment,
        )
        spec.relationship = pikepdf.Name(f"/{original.relationship}")
        packet.attachments[original.name] = spec  # lists it in the catalogue's /AF as well
        streams.append(spec.obj.EF.F)
    return streams
