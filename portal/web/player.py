"""Who are you? Only what a recipient needs to answer; the date of birth only where one asks."""

from typing import Any

from flask import Blueprint, request, url_for
from wtforms import SelectField, StringField, TelField
from wtforms.validators import InputRequired

from portal.domain.case import Case, Player
from portal.domain.parts import replace
from portal.domain.rules import Field
from portal.i18n import lazy_gettext as _l
from portal.services.gate import pack_of
from portal.web.answers import Question, answer
from portal.web.choices import country_choices
from portal.web.current import needs_case
from portal.web.fields import date_field, email_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.known import known_packs
from portal.web.language import PREFIX

blueprint = Blueprint("player", __name__, url_prefix=f"{PREFIX}/case/you")


class PlayerForm(AnswerForm):
    """Who the player is and how an answer reaches him."""

    name = StringField(
        _l("Your first and last name"),
        validators=[InputRequired(_l("Enter your first and last name.")), AtMost(200)],
    )
    email = email_field(_l("Your e-mail address"))
    phone = TelField(_l("Your telephone number"), validators=[AtMost(200)])
    address = StringField(_l("Street and house number"), validators=[AtMost(200)])
    postcode = StringField(_l("Postcode"), validators=[AtMost(200)])
    city = StringField(_l("Town or city"), validators=[AtMost(200)])
    country = SelectField(_l("Country where you live"), choices=country_choices)
    date_of_birth = date_field(_l("Your date of birth"))


def _fill(case: Case) -> dict[str, Any]:
    return {name: getattr(case.player, name) for name in case.player.__struct_fields__}


def _apply(form: PlayerForm, case: Case) -> Case:
    answers = {name: value or "" for name, value in form.answers().items()}
    if "date_of_birth" in request.form:
        answers["date_of_birth"] = form.date_of_birth.value or ""
    else:  # not asked for this casino
        answers["date_of_birth"] = case.player.date_of_birth
    return replace(case, player=Player(**answers))


def _context(case: Case) -> dict[str, Any]:
    fields = pack_of(case, known_packs()).fields
    return {"asks_birth": any(one.field is Field.DATE_OF_BIRTH for one in fields)}


PLAYER = Question(
    name="player",
    form=PlayerForm,
    template="pages/player/player.html",
    look=lambda case: case.player,
    fill=_fill,
    apply=_apply,
    after=lambda: url_for("cases.overview"),
    context=_context,
)


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def player() -> object:
    return answer(PLAYER)
