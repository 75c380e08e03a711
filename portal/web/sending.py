"""After sending: "I sent it", the clock that starts, and the answer that comes back."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.domain.case import Answer, Case, Dispatch, next_id
from portal.domain.clocks import can_answer
from portal.domain.codes import AnswerKind, Channel
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

blueprint = Blueprint("sending", __name__, url_prefix=f"{PREFIX}/case/sent")

_EXACT = len("2026-09-14")


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


class AnswerBackForm(AnswerForm):
    """What came back."""

    received_on = date_field(
        _l("On which day did you get the reply?"),
        validators=[InputRequired(_l("Enter the day on which you got the reply."))],
    )
    kind = CodeRadios(
        _l("What is the reply?"),
        AnswerKind,
        validators=[InputRequired(_l("Select what the reply is."))],
    )
    is_final = RadioField(
        _l("Is this their final response?"),
        choices=lambda: [
            SelectChoice("yes", _("Yes, they say this is their decision")),
            SelectChoice("no", _("No")),
        ],
        validators=[InputRequired(_l("Select whether this is their final response."))],
    )
    words = TextAreaField(_l("What do they write?"), validators=[AtMost(5000)])

    def validate(self, extra_validators: Any = None) -> bool:
        """What came before the letter cannot answer it, and would open no step."""
        valid = bool(super().validate(extra_validators))
        sent = _must_exist((request.view_args or {})["dispatch_id"])
        if valid and not can_answer(self.received_on.value or "", sent):
            self.received_on.errors = [
                _(
                    "Enter %(day)s or a later day. You sent it on that day.",
                    day=format_partial(sent.sent_on),
                )
            ]
            return False
        return valid


class MoreTimeForm(AnswerForm):
    """The casino needs more time."""

    more_time_asked = BooleanField(_l("The casino wrote that it needs more time"))


def dispatch_of(case: Case, dispatch_id: str) -> Dispatch | None:
    return next((one for one in case.dispatches if one.id == dispatch_id), None)


def _list(case: Case) -> dict[str, Any]:
    packs = known_packs()
    return {
        "case": case,
        "dispatches": sorted(case.dispatches, key=lambda one: (one.sent_on, one.time)),
        "recipients": recipients_of(case, packs),
        "pack": pack_of(case, packs),
        "packs": packs,
        "new_id": next_id("d", case.dispatches),
        "made": {packet.recipient for packet in current_case().record.packets},
        "parse_recipient": parse_recipient,
        "document_of": document_of,
        "waiting": waiting_texts(case),
    }


def _sent_values(dispatch_id: str, case: Case) -> dict[str, Any]:
    found = dispatch_of(case, dispatch_id)
    names = ("sent_on", "time", "channel", "to", "reference")
    return {name: getattr(found, name) for name in names} if found else {}


def _first_values(recipient: Recipient, dispatch_id: str, case: Case) -> dict[str, Any]:
    """For a new one: the day is most often today, the address the one we know."""
    found = _sent_values(dispatch_id, case)
    address = case.casino.complaints_email if recipient.kind == "casino" else ""
    channel = Channel.EMAIL if address else None
    return found or {"sent_on": today().isoformat(), "to": address, "channel": channel}


def _put_sent(recipient: Recipient, dispatch_id: str, form: SentForm, case: Case) -> Case:
    found = dispatch_of(case, dispatch_id)
    changed = Dispatch(
        id=dispatch_id,
        recipient=recipient.code,
        sent_on=form.sent_on.value,
        time=form.time.value or "",
        channel=form.channel.code(Channel) or Channel.OTHER,
        to=form.to.data or "",
        reference=form.reference.data or "",
        answer=found.answer if found else None,
        more_time_asked=found.more_time_asked if found else False,
    )
    return case.with_dispatch(changed)


@blueprint.route("")
@needs_case
def overview() -> object:
    return render_template("pages/sending/overview.html", **_list(current_case().record.case))


@blueprint.route("/<string:dispatch_id>/to/<string:to>", methods=["GET", "POST"])
@needs_case
def sent(dispatch_id: str, to: str) -> object:
    check_id("d", dispatch_id)
    recipient = recipient_or_404(to)
    found = dispatch_of(current_case().record.case, dispatch_id)
    if found and found.recipient != recipient.code:
        abort(404)
    return answer(
        Question(
            name=f"dispatch-{dispatch_id}-{recipient.kind}",
            form=SentForm,
            template="pages/sending/sent.html",
            look=partial(_sent_values, dispatch_id),
            fill=partial(_first_values, recipient, dispatch_id),
            apply=partial(_put_sent, recipient, dispatch_id),
            after=lambda: url_for("cases.overview"),
            context=lambda case: {
                "recipient": recipient,
                "dispatch": dispatch_of(case, dispatch_id),
                "pack": pack_of(case, known_packs()),
            },
        )
    )


def _must_exist(dispatch_id: str) -> Dispatch:
    found = dispatch_of(current_case().record.case, dispatch_id)
    if found is None:
        abort(404)
    return found


def _answer_values(dispatch_id: str, case: Case) -> dict[str, Any]:
    found = dispatch_of(case, dispatch_id)
    if found is None or found.answer is None:
        return {}
    given = found.answer
    return {
        "received_on": given.received_on,
        "kind": given.kind,
        "is_final": "yes" if given.is_final else "no",
        "words": given.words,
    }


def _put_answer(dispatch_id: str, form: AnswerBackForm, case: Case) -> Case:
    found = dispatch_of(case, dispatch_id)
    if found is None:
        return case
    given = Answer(
        received_on=form.received_on.value,
        kind=form.kind.code(AnswerKind) or AnswerKind.REJECTED,
        is_final=form.is_final.data == "yes",
        words=form.words.data or "",
    )
    return case.with_dispatch(replace(found, answer=given))


@blueprint.route("/<string:dispatch_id>/answer", methods=["GET", "POST"])
@needs_case
def answered(dispatch_id: str) -> object:
    dispatch = _must_exist(dispatch_id)
    return answer(
        Question(
            name=f"dispatch-{dispatch_id}-answer",
            form=AnswerBackForm,
            template="pages/sending/answer.html",
            look=partial(_answer_values, dispatch_id),
            fill=partial(_answer_values, dispatch_id),
            apply=partial(_put_answer, dispatch_id),
            after=lambda: url_for("cases.overview"),
            context=lambda case: {
                "dispatch": dispatch,
                "recipient": parse_recipient(dispatch.recipient),
                "pack": pack_of(case, known_packs()),
            },
        )
    )


@blueprint.route("/<string:dispatch_id>/more-time", methods=["GET", "POST"])
@needs_case
def more_time(dispatch_id: str) -> object:
    dispatch = _must_exist(dispatch_id)

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
            context=_list,
            back=url_for("sending.overview"),
        )
    )
