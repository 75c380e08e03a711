"""A photo or screenshot as one upright page in sRGB, without what it says of place and camera."""

from __future__ import annotations

import io
import struct
from typing import Any, Final, cast

import pikepdf
from PIL import Image, ImageCms, ImageOps

from portal.domain.evidence import (
    FileForm,
    FileProblem,
    FileRefused,
    NormalForm,
    NormalPage,
    PageEdit,
)
from portal.intake.edits import edited
from portal.intake.messages import Request
from portal.intake.problems import NotShown
from portal.intake.sheets import Sheet, look, photo, save_sheets, sharp
from portal.intake.sniff import Kind

QUALITY: Final = 82  # JPEG
# The part of an upright and of a landscape A4 page that a picture may fill, in points.
UPRIGHT_BOX: Final = (170 / 25.4 * 72, 230 / 25.4 * 72)
LANDSCAPE_BOX: Final = (257 / 25.4 * 72, 150 / 25.4 * 72)
MOST_DPI: Final = 200
LEAST_DPI: Final = 100  # a small picture is not blown up
_LOGO_BOX: Final = (800, 400)  # pixels: sharp at the largest size on screen and paper
_GPS: Final = 0x8825
_WHITE_8, _WHITE_16 = 255.0, 65535.0
_XMP_PLACE: Final = b"exif:GPSLatitude"
_PHOTO_READERS: Final = frozenset({"JPEG", "HEIF", "AVIF"})
_EXIF_FAULTS: Final = (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error)


def normal_picture(data: bytes, kind: Kind, request: Request) -> NormalForm:
    """The normal form of a picture: its first frame or page.

    Raises FileRefused (BROKEN_PHOTO), NotShown (TOO_MANY_PIXELS), or what Pillow raises.
    """
    try:
        image, has_location = _opened(data, kind, request)
    except (OSError, ValueError, SyntaxError, RuntimeError):
        if kind.reader == "HEIF":
            raise FileRefused(FileProblem.BROKEN_PHOTO) from None
        raise
    image = _finished(image)
    width, height = natural_size(*image.size)
    out = pikepdf.new()
    pack = photo if kind.reader in _PHOTO_READERS else sharp
    page = NormalPage(number=1, width=width, height=height)
    return NormalForm(
        media_type=kind.media_type,
        form=FileForm.IMAGE,
        source_pages=1,
        has_location=has_location,
        pages=(page,),
        pdf=save_sheets(out, [Sheet(page, pack(out, image, QUALITY))]),
        looks=(look(image),),
    )


def logo_png(data: bytes, kind: Kind, request: Request) -> bytes:
    """A picture as a small PNG on white, in sRGB or grey, with nothing in it but pixels.

    Raises NotShown (TOO_MANY_PIXELS), or what Pillow raises.
    """
    image, _has_location = _opened(data, kind, request)
    image = _finished(image)
    image.thumbnail(_LOGO_BOX, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def natural_size(width: int, height: int) -> tuple[float, float]:
    """The size in points of a picture of so many pixels: as large as fits, at least 100 dpi."""
    box = LANDSCAPE_BOX if width > height else UPRIGHT_BOX
    scale = min(72 / LEAST_DPI, box[0] / width, box[1] / height)
    return round(width * scale, 3), round(height * scale, 3)


def _opened(data: bytes, kind: Kind, request: Request) -> tuple[Image.Image, bool]:
    """The picture upright, edited and of one of the modes RGB and L; whether it says where."""
    if kind.reader == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is stricter, and asked before anything is read
    edit = next((edit for edit in request.edits if edit.page == 1), PageEdit(page=1))
    with Image.open(io.BytesIO(data), formats=(kind.reader,)) as image:
        if image.width * image.height > request.limits.max_pixels:
            raise NotShown(FileProblem.TOO_MANY_PIXELS, 1)
        has_location = _says_where(image) or _XMP_PLACE in data
        profile = image.info.get("icc_profile")
        if not edit.crop:
            image.draft(None, _twice(image.size))
        image.load()
        plain = _plain(_upright(image))
    plain.info = {"icc_profile": profile}
    return edited(plain, edit), has_location


def _twice(size: tuple[int, int]) -> tuple[int, int]:
    """A size that a JPEG may be read at: at least twice what the page needs, for sharpness."""
    width, height = _page_pixels(size)
    return min(size[0], 2 * width), min(size[1], 2 * height)


def _page_pixels(size: tuple[int, int]) -> tuple[int, int]:
    """The size in pixels on the page: at most 200 dpi of its box, never larger than it is."""
    box = LANDSCAPE_BOX if size[0] > size[1] else UPRIGHT_BOX
    scale = min(
        1.0, *(side / 72 * MOST_DPI / pixels for side, pixels in zip(box, size, strict=True))
    )
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _says_where(image: Image.Image) -> bool:
    try:
        return bool(image.getexif().get_ifd(_GPS))
    except _EXIF_FAULTS:
        return False  # a broken note about the camera says nothing, and the picture may be whole


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _EXIF_FAULTS:
        return image


def _plain(image: Image.Image) -> Image.Image:
    """Of mode RGB, L, or CMYK with its profile: on white, 8 bits."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        white = Image.new("RGB", image.size, (255, 255, 255))
        white.paste(with_alpha, mask=with_alpha.getchannel("A"))
        white.info = image.info
        return white
    if image.mode == "LAB":
        return _from_lab(image)
    if image.mode in {"RGB", "L", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture with more than 8 bits for each pixel."""
    wide = image.convert("F")
    highest = cast("tuple[float, float]", wide.getextrema())[1]
    white = _WHITE_16 if image.mode.startswith("I;16") else max(highest, _WHITE_8)
    return wide.point(lambda value: value * (_WHITE_8 / white) + 0.0).convert("L")


def _from_lab(image: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    change = ImageCms.buildTransform(lab, srgb, "LAB", "RGB")
    converted = ImageCms.applyTransform(image, change)
    if converted is None:
        raise ValueError("no picture")
    return converted


def _finished(image: Image.Image) -> Image.Image:
    """At its size on the page, in sRGB or grey, without anything but pixels."""
    profile: Any = image.info.get("icc_profile")
    image = image.resize(_page_pixels(image.size), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if profile and image.mode != "L":
        image = _in_srgb(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image.info = {}
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # not a profile, or one for other colours: the numbers are taken as sRGB
    return converted or image
