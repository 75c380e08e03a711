"""Case keys: written, typed back, recognised."""

import secrets
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault import keys
from portal.vault.keys import (
    ALPHABET,
    BadCaseKey,
    CaseKey,
    holds_case_key,
    locator,
    new_case_key,
    parse_case_key,
    receipt_key,
    receipt_locator,
    session_id,
    session_key,
    wrapping_key,
)

# Fixed for ever: players have printed keys like this one.
PRINTED = "89PV-66HY-6KD1-Z7JB-W62C-FCDK-G1VM"
GOLDEN_LOCATOR = "c7fe44976627b23887a3713bcac91d23e727585248d260375a1b79a22384b5e4"
GOLDEN_WRAPPING_KEY = "f2fb57dc8c572aef98f0afc9bd7b16a7c3b0e5abeffc4299106cf8df05e89305"
GOLDEN_SESSION_KEY = "f6dd38fc54df1d3753e44eef584aa072b78486d93af24b6187ffdffa8a3a09cc"
GOLDEN_RECEIPT_LOCATOR = "0914809196af39592b0a9bc67ecb964cb0e4c00e5dc7fcf0e44197f382ada992"
GOLDEN_RECEIPT_KEY = "d55427b7e09c753531921b2fe0edf576407091fc634d72e624e0c750d159fe7e"

case_keys = st.text(ALPHABET, min_size=26, max_size=26).map(CaseKey)
symbols = st.sampled_from(ALPHABET)
SEPARATORS = "- .,/_:;|\t\n\u2010\u2011\u2012\u2013\u2014\u2212\u00a0\u200b\ufeff\u00ad"


def characters_of(text: str) -> str:
    return text.replace("-", "")


@given(case_keys)
def test_a_key_reads_back_as_it_is_written(key):
    assert parse_case_key(key.text) == key


def test_a_printed_key_keeps_its_meaning_in_later_releases():
    key = parse_case_key(PRINTED)
    assert key.text == PRINTED
    assert locator(key).hex() == GOLDEN_LOCATOR
    assert wrapping_key(key).hex() == GOLDEN_WRAPPING_KEY
    assert session_key(bytes(32)).hex() == GOLDEN_SESSION_KEY


def test_a_receipt_is_found_and_opened_in_later_releases():
    assert receipt_locator(bytes(32)).hex() == GOLDEN_RECEIPT_LOCATOR
    assert receipt_key(bytes(32)).hex() == GOLDEN_RECEIPT_KEY


def test_a_key_has_28_characters_in_groups_of_4():
    assert [len(group) for group in new_case_key().text.split("-")] == [4] * 7


@given(case_keys, st.integers(0, 27), symbols)
def test_one_wrong_character_is_always_caught(key, place, other):
    text = characters_of(key.text)
    changed = text[:place] + other + text[place + 1 :]
    assert_caught_unless_same(text, changed)


@given(case_keys, st.tuples(st.integers(0, 27), st.integers(0, 27)), st.tuples(symbols, symbols))
def test_two_wrong_characters_are_always_caught(key, places, others):
    text = characters_of(key.text)
    changed = list(text)
    for place, other in zip(places, others, strict=True):
        changed[place] = other
    assert_caught_unless_same(text, "".join(changed))


def test_no_two_wrong_characters_cancel_each_other_out():
    # The code is linear, so it is enough to look at errors in the key of zeros. Each single error
    # in the data asks for its own check characters (two errors in the data never fit), and changes
    # both of them (nor do one error in the data and one in the check).
    checks = [
        check_of("0" * place + one + "0" * (25 - place))
        for place in range(26)
        for one in ALPHABET[1:]
    ]
    assert len(set(checks)) == len(checks)
    assert not any("0" in check for check in checks)


def check_of(data):
    return CaseKey(data).text[-2:]


@given(case_keys, st.integers(0, 27), st.integers(0, 27))
def test_two_exchanged_characters_are_always_caught(key, first, second):
    text = characters_of(key.text)
    changed = list(text)
    changed[first], changed[second] = changed[second], changed[first]
    assert_caught_unless_same(text, "".join(changed))


def assert_caught_unless_same(text, changed):
    if changed == text:
        return
    with pytest.raises(BadCaseKey):
        parse_case_key(changed)


@given(case_keys, st.lists(st.text(SEPARATORS, max_size=3), min_size=29, max_size=29))
def test_separators_may_be_anything_anywhere(key, separators):
    characters = characters_of(key.text)
    typed = separators[0] + "".join(
        character + separator
        for character, separator in zip(characters, separators[1:], strict=True)
    )
    assert parse_case_key(typed) == key


@given(case_keys, st.sampled_from("oO"), st.sampled_from("iIlL"))
def test_lower_case_and_look_alike_letters_are_understood(key, zero, one):
    assert parse_case_key(key.text.lower().replace("0", zero).replace("1", one)) == key


@given(case_keys)
def test_full_width_characters_are_understood(key):
    wide = "".join(chr(ord(one) + 0xFEE0) for one in key.text)
    assert unicodedata.normalize("NFKC", wide) == key.text
    assert parse_case_key(wide) == key


@pytest.mark.parametrize(
    "text",
    ["", "-", PRINTED[:-1], PRINTED + "0", PRINTED.replace("8", "U"), PRINTED.replace("8", "é")],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(BadCaseKey):
        parse_case_key(text)


def test_a_very_long_text_is_refused_before_it_costs_anything():
    with pytest.raises(BadCaseKey, match="too long"):
        parse_case_key(PRINTED + " " * 1_000_000)


@given(st.text(max_size=60))
def test_any_other_text_is_refused_and_not_repeated(text):
    with pytest.raises(BadCaseKey) as refused:
        parse_case_key(f"unusual {text}")  # U is in no key
    assert "unusual" not in str(refused.value)


def test_new_keys_are_all_different_and_every_character_is_equally_likely():
    made = [new_case_key().characters for _ in range(10_000)]
    assert len(set(made)) == 10_000
    counts = Counter("".join(made))
    expected = 260_000 / 32
    chi_square = sum((counts[one] - expected) ** 2 / expected for one in ALPHABET)
    assert chi_square < 80  # 31 degrees of freedom: passed by chance in all but 3 of a million runs


def test_keys_come_from_the_systems_randomness(monkeypatch):
    asked = []
    monkeypatch.setattr(secrets, "randbits", lambda bits: asked.append(bits) or 1)
    assert new_case_key().characters == "1" + "0" * 25
    assert asked == [130]


@pytest.mark.parametrize("show", [repr, str, lambda key: f"{key}", lambda key: repr([key])])
def test_showing_a_key_object_shows_nothing_of_the_key(show):
    assert "89PV" not in show(parse_case_key(PRINTED))


def test_what_is_derived_from_one_key_differs_for_every_purpose():
    key = parse_case_key(PRINTED)
    material = key.characters.encode()
    derived = {
        locator(key),
        wrapping_key(key),
        session_id(material),
        session_key(material),
        receipt_locator(material),
        receipt_key(material),
    }
    assert len(derived) == 6
    assert {len(one) for one in derived} == {keys.DERIVED_BYTES}


@given(
    case_keys, st.text(" .,;:()\"'\n", min_size=1), st.sampled_from(["-", " ", "", " - ", "\u2013"])
)
def test_a_key_inside_a_text_is_found(key, around, separator):
    pasted = key.text.replace("-", separator)
    assert holds_case_key(f"Mijn sleutel is{around}{pasted}{around}dank u wel")
    assert holds_case_key(pasted.lower())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ik stuurde op 27 maart 2026 een e-mail naar support@example.com over € 1.250,00.",
        "NL91ABNA0417164300 is mijn rekening, kenmerk CASE-2026-000123, Trx 8F2A-99C1-17B0.",
        PRINTED[:-1] + "N",
        PRINTED[5:],
        "a" + PRINTED,
        "https://example.com/?q=d2hhdGV2ZXIgdGhpcyBpcyBpdCBpcyBsb25nIGVub3VnaA",
    ],
)
def test_other_text_is_not_taken_for_a_key(text):
    assert not holds_case_key(text)
