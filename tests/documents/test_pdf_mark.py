"""The packet mark is found in the raw bytes of a file."""

import pytest

from portal.documents.pdf_mark import MarkFinder, find_packet_mark

MARK = b"hogerop-packet:HO-ABC234:3f9c21ab77de"


def test_the_mark_gives_the_reference_and_the_code() -> None:
    assert find_packet_mark(b"%PDF-1.7\n<k>" + MARK + b"</k>\xff" + MARK) == (
        "HO-ABC234",
        "3f9c21ab77de",
    )


def test_a_file_without_a_whole_mark_has_none() -> None:
    assert find_packet_mark(b"%PDF-1.7 " + MARK[:-1]) is None
    assert find_packet_mark(MARK + b"0") is None


def test_two_marks_that_differ_say_nothing() -> None:
    assert find_packet_mark(MARK + b" " + MARK.replace(b"3f9c", b"0000")) is None


def in_pieces(content: bytes, size: int) -> tuple[str, str] | None:
    finder = MarkFinder()
    for start in range(0, len(content), size):
        finder.update(content[start : start + size])
    return finder.finish()


@pytest.mark.parametrize("size", [1, 2, 7, 49, 50, 51, 100, 1000])
def test_pieces_of_any_size_give_the_same_mark(size: int) -> None:
    longest = b"hogerop-packet:HO-" + b"2-" * 10 + b":3f9c21ab77de"
    for mark in (MARK, longest, MARK + b"0", MARK + b" " + MARK.replace(b"3f9c", b"0000")):
        for content in (mark, b"%PDF" + b"\0" * 60 + mark + b">" * 60):
            assert in_pieces(content, size) == find_packet_mark(content)
    assert in_pieces(b"." * 33 + longest, size) == ("HO-" + "2-" * 10, "3f9c21ab77de")


def test_a_file_full_of_marks_is_not_remembered() -> None:
    finder = MarkFinder()
    for number in range(10_000):
        finder.update(b"hogerop-packet:HO-X:%012x " % number)
    assert len(vars(finder)["_found"]) == 2
    assert finder.finish() is None
