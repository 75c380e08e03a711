"""What the payment history adds up to, and which request it backs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.case import Transaction
from portal.domain.codes import RemedyKind, State, TransactionKind
from portal.domain.finding import Code, Way
from portal.domain.ledger import backed_amounts, totals
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.domain.values import Money
from portal.services.gate import ask
from tests.documents.packet_cases import DAY
from tests.domain.cases import PACKS, complete

DEPOSIT, STAKE, ASKED, PROMISED, RECEIVED = TransactionKind
EUROS = st.integers(1, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02}")


def line(kind: TransactionKind, amount: str, currency: str = "EUR", number: int = 1) -> Transaction:
    return Transaction(id=f"m{number}", kind=kind, amount=Money(amount=amount, currency=currency))


@given(st.lists(EUROS, max_size=50))
def test_a_total_is_exact_to_the_cent(amounts: list[str]) -> None:
    lines = [line(DEPOSIT, amount) for amount in amounts]
    found = totals(lines)
    assert [(one.amount.decimal, one.lines) for one in found] == (
        [(sum(map(Decimal, amounts)), len(amounts))] if amounts else []
    )


def test_currencies_are_never_added_up() -> None:
    found = totals([line(DEPOSIT, "10"), line(DEPOSIT, "10", "GBP"), line(RECEIVED, "1", "GBP")])
    assert [(one.kind, one.amount.amount, one.amount.currency) for one in found] == [
        (DEPOSIT, "10.00", "EUR"),
        (DEPOSIT, "10.00", "GBP"),
        (RECEIVED, "1.00", "GBP"),
    ]


@pytest.mark.parametrize(
    ("kinds", "likeliest"),
    [((RemedyKind.PAY_OUT,), "900"), ((RemedyKind.REFUND,), "200"), ((), "900")],
)
def test_what_came_is_taken_off_what_is_asked(
    kinds: tuple[RemedyKind, ...], likeliest: str
) -> None:
    lines = [line(DEPOSIT, "300"), line(ASKED, "1000"), line(RECEIVED, "100")]
    assert backed_amounts(lines, kinds, "EUR")[0] == Decimal(likeliest)


def test_nothing_backs_a_request_when_more_came_than_went() -> None:
    assert backed_amounts([line(ASKED, "10"), line(RECEIVED, "10")], (), "EUR") == ()


@pytest.mark.parametrize(
    ("asked", "explained", "state", "way"),
    [
        ("1250.00", "", State.MET, Way.BY_HISTORY),
        ("1249.99", "", State.MISSING, Way.HISTORY_DIFFERS),
        ("1250.01", "kosten", State.MET, Way.HISTORY_EXPLAINED),
    ],
)
def test_the_gate_holds_the_amount_against_the_payment_history(
    asked: str, explained: str, state: State, way: Way
) -> None:
    case = complete("mt-mga")
    remedy = replace(
        case.remedy,
        kinds=(RemedyKind.PAY_OUT,),
        amount=Money(amount=asked),
        amount_explanation=explained,
    )
    lines = (line(ASKED, "1300", number=1), line(RECEIVED, "50", number=2))
    case = replace(case, remedy=remedy, transactions=lines)
    finding = ask(case, CASINO, PACKS, DAY).of(Code.AMOUNT_AGREES)
    assert finding
    assert (finding.state, finding.way) == (state, way)
    assert [one.amount for one in finding.amounts] == [asked, "1250.00"]
