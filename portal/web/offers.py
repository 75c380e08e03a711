"""The casino's offer: what accepting, declining and asking for something else mean, with texts."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, request, url_for
from wtforms.validators import InputRequired

from portal.domain.case import Answer, Case, Dispatch
from portal.domain.clocks import can_answer
from portal.domain.codes import AnswerKind, OfferReply
from portal.domain.offers import OFFER_TEXTS
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.domain.replies import reply_of, with_reply
from portal.i18n import format_partial
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.answers import Question, answer
from portal.web.choices import CodeRadios
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.fields import date_field
from portal.web.forms import AnswerForm
from portal.web.language import PREFIX
from portal.web.sending import dispatch_of

blueprint = Blueprint("offers", __name__, url_prefix=f"{PREFIX}/case/sent")


class OfferForm(AnswerForm):
    """What the player wrote to the casino about its offer."""

    offer_reply = CodeRadios(
        _l("What did you write to the casino?"),
        OfferReply,
        validators=[InputRequired(_l("Select what you wrote to the casino."))],
    )
    offer_replied_on = date_field(
        _l("On which day did you send it?"),
        validators=[InputRequired(_l("Enter the day on which you sent it."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A reply to the offer comes after the offer."""
        valid = bool(super().validate(extra_validators))
        letter, offer = _must_have_offer(**(request.view_args or {}))
        offered = offer.received_on
        as_letter = replace(letter, sent_on=offered)
        if valid and not can_answer(self.offer_replied_on.value or "", as_letter):
            day = format_partial(offered)
            self.offer_replied_on.errors = [
                _("Enter %(day)s or a later day. You got the offer on that day.", day=day)
            ]
            return False
        return valid


def _must_have_offer(dispatch_id: str, reply_id: str = "") -> tuple[Dispatch, Answer]:
    """A letter to the casino and the offer in this reply to it, else in the latest one."""
    found = dispatch_of(current_case().record.case, dispatch_id)
    if found is None or found.recipient != CASINO.code:
        abort(404)
    reply = reply_of(found, reply_id) if reply_id else found.answer
    if reply is None or reply.kind is not AnswerKind.OFFERED:
        abort(404)
    return found, reply


def _values(dispatch_id: str, reply_id: str, case: Case) -> dict[str, Any]:
    found = dispatch_of(case, dispatch_id)
    given = reply_of(found, reply_id) if found else None
    if given is None:
        return {}
    return {"offer_reply": given.offer_reply, "offer_replied_on": given.offer_replied_on}


def _first_values(dispatch_id: str, reply_id: str, case: Case) -> dict[str, Any]:
    found = _values(dispatch_id, reply_id, case)
    return found if found.get("offer_reply") else {"offer_replied_on": today().isoformat()}


def _put(dispatch_id: str, reply_id: str, form: OfferForm, case: Case) -> Case:
    found = dispatch_of(case, dispatch_id)
    offer = reply_of(found, reply_id) if found else None
    if found is None or offer is None:
        return case
    changed = replace(
        offer,
        offer_reply=form.offer_reply.code(OfferReply),
        offer_replied_on=form.offer_replied_on.value or "",
    )
    return case.with_dispatch(with_reply(found, changed))


@blueprint.route("/<string:dispatch_id>/offer", methods=["GET", "POST"])
@blueprint.route("/<string:dispatch_id>/answer/<string:reply_id>/offer", methods=["GET", "POST"])
@needs_case
def decide(dispatch_id: str, reply_id: str = "") -> object:
    _letter, offer = _must_have_offer(dispatch_id, reply_id)
    return answer(
        Question(
            name=f"dispatch-{dispatch_id}-answer-{offer.id}-offer",
            form=OfferForm,
            template="pages/offers/decide.html",
            look=partial(_values, dispatch_id, offer.id),
            fill=partial(_first_values, dispatch_id, offer.id),
            apply=partial(_put, dispatch_id, offer.id),
            after=lambda: url_for("cases.overview"),
            context=lambda _case: {"offer": offer, "offer_texts": OFFER_TEXTS},
        )
    )
