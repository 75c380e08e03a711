import base64
import zlib

import pikepdf
import pytest
from pikepdf import Array, Name

from portal.intake.child import normalise
from portal.intake.streams import size_within, without_notes
from tests.intake import makers

FILE = pikepdf.new()  # a stream ends with its file
SPACES = b" " * 100_000


def stream(data: bytes, *filters: Name) -> pikepdf.Stream:
    return pikepdf.Stream(FILE, data, Filter=Array(filters))


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (SPACES, ()),
        (zlib.compress(SPACES), (Name.FlateDecode,)),
        (zlib.compress(zlib.compress(SPACES)), (Name.FlateDecode, Name.FlateDecode)),
        (
            base64.a85encode(zlib.compress(SPACES)) + b"~>",
            (Name.ASCII85Decode, Name.FlateDecode),
        ),
        (zlib.compress(SPACES).hex().encode() + b">", (Name.ASCIIHexDecode, Name.FlateDecode)),
    ],
    ids=["plain", "once", "twice", "as characters", "as hexadecimals"],
)
def test_the_unpacked_size_is_found_up_to_a_bound(data: bytes, filters: tuple[Name, ...]) -> None:
    packed = stream(data, *filters)
    assert size_within(packed, 100_000) == 100_000
    assert size_within(packed, 99_999) == 100_000
    assert size_within(packed, 9) == 10


def test_a_size_that_cannot_be_told_is_none() -> None:
    assert size_within(stream(b"x", Name.LZWDecode), 9) is None
    assert size_within(stream(b"\x80{{", Name.ASCII85Decode), 9) is None


def test_a_page_packed_as_report_writers_do_stays_pdf_content() -> None:
    content = makers.square(72, 72, 200) * 20_000
    file = makers.pdf()
    data = base64.a85encode(zlib.compress(content)) + b"~>"
    filters = Array([Name.ASCII85Decode, Name.FlateDecode])
    file.pages[0].obj.Contents = pikepdf.Stream(file, data, Filter=filters)
    normal = normalise([makers.saved(file)], "a.pdf")
    assert normal.pages[0].is_vector


def test_the_notes_of_a_jpeg_go_and_the_picture_stays() -> None:
    plain = makers.encoded(makers.picture(), "JPEG", quality=95)
    noted = makers.with_exif(makers.picture(), place=True)
    assert without_notes(plain) == plain
    assert without_notes(noted)[-200:] == noted[-200:]
    assert b"SECRETCAMERA" in noted
    assert b"SECRETCAMERA" not in without_notes(noted)
    with pytest.raises(ValueError, match="no picture"):
        without_notes(b"\xff\xd8hello")
