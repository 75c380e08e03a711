"""The end of a case: closed by the player with how it ended, kept a while, and opened again."""

from flask import Blueprint, render_template, request, url_for
from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.domain.closing import Closing
from portal.domain.codes import AnswerKind, Result
from portal.domain.counting import CountedCase
from portal.domain.disclosure import LEAST
from portal.domain.figures import YEARS_KEPT
from portal.i18n import lazy_gettext as _l
from portal.services import cases, counting, reminders
from portal.web.choices import CodeRadios
from portal.web.clock import today
from portal.web.current import current_case, needs_own_case
from portal.web.forms import AnswerForm
from portal.web.group import closed_months, retention_months
from portal.web.htmx import go_to
from portal.web.known import known
from portal.web.language import PREFIX
from portal.wording.figures import counted_lines

blueprint = Blueprint("closing", __name__, url_prefix=f"{PREFIX}/case/close")

_RESULTS = {
    AnswerKind.SOLVED: Result.SOLVED,
    AnswerKind.PARTLY_SOLVED: Result.PARTLY_SOLVED,
}


class CloseForm(AnswerForm):
    """How it ended."""

    result = CodeRadios(
        _l("How did it end?"), Result, validators=[InputRequired(_l("Select how it ended."))]
    )
    count = BooleanField(_l("Yes, count my case"))


@blueprint.route("", methods=["GET", "POST"])
@needs_own_case
def close() -> object:
    opened = current_case()
    if opened.record.case.closing:
        return go_to(url_for("closing.closed"))
    form = CloseForm(request.form if request.method == "POST" else None, data=_likely())
    if request.method == "POST" and form.validate():
        result = form.result.code(Result) or Result.NOT_SOLVED
        opened = reminders.take_all_back(opened)  # they would call him back to it
        if form.count.data:
            opened = counting.count_case(opened, _counted(result))
        cases.close_case(opened, Closing(on=today(), result=result), closed_months())
        return go_to(url_for("closing.closed"))
    page = render_template(
        "pages/closing/close.html",
        form=form,
        record=opened.record,
        months=closed_months(),
        lines=[
            {"key": name, "value": value, "url": ""}
            for name, value in counted_lines(_counted(Result.NOT_SOLVED), known())
        ],
        least=LEAST,
        years=YEARS_KEPT,
    )
    return (page, 422) if form.errors else page


@blueprint.route("/closed", methods=["GET", "POST"])
@needs_own_case
def closed() -> object:
    """A thank-you and the day after which the case goes; POST opens it again."""
    opened = current_case()
    if opened.record.case.closing is None:
        return go_to(url_for("closing.close"))
    if request.method == "POST":
        cases.open_again(opened, today(), retention_months())
        return go_to(url_for("cases.overview"))
    return render_template(
        "pages/closing/closed.html", case=opened.record.case, kept_until=cases.kept_until(opened)
    )


def _likely() -> dict[str, Result]:
    """What the replies say already, for the player to confirm."""
    kinds = [one.answer.kind for one in current_case().record.case.dispatches if one.answer]
    found = [_RESULTS[kind] for kind in (*_RESULTS,) if kind in kinds]
    return {"result": found[0]} if found else {}


def _counted(result: Result) -> CountedCase:
    return counting.to_be_counted(current_case(), result, today(), known())
