"""What is counted of a closed case: no id, no day, no name of a player; values in wide bands.

The player sees exactly these values before he agrees (docs/decisions/0020-counting.md).
"""

import datetime
from collections.abc import Container
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from portal.domain.case import Answer, Case, Dispatch
from portal.domain.codes import Result, Step
from portal.domain.hosts import hosts_above, read_address
from portal.domain.recipient import CASINO, DISPUTE
from portal.domain.values import Money

NOT_KNOWN = ""  # of a casino, an authority, a topic or a step
_CURRENCY = "EUR"


class AmountBand(StrEnum):
    """How much the player asked for, in euros."""

    NONE = "none"
    BELOW_100 = "below_100"
    BELOW_500 = "below_500"
    BELOW_2500 = "below_2500"
    BELOW_10000 = "below_10000"
    FROM_10000 = "from_10000"
    OTHER_CURRENCY = "other_currency"


class AnswerBand(StrEnum):
    """How long the casino took to answer the official complaint."""

    TWO_WEEKS = "two_weeks"
    FOUR_WEEKS = "four_weeks"
    EIGHT_WEEKS = "eight_weeks"
    LONGER = "longer"
    NOT_DATED = "not_dated"  # there is an answer, but not both days are known
    NO_ANSWER = "no_answer"
    NOT_SENT = "not_sent"


_AMOUNTS = (
    (Decimal(100), AmountBand.BELOW_100),
    (Decimal(500), AmountBand.BELOW_500),
    (Decimal(2500), AmountBand.BELOW_2500),
    (Decimal(10000), AmountBand.BELOW_10000),
)
_ANSWERS = ((14, AnswerBand.TWO_WEEKS), (28, AnswerBand.FOUR_WEEKS), (56, AnswerBand.EIGHT_WEEKS))


class CountedCase(Struct, frozen=True, kw_only=True, order=True):
    """One counted case; equal cases are one row with a number.

    `week` is the ISO week of closing ("2026-W48"). `casino` is a domain name without its
    subdomains, `authority` the id of a rule pack or "none". NOT_KNOWN where nothing was recognised.
    """

    week: str
    authority: str
    casino: str
    topic: str  # a Topic or NOT_KNOWN
    step: str  # the highest Step that was taken, or NOT_KNOWN
    answer: AnswerBand
    amount: AmountBand
    result: Result


def counted_case(
    case: Case, result: Result, day: datetime.date, authorities: Container[str]
) -> CountedCase:
    """What would be counted of `case`, closed on `day` with `result`.

    Of free text only the casino's website goes in, by its domain name. `authorities` are the ids
    that may go in; another one is not known.
    """
    authority = case.casino.authority
    return CountedCase(
        week=week_of(day),
        authority=authority if authority in authorities else NOT_KNOWN,
        casino=domain_name(case.casino.website),
        topic=case.topic or NOT_KNOWN,
        step=_highest_step(case),
        answer=_answer_band(case.dispatch_to(CASINO.code)),
        amount=_amount_band(case.remedy.amount),
        result=result,
    )


def week_of(day: datetime.date) -> str:
    """The ISO week: "2026-W48". Its year is the year that the case is counted in."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def quarter_of(week: str) -> int:
    """The quarter of the year, by 13 weeks each; a 53rd week belongs to the last."""
    return min((int(week[-2:]) - 1) // 13 + 1, 4)


def domain_name(website: str) -> str:
    """The name that is registered, without subdomains, which may name a person."""
    address = read_address(website)
    return hosts_above(address.host)[-1] if address else NOT_KNOWN


def _highest_step(case: Case) -> str:
    taken = {one.step for one in case.contacts if not one.about_other}
    for sent in case.dispatches:
        step = {CASINO.code: Step.COMPLAINT, DISPUTE.code: Step.DISPUTE}
        taken.add(step.get(sent.recipient, Step.AUTHORITY))
    return max(taken, key=list(Step).index, default=NOT_KNOWN)


def _answer_band(sent: Dispatch | None) -> AnswerBand:
    if sent is None:
        return AnswerBand.NOT_SENT
    if not sent.replies:
        return AnswerBand.NO_ANSWER
    received = min(sent.replies, key=_counts_first).received_on
    if sent.day is None or len(received) != len("2026-09-14"):
        return AnswerBand.NOT_DATED
    days = (datetime.date.fromisoformat(received) - sent.day).days
    return next((band for most, band in _ANSWERS if days <= most), AnswerBand.LONGER)


def _counts_first(reply: Answer) -> tuple[bool, str]:
    """What took the casino as long as it did: its final answer, else its first."""
    return (not (reply.is_final and reply.received_on), reply.received_on or "9999")


def _amount_band(asked: Money | None) -> AmountBand:
    if asked is None or not asked.decimal:
        return AmountBand.NONE
    if asked.currency != _CURRENCY:
        return AmountBand.OTHER_CURRENCY
    return next((band for limit, band in _AMOUNTS if asked.decimal < limit), AmountBand.FROM_10000)
