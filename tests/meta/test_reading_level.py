"""Dutch that everybody can read: level B1, held by sentence length and by Flesch-Douma.

Short texts score too noisily, so only paragraphs of 30 words and more are scored; the length of a
sentence is held everywhere. The rule packs and topics have the same test in tests/knowledge.
"""

import re
from collections.abc import Iterator

import pytest
import textstat

from scripts.messages import catalogue_files, read_catalogue

LONGEST_SENTENCE = 20  # words
SCORED_FROM = 30  # words
LOWEST_SCORE = 60  # Flesch-Douma; higher is easier
FILLED = "naam"  # what stands for a placeholder
OFFICIALESE = re.compile(
    r"\b(dient te|middels|teneinde|indien|betreffende|alsmede|conform|u heeft|u kan|helaas)\b",
    re.IGNORECASE,
)


def dutch() -> Iterator[str]:
    for path in catalogue_files():
        for message in read_catalogue(path):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id:
                yield from (re.sub(r"%\(\w+\)s", FILLED, text) for text in texts)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", text)


def test_no_dutch_sentence_is_longer_than_twenty_words() -> None:
    long = [
        one for text in dutch() for one in sentences(text) if len(one.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def test_long_dutch_paragraphs_are_easy_to_read() -> None:
    textstat.set_lang("nl")
    hard = [
        text
        for text in dutch()
        if len(text.split()) >= SCORED_FROM and textstat.flesch_reading_ease(text) < LOWEST_SCORE
    ]
    assert hard == []


def test_the_score_tells_hard_dutch_from_easy_dutch() -> None:
    textstat.set_lang("nl")
    hard = "Overeenkomstig het bepaalde dient de klachtenafhandelingsprocedure voorafgaand te zijn "
    assert textstat.flesch_reading_ease(hard * 4) < LOWEST_SCORE


@pytest.mark.parametrize("wanted", ["u", "uw"])
def test_the_player_is_addressed_formally(wanted: str) -> None:
    assert any(re.search(rf"\b{wanted}\b", text) for text in dutch())


def test_nobody_is_addressed_informally_or_in_officialese() -> None:
    informal = re.compile(r"\b(je|jij|jouw|jou)\b")
    assert [text for text in dutch() if informal.search(text) or OFFICIALESE.search(text)] == []
