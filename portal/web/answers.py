"""How every question page works: show, keep what was typed, save, go on.

A page without script sends its form here and gets a whole page back. Invalid input is kept as
a draft and shown again with its errors (422); a part that changed in another tab is never
overwritten (409); a valid answer is saved and leads on (303).
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from msgspec import Struct
from werkzeug.wrappers import Response

from portal.domain.case import Case
from portal.i18n import LANGUAGES
from portal.i18n import gettext as _
from portal.services import cases
from portal.services.cases import PartChanged, fingerprint
from portal.store.cases import OpenCase
from portal.web.current import current_case
from portal.web.forms import AnswerForm, from_draft, typed

Look = Callable[[Case], object]


class Question(Struct, frozen=True, kw_only=True):
    """One question page.

    `name` is the draft's name; `look` the part of the case that the page shows; `fill` makes the
    form's values from the case; `apply` puts the form's answers into the case; `after` is the
    address of the next page. `fresh` is the same question about a row that does not exist yet.
    """

    name: str
    form: type[AnswerForm]
    template: str
    look: Look
    fill: Callable[[Case], Mapping[str, Any]]
    apply: Callable[[Any, Case], Case]
    after: Callable[[], str]
    context: Callable[[Case], Mapping[str, Any]] | None = None
    fresh: Callable[[Case], "Question"] | None = None


def answer(question: Question) -> Response | str | tuple[str, int]:
    """Shows the question (GET) or takes the answer (POST)."""
    opened = current_case()
    if request.method != "POST":
        return _show(question, opened)
    form = question.form(request.form)
    language = request.form.get("switch_language")
    if language in LANGUAGES:
        cases.keep_draft(opened, question.name, typed(request.form))
        arguments = {**g.page_arguments, "language": language}
        return redirect(url_for(str(request.endpoint), **arguments), code=303)
    if form.validate() and not _refuse_key(form):
        return _save(question, opened, form)
    opened = cases.keep_draft(opened, question.name, _without_key(form))
    if "later" in request.form:
        flash(_("We kept what you typed. You can finish it later."))
        return redirect(url_for("cases.overview"), code=303)
    return _render(question, opened, form), 422


def _show(question: Question, opened: OpenCase) -> str:
    draft = opened.record.drafts.get(question.name)
    case = opened.record.case
    if draft is not None:
        form = question.form(from_draft(draft))
    else:
        form = question.form(formdata=None, data=question.fill(case))
    form.seen.data = fingerprint(question.look(case))
    return _render(question, opened, form)


def _save(question: Question, opened: OpenCase, form: AnswerForm) -> Response | tuple[str, int]:
    def apply(case: Case) -> Case:
        return question.apply(form, case)

    try:
        cases.change(opened, question.name, question.look, form.seen.data or "", apply)
    except PartChanged as changed:
        if question.fresh and form.seen.data == fingerprint(question.look(Case())):
            # two tabs that both add a row: each gets one
            return _save(question.fresh(changed.opened.record.case), changed.opened, form)
        return _both_versions(question, changed.opened, form), 409
    if "later" in request.form:
        flash(_("Saved. You can go on whenever you like."))
        return redirect(url_for("cases.overview"), code=303)
    return redirect(question.after(), code=303)


def _both_versions(question: Question, opened: OpenCase, form: AnswerForm) -> str:
    """What was typed here, still in its form, and beside it what another tab saved."""
    case = opened.record.case
    cases.keep_draft(opened, question.name, typed(request.form))
    form.seen.data = fingerprint(question.look(case))
    saved = question.form(formdata=None, data=question.fill(case))
    return _render(question, opened, form, saved=saved)


def _render(question: Question, opened: OpenCase, form: AnswerForm, **extra: object) -> str:
    case = opened.record.case
    context = dict(question.context(case)) if question.context else {}
    return render_template(
        question.template, form=form, case=case, **{"saved": None, **context, **extra}
    )


def _refuse_key(form: AnswerForm) -> bool:
    if not form.holds_key:
        return False
    for field in form:
        if isinstance(field.data, str) and form.is_key(field.data):
            field.errors = [_("This looks like your case key. Take it out: keep it to yourself.")]
    return True


def _without_key(form: AnswerForm) -> dict[str, list[str]]:
    """The draft, without a field that holds the case key."""
    return {
        name: values
        for name, values in typed(request.form).items()
        if not any(form.is_key(value) for value in values)
    }
