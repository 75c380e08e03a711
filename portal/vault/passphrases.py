"""Passphrases that we suggest: words that are easy to say and type, of no language."""

import secrets

SHORTEST = 12
"""Characters of a passphrase that somebody chooses himself."""
WORDS = 4
SYLLABLES = 3

# No c, q, x, y and no pairs that one hears as one (b and p): copied by hand, read out, typed.
_CONSONANTS = "bdfgklmnrstvz"
_VOWELS = "aeiou"


def new_passphrase() -> str:
    """Four words of three syllables, "modeka-lunifa-tobera-sikudo": 72 random bits."""
    return "-".join(
        "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(SYLLABLES))
        for _ in range(WORDS)
    )
