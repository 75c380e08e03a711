"""Lines of a payment history as a spreadsheet gives them (CSV), in Dutch or English."""

import csv
import datetime
import io
import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from portal import entry
from portal.domain.case import Transaction
from portal.domain.codes import TransactionKind
from portal.domain.values import Money
from portal.i18n import gettext as _
from portal.wording import problem_message

LONGEST_TEXT: Final = 200_000  # characters
_SEPARATORS: Final = (";", "\t", ",")
_SHOWN: Final = 120  # characters of a line that cannot be read
_FOURTH: Final = 3
_CURRENCY: Final = re.compile(r"[A-Za-z]{3}|[€£$]|")
_CENTS: Final = re.compile(r"\d{1,2}")
_MINUS: Final = re.compile("[-\u2212]")
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}.*")  # exports name the second; we keep the day
_ORDER: Final = ("day", "kind", "amount", "currency", "note")
_HEADINGS: Final = {
    "day": ("date", "day", "datum", "dag"),
    "kind": ("kind", "type", "soort"),
    "amount": ("amount", "bedrag"),
    "currency": ("currency", "munt", "valuta"),
    "note": ("note", "description", "notitie", "omschrijving"),
}
_KINDS: Final = {
    TransactionKind.DEPOSIT: ("deposit", "paid in", "storting", "gestort", "ingelegd"),
    TransactionKind.STAKE: ("stake", "bet", "played with", "inzet", "ingezet", "gespeeld"),
    TransactionKind.WITHDRAWAL: ("withdrawal", "opname", "uitbetaling", "uitbetaling gevraagd"),
    TransactionKind.PROMISED: ("promised", "beloofd", "toegezegd"),
    TransactionKind.RECEIVED: ("received", "paid out", "ontvangen", "uitbetaald"),
}
_WORDS: Final = {word: kind for kind, words in _KINDS.items() for word in words}


class BadRow(Struct, frozen=True, kw_only=True):
    """A line that cannot be read: its number from 1, its beginning, and what to do."""

    number: int
    text: str
    problem: str


class ReadRows(Struct, frozen=True, kw_only=True):
    """What was read; the good lines have no id of their own yet."""

    good: tuple[Transaction, ...]
    bad: tuple[BadRow, ...]


def read_rows(text: str, today: datetime.date, most: int) -> ReadRows:
    """The lines in `text`: date, kind, amount, and if wanted currency and note, in this order.

    A first line with the names of the columns may give another order. No more than `most` are
    read; the rest is told as bad.
    """
    rows = _cells(text)
    order = _order(rows[0][1]) if rows else None
    good: list[Transaction] = []
    bad = []
    for number, cells in rows[1:] if order else rows:
        try:
            if len(good) >= most:
                raise ValueError(_("Your payment history is full."))
            good.append(_line(_named(order or _usual(cells), cells), today))
        except ValueError as problem:
            shown = " ".join(cells)[:_SHOWN]
            bad.append(BadRow(number=number, text=shown, problem=str(problem)))
    return ReadRows(good=tuple(good), bad=tuple(bad))


def _cells(text: str) -> list[tuple[int, list[str]]]:
    text = text.lstrip("\ufeff").replace("\0", "")
    lines = text.splitlines() or [""]
    separator = max(_SEPARATORS, key=lines[0].count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:  # a cell that begins with a quotation mark and has no end
        found = [line.split(separator) for line in lines]
    cleaned = ([" ".join(one.split()) for one in row] for row in found)
    return [(number, cells) for number, cells in enumerate(cleaned, 1) if any(cells)]


def _order(cells: list[str]) -> list[str] | None:
    """The columns by their names; None when the first line is no heading."""
    names = {word: name for name, words in _HEADINGS.items() for word in words}
    order = [names.get(cell.casefold(), "") for cell in cells]
    is_clear = all(order.count(name) <= 1 for name in _ORDER)
    return order if is_clear and {"kind", "amount"}.issubset(order) else None


def _usual(cells: list[str]) -> tuple[str, ...]:
    """The columns without a heading: what is no currency in the fourth is the note."""
    is_currency = len(cells) > _FOURTH and _CURRENCY.fullmatch(cells[_FOURTH])
    return _ORDER if is_currency else tuple(name for name in _ORDER if name != "currency")


def _named(order: Sequence[str], cells: list[str]) -> dict[str, str]:
    """The cells by their columns. Raises ValueError when a part of an amount has no place.

    In a file with commas between the cells, 50,00 without quotation marks is two of them.
    """
    named = dict(zip(order, cells, strict=False))
    after = cells[order.index("amount") + 1 :][:1]
    is_cut = bool(after and _CENTS.fullmatch(after[0]))
    if is_cut or any(cells[len(order) :]):
        raise ValueError(_("Put an amount with a comma between quotation marks, or use a point."))
    return named


def _line(cells: dict[str, str], today: datetime.date) -> Transaction:
    """Raises ValueError with a sentence for the player."""
    kind = _WORDS.get(re.sub(r"\s+", " ", cells.get("kind", "")).casefold())
    if kind is None:
        raise ValueError(_("Write deposit, stake, withdrawal, promised or received as the kind."))
    try:
        written = _TIME.sub("", cells.get("day", ""))
        day = entry.read_date(written, today) if written else ""
        amount = _amount(cells.get("currency", "").upper(), cells.get("amount", ""))
    except entry.EntryProblem as problem:
        raise ValueError(str(problem_message(problem))) from problem
    return Transaction(id="m0", kind=kind, day=day, amount=amount, note=cells.get("note", "")[:200])


def _amount(currency: str, written: str) -> Money:
    """An amount, that may say its currency a second time. Raises EntryProblem or ValueError."""
    written = _MINUS.sub("", written, count=1)  # what went out is often written as negative
    try:
        return entry.read_amount(f"{currency} {written}".strip())
    except entry.EntryProblem:
        twice = entry.read_amount(written)
        if not currency or twice.currency != _currency(currency):
            raise
        return twice


def _currency(written: str) -> str:
    try:
        return entry.read_amount(f"{written} 1").currency
    except entry.EntryProblem as problem:
        raise ValueError(
            _(
                "We do not know the currency %(currency)s. Use a code such as EUR or GBP.",
                currency=written,
            )
        ) from problem
