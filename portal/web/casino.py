"""The casino: its name, its licence, your account there, and where complaints go."""

from typing import Any

from flask import Blueprint, current_app, make_response, render_template, request, url_for
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.config import Settings
from portal.domain.case import Case, Casino
from portal.domain.codes import Unit
from portal.domain.parts import replace
from portal.domain.register import AUTHORITY as REGISTER_OF
from portal.domain.register import RegisterAnswer
from portal.domain.router_bodies import retired_in
from portal.domain.rules import NO_LICENCE, UNKNOWN
from portal.domain.values import Period
from portal.i18n import current_language
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.gate import pack_of
from portal.services.licences import ask_register, recognise_licence
from portal.web.answers import Question, answer
from portal.web.choices import Choices, CodeRadios, packet_languages, regulator_choices
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.fields import email_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import vary
from portal.web.known import known, known_packs
from portal.web.language import PREFIX

blueprint = Blueprint("casino", __name__, url_prefix=f"{PREFIX}/case/casino")

_TERM_UNITS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS)


class NameForm(AnswerForm):
    """Which casino it is, and under which name the player plays there."""

    brand = StringField(
        _l("What is the casino called?"),
        validators=[InputRequired(_l("Enter the name of the casino.")), AtMost(200)],
    )
    website = StringField(_l("What is the address of its website?"), validators=[AtMost(200)])
    username = StringField(_l("What is your username there?"), validators=[AtMost(200)])


class LicenceForm(AnswerForm):
    """What the foot of the casino's website says."""

    footer_text = TextAreaField(
        _l("What does the casino's website say about its licence?"), validators=[AtMost(5000)]
    )
    licence_number = StringField(_l("Licence number"), validators=[AtMost(200)])
    licence_holder = StringField(_l("Which company has the licence?"), validators=[AtMost(200)])


def _authority_choices() -> Choices:
    known = [pack for pack in known_packs().values() if pack.id != UNKNOWN]
    return [
        *regulator_choices(known),
        SelectChoice(UNKNOWN, _("Another regulator, or I do not know")),
        SelectChoice(NO_LICENCE, _("I found no licence at all")),
    ]


class AuthorityForm(AnswerForm):
    """Which authority gave the licence."""

    authority = RadioField(
        _l("Which gambling regulator gave this casino its licence?"),
        choices=_authority_choices,
        validators=[
            InputRequired(_l("Select the gambling regulator. You may choose 'I do not know'."))
        ],
    )
    authority_name = StringField(
        _l("The name of the other regulator, if you know it"), validators=[AtMost(200)]
    )


def _still_exists(form: AnswerForm, field: Field) -> None:
    """Refuses a body that ended: the gate would send the player to a closed door."""
    ended = retired_in(field.data or "", known().bodies)
    if not ended or form["no_dispute_body"].data:
        return
    raise ValidationError(
        _(
            "This no longer exists: %(name)s. "
            "Fill in another dispute body, or tick that the terms name none.",
            name=ended[0].name.in_language(current_language()),
        )
    )


class ComplaintsForm(AnswerForm):
    """Where formal complaints go, and how long the casino takes by its own terms."""

    complaints_email = email_field(_l("The e-mail address for formal complaints"))
    address = TextAreaField(_l("The postal address of the casino"), validators=[AtMost(5000)])
    answer_number = IntegerField(
        _l("Within what time does the casino answer, by its own terms?"),
        validators=[
            Optional(),
            NumberRange(1, 1000, message=_l("Enter a number from 1 to 1000.")),
        ],
    )
    answer_unit = CodeRadios(_l("Is that in days, weeks or months?"), _TERM_UNITS)
    dispute_body = StringField(
        _l("Which independent dispute body do its terms name?"),
        validators=[AtMost(200), _still_exists],
    )
    no_dispute_body = BooleanField(_l("I looked, and the terms name no dispute body"))
    support_language = RadioField(
        _l("In which language does the casino help you?"),
        choices=packet_languages,
        validators=[Optional()],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.answer_number.data and not self.answer_unit.code(Unit):
            self.answer_unit.errors = [_("Select days, weeks or months.")]
            return False
        return valid


def _values(*names: str) -> Any:
    return lambda case: {name: getattr(case.casino, name) for name in names}


def _put(form: AnswerForm, case: Case) -> Case:
    answers = {name: value or "" for name, value in form.answers().items()}
    return replace(case, casino=replace(case.casino, **answers))


def _put_licence(form: LicenceForm, case: Case) -> Case:
    """Also fills in the authority that the licence points to, unless one was chosen before."""
    case = _put(form, case)
    found = recognise_licence(case.casino, known())
    if found.recognition is None:
        return case
    number = case.casino.licence_number or found.recognition.number
    case = replace(case, casino=replace(case.casino, licence_number=number))
    if case.casino.authority not in {"", UNKNOWN}:
        return case
    return replace(case, casino=replace(case.casino, authority=found.recognition.authority))


def _recognised(casino: Casino) -> dict[str, object]:
    """What partials/recognised.html shows."""
    what = known()
    listed = ask_register(casino, what)
    return {
        "found": recognise_licence(casino, what),
        "listed": listed,
        "old_days": _too_old(listed) if listed else 0,
        "its_register": what.packs[REGISTER_OF].register if listed else None,
    }


def _too_old(listed: RegisterAnswer) -> int:
    """How many days old the imported register is, when that is more than the host wants; or 0."""
    age = (today() - listed.day).days
    settings: Settings = current_app.extensions["settings"]
    return age if age > settings.register_max_age_days else 0


def _put_complaints(form: ComplaintsForm, case: Case) -> Case:
    unit = form.answer_unit.code(Unit)
    number = form.answer_number.data
    casino: Casino = replace(
        case.casino,
        complaints_email=form.complaints_email.data or "",
        address=form.address.data or "",
        answer_time=Period(number=number, unit=unit) if number and unit else None,
        dispute_body="" if form["no_dispute_body"].data else form.dispute_body.data or "",
        no_dispute_body=bool(form["no_dispute_body"].data),
        support_language=form.support_language.data or "",
    )
    return replace(case, casino=casino)


def _complaints_values(case: Case) -> dict[str, Any]:
    casino = case.casino
    names = ("complaints_email", "address", "dispute_body", "no_dispute_body", "support_language")
    time = casino.answer_time
    return {
        **{name: getattr(casino, name) for name in names},
        "answer_number": time.number if time else None,
        "answer_unit": time.unit if time else None,
    }


NAME = Question(
    name="casino-name",
    form=NameForm,
    template="pages/casino/name.html",
    look=_values("brand", "website", "username"),
    fill=_values("brand", "website", "username"),
    apply=_put,
    after=lambda: url_for("casino.licence"),
)

LICENCE = Question(
    name="casino-licence",
    form=LicenceForm,
    template="pages/casino/licence.html",
    look=_values("footer_text", "licence_number", "licence_holder"),
    fill=_values("footer_text", "licence_number", "licence_holder"),
    apply=_put_licence,
    after=lambda: url_for("casino.authority"),
    context=lambda case: _recognised(case.casino),
)

AUTHORITY = Question(
    name="casino-authority",
    form=AuthorityForm,
    template="pages/casino/authority.html",
    look=_values("authority", "authority_name"),
    fill=_values("authority", "authority_name"),
    apply=_put,
    after=lambda: url_for("casino.complaints"),
    context=lambda case: {**_recognised(case.casino), "packs": known_packs()},
)

COMPLAINTS = Question(
    name="casino-complaints",
    form=ComplaintsForm,
    template="pages/casino/complaints.html",
    look=_complaints_values,
    fill=_complaints_values,
    apply=_put_complaints,
    after=lambda: url_for("cases.overview"),
    context=lambda case: {"pack": pack_of(case, known_packs())},
)


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def name() -> object:
    return answer(NAME)


@blueprint.route("/licence", methods=["GET", "POST"])
@needs_case
def licence() -> object:
    return answer(LICENCE)


@blueprint.route("/recognised", methods=["POST"])
@needs_case
def recognised() -> object:
    """What the licence text says so far: a fragment, while the player types."""
    form = LicenceForm(request.form)
    typed = replace(
        current_case().record.case.casino,
        footer_text=(form.footer_text.data or "")[:5000],
        licence_number=(form.licence_number.data or "")[:200],
    )
    page = render_template("partials/recognised.html", **_recognised(typed))
    return vary(make_response(page))


@blueprint.route("/authority", methods=["GET", "POST"])
@needs_case
def authority() -> object:
    return answer(AUTHORITY)


@blueprint.route("/complaints", methods=["GET", "POST"])
@needs_case
def complaints() -> object:
    return answer(COMPLAINTS)
