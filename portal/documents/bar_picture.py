"""A chart of bars as SVG: one drawing for screen and paper, 320 units wide as `ladder_picture`.

Each bar has its name above it and its number behind it, so it is read without its table too.
"""

import textwrap
from collections.abc import Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from portal.documents.ladder_picture import WIDTH
from portal.i18n import format_number, gettext

_INK, _ACCENT, _LINES = "#16202a", "#12466e", "#6a757f"
_SIZE, _LINE, _BAR, _GAP = 14.5, 19, 16, 13
_LETTERS = 38  # in one line of a name
_LONGEST = 258  # units of the longest bar; its number stands behind it


class ChartBar(Struct, frozen=True):
    """A bar; `is_rest` draws it hollow: it is no group of its own."""

    name: str
    number: int
    is_rest: bool = False


def bars_svg(title: str, name: str, bars: Sequence[ChartBar], *, paper: bool = False) -> Markup:
    """The chart as inline SVG; `name` is its id on the page, from our own codes.

    On paper its title carries the whole text alternative; on screen the table stands beside it.
    """
    most = max(bar.number for bar in bars)
    drawn, top = [], 2.0
    for bar in bars:
        one, height = _bar(bar, top, most)
        drawn.append(one)
        top += height
    told = f"{title}. {bars_text(bars)}" if paper else title
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ladder bars" role="img" '
        f'aria-labelledby="{name}-chart" viewBox="0 0 {WIDTH} {top:g}" width="{WIDTH}" '
        f'height="{top:g}" font-family="Source Sans 3">'
        f'<title id="{name}-chart">{escape(told)}</title>{"".join(drawn)}</svg>'
    )
    return Markup(drawing)  # noqa: S704 - every text from outside was escaped where it was put in


def bars_text(bars: Sequence[ChartBar]) -> str:
    """The same in one sentence for each bar."""
    return " ".join(
        gettext("%(group)s: %(number)s.", group=bar.name, number=format_number(bar.number))
        for bar in bars
    )


def _bar(bar: ChartBar, top: float, most: int) -> tuple[str, float]:
    lines = textwrap.wrap(bar.name, _LETTERS)
    names = "".join(
        _text(0, top + 13 + place * _LINE, "note", line) for place, line in enumerate(lines)
    )
    place = top + len(lines) * _LINE
    width = max(round(_LONGEST * bar.number / most, 1), 2)
    fill, line, kind = ("none", _LINES, "line") if bar.is_rest else (_ACCENT, _ACCENT, "mark full")
    drawn = (
        f'<rect class="{kind}" x="1" y="{place:g}" width="{width:g}" height="{_BAR}" '
        f'fill="{fill}" stroke="{line}" stroke-width="1.5"/>'
    )
    number = _text(width + 8, place + 13, "name", format_number(bar.number))
    return names + drawn + number, len(lines) * _LINE + _BAR + _GAP


def _text(x: float, y: float, kind: str, text: str) -> str:
    weight = 600 if kind == "name" else 400
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="{_SIZE}" font-weight="{weight}" '
        f'fill="{_INK}">{escape(text)}</text>'
    )
