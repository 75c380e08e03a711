"""Which passwords of staff are refused, and which are not."""

import time

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
        ("P@ssw0rdP@ssw0rd", Weakness.EASY),
        ("P@ssw0rd12345678", Weakness.EASY),
        ("2026!P@$$w0rd!2026", Weakness.EASY),
        ("Pr1nc3$$ + L3tm31n", Weakness.EASY),
        ("zomer2026zomer2026", Weakness.EASY),
        ("Zomer2026!Zomer2026!", Weakness.EASY),
        ("Zomer2026!!!!!!!", Weakness.EASY),
        ("Dinsdag-17-Maart-2026", Weakness.EASY),
        ("k7Qm-2xk7Qm-2x", Weakness.SHORT),
        ("k7Qm-2xWk7Qm-2xW", Weakness.EASY),
        ("correcthorsebatterystaple", Weakness.EASY),
        ("Correct Horse Battery Staple", Weakness.EASY),
        ("drie fietsen naast de kerk", None),
        ("gele paraplu zingt vals op zolder", None),
        ("M0nkeys eat 3 t1ny pancak3s", None),
        ("k7Qm-2xWt-9pLz-4", None),
        ("847203951826450", None),
        ("\N{GREEK SMALL LETTER PI}" + "x4m9k7" * 5, None),
        ("wandelen in de regen" * 40, None),
    ],
)
def test_what_is_easy_to_guess_is_refused_and_nothing_else(password, expected):
    assert weakness(password, OWN) == expected


def test_the_longest_password_is_looked_at_in_no_time():
    longest = ("password1@" * 100)[:999] + "x"
    start = time.perf_counter()
    weakness(longest, OWN)
    assert time.perf_counter() - start < 1


def test_the_words_are_those_of_the_list():
    assert len(common_words()) > 9000
    assert {"password", "welkom", "wachtwoord"} <= common_words()
    assert all(word.isalpha() and len(word) >= 4 for word in common_words())
