"""Hiding small numbers so that no difference between shown numbers gives them back.

Every number that is shown is at least `LEAST`, and so is what is left when shown numbers are taken
from each other. The argument is in docs/decisions/0020-counting.md.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

LEAST = 5
REST = "\N{BULLET}"  # the name under which the small ones stand together; no value is so called

Cells = Mapping[str, Mapping[str, int]]  # row, column, number


class Hidden(Struct, frozen=True):
    """The rows and columns whose crossings are not shown; everything else of the table is."""

    rows: frozenset[str]
    columns: frozenset[str]

    def hides(self, row: str, column: str) -> bool:
        return row in self.rows and column in self.columns


def shown_values(counts: Mapping[str, int]) -> dict[str, int]:
    """The values that may stand alone, the largest first.

    The others together are none or at least LEAST: where they are fewer, the smallest of the shown
    ones joins them.
    """
    in_order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    shown = [(value, number) for value, number in in_order if number >= LEAST]
    while shown and 0 < sum(counts.values()) - sum(number for _, number in shown) < LEAST:
        shown.pop()
    return dict(shown)


def gathered(counts: Mapping[str, int], shown: Iterable[str]) -> dict[str, int]:
    """`counts` with all values that are not in `shown` together under REST; no zeros."""
    found = {value: counts.get(value, 0) for value in shown}
    found[REST] = sum(counts.values()) - sum(found.values())
    return {value: number for value, number in found.items() if number}


def hidden_part(cells: Cells, *, hide_zeros: bool) -> Hidden:
    """The smallest rectangle, as far as growing finds it, that may be hidden in `cells`.

    It holds each small cell. What it hides of a row or of a column is at least LEAST together, or
    nothing. With `hide_zeros` a zero is small too: nobody learns that two things never meet. Every
    row and column must have LEAST cases or more.
    """
    columns = sorted({column for row in cells.values() for column in row})
    table = {
        row: {column: found.get(column, 0) for column in columns} for row, found in cells.items()
    }
    sides = {column: {row: table[row][column] for row in table} for column in columns}
    lowest = 0 if hide_zeros else 1
    small = [
        (row, column)
        for row, found in table.items()
        for column, number in found.items()
        if lowest <= number < LEAST
    ]
    hidden_rows, hidden_columns = {row for row, _ in small}, {column for _, column in small}
    while _grew(table, hidden_rows, hidden_columns, lowest) or _grew(
        sides, hidden_columns, hidden_rows, lowest
    ):
        pass
    return Hidden(frozenset(hidden_rows), frozenset(hidden_columns))


def _grew(table: Cells, lines: set[str], crossing: set[str], lowest: int) -> bool:
    """Adds to `crossing` what a line of the rectangle lacks; whether there was such a line."""
    for line in sorted(lines):
        held = sum(number for name, number in table[line].items() if name in crossing)
        if lowest <= held < LEAST:
            open_cells = (
                (n, name) for name, n in table[line].items() if n and name not in crossing
            )
            crossing.add(min(open_cells)[1])
            return True
    return False
