"""The facts of a case as lines of a list: those written down, and those in the answers."""

from collections.abc import Iterable

from flask import url_for
from msgspec import Struct

from portal.domain.answered_facts import AnsweredFact, FactTold
from portal.domain.case import Fact
from portal.domain.values import Moment, Money
from portal.wording import event_text


class FactLine(Struct, frozen=True, kw_only=True):
    """One fact; `remove` is "" for one that is changed where it was asked."""

    id: str
    moment: Moment
    what: str
    amount: Money | None
    pieces: int
    change: str
    proof: str
    remove: str = ""


def fact_lines(facts: Iterable[FactTold]) -> list[FactLine]:
    """A line for each of `facts`, with the addresses of its pages."""
    return [_answered(one) if isinstance(one, AnsweredFact) else _written(one) for one in facts]


def _written(fact: Fact) -> FactLine:
    return FactLine(
        id=fact.id,
        moment=fact.moment,
        what=fact.what,
        amount=fact.amount,
        pieces=len(fact.exhibits),
        change=url_for("facts.fact", fact_id=fact.id),
        proof=url_for("facts.proof", fact_id=fact.id),
        remove=url_for("facts.remove", fact_id=fact.id),
    )


def _answered(fact: AnsweredFact) -> FactLine:
    return FactLine(
        id=fact.id,
        moment=fact.moment,
        what=event_text(fact),
        amount=fact.amount,
        pieces=len(fact.exhibits),
        change=url_for("topic.questions", _anchor=f"ask-{fact.question}"),
        proof=url_for("facts.answer_proof", fact_id=fact.id),
    )
