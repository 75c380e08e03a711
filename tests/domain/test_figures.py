"""No number that is shown, and no difference of such numbers, is about fewer than five cases."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from random import Random

import pytest

from portal.domain.codes import Result, Topic
from portal.domain.counting import CountedCase
from portal.domain.disclosure import LEAST, REST, shown_cells, shown_values
from portal.domain.figures import (
    ALL,
    LEAST_FOR_A_PAGE,
    Part,
    PartFigures,
    Question,
    YearFigures,
    figures_of,
    first_day_of_figures,
    year_is_over,
)
from tests.domain.counted_cases import MOON, STAR, SUN, YEAR, a_year, counted

PLACES = (("a", "x"), ("a", "y"), ("b", "x"), ("b", ""))
Cell = tuple[int, Result]
Known = dict[frozenset[Cell], int]


def numbers(figures: YearFigures) -> Iterator[int]:
    for part in figures.parts:
        yield part.total
        for spread in part.spreads:
            yield from (bar.number for bar in spread.bars)
            yield from [spread.rest] if spread.rest else []


@pytest.mark.parametrize("seed", range(40))
def test_every_number_is_at_least_five_and_every_chart_adds_up(seed: int) -> None:
    chance = Random(seed)
    figures = figures_of(YEAR, a_year(chance.randint(0, 300), chance))
    assert all(number >= LEAST for number in numbers(figures))
    for part in figures.parts:
        for spread in part.spreads:
            assert sum(bar.number for bar in spread.bars) + spread.rest == part.total


# -- differences ---------------------------------------------------------------------------
#
# A reader knows sums over cells of the table (casino under its authority) by (result). What he can
# work out are the combinations of these sums: a group of cells is worked out when its indicator is
# one. The test looks at every group of cells there is.


@pytest.mark.parametrize("seed", range(60))
def test_no_group_below_five_can_be_worked_out(seed: int) -> None:
    chance = Random(seed)
    most = (3, 6, 9, 14)[seed % 4]
    table = {
        (place, result): max(0, chance.randint(-2, most))
        for place, result in product(range(len(PLACES)), Result)
    }
    figures = figures_of(YEAR, counts_of(table))
    found = [group for group in worked_out(known_sums(figures)) if is_small(table, group)]
    assert found == []


def test_the_test_sees_a_group_that_a_careless_table_gives_away() -> None:
    whole = frozenset(product(range(2), Result))
    known = {whole: 20, frozenset(cell for cell in whole if cell[0] == 0): 18}
    table = {cell: 18 if cell == (0, Result.SOLVED) else 0 for cell in whole}
    table[1, Result.SOLVED] = 2
    assert any(is_small(table, group) for group in worked_out(known))


def counts_of(table: Mapping[Cell, int]) -> Counter[CountedCase]:
    return Counter(
        {
            counted(authority=PLACES[place][0], casino=PLACES[place][1], result=result): number
            for (place, result), number in table.items()
            if number
        }
    )


def is_small(table: Mapping[Cell, int], group: frozenset[Cell]) -> bool:
    return 0 < sum(table[cell] for cell in group) < LEAST


def known_sums(figures: YearFigures) -> Known:
    """What a reader of all pages knows: cells, and how many cases they hold together."""
    known: Known = {}
    for part in figures.parts:
        if part.part.topic is not None:
            continue
        mine = {cell for cell in product(range(len(PLACES)), Result) if is_of(part.part, cell)}
        known[frozenset(mine)] = part.total
        known |= shown_in(part, frozenset(mine))
    return known


def is_of(part: Part, cell: Cell) -> bool:
    authority, casino = PLACES[cell[0]]
    return part.authority in {None, authority} and part.casino in {None, casino}


def shown_in(part: PartFigures, mine: frozenset[Cell]) -> Known:
    known: Known = {}
    for spread in part.spreads:
        for bar in spread.bars:
            match spread.question:
                case Question.RESULT:
                    cells = {cell for cell in mine if cell[1] == bar.value}
                case Question.AUTHORITY:
                    cells = {cell for cell in mine if PLACES[cell[0]][0] == bar.value}
                case Question.CASINO:
                    named = (bar.authority, bar.value)
                    cells = {cell for cell in mine if PLACES[cell[0]] == named}
                case _:
                    continue
            known[frozenset(cells)] = bar.number
    return known


def worked_out(known: Known) -> Iterator[frozenset[Cell]]:
    """All groups of cells whose number follows from the known sums.

    In the reduced form a combination is told by its values at the pivots, which are 0 or 1 in a
    group: so the sums of some of its rows are all there are.
    """
    cells = sorted(product(range(len(PLACES)), Result))
    sums = [[0] * len(cells)]
    for row in reduced([[int(cell in group) for cell in cells] for group in known]):
        sums += [[a + b for a, b in zip(one, row, strict=True)] for one in sums]
    for one in sums:
        if {0, 1}.issuperset(one):
            yield frozenset(cell for cell, value in zip(cells, one, strict=True) if value)


def reduced(rows: list[list[int]]) -> list[list[int]]:
    """The reduced row echelon form, without rows of zeros; sums over a table keep it whole."""
    done = 0
    for place in range(len(rows[0])):
        pivot = next((one for one in range(done, len(rows)) if rows[one][place]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        top = rows[done][place]
        assert abs(top) == 1
        rows[done] = [one * top for one in rows[done]]
        for other in set(range(len(rows))) - {done}:
            times = rows[other][place]
            rows[other] = [a - times * b for a, b in zip(rows[other], rows[done], strict=True)]
        done += 1
    return rows[:done]


# -- parts that overlap --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_nobody_learns_that_a_topic_is_with_one_casino_alone(seed: int) -> None:
    """A zero of this table would make one page a part of the other."""
    chance = Random(seed)
    figures = figures_of(YEAR, a_year(chance.randint(40, 300), chance))
    whole = figures.of(ALL)
    assert whole
    topics = {bar.value for bar in spread_of(whole, Question.TOPIC).bars}
    for part in figures.parts[1:]:
        if part.part.topic is None:
            topic = spread_of(part, Question.TOPIC)
            assert topic.rest >= LEAST or {bar.value for bar in topic.bars} == topics


def spread_of(part: PartFigures, question: Question):
    return next(one for one in part.spreads if one.question is question)


# -- what is shown -------------------------------------------------------------------------


def test_small_values_stand_together_and_take_the_smallest_large_one_with_them() -> None:
    assert shown_values({"a": 9, "b": 4, "c": 1}) == {"a": 9}
    assert shown_values({"a": 9, "b": 6, "c": 1}) == {"a": 9}
    assert shown_values({"a": 9, "b": 4}) == {}
    assert shown_values({"a": 9, "b": 5}) == {"a": 9, "b": 5}


def test_a_second_row_is_hidden_where_one_would_give_itself_away() -> None:
    cells = {"x": {"p": 20, "q": 2, "r": 5}, "y": {"p": 30, "q": 9, "r": 7}}
    assert shown_cells(cells, hide_zeros=False) == {"x": {"p"}, "y": {"p"}}
    zero = {"x": {"p": 20, "r": 6}, "y": {"p": 30, "q": 9, "r": 7}}
    assert shown_cells(zero, hide_zeros=False)["x"] == {"p", "q", "r"}
    assert shown_cells(zero, hide_zeros=True) == {"x": {"p"}, "y": {"p"}}


def test_many_unseen_cases_let_a_row_be_shown_but_for_its_small_cells() -> None:
    cells = {
        REST: {"p": 30, "q": 9, "r": 7, "s": 8},
        "x": {"p": 20, "q": 2, "r": 4, "s": 9},
        "y": {"p": 4, "q": 12, "r": 15, "s": 2},
    }
    assert shown_cells(cells, hide_zeros=True) == {"x": {"p", "s"}, "y": {"q", "r"}}


def test_a_casino_stands_under_the_authority_that_players_named() -> None:
    counts = Counter(
        {
            counted(): 12,
            counted(result=Result.SOLVED): 8,
            counted(authority="nl-ksa", topic=Topic.BONUS.value): 11,
            counted(casino=MOON): 3,
            counted(casino=STAR): 6,
        }
    )
    figures = figures_of(YEAR, counts)
    whole, sun = figures.of(ALL), figures.of(Part(authority="mt-mga", casino=SUN))
    assert whole
    assert sun
    assert whole.total == 40
    named = [
        (bar.authority, bar.value, bar.number) for bar in spread_of(whole, Question.CASINO).bars
    ]
    assert named == [("mt-mga", SUN, 20), ("nl-ksa", SUN, 11)]  # MOON and STAR stand together
    assert sun.total == 20
    results = {bar.value: bar.number for bar in spread_of(sun, Question.RESULT).bars}
    assert results == {Result.NOT_SOLVED: 12, Result.SOLVED: 8}
    assert figures.of(Part(authority="mt-mga", casino=STAR)) is None
    assert REST not in {bar.value for part in figures.parts for s in part.spreads for bar in s.bars}


def test_too_few_cases_make_no_figures_and_few_make_no_page() -> None:
    assert figures_of(YEAR, Counter({counted(): LEAST - 1})).parts == ()
    few = figures_of(YEAR, Counter({counted(): LEAST_FOR_A_PAGE - 1}))
    assert [part.part for part in few.parts] == [ALL]


def test_a_year_is_shown_when_its_last_week_is_over() -> None:
    assert first_day_of_figures(2026) == date(2027, 1, 4)
    assert not year_is_over(2026, date(2027, 1, 3))
    assert year_is_over(2026, date(2027, 1, 4))
