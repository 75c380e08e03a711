"""How every question page works: show, keep what was typed, save, go on.

A page without script sends its form here and gets a whole page back. Invalid input is kept as
a draft and shown again with its errors (422); a part that changed in another tab is never
overwritten (409); a valid answer is saved and leads on (303).
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from flask import flash, g, render_template, request, url_for
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
from portal.web.htmx import go_to, leave_page, wants_fragment
from portal.web.lists import full_list

Look = Callable[[Case], object]


class Question(Struct, frozen=True, kw_only=True):
    """One question page.

    `name` is the draft's name; `look` the part of the case that the page shows; `fill` makes the
    form's values from the case; `apply` puts the form's answers into the case; `after` is the
    address of the next page; `rows` the list in which the answer is a row; `fragment` the part of
    the page that htmx swaps, for a form that stands on the page of its list.
    """

    name: str
    form: type[AnswerForm]
    template: str
    look: Look
    fill: Callable[[Case], Mapping[str, Any]]
    apply: Callable[[Any, Case], Case]
    after: Callable[[], str]
    context: Callable[[Case], Mapping[str, Any]] | None = None
    rows: "Rows | None" = None
    fragment: str = ""


class Rows(Struct, frozen=True, kw_only=True):
    """The list that a question's row belongs to, for rows that may not exist yet."""

    fresh: Callable[[Case], Question]  # the same question about the next new row
    count: Callable[[Case], int]
    most: int
    page: str  # endpoint of the page with the list


def answer(question: Question) -> Response | str | tuple[str, int]:
    """Shows the question (GET) or takes the answer (POST)."""
    opened = current_case()
    if _lacks_room(question, opened.record.case):
        return _turn_back(question, opened)
    if request.method != "POST":
        return _show(question, opened)
    form = question.form(request.form)
    aside = set_aside(question.name, form)
    if aside is not None:
        return aside
    if form.validate() and not refuse_key(form):
        return _save(question, opened, form)
    question = _about_own_row(question, opened, form)
    opened = cases.keep_draft(opened, question.name, typed(form, request.form))
    if "later" in request.form:
        flash(_("We kept what you typed. You can finish it later."))
        return _go(url_for("cases.overview"))
    return _render(question, opened, form), 422


def set_aside(name: str, form: AnswerForm) -> Response | None:
    """Keeps what was typed as the draft `name`, for who changes the language or stays signed in.

    None when neither button was pressed.
    """
    language = request.form.get("switch_language")
    if language in LANGUAGES:
        cases.keep_draft(current_case(), name, typed(form, request.form))
        arguments = {**g.page_arguments, "language": language}
        return _go(url_for(str(request.endpoint), **arguments))
    if "stay" in request.form:
        cases.keep_draft(current_case(), name, typed(form, request.form))
        flash(_("You stay signed in. We kept what you typed."))
        return _go(request.path)
    return None


def _show(question: Question, opened: OpenCase, **extra: object) -> str:
    draft = opened.record.drafts.get(question.name)
    case = opened.record.case
    if draft is not None:
        form = question.form(from_draft(draft))
    else:
        form = question.form(formdata=None, data=question.fill(case))
    form.seen.data = fingerprint(question.look(case))
    return _render(question, opened, form, **extra)


def _save(
    question: Question, opened: OpenCase, form: AnswerForm
) -> Response | str | tuple[str, int]:
    def apply(case: Case) -> Case:
        return question.apply(form, case)

    try:
        saved = cases.change(opened, question.name, question.look, form.seen.data or "", apply)
    except PartChanged as changed:
        own = _about_own_row(question, changed.opened, form)
        if own is not question:
            if _lacks_room(own, changed.opened.record.case):
                return _turn_back(own, changed.opened)
            return _save(own, changed.opened, form)
        return _both_versions(question, changed.opened, form), 409
    if "later" in request.form:
        flash(_("Saved. You can go on whenever you like."))
        return _go(url_for("cases.overview"))
    if question.rows and _is_fragment(question):
        return _show(question.rows.fresh(saved.record.case), saved, focus_list=True)
    return _go(question.after())


def _is_fragment(question: Question) -> bool:
    return bool(question.fragment) and wants_fragment()


def _go(url: str) -> Response:
    """To another page; a form that htmx sent must leave its page for it."""
    return leave_page(url, status=200) if wants_fragment() else go_to(url)


def _about_own_row(question: Question, opened: OpenCase, form: AnswerForm) -> Question:
    """Two tabs that both add a row: each gets one, so this tab's may be the next row by now."""
    case, empty = opened.record.case, fingerprint(question.look(Case()))
    is_taken = form.seen.data == empty != fingerprint(question.look(case))
    return question.rows.fresh(case) if question.rows and is_taken else question


def _lacks_room(question: Question, case: Case) -> bool:
    """Whether the answer would be one row more than the list may have."""
    rows, is_new = question.rows, question.look(case) == question.look(Case())
    return rows is not None and is_new and rows.count(case) >= rows.most


def _turn_back(question: Question, opened: OpenCase) -> Response:
    """To the full list; what was typed is kept for when there is room."""
    rows = cast(Rows, question.rows)
    if request.method == "POST":
        form = question.form(request.form)
        cases.keep_draft(opened, question.name, typed(form, request.form))
    return _go(full_list(rows.most, rows.page))


def _both_versions(question: Question, opened: OpenCase, form: AnswerForm) -> str:
    """What was typed here, still in its form, and beside it what another tab saved."""
    case = opened.record.case
    cases.keep_draft(opened, question.name, typed(form, request.form))
    form.seen.data = fingerprint(question.look(case))
    saved = question.form(formdata=None, data=question.fill(case))
    return _render(question, opened, form, saved=saved)


def _render(question: Question, opened: OpenCase, form: AnswerForm, **extra: object) -> str:
    case = opened.record.case
    context = dict(question.context(case)) if question.context else {}
    template = question.fragment if _is_fragment(question) else question.template
    shown = {"form": form, "case": case, "saved": None, **context, **extra}
    return render_template(template, **shown)


def refuse_key(form: AnswerForm) -> bool:
    """Whether a case key was typed into the form; its field then says so."""
    if not form.holds_key:
        return False
    for field in form:
        if isinstance(field.data, str) and form.is_key(field.data):
            field.errors = [_("This looks like your case key. Take it out: keep it to yourself.")]
    return True
