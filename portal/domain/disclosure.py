"""Hiding small numbers so that no difference between shown numbers gives them back.

Every number that is shown is at least `LEAST`, and so is what is left when shown numbers are taken
from each other. The argument is in docs/decisions/0020-counting.md.
"""

from collections.abc import Iterable, Mapping

LEAST = 5
REST = "\N{BULLET}"  # the name under which the small ones stand together; no value is so called

Cells = Mapping[str, Mapping[str, int]]  # row, column, number


Shown = Mapping[str, frozenset[str]]  # for each row the columns whose number is shown


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


def shown_cells(cells: Cells, *, hide_zeros: bool) -> Shown:
    """For each row but REST which of its numbers may be shown, besides its total.

    Of several safe ways it takes the one that shows the most cases. With `hide_zeros` a zero is
    small too: nobody learns that two things never meet. Every row and column must have LEAST cases
    or more; the totals of all rows and columns are known to everybody.
    """
    columns = sorted({column for row in cells.values() for column in row})
    table = {row: {name: found.get(name, 0) for name in columns} for row, found in cells.items()}
    if len(table) == 1:  # then the totals of the columns say it all
        return {row: frozenset(columns) for row in table if row != REST}
    rows = sorted(set(table) - {REST}, key=lambda row: (sum(table[row].values()), row))
    lowest = 0 if hide_zeros else 1
    ways = [_without_a_rectangle(table, lowest)]
    ways += [_behind(table, frozenset({REST, *rows[:count]}), lowest) for count in range(len(rows))]
    return max(ways, key=lambda way: _cases_in(table, way))


def _cases_in(table: Cells, shown: Shown) -> int:
    """How many cases stand in a number that is shown."""
    return sum(table[row][name] for row, names in shown.items() for name in names - {REST})


def _behind(table: Cells, unseen: frozenset[str], lowest: int) -> Shown:
    """Rows in full but for their small cells, behind `unseen` rows of which nothing is shown.

    A column is open when the unseen rows have LEAST cases in it, and the closed ones have LEAST
    there together: so much always stays between the totals and what is shown.
    """
    columns = next(iter(table.values()))
    held = {name: sum(table[row][name] for row in unseen if row in table) for name in columns}
    opened = {name for name, number in held.items() if number >= LEAST}
    while opened and len(opened) < len(held) and _rest(held, opened) < LEAST:
        opened.discard(_smallest(held, opened))
    return {
        row: _open_cells(found, opened, lowest) if row not in unseen else frozenset()
        for row, found in table.items()
        if row != REST
    }


def _open_cells(found: Mapping[str, int], opened: set[str], lowest: int) -> frozenset[str]:
    shown = {name for name in opened if found[name] >= LEAST or found[name] < lowest}
    while shown and len(shown) < len(found) and lowest <= _rest(found, shown) < LEAST:
        shown.discard(_smallest(found, shown))
    return frozenset(shown)


def _rest(found: Mapping[str, int], shown: set[str]) -> int:
    return sum(number for name, number in found.items() if name not in shown)


def _smallest(found: Mapping[str, int], names: set[str]) -> str:
    """The smallest that has any: taking a zero out changes nothing."""
    return min(names, key=lambda name: (found[name] == 0, found[name], name))


def _without_a_rectangle(table: Cells, lowest: int) -> Shown:
    """Everything but the crossings of some rows and columns, which hold each small cell.

    What they hide of a row or of a column is LEAST or more together, or nothing.
    """
    columns = next(iter(table.values()))
    sides = {column: {row: table[row][column] for row in table} for column in columns}
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
    kept = frozenset(set(columns) - hidden_columns)
    return {row: kept if row in hidden_rows else frozenset(columns) for row in table if row != REST}


def _grew(table: Cells, lines: set[str], crossing: set[str], lowest: int) -> bool:
    """Adds to `crossing` what a line of the rectangle lacks; whether there was such a line."""
    for line in sorted(lines):
        if lowest <= _rest(table[line], set(table[line]) - crossing) < LEAST:
            crossing.add(_smallest(table[line], set(table[line]) - crossing))
            return True
    return False
