import io
from typing import NamedTuple

import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageCms

from portal.domain.evidence import FileForm, NormalForm
from portal.intake.child import normalise
from tests.intake import makers
from tests.intake.pages import pixels, shown

RED, BLUE = (200, 30, 30), (20, 20, 220)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def corners(normal: NormalForm) -> list[str]:
    """The colours of the four corners of the page, clockwise from the left top."""
    image = shown(normal)
    right, bottom = image.width - 4, image.height - 4
    found = [image.getpixel(at) for at in ((3, 3), (right, 3), (right, bottom), (3, bottom))]
    return ["blue" if near(colour, BLUE) else "red" for colour in found if colour]


def heic(image: Image.Image) -> bytes:
    target = io.BytesIO()
    pillow_heif.from_pillow(image).save(target)
    return target.getvalue()


def mpo(image: Image.Image) -> bytes:
    return makers.encoded(image, "MPO", save_all=True, append_images=[image])


PICTURE = makers.picture()
FORMATS = {
    "image/jpeg": makers.encoded(PICTURE, "JPEG"),
    "image/png": makers.encoded(PICTURE, "PNG"),
    "image/webp": makers.encoded(PICTURE, "WEBP"),
    "image/gif": makers.encoded(PICTURE, "GIF"),
    "image/tiff": makers.encoded(PICTURE, "TIFF"),
    "image/heic": heic(PICTURE),
    "image/avif": makers.encoded(PICTURE, "AVIF"),
}
MODES = {
    "cmyk.jpg": makers.encoded(makers.picture(mode="CMYK"), "JPEG"),
    "cmyk.tif": makers.encoded(makers.picture(mode="CMYK"), "TIFF"),
    "palette.png": makers.encoded(makers.picture(mode="P"), "PNG"),
    "alpha.png": makers.encoded(makers.picture(mode="RGBA"), "PNG"),
    "lab.tif": makers.encoded(
        ImageCms.applyTransform(
            PICTURE,
            ImageCms.buildTransform(
                ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
            ),
        ),
        "TIFF",
    ),
    "two-pictures.jpg": mpo(PICTURE),
}


@pytest.mark.parametrize("media_type", FORMATS)
def test_every_kind_of_picture_is_shown(media_type: str) -> None:
    normal = normalise([FORMATS[media_type]], "whatever")
    assert (normal.media_type, normal.form) == (media_type, FileForm.IMAGE)
    assert (normal.source_pages, len(normal.pages), len(normal.looks)) == (1, 1, 1)
    assert corners(normal) == ["blue", "red", "red", "red"]


@pytest.mark.parametrize("name", MODES)
def test_every_way_to_write_colours_becomes_plain_colours(name: str) -> None:
    normal = normalise([MODES[name]], name)
    assert corners(normal) == ["blue", "red", "red", "red"]
    assert drawn(normal).colours in {"/DeviceRGB", "/Indexed of /DeviceRGB"}


class Drawn(NamedTuple):
    """What the object that is drawn over a page says of itself."""

    width: int
    height: int
    packing: str
    colours: str


def drawn(normal: NormalForm) -> Drawn:
    with pikepdf.open(io.BytesIO(normal.pdf)) as file:
        made = file.pages[0].Resources.XObject["/Page"]
        space = made.ColorSpace
        indexed = isinstance(space, pikepdf.Array)
        colours = f"{space[0]} of {space[1]}" if indexed else str(space)
        return Drawn(int(made.Width), int(made.Height), str(made.Filter), colours)


def test_sixteen_bits_of_grey_become_eight() -> None:
    wide = Image.new("I;16", (100, 50), 65535)
    wide.paste(Image.new("I;16", (50, 50), 32768), (0, 0))
    image = shown(normalise([makers.encoded(wide, "PNG")], "a.png"))
    assert near(image.getpixel((20, 20)), (128, 128, 128))
    assert near(image.getpixel((60, 20)), (255, 255, 255))


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("LA", "PNG"), ("P", "GIF")])
def test_what_is_transparent_becomes_white(mode: str, kind: str) -> None:
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0)).convert(mode)
    clear.info["transparency"] = 0 if mode == "P" else None
    normal = normalise([makers.encoded(clear, kind)], "a")
    assert shown(normal).getpixel((20, 20)) == (255, 255, 255)
    assert b"/SMask" not in makers.unpacked(normal.pdf)
    assert b"/Interpolate" not in makers.unpacked(normal.pdf)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# What it calls red is blue, and the other way round.
SWAPPED = SRGB.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_colour_profile_is_applied_and_left_out(kind: str) -> None:
    for profile, corner in ((SRGB, "blue"), (SWAPPED, "red"), (b"nonsense", "blue")):
        data = makers.encoded(PICTURE, kind, icc_profile=profile)
        normal = normalise([data], "a")
        assert corners(normal)[0] == corner
        assert b"acsp" not in makers.unpacked(normal.pdf)  # every profile has these letters


def test_a_profile_for_other_colours_is_left_out() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    data = makers.encoded(PICTURE, "JPEG", icc_profile=lab)
    assert corners(normalise([data], "a.jpg")) == ["blue", "red", "red", "red"]


@pytest.mark.parametrize(
    ("orientation", "blue_corner"), [(1, 0), (3, 2), (6, 1), (8, 3), (2, 1), (5, 0)]
)
def test_a_photo_is_turned_as_the_camera_says(orientation: int, blue_corner: int) -> None:
    normal = normalise([makers.with_exif(PICTURE, orientation)], "a.jpg")
    assert corners(normal).index("blue") == blue_corner
    page = normal.pages[0]
    assert (page.width < page.height) == (orientation in {5, 6, 8})


def test_a_place_is_noticed_and_left_out_with_all_other_notes() -> None:
    data = makers.with_exif(PICTURE, place=True)
    assert b"SECRETCAMERA" in data
    normal = normalise([data], "a.jpg")
    assert normal.has_location
    for word in (b"Exif", b"SECRETCAMERA", b"http://ns.adobe.com"):
        assert word not in normal.pdf
        assert word not in normal.looks[0]
    assert not normalise([makers.with_exif(PICTURE)], "a.jpg").has_location


def test_a_place_in_a_heic_photo_is_noticed() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 27.0)})
    with_place = PICTURE.copy()
    with_place.info["exif"] = exif.tobytes()
    assert normalise([heic(with_place)], "a.heic").has_location
    assert not normalise([heic(PICTURE)], "a.heic").has_location


def test_a_photo_is_at_most_200_dpi_of_its_box() -> None:
    for size, limit in (((3000, 4000), (1339, 1811)), ((4000, 3000), (2023, 1181))):
        normal = normalise([makers.encoded(PICTURE.resize(size), "JPEG")], "a.jpg")
        made = drawn(normal)
        assert made.width <= limit[0] + 1
        assert made.height <= limit[1] + 1
        page = normal.pages[0]
        assert made.width / page.width * 72 == pytest.approx(200, abs=2)


def test_a_small_picture_is_not_blown_up() -> None:
    page = normalise([FORMATS["image/png"]], "a.png").pages[0]
    assert (page.width, page.height) == (86.4, 57.6)  # 100 dpi


def test_a_very_long_picture_is_still_a_picture() -> None:
    for size in ((3, 20_000), (20_000, 3)):
        normal = normalise([makers.encoded(PICTURE.resize(size), "PNG")], "a.png")
        assert pixels(normal) > 0


def test_a_screenshot_stays_sharp_and_a_photo_becomes_a_jpeg() -> None:
    screenshot = normalise([FORMATS["image/png"]], "a.png")
    assert drawn(screenshot).packing == "/FlateDecode"
    assert shown(screenshot).getpixel((3, 3)) == BLUE
    for data in (
        makers.encoded(makers.noise((300, 300)), "PNG"),
        makers.encoded(makers.noise((300, 300)), "JPEG"),
    ):
        assert drawn(normalise([data], "a")).packing == "/DCTDecode"


def test_looks_are_900_pixels_long_at_most() -> None:
    normal = normalise([makers.encoded(makers.noise((3000, 1000)), "JPEG")], "a.jpg")
    assert Image.open(io.BytesIO(normal.looks[0])).size == (900, 300)
