"""The sentences in the knowledge files: reading level and words to avoid."""

import re
from collections.abc import Iterator

import msgspec
import pytest
import textstat

from portal.domain.rules import Text
from portal.knowledge.loader import load_bodies, load_imitations, load_packs, load_topics

MAX_WORDS = 20
LONG = 30  # words: from here on a paragraph has a meaningful score
EASY = 60  # Flesch-Douma


def texts_in(value: object, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, (tuple, list)):
        for place, one in enumerate(value):
            yield from texts_in(one, f"{path}[{place}]")


def all_texts() -> dict[str, Text]:
    bodies = {f"bodies/{name}": body for name, body in load_bodies().items()}
    owners = {**load_packs(), **load_topics(), **bodies, "imitations": load_imitations()}
    return {path: text for name, owner in owners.items() for path, text in texts_in(owner, name)}


TEXTS = all_texts()
every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))


# names of bodies are theirs: "ADR Group"
WORDS = {path: text for path, text in TEXTS.items() if not path.endswith(".name")}


def without_citation(text: str) -> str:
    """The text without the name of a law in brackets, which is not ours to shorten."""
    return re.sub(r"\s*\([^()]*\)", "", text)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", without_citation(text))


@every_text
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_is_too_long(text: Text, language: str):
    for sentence in sentences(text.in_language(language)):
        assert len(sentence.split()) <= MAX_WORDS, sentence


LONG_PARAGRAPHS = {
    path: paragraph
    for path, text in TEXTS.items()
    if len((paragraph := without_citation(text.nl)).split()) >= LONG
}


@pytest.mark.parametrize("paragraph", LONG_PARAGRAPHS.values(), ids=list(LONG_PARAGRAPHS))
def test_a_long_dutch_paragraph_reads_easily(paragraph: str):
    textstat.set_lang("nl")
    assert textstat.flesch_reading_ease(paragraph) >= EASY


def test_the_outlook_of_every_topic_is_long_enough_to_score():
    assert {f"{topic}.outlook" for topic in load_topics()} <= set(LONG_PARAGRAPHS)


AVOIDED = {
    "nl": r"verslaafd|gokverslaafde|\bKYC\b|\bADR\b(?!-)|\boperator\b|exploitant|escalatie|"
    r"\bsupport\b|helpdesk\b(?<!Fraudehelpdesk)|\bje\b|\bjij\b|\bjouw\b|wallet|cash-out",
    "en": r"addict|\bKYC\b|\boperator\b|escalat|wallet|cash-out|\blicense\b",
}


@pytest.mark.parametrize("text", WORDS.values(), ids=list(WORDS))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_of_the_glossary_to_avoid_are_avoided(text: Text, language: str):
    words = without_citation(text.in_language(language))
    assert not re.search(AVOIDED[language], words, re.IGNORECASE)
