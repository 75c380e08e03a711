"""Which passwords are refused. Length decides; there is no rule about digits or signs.

Also refused is what a guesser tries first in this length (ASVS 5.0, 6.2.4): well-known words, the
person's own name and address, rows of letters or digits, the same over and over.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from portal.domain.staff import LONGEST_PASSWORD, SHORTEST_PASSWORD, Weakness

_WORDS = Path(__file__).parent / "common_words.txt"
_SHORTEST_OWN = 3
_FEWEST_CHARACTERS = 6
_FEWEST_BREAKS = 4
_WORD_LETTERS = range(3, 40)


def weakness(password: str, own: Iterable[str]) -> Weakness | None:
    """Why a password is refused, or None. `own` are texts that others know: name, address, site."""
    if len(password) < SHORTEST_PASSWORD:
        return Weakness.SHORT
    if len(password) > LONGEST_PASSWORD:
        return Weakness.LONG
    plain = password.casefold()
    known = common_words() | {word for text in own for word in _parts(text)}
    easy = len(set(plain)) < _FEWEST_CHARACTERS or _is_row(plain) or _is_words(plain, known)
    return Weakness.EASY if easy else None


@cache
def common_words() -> frozenset[str]:
    """The words in the passwords that people use most."""
    lines = _WORDS.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _parts(text: str) -> Iterator[str]:
    """The words in a name or an address, and all of its letters together."""
    words = "".join(one if one.isalpha() else " " for one in text.casefold()).split()
    yield from (word for word in (*words, "".join(words)) if len(word) >= _SHORTEST_OWN)


def _is_row(plain: str) -> bool:
    """Whether nearly every character follows on the one before: "123456789012345"."""
    steps = [ord(right) - ord(left) for left, right in pairwise(plain)]
    return sum(abs(step) > 1 for step in steps) < _FEWEST_BREAKS


def _is_words(plain: str, known: frozenset[str]) -> bool:
    """Whether the letters are one or two known words, however often, with anything between them."""
    letters = "".join(filter(str.isalpha, plain))
    return any(
        not rest or any(not rest.replace(word, "") for word in _first_words(rest, known))
        for rest in (letters.replace(word, "") for word in _first_words(letters, known))
    )


def _first_words(letters: str, known: frozenset[str]) -> Iterator[str]:
    return (letters[:size] for size in _WORD_LETTERS if letters[:size] in known)
