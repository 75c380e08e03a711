"""Codes of invitations: "7K2M-Q4ZT-9XW1-B6RD", with which a member starts a case.

A code is 70 random bits, written as 14 characters of Crockford's base32 and 2 check characters.
Only a hash of it is kept: to find a code by trying hashes would take thousands of years, so that
it needs no secret of the site, and lives on when the site moves.
"""

import secrets
from typing import Final

from portal.vault.keys import check_characters, checked_characters, in_characters, in_groups

CODE_BITS: Final = 70
_LENGTH: Final = 14


def new_invitation() -> str:
    """A fresh code as its 14 characters; `shown` writes it for people."""
    return in_characters(secrets.randbits(CODE_BITS), _LENGTH)


def shown(characters: str) -> str:
    """The code as a member gets it: 16 characters in groups of 4."""
    return in_groups(characters + check_characters(characters))


def parse_invitation(text: str) -> str:
    """The 14 characters of a code that was typed, as `keys.parse_case_key` reads a key.

    Raises BadCaseKey.
    """
    return checked_characters(text, _LENGTH)
