"""The photos of handwritten notes in the example cases: paper on a table, a little turned."""

import io
import math
from random import Random
from typing import Final, NamedTuple

from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageFont

from portal.documents.text import FONT_FOLDER
from scripts.evidence_hand import Hand

_SIZE: Final = (1200, 1600)  # pixels, upright
_PAPER: Final = (1010, 1400)
_MARGIN: Final = 80
_SPACING: Final = 92  # pixels between two lines
_HAND: Final = 5.0  # pixels of one step of a letter
_FOOT: Final = "voorbeeld / verzonnen"
_QUALITY: Final = 62
_TURNED_RIGHT: Final = 6  # TIFF 6.0, orientation: show it a quarter turn clockwise
_PUBLIC_PLACE: Final = (52.0907, 5.1214)  # degrees north and east: the centre of a city


class Note(NamedTuple):
    """A sheet of notes and how it was photographed."""

    lines: tuple[str, ...]
    moment: str  # as Exif writes it
    paper: str
    rule: str
    ink: str
    table: tuple[int, int, int]
    turn: float  # degrees
    squares: bool
    seed: int


CALL_ABOUT_STATUS: Final = Note(
    lines=(
        "Vrijdag 31 juli 2026, 14.05 u",
        "Zilverster gebeld",
        "Priya, klantenservice",
        "nummer TK-90317",
        "",
        "Gevraagd:",
        "- status van WD-20260718-5531?",
        "- reden van de vertraging?",
        "",
        "> Zij belt vandaag nog terug.",
        "",
        "22.30 u: niet teruggebeld!",
    ),
    moment="2026:07:31 22:34:05",
    paper="#f4efe2",
    rule="#b9cbd8",
    ink="#22357a",
    table=(112, 82, 58),
    turn=2.4,
    squares=False,
    seed=31,
)
CALL_WITH_VAN_DAM: Final = Note(
    lines=(
        "Donderdag 9 juli 2026, 15.30 u",
        "De heer Van Dam, teamleider",
        "Polderwin. Hij belt mij.",
        "",
        "Waarom hield Cruks mij niet tegen?",
        "> technische fout bij",
        "      oude accounts",
        "",
        "Krijg ik mijn geld terug?",
        "> is niet aan hem",
        "> naar de klachtenafdeling",
    ),
    moment="2026:07:09 15:52:12",
    paper="#f8f7f1",
    rule="#cfdccf",
    ink="#1d1f24",
    table=(88, 97, 104),
    turn=-1.8,
    squares=True,
    seed=9,
)


def withdrawal_notes() -> bytes:
    """A JPEG that is to be shown a quarter turn clockwise; it names no place."""
    exif = _exif(CALL_ABOUT_STATUS)
    exif[ExifTags.Base.Orientation] = _TURNED_RIGHT
    return _jpeg(_photo(CALL_ABOUT_STATUS).transpose(Image.Transpose.ROTATE_90), exif)


def breach_notes() -> bytes:
    """An upright JPEG that says where it was taken."""
    exif = _exif(CALL_WITH_VAN_DAM)
    exif[ExifTags.Base.Orientation] = 1
    north, east = (_degrees(value) for value in _PUBLIC_PLACE)
    place: dict[int, object] = {
        ExifTags.GPS.GPSVersionID: b"\x02\x03\x00\x00",
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: north,
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: east,
    }
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return _jpeg(_photo(CALL_WITH_VAN_DAM), exif)


def _exif(note: Note) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = note.moment
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = note.moment
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds."""
    minutes = (value % 1) * 60
    return float(int(value)), float(int(minutes)), round((minutes % 1) * 60, 2)


def _jpeg(image: Image.Image, exif: Image.Exif) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, exif=exif, optimize=True)
    return out.getvalue()


def _photo(note: Note) -> Image.Image:
    photo = _table(note)
    sheet = _sheet(note).convert("RGBA").rotate(note.turn, Image.Resampling.BICUBIC, expand=True)
    place = ((_SIZE[0] - sheet.width) // 2 + 12, (_SIZE[1] - sheet.height) // 2)
    shadow = Image.new("L", _SIZE, 0)
    shadow.paste(
        sheet.getchannel("A").point(lambda value: value // 2), (place[0] + 9, place[1] + 14)
    )
    photo.paste((20, 16, 12), mask=shadow.filter(ImageFilter.GaussianBlur(14)))
    photo.paste(sheet, place, sheet)
    return Image.composite(photo, Image.new("RGB", _SIZE, (30, 24, 18)), _light()).filter(
        ImageFilter.GaussianBlur(0.8)
    )


def _table(note: Note) -> Image.Image:
    """A table top with a soft grain from left to right."""
    chance = Random(note.seed)  # noqa: S311 (a picture, no secret)
    rows = [chance.uniform(-9, 9) for _ in range(_SIZE[1] // 20)]
    strip = Image.new("RGB", (1, len(rows)))
    strip.putdata([tuple(round(part + change) for part in note.table) for change in rows])
    return strip.resize(_SIZE, Image.Resampling.BICUBIC)


def _light() -> Image.Image:
    """A mask: light from the upper left, darker towards the lower right."""
    small = Image.new("L", (24, 32))
    small.putdata(
        [round(255 - 2.2 * math.hypot(x - 7, y - 8)) for y in range(32) for x in range(24)]
    )
    return small.resize(_SIZE, Image.Resampling.BICUBIC)


def _sheet(note: Note) -> Image.Image:
    sheet = Image.new("RGB", _PAPER, note.paper)
    draw = ImageDraw.Draw(sheet)
    _rule(draw, note)
    hand = Hand(draw, _HAND, note.ink, note.seed)
    chance = Random(note.seed + 1)  # noqa: S311 (an unsteady hand, no secret)
    for number, words in enumerate(note.lines):
        left = _MARGIN + 40 + chance.uniform(-8, 12) + (30 if words.startswith(">") else 0)
        line = 170 + number * _SPACING + chance.uniform(-4, 3)
        right = hand.write(words, left, line)
        if number == 0:
            hand.underline(left, right, line + 16)
    font = ImageFont.truetype(str(FONT_FOLDER / "SourceSans3-Regular.ttf"), 22)
    draw.text((_PAPER[0] - 40, _PAPER[1] - 30), _FOOT, fill="#8a8f94", font=font, anchor="rs")
    return sheet


def _rule(draw: ImageDraw.ImageDraw, note: Note) -> None:
    width, height = _PAPER
    step = _SPACING // 2 if note.squares else _SPACING
    for line in range(170 - 2 * step if note.squares else 170, height, step):
        draw.line((0, line + 6, width, line + 6), fill=note.rule, width=2)
    if note.squares:
        for column in range(step, width, step):
            draw.line((column, 0, column, height), fill=note.rule, width=2)
    else:
        draw.line((_MARGIN, 0, _MARGIN, height), fill="#d9a3a0", width=2)
