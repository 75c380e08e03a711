"""The pages of exhibits and the original files, put into a packet that WeasyPrint has written.

WeasyPrint lays out and tags the first page of an exhibit with a picture of one pixel in its box;
here this becomes the exhibit's own page, fitted into the box. The pages that follow have nothing
to lay out: they are made here, tagged as WeasyPrint does, behind the first one. So a large file
costs no time in layout, and its content is never read by WeasyPrint.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from portal.documents.pdf_following import FollowingPage, PageWords, Tags, fitted
from portal.documents.pdf_lines import Fonts, PageLines, stamp, write_lines

if TYPE_CHECKING:
    import pikepdf

_ADDRESS: Final = re.compile(r"exhibit:[1-9]\d{0,3}-[1-9]\d{0,3}")


class ExhibitPages(Struct, frozen=True, kw_only=True):
    """The pages from `first` on, counted from 1, of an exhibit's `NormalForm.pdf`.

    As many as `words` has; the first of them is in the HTML too.
    """

    number: int
    pdf: bytes
    first: int
    words: tuple[PageWords, ...]

    def __repr__(self) -> str:
        return f"ExhibitPages({self.number})"


def is_placeholder(url: str) -> bool:
    """Whether `url` stands for a page of an exhibit, as in "exhibit:3-2"."""
    return _ADDRESS.fullmatch(url) is not None


def placeholder_png() -> bytes:
    """A white picture of one pixel (PNG)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


class Written(Struct, frozen=True, kw_only=True):
    """What WeasyPrint wrote. `places` are the exhibits with pages, by the place of the first page
    from 0; `front` is how many pages there are before all exhibits; `fonts` names those of lines.
    """

    pdf: bytes
    places: dict[int, int]
    front: int
    fonts: Fonts

    def __repr__(self) -> str:
        return "Written(…)"


class Finished(NamedTuple):
    """A whole file, its number of pages, and the same file to be judged."""

    pdf: bytes
    pages: int
    judged: bytes


def finish(
    written: Written,
    exhibits: list[ExhibitPages],
    originals: list[Any],
    created: str,
    lines: PageLines | None,
) -> Finished:
    """The file with the pages of `exhibits` in their places, `lines` on every page and `originals`
    attached; and the same to be judged, in which each original has one byte.

    PDF/A-3 and PDF/UA-1 ask nothing of what is inside an attached file (ISO 19005-3, 6.8), and all
    that they ask of its description is in both. `originals` are `pdf.Attachment`s; `created` is
    the ISO 8601 day of the packet. Both lists are emptied on the way, since their files can be
    large. The same input gives the same bytes. Raises ValueError for a page without a place, and
    for exhibits without `lines`.
    """
    import pikepdf  # a native library that only printing needs

    if exhibits and lines is None:
        raise ValueError("exhibits are shown in a packet only, whose pages repeat lines")
    with pikepdf.open(io.BytesIO(written.pdf)) as packet:
        if lines is not None:
            if exhibits:
                _put_all_in(packet, exhibits, written, lines)
            write_lines(packet, lines, written.fonts, written.front)
        attached = _attach(packet, originals, created)
        # the printed page number is the file's own (ISO 32000-1, 12.4.2)
        packet.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
        whole, pages = _saved(packet, compress=not attached), len(packet.pages)
        if not attached:
            return Finished(whole, pages, whole)
        for file in attached:
            file.write(b"-")
        return Finished(whole, pages, _saved(packet, compress=False))


def _saved(packet: pikepdf.Pdf, *, compress: bool) -> bytes:
    import pikepdf

    written = io.BytesIO()
    packet.save(
        written,
        deterministic_id=True,
        # All but the metadata, which stay readable. Originals are small already, and would
        # take half a second; beside them the rest counts for little.
        compress_streams=compress,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return written.getvalue()


def _places(packet: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """The dictionaries that name pictures, by the name of the picture in them."""
    for page in packet.pages:
        pictures = page.obj.Resources.get("/XObject")
        for name in pictures.keys() if pictures is not None else ():
            yield name, pictures


def _name(number: int, page: int) -> str:
    """WeasyPrint 70 names a picture after its address."""
    address = f"exhibit:{number}-{page}"
    return f"/i{hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()}0"


class _Packet(NamedTuple):
    """A packet whose exhibits are put in."""

    pdf: pikepdf.Pdf
    pictures: dict[str, Any]
    tags: Tags
    fonts: Any
    mark: Callable[[str, float, float], str]


def _put_all_in(
    pdf: pikepdf.Pdf, exhibits: list[ExhibitPages], written: Written, lines: PageLines
) -> None:
    packet = _Packet(
        pdf,
        dict(_places(pdf)),
        Tags(pdf),
        pdf.pages[0].obj.Resources.Font,
        partial(stamp, lines, written.fonts),
    )
    inserted = 0
    while exhibits:
        exhibit = exhibits.pop(0)
        place = written.places[exhibit.number] + inserted
        _put_in(packet, exhibit, place)
        inserted += len(exhibit.words) - 1


def _put_in(packet: _Packet, exhibit: ExhibitPages, place: int) -> None:
    """Fill the first page, which is at `place`, and put the others behind it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(exhibit.pdf)) as source:
        pages = source.pages[exhibit.first - 1 :][: len(exhibit.words)]
        both = zip(pages, exhibit.words, strict=True)
        first, *rest = (_following(packet.pdf, page, words) for page, words in both)
        _fill(packet, _name(exhibit.number, exhibit.first), first)
        section = packet.tags.section_on(packet.pdf.pages[place])
        for number, one in enumerate(rest, place + 1):
            mark = packet.mark(one.words.stamp, *one.size)
            made = one.made(packet.pdf, mark, packet.fonts, packet.tags, section)
            packet.pdf.pages.insert(number, pikepdf.Page(made))


def _following(packet: pikepdf.Pdf, page: pikepdf.Page, words: PageWords) -> FollowingPage:
    drawing = packet.copy_foreign(page.obj.Resources.XObject["/Page"])
    width, height = (float(side) for side in page.mediabox[2:])
    return FollowingPage(drawing, fitted(width, height), words)


def _fill(packet: _Packet, name: str, page: FollowingPage) -> None:
    """Draw a page where WeasyPrint put a picture of this name, which fills the box."""
    pictures = packet.pictures.get(name)
    if pictures is None:  # evidence must never be left out unseen
        raise ValueError("the document has no place for the first page of an exhibit")
    pictures[name] = _in_box(packet.pdf, page)


def _in_box(packet: pikepdf.Pdf, page: FollowingPage) -> Any:
    """`page` in its box, as a form of the unit square."""
    import pikepdf

    fit = page.fit
    across, down = fit.box
    left, bottom = fit.left / across, fit.bottom / down
    wide, high = fit.width / across, fit.height / down
    drawing = f"q {wide:.6f} 0 0 {high:.6f} {left:.6f} {bottom:.6f} cm /Page Do Q"
    return packet.make_stream(
        drawing.encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 1, 1],
        Resources={"/XObject": {"/Page": page.drawing}},
    )


def _attach(packet: pikepdf.Pdf, originals: list[Any], created: str) -> list[Any]:
    """The files as they came (ISO 19005-3, 6.8: each with its relation to the document).

    Gives the streams that hold them.
    """
    import pikepdf

    if originals and not created:
        raise ValueError("originals need a date of creation")
    moment = f"D:{created[:10].replace('-', '')}000000Z"
    streams = []
    while originals:
        original = originals.pop(0)
        spec = pikepdf.AttachedFileSpec(
            packet,
            original.content,
            filename=original.name,
            description=original.description,
            mime_type=mimetypes.guess_type(original.name)[0] or "application/octet-stream",
            creation_date=moment,
            mod_date=moment,
        )
        spec.relationship = pikepdf.Name(f"/{original.relationship}")
        packet.attachments[original.name] = spec  # lists it in the catalogue's /AF as well
        streams.append(spec.obj.EF.F)
    return streams
