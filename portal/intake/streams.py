"""How large a stream inside a PDF becomes when it is unpacked, without unpacking more than allowed.

Also: JPEG streams without what cameras write beside the picture.
"""

from __future__ import annotations

import base64
import zlib
from typing import Final

import pikepdf

_PIECE: Final = 1 << 20  # bytes
_START_OF_SCAN, _COMMENT, _FIRST_NOTE, _LAST_NOTE = 0xDA, 0xFE, 0xE1, 0xEF
_KEPT_NOTES: Final = frozenset({0xE2, 0xEE})  # colour profile, Adobe's colour mark


def size_within(stream: pikepdf.Object, most: int) -> int | None:
    """The unpacked size, or `most` + 1 when it is more; None when that cannot be told."""
    data = stream.read_raw_bytes()
    try:
        for name in filters(stream):
            if name == "/FlateDecode":
                data = _inflated(data, most)
            elif name == "/ASCII85Decode":
                data = base64.a85decode(data.strip().removeprefix(b"<~").split(b"~>")[0])
            elif name == "/ASCIIHexDecode":
                data = bytes.fromhex(data.split(b">")[0].decode("ascii"))
            else:
                return None
    except ValueError:
        return None  # damaged
    return min(len(data), most + 1)


def filters(stream: pikepdf.Object) -> list[str]:
    """The names of a stream's filters, in the order of unpacking."""
    named = stream.get("/Filter", pikepdf.Array())
    return [str(named)] if isinstance(named, pikepdf.Name) else [str(name) for name in named]


def _inflated(packed: bytes, most: int) -> bytes:
    """At least the first `most` + 1 bytes; of a damaged stream what comes before the damage."""
    machine, pieces, total = zlib.decompressobj(), [], 0
    try:
        while packed and not machine.eof and total <= most:
            pieces.append(machine.decompress(packed, _PIECE))
            total += len(pieces[-1])
            packed = machine.unconsumed_tail
    except zlib.error:
        return b"".join(pieces)
    return b"".join(pieces)


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without what cameras and programs write beside the picture (EXIF, XMP, comments).

    Kept are JFIF, the colour profile and Adobe's colour mark (APP0, APP2, APP14). Raises
    ValueError when it is not a JPEG.
    """
    kept, place = [jpeg[:2]], 2
    while jpeg[place : place + 1] == b"\xff" and len(jpeg) >= place + 4:
        marker = jpeg[place + 1]
        if marker == _START_OF_SCAN:  # the picture itself, until the end
            return b"".join((*kept, jpeg[place:]))
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        is_note = _FIRST_NOTE <= marker <= _LAST_NOTE and marker not in _KEPT_NOTES
        if not is_note and marker != _COMMENT:
            kept.append(jpeg[place:end])
        place = end
    raise ValueError("no picture in the JPEG")
