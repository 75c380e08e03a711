"""Passphrases that we suggest."""

import re

from portal.vault.passphrases import SHORTEST, new_passphrase


def test_a_suggestion_is_four_words_that_one_can_say_and_never_the_same() -> None:
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    word = "(?:[bdfgklmnrstvz][aeiou]){3}"
    assert all(re.fullmatch(f"{word}(?:-{word}){{3}}", one) for one in made)
    assert min(map(len, made)) > SHORTEST
