"""The age format (https://c2sp.org/age) with a passphrase, sealed and opened in pieces.

Of the format only what a case file needs: one scrypt recipient, no armour. The known libraries seal
with a passphrase in one piece only, which for a case with much evidence is too much memory; the
format itself is made for streams. `tests/vault/test_age.py` opens what this writes with another
implementation, and the other way round.

    header:  version line | scrypt stanza: salt, work factor, wrapped file key | HMAC of the header
    payload: nonce (16 bytes) | chunks of 64 KiB, each with ChaCha20-Poly1305, the last one marked
"""

import base64
import hmac
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"age-encryption.org/v1\n"
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
WORK_FACTOR = 17
"""Of scrypt, as a power of two: 128 MiB, what OWASP's Password Storage Cheat Sheet asks."""
MAX_WORK_FACTOR = 18
"""What the age tools use: 256 MiB. A file can ask for any amount of memory and time."""
CHUNK = 64 * 1024

_FILE_KEY_BYTES = 16
_SALT_BYTES = 16
_NONCE_BYTES = 16
_TAG_BYTES = 16
_SEALED_CHUNK = CHUNK + _TAG_BYTES
_LONGEST_HEADER = 512  # bytes; one scrypt stanza takes 154
_ZERO_NONCE = bytes(12)
_LAST = 1
_HEADER = re.compile(
    rb"(age-encryption\.org/v1\n"
    rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n"
    rb"([A-Za-z0-9+/]{43})\n"
    rb"---) ([A-Za-z0-9+/]{43})\n"
)
# Each derivation takes the memory that the work factor says, so one at a time.
_deriving = threading.Lock()


class BadAgeFile(Exception):
    """Not an age file with a passphrase, or one that was changed or cut off."""


class TooMuchWork(BadAgeFile):
    """The file asks for more memory than `MAX_WORK_FACTOR` allows."""


class WrongPassphrase(Exception):
    """The passphrase does not open this file."""


class AgeSealer:
    """Seals content that comes in pieces; write out what `start`, `update` and `finish` return."""

    def __init__(self, passphrase: str) -> None:
        file_key = secrets.token_bytes(_FILE_KEY_BYTES)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        self._start = _header(passphrase, file_key) + nonce
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


def sealed_size(size: int) -> int:
    """How many bytes `size` bytes of content become."""
    chunks = max(-(-size // CHUNK), 1)
    header = len(MAGIC) + len(f"-> scrypt {'a' * 22} {WORK_FACTOR}\n{'a' * 43}\n--- {'a' * 43}\n")
    return header + _NONCE_BYTES + size + chunks * _TAG_BYTES


def unseal_age(pieces: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    """The content of an age file, in pieces that are each verified.

    Raises BadAgeFile, TooMuchWork and WrongPassphrase: for the header at once, for what follows
    when it is reached; a file that was cut off ends with BadAgeFile.
    """
    iterator = iter(pieces)
    head, rest = _take(iterator, _LONGEST_HEADER + _NONCE_BYTES)
    match = _HEADER.match(head)
    if match is None:
        raise BadAgeFile("no header with one scrypt stanza")
    file_key = _open_header(match, passphrase)
    body = head[match.end() :] + rest
    if len(body) < _NONCE_BYTES:
        raise BadAgeFile("no payload")
    cipher = _payload_cipher(file_key, body[:_NONCE_BYTES])
    return _opened(cipher, chain([body[_NONCE_BYTES:]], iterator))


def _take(iterator: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    """The first `size` bytes, if there are so many, and what came along with them."""
    taken = b""
    for piece in iterator:
        taken += piece
        if len(taken) >= size:
            break
    return taken[:size], taken[size:]


def _opened(cipher: ChaCha20Poly1305, pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest, number = b"", 0
    for piece in pieces:
        rest += piece
        while len(rest) > _SEALED_CHUNK:  # what follows shows that this chunk is not the last
            yield _open_chunk(cipher, number, rest[:_SEALED_CHUNK], is_last=False)
            rest, number = rest[_SEALED_CHUNK:], number + 1
    last = _open_chunk(cipher, number, rest, is_last=True)
    if number and not last:
        raise BadAgeFile("an empty last chunk")
    yield last


def _open_chunk(cipher: ChaCha20Poly1305, number: int, chunk: bytes, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_chunk_nonce(number, is_last=is_last), chunk, None)
    except InvalidTag:
        raise BadAgeFile("changed or cut off") from None


def _header(passphrase: str, file_key: bytes) -> bytes:
    salt = secrets.token_bytes(_SALT_BYTES)
    wrapping = ChaCha20Poly1305(_stretch(passphrase, salt, WORK_FACTOR))
    wrapped = wrapping.encrypt(_ZERO_NONCE, file_key, None)
    stanza = b"-> scrypt %s %d\n%s\n---" % (_text(salt), WORK_FACTOR, _text(wrapped))
    return MAGIC + stanza + b" %s\n" % _text(_mac(file_key, MAGIC + stanza))


def _open_header(match: re.Match[bytes], passphrase: str) -> bytes:
    """The file key. Raises TooMuchWork, WrongPassphrase, BadAgeFile."""
    signed, salt, work_factor, wrapped, mac = match.groups()
    if int(work_factor) > MAX_WORK_FACTOR:
        raise TooMuchWork(int(work_factor))
    wrapping = ChaCha20Poly1305(_stretch(passphrase, _bytes(salt), int(work_factor)))
    try:
        file_key = wrapping.decrypt(_ZERO_NONCE, _bytes(wrapped), None)
    except InvalidTag:
        raise WrongPassphrase from None
    if not hmac.compare_digest(_mac(file_key, signed), _bytes(mac)):
        raise BadAgeFile("the header was changed")
    return file_key


def _stretch(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    secret = unicodedata.normalize("NFC", passphrase).encode()
    salt = b"age-encryption.org/v1/scrypt" + salt
    with _deriving:
        return Scrypt(salt=salt, length=32, n=2**work_factor, r=8, p=1).derive(secret)


def _mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(_expand(file_key, b"", b"header"), signed, "sha256")


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_expand(file_key, nonce, b"payload"))


def _expand(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _chunk_nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((_LAST if is_last else 0,))


def _text(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    """What `_text` wrote; another way of writing the same bytes is refused."""
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _text(data) != text:
        raise BadAgeFile("base64 that is not canonical")
    return data
