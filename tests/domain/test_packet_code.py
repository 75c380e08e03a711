"""The packet code is printed on paper, so it keeps its meaning."""

from portal.domain.packet_code import CODE_LENGTH, grouped, packet_code

HASH = "ab" * 32


def test_a_printed_code_keeps_its_meaning_in_later_releases() -> None:
    assert packet_code(HASH, "nl") == "b4e5873b8779"


def test_content_and_language_both_count() -> None:
    codes = {packet_code(*told) for told in ((HASH, "nl"), (HASH, "en"), ("cd" * 32, "nl"))}
    assert len(codes) == 3
    assert {len(code) for code in codes} == {CODE_LENGTH}


def test_a_code_is_printed_in_groups_of_four() -> None:
    assert grouped("3f9c21ab77de") == "3f9c-21ab-77de"
