"""The files behind the exhibits: what a case says of them, edits of pages, their normal form.

A player's file is kept untouched (the original). What the packet shows is its *normal form*: pages
that are pictures or self-contained PDF content, or a transcript of numbered lines. It is made once,
when the file comes in or an edit changes it (portal.intake), and assembled at export.
"""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from portal.domain.mail import MAX_CHAT_EDITS, MAX_SPEAKERS, ChatEdit, Mail, Speaker
from portal.domain.parts import Line, Part

MAX_BLACK = 6_000
"""Texts that may be blacked out in one transcript: more than it has lines."""

FULL = 1000
"""Length of a page's side in the units of `Box`."""

# The room for one page of an exhibit on A4, and on A4 on its side: width and height in mm.
UPRIGHT_BOX = (170, 228)
WIDE_BOX = (250, 150)
WIDE = 1.15

PerMille = Annotated[int, Meta(ge=0, le=FULL)]
PageNumber = Annotated[int, Meta(ge=1, le=100_000)]
Sha256Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class FileForm(StrEnum):
    """How a file is shown in the packet."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"
    EMAIL = "email"


class FileProblem(StrEnum):
    """Why a file is refused, or is attached without being shown (`SHOWN_AS_ATTACHMENT`)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"  # the case would hold too much
    UNKNOWN_TYPE = "unknown_type"  # also a file that is not what its name says
    LOCKED = "locked"  # a PDF that asks for a password
    BROKEN_PHOTO = "broken_photo"  # HEIC that cannot be decoded
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"  # took too long, too much memory, or ended the process


SHOWN_AS_ATTACHMENT = frozenset(
    {
        FileProblem.DAMAGED,
        FileProblem.TOO_MANY_PAGES,
        FileProblem.TOO_MANY_PIXELS,
        FileProblem.TOO_COMPLEX,
    }
)


class FileRefused(Exception):
    """The file is not taken; `problem` says why. Never holds anything of the file."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class Box(Part, frozen=True, kw_only=True):
    """A part of an upright page, before any turn or crop: per mille from its left and top."""

    left: PerMille
    top: PerMille
    right: PerMille
    bottom: PerMille

    def __post_init__(self) -> None:
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("a box has a width and a height")


class PageEdit(Part, frozen=True, kw_only=True):
    """What the player changed on one page: parts made black, then cut out, then turned.

    `page` counts the pages of the original from 1, `turn` is clockwise, in degrees.
    """

    page: PageNumber
    turn: Annotated[int, Meta(ge=0, le=270, multiple_of=90)] = 0
    crop: Box | None = None
    black: Annotated[tuple[Box, ...], Meta(max_length=50)] = ()

    @property
    def hides(self) -> bool:
        """Whether something of the page is not to be seen in the packet."""
        return bool(self.black or self.crop)


class TextPart(StrEnum):
    """Which texts of a transcript are meant."""

    LINE = "line"
    HEAD = "head"  # a header line of an e-mail
    FILE = "file"  # the name of a file inside an e-mail


class BlackText(Part, frozen=True, kw_only=True):
    """What the player blacked out in one text of a transcript. It never holds the text itself.

    `number` counts the lines, header lines or enclosed files of the original from 1; `begin` and
    `end` count the characters of that text from 0, the last one not included.
    """

    part: TextPart = TextPart.LINE
    number: Annotated[int, Meta(ge=1, le=100_000)]
    begin: Annotated[int, Meta(ge=0, le=1_000_000)]
    end: Annotated[int, Meta(ge=1, le=1_000_000)]

    def __post_init__(self) -> None:
        if self.begin >= self.end:
            raise ValueError("what is blacked out has a length")


class EvidenceFile(Part, frozen=True, kw_only=True):
    """The file of an exhibit, as the packet and `case.json` tell it. Without the content."""

    name: Line  # as on the player's device
    media_type: Line  # "image/jpeg"
    size: Annotated[int, Meta(ge=1)]  # bytes of the original
    sha256: Sha256Hex  # of the original
    form: FileForm | None = None  # None: it cannot be shown, `problem` says why
    problem: FileProblem | None = None
    source_pages: Annotated[int, Meta(ge=0)] = 0  # pages of the original
    pages: Annotated[int, Meta(ge=0)] = 0  # pages of its normal form; 0 for a transcript
    lines: Annotated[int, Meta(ge=0)] = 0  # lines of its transcript
    has_location: bool = False  # the original says where the photo was taken
    attach: bool = True  # the original travels inside the packet
    chosen: Annotated[tuple[PageNumber, ...], Meta(max_length=1000)] = ()  # in this order; (): all
    edits: Annotated[tuple[PageEdit, ...], Meta(max_length=1000)] = ()
    mail: Mail | None = None  # of an e-mail
    speakers: Annotated[tuple[Speaker, ...], Meta(max_length=MAX_SPEAKERS)] = ()  # of a chat
    chat_edits: Annotated[tuple[ChatEdit, ...], Meta(max_length=MAX_CHAT_EDITS)] = ()
    black: Annotated[tuple[BlackText, ...], Meta(max_length=MAX_BLACK)] = ()  # of a transcript

    @property
    def hides(self) -> bool:
        """Whether the packet shows less than the original does."""
        return bool(self.chosen or self.black) or any(edit.hides for edit in self.edits)

    def edit_of(self, page: int) -> PageEdit:
        """The edit of a page of the original; an empty one when nothing was changed."""
        return next((edit for edit in self.edits if edit.page == page), PageEdit(page=page))


class NormalPage(Struct, frozen=True, kw_only=True):
    """One page of a normal form.

    `number` is the page of the original; `text` at most 1000 characters of its text layer (never
    of a page on which something was made black); `is_vector` when the page is PDF content.
    """

    number: int
    width: float  # points, as shown
    height: float
    text: str = ""
    is_vector: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it stands on a page on its side."""
        return self.width > WIDE * self.height


class Transcript(Struct, frozen=True, kw_only=True):
    """A text or an e-mail as numbered lines.

    `head` are the header lines of an e-mail by their own names ("From", "Date"), `enclosed` names
    and sizes (bytes) of the files inside it.
    """

    lines: tuple[str, ...]
    head: tuple[tuple[str, str], ...] = ()
    enclosed: tuple[tuple[str, int], ...] = ()

    @property
    def texts(self) -> dict[tuple[TextPart, int], str]:
        """Every text that can be blacked out, by its kind and its number from 1."""
        parts = (
            (TextPart.HEAD, [value for _name, value in self.head]),
            (TextPart.FILE, [name for name, _size in self.enclosed]),
            (TextPart.LINE, self.lines),
        )
        return {
            (part, number): text for part, texts in parts for number, text in enumerate(texts, 1)
        }


class NormalForm(Struct, frozen=True, kw_only=True):
    """What intake makes of a file.

    `pdf` holds one page for each of `pages`: its only XObject is named /Page and fills the unit
    square; the page draws it over its whole media box. Empty for a transcript and for a file that
    cannot be shown. `looks` are small JPEG pictures of the pages for the screen. `transcript` is
    the whole text: what is black in it is taken out where it is read (portal.domain.blacking).
    """

    media_type: str
    form: FileForm | None = None
    problem: FileProblem | None = None
    source_pages: int = 0
    has_location: bool = False
    pages: tuple[NormalPage, ...] = ()
    pdf: bytes = b""
    transcript: Transcript | None = None
    mail: Mail | None = None
    looks: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"NormalForm({self.form}, {len(self.pages)} pages)"


_normal_decoder = msgspec.msgpack.Decoder(NormalForm)


def read_normal(data: bytes) -> NormalForm:
    """The normal form that `write_normal` wrote. Raises msgspec.DecodeError."""
    return _normal_decoder.decode(data)


def write_normal(normal: NormalForm) -> bytes:
    """As MessagePack: equal normal forms give equal bytes."""
    return msgspec.msgpack.encode(normal)
