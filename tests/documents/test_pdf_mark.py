"""The packet mark is found in the raw bytes of a file."""

from portal.documents.pdf_mark import find_packet_mark

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
