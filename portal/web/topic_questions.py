"""The questions of a topic as a form: its fields, what they show, and what was answered.

A field is named after its question ("q-stake-amount"), in a list after its row and column too
("q-rounds-0-stake-amount"), so that a draft of one topic never fills the form of another.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import request
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from portal.domain.case import Case
from portal.domain.parts import replace
from portal.domain.topic_answers import MAX_ROWS, Cell, TopicAnswer, Value
from portal.domain.topics import (
    Asked,
    QuestionKind,
    TopicGuide,
    TopicQuestion,
    fitting_answers,
    with_answers,
)
from portal.domain.values import Moment
from portal.i18n import current_language
from portal.i18n import gettext as _
from portal.web.fields import amount_field, date_field, time_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.moments import HOME_ZONE, moment_values, zone_choices

FIRST_ROWS = 2
SPARE_ROWS = 1  # empty ones below those that are filled in
_ROW = re.compile(r"q-(?P<question>\w+)-(?P<number>\d{1,2})-")


class QuestionsForm(AnswerForm):
    """The base of the form of every topic; `topic` says whose questions were answered."""

    topic = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """A time says nothing without its day."""
        valid = bool(super().validate(extra_validators))
        for field in list(self):
            day = self[f"{field.name.removesuffix('-time')}-date"] if _is_time(field) else None
            if day is not None and field.data and not day.data:
                day.errors = [*day.errors, _("Enter the day as well, or leave the time empty.")]
                valid = False
        return valid


def _is_time(field: Any) -> bool:
    return bool(field.name.endswith("-time"))


def form_of(guide: TopicGuide, rows: Mapping[str, int]) -> type[QuestionsForm]:
    """The form with all questions of `guide`; `rows` are how many each list shows."""
    fields: dict[str, Any] = {}
    for question in guide.questions:
        for name, asked in _places(question, rows.get(question.id, 0)):
            fields |= _fields(name, asked)
    return type("TopicQuestionsForm", (QuestionsForm,), fields)


def rows_shown(guide: TopicGuide, case: Case, draft: Iterable[str]) -> dict[str, int]:
    """How many rows each list shows: all that are saved, kept in the draft or sent, and empty ones.

    `draft` are the names of the fields that were kept.
    """
    found = {one.question: len(one.rows) for one in fitting_answers(case, guide)}
    used = [match for name in (*draft, *request.form) if (match := _ROW.match(name))]
    sent = {match["question"]: 0 for match in used}
    for match in used:
        sent[match["question"]] = max(sent[match["question"]], int(match["number"]) + 1)
    return {
        one.id: min(
            MAX_ROWS, max(FIRST_ROWS, found.get(one.id, 0) + SPARE_ROWS, sent.get(one.id, 0))
        )
        for one in guide.questions
        if one.kind is QuestionKind.ROWS
    }


def values_of(guide: TopicGuide, case: Case) -> dict[str, Any]:
    """What the fields show for the answers of `case`."""
    values: dict[str, Any] = {"topic": guide.topic}
    for answer in fitting_answers(case, guide):
        name = field_name(answer.question)
        values |= _shown(name, answer)
        for number, row in enumerate(answer.rows):
            for cell in row:
                values |= _shown(field_name(answer.question, number, cell.column), cell)
    return values


def answered(guide: TopicGuide, form: QuestionsForm, case: Case) -> Case:
    """`case` with the answers of the form."""
    given = {one.question: one for one in fitting_answers(case, guide)}
    answers = [_answer(form, question, given.get(question.id)) for question in guide.questions]
    return replace(case, topic_answers=with_answers(case, guide, answers))


def field_name(question: str, row: int | None = None, column: str = "") -> str:
    """How the fields of a question, or of one place in a list, begin."""
    return f"q-{question}" if row is None else f"q-{question}-{row}-{column}"


# -- fields --------------------------------------------------------------------------------


def _places(question: TopicQuestion, rows: int) -> Iterator[tuple[str, Asked]]:
    if question.kind is not QuestionKind.ROWS:
        yield field_name(question.id), question
    for number in range(rows):
        for column in question.columns:
            yield field_name(question.id, number, column.id), column


def _fields(name: str, asked: Asked) -> dict[str, Any]:
    label = asked.on_form.in_language(current_language())
    match asked.kind:
        case QuestionKind.AMOUNT:
            return {f"{name}-amount": amount_field(label)}
        case QuestionKind.DATE:
            return {f"{name}-date": date_field(label)}
        case QuestionKind.MOMENT:
            return {
                f"{name}-date": date_field(label),
                f"{name}-time": time_field(_("At what time?")),
                f"{name}-zone": SelectField(
                    _("In which time zone is that?"), choices=zone_choices, default=HOME_ZONE
                ),
            }
        case QuestionKind.YES_NO:
            return {f"{name}-yes": RadioField(label, choices=_yes_or_no, default="")}
        case QuestionKind.WORDS:
            return {name: TextAreaField(label, validators=[AtMost(5000)])}
        case _:
            return {name: StringField(label, validators=[AtMost(200)])}


def _yes_or_no() -> list[SelectChoice]:
    open_one = SelectChoice("", _("I leave this open"))
    return [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No")), open_one]


def _shown(name: str, value: Value) -> dict[str, Any]:
    shown: dict[str, Any] = {name: value.words, f"{name}-amount": value.amount}
    if value.moment:
        told = moment_values(value.moment)
        shown |= {f"{name}-{part}": told[part] for part in ("date", "time", "zone")}
    if value.yes is not None:
        shown[f"{name}-yes"] = "yes" if value.yes else "no"
    return shown


# -- answers -------------------------------------------------------------------------------


def _answer(
    form: QuestionsForm, question: TopicQuestion, before: TopicAnswer | None
) -> TopicAnswer:
    """The answer in the form; what proved the answer `before` proves this one."""
    if question.kind is not QuestionKind.ROWS:
        value = _value(form, field_name(question.id), question.kind)
        proof = before.exhibits if before else ()
        return TopicAnswer(question=question.id, **value, exhibits=proof)
    known = before.rows if before else ()
    rows = (
        _row(form, question, number, known[number] if number < len(known) else ())
        for number in range(MAX_ROWS)
    )
    return TopicAnswer(question=question.id, rows=tuple(row for row in rows if row))


def _row(
    form: QuestionsForm, question: TopicQuestion, number: int, before: tuple[Cell, ...]
) -> tuple[Cell, ...]:
    proof = {cell.column: cell.exhibits for cell in before}
    cells = (
        Cell(
            column=one.id,
            **_value(form, field_name(question.id, number, one.id), one.kind),
            exhibits=proof.get(one.id, ()),
        )
        for one in question.columns
    )
    return tuple(cell for cell in cells if not cell.is_open)


def _value(form: QuestionsForm, name: str, kind: QuestionKind) -> dict[str, Any]:
    """The fields of a Value; none when it was left open, or the form does not show that row."""
    match kind:
        case QuestionKind.AMOUNT:
            return {"amount": _typed(form, f"{name}-amount")}
        case QuestionKind.DATE | QuestionKind.MOMENT:
            return {"moment": _moment(form, name)}
        case QuestionKind.YES_NO:
            chosen = form[f"{name}-yes"].data if f"{name}-yes" in form else ""
            return {"yes": chosen == "yes"} if chosen else {}
        case _:
            return {"words": form[name].data or ""} if name in form else {}


def _moment(form: QuestionsForm, name: str) -> Moment | None:
    day = _typed(form, f"{name}-date")
    if not day:
        return None
    zone = form[f"{name}-zone"].data if f"{name}-zone" in form else HOME_ZONE
    return Moment(date=day, time=_typed(form, f"{name}-time") or "", zone=zone or HOME_ZONE)


def _typed(form: QuestionsForm, name: str) -> Any:
    return form[name].value if name in form else None
