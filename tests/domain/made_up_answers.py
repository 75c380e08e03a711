"""Answers about a topic that are made up: fitting ones, others', and ones of another kind."""

from hypothesis import strategies as st

from portal.domain.case import Case
from portal.domain.parts import replace
from portal.domain.topic_answers import Cell, DecidingEvidence, TopicAnswer
from portal.domain.topics import Asked, QuestionKind, TopicQuestion
from portal.domain.values import Moment, Money
from portal.knowledge.loader import load_topics

GUIDES = load_topics()
QUESTIONS = {one.id: one for guide in GUIDES.values() for one in guide.questions}
EVIDENCE = sorted({one.id for guide in GUIDES.values() for one in guide.evidence})
WORDS = st.sampled_from(["WD-1", "Łódź <b>", "%(name)s", "مرحبا", "🎰 7"])
DAYS = st.sampled_from([Moment(date="2026-09"), Moment(date="2026-09-14")])
MOMENTS = st.sampled_from(
    [
        Moment(date="2026-09-14", time="21:40"),
        Moment(date="2026-09-14", time="21:40", zone="Europe/Malta"),
        Moment(date="2026-09"),
    ]
)


def values_of(kind: QuestionKind) -> st.SearchStrategy[dict[str, object]]:
    """The fields of a value of this kind."""
    match kind:
        case QuestionKind.AMOUNT:
            return st.just({"amount": Money(amount="12.50", currency="EUR")})
        case QuestionKind.DATE:
            return DAYS.map(lambda one: {"moment": one})
        case QuestionKind.MOMENT:
            return MOMENTS.map(lambda one: {"moment": one})
        case QuestionKind.YES_NO:
            return st.booleans().map(lambda one: {"yes": one})
        case _:
            return WORDS.map(lambda one: {"words": one})


@st.composite
def _row(draw: st.DrawFn, columns: tuple[Asked, ...]) -> tuple[Cell, ...]:
    chosen = draw(st.lists(st.sampled_from(columns), min_size=1, unique_by=lambda one: one.id))
    cells = {one.id: Cell(column=one.id, **draw(values_of(one.kind))) for one in chosen}
    return tuple(cells[one.id] for one in columns if one.id in cells)


@st.composite
def answer_to(draw: st.DrawFn, question: TopicQuestion) -> TopicAnswer:
    """An answer of the kind that is asked."""
    if question.kind is QuestionKind.ROWS:
        rows = draw(st.lists(_row(question.columns), min_size=1, max_size=3).map(tuple))
        return TopicAnswer(question=question.id, rows=rows)
    return TopicAnswer(question=question.id, **draw(values_of(question.kind)))


@st.composite
def answered(draw: st.DrawFn, case: Case) -> Case:
    """The case with some answers of all topics, and some deciding evidence."""
    names = draw(st.lists(st.sampled_from(sorted(QUESTIONS)), max_size=8, unique=True))
    shown = draw(st.lists(st.sampled_from(EVIDENCE), max_size=8, unique=True))
    exhibits = tuple(one.id for one in case.exhibits)[:1]
    return replace(
        case,
        topic_answers=tuple(draw(answer_to(QUESTIONS[name])) for name in names),
        deciding_evidence=tuple(
            DecidingEvidence(evidence=name, exhibits=exhibits) for name in shown if exhibits
        ),
    )
