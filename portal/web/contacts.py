"""Contacts with the casino: the ladder as a picture and a list, and the words for each step.

Recording is never blocked: contacts in any order, on any step.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.documents.texts import SHORT_LIMIT, offered_texts, step_text, text_title
from portal.domain.case import MAX_CONTACTS, Case, Contact, next_id
from portal.domain.codes import AskedFor, Channel, Outcome, Step, TextKind
from portal.domain.incoming import contact_with, waiting_chats, waiting_mails
from portal.domain.ladder import ladder_of
from portal.domain.letters import ASIDE, STOCK_REPLIES
from portal.domain.parts import replace
from portal.domain.procedure import complaint_on_its_way, is_after_complaint, outside_procedure
from portal.i18n import LANGUAGES
from portal.i18n import lazy_gettext as _l
from portal.services.gate import pack_of
from portal.web.answers import Question, Rows, answer
from portal.web.choices import CodeCheckboxes, CodeRadios, choices_of
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import go_to
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.letters import term_days, text_context
from portal.web.lists import Row, check_id, full_list, remove_row
from portal.web.moments import MomentFields, moment_of, moment_values
from portal.web.proof import proof_question

blueprint = Blueprint("contacts", __name__, url_prefix=f"{PREFIX}/case/contacts")

# With the casino; contact with a dispute body or an authority is recorded as a dispatch.
STEPS = (Step.SUPPORT, Step.MANAGER, Step.COMPLAINT)
ABOUT_OTHER = _l("This was about another question, not about this problem")


class WhenForm(MomentFields, AnswerForm):
    """With whom, how and when."""

    step = RadioField(
        _l("Who did you have contact with?"),
        choices=lambda: choices_of(STEPS),
        validators=[InputRequired(_l("Select who you had contact with."))],
    )
    channel = CodeRadios(
        _l("How did you have contact?"),
        Channel,
        validators=[InputRequired(_l("Select how you had contact."))],
    )
    with_whom = StringField(_l("Which name did they give?"), validators=[AtMost(200)])
    reference = StringField(_l("Did they give a reference number?"), validators=[AtMost(200)])


class SaidForm(AnswerForm):
    """What was asked, what was answered, what came of it."""

    asked_for = CodeCheckboxes(_l("What did you ask for?"), AskedFor)
    asked = TextAreaField(_l("What did you ask or say?"), validators=[AtMost(5000)])
    outcome = CodeRadios(
        _l("What came of it?"),
        Outcome,
        validators=[InputRequired(_l("Select what came of it."))],
    )
    answered = TextAreaField(_l("What did they answer?"), validators=[AtMost(5000)])
    about_other = BooleanField(ABOUT_OTHER)


class ReasonForm(AnswerForm):
    """Why no manager could be reached."""

    no_manager_reason = TextAreaField(
        _l("Why could you not reach a manager?"), validators=[AtMost(5000)]
    )


def contact_of(case: Case, contact_id: str) -> Contact | None:
    return next((one for one in case.contacts if one.id == contact_id), None)


def no_room_for(exhibit_id: str, case: Case) -> Response | None:
    """Back to the contacts when this exhibit would be one contact more than there may be."""
    if len(case.contacts) < MAX_CONTACTS or contact_with(case, exhibit_id):
        return None
    return go_to(full_list(MAX_CONTACTS, "contacts.overview"))


def _list(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "contacts": case.contacts_in_order,
        "outside": {one.id for one in outside_procedure(case)},
        "new_id": next_id("c", case.contacts),
        "mails": waiting_mails(case),
        "chats": waiting_chats(case),
        "texts": _ladder_texts(case),
        "rungs": ladder_of(case, pack_of(case, known_packs()), today()),
    }


def _ladder_texts(case: Case) -> dict[TextKind, str]:
    """The texts for a step of the ladder; the others are on the page with all texts."""
    offered = offered_texts(case, today())
    return {one: text_title(one) for one in offered if one not in ASIDE | STOCK_REPLIES}


def _when_values(contact_id: str, case: Case) -> dict[str, Any]:
    contact = contact_of(case, contact_id)
    if contact is None:
        return {}
    names = ("step", "channel", "with_whom", "reference")
    values = {name: getattr(contact, name) for name in names}
    return {**values, **moment_values(contact.moment)}


def _put_when(contact_id: str, form: WhenForm, case: Case) -> Case:
    contact = contact_of(case, contact_id) or Contact(id=contact_id)
    changed = replace(
        contact,
        step=Step(form.step.data),
        channel=form.channel.code(Channel),
        moment=moment_of(form),
        with_whom=form.with_whom.data or "",
        reference=form.reference.data or "",
    )
    return case.with_contact(changed)


def asks_about_other(contact: Contact, case: Case) -> bool:
    """After the complaint it matters whether a contact was about this problem or another one."""
    is_late = is_after_complaint(contact, complaint_on_its_way(case))
    return contact.about_other or (is_late and contact.step is not Step.COMPLAINT)


def _said_values(contact_id: str, case: Case) -> dict[str, Any]:
    contact = contact_of(case, contact_id)
    if contact is None:
        return {}
    return {
        "asked_for": [str(one) for one in contact.asked_for],
        "asked": contact.asked,
        "outcome": contact.outcome,
        "answered": contact.answered,
        "about_other": contact.about_other,
    }


def _put_said(contact_id: str, form: SaidForm, case: Case) -> Case:
    contact = contact_of(case, contact_id)
    if contact is None:
        return case
    changed = replace(
        contact,
        asked_for=form.asked_for.codes(AskedFor),
        asked=form.asked.data or "",
        outcome=form.outcome.code(Outcome),
        answered=form.answered.data or "",
        about_other=bool(form.about_other.data)
        if asks_about_other(contact, case)
        else contact.about_other,
    )
    return case.with_contact(changed)


def _about(contact_id: str, case: Case) -> dict[str, Any]:
    contact = contact_of(case, contact_id)
    asks_other = contact is not None and asks_about_other(contact, case)
    return {"contact": contact, "contact_id": contact_id, "asks_other": asks_other}


def _question(
    contact_id: str,
    page: str,
    form: type[AnswerForm],
    fill: Callable[[str, Case], dict[str, Any]],
    apply: Callable[[str, Any, Case], Case],
    after: str,
    *,
    may_be_new: bool = False,
) -> Question:
    """One of the pages about a contact; each page only compares what it shows itself."""
    return Question(
        name=f"contact-{contact_id}-{page}",
        form=form,
        template=f"pages/contacts/{page}.html",
        look=partial(fill, contact_id),
        fill=partial(fill, contact_id),
        apply=partial(apply, contact_id),
        after=lambda: url_for(after, contact_id=contact_id),
        context=partial(_about, contact_id),
        rows=_ROWS if may_be_new else None,
    )


def _when(contact_id: str) -> Question:
    return _question(
        contact_id,
        "when",
        WhenForm,
        _when_values,
        _put_when,
        "contacts.said",
        may_be_new=True,
    )


_ROWS = Rows(
    fresh=lambda case: _when(next_id("c", case.contacts)),
    count=lambda case: len(case.contacts),
    most=MAX_CONTACTS,
    page="contacts.overview",
)


def _must_exist(contact_id: str) -> None:
    if contact_of(current_case().record.case, contact_id) is None:
        abort(404)


@blueprint.route("")
@needs_case
def overview() -> object:
    return render_template("pages/contacts/overview.html", **_list(current_case().record.case))


@blueprint.route("/<string:contact_id>", methods=["GET", "POST"])
@needs_case
def when(contact_id: str) -> object:
    check_id("c", contact_id)
    return answer(_when(contact_id))


@blueprint.route("/<string:contact_id>/said", methods=["GET", "POST"])
@needs_case
def said(contact_id: str) -> object:
    _must_exist(contact_id)
    return answer(
        _question(contact_id, "said", SaidForm, _said_values, _put_said, "contacts.proof")
    )


@blueprint.route("/<string:contact_id>/proof", methods=["GET", "POST"])
@needs_case
def proof(contact_id: str) -> object:
    _must_exist(contact_id)
    return answer(
        proof_question(
            name=f"contact-{contact_id}-proof",
            look=lambda case: contact_of(case, contact_id),
            put=Case.with_contact,
            template="pages/contacts/proof.html",
            after=lambda: url_for("contacts.overview"),
        )
    )


@blueprint.route("/<string:contact_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(contact_id: str) -> object:
    return remove_row(
        Row(
            drafts=f"contact-{contact_id}",
            find=lambda case: contact_of(case, contact_id),
            remove=lambda case: case.without_contact(contact_id),
            question="pages/contacts/remove.html",
            rows="partials/contacts.html",
            context=_list,
            back=url_for("contacts.overview"),
        )
    )


NO_MANAGER = Question(
    name="no-manager",
    form=ReasonForm,
    template="pages/contacts/no_manager.html",
    look=lambda case: case.no_manager_reason,
    fill=lambda case: {"no_manager_reason": case.no_manager_reason},
    apply=lambda form, case: replace(case, no_manager_reason=form.no_manager_reason.data or ""),
    after=lambda: url_for("contacts.overview"),
)


@blueprint.route("/no-manager", methods=["GET", "POST"])
@needs_case
def no_manager() -> object:
    return answer(NO_MANAGER)


@blueprint.route(
    "/words/<any({}):kind>/<any({}):text_language>".format(
        ", ".join(TextKind), ", ".join(LANGUAGES)
    )
)
@needs_case
def words(kind: str, text_language: str) -> object:
    """The exact text to send or paste, in the casino's language or the player's own."""
    case, text_kind = current_case().record.case, TextKind(kind)
    pack = pack_of(case, known_packs())
    if text_kind not in offered_texts(case, today()):
        abort(404)
    text = step_text(text_kind, case, pack, text_language, today(), term_days(text_kind))
    return render_template(
        "pages/contacts/words.html",
        case=case,
        kind=text_kind,
        title=text_title(text_kind),
        text=text,
        text_language=text_language,
        languages=LANGUAGES,
        short_limit=SHORT_LIMIT,
        **text_context(text_kind, case),
    )
