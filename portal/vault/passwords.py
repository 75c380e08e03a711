"""Passwords of staff: one slow hash, and from it what recognises them and what opens keys.

    root = Argon2id(password, salt)        verifier = HKDF(root, "staff-verifier")  is stored
                                           key      = HKDF(root, "staff-key")       is not

Whoever has the verifier has to guess the password at the price of a slow hash each; the verifier
itself opens nothing. The cost is what OWASP's ASVS 5.0 asks (appendix C), and more memory.
"""

import hmac
import secrets
import threading
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from portal.vault.keys import DERIVED_BYTES, password_key, password_verifier

FORMAT = 1
"""Of what is stored with a password; other costs get a new number, and this one stays readable."""
SALT_BYTES = 16
ITERATIONS = 3
LANES = 1
MEMORY_KIB = 64 * 1024
AT_ONCE = 2
"""Derivations at the same time: each takes `MEMORY_KIB`, and the next ones wait."""

_deriving = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True, repr=False)
class PasswordKeys:
    """What comes of a password: `verifier` is stored, `key` (32 bytes) seals and never is."""

    verifier: bytes
    key: bytes

    def fits(self, verifier: bytes) -> bool:
        """Whether a stored verifier is that of the same password, in constant time."""
        return hmac.compare_digest(self.verifier, verifier)


def new_salt() -> bytes:
    """The salt of one password."""
    return secrets.token_bytes(SALT_BYTES)


def stretch(password: str, salt: bytes) -> PasswordKeys:
    """The keys of a password of any length; takes about 0.2 s and 64 MiB.

    Only the form of its characters is made the same (NFKC): keyboards write é in two ways.
    """
    typed = unicodedata.normalize("NFKC", password).encode()
    slow = Argon2id(
        salt=salt,
        length=DERIVED_BYTES,
        iterations=ITERATIONS,
        lanes=LANES,
        memory_cost=MEMORY_KIB,
    )
    with _deriving:
        root = slow.derive(typed)
    return PasswordKeys(password_verifier(root), password_key(root))
