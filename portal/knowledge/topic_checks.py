"""What a topic guide must hold beyond its shape, alone and beside the other guides."""

from collections.abc import Collection, Iterable

from portal.domain.rules import Text
from portal.domain.topics import Asked, Evidence, QuestionKind, TopicGuide, TopicQuestion
from portal.knowledge.checks import Faults, PackError, text_faults


def topic_faults(file: str, guide: TopicGuide, bodies: Collection[str]) -> Faults:
    """Every reason for which `guide`, read from `file`, may not be used; `bodies` are known ids."""
    yield from text_faults(file, "$.title", guide.title)
    yield from text_faults(file, "$.outlook", guide.outlook)
    yield from _listed_faults(file, "$.evidence", guide.evidence, ("name", "text", "request"))
    yield from _asked_faults(file, "$.questions", guide.questions)
    for place, question in enumerate(guide.questions):
        yield from _question_faults(file, f"$.questions[{place}]", question)
    for place, body in enumerate(guide.also):
        if body not in bodies:
            yield PackError(file, f"$.also[{place}]", f"{body} is not a body that we know")


def differing_faults(guides: Iterable[TopicGuide]) -> Faults:
    """A name that two guides use means the same in both: an answer fits the other topic too."""
    known: dict[tuple[type, str], Evidence | TopicQuestion] = {}
    for guide in guides:
        both: tuple[Evidence | TopicQuestion, ...] = (*guide.evidence, *guide.questions)
        for one in both:
            first = known.setdefault((type(one), one.id), one)
            if one != first:
                yield PackError(f"{guide.topic}.toml", "$", f"{one.id} differs in another topic")
    asked = [one for one in known.values() if isinstance(one, TopicQuestion)]
    names = {one.id for one in asked}
    for question in asked:
        for name in set(question.with_it) - names:
            yield PackError("topics", question.id, f"{name} is not a question that we ask")


def _question_faults(file: str, key: str, question: TopicQuestion) -> Faults:
    if question.ask is None:
        yield PackError(file, f"{key}.ask", "is missing")
    if (question.kind is QuestionKind.ROWS) != bool(question.columns):
        yield PackError(file, f"{key}.columns", "are there for rows, and for nothing else")
    yield from _asked_faults(file, f"{key}.columns", question.columns)
    for place, column in enumerate(question.columns):
        if column.kind in {QuestionKind.ROWS, QuestionKind.WORDS}:
            yield PackError(file, f"{key}.columns[{place}].kind", f"{column.kind} is no column")
    if question.asks_day != bool(question.event):
        yield PackError(file, f"{key}.event", "is there for what has a day, and for nothing else")
    yield from _optional_faults(file, f"{key}.event", question.event)


def _asked_faults(file: str, key: str, asked: Iterable[Asked]) -> Faults:
    return _listed_faults(file, key, asked, ("name", "ask", "hint"))


def _listed_faults(
    file: str, key: str, listed: Iterable[Asked | Evidence], texts: tuple[str, ...]
) -> Faults:
    """An id that is there twice, and what is wrong in the fields named in `texts`."""
    seen: set[str] = set()
    for place, one in enumerate(listed):
        if one.id in seen:
            yield PackError(file, f"{key}[{place}].id", f"{one.id} is there twice")
        seen.add(one.id)
        for name in texts:
            yield from _optional_faults(file, f"{key}[{place}].{name}", getattr(one, name))


def _optional_faults(file: str, key: str, text: Text | None) -> Faults:
    if text is not None:
        yield from text_faults(file, key, text)
