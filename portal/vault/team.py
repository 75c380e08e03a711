"""Key pairs of people and of the team, and what is sealed to them.

`blob = format (1 byte) | kind (1 byte) | HPKE`: RFC 9180, base mode, one message, with
MLKEM768-X25519, HKDF-SHA256 and AES-256-GCM. Whoever keeps such a blob for years and then has a
quantum computer does not open it. The context (`info`) binds format, kind and ids, as in
`portal.vault.sealing`: a blob that was moved to another case, person or generation does not open.

The team has one key pair for each of its generations. Its private key is sealed to the public key
of each caseworker, and to nobody else; what players share is sealed to its public key.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from portal.vault.keys import in_characters, in_groups
from portal.vault.sealing import NotOpened, UnknownFormat, number_field

FORMAT = 1
PRIVATE_BYTES = 96
"""The seed of ML-KEM-768 (64), then the key of X25519 (32)."""
PUBLIC_BYTES = 1216
"""The public key of ML-KEM-768 (1184), then that of X25519 (32)."""
FINGERPRINT_CHARACTERS = 20

_SEED_BYTES = 64
_LATTICE_BYTES = 1184
_HEADER_BYTES = 2
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Addressed(IntEnum):
    """What is sealed to a public key; the numbers are part of the format."""

    TEAM_KEY = 1
    SHARE = 2


# The fields that each kind is bound to, in this order (docs/crypto-inventory.md).
ADDRESSED_FIELDS: dict[Addressed, tuple[str, ...]] = {
    Addressed.TEAM_KEY: ("generation", "staff id"),
    Addressed.SHARE: ("generation", "case id"),
}


class BadKey(ValueError):
    """The bytes are no key of this format."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """A key pair as bytes. Its repr shows nothing of it."""

    private: bytes
    public: bytes


@dataclass(frozen=True, slots=True, repr=False)
class TeamKey:
    """The team's key pair of one generation (from 1)."""

    generation: int
    pair: KeyPair


def new_key_pair() -> KeyPair:
    """A fresh key pair from the system's source of randomness."""
    lattice, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    return key_pair(lattice.private_bytes_raw() + curve.private_bytes_raw())


def key_pair(private: bytes) -> KeyPair:
    """The pair of a private key of PRIVATE_BYTES. Raises BadKey."""
    lattice, curve = _private_parts(private)
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return KeyPair(private, public)


def fingerprint(public: bytes) -> str:
    """By what people compare a public key: 100 bits of its SHA-256, "4G2K-…" in five groups."""
    number = int.from_bytes(hashlib.sha256(public).digest(), "big")
    return in_groups(in_characters(number, FINGERPRINT_CHARACTERS))


def seal_to(public: bytes, kind: Addressed, plaintext: bytes, *fields: bytes) -> bytes:
    """`plaintext` for whoever has the private key, bound to `kind` and its ADDRESSED_FIELDS.

    Raises BadKey.
    """
    context = _context(kind, fields)
    try:
        key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_LATTICE_BYTES]),
            X25519PublicKey.from_public_bytes(public[_LATTICE_BYTES:]),
        )
        sealed = _SUITE.encrypt(plaintext, key, context)
    except ValueError:
        raise BadKey("no public key") from None
    return bytes((FORMAT, kind)) + sealed


def open_with(private: bytes, kind: Addressed, blob: bytes, *fields: bytes) -> bytes:
    """What `seal_to` was given. Raises NotOpened; as UnknownFormat when the format is new."""
    if not blob or blob[0] != FORMAT:
        raise UnknownFormat(f"format {blob[0]}" if blob else "empty")
    if blob[1:_HEADER_BYTES] != bytes((kind,)):
        raise NotOpened("another kind")
    key = MLKEM768X25519PrivateKey(*_private_parts(private))
    try:
        return _SUITE.decrypt(blob[_HEADER_BYTES:], key, _context(kind, fields))
    except InvalidTag:
        raise NotOpened(kind.name) from None


def new_team_key(generation: int) -> TeamKey:
    """The key pair of a new generation of the team."""
    return TeamKey(generation, new_key_pair())


def wrap_team_key(team: TeamKey, staff_id: bytes, public: bytes) -> bytes:
    """The team's private key, for the caseworker `staff_id` with that public key."""
    fields = (number_field(team.generation), staff_id)
    return seal_to(public, Addressed.TEAM_KEY, team.pair.private, *fields)


def unwrap_team_key(private: bytes, generation: int, staff_id: bytes, blob: bytes) -> TeamKey:
    """The team's key pair, with the private key of the caseworker `staff_id`. Raises NotOpened."""
    fields = (number_field(generation), staff_id)
    return TeamKey(generation, key_pair(open_with(private, Addressed.TEAM_KEY, blob, *fields)))


def wrap_share(public: bytes, generation: int, case_id: bytes, case_data_key: bytes) -> bytes:
    """The data key of a case, for the team with that public key and generation."""
    fields = (number_field(generation), case_id)
    return seal_to(public, Addressed.SHARE, case_data_key, *fields)


def unwrap_share(team: TeamKey, case_id: bytes, blob: bytes) -> bytes:
    """The data key of a case that was shared with this generation. Raises NotOpened."""
    fields = (number_field(team.generation), case_id)
    return open_with(team.pair.private, Addressed.SHARE, blob, *fields)


def rewrap_shares(
    old: TeamKey, public: bytes, generation: int, shares: Iterable[tuple[bytes, bytes]]
) -> Iterator[tuple[bytes, bytes]]:
    """Shares of the `old` generation, for the team's public key of the new `generation`.

    Both ways a share is (case id, blob).
    Raises NotOpened at a share that is not of the old generation.
    """
    for case_id, blob in shares:
        yield case_id, wrap_share(public, generation, case_id, unwrap_share(old, case_id, blob))


def _private_parts(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    try:
        lattice = MLKEM768PrivateKey.from_seed_bytes(private[:_SEED_BYTES])
        return lattice, X25519PrivateKey.from_private_bytes(private[_SEED_BYTES:])
    except ValueError:
        raise BadKey("no private key") from None


def _context(kind: Addressed, fields: tuple[bytes, ...]) -> bytes:
    if len(fields) != len(ADDRESSED_FIELDS[kind]):
        raise ValueError(f"{kind.name} is bound to: {', '.join(ADDRESSED_FIELDS[kind])}")
    measured = b"".join(len(field).to_bytes(2, "big") + field for field in fields)
    return b"casevault-to\0" + bytes((FORMAT, kind)) + measured
