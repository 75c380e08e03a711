"""Which passwords of staff are refused, and which are not."""

import pytest

from portal.domain.staff import Weakness
from portal.services.weak_passwords import common_words, weakness

OWN = ("maria.devries@helpline.example", "Maria de Vries", "Hogerop")


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", Weakness.SHORT),
        ("fourteen chars", Weakness.SHORT),
        ("a" * 1001, Weakness.LONG),
        ("aaaaaaaaaaaaaaaaaa", Weakness.EASY),
        ("abababababababab", Weakness.EASY),
        ("123456789012345", Weakness.EASY),
        ("zyxwvutsrqponmlkj", Weakness.EASY),
        ("Password12345678", Weakness.EASY),
        ("welkom01welkom02", Weakness.EASY),
        ("!!iloveyou--princess!!", Weakness.EASY),
        ("qwertyuiop!asdfghjkl", Weakness.EASY),
        ("Hogerop-2026-hogerop", Weakness.EASY),
        ("maria1985devries!", Weakness.EASY),
        ("helplinehelpline2026", Weakness.EASY),
        ("drie fietsen naast de kerk", None),
        ("correct horse battery staple", None),
        ("k7Qm-2xWt-9pLz-4", None),
        ("847203951826450", None),
        ("\N{GREEK SMALL LETTER PI}" + "x4m9k7" * 5, None),
        ("wandelen in de regen" * 40, None),
    ],
)
def test_what_is_easy_to_guess_is_refused_and_nothing_else(password, expected):
    assert weakness(password, OWN) == expected


def test_the_words_are_those_of_the_list():
    assert len(common_words()) > 9000
    assert {"password", "welkom", "wachtwoord"} <= common_words()
    assert all(word.isalpha() and len(word) >= 4 for word in common_words())
