"""Chats as they are copied: who said what, when; the text itself is never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.chats import ChatRow, read_chat, speakers_of
from tests.effort import at_most


def read(text: str) -> tuple[ChatRow, ...]:
    return read_chat(tuple(text.split("\n")))


@pytest.mark.parametrize(
    ("line", "who", "day", "at"),
    [
        ("[14:02] Anna (support): hello", "Anna (support)", "", "14:02"),
        ("[14:02:31] Anna: hello", "Anna", "", "14:02"),
        ("(02:02:11 PM) Anna: hello", "Anna", "", "14:02"),
        ("(12:02:11 AM) Anna: hello", "Anna", "", "00:02"),
        ("14:02 Anna: hello", "Anna", "", "14:02"),
        ("14.02 uur - Anna: hello", "Anna", "", "14:02"),
        ("14:02 | Anna from Zilverster: hello", "Anna from Zilverster", "", "14:02"),
        ("Anna 14:02: hello", "Anna", "", "14:02"),
        ("Anna [14:02]: hello", "Anna", "", "14:02"),
        ("Anna (9:02): hello", "Anna", "", "09:02"),
        ("12/03/2026, 14:02 - Anna: hello", "Anna", "2026-03-12", "14:02"),
        ("12-03-2026 14:02 - Anna: hello", "Anna", "2026-03-12", "14:02"),
        ("[12-03-2026 14:02:31] Anna: hello", "Anna", "2026-03-12", "14:02"),
        ("\u200e[12/03/2026, 14:02:31] \u202aAnna\u202c: hello", "Anna", "2026-03-12", "14:02"),
        ("3/23/26, 2:02 PM - Anna: hello", "Anna", "2026-03-23", "14:02"),
        ("2026-03-12T14:02:31 Anna: hello", "Anna", "2026-03-12", "14:02"),
        ("12 maart 2026 14:02 - Anna: hello", "Anna", "2026-03-12", "14:02"),
        ("12 March 2026, 14:02 Anna: hello", "Anna", "2026-03-12", "14:02"),
        ("31-02-2026 14:02 - Anna: hello", "Anna", "", "14:02"),
        ("14:02 محمد 😀: hello", "محمد 😀", "", "14:02"),
    ],
)
def test_a_line_with_a_name_and_a_time_is_recognised(
    line: str, who: str, day: str, at: str
) -> None:
    (row,) = read(line)
    assert (row.who, row.day, row.time, row.text) == (who, day, at, "hello")


def test_words_below_a_heading_belong_to_it() -> None:
    rows = read("Anna 14:02\nhello\n\nsee you at 15:00\nSanne, 14:03\nok")
    assert [(one.first, one.last, one.who, one.text) for one in rows] == [
        (1, 4, "Anna", "hello\n\nsee you at 15:00"),
        (5, 6, "Sanne", "ok"),
    ]


def test_a_day_that_stands_alone_counts_for_what_is_below() -> None:
    rows = read("Thursday 12 March 2026\n14:02 Anna: hello\n--- 13-03-2026 ---\n09:00 Anna: again")
    assert [(one.who, one.day) for one in rows] == [
        ("", "2026-03-12"),
        ("Anna", "2026-03-12"),
        ("", "2026-03-13"),
        ("Anna", "2026-03-13"),
    ]


def test_a_notice_of_the_program_has_no_speaker() -> None:
    (row,) = read("12-03-2026 14:02 - Berichten zijn versleuteld.")
    assert (row.who, row.time, row.text) == ("", "14:02", "Berichten zijn versleuteld.")


def test_names_without_times_count_when_they_come_back() -> None:
    rows = read("Anna: hello\nIk: hi\nNote: one\nAnna: well\nhttps://x.example: y\nIk: no")
    assert [(one.who, one.text) for one in rows] == [
        ("Anna", "hello"),
        ("Ik", "hi\nNote: one"),
        ("Anna", "well\nhttps://x.example: y"),
        ("Ik", "no"),
    ]


def test_a_text_that_is_no_chat_has_no_rows() -> None:
    assert read("Dear player,\n\nyour payment is on its way.\nKind regards") == ()
    assert read_chat(()) == ()


def test_the_most_frequent_speakers_come_first() -> None:
    rows = read("14:02 B: x\n14:03 A: x\n14:04 B: x\n14:05 - closed")
    assert speakers_of(rows) == ("B", "A")


@given(st.lists(st.text(max_size=80), max_size=40).map(tuple))
def test_rows_only_point_to_the_text(lines: tuple[str, ...]) -> None:
    assert_points_to_text(lines)


@given(
    st.lists(
        st.text(alphabet="aA1234/:-[]() .,|\n😀م", max_size=40)
        | st.from_regex(r"\[?\d\d:\d\d\]? [A-Z]\w{0,9}: .{0,20}", fullmatch=True),
        max_size=30,
    ).map(tuple)
)
def test_rows_only_point_to_a_text_that_looks_like_a_chat(lines: tuple[str, ...]) -> None:
    assert_points_to_text(lines)


def assert_points_to_text(lines: tuple[str, ...]) -> None:
    rows = read_chat(lines)
    ends = [0, *(row.last for row in rows)]
    assert [row.first for row in rows][1:] == [end + 1 for end in ends[1:-1]]
    assert not rows or rows[-1].last == len(lines)
    for row in rows:
        assert 1 <= row.first <= row.last <= len(lines)
        whole = "\n".join(lines[row.first - 1 : row.last])
        assert all(letter in whole for letter in row.text)
        assert len(row.who) <= 60


@pytest.mark.parametrize(
    "line",
    [
        *("a " * 5000, "12-03-2026 " * 900, "[14:02] " + "a" * 9000, "14:02 - " + ": " * 4000),
        *("Aaa " * 15 + "12:0", "A" * 60 + " " * 300, "1" * 9000, "(" * 9000),
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(line: str) -> None:
    with at_most(seconds=5):
        read_chat((line,) * 5000)
