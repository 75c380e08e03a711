"""Work that WeasyPrint 70.0 and pydyf do again and again, done once: the pages look the same.

Measured on 118 pages of exhibits. A page asks sixteen margin boxes for their measures, of which it
prints two; and each element of the structure tree builds the list of all pages to name its own.
Measured on nine pages of front matter: the general way to a computed value takes a twentieth of
the time, where nearly every value is the initial or the inherited one. Measures of boxes are
found out anew whenever a box is looked at (a tenth), and the page with the contents is laid out
once more when the number of all pages is known, which no target prints. The rule below each cell
of a table is drawn as a clipped outline (a twentieth).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from math import inf
from typing import Any, Final

_SIDES: Final = ("top", "right", "bottom", "left")
_LENGTHS: Final = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{side}" for limit in ("", "min_", "max_") for side in ("width", "height")),
)
_MEASURES: Final = (*_LENGTHS, *(f"border_{side}_width" for side in _SIDES))


@contextmanager
def shortened(weasyprint: Any) -> Iterator[None]:
    """While this holds, documents are laid out and written with less work. Not for threads."""
    import pydyf

    layout, css = weasyprint.layout, weasyprint.css
    collector = css.targets.TargetCollector
    with ExitStack() as stack:
        replaced = partial(_replaced, stack)
        resolve = _resolve(weasyprint)
        for module in (layout.page, layout.block, layout.inline, layout.table, layout.float):
            replaced(module, "resolve_percentages", resolve)
        replaced(pydyf.PDF, "page_references", property(_Kept(pydyf.PDF.page_references.fget)))
        replaced(css.ComputedStyle, "__missing__", _computed(css))
        replaced(collector, "cache_target_page_counters", _without_total(collector))
        replaced(weasyprint.draw, "draw_border", _ruled(weasyprint.draw))
        yield


def _replaced(stack: ExitStack, owner: Any, name: str, value: Any) -> None:
    stack.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def _resolve(weasyprint: Any) -> Callable[[Any, Any], None]:
    """The measures of a box: those without a percentage are the same wherever it stands.

    A margin box that prints nothing has none.
    """
    in_full = weasyprint.layout.percent.resolve_percentages
    margin_box = weasyprint.formatting_structure.boxes.MarginBox

    def resolve(box: Any, containing_block: Any) -> None:
        if isinstance(box, margin_box) and not box.is_generated:
            _leave_empty(box)  # whose other measures its caller makes nothing
            return
        kept = vars(box.style).get("kept_measures")
        if kept:
            vars(box).update(kept)
            return
        in_full(box, containing_block)
        if kept is None:
            box.style.kept_measures = _fixed_measures(box)

    return resolve


def _fixed_measures(box: Any) -> dict[str, Any]:
    """The measures of `box` that hold wherever it stands; none if one of them does not."""
    lengths = map(box.style.__getitem__, _LENGTHS)
    if box.style["border_collapse"] == "collapse" or not all(map(_is_fixed, lengths)):
        return {}
    return {name: vars(box)[name] for name in _MEASURES}


def _is_fixed(length: Any) -> bool:
    return length == "auto" or getattr(length, "unit", "") == "px"


def _leave_empty(box: Any) -> None:
    box.min_width = box.min_height = 0
    box.max_width = box.max_height = inf


def _computed(css: Any) -> Callable[[Any, str], Any]:
    """A computed value; the short way for the initial and the inherited ones that need no work."""
    in_full, side_of = css.ComputedStyle.__missing__, css.PHYSICAL_FUNCTIONS
    apart = {"float", "display", "position", "page", *css.INITIAL_NOT_COMPUTED}
    apart |= {name for name in css.INITIAL_VALUES if name.startswith("text_decoration_")}
    inherited = css.INHERITED - apart
    initial = {
        name: value for name, value in css.INITIAL_VALUES.items() if name not in inherited | apart
    }

    def computed(style: Any, name: str) -> Any:
        side = side_of.get(name)
        if name in style.cascaded or (
            side and side(block="ttb", inline=style["direction"]) in style.cascaded
        ):
            return in_full(style, name)
        if name in initial:
            style[name] = initial[name]
        elif name in inherited and style.parent_style is not None:
            style[name] = style.parent_style[name]
        else:
            return in_full(style, name)
        return style[name]

    return computed


def _ruled(draw: Any) -> Callable[[Any, Any], None]:
    """The borders of a box; a plain rule below it is one rectangle, not a clipped outline."""
    in_full, colour_of = draw.draw_border, draw.border.get_color

    def draw_border(stream: Any, box: Any) -> None:
        if not _has_rule_only(box):
            in_full(stream, box)
            return
        x, y, width, height = box.rounded_border_box()[:4]
        rule = box.border_bottom_width
        with stream.artifact(), stream.stacked():
            stream.set_color(colour_of(box.style, "border_bottom_color"))
            stream.rectangle(x, y + height - rule, width, rule)
            stream.fill()

    return draw_border


def _has_rule_only(box: Any) -> bool:
    """Whether a solid line below, without round corners, is all that surrounds `box`."""
    style = box.style
    return (
        bool(box.border_bottom_width)
        and not (box.border_top_width or box.border_left_width or box.border_right_width)
        and style["border_bottom_style"] == "solid"
        and style["visibility"] == "visible"
        and style["border_image_source"][0] == "none"
        and not any(map(any, box.rounded_border_box()[4:]))
    )


def _without_total(collector: Any) -> Callable[..., None]:
    """Let targets know the number of their page, and not the number of all pages."""
    told = collector.cache_target_page_counters

    def tell(self: Any, anchor: str, counters: dict[str, list[int]], *place: Any) -> None:
        told(self, anchor, {**counters, "pages": []}, *place)

    return tell


class _Kept:
    """The references of the pages of one file, listed anew when a page was added."""

    def __init__(self, list_pages: Any) -> None:
        self._list = list_pages
        self._pdf: Any = None
        self._count = 0
        self._references: tuple[bytes, ...] = ()

    def __call__(self, pdf: Any) -> tuple[bytes, ...]:
        count = pdf.pages["Count"]
        if pdf is not self._pdf or count != self._count:
            self._references = self._list(pdf)
            self._pdf, self._count = pdf, count
        return self._references
