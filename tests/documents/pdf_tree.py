# ruff: noqa: TID253 - only the web process must not load pikepdf
"""What a reader that follows the tags gets of a PDF, read by others than the one who wrote it."""

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

import pikepdf
from pdfminer.high_level import extract_text_to_fp

Matrix = tuple[float, float, float, float, float, float]
Words = Mapping[tuple[int, int], str]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_PIECE = re.compile(r'<(\w+) MCID="(\d+)"[^>]*>(.*?)</\1>', re.DOTALL)
_QUOTED = re.compile(r'^\s*"(.*)"$', re.MULTILINE)


class Link(NamedTuple):
    """A link: what is said of it, and the page (from 1) or the address that it leads to."""

    description: str
    target: int | str | None


class Node(NamedTuple):
    """A structure element. `page` counts from 1, `language` is inherited, `words` are its own."""

    kind: str
    page: int
    language: str
    alt: str
    scope: str
    links: tuple[Link, ...]
    words: str
    children: tuple["Node", ...]

    def walk(self) -> Iterator["Node"]:
        """It and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *kinds: str) -> list["Node"]:
        """All of these kinds below it, in reading order."""
        return [node for node in self.walk() if node.kind in kinds]

    @property
    def text(self) -> str:
        """Its words and those of everything below it, on one line."""
        return " ".join(" ".join(node.words for node in self.walk()).split())


def structure_text(pdf: bytes) -> list[str]:
    """What Poppler finds in the structure: one piece of text after the other.

    It looks at a page again for each piece, so this takes some ten seconds.
    """
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        told = subprocess.run(
            ["pdfinfo", "-struct-text", file.name], capture_output=True, text=True, check=True
        )
    assert told.stderr == ""
    return _QUOTED.findall(told.stdout)


def read_tree(pdf: pikepdf.Pdf) -> Node:
    """The structure, and the words that belong to each element."""
    return _Reader(pdf).node(pdf.Root.StructTreeRoot.K, str(pdf.Root.Lang))


def marked_words(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """The text of each piece of marked content, by page (from 1) and number."""
    file, told = io.BytesIO(), io.BytesIO()
    pdf.save(file)
    extract_text_to_fp(file, told, output_type="tag")
    pages = told.getvalue().decode().split("<page ")[1:]
    return {
        (number, int(piece[2])): unescape(piece[3])
        for number, page in enumerate(pages, 1)
        for piece in _PIECE.finditer(page)
    }


class _Reader:
    """Reads the tree of one file."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._words = marked_words(pdf)
        self._targets = destinations(pdf)

    def node(self, item: pikepdf.Object, language: str, page: int = 0) -> Node:
        if isinstance(item, pikepdf.Array):  # the root may hold one element or several
            (item,) = item
        language = str(item.get("/Lang", language))
        page = self._page(item, page)
        kids = _kids(item)
        elements = [one for one in kids if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        return Node(
            kind=str(item.S).lstrip("/"),
            page=page,
            language=language,
            alt=str(item.get("/Alt", "")),
            scope=str(item.get("/A", {}).get("/Scope", "")).lstrip("/"),
            links=tuple(self._link(one.Obj) for one in kids if _is_link(one)),
            words=" ".join(self._words.get((page, one), "") for one in kids if _is_number(one)),
            children=tuple(self.node(one, language, page) for one in elements),
        )

    def _page(self, item: pikepdf.Object, page: int) -> int:
        return self._pages[item.Pg.objgen] if "/Pg" in item else page

    def _link(self, annotation: pikepdf.Object) -> Link:
        return Link(str(annotation.get("/Contents", "")), target_of(annotation, self._targets))


def _kids(item: pikepdf.Object) -> list[pikepdf.Object | int]:
    kids = item.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is_number(kid: pikepdf.Object | int) -> bool:
    return isinstance(kid, int)


def _is_link(kid: pikepdf.Object | int) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The page (from 1) of each name that links lead to."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {
        str(name): pages[place[0].objgen]
        for name, place in zip(names[::2], names[1::2], strict=True)
    }


def target_of(annotation: pikepdf.Object, places: Mapping[str, int]) -> int | str | None:
    """The page or the address that a link leads to; None for neither."""
    if "/Dest" in annotation:
        return places.get(str(annotation.Dest))
    return str(annotation.get("/A", {}).get("/URI", "")) or None


class Drawn(NamedTuple):
    """A picture or a form, and the matrix that puts its unit square on the page."""

    item: pikepdf.Object
    matrix: Matrix


def drawn_on(page: pikepdf.Page) -> Iterator[Drawn]:
    """Everything that a page draws by name, also inside what it draws, where it stands."""
    yield from _drawn(page.obj, page.obj.Resources, UNIT)


def _drawn(holder: pikepdf.Object, resources: pikepdf.Object, start: Matrix) -> Iterator[Drawn]:
    now, kept = start, []
    for instruction in pikepdf.parse_content_stream(holder):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            kept.append(now)
        elif operator == "Q":
            now = kept.pop()
        elif operator == "cm":
            now = _times(_matrix(operands), now)
        elif operator == "Do":
            yield from _placed(resources.XObject[str(operands[0])], now)


def _placed(item: pikepdf.Object, now: Matrix) -> Iterator[Drawn]:
    if item.Subtype == "/Image":
        yield Drawn(item, now)
        return
    inner = _times(_matrix(item.get("/Matrix", UNIT)), now)
    yield Drawn(item, inner)
    yield from _drawn(item, item.get("/Resources", pikepdf.Dictionary()), inner)


def _matrix(numbers: object) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)  # type: ignore[attr-defined]
    return (a, b, c, d, e, f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    """`first`, and then `then` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
