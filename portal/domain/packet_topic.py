"""What a packet says about the topic of the case: answers, deciding evidence, duties."""

from collections.abc import Iterable

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.rules import Law, RulePack, Source, Text
from portal.domain.told import is_unsure
from portal.domain.topic_answers import TopicAnswer
from portal.domain.topics import (
    QuestionKind,
    Shown,
    TopicGuide,
    TopicQuestion,
    fitting_answers,
)
from portal.domain.values import Moment


class AnswerLine(Struct, frozen=True, kw_only=True):
    """The answer to one question: a value, or rows under the names of their columns."""

    name: Text
    shown: Shown | None = None
    columns: tuple[Text, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()


class EvidenceLine(Struct, frozen=True, kw_only=True):
    """Evidence that decides such cases, with the numbers of its exhibits."""

    name: Text
    exhibits: tuple[int, ...]


class DutyLine(Struct, frozen=True, kw_only=True):
    """A duty of the casino, with its article; `check_first` when it was not read at its source."""

    text: Text
    article: str
    sources: tuple[Source, ...]
    check_first: bool


class TopicLines(Struct, frozen=True, kw_only=True):
    """What the packet says about the topic beyond its name and the player's words."""

    answers: tuple[AnswerLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Every moment in the answers."""
        cells = (cell for line in self.answers for row in line.rows for cell in row)
        shown = (*(line.shown for line in self.answers if line.shown), *cells)
        return tuple(one.value.moment for one in shown if one.value and one.value.moment)


def topic_lines(
    case: Case, pack: RulePack, guide: TopicGuide | None, numbers: dict[str, int]
) -> TopicLines:
    """`numbers` are those of the exhibits, by id. Without a guide nothing is said of a topic."""
    if guide is None:
        return TopicLines()
    there = {one.evidence: one.exhibits for one in case.deciding_evidence}
    return TopicLines(
        answers=tuple(_answer_lines(guide, fitting_answers(case, guide))),
        evidence=tuple(
            EvidenceLine(
                name=one.name, exhibits=tuple(sorted(numbers[name] for name in there[one.id]))
            )
            for one in guide.evidence
            if one.id in there
        ),
        duties=tuple(_duty_lines(case, pack)),
    )


def duties_of(case: Case, pack: RulePack) -> tuple[Law, ...]:
    """The rules for the casino that are about just this topic, when `pack` licensed it.

    A packet may go to an authority that did not: its rules do not bind this casino.
    """
    if case.casino.authority != pack.id:
        return ()
    about = (law for law in pack.laws if law.duty and case.topic in law.topics)
    return tuple(law for law in about if law.is_shown)


def _duty_lines(case: Case, pack: RulePack) -> Iterable[DutyLine]:
    for law in duties_of(case, pack):
        if law.duty:
            yield DutyLine(
                text=law.duty,
                article=law.article,
                sources=pack.sources_of(law),
                check_first=is_unsure(law),
            )


def _answer_lines(guide: TopicGuide, answers: tuple[TopicAnswer, ...]) -> Iterable[AnswerLine]:
    for answer in answers:
        question = guide.question(answer.question)
        if question:
            yield _answer_line(question, answer)


def _answer_line(question: TopicQuestion, answer: TopicAnswer) -> AnswerLine:
    if question.kind is not QuestionKind.ROWS:
        return AnswerLine(name=question.name, shown=Shown(kind=question.kind, value=answer))
    rows = ({cell.column: cell for cell in row} for row in answer.rows)
    return AnswerLine(
        name=question.name,
        columns=tuple(one.name for one in question.columns),
        rows=tuple(
            tuple(Shown(kind=one.kind, value=row.get(one.id)) for one in question.columns)
            for row in rows
        ),
    )
