"""The age format (https://c2sp.org/age), sealed and opened in pieces: what every file of it shares.

The known libraries seal in one piece only, which for a case with much evidence or a whole site is
too much memory; the format itself is made for streams. Who may open a file is said by stanzas in
its header: `portal.vault.age` (a passphrase) and `portal.vault.age_keys` (public keys) write them.

    header:  version line | stanzas: each wraps the file key | HMAC of the header
    payload: nonce (16 bytes) | chunks of 64 KiB, each with ChaCha20-Poly1305, the last one marked
"""

import base64
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC: Final = b"age-encryption.org/v1\n"
CHUNK: Final = 64 * 1024
NONCE_BYTES: Final = 16
TAG_BYTES: Final = 16

_FILE_KEY_BYTES = 16
_SEALED_CHUNK = CHUNK + TAG_BYTES
_ZERO_NONCE = bytes(12)
_LAST = 1


class BadAgeFile(Exception):
    """Not an age file of the kind that was expected, or one that was changed or cut off."""


class AgeSealer:
    """Seals content that comes in pieces; write out what `start`, `update` and `finish` return.

    `stanzas` is given the file key and returns the stanzas that wrap it, each with its last "\\n".
    """

    def __init__(self, stanzas: Callable[[bytes], bytes]) -> None:
        file_key = secrets.token_bytes(_FILE_KEY_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        signed = MAGIC + stanzas(file_key) + b"---"
        self._start = signed + b" %s\n" % text_of(header_mac(file_key, signed)) + nonce
        self._cipher = _payload_cipher(file_key, nonce)
        self._rest = b""
        self._number = 0

    def start(self) -> bytes:
        """What stands in front of the content."""
        return self._start

    def update(self, piece: bytes) -> bytes:
        """The chunks that are full now; more than one chunk stays back for the mark at the end."""
        content = self._rest + piece
        full = max(len(content) - 1, 0) // CHUNK * CHUNK
        self._rest = content[full:]
        return b"".join(self._seal(content[at : at + CHUNK]) for at in range(0, full, CHUNK))

    def finish(self) -> bytes:
        """The last chunk."""
        return self._cipher.encrypt(_chunk_nonce(self._number, is_last=True), self._rest, None)

    def _seal(self, chunk: bytes) -> bytes:
        nonce = _chunk_nonce(self._number, is_last=False)
        self._number += 1
        return self._cipher.encrypt(nonce, chunk, None)


def take(iterator: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    """The first `size` bytes, if there are so many, and what came along with them."""
    taken = bytearray()
    for piece in iterator:
        taken += piece
        if len(taken) >= size:
            break
    return bytes(taken[:size]), bytes(taken[size:])


def payload(file_key: bytes, body: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    """The content, in pieces that are each verified; `body` and then `rest` follow the header.

    Raises BadAgeFile: at once when there is no payload, and later where it was changed or cut off.
    """
    if len(body) < NONCE_BYTES:
        raise BadAgeFile("no payload")
    cipher = _payload_cipher(file_key, body[:NONCE_BYTES])
    return _opened(cipher, chain([body[NONCE_BYTES:]], rest))


def wrap(wrapping_key: bytes, file_key: bytes) -> bytes:
    """The file key, sealed with the 32 bytes of a stanza, which serve this once."""
    return ChaCha20Poly1305(wrapping_key).encrypt(_ZERO_NONCE, file_key, None)


def unwrap(wrapping_key: bytes, wrapped: bytes) -> bytes | None:
    """The file key; None when these 32 bytes do not open it."""
    try:
        return ChaCha20Poly1305(wrapping_key).decrypt(_ZERO_NONCE, wrapped, None)
    except InvalidTag:
        return None


def check_header(file_key: bytes, signed: bytes, mac: bytes) -> None:
    """Raises BadAgeFile unless `mac` (as text) is the header's; `signed` ends with "---"."""
    if not hmac.compare_digest(header_mac(file_key, signed), bytes_of(mac)):
        raise BadAgeFile("the header was changed")


def header_mac(file_key: bytes, signed: bytes) -> bytes:
    """The HMAC of a header up to and with its "---"."""
    return hmac.digest(expand(file_key, b"", b"header"), signed, "sha256")


def expand(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256, 32 bytes."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def text_of(data: bytes) -> bytes:
    """Base64 without "=", as it stands in a header."""
    return base64.b64encode(data).rstrip(b"=")


def bytes_of(text: bytes) -> bytes:
    """What `text_of` wrote. Raises BadAgeFile for another way of writing the same bytes."""
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    if text_of(data) != text:
        raise BadAgeFile("base64 that is not canonical")
    return data


def _opened(cipher: ChaCha20Poly1305, pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest, number = b"", 0
    for piece in pieces:
        rest += piece
        start = 0
        while len(rest) - start > _SEALED_CHUNK:  # what follows shows that it is not the last
            chunk = rest[start : start + _SEALED_CHUNK]
            yield _open_chunk(cipher, number, chunk, is_last=False)
            start, number = start + _SEALED_CHUNK, number + 1
        rest = rest[start:]
    last = _open_chunk(cipher, number, rest, is_last=True)
    if number and not last:
        raise BadAgeFile("an empty last chunk")
    yield last


def _open_chunk(cipher: ChaCha20Poly1305, number: int, chunk: bytes, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_chunk_nonce(number, is_last=is_last), chunk, None)
    except InvalidTag:
        raise BadAgeFile("changed or cut off") from None


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(expand(file_key, nonce, b"payload"))


def _chunk_nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((_LAST if is_last else 0,))
