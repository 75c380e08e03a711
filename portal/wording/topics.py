"""The answers about a topic, as text."""

from collections.abc import Callable

from portal.domain.answered_facts import AnsweredFact
from portal.domain.rules import Text
from portal.domain.topic_answers import Cell, TopicAnswer, Value
from portal.domain.topics import Asked, QuestionKind, Shown, TopicQuestion
from portal.domain.values import Moment
from portal.i18n import current_language, format_amount, format_moment, gettext


def answer_value(
    kind: QuestionKind, value: Value, when: Callable[[Moment], str] = format_moment
) -> str:
    """One value in the current language; words and numbers stay as they were typed."""
    if kind is QuestionKind.AMOUNT and value.amount:
        return format_amount(value.amount)
    if kind in {QuestionKind.DATE, QuestionKind.MOMENT} and value.moment:
        return when(value.moment)
    if kind is QuestionKind.YES_NO and value.yes is not None:
        return gettext("Yes") if value.yes else gettext("No")
    return value.words


def answer_text(question: TopicQuestion, answer: TopicAnswer) -> str:
    """A whole answer; of rows one on each line, as in "When: 3 May 2026; Amount: €50.00"."""
    if question.kind is not QuestionKind.ROWS:
        return answer_value(question.kind, answer)
    columns = {one.id: one for one in question.columns}
    return "\n".join(
        "; ".join(_cell(columns[cell.column], cell) for cell in row) for row in answer.rows
    )


def event_text(fact: AnsweredFact) -> str:
    """A fact of the answers without its moment, as in "Fault in the game; Stake: €2.00"."""
    name = fact.name.in_language(current_language())
    return "; ".join([name, *(_named(one.name, one.shown) for one in fact.details)])


def _named(name: Text, shown: Shown) -> str:
    value = answer_value(shown.kind, shown.value) if shown.value else ""
    return gettext("%(name)s: %(value)s", name=name.in_language(current_language()), value=value)


def _cell(column: Asked, cell: Cell) -> str:
    return _named(column.name, Shown(kind=column.kind, value=cell))
