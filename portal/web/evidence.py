"""Evidence: what there is, what it shows, and which facts have none yet."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template, url_for
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from portal.domain.answered_facts import AnsweredFact, answered_facts, unproven_facts
from portal.domain.case import MAX_EXHIBITS, Case, Exhibit, next_id
from portal.domain.codes import ExhibitKind
from portal.domain.listed import Provable
from portal.domain.packet_exhibits import provable_parts
from portal.domain.parts import replace
from portal.i18n import lazy_gettext as _l
from portal.services.evidence import exhibit_of
from portal.services.gate import guide_of
from portal.web.answers import Question, Rows, answer
from portal.web.choices import CodeRadios
from portal.web.current import current_case, needs_case
from portal.web.fact_lines import fact_lines
from portal.web.files import upload_form
from portal.web.forms import AnswerForm, AtMost
from portal.web.language import PREFIX
from portal.web.lists import Row, check_id, remove_row
from portal.web.moments import MomentFields, moment_of, moment_values
from portal.web.proof import exhibit_line
from portal.web.topic_evidence import checklist
from portal.web.transcripts import text_in_packet

blueprint = Blueprint("evidence", __name__, url_prefix=f"{PREFIX}/case/evidence")


class ExhibitForm(MomentFields, AnswerForm):
    """One piece of evidence."""

    kind = CodeRadios(
        _l("What kind of evidence is it?"),
        ExhibitKind,
        validators=[InputRequired(_l("Select what kind of evidence it is."))],
    )
    description = StringField(
        _l("What does it show?"),
        validators=[
            InputRequired(_l("Write in a few words what the evidence shows.")),
            AtMost(200),
        ],
    )
    attach = BooleanField(_l("Send the original file along in the packet"))


def list_context(case: Case) -> dict[str, Any]:
    """What the page with the list needs."""
    return {**_list(case), **upload_form()}


def _list(case: Case) -> dict[str, Any]:
    guide = guide_of(case)
    parts: tuple[Provable | AnsweredFact, ...] = (
        *provable_parts(case),
        *answered_facts(case, guide),
    )
    proves = {one.id: [part for part in parts if one.id in part.exhibits] for one in case.exhibits}
    return {
        "unproven": fact_lines(unproven_facts(case, guide)),
        "case": case,
        "exhibits": case.exhibits,
        "proves": proves,
        "exhibit_line": exhibit_line,
        "new_id": next_id("e", case.exhibits),
        "checklist": checklist(case),
    }


def _fill(exhibit_id: str, case: Case) -> dict[str, Any]:
    found = exhibit_of(case, exhibit_id)
    if found is None:
        return {}
    values = moment_values(found.moment)
    attach = found.file is not None and found.file.attach
    return {"kind": found.kind, "description": found.description, "attach": attach, **values}


def _apply(exhibit_id: str, form: ExhibitForm, case: Case) -> Case:
    exhibit = exhibit_of(case, exhibit_id) or Exhibit(id=exhibit_id)
    changed = replace(
        exhibit,
        kind=form.kind.code(ExhibitKind) or ExhibitKind.OTHER,
        description=form.description.data or "",
        moment=moment_of(form),
        file=exhibit.file and replace(exhibit.file, attach=bool(form.attach.data)),
    )
    return case.with_exhibit(changed)


def _question(exhibit_id: str) -> Question:
    return Question(
        name=f"exhibit-{exhibit_id}",
        form=ExhibitForm,
        template="pages/evidence/exhibit.html",
        look=lambda case: _told(exhibit_of(case, exhibit_id)),
        fill=partial(_fill, exhibit_id),
        apply=partial(_apply, exhibit_id),
        after=lambda: url_for("evidence.overview"),
        context=partial(_context, exhibit_id),
        rows=_ROWS,
    )


def _context(exhibit_id: str, case: Case) -> dict[str, Any]:
    found = exhibit_of(case, exhibit_id)
    return {"exhibit": found, **upload_form(exhibit_id), **text_in_packet(found, case)}


def _told(exhibit: Exhibit | None) -> Exhibit | None:
    """What this form is about: how the file is shown is changed elsewhere."""
    if exhibit is None or exhibit.file is None:
        return exhibit
    return replace(exhibit, file=replace(exhibit.file, chosen=(), edits=(), black=(), pages=0))


_ROWS = Rows(
    fresh=lambda case: _question(next_id("e", case.exhibits)),
    count=lambda case: len(case.exhibits),
    most=MAX_EXHIBITS,
    page="evidence.overview",
)


@blueprint.route("")
@needs_case
def overview() -> object:
    case = current_case().record.case
    return render_template("pages/evidence/overview.html", **list_context(case))


@blueprint.route("/<string:exhibit_id>", methods=["GET", "POST"])
@needs_case
def exhibit(exhibit_id: str) -> object:
    check_id("e", exhibit_id)
    return answer(_question(exhibit_id))


@blueprint.route("/<string:exhibit_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(exhibit_id: str) -> object:
    return remove_row(
        Row(
            drafts=f"exhibit-{exhibit_id}",
            find=lambda case: exhibit_of(case, exhibit_id),
            remove=lambda case: case.without_exhibit(exhibit_id),
            question="pages/evidence/remove.html",
            rows="partials/exhibits.html",
            context=_list,
            back=url_for("evidence.overview"),
        )
    )
