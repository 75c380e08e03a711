"""The ladder as a picture: stairs that climb from customer service to the regulator.

One drawing for screen and paper. Its width is fixed at 320 units, so that on a narrow phone one
unit is one CSS pixel and no text is smaller than 14 px; longer lines wrap, nothing is squeezed.
Colours stand in attributes (a strict style policy allows those); the classes let the screen's
stylesheet replace them, for dark mode. State is never told by colour alone.
"""

import textwrap

from markupsafe import Markup, escape
from msgspec import Struct

from portal.documents.ladder_words import Words, words_of
from portal.domain.ladder import Rung, RungState
from portal.i18n import gettext
from portal.wording import Names, Voice

WIDTH = 320
_INDENT = 12  # how far each stair stands behind the one below
_TEXT_LEFT = 46
_TOP = 16  # from a tread to the middle of its first line
_NAME_SIZE, _NOTE_SIZE = 17, 14.5
_LINE = 21
_BELOW = 11
_DOT_GAP = 14
_MOST_DOTS = 6
_EM = 0.58  # of a letter's height: the average width in the widest of our fonts

_INK, _MUTED, _LINES, _ACCENT = "#16202a", "#424b54", "#6a757f", "#12466e"
_TINTS = {RungState.NOW: "#e3edf4", RungState.WAITING: "#eef3f6", RungState.DONE: "#eef3f6"}
_PAPER = "#ffffff"


class _Line(Struct, frozen=True):
    """One line of text on a stair; `dots` stand before it."""

    text: str
    is_name: bool = False
    dots: tuple[bool, ...] = ()  # filled: answered


class _Stair(Struct, frozen=True):
    """A rung with its place: `left` and `top` of its tread."""

    state: RungState
    left: int
    top: float
    height: float
    lines: tuple[_Line, ...]


def ladder_svg(rungs: tuple[Rung, ...], names: Names, *, paper: bool = False) -> Markup:
    """The picture as inline SVG, at least 320 px wide to be read.

    On paper its title carries the whole text alternative, which WeasyPrint gives to the figure;
    on screen `ladder_text` stands beside it as a list, so the picture only has a name.
    """
    stairs = _stairs(rungs, names, "paper" if paper else "screen")
    height = round(stairs[0].top + stairs[0].height + 3)
    title = " ".join(ladder_text(rungs, names, paper=paper)) if paper else gettext("Your ladder")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="ladder" role="img" '
        'aria-labelledby="ladder-title" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}" font-family="Source Sans 3">'
        '<title id="ladder-title">{title}</title>{stairs}{ground}</svg>'
    ).format(
        width=WIDTH,
        height=height,
        title=escape(title),
        stairs="".join(_stair(stair) for stair in reversed(stairs)),
        ground=_path(f"M0 {_round(height - 2)}H{WIDTH}", _LINES, 1.5, "line"),
    )
    # Strings joined as they are, since Markup escapes each number: of what is put in, only the
    # texts come from outside, and both places escape them.
    return Markup(drawing)  # noqa: S704


def ladder_text(rungs: tuple[Rung, ...], names: Names, *, paper: bool = False) -> list[str]:
    """The same in whole sentences, one text per rung, from the first step up."""
    total = len(rungs)
    voice: Voice = "paper" if paper else "screen"
    said = [words_of(rung, names, voice) for rung in rungs]
    return [
        " ".join((_heading(number, total, words), *words.sentences))
        for number, words in enumerate(said, 1)
    ]


def _heading(number: int, total: int, words: Words) -> str:
    return gettext(
        "Step %(number)s of %(total)s: %(name)s. %(state)s.",
        number=number,
        total=total,
        name=": ".join(part for part in (words.step, words.name) if part),
        state=words.state,
    )


# -- places --------------------------------------------------------------------------------


def _stairs(rungs: tuple[Rung, ...], names: Names, voice: Voice) -> list[_Stair]:
    """From the lowest stair up, which is from the bottom of the picture up."""
    placed: list[_Stair] = []
    top = 3.0
    for number, rung in reversed(list(enumerate(rungs))):
        left = 1 + number * _INDENT
        lines = _lines(words_of(rung, names, voice), WIDTH - left - _TEXT_LEFT - 4)
        height = 2 * _TOP + (len(lines) - 1) * _LINE + _BELOW
        placed.insert(0, _Stair(rung.state, left, top, height, lines))
        top += height
    return placed


def _lines(words: Words, width: float) -> tuple[_Line, ...]:
    about = [line for note in (words.name, words.state) for line in _wrapped(note, width)]
    notes = [line for note in words.notes for line in _wrapped(note, width)]
    return (
        *(_Line(text, is_name=True) for text in _wrapped(words.step, width, _NAME_SIZE)),
        *(_Line(text) for text in about),
        *_dates(words, width),
        *(_Line(text) for text in notes),
    )


def _dates(words: Words, width: float) -> tuple[_Line, ...]:
    """Dots for the contacts, and their dates behind them or on the next lines."""
    if not words.contacts:
        return ()
    dots = words.contacts[:_MOST_DOTS]
    rest = len(words.contacts) - len(dots)
    text = f"+{rest}  {words.dates}" if rest else words.dates
    if len(_wrapped(text, width - _DOT_GAP * len(dots))) == 1:
        return (_Line(text, dots=dots),)
    first = _Line(f"+{rest}" if rest else "", dots=dots)
    return (first, *(_Line(line) for line in _wrapped(words.dates, width)))


def _wrapped(text: str, width: float, size: float = _NOTE_SIZE) -> list[str]:
    return textwrap.wrap(text, int(width / (size * _EM)))


# -- drawing -------------------------------------------------------------------------------


def _stair(stair: _Stair) -> str:
    is_near = stair.state in _TINTS
    weight = 3 if stair.state is RungState.NOW else 2 if is_near else 1.5
    tread = f"M{stair.left} {_round(stair.top + stair.height)}V{_round(stair.top)}H{WIDTH}"
    return '<g class="{state}">{ground}{tread}{mark}{lines}</g>'.format(
        state=stair.state.replace("_", "-"),
        ground=_ground(stair),
        tread=_path(tread, _ACCENT if is_near else _LINES, weight, "line"),
        mark=_mark(stair.state, stair.left + 23, stair.top + _TOP + 4),
        lines="".join(_text(stair, number, line) for number, line in enumerate(stair.lines)),
    )


def _ground(stair: _Stair) -> str:
    width, height = WIDTH - stair.left, _round(stair.height)
    fill = _TINTS.get(stair.state, _PAPER)
    return (
        f'<rect class="stair" x="{stair.left}" y="{_round(stair.top)}" '
        f'width="{width}" height="{height}" fill="{fill}"/>'
    )


def _text(stair: _Stair, number: int, line: _Line) -> str:
    left = stair.left + _TEXT_LEFT
    base = stair.top + _TOP + 9 + number * _LINE
    dots = "".join(
        _dot(left + 4.5 + place * _DOT_GAP, base - 5, is_answered)
        for place, is_answered in enumerate(line.dots)
    )
    if not line.text:
        return dots
    kind, size, fill, weight = (
        ("name", _NAME_SIZE, _INK, 600) if line.is_name else ("note", _NOTE_SIZE, _MUTED, 400)
    )
    x = left + len(line.dots) * _DOT_GAP + (2 if line.dots else 0)
    return (
        f'{dots}<text class="{kind}" x="{x}" y="{_round(base)}" font-size="{size}" '
        f'font-weight="{weight}" fill="{fill}">{escape(line.text)}</text>'
    )


def _mark(state: RungState, x: float, y: float) -> str:
    """A tick, a dot, a clock, an empty ring, or a ring with a bar."""
    match state:
        case RungState.DONE:
            tick = f"M{_round(x - 5)} {_round(y + 0.5)}l3.5 3.5l6.5-7.5"
            return _circle(x, y, 11, _ACCENT, "mark full") + _path(tick, _PAPER, 2.5, "tick")
        case RungState.NOW:
            return _circle(x, y, 11, _PAPER, "mark") + _circle(x, y, 5, _ACCENT, "mark full")
        case RungState.WAITING:
            hands = f"M{_round(x)} {_round(y - 6)}V{_round(y)}L{_round(x + 4.5)} {_round(y + 2.5)}"
            return _circle(x, y, 11, _PAPER, "mark") + _path(hands, _ACCENT, 2, "hand")
        case RungState.LATER:
            return _circle(x, y, 7, _PAPER, "mark faint", _LINES)
        case RungState.NOT_TAKEN:
            bar = f"M{_round(x - 4)} {_round(y)}h8"
            return _circle(x, y, 11, _PAPER, "mark faint", _LINES) + _path(bar, _LINES, 2, "line")


def _dot(x: float, y: float, is_answered: bool) -> str:
    fill = _ACCENT if is_answered else _PAPER
    return _circle(x, y, 4, fill, "contact full" if is_answered else "contact", weight=1.5)


def _circle(
    x: float, y: float, radius: float, fill: str, kind: str, line: str = _ACCENT, weight: float = 2
) -> str:
    return (
        f'<circle class="{kind}" cx="{_round(x)}" cy="{_round(y)}" r="{radius}" fill="{fill}" '
        f'stroke="{line}" stroke-width="{weight}"/>'
    )


def _path(points: str, line: str, weight: float, kind: str) -> str:
    return (
        f'<path class="{kind}" d="{points}" fill="none" stroke="{line}" stroke-width="{weight}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _round(number: float) -> str:
    return f"{number:g}"
