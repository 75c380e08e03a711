"""Age files for public keys (`portal.vault.age_format`): X25519 stanzas, and the keys as text.

A public key is "age1…", its private half "AGE-SECRET-KEY-1…", both in Bech32 (BIP 173), as
`age-keygen` writes them. Files open with any of several keys, ours or of the age tools.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from portal.vault.age_format import (
    NONCE_BYTES,
    AgeSealer,
    BadAgeFile,
    bytes_of,
    check_header,
    expand,
    payload,
    take,
    text_of,
    unwrap,
    wrap,
)

_KEY_BYTES: Final = 32
_PUBLIC: Final = "age"
_PRIVATE: Final = "age-secret-key-"
_LONGEST_HEADER: Final = 16 * 1024  # bytes; room for some hundred keys
_HEADER: Final = re.compile(
    rb"(age-encryption\.org/v1\n"
    rb"((?:-> [!-~]+(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+)"
    rb"---) ([A-Za-z0-9+/]{43})\n"
)
_STANZA: Final = re.compile(rb"^-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})\n", re.MULTILINE)


class BadAgeKey(ValueError):
    """The text is no key of the kind that was expected; it does not quote it."""


class WrongKey(Exception):
    """None of the keys opens this file."""


def new_private_key() -> str:
    """A fresh private key, as text."""
    return _bech32(_PRIVATE, secrets.token_bytes(_KEY_BYTES)).upper()


def public_key_of(private_key: str) -> str:
    """The public key of a private one, both as text. Raises BadAgeKey."""
    return _bech32(_PUBLIC, _private(private_key).public_key().public_bytes_raw())


def check_public_key(text: str) -> None:
    """Raises BadAgeKey for what is not a public key of ours."""
    _read_bech32(_PUBLIC, text)


def private_keys_in(text: str) -> list[str]:
    """The private keys in a file as `age-keygen` writes it: one a line, "#" before remarks.

    Raises BadAgeKey when there is none or a line is none.
    """
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise BadAgeKey("no private key")
    for key in keys:
        _private(key)
    return keys


def key_sealer(public_keys: Sequence[str]) -> AgeSealer:
    """Seals a file that the private half of each of `public_keys` opens. Raises BadAgeKey."""
    recipients = [_read_bech32(_PUBLIC, one) for one in public_keys]
    return AgeSealer(lambda file_key: b"".join(_stanza(one, file_key) for one in recipients))


def unseal_for(pieces: Iterable[bytes], private_keys: Sequence[str]) -> Iterator[bytes]:
    """The content of an age file, in pieces that are each verified.

    Raises BadAgeFile, BadAgeKey and WrongKey for the header at once; what follows raises BadAgeFile
    when it is reached; a file that was cut off ends with BadAgeFile.
    """
    iterator = iter(pieces)
    head, rest = take(iterator, _LONGEST_HEADER + NONCE_BYTES)
    match = _HEADER.match(head)
    if match is None:
        raise BadAgeFile("no age header")
    signed, stanzas, mac = match.groups()
    file_key = _file_key(stanzas, [_private(one) for one in private_keys])
    check_header(file_key, signed, mac)
    return payload(file_key, head[match.end() :] + rest, iterator)


def _stanza(recipient: bytes, file_key: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrapped = wrap(_wrapping_key(shared, share, recipient), file_key)
    return b"-> X25519 %s\n%s\n" % (text_of(share), text_of(wrapped))


def _file_key(stanzas: bytes, keys: Sequence[X25519PrivateKey]) -> bytes:
    for found in _STANZA.finditer(stanzas):
        share, wrapped = map(bytes_of, found.groups())
        for key in keys:
            wrapping_key = _wrapping_key(
                _exchanged(key, share), share, key.public_key().public_bytes_raw()
            )
            file_key = unwrap(wrapping_key, wrapped)
            if file_key is not None:
                return file_key
    raise WrongKey


def _exchanged(key: X25519PrivateKey, share: bytes) -> bytes:
    try:
        return key.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:  # a share of low order, whose secret anybody knows
        raise BadAgeFile("a share that keeps no secret") from None


def _wrapping_key(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    return expand(shared, share + recipient, b"age-encryption.org/v1/X25519")


def _private(text: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_read_bech32(_PRIVATE, text))


# -- Bech32 (https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki) --

_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH: Final = 6


def _bech32(kind: str, data: bytes) -> str:
    words = _regrouped(data, 8, 5)
    rest = _remainder(_expanded(kind) + words + [0] * _CHECK_LENGTH) ^ 1
    check = [rest >> 5 * (_CHECK_LENGTH - 1 - place) & 31 for place in range(_CHECK_LENGTH)]
    return f"{kind}1" + "".join(_ALPHABET[word] for word in words + check)


def _read_bech32(kind: str, text: str) -> bytes:
    if text not in {text.lower(), text.upper()}:
        raise BadAgeKey("small and capital letters")
    start, _one, characters = text.lower().rpartition("1")
    words = [_ALPHABET.find(character) for character in characters]
    if start != kind or -1 in words or _remainder(_expanded(kind) + words) != 1:
        raise BadAgeKey("not a key of this kind, or mistyped")
    data = bytes(_regrouped(words[:-_CHECK_LENGTH], 5, 8)[:_KEY_BYTES])
    if len(data) != _KEY_BYTES or _bech32(kind, data) != text.lower():
        raise BadAgeKey("not 32 bytes")
    return data


def _regrouped(groups: Iterable[int], width: int, wanted: int) -> list[int]:
    """The same bits in groups of another width, the last one filled up with zeros."""
    bits = "".join(f"{group:0{width}b}" for group in groups)
    bits += "0" * (-len(bits) % wanted)
    return [int(bits[at : at + wanted], 2) for at in range(0, len(bits), wanted)]


def _expanded(kind: str) -> list[int]:
    return [ord(one) >> 5 for one in kind] + [0] + [ord(one) & 31 for one in kind]


def _remainder(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, polynomial in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= polynomial
    return check
