"""The words for every step: all texts by when they are needed, and what was sent with them.

A text that is a step of the ladder is kept as a contact, another one as a letter
(portal/domain/letters.py).
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from msgspec import Struct
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.documents.texts import offered_texts, text_title
from portal.domain.case import MAX_CONTACTS, MAX_LETTERS, Case, Contact, Letter, next_id
from portal.domain.codes import Channel, TextKind
from portal.domain.letters import (
    ASIDE,
    CIVIL_CODE,
    GDPR,
    NOTICE_DAYS,
    TOLD_IN_WORDS,
    Waiting,
    as_contact,
    can_be_recorded,
    named_day,
    sent_texts,
    waiting_for,
)
from portal.domain.offers import OFFER_TEXTS, offer_of
from portal.domain.parts import replace
from portal.i18n import LANGUAGES, current_language, format_partial, use_language
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.gate import pack_of
from portal.web.answers import Question, Rows, answer
from portal.web.choices import CodeRadios
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.fields import date_field, time_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.lists import Row, check_id, remove_row
from portal.web.proof import proof_question
from portal.wording import label, text_for_later, text_groups, text_purpose

blueprint = Blueprint("letters", __name__, url_prefix=f"{PREFIX}/case/texts")

_EXACT = len("2026-09-14")
_RECORDED = tuple(kind for kind in TextKind if can_be_recorded(kind))
_SOURCES = {TextKind.NOTICE_OF_DEFAULT: CIVIL_CODE, TextKind.ASK_DATA: GDPR}


class SentTextForm(AnswerForm):
    """When and how a text was sent, and the day that it named."""

    sent_on = date_field(
        _l("On which day did you send it?"),
        validators=[InputRequired(_l("Enter the day on which you sent it."))],
    )
    channel = CodeRadios(
        _l("How did you send it?"),
        Channel,
        validators=[InputRequired(_l("Select how you sent it."))],
    )
    to = StringField(_l("To whom or to which address did you send it?"), validators=[AtMost(200)])
    time = time_field(_l("At what time?"))
    reference = StringField(_l("Did it get a number?"), validators=[AtMost(200)])
    reply_by = date_field(_l("By which day did you ask for a reply?"), allow_future=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """A clock runs from a day to a day, so the month alone is not enough here."""
        valid = bool(super().validate(extra_validators))
        if valid and len(self.sent_on.value or "") < _EXACT:
            self.sent_on.errors = [_("Enter the exact day: the waiting time is counted from it.")]
            valid = False
        elif valid and self.reply_by.value and not self._is_later():
            self.reply_by.errors = [
                _("Enter an exact day that is not before the day on which you sent it.")
            ]
            valid = False
        return valid

    def _is_later(self) -> bool:
        by = str(self.reply_by.value)
        return len(by) == _EXACT and by >= str(self.sent_on.value)


class ReplyForm(AnswerForm):
    """What came back on a letter."""

    answered_on = date_field(_l("On which day did you get the reply?"))
    words = TextAreaField(_l("What do they write?"), validators=[AtMost(5000)])
    more_time_asked = BooleanField(_l("The casino wrote that it needs more time"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A reply cannot come before the letter. Asking for more time is not yet the reply."""
        valid = bool(super().validate(extra_validators))
        sent = letter_or_404(str((request.view_args or {})["letter_id"])).sent_on
        day = self.answered_on.value or ""
        if not valid:
            return False
        if not day and not self.more_time_asked.data:
            self.answered_on.errors = [_("Enter the day on which you got the reply.")]
        elif day and day < sent[: len(day)]:
            self.answered_on.errors = [
                _(
                    "Enter %(day)s or a later day. You sent it on that day.",
                    day=format_partial(sent),
                )
            ]
        return not self.answered_on.errors


class Offer(Struct, frozen=True, kw_only=True):
    """One text on the page with all of them; without `url` it is for later, as `hint` says."""

    title: str
    hint: str
    url: str


# -- what the pages show -------------------------------------------------------------------


def waiting_texts(case: Case) -> tuple[Waiting, ...]:
    """The clock of each text that was sent."""
    holidays = pack_of(case, known_packs()).public_holidays
    return tuple(waiting_for(one, today(), holidays) for one in sent_texts(case))


def text_context(kind: TextKind, case: Case) -> dict[str, object]:
    """What the page of a text shows beside the text itself."""
    days = term_days(kind)
    return {
        "purpose": text_purpose(kind),
        "source": _SOURCES.get(kind),
        "days": days,
        "term_choices": NOTICE_DAYS if kind is TextKind.NOTICE_OF_DEFAULT else (),
        "record_url": _new_record_url(kind, case, days),
    }


def term_days(kind: TextKind) -> int:
    """The term that the player chose with a link, where the text gives a choice; else 0."""
    if kind is not TextKind.NOTICE_OF_DEFAULT:
        return 0
    asked = request.args.get("days", default=NOTICE_DAYS[0], type=int)
    return asked if asked in NOTICE_DAYS else NOTICE_DAYS[0]


def _new_record_url(kind: TextKind, case: Case, days: int) -> str:
    if kind in OFFER_TEXTS.values() and (letter := offer_of(case)):
        return url_for("offers.decide", dispatch_id=letter.id)
    if not can_be_recorded(kind):
        return ""
    record_id = next_id("l", case.letters) if kind in ASIDE else next_id("c", case.contacts)
    return url_for("letters.sent", kind=kind, record_id=record_id, days=days or None)


def _list(case: Case) -> dict[str, Any]:
    return {"case": case, "waiting": waiting_texts(case)}


def _offers(kinds: Iterable[TextKind], case: Case, language: str) -> list[Offer]:
    offered = offered_texts(case, today())
    return [
        Offer(
            title=text_title(kind),
            hint=text_purpose(kind) if kind in offered else text_for_later(kind),
            url=url_for("contacts.words", kind=kind, text_language=language)
            if kind in offered
            else "",
        )
        for kind in kinds
    ]


@blueprint.route("")
@needs_case
def overview() -> object:
    case = current_case().record.case
    language = case.casino.support_language
    text_language = language if language in LANGUAGES else current_language()
    groups = [(one.title, _offers(one.kinds, case, text_language)) for one in text_groups()]
    return render_template("pages/letters/overview.html", groups=groups, **_list(case))


# -- "I sent this" -------------------------------------------------------------------------


def _contact(record_id: str, case: Case) -> Contact | None:
    return next((one for one in case.contacts if one.id == record_id), None)


def _letter(record_id: str, case: Case) -> Letter | None:
    return next((one for one in case.letters if one.id == record_id), None)


def _values(kind: TextKind, record_id: str, case: Case) -> dict[str, Any]:
    """What the form shows of the record; {} when there is none yet."""
    letter, contact = _letter(record_id, case), _contact(record_id, case)
    if kind in ASIDE and letter:
        names = ("kind", "sent_on", "time", "channel", "to", "reference", "reply_by")
        return {name: getattr(letter, name) for name in names}
    if kind in ASIDE or contact is None:
        return {}
    return {
        "kind": contact.text,
        "sent_on": contact.moment.date,
        "time": contact.moment.time,
        "channel": contact.channel,
        "to": contact.with_whom,
        "reference": contact.reference,
        "reply_by": contact.reply_by,
    }


def _first_values(kind: TextKind, record_id: str, case: Case) -> dict[str, Any]:
    """For a new one: the day is most often today, and the day to reply the one in the text."""
    named = named_day(kind, today(), term_days(kind))
    fresh = {"sent_on": today().isoformat(), "reply_by": named.isoformat() if named else ""}
    return _values(kind, record_id, case) or fresh


def _put_sent(kind: TextKind, record_id: str, form: SentTextForm, case: Case) -> Case:
    channel = form.channel.code(Channel) or Channel.OTHER
    day, time, to = form.sent_on.value, form.time.value or "", form.to.data or ""
    given = {
        "channel": channel,
        "reference": form.reference.data or "",
        "reply_by": form.reply_by.value or "",
    }
    if kind in ASIDE:
        letter = _letter(record_id, case) or Letter(
            id=record_id, kind=kind, sent_on=day, channel=channel
        )
        return case.with_letter(replace(letter, sent_on=day, time=time, to=to, **given))
    contact = _contact(record_id, case) or _new_contact(kind, record_id, case)
    moment = replace(contact.moment, date=day, time=time, unknown=False)
    return case.with_contact(replace(contact, moment=moment, with_whom=to, **given))


def _new_contact(kind: TextKind, record_id: str, case: Case) -> Contact:
    """A text that its step does not tell is told in words, such as our reply to an offer."""
    contact = as_contact(Contact(id=record_id), kind, case, today())
    if kind not in TOLD_IN_WORDS:
        return contact
    with use_language(case.language if case.language in LANGUAGES else current_language()):
        return replace(contact, asked=label(kind))


def _sent_question(kind: TextKind, record_id: str) -> Question:
    return Question(
        name=f"text-{record_id}" if kind in ASIDE else f"contact-{record_id}-text",
        form=SentTextForm,
        template="pages/letters/sent.html",
        look=partial(_values, kind, record_id),
        fill=partial(_first_values, kind, record_id),
        apply=partial(_put_sent, kind, record_id),
        after=lambda: url_for("letters.overview"),
        context=lambda _case: {"kind": kind, "title": text_title(kind)},
        rows=_rows(kind),
    )


def _rows(kind: TextKind) -> Rows:
    is_letter = kind in ASIDE

    def parts(case: Case) -> tuple[Letter, ...] | tuple[Contact, ...]:
        return case.letters if is_letter else case.contacts

    return Rows(
        fresh=lambda case: _sent_question(kind, next_id("l" if is_letter else "c", parts(case))),
        count=lambda case: len(parts(case)),
        most=MAX_LETTERS if is_letter else MAX_CONTACTS,
        page="letters.overview",
    )


@blueprint.route(
    "/<any({}):kind>/<string:record_id>".format(", ".join(_RECORDED)), methods=["GET", "POST"]
)
@needs_case
def sent(kind: str, record_id: str) -> object:
    text = TextKind(kind)
    check_id("l" if text in ASIDE else "c", record_id)
    found = _values(text, record_id, current_case().record.case)
    if request.method == "GET" and found and found["kind"] is not text:
        abort(404)
    return answer(_sent_question(text, record_id))


# -- what came back ------------------------------------------------------------------------


def letter_or_404(letter_id: str) -> Letter:
    found = _letter(letter_id, current_case().record.case)
    if found is None:
        abort(404)
    return found


def letter_reply_values(letter_id: str, case: Case) -> dict[str, Any]:
    found = _letter(letter_id, case)
    if found is None:
        return {}
    return {
        "answered_on": found.answered_on,
        "words": found.answer,
        "more_time_asked": found.more_time_asked,
    }


def put_letter_reply(letter_id: str, form: ReplyForm, case: Case) -> Case:
    found = _letter(letter_id, case)
    if found is None:
        return case
    return case.with_letter(
        replace(
            found,
            answered_on=form.answered_on.value or "",
            answer=form.words.data or "",
            more_time_asked=bool(form.more_time_asked.data),
        )
    )


@blueprint.route("/<string:letter_id>/answer", methods=["GET", "POST"])
@needs_case
def answered(letter_id: str) -> object:
    return answer(letter_reply_question(letter_id))


def letter_reply_question(letter_id: str) -> Question:
    """What came back on a letter, which must exist."""
    letter = letter_or_404(letter_id)
    return Question(
        name=f"text-{letter_id}-answer",
        form=ReplyForm,
        template="pages/letters/answer.html",
        look=partial(letter_reply_values, letter_id),
        fill=partial(letter_reply_values, letter_id),
        apply=partial(put_letter_reply, letter_id),
        after=lambda: url_for("letters.overview"),
        context=lambda _case: {"letter": letter},
    )


@blueprint.route("/<string:letter_id>/proof", methods=["GET", "POST"])
@needs_case
def proof(letter_id: str) -> object:
    """What shows that it was sent, and what came back."""
    letter_or_404(letter_id)
    return answer(
        proof_question(
            name=f"text-{letter_id}-proof",
            look=partial(_letter, letter_id),
            put=Case.with_letter,
            template="pages/letters/proof.html",
            after=lambda: url_for("letters.overview"),
        )
    )


@blueprint.route("/<string:letter_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(letter_id: str) -> object:
    return remove_row(
        Row(
            drafts=f"text-{letter_id}",
            find=partial(_letter, letter_id),
            remove=lambda case: case.without_letter(letter_id),
            question="pages/letters/remove.html",
            rows="partials/letters.html",
            context=_list,
            back=url_for("letters.overview"),
        )
    )
