"""A reply that should have come by now, and by how many days."""

from datetime import date

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.clocks import answer_clock, dispute_clock, final_answer_day
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.rules import RulePack


class Late(Struct, frozen=True, kw_only=True):
    """`days` since `last`, the last day to reply.

    Unless `by_rule` (a firm rule, or the casino's own terms), only the usual time is over, and
    nobody may be said to be late.
    """

    recipient: Recipient
    days: int
    last: date
    by_rule: bool


def late_reply(case: Case, pack: RulePack, today: date) -> Late | None:
    """Who is late with a final answer: the dispute body when it was written to, else the casino."""
    body, casino = dispute_clock(case, pack), answer_clock(case, pack)
    recipient = CASINO if case.dispatch_to(DISPUTE.code) is None else DISPUTE
    clock = body if recipient is DISPUTE else casino
    sent = case.dispatch_to(recipient.code)
    if clock is None or sent is None or final_answer_day(sent, today):
        return None
    count, term = clock
    if today <= count.last:
        return None
    return Late(
        recipient=recipient,
        days=(today - count.last).days,
        last=count.last,
        by_rule=count.basis == "casino_terms" or (term is not None and term.is_firm),
    )
