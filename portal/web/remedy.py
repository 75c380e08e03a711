"""What do you want? The remedy and the amount."""

from typing import Any

from flask import Blueprint, url_for
from wtforms import TextAreaField

from portal.domain.case import Case, Remedy
from portal.domain.codes import MONEY_REMEDIES, RemedyKind
from portal.domain.parts import replace
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.answers import Question, answer
from portal.web.choices import CodeCheckboxes
from portal.web.current import needs_case
from portal.web.fields import amount_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.language import PREFIX

blueprint = Blueprint("remedy", __name__, url_prefix=f"{PREFIX}/case/remedy")


class RemedyForm(AnswerForm):
    """What the casino has to do."""

    kinds = CodeCheckboxes(_l("What do you want the casino to do?"), RemedyKind)
    amount = amount_field(_l("How much money do you ask for?"))
    amount_explanation = TextAreaField(
        _l("How did you work out this amount?"), validators=[AtMost(5000)]
    )
    words = TextAreaField(_l("What else do you want to say about it?"), validators=[AtMost(5000)])

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        chosen = self.kinds.codes(RemedyKind)
        if not chosen:
            self.kinds.errors = [_("Select what you want the casino to do.")]
            return False
        if not self.amount.data and MONEY_REMEDIES.intersection(chosen):
            self.amount.errors = [_("Enter the amount that you ask for.")]
            return False
        return valid


def _fill(case: Case) -> dict[str, Any]:
    remedy = case.remedy
    return {
        "kinds": [str(kind) for kind in remedy.kinds],
        "amount": remedy.amount,
        "amount_explanation": remedy.amount_explanation,
        "words": remedy.words,
    }


def _apply(form: RemedyForm, case: Case) -> Case:
    remedy = Remedy(
        kinds=form.kinds.codes(RemedyKind),
        amount=form.amount.value,
        amount_explanation=form.amount_explanation.data or "",
        words=form.words.data or "",
    )
    return replace(case, remedy=remedy)


REMEDY = Question(
    name="remedy",
    form=RemedyForm,
    template="pages/remedy/remedy.html",
    look=lambda case: case.remedy,
    fill=_fill,
    apply=_apply,
    after=lambda: url_for("cases.overview"),
)


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def remedy() -> object:
    return answer(REMEDY)
