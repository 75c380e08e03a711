"""What proves it? Ticks evidence that is there already, or describes a new piece."""

from collections.abc import Callable
from typing import Any

from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.answered_facts import AnsweredFact
from portal.domain.case import (
    MAX_EXHIBITS,
    Case,
    Contact,
    Dispatch,
    Exhibit,
    Fact,
    Letter,
    next_id,
)
from portal.domain.codes import ExhibitKind
from portal.domain.parts import replace
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.answers import Question
from portal.web.choices import CodeRadios
from portal.web.current import current_case
from portal.web.files import upload_form
from portal.web.forms import AnswerForm, AtMost
from portal.wording import label

Part = Fact | AnsweredFact | Contact | Dispatch | Letter


class ProofForm(AnswerForm):
    """Which evidence shows it."""

    exhibits = SelectMultipleField(
        _l("Evidence that you wrote down before"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    kind = CodeRadios(_l("What kind of evidence is it?"), ExhibitKind)
    description = StringField(_l("What does it show?"), validators=[AtMost(200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = current_case().record.case.exhibits
        self.exhibits.choices = [SelectChoice(one.id, exhibit_line(one)) for one in known]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        is_new = bool(self.kind.code(ExhibitKind))
        if is_new == bool(self.description.data):
            return self._has_room() and valid if is_new else valid
        missing = self.kind if self.description.data else self.description
        words = (
            _("Select what kind of evidence it is.")
            if missing is self.kind
            else _("Write in a few words what the evidence shows.")
        )
        missing.errors = [*missing.errors, words]
        return False

    def _has_room(self) -> bool:
        if len(self.exhibits.choices) < MAX_EXHIBITS:
            return True
        limit = MAX_EXHIBITS
        words = _("This list is full: it has at most %(limit)s. Remove one first.", limit=limit)
        self.description.errors = [*self.description.errors, words]
        return False


def exhibit_line(exhibit: Exhibit) -> str:
    """An exhibit in one line, as in "Screenshot: the withdrawal page"."""
    if not exhibit.description:
        return label(exhibit.kind)
    return _("%(kind)s: %(description)s", kind=label(exhibit.kind), description=exhibit.description)


def proof_question(
    *,
    name: str,
    look: Callable[[Case], Part | None],
    put: Callable[[Case, Any], Case],
    template: str,
    after: Callable[[], str],
) -> Question:
    """The question "what proves it?" for the fact, contact or letter that `look` finds."""

    def fill(case: Case) -> dict[str, Any]:
        part = look(case)
        return {"exhibits": list(part.exhibits) if part else []}

    def apply(form: ProofForm, case: Case) -> Case:
        part = look(case)
        if part is None:
            return case
        case, chosen = _with_new(form, case)
        return put(case, replace(part, exhibits=chosen))

    return Question(
        name=name,
        form=ProofForm,
        template=template,
        look=look,
        fill=fill,
        apply=apply,
        after=after,
        context=lambda case: _context(look(case)),
    )


def _context(part: Part | None) -> dict[str, Any]:
    """The page's own, and a form that adds a file as proof of `part`."""
    return {"part": part, **upload_form(part.id if part else "")}


def _with_new(form: ProofForm, case: Case) -> tuple[Case, tuple[str, ...]]:
    known = {one.id for one in case.exhibits}
    chosen = [name for name in form.exhibits.data or () if name in known]
    kind = form.kind.code(ExhibitKind)
    if kind is None:
        return case, tuple(chosen)
    new = Exhibit(
        id=next_id("e", case.exhibits), kind=kind, description=form.description.data or ""
    )
    return case.with_exhibit(new), (*chosen, new.id)
