"""Every sentence is there in every language, whole and with the same placeholders."""

import io
import re
from collections.abc import Iterator

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from scripts.messages import catalogue_files, collect_sentences, read_catalogue
from tests.meta.source import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%")
Key = tuple[str, str | None]


def sentences(catalogue: Catalog) -> dict[Key, Message]:
    """Return the messages by English text and context, without the header."""
    return {
        (_texts(message.id)[0], message.context): message for message in catalogue if message.id
    }


def translation_faults(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    english, translated = _texts(message.id), _texts(message.string)
    if not all(translated):
        yield f"not translated: {english[0]!r}"
        return
    if message.fuzzy:
        yield f"marked fuzzy: {english[0]!r}"
    allowed = set(map(_placeholders, english))
    if any(_placeholders(text) not in allowed for text in translated):
        yield f"other placeholders than {english[0]!r}: {translated}"


def _texts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _placeholders(text: str) -> tuple[str, ...]:
    return tuple(sorted(PLACEHOLDER.findall(text)))


def test_every_language_has_every_sentence_and_no_other() -> None:
    expected = sentences(collect_sentences()).keys()
    for path in catalogue_files():
        present = sentences(read_catalogue(path)).keys()
        advice = f"python scripts/messages.py brings {path.relative_to(ROOT)} up to date"
        assert expected - present == set(), advice
        assert present - expected == set(), advice


def test_every_translation_is_complete_and_keeps_the_placeholders() -> None:
    messages = [m for path in catalogue_files() for m in sentences(read_catalogue(path)).values()]
    assert [fault for message in messages for fault in translation_faults(message)] == []


def test_dutch_is_there() -> None:
    assert [path.parts[-3] for path in catalogue_files()] == ["nl"]


def test_a_broken_translation_is_found() -> None:
    for entry in (
        'msgid "Casino"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Casino"\nmsgstr "Casino"\n',
        'msgid "%(day)s at %(time)s"\nmsgstr "%(day)s om %(tijd)s"\n',
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s dag"\nmsgstr[1] ""\n',
    ):
        catalogue = read_po(io.StringIO(entry), locale="nl")
        assert [f for message in sentences(catalogue).values() for f in translation_faults(message)]
