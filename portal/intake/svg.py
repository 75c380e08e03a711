"""A drawing (SVG) as a few shapes: read, checked against short lists, and written anew.

Nothing of the file comes out but elements and attributes named here, with values of harmless
signs: no script, no style sheet, no text, no picture, no address but "#name" in the same file.
"""

import re
from collections.abc import Mapping
from typing import Final, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

MAX_SVG: Final = 200_000  # bytes
_MOST_ELEMENTS: Final = 5_000
_DEEPEST: Final = 30
_SVG: Final = "http://www.w3.org/2000/svg"
_HREFS: Final = {"href", "http://www.w3.org/1999/xlink href"}
_SKIPPED: Final = {"title", "desc", "metadata"}
_SHAPES: Final = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_GRADIENTS: Final = {"linearGradient", "radialGradient"}
_ELEMENTS: Final = {"svg", "g", "defs", "stop", "clipPath"} | _SHAPES | _GRADIENTS
_PRESENTATION: Final = {
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray"),
    *("stroke-dashoffset", "opacity", "clip-path", "clip-rule", "stop-color", "stop-opacity"),
}
_GEOMETRY: Final = {
    *("id", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx"),
    *("fy", "width", "height", "offset", "transform", "gradientUnits", "gradientTransform"),
    *("spreadMethod", "clipPathUnits"),
}
_PLAIN: Final = re.compile(r"[A-Za-z0-9_\s.,+#()%-]*")
_OWN_NAME: Final = re.compile(r"url\(#[A-Za-z0-9_.-]+\)")
_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)(?:px)?\s*")
_LARGEST: Final = (800, 400)  # CSS pixels: who shows a logo only ever makes it smaller
_FLATTEST: Final = 12  # times as wide as high, or as high as wide


class BadDrawing(ValueError):
    """The file is no drawing that can be used. `code` says why; `what` names the element."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


def clean_svg(data: bytes) -> bytes:
    """The same drawing, made of allowed elements and attributes only.

    Raises BadDrawing: "too_large", "not_svg", "not_allowed" (with the element), "no_size".
    """
    if len(data) > MAX_SVG:
        raise BadDrawing("too_large")
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.StartDoctypeDeclHandler = writer.doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise BadDrawing("not_svg") from None
    return "".join(writer.parts).encode()


class _Writer:
    """Takes what the parser reads and keeps what is allowed; other namespaces are left out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._depth = self._count = 0
        self._skipped_from = 0  # the depth at which something to leave out began; 0: nothing
        self._open: list[str] = []  # the names (id) of the elements around, "" without one
        self._clips = 0  # elements around that clip
        self._known: set[str] = set()

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        # Entities are declared in here. Without it there are none, and nothing is fetched.
        if has_own:
            _refuse("<!DOCTYPE>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise BadDrawing("too_large")
        if self._skipped_from:
            return
        space, _, local = name.rpartition(" ")
        if self._depth == 1 and (space, local) != (_SVG, "svg"):
            raise BadDrawing("not_svg")
        if space != _SVG or local in _SKIPPED:
            self._skipped_from = self._depth
            return
        if local not in _ELEMENTS or (local == "svg" and self._depth > 1):
            _refuse(f"<{local}>")
        head = _frame(attributes) if local == "svg" else {}
        kept = {**_kept(attributes, is_root=local == "svg"), **head}
        self._check_names(kept)
        self._open.append(kept.get("id", ""))
        self._clips += local == "clipPath"
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self.parts.append(f"<{local}{written}>")

    def _check_names(self, kept: Mapping[str, str]) -> None:
        """What uses itself, or doubles what doubles, would keep a reader busy forever."""
        clip = kept.get("clip-path", "none")
        named = {kept["href"][1:]} if "href" in kept else set()
        if clip != "none":
            named.add(clip.removeprefix("url(#").removesuffix(")"))
        if not named <= self._known or (clip != "none" and self._clips):
            _refuse("href" if "href" in kept else "clip-path")
        if kept.get("id") in self._known.union(filter(None, self._open)):
            _refuse("id")

    def end(self, name: str) -> None:
        if not self._skipped_from:
            local = name.rpartition(" ")[2]
            self.parts.append(f"</{local}>")
            self._known.add(self._open.pop())
            self._clips -= local == "clipPath"
        elif self._depth == self._skipped_from:
            self._skipped_from = 0
        self._depth -= 1


def _frame(attributes: Mapping[str, str]) -> dict[str, str]:
    """The drawing's size in its own units, which both browsers and paper need."""
    box = attributes.get("viewBox", "").replace(",", " ").split()
    if not box:
        sides = [_NUMBER.fullmatch(attributes.get(side, "")) for side in ("width", "height")]
        box = ["0", "0", *(side[1] if side else "" for side in sides)]
    try:
        numbers = [float(one) for one in box]
        _left, _top, width, height = numbers
        fits = 0 < width < 1e6 and 0 < height < 1e6 and max(map(abs, numbers)) < 1e6
    except ValueError:
        fits = False
    if not fits or max(width / height, height / width) > _FLATTEST:
        raise BadDrawing("no_size")
    scale = min(_LARGEST[0] / width, _LARGEST[1] / height)
    return {
        "xmlns": _SVG,
        "viewBox": " ".join(f"{one:g}" for one in numbers),
        "width": f"{width * scale:g}",
        "height": f"{height * scale:g}",
    }


def _kept(attributes: Mapping[str, str], *, is_root: bool) -> dict[str, str]:
    """The attributes that are allowed; those in `style` become attributes of their own."""
    allowed = _PRESENTATION if is_root else _PRESENTATION | _GEOMETRY
    kept = {key: value for key, value in attributes.items() if key in allowed}
    for declaration in filter(str.strip, attributes.get("style", "").split(";")):
        name, _, value = declaration.partition(":")
        if name.strip() in _PRESENTATION:
            kept[name.strip()] = value.strip()
    for key, value in kept.items():
        _check(key, value)
    for key in _HREFS & attributes.keys():  # a gradient may take its colours from another
        if not re.fullmatch(r"#[A-Za-z0-9_.-]+", attributes[key]):
            _refuse("href")
        kept["href"] = attributes[key]
    return kept


def _check(key: str, value: str) -> None:
    is_own_name = key in {"fill", "stroke", "clip-path"} and _OWN_NAME.fullmatch(value)
    if not is_own_name and (not _PLAIN.fullmatch(value) or "url" in value.lower()):
        _refuse(key)


def _refuse(what: str) -> NoReturn:
    raise BadDrawing("not_allowed", what)
