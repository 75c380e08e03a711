import html
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.documents.text import (
    LONGEST_RUN,
    covered,
    printable,
    printable_label,
    printable_markup,
)

ANY_TEXT = st.text(alphabet=st.characters(), max_size=300)
UNSAFE = {"Cc", "Co", "Cs"}
DIRECTION_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ZERO_WIDTH = set("\u200b\u200c\u200d\u200e\u200f")


@given(ANY_TEXT)
@example("\ud800\udfff\ufffe\ue000\U000fffff")
@example("👩🏽‍💻🏳️‍🌈🇳🇱")
def test_every_character_of_a_printable_text_has_a_glyph(text: str) -> None:
    assert {ord(char) for char in printable(text)} <= covered() | {0x0A} | set(map(ord, ZERO_WIDTH))


@given(ANY_TEXT)
@example("a\u202egnp.exe\x00\x1b[31m")
def test_a_printable_text_holds_nothing_unsafe(text: str) -> None:
    left = set(printable(text)) - {"\n"}
    assert not {char for char in left if unicodedata.category(char) in UNSAFE}
    assert not left & DIRECTION_OVERRIDES


@given(ANY_TEXT)
@example("e\u0301e\x00\u0301")
def test_a_printable_text_is_normalised(text: str) -> None:
    assert unicodedata.is_normalized("NFC", printable(text))


@given(st.text(alphabet="ab\u0301é 👍中\n", max_size=400))
@example("x" * 20_000)
@example("\u0301" * 200)
def test_a_line_can_break_at_least_every_forty_characters(text: str) -> None:
    assert max(map(len, re.split(r"[\s\u200b]", printable(text)))) <= LONGEST_RUN


@given(ANY_TEXT)
def test_printing_a_printable_text_again_changes_nothing(text: str) -> None:
    once = printable(text)
    assert printable(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "Łukasz Żółć-Świętosławski",
        "Ελένη Παπαδοπούλου",
        "Пётр Ильич Чайковский",
        "محمد العمراني",
        "שלום כהן",
        "Nguyễn Thị Ánh",
        "İbrahim Çağlar Şahin",
        "☑ ☐ ☒ ✓ ✗ → € 1.250,00 ₺ ĳ",
        "two\nlines",
    ],
)
def test_names_and_signs_that_our_fonts_have_stay_as_they_are(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nice 😀", "Nice [grinning face]"),
        ("😡😡😡!", "[pouting face ×3]!"),
        ("👩🏽‍💻", "[woman, personal computer]"),
        ("🇳🇱", "[flag letter N, flag letter L]"),
        ("李小龍", "[U+674E, U+5C0F, U+9F8D]"),
        ("a\tb\r\nc\u2028d", "a b\nc\nd"),
    ],
)
def test_what_our_fonts_lack_is_named(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_a_letter_stays_with_its_mark_where_a_line_may_break() -> None:
    text = "x" * (LONGEST_RUN - 1) + "z\u0323\u0301" + "y" * 10
    assert "\u200bz\u0323" not in printable(text).replace("\u200bz", "")
    assert not re.search("\u200b[\u0300-\u036f]", printable(text))


def test_a_label_is_made_safe_but_not_broken_up() -> None:
    assert printable_label("a" * 100 + "\u202e😀") == "a" * 100 + "[grinning face]"


@given(ANY_TEXT)
@example("\u0338>\u0338 <b>&amp; &#x202e; \u202e")
@example("a&" * 100)
def test_markup_shows_the_printable_form_of_the_text_in_it(text: str) -> None:
    markup = printable_markup(f'<p title="{html.escape(text)}">{html.escape(text)}</p>')
    title, shown = re.fullmatch(r'<p title="([^"]*)">([^<]*)</p>', markup).groups()  # type: ignore[union-attr]
    assert html.unescape(shown) == printable(text)
    assert not set(title) & DIRECTION_OVERRIDES


def test_our_own_markup_stays_as_it_is() -> None:
    drawing = f'<svg viewBox="0 0 9 9"><path d="M{"0v1h1" * 40}z"/></svg>'
    assert printable_markup(f"<p>a &amp; b</p>{drawing}") == f"<p>a &amp; b</p>{drawing}"
