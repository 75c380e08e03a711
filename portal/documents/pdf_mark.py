"""Finding the packet mark that a packet carries in its uncompressed metadata."""

import re
from typing import Final

_MARK: Final = re.compile(rb"hogerop-packet:(HO-[A-Z0-9]{1,20}):([0-9a-f]{12})(?![0-9a-f])")


def find_packet_mark(pdf: bytes) -> tuple[str, str] | None:
    """The case reference and packet code (12 hex digits) in the raw bytes of a file.

    None when there is no mark, or when the file holds two that differ.
    """
    found = {(one[1].decode(), one[2].decode()) for one in _MARK.finditer(pdf)}
    return found.pop() if len(found) == 1 else None
