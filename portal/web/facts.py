"""What happened? Facts one by one, each with its proof."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from portal.domain.answered_facts import AnsweredFact, answered_facts, facts_told, with_proof
from portal.domain.case import MAX_FACTS, Case, Fact, next_id
from portal.domain.parts import replace
from portal.i18n import lazy_gettext as _l
from portal.services.gate import guide_of
from portal.web.answers import Question, Rows, answer
from portal.web.current import current_case, needs_case
from portal.web.fact_lines import fact_lines
from portal.web.fields import amount_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.language import PREFIX
from portal.web.lists import Row, check_id, remove_row
from portal.web.moments import MomentFields, moment_of, moment_values
from portal.web.proof import proof_question

blueprint = Blueprint("facts", __name__, url_prefix=f"{PREFIX}/case/facts")


class FactForm(MomentFields, AnswerForm):
    """One thing that happened."""

    what = TextAreaField(
        _l("What happened?"),
        validators=[InputRequired(_l("Write what happened.")), AtMost(5000)],
    )
    amount = amount_field(_l("Was it about an amount of money? How much?"))


def fact_of(case: Case, fact_id: str) -> Fact | None:
    return next((one for one in case.facts if one.id == fact_id), None)


def _list(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "facts": fact_lines(facts_told(case, guide_of(case))),
        "new_id": next_id("f", case.facts),
    }


def _fill(fact_id: str, case: Case) -> dict[str, Any]:
    fact = fact_of(case, fact_id) or Fact(id=fact_id)
    return {"what": fact.what, "amount": fact.amount, **moment_values(fact.moment)}


def _apply(fact_id: str, form: FactForm, case: Case) -> Case:
    fact = fact_of(case, fact_id) or Fact(id=fact_id)
    changed = replace(
        fact, moment=moment_of(form), what=form.what.data or "", amount=form.amount.value
    )
    return case.with_fact(changed)


def _question(fact_id: str) -> Question:
    return Question(
        name=f"fact-{fact_id}",
        form=FactForm,
        template="pages/facts/fact.html",
        look=lambda case: fact_of(case, fact_id),
        fill=partial(_fill, fact_id),
        apply=partial(_apply, fact_id),
        after=lambda: url_for("facts.proof", fact_id=fact_id),
        context=lambda case: {"fact": fact_of(case, fact_id), "fact_id": fact_id},
        rows=_ROWS,
    )


_ROWS = Rows(
    fresh=lambda case: _question(next_id("f", case.facts)),
    count=lambda case: len(case.facts),
    most=MAX_FACTS,
    page="facts.overview",
)


def _new(fact_id: str) -> Question:
    """The question on the page of the list itself: events are added without leaving it."""
    return Question(
        name="fact-new",
        form=FactForm,
        template="pages/facts/overview.html",
        fragment="partials/facts_room.html",
        look=lambda case: fact_of(case, fact_id),
        fill=lambda _case: {},
        apply=partial(_apply, fact_id),
        after=lambda: url_for("facts.overview", _anchor="facts-heading"),
        context=lambda case: {**_list(case), "row": fact_id},
        rows=Rows(
            fresh=lambda case: _new(next_id("f", case.facts)),
            count=lambda case: len(case.facts),
            most=MAX_FACTS,
            page="facts.overview",
        ),
    )


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def overview() -> object:
    case = current_case().record.case
    if request.method != "POST" and len(case.facts) >= MAX_FACTS:
        return render_template("pages/facts/overview.html", form=None, **_list(case))
    row = request.form.get("row") or next_id("f", case.facts)
    check_id("f", row)
    return answer(_new(row))


@blueprint.route("/<string:fact_id>", methods=["GET", "POST"])
@needs_case
def fact(fact_id: str) -> object:
    check_id("f", fact_id)
    return answer(_question(fact_id))


@blueprint.route("/<string:fact_id>/proof", methods=["GET", "POST"])
@needs_case
def proof(fact_id: str) -> object:
    if fact_of(current_case().record.case, fact_id) is None:
        abort(404)
    return answer(
        proof_question(
            name=f"fact-{fact_id}-proof",
            look=lambda case: fact_of(case, fact_id),
            put=Case.with_fact,
            template="pages/facts/proof.html",
            after=lambda: url_for("facts.overview"),
        )
    )


@blueprint.route("/answer/<string:fact_id>/proof", methods=["GET", "POST"])
@needs_case
def answer_proof(fact_id: str) -> object:
    """What proves an event that an answer about the topic tells."""
    if _answered(fact_id, current_case().record.case) is None:
        abort(404)
    return answer(
        proof_question(
            name=f"fact-{fact_id}-proof",
            look=partial(_answered, fact_id),
            put=with_proof,
            template="pages/facts/proof.html",
            after=lambda: url_for("facts.overview"),
        )
    )


def _answered(fact_id: str, case: Case) -> AnsweredFact | None:
    return next((one for one in answered_facts(case, guide_of(case)) if one.id == fact_id), None)


@blueprint.route("/<string:fact_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(fact_id: str) -> object:
    return remove_row(
        Row(
            drafts=f"fact-{fact_id}",
            find=lambda case: fact_of(case, fact_id),
            remove=lambda case: case.without_fact(fact_id),
            question="pages/facts/remove.html",
            rows="partials/facts.html",
            context=_list,
            back=url_for("facts.overview"),
        )
    )
