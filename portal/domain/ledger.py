"""What the payment history adds up to, and which amounts it backs."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from portal.domain.case import Transaction
from portal.domain.codes import RemedyKind, TransactionKind
from portal.domain.values import Money


class Total(Struct, frozen=True, kw_only=True):
    """What all lines of one kind add up to, in one currency."""

    kind: TransactionKind
    amount: Money
    lines: int


def totals(transactions: Iterable[Transaction]) -> tuple[Total, ...]:
    """A total for each kind and currency that occurs, in the order of the kinds."""
    found: dict[tuple[TransactionKind, str], list[Decimal]] = {}
    for one in transactions:
        found.setdefault((one.kind, one.amount.currency), []).append(one.amount.decimal)
    order = list(TransactionKind)
    return tuple(
        Total(
            kind=kind,
            amount=Money(amount=f"{sum(found[kind, currency]):.2f}", currency=currency),
            lines=len(found[kind, currency]),
        )
        for kind, currency in sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    )


def backed_amounts(
    transactions: Iterable[Transaction], kinds: Iterable[RemedyKind], currency: str
) -> tuple[Decimal, ...]:
    """The amounts that the payment history backs for a request of `kinds`, the likeliest first.

    A refund is what went in less what came out; a payment is what was asked or promised less what
    came. Nothing that is zero or below backs a request.
    """
    sums = {
        total.kind: total.amount.decimal
        for total in totals(transactions)
        if total.amount.currency == currency
    }
    received = sums.get(TransactionKind.RECEIVED, Decimal(0))
    paid_out = [TransactionKind.WITHDRAWAL, TransactionKind.PROMISED]
    refunded = [TransactionKind.DEPOSIT, TransactionKind.STAKE]
    is_refund_only = RemedyKind.REFUND in kinds and RemedyKind.PAY_OUT not in kinds
    order = [*refunded, *paid_out] if is_refund_only else [*paid_out, *refunded]
    owed = (sums[kind] - received for kind in order if kind in sums)
    return tuple(amount for amount in owed if amount > 0)
