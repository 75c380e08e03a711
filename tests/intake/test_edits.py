import io

import pytest
from PIL import Image

from portal.domain.evidence import Box, NormalForm, PageEdit
from portal.intake.child import normalise
from tests.intake import makers
from tests.intake.pages import shown

RED, BLUE, BLACK = (200, 30, 30), (20, 20, 220), (0, 0, 0)
LEFT_TOP = Box(left=0, top=0, right=260, bottom=260)


def picture(edit: PageEdit) -> NormalForm:
    data = makers.encoded(makers.picture((400, 200)), "PNG")
    return normalise([data], "a.png", edits=(edit,))


def colours(image: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in image.getcolors(10_000) or ()}


def test_what_is_made_black_is_nowhere_in_a_picture() -> None:
    normal = picture(PageEdit(page=1, black=(LEFT_TOP,)))
    assert colours(shown(normal)) == {RED, BLACK}
    look = Image.open(io.BytesIO(normal.looks[0]))
    assert not any(blue > 150 for _, _, blue in colours(look))


def test_a_crop_leaves_only_what_is_inside_and_the_page_is_smaller() -> None:
    normal = picture(PageEdit(page=1, crop=Box(left=500, top=0, right=1000, bottom=1000)))
    assert colours(shown(normal)) == {RED}
    assert (normal.pages[0].width, normal.pages[0].height) == (144, 144)


def test_a_turn_comes_after_black_and_crop() -> None:
    crop = Box(left=0, top=0, right=500, bottom=1000)
    black = Box(left=0, top=500, right=1000, bottom=1000)
    normal = picture(PageEdit(page=1, turn=90, crop=crop, black=(black,)))
    page = shown(normal, dpi=100)
    assert page.size == (200, 200)
    # Upright: blue left top, black below. Turned clockwise: black is left, blue right top.
    assert page.getpixel((20, 100)) == BLACK
    assert page.getpixel((190, 10)) == BLUE
    assert page.getpixel((190, 190)) == RED


def test_an_edit_of_another_page_changes_nothing() -> None:
    plain = picture(PageEdit(page=1))
    assert picture(PageEdit(page=2, turn=90, black=(LEFT_TOP,))) == plain


def test_edits_fit_a_photo_that_the_camera_turned() -> None:
    data = makers.with_exif(makers.picture((400, 200)), orientation=6)  # blue is right top
    black = Box(left=700, top=0, right=1000, bottom=300)
    page = shown(normalise([data], "a.jpg", edits=(PageEdit(page=1, black=(black,)),)))
    assert max(page.getpixel((page.width - 5, 5))) < 30
    assert not any(blue > 150 for _, _, blue in colours(page))


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    first = makers.words("secretword here", y=760) + makers.square(300, 300, 100)
    return makers.saved(makers.pdf([first, makers.words("second page")]))


def test_what_is_made_black_in_a_pdf_is_nowhere_in_the_normal_form(two_pages: bytes) -> None:
    black = Box(left=0, top=0, right=1000, bottom=200)
    normal = normalise([two_pages], "a.pdf", edits=(PageEdit(page=1, black=(black,)),))
    hidden, other = normal.pages
    assert (hidden.is_vector, hidden.text) == (False, "")
    assert other.text == "second page"
    assert b"secretword" not in makers.unpacked(normal.pdf)
    image = shown(normal)
    top = image.crop((0, 0, image.width, image.height // 5))
    assert colours(top) == {BLACK}
    assert BLUE not in colours(top)
    assert image.getpixel((486, 680))[2] > 200  # the rest is still there


def test_a_cropped_page_of_a_pdf_is_a_picture_of_that_part(two_pages: bytes) -> None:
    crop = Box(left=500, top=500, right=1000, bottom=1000)
    normal = normalise([two_pages], "a.pdf", edits=(PageEdit(page=1, crop=crop),))
    page = normal.pages[0]
    assert (page.is_vector, page.text) == (False, "")
    assert page.width == pytest.approx(makers.A4[0] / 2, abs=0.1)
    assert page.height == pytest.approx(makers.A4[1] / 2, abs=0.1)
    assert b"secretword" not in makers.unpacked(normal.pdf)


def test_black_covers_vector_content_too() -> None:
    file = makers.pdf([makers.square(0, 0, 900, "0 0 1")])
    everything = Box(left=0, top=0, right=1000, bottom=1000)
    edits = (PageEdit(page=1, black=(everything,)),)
    normal = normalise([makers.saved(file)], "a.pdf", edits=edits)
    assert not normal.pages[0].is_vector
    assert colours(shown(normal)) == {BLACK}
    assert colours(Image.open(io.BytesIO(normal.looks[0])).convert("RGB")) == {BLACK}
