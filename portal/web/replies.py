"""What came back on something that was sent: one reply after another, each kept."""

from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from msgspec.structs import replace
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from portal.domain.case import MAX_EARLIER_ANSWERS, Answer, Case, Dispatch, next_id
from portal.domain.clocks import can_answer
from portal.domain.codes import AnswerKind
from portal.domain.recipient import parse_recipient
from portal.domain.replies import reply_of, with_reply, without_reply
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.gate import pack_of
from portal.web.answers import Question, Rows, answer
from portal.web.choices import CodeRadios
from portal.web.current import needs_case
from portal.web.fields import date_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.lists import Row, check_id, remove_row
from portal.web.sending import dispatch_of, must_exist, not_before, sent_list

blueprint = Blueprint("replies", __name__, url_prefix=f"{PREFIX}/case/sent")


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
        sent = must_exist((request.view_args or {})["dispatch_id"])
        if valid and not can_answer(self.received_on.value or "", sent):
            self.received_on.errors = [not_before(sent)]
            return False
        return valid


# -- one reply in the case -----------------------------------------------------------------


def replies_to(dispatch_id: str, case: Case) -> tuple[Answer, ...]:
    """What came back on this letter, the latest last; () without the letter."""
    found = dispatch_of(case, dispatch_id)
    return found.replies if found else ()


def new_id(dispatch_id: str, case: Case) -> str:
    """The id of one reply more to this letter."""
    return next_id("r", replies_to(dispatch_id, case))


def _find(dispatch_id: str, reply_id: str, case: Case) -> Answer | None:
    found = dispatch_of(case, dispatch_id)
    return reply_of(found, reply_id) if found else None


def reply_values(dispatch_id: str, reply_id: str, case: Case) -> dict[str, Any]:
    """What the form about this reply shows; {} for a new one."""
    given = _find(dispatch_id, reply_id, case)
    if given is None:
        return {}
    return {
        "received_on": given.received_on,
        "kind": given.kind,
        "is_final": "yes" if given.is_final else "no",
        "words": given.words,
    }


def put_reply(dispatch_id: str, reply_id: str, form: AnswerBackForm, case: Case) -> Case:
    """The case with the reply of the form; an offer keeps what the player said to it."""
    found = dispatch_of(case, dispatch_id)
    if found is None:
        return case
    kind = form.kind.code(AnswerKind) or AnswerKind.REJECTED
    before = reply_of(found, reply_id)
    offer = before if before and kind is AnswerKind.OFFERED else None
    given = Answer(
        id=reply_id,
        received_on=form.received_on.value,
        kind=kind,
        is_final=form.is_final.data == "yes",
        words=form.words.data or "",
        offer_reply=offer.offer_reply if offer else None,
        offer_replied_on=offer.offer_replied_on if offer else "",
    )
    return case.with_dispatch(with_reply(found, given))


# -- the pages -----------------------------------------------------------------------------


def reply_question(dispatch_id: str, reply_id: str) -> Question:
    """The question about this reply. Two tabs that both add one more each get one."""
    return Question(
        name=f"dispatch-{dispatch_id}-answer-{reply_id}",
        form=AnswerBackForm,
        template="pages/replies/reply.html",
        look=partial(reply_values, dispatch_id, reply_id),
        fill=partial(reply_values, dispatch_id, reply_id),
        apply=partial(put_reply, dispatch_id, reply_id),
        after=lambda: url_for("cases.overview"),
        context=partial(_context, must_exist(dispatch_id), reply_id),
        rows=Rows(
            fresh=lambda case: reply_question(dispatch_id, new_id(dispatch_id, case)),
            count=lambda case: len(replies_to(dispatch_id, case)),
            most=MAX_EARLIER_ANSWERS + 1,
            page="sending.overview",
        ),
    )


def _context(dispatch: Dispatch, reply_id: str, case: Case) -> dict[str, Any]:
    replies = replies_to(dispatch.id, case)
    return {
        "dispatch": dispatch,
        "recipient": parse_recipient(dispatch.recipient),
        "pack": pack_of(case, known_packs()),
        "replies": replies,
        "is_new": all(one.id != reply_id for one in replies),
        "another_id": next_id("r", replies),
    }


@blueprint.route("/<string:dispatch_id>/answer", methods=["GET", "POST"])
@blueprint.route("/<string:dispatch_id>/answer/<string:reply_id>", methods=["GET", "POST"])
@needs_case
def reply(dispatch_id: str, reply_id: str = "") -> object:
    """A reply; without its id the first one.

    Two tabs that both write down the first most likely mean the same reply: 409, not one each.
    """
    found = must_exist(dispatch_id)
    if not reply_id:
        first = found.replies[0].id if found.replies else new_id(dispatch_id, Case())
        return answer(replace(reply_question(dispatch_id, first), rows=None))
    if reply_of(found, reply_id) is None:
        check_id("r", reply_id)
    return answer(reply_question(dispatch_id, reply_id))


@blueprint.route("/<string:dispatch_id>/answer/<string:reply_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(dispatch_id: str, reply_id: str) -> object:
    must_exist(dispatch_id)
    return remove_row(
        Row(
            drafts=f"dispatch-{dispatch_id}-answer-{reply_id}",
            find=partial(_find, dispatch_id, reply_id),
            remove=lambda case: _without(dispatch_id, reply_id, case),
            question="pages/replies/remove.html",
            rows="partials/dispatches.html",
            context=sent_list,
            back=url_for("sending.overview"),
        )
    )


def _without(dispatch_id: str, reply_id: str, case: Case) -> Case:
    found = dispatch_of(case, dispatch_id)
    return case.with_dispatch(without_reply(found, reply_id)) if found else case
