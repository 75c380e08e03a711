"""Pages of a PDF as self-contained content: what a packet can draw without the file around it.

Nothing comes along but what the page draws: no scripts, links, notes, form fields, layers,
structure marks, metadata, nor pictures that only other pages show.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

import pikepdf

from portal.domain.evidence import FileProblem
from portal.intake.limits import Limits
from portal.intake.problems import NotShown
from portal.intake.streams import filters, size_within, without_notes

# What a page may count on at its start (ISO 32000-1, 8.4.1): not what the packet drew before it.
_FRESH_STATE: Final = b"0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Tr 0 Ts\n"
_MOST_CONTENT: Final = 4_000_000  # bytes that are taken apart; above it a picture is smaller
_DEEPEST: Final = 6  # content inside content
_MOST_DRAWN: Final = 20_000  # objects drawn by one page, the same ones counted again
_BOMB: Final = 5_000_000
_MARKS: Final = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})

_STREAM: Final = {"/Length", "/Filter", "/DecodeParms"}
_FORM_KEYS: Final = _STREAM | {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources"}
_PATTERN_KEYS: Final = _FORM_KEYS | {
    "/PatternType",
    "/PaintType",
    "/TilingType",
    "/XStep",
    "/YStep",
}
_IMAGE_KEYS: Final = _STREAM | {
    *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Decode"),
    *("/ImageMask", "/Mask", "/SMask", "/Matte", "/Intent"),
}
_FONT_KEYS: Final = {
    *("/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor"),
    *("/Encoding", "/ToUnicode", "/DescendantFonts", "/CIDSystemInfo", "/DW", "/W", "/DW2", "/W2"),
    "/CIDToGIDMap",
}
_STATE_KEYS: Final = {
    *("/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/FL", "/SM", "/SA"),
    *("/BM", "/CA", "/ca", "/AIS", "/TK", "/SMask", "/Font"),
}


class NotVector(Exception):
    """The page has something that a packet cannot hold as content: it becomes a picture."""


class _Drawn(NamedTuple):
    """What drawing an object once costs: objects drawn, and levels below it."""

    objects: int = 1
    depth: int = 1


class Extractor:
    """Makes drawable objects of the pages of one PDF, whose own objects it changes on the way."""

    def __init__(self, source: pikepdf.Pdf, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._known: dict[tuple[int, int], _Drawn] = {}
        self._open: set[tuple[int, int]] = set()

    def form(
        self, page: pikepdf.Page, matrix: tuple[float, ...], box: list[float]
    ) -> pikepdf.Object:
        """A Form XObject (in the source) of the page: its `box`, mapped by `matrix`.

        Raises NotVector, or NotShown (TOO_COMPLEX) for content that would choke any reader.
        """
        contents = page.obj.get("/Contents", pikepdf.Array())
        for stream in [contents] if isinstance(contents, pikepdf.Stream) else list(contents):
            self._check_size(stream)
        resources = _own(page.obj.get("/Resources", pikepdf.Dictionary()))
        data, drawn = self._content(page.obj, resources, 0)
        if drawn.objects > _MOST_DRAWN or drawn.depth > _DEEPEST + 1:
            raise NotVector
        return pikepdf.Stream(
            self._source,
            _FRESH_STATE + data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            FormType=1,
            BBox=box,
            Matrix=[Decimal(f"{number:.10f}") for number in matrix],
            Resources=resources,
        )

    def _check_size(self, stream: pikepdf.Object) -> None:
        size = size_within(stream, self._limits.max_content)
        if size is not None and size > self._limits.max_content:
            raise NotShown(FileProblem.TOO_COMPLEX)
        if size is None or size > _MOST_CONTENT:
            raise NotVector

    def _content(
        self, holder: pikepdf.Object, resources: pikepdf.Object, depth: int
    ) -> tuple[bytes, _Drawn]:
        """The content without marks, and its cost; `resources` keep only what it uses."""
        kept, used, drawings = [], set(), []
        for instruction in pikepdf.parse_content_stream(holder):
            operator = str(instruction.operator)
            if operator in _MARKS:
                if len(instruction.operands) and instruction.operands[0] == "/OC":
                    raise NotVector  # a layer, that may be hidden
                continue
            kept.append(instruction)
            names = [str(one) for one in instruction.operands if isinstance(one, pikepdf.Name)]
            used.update(names)
            if operator == "Do":
                drawings += names
        drawn = self._resources(resources, used, drawings, depth)
        return pikepdf.unparse_content_stream(kept), drawn

    def _resources(
        self, resources: pikepdf.Object, used: set[str], drawings: list[str], depth: int
    ) -> _Drawn:
        """Clean what the content uses and drop the rest."""
        for kind in list(resources.keys()):
            if kind == "/Properties":
                del resources[kind]
            elif kind != "/ColorSpace":
                _keep(resources[kind], used)
        for font in resources.get("/Font", {}).values():
            _clean_font(font)
        for state in resources.get("/ExtGState", {}).values():
            _keep(state, _STATE_KEYS)
            if state.get("/SMask", "/None") != "/None":
                raise NotVector
        objects = resources.get("/XObject", pikepdf.Dictionary())
        costs = {name: self._object(one, depth + 1) for name, one in objects.items()}
        patterns = resources.get("/Pattern", {}).values()
        below = [self._pattern(one, depth + 1) for one in patterns]
        below += [costs[name] for name in drawings if name in costs]
        count = 1 + sum(cost.objects for cost in below)
        if count > _BOMB:
            raise NotShown(FileProblem.TOO_COMPLEX)
        return _Drawn(count, 1 + max((cost.depth for cost in below), default=0))

    def _object(self, one: pikepdf.Object, depth: int) -> _Drawn:
        if "/OC" in one:
            raise NotVector
        if one.get("/Subtype") == "/Form":
            return self._nested(one, depth, _FORM_KEYS)
        if one.get("/Subtype") != "/Image":
            raise NotVector  # PostScript, or nothing that we know
        self._clean_image(one)
        return _Drawn()

    def _pattern(self, one: pikepdf.Object, depth: int) -> _Drawn:
        if one.get("/PatternType") == 1:
            return self._nested(one, depth, _PATTERN_KEYS)
        return _Drawn()

    def _nested(self, one: pikepdf.Object, depth: int, keys: set[str]) -> _Drawn:
        """Clean content inside content, once."""
        if one.objgen in self._known:
            return self._known[one.objgen]
        # Deeper content than a page may have is still counted: it may be a bomb.
        if one.objgen in self._open or depth > 10 * _DEEPEST or "/Group" in one:
            raise NotVector
        self._check_size(one)
        self._open.add(one.objgen)
        _keep(one, keys)
        if "/Resources" not in one:
            raise NotVector  # it uses those of whoever draws it
        resources = one.Resources = _own(one.Resources)
        data, drawn = self._content(one, resources, depth)
        one.write(data)
        self._open.discard(one.objgen)
        self._known[one.objgen] = drawn
        return drawn

    def _clean_image(self, image: pikepdf.Object) -> None:
        if image.objgen in self._known:
            return
        if int(image.Width) * int(image.Height) > self._limits.max_pixels:
            raise NotVector
        _keep(image, _IMAGE_KEYS)
        names = filters(image)
        if "/JPXDecode" in names or ("/DCTDecode" in names and len(names) > 1):
            raise NotVector  # notes about camera and place in a shell that we do not open
        if "/DCTDecode" in names:
            image.write(
                without_notes(image.read_raw_bytes()),
                filter=pikepdf.Name.DCTDecode,
            )
        for key in ("/SMask", "/Mask"):
            if isinstance(image.get(key), pikepdf.Stream):
                self._clean_image(image[key])
        self._known[image.objgen] = _Drawn()


def _clean_font(font: pikepdf.Object) -> None:
    if font.get("/Subtype") == "/Type3":
        raise NotVector  # its glyphs are programs of their own
    _keep(font, _FONT_KEYS)
    for part in font.get("/DescendantFonts", []):
        _keep(part, _FONT_KEYS)


def _own(resources: pikepdf.Object) -> pikepdf.Dictionary:
    """A copy of shared resources, of which entries can be left out for one page."""
    return pikepdf.Dictionary(
        {
            kind: pikepdf.Dictionary(dict(named.items()))
            for kind, named in resources.items()
            if isinstance(named, pikepdf.Dictionary)
        }
    )


def _keep(holder: pikepdf.Object, names: set[str]) -> None:
    for name in [name for name in holder.keys() if name not in names]:  # noqa: SIM118
        del holder[name]


def unit_matrix(box: list[float], turn: int) -> tuple[float, ...]:
    """The matrix that maps `box` [left bottom right top] to the unit square, turned clockwise.

    `turn` is in degrees, a multiple of 90 from 0 to 270.
    """
    left, bottom, right, top = box
    wide, high = 1 / (right - left), 1 / (top - bottom)
    x, y = -left * wide, -bottom * high
    return {
        0: (wide, 0.0, 0.0, high, x, y),
        90: (0.0, -wide, high, 0.0, y, 1 - x),
        180: (-wide, 0.0, 0.0, -high, 1 - x, 1 - y),
        270: (0.0, wide, -high, 0.0, 1 - y, x),
    }[turn]
