"""Who can decide? Everyone to whom this player can go, side by side, with one recommended step."""

from flask import Blueprint, render_template
from msgspec import Struct

from portal.domain.case import Case
from portal.domain.known import Known
from portal.domain.router import Choice, Who
from portal.services.gate import pack_for, pack_of
from portal.services.routes import who_can_decide
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.known import known
from portal.web.language import PREFIX
from portal.wording import Names, choice_name, names_of

blueprint = Blueprint("who", __name__, url_prefix=f"{PREFIX}/case/who")


class Card(Struct, frozen=True):
    """One recipient with its own names: a report can go to another authority than the casino's."""

    choice: Choice
    name: str
    names: Names
    is_own: bool  # what we say of it is the host's own


@blueprint.route("")
@needs_case
def overview() -> object:
    record = current_case().record
    routes = who_can_decide(record, known(), today())
    cards = [_card(one, record.case, known()) for one in routes.choices]
    return render_template(
        "pages/who/overview.html",
        case=record.case,
        record=record,
        step=routes.step,
        warnings=routes.warnings,
        cards=[card for card in cards if card.choice.recipient],
        others=[card for card in cards if not card.choice.recipient],
    )


def _card(choice: Choice, case: Case, everything: Known) -> Card:
    packs = everything.packs
    own = pack_for(case, choice.recipient, packs) if choice.recipient else pack_of(case, packs)
    told_by = choice.body.id if choice.body else own.id
    return Card(
        choice,
        choice_name(choice, case, own),
        names_of(case, own),
        is_own=choice.who is not Who.CASINO and told_by in everything.own,
    )
