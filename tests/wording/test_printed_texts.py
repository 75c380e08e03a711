"""The printed texts of the examples are those of the program."""

import pytest

from portal.documents.texts import text_title
from portal.domain.codes import TextKind
from portal.i18n import LANGUAGES, use_language
from portal.wording import text_groups
from scripts.print_texts import PLACE, pages

PAGES = pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_printed_texts_are_current(name: str) -> None:
    """Else run `python -m scripts.print_texts`."""
    printed = (PLACE / name).read_text(encoding="utf-8")
    assert printed.splitlines() == PAGES[name].splitlines()


def test_every_text_stands_in_each_file() -> None:
    assert {path.name for path in PLACE.iterdir()} == set(PAGES)
    for language in LANGUAGES:
        with use_language(language):
            titles = [text_title(kind) for kind in TextKind]
        for name in [one for one in PAGES if one.endswith(f"-{language}.txt")]:
            assert [title for title in titles if f"\n## {title} (" not in PAGES[name]] == []


def test_every_text_is_in_one_group() -> None:
    grouped = [kind for group in text_groups() for kind in group.kinds]
    assert sorted(grouped) == sorted(TextKind)
