"""What the player answered to the questions of a topic, and which evidence decides it."""

from collections.abc import Iterable, Iterator
from typing import Annotated, TypeVar

from msgspec import Meta

from portal.domain.parts import Part, Words, replace
from portal.domain.values import Id, Moment, Money

MAX_ANSWERS = 100  # of all topics together: an answer is kept when the topic changes
MAX_ROWS = 20
MAX_COLUMNS = 8

# "round_number": the name of a question, a column or a kind of evidence in a topic's guide
Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Value(Part, frozen=True, kw_only=True):
    """One value; which of the fields is filled in depends on the kind of the question.

    A day alone is a `moment` without a time. Nothing filled in: the question is open.
    `exhibits` (ids) prove the event of that moment.
    """

    words: Words = ""
    amount: Money | None = None
    moment: Moment | None = None
    yes: bool | None = None
    exhibits: tuple[Id, ...] = ()

    @property
    def is_open(self) -> bool:
        return not (self.words or self.amount or self.moment) and self.yes is None


class Cell(Value, frozen=True, kw_only=True):
    """One value in a row; `column` names it."""

    column: Key


class TopicAnswer(Value, frozen=True, kw_only=True):
    """The answer to one question: a value, or rows of values when the question asks for a list.

    Questions with the same name in two topics are the same question, so the answer fits both.
    """

    question: Key
    rows: Annotated[
        tuple[Annotated[tuple[Cell, ...], Meta(min_length=1, max_length=MAX_COLUMNS)], ...],
        Meta(max_length=MAX_ROWS),
    ] = ()

    @property
    def is_open(self) -> bool:
        return super().is_open and not self.rows


class DecidingEvidence(Part, frozen=True, kw_only=True):
    """Which exhibits (ids) are the `evidence` that decides such cases."""

    evidence: Key
    exhibits: Annotated[tuple[Id, ...], Meta(min_length=1)]


ValueT = TypeVar("ValueT", bound=Value)


def proofs_in(answers: Iterable[TopicAnswer]) -> Iterator[tuple[str, tuple[Id, ...]]]:
    """Every list of exhibits in the answers, with the name of its question."""
    for answer in answers:
        for value in (answer, *(cell for row in answer.rows for cell in row)):
            yield answer.question, value.exhibits


def answers_without(answers: tuple[TopicAnswer, ...], exhibit_id: str) -> tuple[TopicAnswer, ...]:
    """The answers, none of which names this exhibit any more."""
    return tuple(
        replace(
            _unproven(one, exhibit_id),
            rows=tuple(tuple(_unproven(cell, exhibit_id) for cell in row) for row in one.rows),
        )
        for one in answers
    )


def evidence_without(
    found: tuple[DecidingEvidence, ...], exhibit_id: str
) -> tuple[DecidingEvidence, ...]:
    """Evidence that no exhibit shows any more is missing again."""
    kept = ((one, tuple(name for name in one.exhibits if name != exhibit_id)) for one in found)
    return tuple(replace(one, exhibits=exhibits) for one, exhibits in kept if exhibits)


def _unproven(value: ValueT, exhibit_id: str) -> ValueT:
    return replace(value, exhibits=tuple(name for name in value.exhibits if name != exhibit_id))
