"""Sealing: encrypting bytes so that they open only with their key and in their own place.

`blob = format (1 byte) | kind (1 byte) | Cobblestone-256 ciphertext` (C2SP chunked-encryption with
AES-256-GCM and SHA-512, https://c2sp.org/chunked-encryption). The context binds format, kind and
ids: `"casevault\\0" | format | kind | (length, 2 bytes | field)*`. A blob that was moved to another
row, case or kind, or an old revision under a new number, does not open.

A new format gets a new number and its own reader; the readers of old formats stay for ever.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

FORMAT = 1
MIN_PADDED = 4096  # bytes

_LENGTH_BYTES = 8
_HEADER_BYTES = 2


class Kind(IntEnum):
    """What a blob holds; the numbers are part of the format."""

    WRAP = 1
    DOCUMENT = 2
    PACKET = 3
    SESSION = 4
    FILE = 5
    RECEIPT = 6
    REMINDER = 7
    STAFF = 8
    STAFF_SESSION = 9
    DATA_KEY = 10


# The fields that each kind is bound to, in this order (docs/crypto-inventory.md).
BOUND_FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.WRAP: ("case id", "locator"),
    Kind.DOCUMENT: ("case id", "revision"),
    Kind.PACKET: ("case id", "packet id"),
    Kind.SESSION: ("session id", "absolute expiry"),
    Kind.FILE: ("case id", "blob id"),
    Kind.RECEIPT: ("case id", "locator"),
    Kind.REMINDER: ("reminder id", "day"),
    Kind.STAFF: ("staff id", "password salt"),
    Kind.STAFF_SESSION: ("session id", "absolute expiry"),
    Kind.DATA_KEY: ("case id", "key number"),
}

# Sealed in pieces: the size is known at the end only, so the padding stands behind the content.
STREAMED = frozenset({Kind.FILE})
# A wrapped key always has the same size, so padding would hide nothing.
PADDED = frozenset(Kind) - {Kind.WRAP, Kind.DATA_KEY} - STREAMED


class NotOpened(Exception):
    """The blob does not open: wrong key, wrong place, changed or cut off."""


class UnknownFormat(NotOpened):
    """The blob has a format byte that this release cannot read."""


def seal(kind: Kind, key: bytes, plaintext: bytes, *fields: bytes) -> bytes:
    """`plaintext` encrypted under the 32-byte `key`, bound to `kind` and its BOUND_FIELDS."""
    encryptor = Cobblestone256Encryptor(key, _context(kind, fields))
    content = _pad(plaintext) if kind in PADDED else plaintext
    return bytes((FORMAT, kind)) + encryptor.update(content) + encryptor.finalize()


def unseal(kind: Kind, key: bytes, blob: bytes, *fields: bytes) -> bytes:
    """What `seal` was given. Raises NotOpened; as UnknownFormat when the format is new."""
    if not blob or blob[0] != FORMAT:
        raise UnknownFormat(f"format {blob[0]}" if blob else "empty")
    if blob[1:_HEADER_BYTES] != bytes((kind,)):
        raise NotOpened("another kind")
    decryptor = Cobblestone256Decryptor(key, _context(kind, fields))
    try:
        content = decryptor.update(blob[_HEADER_BYTES:]) + decryptor.finalize()
    except InvalidTag:
        raise NotOpened(kind.name) from None
    return _unpad(content) if kind in PADDED else content


class Sealer:
    """Seals content that comes in pieces, of a size that nobody knows yet.

    `kind` is one of STREAMED. Write out what `update` returns, and at the end what `finish` does.
    """

    def __init__(self, kind: Kind, key: bytes, *fields: bytes) -> None:
        if kind not in STREAMED:
            raise ValueError(f"{kind.name} is sealed in one piece")
        self._encryptor = Cobblestone256Encryptor(key, _context(kind, fields))
        self._header = bytes((FORMAT, kind))
        self.size = 0
        """Bytes of content so far; `unseal_stream` needs the whole."""

    def update(self, piece: bytes) -> bytes:
        self.size += len(piece)
        header, self._header = self._header, b""
        return header + self._encryptor.update(piece)

    def finish(self) -> bytes:
        """The last bytes, with padding; nothing can be added after them."""
        missing = padded_size(self.size) - self.size
        zeros = b"".join(self._encryptor.update(one) for one in _zeros(missing))
        header, self._header = self._header, b""
        return header + zeros + self._encryptor.finalize()


def unseal_stream(
    kind: Kind, key: bytes, pieces: Iterable[bytes], size: int, *fields: bytes
) -> Iterator[bytes]:
    """The content that a Sealer was given, in pieces; `size` is its number of bytes.

    Each piece is verified before it is handed out. Raises NotOpened; for content that was cut off
    or is not `size` bytes long, at the end.
    """
    decryptor = Cobblestone256Decryptor(key, _context(kind, fields))
    total, rest = 0, size
    try:
        for piece in _body(kind, pieces):
            plain = decryptor.update(piece)
            total += len(plain)
            if rest and plain:
                yield plain[:rest]
                rest -= min(rest, len(plain))
        last = decryptor.finalize()
    except InvalidTag:
        raise NotOpened(kind.name) from None
    if rest:
        yield last[:rest]
    if total + len(last) != padded_size(size):
        raise NotOpened("the padding does not fit")


def number_field(number: int) -> bytes:
    """A number from 0 to 2^64-1 as a field: 8 bytes, big-endian."""
    return number.to_bytes(8, "big")


def padded_size(length: int) -> int:
    """The size to which `length` bytes are padded, both with the length in front.

    Padmé (https://petsymposium.org/popets/2019/popets-2019-0056.php): at most 12 % more, and so few
    sizes that a size tells almost nothing; never less than 4 KiB.
    """
    needed = max(length + _LENGTH_BYTES, MIN_PADDED)
    exponent = needed.bit_length() - 1
    zero_bits = exponent - exponent.bit_length()
    mask = (1 << zero_bits) - 1
    return (needed + mask) & ~mask


def _context(kind: Kind, fields: tuple[bytes, ...]) -> bytes:
    if len(fields) != len(BOUND_FIELDS[kind]):
        raise ValueError(f"{kind.name} is bound to: {', '.join(BOUND_FIELDS[kind])}")
    measured = b"".join(len(field).to_bytes(2, "big") + field for field in fields)
    return b"casevault\0" + bytes((FORMAT, kind)) + measured


def _body(kind: Kind, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What follows the header, which must be the right one."""
    header, iterator = b"", iter(pieces)
    for piece in iterator:
        header += piece
        if len(header) >= _HEADER_BYTES:
            break
    if not header or header[0] != FORMAT:
        raise UnknownFormat(f"format {header[0]}" if header else "empty")
    if header[1:_HEADER_BYTES] != bytes((kind,)):
        raise NotOpened("another kind")
    yield header[_HEADER_BYTES:]
    yield from iterator


def _zeros(count: int) -> Iterator[bytes]:
    for start in range(0, count, MIN_PADDED):
        yield bytes(min(MIN_PADDED, count - start))


def _pad(data: bytes) -> bytes:
    whole = len(data).to_bytes(_LENGTH_BYTES, "big") + data
    return whole.ljust(padded_size(len(data)), b"\0")


def _unpad(content: bytes) -> bytes:
    length = int.from_bytes(content[:_LENGTH_BYTES], "big")
    if len(content) != padded_size(length):
        raise NotOpened("the padding does not fit")
    return content[_LENGTH_BYTES : _LENGTH_BYTES + length]
