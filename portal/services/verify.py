"""Was this packet made here, and is it unchanged? For whoever got one, without a case key."""

import hashlib
import re
import unicodedata
from enum import StrEnum

from msgspec import Struct

from portal.documents.pdf_mark import MarkFinder
from portal.domain.errors import DomainError
from portal.domain.packet_code import CODE_LENGTH, packet_code
from portal.domain.record import IssuedPacket
from portal.store.cases import OpenCase
from portal.store.receipts import (
    Receipt,
    by_code,
    by_file,
    drop_receipts,
    find_receipt,
    keep_receipts,
)

_HEAD = 1024  # bytes; readers look for "%PDF-" no further (ISO 32000-1, annex H, note 13)
_LONGEST_REFERENCE = 20
# In hex these can only be read one way; in a reference they stand for nothing.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_HEX = frozenset("0123456789ABCDEF")
# A reference of this portal and a code, somewhere in a line that was copied from a packet.
_COPIED = re.compile(
    r"(?<![0-9A-Z])H[O0]-?([0-9A-Z-]{1,20}?)[^0-9A-Z]{1,5}"
    r"([0-9A-FOIL]{4}[^0-9A-Z]{0,2}[0-9A-FOIL]{4}[^0-9A-Z]{0,2}[0-9A-FOIL]{4})(?!-?[0-9A-Z])"
)


class Answer(StrEnum):
    """What the portal can say of a packet."""

    UNCHANGED = "unchanged"  # exactly this file was made here
    CHANGED = "changed"  # it carries the mark of a packet of ours, and is not that packet
    MADE = "made"  # a packet with this code was made here; no file was looked at
    UNKNOWN = "unknown"


class Verdict(Struct, frozen=True, kw_only=True):
    """The answer; `receipt` tells what was made, and is there unless nothing is known."""

    answer: Answer
    receipt: Receipt | None = None


class UnreadableCode(DomainError):
    """The text is no reference with a packet code."""

    def __init__(self) -> None:
        super().__init__("unreadable_code")


class Examination:
    """Looks at a file that comes in pieces: its size, hash and mark. Keeps nothing of it."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()
        self._finder = MarkFinder()
        self._head = b""

    def update(self, piece: bytes) -> None:
        self.size += len(piece)
        self._hash.update(piece)
        self._finder.update(piece)
        self._head += piece[: _HEAD - len(self._head)]

    @property
    def sha256(self) -> str:
        """In hex, of what came so far."""
        return self._hash.hexdigest()

    @property
    def mark(self) -> tuple[str, str] | None:
        """The reference and code in the file's metadata; ask when the file is whole."""
        return self._finder.finish()

    @property
    def is_pdf(self) -> bool:
        return b"%PDF-" in self._head


def verify_file(sha256: str, mark: tuple[str, str] | None) -> Verdict:
    """What is known of a file with this hash (hex), and this mark in its metadata."""
    receipt = find_receipt(by_file(sha256))
    if receipt:
        return Verdict(answer=Answer.UNCHANGED, receipt=receipt)
    made = find_receipt(by_code(*mark)) if mark else None
    if made:
        return Verdict(answer=Answer.CHANGED, receipt=made)
    return Verdict(answer=Answer.UNKNOWN)


def verify_code(reference: str, code: str) -> Verdict:
    """What is known of a printed reference ("HO-BCD234") and code (12 hex digits)."""
    receipt = find_receipt(by_code(reference, code))
    if receipt:
        return Verdict(answer=Answer.MADE, receipt=receipt)
    return Verdict(answer=Answer.UNKNOWN)


def read_code(text: str) -> tuple[str, str]:
    """The reference and code in `text`, as typed or copied from a page of a packet.

    Small letters, other separators or none, a missing "HO" and the letters O, I and L in the code
    make no difference. Raises UnreadableCode.
    """
    upper = unicodedata.normalize("NFKC", text).upper()
    copied = _COPIED.search(upper)
    if copied:
        rest, code = copied[1], copied[2]
    else:
        whole = "".join(filter(str.isalnum, upper))
        rest, code = re.sub("^H[O0]", "", whole[:-CODE_LENGTH]), whole[-CODE_LENGTH:]
    digits = "".join(filter(str.isalnum, code)).translate(_LOOKALIKES)
    is_reference = rest.isascii() and 0 < len(rest) <= _LONGEST_REFERENCE
    if not is_reference or len(digits) != CODE_LENGTH or not _HEX.issuperset(digits):
        raise UnreadableCode
    return f"HO-{rest}", digits.lower()


def keep_packet_receipts(opened: OpenCase, packet: IssuedPacket) -> None:
    """From now on the packet is known by its file and by its code. Raises CaseNotFound."""
    receipt = Receipt(
        issued_on=packet.issued_on,
        sha256=packet.sha256,
        document=packet.document,
        language=packet.language,
        pages=packet.pages,
    )
    keep_receipts(opened, receipt, *_materials(opened, packet))


def drop_packet_receipts(opened: OpenCase, packet: IssuedPacket) -> None:
    """The packet was not handed out."""
    drop_receipts(opened, *_materials(opened, packet))


def _materials(opened: OpenCase, packet: IssuedPacket) -> tuple[bytes, ...]:
    """Without a reference the code alone is too short to be a key, so it opens nothing."""
    reference = opened.record.case.reference
    code = packet_code(packet.content_hash, packet.language)
    by_print = (by_code(reference, code),) if reference else ()
    return by_file(packet.sha256), *by_print
