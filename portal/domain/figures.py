"""The figures of one year: who was counted, spread over each question, with small numbers hidden.

All of a year's figures are made at once from one set of cases and never change: a year is shown
when it is over. Casinos stand under the authority that players named, so the pages of authorities
and casinos are parts of one table; `portal.domain.disclosure` hides in it.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from portal.domain.codes import Step
from portal.domain.counting import NOT_KNOWN, AmountBand, AnswerBand, CountedCase, quarter_of
from portal.domain.disclosure import (
    LEAST,
    REST,
    gathered,
    shown_cells,
    shown_values,
)

LEAST_FOR_A_PAGE = 2 * LEAST  # of cases, for figures of one authority, casino or topic
YEARS_KEPT = 5


class Question(StrEnum):
    """What a chart spreads the cases over."""

    RESULT = "result"
    ANSWER = "answer"
    AMOUNT = "amount"
    STEP = "step"
    TOPIC = "topic"
    AUTHORITY = "authority"
    CASINO = "casino"
    QUARTER = "quarter"


class Part(Struct, frozen=True, kw_only=True):
    """Which cases: all of the year, or those of one authority, casino or topic.

    A casino is named together with the authority. None: not chosen by this.
    """

    authority: str | None = None
    casino: str | None = None
    topic: str | None = None

    @property
    def code(self) -> str:
        """A short mark of it: "all", "topic:bonus", "casino:mt-mga:example.com"."""
        match self:
            case Part(topic=str(topic)):
                return f"topic:{topic}"
            case Part(authority=authority, casino=str(casino)):
                return f"casino:{authority}:{casino}"
            case Part(authority=str(authority)):
                return f"authority:{authority}"
            case _:
                return "all"


ALL = Part()


class Bar(Struct, frozen=True):
    """A value and its number of cases, at least LEAST; `authority` is that of a casino."""

    value: str
    number: int
    authority: str = ""


class Spread(Struct, frozen=True):
    """How cases are spread over a question: `rest` is what cannot be shown apart, 0 or LEAST."""

    question: Question
    bars: tuple[Bar, ...]
    rest: int


class PartFigures(Struct, frozen=True):
    """The figures of a part of the year."""

    part: Part
    total: int
    spreads: tuple[Spread, ...]


class YearFigures(Struct, frozen=True):
    """The figures of a year, all of it first; no parts when there are too few cases."""

    year: int
    parts: tuple[PartFigures, ...]

    def of(self, part: Part) -> PartFigures | None:
        return self.by_code(part.code)

    def by_code(self, code: str) -> PartFigures | None:
        return next((one for one in self.parts if one.part.code == code), None)


Counts = Mapping[CountedCase, int]
Values = Callable[[CountedCase], str]

_VALUES: dict[Question, Values] = {
    Question.RESULT: lambda one: one.result,
    Question.ANSWER: lambda one: one.answer,
    Question.AMOUNT: lambda one: one.amount,
    Question.STEP: lambda one: one.step,
    Question.TOPIC: lambda one: one.topic,
    Question.AUTHORITY: lambda one: one.authority,
    Question.CASINO: lambda one: one.casino,
    Question.QUARTER: lambda one: str(quarter_of(one.week)),
}
_ORDER: dict[Question, tuple[str, ...]] = {
    Question.ANSWER: tuple(AnswerBand),
    Question.AMOUNT: tuple(AmountBand),
    Question.STEP: (NOT_KNOWN, *Step),
    Question.QUARTER: ("1", "2", "3", "4"),
}
_ASKED = (Question.RESULT, Question.ANSWER, Question.AMOUNT, Question.STEP)


def year_is_over(year: int, today: datetime.date) -> bool:
    """Whether no case can be counted in `year` any more."""
    return year < today.isocalendar().year


def first_day_of_figures(year: int) -> datetime.date:
    """The day on which the figures of `year` can be shown."""
    return datetime.date.fromisocalendar(year + 1, 1, 1)


def figures_of(year: int, counts: Counts) -> YearFigures:
    """The figures of `year` from all that was counted in it: cases, each with its number."""
    total = sum(counts.values())
    if total < LEAST:
        return YearFigures(year, ())
    casinos = _casinos(counts)
    questions = (*_ASKED, Question.TOPIC, Question.AUTHORITY, Question.QUARTER)
    spreads = {one: _spread(one, _counted(counts, one)) for one in questions}
    spreads[Question.CASINO] = _casino_spread(total, casinos.values())
    order = (*_ASKED[:1], Question.TOPIC, Question.CASINO, Question.AUTHORITY, *_ASKED[1:])
    whole = PartFigures(ALL, total, tuple(spreads[one] for one in (*order, Question.QUARTER)))
    authorities = _parts(counts, Question.AUTHORITY, whole, (*_ASKED, Question.TOPIC))
    topics = _parts(counts, Question.TOPIC, whole, _ASKED)
    parts = [whole]
    for one in authorities:
        authority = one.part.authority or ""
        mine = {case: n for case, n in counts.items() if case.authority == authority}
        of_casinos = _casino_spread(one.total, [casinos[authority]])
        complete = PartFigures(one.part, one.total, (*one.spreads, of_casinos))
        parts += [complete, *_parts(mine, Question.CASINO, complete, (*_ASKED, Question.TOPIC))]
    return YearFigures(year, (*parts, *topics))


def _counted(counts: Counts, question: Question) -> Counter[str]:
    found: Counter[str] = Counter()
    for case, number in counts.items():
        found[_VALUES[question](case)] += number
    return found


def _spread(question: Question, found: Mapping[str, int]) -> Spread:
    shown = shown_values(found)
    return Spread(question, _bars(question, shown), sum(found.values()) - sum(shown.values()))


def _bars(question: Question, shown: Mapping[str, int], authority: str = "") -> tuple[Bar, ...]:
    """In their own order where there is one, else the largest first."""
    order = _ORDER.get(question)
    by_size = sorted(shown, key=lambda value: (-shown[value], value))
    values = [value for value in order if value in shown] if order else by_size
    return tuple(Bar(value, shown[value], authority) for value in values)


def _casinos(counts: Counts) -> dict[str, tuple[Bar, ...]]:
    """The casinos that may be named, under each authority that may be."""
    found = {}
    for authority in shown_values(_counted(counts, Question.AUTHORITY)):
        mine = {case: n for case, n in counts.items() if case.authority == authority}
        named = shown_values(_counted(mine, Question.CASINO))
        found[authority] = _bars(Question.CASINO, named, authority)
    return found


def _casino_spread(total: int, casinos: Iterable[tuple[Bar, ...]]) -> Spread:
    bars = sorted(
        (bar for some in casinos for bar in some), key=lambda one: (-one.number, one.value)
    )
    return Spread(Question.CASINO, tuple(bars), total - sum(bar.number for bar in bars))


def _parts(
    counts: Counts, by: Question, whole: PartFigures, questions: tuple[Question, ...]
) -> list[PartFigures]:
    """The figures of each value of `by` that has enough cases; `whole` is what `counts` are."""
    apart = next(one for one in whole.spreads if one.question is by)
    rows = {bar.value: bar.number for bar in apart.bars if bar.number >= LEAST_FOR_A_PAGE}
    above = {one.question: [bar.value for bar in one.bars] for one in whole.spreads}
    spreads: dict[str, list[Spread]] = {row: [] for row in rows}
    for question in questions:
        # Pages of topics and of casinos are no parts of each other, and nobody may learn from
        # their common table that one is: then its figures could be taken from the other's.
        is_crossed = Question.TOPIC in {by, question}
        cells = _cells(counts, by, rows, question, above[question])
        shown = shown_cells(cells, hide_zeros=is_crossed)
        for row in rows:
            spreads[row].append(_row(question, cells[row], shown[row]))
    return [
        PartFigures(_part(by, row, whole.part), number, tuple(spreads[row]))
        for row, number in rows.items()
    ]


def _part(by: Question, value: str, above: Part) -> Part:
    match by:
        case Question.TOPIC:
            return Part(topic=value)
        case Question.CASINO:
            return Part(authority=above.authority, casino=value)
        case _:
            return Part(authority=value)


def _cells(
    counts: Counts, by: Question, rows: Iterable[str], question: Question, columns: Iterable[str]
) -> dict[str, dict[str, int]]:
    """The table of `by` and `question`, with what has no row or column of its own together."""
    table: dict[str, Counter[str]] = {}
    for case, number in counts.items():
        row = _VALUES[by](case)
        row = row if row in rows else REST
        table.setdefault(row, Counter())[_VALUES[question](case)] += number
    return {row: gathered(found, columns) for row, found in table.items()}


def _row(question: Question, cells: Mapping[str, int], columns: Container[str]) -> Spread:
    shown = {name: n for name, n in cells.items() if name in columns and name != REST}
    return Spread(question, _bars(question, shown), sum(cells.values()) - sum(shown.values()))
