"""Facts that stand in the answers about the topic: what happened when, by a guide's questions.

They are read off the answers each time, never copied: a player changes them where they were
asked. A packet numbers them among the facts that he wrote down himself.
"""

from collections.abc import Iterator

from msgspec import Struct

from portal.domain.case import Case, Fact
from portal.domain.parts import Part, replace
from portal.domain.rules import Text
from portal.domain.topic_answers import Cell, TopicAnswer, Value
from portal.domain.topics import (
    Asked,
    QuestionKind,
    Shown,
    TopicGuide,
    TopicQuestion,
    fitting_answers,
)
from portal.domain.values import Id, Moment, Money


class Detail(Struct, frozen=True, kw_only=True):
    """Another answer that belongs to the event: what it is called, and its value."""

    name: Text
    shown: Shown


class AnsweredFact(Part, frozen=True, kw_only=True):
    """One dated event of the answers; `row` counts from 0 in a list, else it is None."""

    question: str
    row: int | None = None
    name: Text
    moment: Moment
    amount: Money | None = None
    details: tuple[Detail, ...] = ()
    exhibits: tuple[Id, ...] = ()

    @property
    def id(self) -> str:
        """ "stop_asked", in a list "rounds-0"; never the id of a fact that was written down."""
        return self.question if self.row is None else f"{self.question}-{self.row}"


FactTold = Fact | AnsweredFact


def answered_facts(case: Case, guide: TopicGuide | None) -> tuple[AnsweredFact, ...]:
    """The events of the answers that are facts of a packet, in the order of the questions.

    What the player wrote down himself is left out, so that no packet tells one event twice.
    """
    return tuple(
        fact
        for fact in events_answered(case, guide)
        if fact.exhibits or not any(_is_same(one, fact) for one in case.facts)
    )


def events_answered(case: Case, guide: TopicGuide | None) -> tuple[AnsweredFact, ...]:
    """All that the answers tell of events with a day or a month, in the order of the questions."""
    if guide is None:
        return ()
    given = {one.question: one for one in fitting_answers(case, guide)}
    return tuple(
        fact
        for question in guide.questions
        if question.event and question.id in given
        for fact in _facts(guide, question, question.event, given)
    )


def facts_told(case: Case, guide: TopicGuide | None) -> tuple[FactTold, ...]:
    """All facts of a packet in its order: by date; at the same moment the written ones first."""
    found: list[FactTold] = [*case.facts_in_order, *answered_facts(case, guide)]
    return tuple(sorted(found, key=lambda one: one.moment.sort_key))


def unproven_facts(case: Case, guide: TopicGuide | None) -> tuple[FactTold, ...]:
    return tuple(one for one in facts_told(case, guide) if not one.exhibits)


def with_proof(case: Case, fact: AnsweredFact) -> Case:
    """`case` in which the answer behind `fact` names the exhibits of `fact`."""
    answers = tuple(
        _proven(one, fact) if one.question == fact.question else one for one in case.topic_answers
    )
    return replace(case, topic_answers=answers)


def _is_same(written: Fact, answered: AnsweredFact) -> bool:
    """Whether both are surely one event: on the same day, at the same time or about one amount."""
    mine, theirs = written.moment, answered.moment
    is_timed = bool(theirs.time) and (mine.time, mine.zone) == (theirs.time, theirs.zone)
    paid, told = answered.amount, written.amount
    is_paid = paid and told and (paid.decimal, paid.currency) == (told.decimal, told.currency)
    return mine.date == theirs.date and bool(is_timed or is_paid)


def _proven(answer: TopicAnswer, fact: AnsweredFact) -> TopicAnswer:
    if fact.row is None:
        return replace(answer, exhibits=fact.exhibits)
    rows = list(answer.rows)
    rows[fact.row] = tuple(
        replace(cell, exhibits=fact.exhibits) if cell.moment else cell for cell in rows[fact.row]
    )
    return replace(answer, rows=tuple(rows))


def _facts(
    guide: TopicGuide, question: TopicQuestion, event: Text, given: dict[str, TopicAnswer]
) -> Iterator[AnsweredFact]:
    answer = given[question.id]
    if question.kind is not QuestionKind.ROWS:
        others = ((one, given.get(one.id)) for one in guide.questions if one.id in question.with_it)
        yield from _fact(question, event, answer, [(one, value) for one, value in others if value])
    for number, row in enumerate(answer.rows):
        dated = next((cell for cell in row if cell.moment), None)
        if dated:
            beside = _cells(question, row, dated)
            yield from _fact(question, event, dated, beside, number)


def _cells(
    question: TopicQuestion, row: tuple[Cell, ...], dated: Cell
) -> list[tuple[Asked, Value]]:
    given = {cell.column: cell for cell in row if cell is not dated}
    return [(one, given[one.id]) for one in question.columns if one.id in given]


def _fact(
    question: TopicQuestion,
    event: Text,
    dated: Value,
    beside: list[tuple[Asked, Value]],
    row: int | None = None,
) -> Iterator[AnsweredFact]:
    """The first amount stands in the column of the amounts, all else after the name."""
    if not dated.moment or not dated.moment.is_dated:
        return
    amount = next((value.amount for _, value in beside if value.amount), None)
    yield AnsweredFact(
        question=question.id,
        row=row,
        name=event,
        moment=dated.moment,
        amount=amount,
        details=tuple(
            Detail(name=one.name, shown=Shown(kind=one.kind, value=value))
            for one, value in beside
            if value.amount is None or value.amount is not amount
        ),
        exhibits=dated.exhibits,
    )
