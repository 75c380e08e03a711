"""How large a stream inside a PDF becomes when it is unpacked, found without unpacking it whole."""

from __future__ import annotations

import zlib
from typing import Final

import pikepdf

_PIECE: Final = 1 << 20  # bytes
# Most bytes that one packed byte can become.
_GROWTH: Final = {
    "/ASCIIHexDecode": 1,
    "/ASCII85Decode": 4,
    "/RunLengthDecode": 64,
    "/FlateDecode": 1032,
    "/LZWDecode": 1366,
}
_UNKNOWN_GROWTH: Final = 2000


def fits(stream: pikepdf.Object, most: int) -> bool:
    """Whether the stream has at most `most` bytes when unpacked."""
    names = filters(stream)
    packed = stream.read_raw_bytes()
    bound = len(packed)
    for name in names:
        bound *= _GROWTH.get(name, _UNKNOWN_GROWTH)
    if bound <= most:
        return True
    return names == ["/FlateDecode"] and _inflates_to(packed, most)


def filters(stream: pikepdf.Object) -> list[str]:
    """The names of a stream's filters, in the order of unpacking."""
    named = stream.get("/Filter", pikepdf.Array())
    return [str(named)] if isinstance(named, pikepdf.Name) else [str(name) for name in named]


def _inflates_to(packed: bytes, most: int) -> bool:
    machine, total = zlib.decompressobj(), 0
    try:
        while packed and not machine.eof:
            total += len(machine.decompress(packed, _PIECE))
            packed = machine.unconsumed_tail
            if total > most:
                return False
    except zlib.error:
        return True  # damaged: readers take what came before, which fitted
    return True


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without what cameras and programs write beside the picture (EXIF, XMP, comments).

    Kept are JFIF, the colour profile and Adobe's colour mark (APP0, APP2, APP14). Raises
    ValueError when it is not a JPEG.
    """
    kept, place = jpeg[:2], 2
    while jpeg[place : place + 1] == b"\xff" and len(jpeg) >= place + 4:
        marker = jpeg[place + 1]
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker == 0xDA:  # the picture itself, until the end
            return kept + jpeg[place:]
        note = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE})
        kept, place = kept if note else kept + jpeg[place:end], end
    raise ValueError("no picture in the JPEG")
