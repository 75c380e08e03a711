"""After sending: "I sent it", how it arrived, and the clock that starts."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from portal.domain.case import Case, Dispatch, next_id
from portal.domain.clocks import can_answer
from portal.domain.codes import Channel
from portal.domain.parts import replace
from portal.domain.readiness import document_of
from portal.domain.recipient import Recipient, parse_recipient
from portal.i18n import format_partial
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.gate import pack_of, recipients_of
from portal.web.answers import Question, answer
from portal.web.choices import CodeRadios
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.fields import date_field, time_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.letters import waiting_texts
from portal.web.lists import Row, check_id, remove_row
from portal.web.packets import recipient_or_404
from portal.web.proof import proof_question

blueprint = Blueprint("sending", __name__, url_prefix=f"{PREFIX}/case/sent")

_EXACT = len("2026-09-14")
_ABOUT_SENDING = ("sent_on", "time", "channel", "to", "reference")


class SentForm(AnswerForm):
    """When, how and where to the packet was sent."""

    sent_on = date_field(
        _l("On which day did you send it?"),
        validators=[InputRequired(_l("Enter the day on which you sent it."))],
    )
    time = time_field(_l("At what time?"))
    channel = CodeRadios(
        _l("How did you send it?"),
        Channel,
        validators=[InputRequired(_l("Select how you sent it."))],
    )
    to = StringField(_l("To which address did you send it?"), validators=[AtMost(200)])
    reference = StringField(_l("Did you get a reference number?"), validators=[AtMost(200)])

    def validate(self, extra_validators: Any = None) -> bool:
        """A clock starts on a day, so the month alone is not enough here."""
        valid = bool(super().validate(extra_validators))
        if valid and len(self.sent_on.value or "") < _EXACT:
            self.sent_on.errors = [_("Enter the exact day: the waiting time is counted from it.")]
            return False
        return valid


class ReceiptForm(AnswerForm):
    """How it arrived: when it was delivered, and when they said that they have it."""

    delivered_on = date_field(_l("On which day was it delivered?"))
    confirmed_on = date_field(_l("On which day did they write that they got it?"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing arrives before it was sent."""
        valid = bool(super().validate(extra_validators))
        sent = must_exist((request.view_args or {})["dispatch_id"])
        for field in (self.delivered_on, self.confirmed_on):
            if valid and not can_answer(field.value or "", sent):
                field.errors = [not_before(sent)]
                valid = False
        return valid


class MoreTimeForm(AnswerForm):
    """The casino needs more time."""

    more_time_asked = BooleanField(_l("The casino wrote that it needs more time"))


def not_before(sent: Dispatch) -> str:
    day = format_partial(sent.sent_on)
    return _("Enter %(day)s or a later day. You sent it on that day.", day=day)


def dispatch_of(case: Case, dispatch_id: str) -> Dispatch | None:
    return next((one for one in case.dispatches if one.id == dispatch_id), None)


def sent_list(case: Case) -> dict[str, Any]:
    packs = known_packs()
    return {
        "case": case,
        "dispatches": case.dispatches_in_order,
        "recipients": recipients_of(case, packs),
        "pack": pack_of(case, packs),
        "packs": packs,
        "new_id": next_id("d", case.dispatches),
        "new_replies": {one.id: next_id("r", one.replies) for one in case.dispatches},
        "made": {packet.recipient for packet in current_case().record.packets},
        "parse_recipient": parse_recipient,
        "document_of": document_of,
        "waiting": waiting_texts(case),
    }


def _row(recipient: Recipient, dispatch_id: str, case: Case) -> Dispatch | None:
    """What was sent to this recipient; an id that another letter has by now is a free one."""
    found = dispatch_of(case, dispatch_id)
    return found if found and found.recipient == recipient.code else None


def _sent_values(recipient: Recipient, dispatch_id: str, case: Case) -> dict[str, Any]:
    found = _row(recipient, dispatch_id, case)
    return {name: getattr(found, name) for name in _ABOUT_SENDING} if found else {}


def _first_values(recipient: Recipient, dispatch_id: str, case: Case) -> dict[str, Any]:
    """For a new one: the day is most often today, the address the one we know."""
    found = _sent_values(recipient, dispatch_id, case)
    address = case.casino.complaints_email if recipient.kind == "casino" else ""
    channel = Channel.EMAIL if address else None
    return found or {"sent_on": today().isoformat(), "to": address, "channel": channel}


def _put_sent(recipient: Recipient, dispatch_id: str, form: SentForm, case: Case) -> Case:
    given = {
        "sent_on": form.sent_on.value,
        "time": form.time.value or "",
        "channel": form.channel.code(Channel) or Channel.OTHER,
        "to": form.to.data or "",
        "reference": form.reference.data or "",
    }
    if found := _row(recipient, dispatch_id, case):
        return case.with_dispatch(replace(found, **given))
    is_taken = dispatch_of(case, dispatch_id) is not None
    own_id = next_id("d", case.dispatches) if is_taken else dispatch_id
    new = Dispatch(id=own_id, recipient=recipient.code, **given)
    return case if is_taken and _is_there(new, case) else case.with_dispatch(new)


def _is_there(new: Dispatch, case: Case) -> bool:
    """Whether the same form came before: then it is one letter, not two."""
    names = ("recipient", *_ABOUT_SENDING)
    return any(
        all(getattr(one, name) == getattr(new, name) for name in names) for one in case.dispatches
    )


@blueprint.route("")
@needs_case
def overview() -> object:
    return render_template("pages/sending/overview.html", **sent_list(current_case().record.case))


@blueprint.route("/<string:dispatch_id>/to/<string:to>", methods=["GET", "POST"])
@needs_case
def sent(dispatch_id: str, to: str) -> object:
    check_id("d", dispatch_id)
    recipient = recipient_or_404(to)
    return answer(
        Question(
            name=f"dispatch-{dispatch_id}-{recipient.kind}",
            form=SentForm,
            template="pages/sending/sent.html",
            look=partial(_sent_values, recipient, dispatch_id),
            fill=partial(_first_values, recipient, dispatch_id),
            apply=partial(_put_sent, recipient, dispatch_id),
            after=lambda: url_for("cases.overview"),
            context=lambda case: {
                "recipient": recipient,
                "dispatch": _row(recipient, dispatch_id, case),
                "pack": pack_of(case, known_packs()),
            },
        )
    )


def must_exist(dispatch_id: str) -> Dispatch:
    found = dispatch_of(current_case().record.case, dispatch_id)
    if found is None:
        abort(404)
    return found


def _receipt_values(dispatch_id: str, case: Case) -> dict[str, Any]:
    found = dispatch_of(case, dispatch_id)
    names = ("delivered_on", "confirmed_on")
    return {name: getattr(found, name) for name in names} if found else {}


def _put_receipt(dispatch_id: str, form: ReceiptForm, case: Case) -> Case:
    found = dispatch_of(case, dispatch_id)
    if found is None:
        return case
    delivered, confirmed = form.delivered_on.value or "", form.confirmed_on.value or ""
    return case.with_dispatch(replace(found, delivered_on=delivered, confirmed_on=confirmed))


@blueprint.route("/<string:dispatch_id>/receipt", methods=["GET", "POST"])
@needs_case
def receipt(dispatch_id: str) -> object:
    dispatch = must_exist(dispatch_id)
    return answer(
        Question(
            name=f"dispatch-{dispatch_id}-receipt",
            form=ReceiptForm,
            template="pages/sending/receipt.html",
            look=partial(_receipt_values, dispatch_id),
            fill=partial(_receipt_values, dispatch_id),
            apply=partial(_put_receipt, dispatch_id),
            after=lambda: url_for("sending.overview"),
            context=lambda case: {
                "dispatch": dispatch,
                "recipient": parse_recipient(dispatch.recipient),
                "pack": pack_of(case, known_packs()),
            },
        )
    )


@blueprint.route("/<string:dispatch_id>/proof", methods=["GET", "POST"])
@needs_case
def proof(dispatch_id: str) -> object:
    """What shows that it was sent, and what came back."""
    must_exist(dispatch_id)
    return answer(
        proof_question(
            name=f"dispatch-{dispatch_id}-proof",
            look=lambda case: dispatch_of(case, dispatch_id),
            put=Case.with_dispatch,
            template="pages/sending/proof.html",
            after=lambda: url_for("sending.overview"),
        )
    )


@blueprint.route("/<string:dispatch_id>/more-time", methods=["GET", "POST"])
@needs_case
def more_time(dispatch_id: str) -> object:
    dispatch = must_exist(dispatch_id)

    def apply(form: MoreTimeForm, case: Case) -> Case:
        asked = bool(form.more_time_asked.data)
        return case.with_dispatch(replace(dispatch, more_time_asked=asked))

    return answer(
        Question(
            name=f"dispatch-{dispatch_id}-time",
            form=MoreTimeForm,
            template="pages/sending/more_time.html",
            look=lambda case: dispatch_of(case, dispatch_id),
            fill=lambda _case: {"more_time_asked": dispatch.more_time_asked},
            apply=apply,
            after=lambda: url_for("cases.overview"),
            context=lambda case: {
                "dispatch": dispatch,
                "pack": pack_of(case, known_packs()),
                "recipient": parse_recipient(dispatch.recipient),
            },
        )
    )


@blueprint.route("/<string:dispatch_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(dispatch_id: str) -> object:
    return remove_row(
        Row(
            drafts=f"dispatch-{dispatch_id}",
            find=lambda case: dispatch_of(case, dispatch_id),
            remove=lambda case: case.without_dispatch(dispatch_id),
            question="pages/sending/remove.html",
            rows="partials/dispatches.html",
            context=sent_list,
            back=url_for("sending.overview"),
        )
    )
