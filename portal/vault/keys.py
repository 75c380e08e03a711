"""Case keys: making, reading and recognising them, and the keys derived from them.

A case key is 130 random bits, written as 26 characters of Crockford's base32 and 2 check
characters, in groups of 4, as in "89PV-66HY-6KD1-Z7JB-W62C-FCDK-G1VM". Guessing one of a million
cases at a thousand tries a second takes longer than the universe exists, so there is no slow hash:
signing in costs microseconds and cannot be used to overload the server.

The check characters are the two check symbols of a Reed-Solomon code over GF(32) (distance 3): one
or two wrong characters, and two exchanged ones, never pass.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BITS = 130
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # https://www.crockford.com/base32.html
SALT = b"casevault/v1"
DERIVED_BYTES = 32
_MARK_BYTES = 16

_DATA_LENGTH = 26
_CHECK_LENGTH = 2
_KEY_LENGTH = _DATA_LENGTH + _CHECK_LENGTH
_GROUP = 4
_MAX_INPUT = 500  # characters; a pasted key sheet line is shorter, and NFKC makes text longer
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
# A key as it is pasted: groups of 4, anything short or nothing between them, nothing glued to it.
_PASTED_KEY = re.compile(
    r"(?<![0-9A-Za-z])(?=((?:[0-9A-Za-z]{4}[^0-9A-Za-z]{0,3}){6}[0-9A-Za-z]{4})(?![0-9A-Za-z]))"
)


class BadCaseKey(ValueError):
    """The text is not a case key: a wrong length, a wrong character or wrong check characters."""


class Purpose(StrEnum):
    """What a derived key is for; the value is the `info` of HKDF."""

    LOCATOR = "locator"
    WRAP = "wrap"
    SESSION = "session"
    RECEIPT_LOCATOR = "receipt-locator"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    REMINDER_MARK = "reminder-mark"
    PROOF = "packet-proof"
    INVITATION = "invitation"
    STAFF_SESSION = "staff-session"
    STAFF_VERIFIER = "staff-verifier"
    STAFF_KEY = "staff-key"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True, slots=True, repr=False)
class CaseKey:
    """One case key, made by `new_case_key` or `parse_case_key`. Its repr shows nothing of it."""

    characters: str  # the 26 characters without the check characters

    @property
    def text(self) -> str:
        """The key as players see it: 28 characters in groups of 4, joined by "-"."""
        return in_groups(self.characters + check_characters(self.characters))


def new_case_key() -> CaseKey:
    """A fresh key from the system's source of randomness."""
    return CaseKey(in_characters(secrets.randbits(KEY_BITS), _DATA_LENGTH))


def in_characters(number: int, length: int) -> str:
    """The lowest `5 * length` bits of a number in Crockford's base32, the lowest bits first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(length))


def in_groups(characters: str) -> str:
    """Characters as people read them: "89PV-66HY-6KD1"."""
    return "-".join(characters[i : i + _GROUP] for i in range(0, len(characters), _GROUP))


def parse_case_key(text: str) -> CaseKey:
    """The key that a player typed, in any case, with any separators or full-width characters.

    O is read as 0, I and L as 1. Raises BadCaseKey.
    """
    return CaseKey(checked_characters(text, _DATA_LENGTH))


def checked_characters(text: str, length: int) -> str:
    """The first `length` characters of what was typed, when the 2 check characters behind fit.

    Raises BadCaseKey.
    """
    if len(text) > _MAX_INPUT:
        raise BadCaseKey("too long")
    characters = "".join(filter(_is_meant, unicodedata.normalize("NFKC", text))).upper()
    characters = characters.translate(_LOOKALIKES)
    if len(characters) != length + _CHECK_LENGTH or not set(characters).issubset(ALPHABET):
        raise BadCaseKey(f"not {length + _CHECK_LENGTH} characters of the alphabet")
    if check_characters(characters[:length]) != characters[length:]:
        raise BadCaseKey("the check characters do not fit")
    return characters[:length]


def holds_case_key(text: str) -> bool:
    """Whether a valid key stands somewhere in free text, so that it is not stored by accident.

    Other text passes as a key only when 28 characters in a row look like one and 10 bits fit.
    """
    found = _PASTED_KEY.finditer(unicodedata.normalize("NFKC", text))
    return any(_is_case_key(match[1]) for match in found)


def locator(key: CaseKey) -> bytes:
    """What the database finds the case by: 32 bytes that tell nothing about the key."""
    return _derive(key.characters.encode("ascii"), Purpose.LOCATOR)


def wrapping_key(key: CaseKey) -> bytes:
    """The 32-byte key that seals the case data key."""
    return _derive(key.characters.encode("ascii"), Purpose.WRAP)


def session_id(secret: bytes) -> bytes:
    """What the database finds the session by: SHA-256 of the cookie's 32 random bytes."""
    return hashlib.sha256(secret).digest()


def session_key(secret: bytes) -> bytes:
    """The 32-byte key that seals the session's data, from the cookie's 32 random bytes."""
    return _derive(secret, Purpose.SESSION)


def receipt_locator(material: bytes) -> bytes:
    """What the database finds a packet's receipt by: 32 bytes that tell nothing of the packet.

    `material` is what only a reader of the packet has: its SHA-256, or its reference and code.
    """
    return _derive(material, Purpose.RECEIPT_LOCATOR)


def receipt_key(material: bytes) -> bytes:
    """The 32-byte key that seals a packet's receipt, from the same material."""
    return _derive(material, Purpose.RECEIPT)


def invitation_locator(characters: str) -> bytes:
    """What the database finds an invitation by: 32 bytes that tell nothing about its code."""
    return _derive(characters.encode("ascii"), Purpose.INVITATION)


def reminder_key(secret: bytes) -> bytes:
    """The 32-byte key that seals the addresses of reminders, from the site's own mail key."""
    return _derive(secret, Purpose.REMINDER)


def reminder_mark(secret: bytes, address: str) -> bytes:
    """By what the reminders of one e-mail address belong together: 16 bytes.

    Without the site's own mail key nobody can tell whose mark it is.
    """
    key = _derive(secret, Purpose.REMINDER_MARK)
    return hmac.digest(key, address.strip().casefold().encode(), hashlib.sha256)[:_MARK_BYTES]


def tombstone_mark(deleted_id: bytes) -> bytes:
    """What stays of a deleted case or reminder: 32 bytes, from its 16 random ones.

    Only who has the id, in a copy of the database from before, can tell whose mark it is.
    """
    return _derive(deleted_id, Purpose.TOMBSTONE)


def packet_proof(site_secret: bytes, packet: bytes) -> str:
    """What only the site with this secret can say of a packet: an HMAC-SHA256, in hex.

    `packet` is all that is told of the packet, its SHA-256 included.
    """
    return hmac.digest(_derive(site_secret, Purpose.PROOF), packet, "sha256").hex()


def staff_session_key(secret: bytes) -> bytes:
    """The 32-byte key that seals the data of a staff visit, from the cookie's 32 random bytes."""
    return _derive(secret, Purpose.STAFF_SESSION)


def password_verifier(root: bytes) -> bytes:
    """What is stored to recognise a password, from its slow hash; it opens nothing."""
    return _derive(root, Purpose.STAFF_VERIFIER)


def password_key(root: bytes) -> bytes:
    """The 32-byte key that seals the secrets of a member of staff, from the same slow hash."""
    return _derive(root, Purpose.STAFF_KEY)


def _derive(material: bytes, purpose: Purpose) -> bytes:
    info = purpose.encode("ascii")
    return HKDF(algorithm=SHA256(), length=DERIVED_BYTES, salt=SALT, info=info).derive(material)


def _is_meant(character: str) -> bool:
    """Letters and digits are meant; separators, dashes and invisible characters are decoration."""
    return unicodedata.category(character)[0] in "LN"


def _is_case_key(text: str) -> bool:
    try:
        parse_case_key(text)
    except BadCaseKey:
        return False
    return True


# -- Reed-Solomon over GF(32) = GF(2)[x] / (x^5 + x^2 + 1), a = x --

_FIELD_POLYNOMIAL = 0b100101
_A1, _A2 = 2, 4  # the roots of the generator: a and a^2


def _multiply(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _FIELD_POLYNOMIAL
        right >>= 1
    return product


_TIMES_LINEAR = tuple(_multiply(one, _A1 ^ _A2) for one in range(32))
_TIMES_CONSTANT = tuple(_multiply(one, _multiply(_A1, _A2)) for one in range(32))


def check_characters(data: str) -> str:
    """The 2 check characters of up to 29 characters.

    They are the remainder of data(x) * x^2 divided by (x - a)(x - a^2).
    """
    high = low = 0
    for character in data:
        lead = high ^ ALPHABET.index(character)
        high, low = low ^ _TIMES_LINEAR[lead], _TIMES_CONSTANT[lead]
    return ALPHABET[high] + ALPHABET[low]
