"""The history of a case as a picture: a line for each step of the ladder, time from left to right.

One drawing for screen and paper, 320 units wide for the reasons of `ladder_picture`, whose classes
it shares. Contacts that would touch stand together as one dot with their number, so a case of any
size stays readable. Kinds of marks differ in shape, never in colour alone; each is explained below
the picture. `history_words` says the same as a list.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from babel.dates import format_date
from markupsafe import Markup, escape
from msgspec import Struct

from portal.documents.ladder_picture import WIDTH
from portal.domain.codes import Step
from portal.domain.dates import add_months
from portal.domain.timeline import Entry, Event, bounds_of
from portal.i18n import current_language, gettext, ngettext
from portal.wording import Voice, label

_LEFT, _RIGHT = 15, WIDTH - 15
_INK, _MUTED, _LINES, _ACCENT, _PAPER = "#16202a", "#424b54", "#6a757f", "#12466e", "#ffffff"
_NAME, _NOTE = 16, 14.5
_EM: dict[Voice, float] = {"screen": 0.56, "paper": 0.47}  # average letter, of the font's height
_HALF_DIGIT = 4.0  # of a number in a dot
_ROW = 26
_DOT, _COUNTED = 5.0, 13.0  # radius of one contact, and of several with their number
_MARK_GAP = 15.0
_TICK_GAP = 78  # units between two dates of the axis
_LETTERS = (Event.SENT, Event.REPLY, Event.LIMIT)
_LEAST_DAYS = 14
_HORIZON_DAYS = 28
_MONTH = 30


class _Scale(Struct, frozen=True):
    """Days to places; a last day beyond `end` stands only in the list."""

    start: date
    end: date

    def x(self, day: date) -> float:
        share = (day - self.start) / (self.end - self.start)
        return _LEFT + min(max(share, 0.0), 1.0) * (_RIGHT - _LEFT)

    def shows(self, day: date) -> bool:
        return day <= self.end


class _Dot(Struct, frozen=True):
    """One contact or several: its place, how many, and whether any was answered."""

    x: float
    number: int
    is_answered: bool

    @property
    def radius(self) -> float:
        return _DOT if self.number == 1 else _COUNTED


def history_svg(entries: tuple[Entry, ...], today: date, voice: Voice = "screen") -> Markup:
    """The picture as inline SVG; "" when nothing has a date.

    On paper its title counts what it shows, as the figure's text alternative.
    """
    dated = [one for one in entries if bounds_of(one)]
    if not dated:
        return Markup("")
    scale = _scale(dated, today)
    lanes, below = _lanes(dated, scale, today, voice)
    axis = _axis(scale, below)
    legend, height = _legend(dated, scale, below + 34)
    title = _title(entries) if voice == "paper" else gettext("Your history")
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ladder" role="img" '
        f'aria-labelledby="history-title" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" font-family="Source Sans 3">'
        f'<title id="history-title">{escape(title)}</title>'
        f"{_today(scale, today, below, voice)}{lanes}{axis}{legend}</svg>"
    )
    return Markup(drawing)  # noqa: S704 - every text from outside was escaped where it was put in


def _title(entries: tuple[Entry, ...]) -> str:
    contacts = sum(len(one.contacts) for one in entries)
    sent = sum(one.event is Event.SENT for one in entries)
    replies = sum(one.event is Event.REPLY for one in entries)
    counted = (
        ngettext("%(number)s contact", "%(number)s contacts", contacts),
        ngettext("%(number)s letter sent", "%(number)s letters sent", sent),
        ngettext("%(number)s reply", "%(number)s replies", replies),
    )
    return gettext(
        "The history as a picture: %(counted)s. The table has the same, row by row.",
        counted=", ".join(counted),
    )


def _scale(dated: Iterable[Entry], today: date) -> _Scale:
    """From the first day to the last event or today; last days only when they are not far off."""
    found = [(one.event, bounds) for one in dated if (bounds := bounds_of(one))]
    start = min(low for _, (low, _high) in found)
    done = max([today, *(high for event, (_, high) in found if event is not Event.LIMIT)])
    horizon = done + max((done - start) / 2, timedelta(days=_HORIZON_DAYS))
    limits = [high for event, (_, high) in found if event is Event.LIMIT and high <= horizon]
    return _Scale(start, max([done, start + timedelta(days=_LEAST_DAYS), *limits]))


# -- the lanes -----------------------------------------------------------------------------


def _lanes(dated: list[Entry], scale: _Scale, today: date, voice: Voice) -> tuple[str, float]:
    """The drawing of all steps that have something, and where it ends."""
    drawn: list[str] = []
    top = 24.0
    for step in (*Step, None):
        mine = [one for one in dated if one.step is step and _is_shown(one, scale)]
        if mine:
            name = label(step, voice) if step else gettext("Other letters to the casino")
            lane, below = _lane(name, mine, scale, today, top)
            drawn.append(_line(f"M{_LEFT} {top:g}H{_RIGHT}", _LINES, 1, "line") if drawn else "")
            drawn.append(lane)
            top = below
    return "".join(drawn), top


def _is_shown(entry: Entry, scale: _Scale) -> bool:
    bounds = bounds_of(entry)
    drawn = entry.event is Event.CONTACT or entry.event in _LETTERS
    return drawn and bounds is not None and scale.shows(bounds[1])


def _lane(
    name: str, entries: list[Entry], scale: _Scale, today: date, top: float
) -> tuple[str, float]:
    drawn = [_text(_LEFT, top + 18, name, "name", _NAME, _INK, 600)]
    y = top + 24
    letters = [one for one in entries if one.event in _LETTERS]
    if letters:
        drawn += [_waits(letters, scale, today, y + _ROW / 2), _marks(letters, scale, y + _ROW / 2)]
        y += _ROW
    dots = _dots(_contacts(entries), scale)
    if dots:
        row = _ROW + 4 if any(one.number > 1 for one in dots) else 18
        drawn += [_drawn_dot(one, y + row / 2) for one in dots]
        y += row
    return "".join(drawn), y + 8


def _day(entry: Entry) -> date:
    bounds = bounds_of(entry)
    return bounds[0] if bounds else date.min


def _waits(letters: list[Entry], scale: _Scale, today: date, y: float) -> str:
    """A thick line from the first letter to its final reply, else to today.

    Letters beside the ladder wait each for itself, so they have none.
    """
    sent = [_day(one) for one in letters if one.event is Event.SENT and one.step]
    if not sent:
        return ""
    replies = [_day(one) for one in letters if one.event is Event.REPLY and one.is_final]
    until = min(replies, default=max(today, min(sent)))
    way = f"M{scale.x(min(sent)):.1f} {y:g}H{scale.x(until):.1f}"
    return _line(way, _ACCENT, 3, "hand")


def _marks(letters: list[Entry], scale: _Scale, y: float) -> str:
    ordered = sorted(letters, key=_day)
    places = _spread([scale.x(_day(one)) for one in ordered])
    return "".join(_mark(one.event, x, y) for one, x in zip(ordered, places, strict=True))


def _spread(places: list[float]) -> list[float]:
    """The same places in their order, moved so far that no two marks cover each other."""
    gap = min(_MARK_GAP, (_RIGHT - _LEFT) / max(len(places), 1))
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    last = float(_RIGHT)
    for number in range(len(moved) - 1, -1, -1):
        moved[number] = min(moved[number], last)
        last = moved[number] - gap
    return moved


def _contacts(entries: list[Entry], step: Step | None = None) -> list[Entry]:
    return [one for one in entries if one.event is Event.CONTACT and step in {one.step, None}]


def _dots(contacts: list[Entry], scale: _Scale) -> list[_Dot]:
    found: list[_Dot] = []
    for one in sorted(contacts, key=_day):
        number = len(one.contacts)
        dot = _Dot(scale.x(_day(one)), number, one.unanswered < number)
        while found and dot.x - found[-1].x < dot.radius + found[-1].radius + 1:
            dot = _together(found.pop(), dot)
        found.append(dot)
    return found


def _together(first: _Dot, second: _Dot) -> _Dot:
    number = first.number + second.number
    x = (first.x * first.number + second.x * second.number) / number
    return _Dot(x, number, first.is_answered or second.is_answered)


# -- marks ---------------------------------------------------------------------------------


def _drawn_dot(dot: _Dot, y: float) -> str:
    x = min(max(dot.x, dot.radius + 1), WIDTH - dot.radius - 1)
    fill = _ACCENT if dot.is_answered else _PAPER
    kind = "contact full" if dot.is_answered else "contact"
    circle = (
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:g}" r="{dot.radius:g}" fill="{fill}" '
        f'stroke="{_ACCENT}" stroke-width="1.5"/>'
    )
    if dot.number == 1:
        return circle
    text_kind, ink = ("count", _PAPER) if dot.is_answered else ("name", _INK)
    number = str(dot.number)
    text = _text(x - len(number) * _HALF_DIGIT, y + 5, number, text_kind, 14, ink, 600)
    return f"{circle}{text}"


def _mark(event: Event, x: float, y: float) -> str:
    """A square for what was sent, a diamond for a reply, a flag for a last day."""
    match event:
        case Event.SENT:
            points, kind, fill = f"M{x - 5:.1f} {y - 5:g}h10v10h-10z", "full", _ACCENT
        case Event.REPLY:
            points, kind, fill = f"M{x:.1f} {y - 7:g}l7 7l-7 7l-7-7z", "full", _ACCENT
        case _:
            points = f"M{x - 0.8:.1f} {y + 9:g}v-18h8l-2.5 4.5l2.5 4.5h-6.4v9z"
            kind, fill = "name", _INK
    return f'<path class="{kind}" d="{points}" fill="{fill}"/>'


def _text(
    x: float, y: float, text: str, kind: str, size: float, fill: str, weight: int = 400
) -> str:
    """A text that begins at `x`.

    Another anchor would put the text into a form of its own in the PDF, so whoever wants one
    reckons with `_width`.
    """
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{fill}">{escape(text)}</text>'
    )


def _width(text: str, size: float, voice: Voice) -> float:
    return len(text) * size * _EM[voice]


def _line(points: str, line: str, weight: float, kind: str, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path class="{kind}" d="{points}" fill="none" stroke="{line}" '
        f'stroke-width="{weight:g}"{dashed}/>'
    )


# -- time and legend -----------------------------------------------------------------------


def _today(scale: _Scale, today: date, below: float, voice: Voice) -> str:
    x = scale.x(today)
    name = gettext("Today") if voice == "screen" else gettext("Date of this file")
    left = x - _width(name, _NOTE, voice) if x > WIDTH / 2 else x
    line = _line(f"M{x:.1f} 20V{below:g}", _LINES, 1.5, "line", "4 4")
    return line + _text(max(left, 0), 15, name, "note", _NOTE, _MUTED)


def _axis(scale: _Scale, top: float) -> str:
    ticks = list(_ticks(scale))
    drawn = [_line(f"M{_LEFT} {top:g}H{_RIGHT}", _LINES, 1.5, "line")]
    for day, text in ticks:
        x = scale.x(day)
        drawn.append(_line(f"M{x:.1f} {top:g}v6", _LINES, 1.5, "line"))
        drawn.append(_text(min(x, _RIGHT - 62), top + 21, text, "note", _NOTE, _MUTED))
    return "".join(drawn)


def _ticks(scale: _Scale) -> Iterator[tuple[date, str]]:
    """Days that can be written beside each other: first days of months, else single days."""
    days = (scale.end - scale.start).days
    room = max(int((_RIGHT - _LEFT) / _TICK_GAP), 1)
    if days < _MONTH * room:
        step = -(-days // room)
        for number in range(0, days + 1, max(step, 1)):
            if number + step / 2 <= days:
                day = scale.start + timedelta(days=number)
                yield day, _short(day, "d MMM")
        return
    months = -(-days // (_MONTH * room))
    day = add_months(scale.start.replace(day=1), 1)
    while day <= scale.end:
        yield day, _short(day, "MMM yyyy")
        day = add_months(day, months)


def _short(day: date, pattern: str) -> str:
    locale = "en_GB" if current_language() == "en" else current_language()
    return str(format_date(day, pattern, locale=locale))


def _legend(dated: list[Entry], scale: _Scale, top: float) -> tuple[str, float]:
    """What each kind of mark means, for those that are there; and where the picture ends."""
    shown = [one for one in dated if _is_shown(one, scale)]
    dots = [dot for step in Step for dot in _dots(_contacts(shown, step), scale)]
    rows: list[tuple[_Dot | Event, str]] = []
    if any(dot.is_answered for dot in dots):
        rows.append((_Dot(20, 1, True), gettext("Contact")))
    if any(not dot.is_answered for dot in dots):
        rows.append((_Dot(20, 1, False), gettext("Contact without a reply")))
    names = {
        Event.SENT: gettext("Sent"),
        Event.REPLY: gettext("Reply"),
        Event.LIMIT: gettext("Last day"),
    }
    there = {one.event for one in shown}
    rows += [(event, name) for event, name in names.items() if event in there]
    drawn = "".join(
        _explained(mark, name, top + 12 + number * 22) for number, (mark, name) in enumerate(rows)
    )
    return f'<g class="legend">{drawn}</g>', top + 22 * len(rows) + 4


def _explained(mark: _Dot | Event, name: str, y: float) -> str:
    sign = _drawn_dot(mark, y) if isinstance(mark, _Dot) else _mark(mark, 20, y)
    return sign + _text(36, y + 5, name, "note", _NOTE, _MUTED)
