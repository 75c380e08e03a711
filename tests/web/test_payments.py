"""The payment history on its pages: line by line, and out of a spreadsheet."""

import datetime

import pytest

from portal.domain.codes import TransactionKind
from portal.i18n import use_language
from portal.web.payment_rows import read_rows
from tests.web.visitor import Visitor

PAYMENTS = "/en/case/payments"
TODAY = datetime.date(2026, 11, 22)
ROWS = """\
Datum;Soort;Bedrag;Munt;Omschrijving
12-07-2026;storting;50,00;EUR;iDEAL
13-07-2026;cadeau;1
"""


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    return visitor


def read(text: str, most: int = 500) -> list[tuple[str, str, str, str, str]]:
    with use_language("en"):
        found = read_rows(text, TODAY, most)
    return [
        (one.day, one.kind, one.amount.amount, one.amount.currency, one.note) for one in found.good
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12-07-2026;storting;1.250,50\n",
        "12 July 2026\tdeposit\t1,250.50",
        '\ufeff"12-07-2026","Paid in","1250.50"\r\n',
        "soort;bedrag;datum\nGestort;1250,50;12-07-2026",
    ],
)
def test_a_line_is_read_as_dutch_and_english_spreadsheets_write_it(text: str) -> None:
    assert read(text) == [("2026-07-12", TransactionKind.DEPOSIT, "1250.50", "EUR", "")]


def test_a_fourth_cell_is_a_currency_or_the_note() -> None:
    assert read(
        "1-2-2026;deposit;5;iDEAL\n1-2-2026;deposit;5;GBP;card\n1-2-2026;deposit;5;;card"
    ) == [
        ("2026-02-01", "deposit", "5.00", "EUR", "iDEAL"),
        ("2026-02-01", "deposit", "5.00", "GBP", "card"),
        ("2026-02-01", "deposit", "5.00", "EUR", "card"),
    ]


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("1-2-2026;deposit;€ 5,00;EUR;card", ("5.00", "EUR")),
        ("1-2-2026;deposit;GBP 5;£;card", ("5.00", "GBP")),
        ("1-2-2026;deposit;-5,00;EUR;card", ("5.00", "EUR")),
        ("1-2-2026;deposit;£5;EUR;card", None),
    ],
)
def test_a_currency_may_be_said_twice_but_not_two_of_them(
    line: str, amount: tuple[str, str] | None
) -> None:
    assert [one[2:4] for one in read(line)] == ([amount] if amount else [])


@pytest.mark.parametrize(
    "text",
    [
        "1-2-2026,deposit,1234,56",  # was it 1234 with the note 56?
        "date,kind,amount\n1-2-2026,deposit,1234,56",
        "amount;kind;amount\n5;deposit;7",
        "1-2-2026;deposit;5;BTC",
        "1-2-2026;deposit;(5)",
        "date;kind;amount",
    ],
)
def test_an_amount_that_is_not_clear_is_never_guessed(text: str) -> None:
    assert read(text) == []


def test_a_quotation_mark_without_an_end_swallows_no_lines() -> None:
    text = '1-2-2026;deposit;5;"cut off\n2-2-2026;deposit;6;ok'
    assert [one[2] for one in read(text)] == ["5.00", "6.00"]
    assert read('1-2-2026;deposit;5;"two\nlines"')[0][4] == "two lines"


def test_exports_with_a_time_and_a_real_minus_sign_are_read() -> None:
    text = "2026-02-01 21:40:05;deposit;\u22125,00\n2026-02-01T21:40Z;deposit;5"
    assert [one[:3] for one in read(text)] == [("2026-02-01", "deposit", "5.00")] * 2


def test_what_cannot_be_read_is_told_by_its_line_and_the_rest_is_kept() -> None:
    with use_language("nl"):
        found = read_rows(ROWS + "\n99-99-2026;storting;5\n14-07-2026;storting;veel\n", TODAY, 500)
    assert [one.note for one in found.good] == ["iDEAL"]
    assert [one.number for one in found.bad] == [3, 5, 6]
    assert all(one.problem for one in found.bad)


def test_no_more_lines_are_read_than_there_is_room_for() -> None:
    assert len(read("1-1-2026;deposit;1\n" * 9, most=4)) == 4


@pytest.mark.parametrize("text", ["\0\0", "=cmd|' /C calc'!A0", '"' * 9, ";" * 5000, "💶;💶;💶"])
def test_nothing_that_is_pasted_breaks_the_reader(text: str) -> None:
    assert read(text) == []


def test_a_line_is_added_changed_and_removed(player: Visitor) -> None:
    page = player.get(f"{PAYMENTS}/m1")
    fields = {"kind": "deposit", "amount": "50", "day": "12-07-2026", "note": "iDEAL"}
    fields["seen"] = seen(page)
    assert player.post(f"{PAYMENTS}/m1", fields).status_code == 303
    assert "€50.00" in player.get(PAYMENTS).get_text()
    page = player.get(f"{PAYMENTS}/m1")
    assert page.find("input", {"name": "note"})["value"] == "iDEAL"
    player.post(f"{PAYMENTS}/m1", {**fields, "amount": "60", "seen": seen(page)})
    assert "€60.00" in player.get(PAYMENTS).get_text()
    player.post(f"{PAYMENTS}/m1/remove")
    assert "There are no lines yet" in player.get(PAYMENTS).get_text()


def test_lines_of_a_spreadsheet_are_shown_first_and_added_once(player: Visitor) -> None:
    player.get(f"{PAYMENTS}/rows")
    looked = player.look_at(player.post(f"{PAYMENTS}/rows", {"rows": ROWS}))
    assert "Line 3: 13-07-2026 cadeau 1" in looked.get_text()
    assert "There are no lines yet" in player.get(PAYMENTS).get_text()
    sent = {"rows": ROWS, "add": "yes", "seen": seen(looked)}
    assert player.post(f"{PAYMENTS}/rows", sent).status_code == 303
    assert player.post(f"{PAYMENTS}/rows", sent).status_code == 409
    page = player.get(PAYMENTS)
    assert page.find("h2", id="payments-heading").get_text() == "1 line"


def test_names_of_columns_alone_and_many_bad_lines_are_told(player: Visitor) -> None:
    player.get(f"{PAYMENTS}/rows")
    alone = player.look_at(player.post(f"{PAYMENTS}/rows", {"rows": "date;kind;amount"}))
    assert "There are no lines with payments" in alone.get_text()
    many = player.look_at(player.post(f"{PAYMENTS}/rows", {"rows": "x;y;z\n" * 5000}))
    assert "5000 lines cannot be read" in many.get_text()
    assert len(many.select(".error-summary li")) == 30


def test_nothing_pasted_is_told(player: Visitor) -> None:
    player.get(f"{PAYMENTS}/rows")
    answer = player.post(f"{PAYMENTS}/rows", {"rows": ""})
    assert answer.status_code == 422
    assert "Paste the lines first" in answer.text


def seen(page: object) -> str:
    return str(page.find("input", {"name": "seen"})["value"])  # type: ignore[attr-defined]
