"""What a player should know about the topic of his dispute, as data (portal/knowledge/topics)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from portal.domain.case import Case
from portal.domain.codes import Topic
from portal.domain.rules import Text
from portal.domain.topic_answers import MAX_COLUMNS, Key, TopicAnswer, Value


class QuestionKind(StrEnum):
    """What an answer is."""

    LINE = "line"  # the player's words on one line
    WORDS = "words"  # the player's words, a few sentences
    NUMBER = "number"  # a number or code as it is on screen: of a round, of a transaction
    AMOUNT = "amount"
    DATE = "date"  # a day or a month
    MOMENT = "moment"  # a day or a month, with the time and its zone
    YES_NO = "yes_no"
    ROWS = "rows"  # a list; each row has the columns of the question


class Asked(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that is asked: `name` is what the packet calls it, `ask` says it to the player.

    Without `ask` the name is clear enough on the form too.
    """

    id: Key
    kind: QuestionKind
    name: Text
    ask: Text | None = None
    hint: Text | None = None

    @property
    def on_form(self) -> Text:
        return self.ask or self.name


class TopicQuestion(Asked, frozen=True, kw_only=True):
    """One question of a topic; one for rows has columns.

    A question about a day names the `event` that its answer tells: that is a fact of the case.
    `with_it` are the questions whose answers belong to the same event.
    """

    columns: Annotated[tuple[Asked, ...], Meta(max_length=MAX_COLUMNS)] = ()
    event: Text | None = None
    with_it: tuple[Key, ...] = ()

    @property
    def asks_day(self) -> bool:
        """Whether the answer, or each of its rows, has a day."""
        asked: tuple[Asked, ...] = (self, *self.columns)
        return any(one.kind in {QuestionKind.DATE, QuestionKind.MOMENT} for one in asked)


class Shown(Struct, frozen=True, kw_only=True):
    """One value and what it is; None: a row leaves the column open."""

    kind: QuestionKind
    value: Value | None


class Evidence(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Evidence that decides such cases: `text` tells the player, `name` stands in the packet.

    `request` is how a letter asks the casino for it; without one the casino does not have it.
    """

    id: Key
    name: Text
    text: Text
    request: Text | None = None


class TopicGuide(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One topic: an honest outlook, what decides such cases, and what is asked about it.

    Product guidance, not law: what the law says stands in the rule packs, with its source.
    """

    topic: Topic
    title: Text
    outlook: Text
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    questions: Annotated[tuple[TopicQuestion, ...], Meta(min_length=1)]
    also: tuple[str, ...] = ()  # ids of bodies to whom a part of such a case may belong
    offers_help_first: bool = False  # about harm by gambling, so the player hears of help first

    def question(self, name: str) -> TopicQuestion | None:
        return next((one for one in self.questions if one.id == name), None)


def fitting_answers(case: Case, guide: TopicGuide) -> tuple[TopicAnswer, ...]:
    """The answers that belong to this topic, in the order of its questions.

    An answer to a question that meanwhile is of another kind does not fit either.
    """
    given = {one.question: one for one in case.topic_answers}
    found = ((one, given.get(one.id)) for one in guide.questions)
    return tuple(answer for one, answer in found if answer and _fits(one, answer))


def missing_evidence(case: Case, guide: TopicGuide) -> tuple[Evidence, ...]:
    """What decides such cases and is not in this one."""
    there = {one.evidence for one in case.deciding_evidence}
    return tuple(one for one in guide.evidence if one.id not in there)


def value_fits(kind: QuestionKind, value: Value) -> bool:
    """Whether `value` is of this kind."""
    has = {
        QuestionKind.AMOUNT: value.amount is not None,
        QuestionKind.DATE: value.moment is not None,
        QuestionKind.MOMENT: value.moment is not None,
        QuestionKind.YES_NO: value.yes is not None,
    }
    return has.get(kind, bool(value.words))


def _fits(question: TopicQuestion, answer: TopicAnswer) -> bool:
    if question.kind is not QuestionKind.ROWS:
        return value_fits(question.kind, answer)
    kinds = {one.id: one.kind for one in question.columns}
    cells = [cell for row in answer.rows for cell in row]
    return bool(cells) and all(
        cell.column in kinds and value_fits(kinds[cell.column], cell) for cell in cells
    )


def with_answers(
    case: Case, guide: TopicGuide, answers: Iterable[TopicAnswer]
) -> tuple[TopicAnswer, ...]:
    """All answers of the case with `answers` in place of those to this topic's questions.

    What was answered about another topic stays, after them.
    """
    asked = {one.id for one in guide.questions}
    others = (one for one in case.topic_answers if one.question not in asked)
    return (*(one for one in answers if not one.is_open), *others)
