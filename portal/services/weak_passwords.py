"""Which passwords are refused. Length decides; there is no rule about digits or signs.

Also refused is what a guesser tries first in this length (ASVS 5.0, 6.2.4): well-known words, also
with signs for letters, the person's own name and address, rows of letters or digits, the same over
and over.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from portal.domain.staff import LONGEST_PASSWORD, SHORTEST_PASSWORD, Weakness

_WORDS = Path(__file__).parent / "common_words.txt"
# Not in that list, which is of short and English ones; months and seasons stand before a year.
_FAMOUS_LINE = (
    "correcthorsebatterystaple correctpaardbatterijnietje troubador troubadour "
    "lente zomer herfst winter voorjaar najaar spring summer autumn "
    "januari februari maart april juni juli augustus september oktober november december "
    "january february march june july august october "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_FAMOUS = frozenset(_FAMOUS_LINE.split())
# Signs that stand for letters; "1" for two of them.
_SIGNS = tuple(str.maketrans("@013$5", f"ao{one}ess") for one in "li")
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
    plain = _once(password.casefold())
    known = common_words() | _FAMOUS | {word for text in own for word in _parts(text)}
    few = len(plain) < SHORTEST_PASSWORD or len(set(plain)) < _FEWEST_CHARACTERS
    easy = few or _is_row(plain) or any(_is_words(one, known) for one in _readings(plain))
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


def _once(plain: str) -> str:
    """The shortest part that makes the whole by being repeated: "abab" is "ab"."""
    return plain[: (plain + plain).find(plain, 1)]


def _readings(plain: str) -> set[str]:
    """What a password may be read as; digits and signs at its ends stand for no letters."""
    end = max((at for at, one in enumerate(plain, 1) if one.isalpha()), default=0)
    start = next((at for at, one in enumerate(plain) if one.isalpha()), 0)
    signed = (part.translate(signs) for part in (plain, plain[start:end]) for signs in _SIGNS)
    return {plain, *signed}


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
