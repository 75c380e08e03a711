"""Age files with a passphrase (`portal.vault.age_format`): one scrypt stanza, no armour.

`tests/vault/test_age.py` opens what this writes with another implementation, and the other way
round.
"""

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from portal.vault.age_format import (
    CHUNK,
    MAGIC,
    NONCE_BYTES,
    TAG_BYTES,
    AgeSealer,
    BadAgeFile,
    bytes_of,
    check_header,
    payload,
    take,
    text_of,
    unwrap,
    wrap,
)

ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
WORK_FACTOR = 17
"""Of scrypt, as a power of two: 128 MiB, what OWASP's Password Storage Cheat Sheet asks."""
MAX_WORK_FACTOR = 18
"""What the age tools use: 256 MiB. A file can ask for any amount of memory and time."""

__all__ = ["ARMOUR", "MAGIC", "AgeSealer", "BadAgeFile", "TooMuchWork", "WrongPassphrase"]
__all__ += ["passphrase_sealer", "sealed_size", "unseal_age"]

_SALT_BYTES = 16
_LONGEST_HEADER = 512  # bytes; one scrypt stanza takes 154
_HEADER = re.compile(
    rb"(age-encryption\.org/v1\n"
    rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n"
    rb"([A-Za-z0-9+/]{43})\n"
    rb"---) ([A-Za-z0-9+/]{43})\n"
)
# Each derivation takes the memory that the work factor says, so one at a time.
_deriving = threading.Lock()


class TooMuchWork(BadAgeFile):
    """The file asks for more memory than `MAX_WORK_FACTOR` allows."""


class WrongPassphrase(Exception):
    """The passphrase does not open this file."""


def passphrase_sealer(passphrase: str) -> AgeSealer:
    """Seals a file that `passphrase` opens."""
    return AgeSealer(partial(_stanza, passphrase))


def sealed_size(size: int) -> int:
    """How many bytes `size` bytes of content become."""
    chunks = max(-(-size // CHUNK), 1)
    header = len(MAGIC) + len(f"-> scrypt {'a' * 22} {WORK_FACTOR}\n{'a' * 43}\n--- {'a' * 43}\n")
    return header + NONCE_BYTES + size + chunks * TAG_BYTES


def unseal_age(pieces: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    """The content of an age file, in pieces that are each verified.

    Raises BadAgeFile, TooMuchWork and WrongPassphrase: for the header at once, for what follows
    when it is reached; a file that was cut off ends with BadAgeFile.
    """
    iterator = iter(pieces)
    head, rest = take(iterator, _LONGEST_HEADER + NONCE_BYTES)
    match = _HEADER.match(head)
    if match is None:
        raise BadAgeFile("no header with one scrypt stanza")
    file_key = _open_header(match, passphrase)
    return payload(file_key, head[match.end() :] + rest, iterator)


def _stanza(passphrase: str, file_key: bytes) -> bytes:
    salt = secrets.token_bytes(_SALT_BYTES)
    wrapped = wrap(_stretch(passphrase, salt, WORK_FACTOR), file_key)
    return b"-> scrypt %s %d\n%s\n" % (text_of(salt), WORK_FACTOR, text_of(wrapped))


def _open_header(match: re.Match[bytes], passphrase: str) -> bytes:
    """The file key. Raises TooMuchWork, WrongPassphrase, BadAgeFile."""
    signed, salt, work_factor, wrapped, mac = match.groups()
    if int(work_factor) > MAX_WORK_FACTOR:
        raise TooMuchWork(int(work_factor))
    wrapping_key = _stretch(passphrase, bytes_of(salt), int(work_factor))
    file_key = unwrap(wrapping_key, bytes_of(wrapped))
    if file_key is None:
        raise WrongPassphrase
    check_header(file_key, signed, mac)
    return file_key


def _stretch(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    secret = unicodedata.normalize("NFC", passphrase).encode()
    salt = b"age-encryption.org/v1/scrypt" + salt
    with _deriving:
        return Scrypt(salt=salt, length=32, n=2**work_factor, r=8, p=1).derive(secret)
