"""What decides such cases, as a checklist: which pieces of evidence show each thing."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from wtforms import SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.case import Case
from portal.domain.parts import replace
from portal.domain.rules import Text
from portal.domain.topic_answers import DecidingEvidence
from portal.domain.topics import Evidence, TopicGuide
from portal.i18n import current_language
from portal.services.gate import guide_of
from portal.web.forms import AnswerForm
from portal.web.proof import exhibit_line


class Item(Struct, frozen=True, kw_only=True):
    """One line of the checklist: what it is, how many pieces show it, can the casino have it."""

    id: str
    name: Text
    text: Text
    pieces: int
    can_ask: bool

    @property
    def field(self) -> str:
        return field_name(self.id)


def field_name(evidence: str) -> str:
    return f"e-{evidence}"


def checklist(case: Case) -> tuple[Item, ...]:
    """What decides cases about this topic, and what of it is there; () without a topic."""
    guide = guide_of(case)
    there = {one.evidence: len(one.exhibits) for one in case.deciding_evidence}
    return tuple(_item(one, there.get(one.id, 0)) for one in guide.evidence) if guide else ()


def _item(one: Evidence, pieces: int) -> Item:
    return Item(
        id=one.id, name=one.name, text=one.text, pieces=pieces, can_ask=one.request is not None
    )


def form_of(guide: TopicGuide, case: Case) -> type[AnswerForm]:
    """A form that ticks the pieces of evidence of `case` for each thing that decides."""
    choices = [SelectChoice(one.id, exhibit_line(one)) for one in case.exhibits]
    language = current_language()
    fields: dict[str, Any] = {
        field_name(one.id): SelectMultipleField(
            one.text.in_language(language),
            choices=choices,
            validate_choice=False,  # a piece may have been removed in another tab
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        for one in guide.evidence
    }
    return type("DecidingEvidenceForm", (AnswerForm,), fields)


def values_of(guide: TopicGuide, case: Case) -> dict[str, Any]:
    """What the form shows for `case`."""
    return {field_name(one.evidence): list(one.exhibits) for one in chosen(guide, case)}


def chosen(guide: TopicGuide, case: Case) -> tuple[DecidingEvidence, ...]:
    """What was ticked about this topic."""
    asked = {one.id for one in guide.evidence}
    return tuple(one for one in case.deciding_evidence if one.evidence in asked)


def ticked(guide: TopicGuide, answers: Mapping[str, Any], case: Case) -> Case:
    """`case` with what was ticked; what was ticked about another topic stays."""
    others = [one for one in case.deciding_evidence if one not in chosen(guide, case)]
    found = ((one.id, _existing(answers.get(field_name(one.id)), case)) for one in guide.evidence)
    new = (DecidingEvidence(evidence=name, exhibits=names) for name, names in found if names)
    return replace(case, deciding_evidence=(*new, *others))


def _existing(names: list[str] | None, case: Case) -> tuple[str, ...]:
    """In the order of the case's list, so that the same ticks are the same answer."""
    wanted = set(names or ())
    return tuple(one.id for one in case.exhibits if one.id in wanted)
