"""Files that want to harm whoever opens them, or that are broken in a way of their own."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from portal.domain.evidence import FileForm, FileProblem
from tests.intake import makers

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/"/></svg>'
MEGABYTE = 1 << 20
AS_IS = {
    "stream_decode_level": pikepdf.StreamDecodeLevel.none,
    "compress_streams": False,
    "recompress_flate": False,
}


class Hostile(NamedTuple):
    """A file by name, and what must come of it: shown as a form, or a problem."""

    name: str
    make: Callable[[], bytes]
    answers: frozenset[FileForm | FileProblem]


def _deflated_spaces(megabytes: int, *, times: int = 1) -> bytes:
    """Spaces, packed one or more times. The checksum at the end is not right: none gets there."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = machine.compress(b" " * MEGABYTE) + machine.flush(zlib.Z_FULL_FLUSH)
    data = b"\x78\x9c" + piece * megabytes + b"\x03\x00" + bytes(4)
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def _packed_content(megabytes: int, times: int) -> bytes:
    file = makers.pdf()
    filters = Array([Name.FlateDecode] * times)
    data = _deflated_spaces(megabytes, times=times)
    file.pages[0].obj.Contents = pikepdf.Stream(file, data, Filter=filters)
    return makers.saved(file, **AS_IS)


def _many_frames() -> bytes:
    still = Image.effect_noise((200, 200), 60)
    frames = [still.rotate(index) for index in range(300)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    parts = [b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"]
    parts.append(b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (count, kids))
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    parts += [page % number for number in range(3, count + 3)]
    return _with_table(parts)


def _with_table(parts: list[bytes]) -> bytes:
    """The parts as a PDF file: each after the first line is one object, in order."""
    first, rest = parts[0].split(b"\n", 1)
    places, data = [], first + b"\n"
    out = [data]
    place = len(data)
    for part in [rest, *parts[1:]]:
        places.append(place)
        out.append(part)
        place += len(part)
    table = b"".join(b"%010d 00000 n \n" % one for one in places)
    count = len(places) + 1
    out.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
    out.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, place))
    return b"".join(out)


def _tree_loop() -> bytes:
    return _with_table(
        [
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Count 5/Kids[3 0 R]>>endobj\n",
            b"3 0 obj<</Type/Pages/Parent 2 0 R/Count 5/Kids[2 0 R]>>endobj\n",
        ]
    )


def _nested(levels: int, uses: int) -> bytes:
    file = makers.pdf()
    inner = file.make_stream(
        b"0 0 1 1 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 9, 9],
        Resources=Dictionary(),
    )
    for _ in range(levels):
        inner = file.make_stream(
            b"/X Do " * uses,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 9, 9],
            Resources=Dictionary(XObject=Dictionary(X=inner)),
        )
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=inner))
    file.pages[0].obj.Contents = file.make_stream(b"/X Do")
    return makers.saved(file)


def _own_child() -> bytes:
    file = makers.pdf()
    form = file.make_stream(
        b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=Dictionary()
    )
    form.Resources.XObject = Dictionary(X=form)
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=form))
    file.pages[0].obj.Contents = file.make_stream(b"/X Do")
    return makers.saved(file)


def _huge_image() -> bytes:
    file = makers.pdf()
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(6250)) for _ in range(50_000)) + rows.flush()
    image = pikepdf.Stream(
        file,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=50_000,
        Height=50_000,
        BitsPerComponent=1,
        ColorSpace=Name.DeviceGray,
        Filter=Name.FlateDecode,
    )
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=image))
    file.pages[0].obj.Contents = file.make_stream(b"500 0 0 500 0 0 cm /X Do")
    return makers.saved(file, **AS_IS)


def with_scripts() -> bytes:
    """A PDF that starts a script and a program when it is opened, and when a page is shown."""
    file = makers.pdf([makers.square(72, 600, 100)])
    script = Dictionary(S=Name.JavaScript, JS="app.alert('EVILSCRIPT')")
    launch = Dictionary(S=Name.Launch, F="EVILPROGRAM.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 99, 99], A=launch)
    file.Root.OpenAction = script
    file.Root.AA = Dictionary(WC=script)
    file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    file.pages[0].obj.AA = Dictionary(O=script)
    file.pages[0].obj.Annots = Array([file.make_indirect(link)])
    return makers.saved(file)


def _sized(box: list[float]) -> bytes:
    file = makers.pdf([makers.words("hello", x=0, y=0)])
    file.pages[0].obj.MediaBox = Array(box)
    return makers.saved(file)


def locked(*, user: str = "", owner: str = "owner") -> bytes:
    """A PDF with passwords."""
    return makers.saved(
        makers.pdf([makers.words("hello")]),
        encryption=pikepdf.Encryption(user=user, owner=owner),
    )


def _truncated(data: bytes) -> bytes:
    return data[: len(data) * 6 // 10]


def zipped() -> bytes:
    """A ZIP file, as DOCX and many others are inside."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return target.getvalue()


def _row(name: str, make: Callable[[], bytes], *answers: FileForm | FileProblem) -> Hostile:
    return Hostile(name, make, frozenset(answers))


def _photo() -> bytes:
    return makers.encoded(makers.noise((800, 600)), "JPEG")


def _plain_pdf() -> bytes:
    return makers.saved(makers.pdf([makers.words("hello")] * 4))


_PROBLEM = FileProblem
TABLE = (
    _row(
        "bomb-900-megapixels.png",
        lambda: makers.png_of_zeros(30_000, 30_000),
        _PROBLEM.TOO_MANY_PIXELS,
    ),
    _row(
        "bomb-169-megapixels.png",
        lambda: makers.png_of_zeros(13_000, 13_000),
        _PROBLEM.TOO_MANY_PIXELS,
    ),
    _row("only-a-header.png", lambda: makers.png_header(8000, 5000), _PROBLEM.DAMAGED),
    _row("frames.gif", _many_frames, FileForm.IMAGE),
    _row("cut.jpg", lambda: _truncated(_photo()), _PROBLEM.DAMAGED),
    _row("picture.jpg", lambda: SVG, _PROBLEM.UNKNOWN_TYPE),
    _row(
        "bomb.svg",
        lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'b'>]>" + SVG,
        _PROBLEM.UNKNOWN_TYPE,
    ),
    _row("text.jpg", lambda: b"I am a picture, believe me.", _PROBLEM.UNKNOWN_TYPE),
    _row("text.pdf", lambda: b"I am a PDF, believe me.", _PROBLEM.UNKNOWN_TYPE),
    _row("empty.jpg", lambda: b"", _PROBLEM.EMPTY),
    _row("white.txt", lambda: b" \r\n\t\n ", _PROBLEM.EMPTY),
    _row(
        "page.html",
        lambda: b"<!DOCTYPE html><html><script>1</script></html>",
        _PROBLEM.UNKNOWN_TYPE,
    ),
    _row("letter.rtf", lambda: rb"{\rtf1\ansi hello}", _PROBLEM.UNKNOWN_TYPE),
    _row("letter.docx", zipped, _PROBLEM.UNKNOWN_TYPE),
    _row("drawing.eps", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\nshowpage", _PROBLEM.UNKNOWN_TYPE),
    _row("program.jpg", lambda: b"MZ\x90\x00" + bytes(400), _PROBLEM.UNKNOWN_TYPE),
    _row(
        "broken.heic",
        lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"x" * 99,
        _PROBLEM.BROKEN_PHOTO,
    ),
    _row("garbage.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 50, _PROBLEM.DAMAGED),
    _row("header-only.pdf", lambda: b"%PDF-1.7\n", _PROBLEM.DAMAGED),
    _row("cut.pdf", lambda: _truncated(_plain_pdf()), FileForm.PDF, _PROBLEM.DAMAGED),
    _row("locked.pdf", lambda: locked(user="secret"), _PROBLEM.LOCKED),
    _row("owner.pdf", locked, FileForm.PDF),
    _row("content-1-gigabyte.pdf", lambda: _packed_content(1024, 1), _PROBLEM.TOO_COMPLEX),
    _row("content-packed-twice.pdf", lambda: _packed_content(400, 2), _PROBLEM.TOO_COMPLEX),
    _row("pages-100000.pdf", lambda: _many_pages(100_000), _PROBLEM.TOO_MANY_PAGES),
    _row("tree-loop.pdf", _tree_loop, _PROBLEM.DAMAGED),
    _row("box-huge.pdf", lambda: _sized([0, 0, 1e9, 1e9]), FileForm.PDF),
    _row("box-zero.pdf", lambda: _sized([0, 0, 0, 0]), FileForm.PDF),
    _row("box-thin.pdf", lambda: _sized([0, 0, 1, 200_000]), FileForm.PDF),
    _row("nested-10-to-the-10.pdf", lambda: _nested(10, 10), _PROBLEM.TOO_COMPLEX),
    _row("nested-in-itself.pdf", _own_child, FileForm.PDF),
    _row("image-50000-squared.pdf", _huge_image, FileForm.PDF, _PROBLEM.TOO_COMPLEX),
    _row("scripts.pdf", with_scripts, FileForm.PDF),
    _row("pdf-then-zip.pdf", lambda: _plain_pdf() + zipped(), FileForm.PDF),
    _row("jpeg-then-pdf.jpg", lambda: _photo() + _plain_pdf(), FileForm.IMAGE),
    _row("pdf-named-jpg.jpg", _plain_pdf, FileForm.PDF),
    _row(
        "gif-and-script.gif",
        lambda: b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)",
        _PROBLEM.DAMAGED,
    ),
)
