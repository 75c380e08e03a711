"""E-mails of and to the casino: added as files, looked at one by one, then put in their place.

What we read in an e-mail is only a proposal: a contact is there when the player has said so.
"""

from functools import partial
from typing import Any

from flask import Blueprint, abort, current_app, flash, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from msgspec import structs
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.domain.case import MAX_EARLIER_ANSWERS, Case, Dispatch, Exhibit, next_id
from portal.domain.codes import Channel, Outcome, Step
from portal.domain.evidence import SHOWN_AS_ATTACHMENT, FileProblem, Transcript
from portal.domain.incoming import (
    Direction,
    contact_of,
    contact_with,
    dated,
    guess,
    letters_answered_by,
    may_answer,
    same_mail,
    sent_moment,
    waiting_mails,
    words_of,
)
from portal.domain.mail import Mail
from portal.domain.parts import replace
from portal.domain.recipient import parse_recipient
from portal.domain.replies import reply_of
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.i18n import ngettext
from portal.services.blacking import normal_of, told_case
from portal.services.evidence import exhibit_of
from portal.services.gate import pack_of
from portal.services.incoming import Refused, Taken, take_in_mails
from portal.services.mail_keys import check_mail, published_key
from portal.web.answers import Question, answer
from portal.web.choices import CodeRadios
from portal.web.clock import now, today
from portal.web.contacts import ABOUT_OTHER, STEPS, no_room_for
from portal.web.current import current_case, needs_case
from portal.web.files import arrived, largest_upload, receive, room
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import go_to
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.letters import (
    ReplyForm,
    letter_reply_question,
    letter_reply_values,
    put_letter_reply,
)
from portal.web.lists import check_id, full_list
from portal.web.moments import HOME_ZONE, MomentFields, moment_of, moment_values
from portal.web.replies import AnswerBackForm, put_reply, reply_question, reply_values
from portal.web.sending import dispatch_of
from portal.web.uploads import LARGEST, MOST, SINKS
from portal.wording import file_refusal, in_words

blueprint = Blueprint("mails", __name__, url_prefix=f"{PREFIX}/case/mail")

MOST_FILES = 20
SINKS["mails.add"] = receive
MOST["mails.add"] = MOST_FILES
LARGEST["mails.add"] = largest_upload
_FIRST_LINES = 12


class AddForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Files with e-mails."""

    file = MultipleFileField(_l("Choose one or more e-mails"))


class MailForm(MomentFields, AnswerForm):
    """What an e-mail is in this case."""

    direction = CodeRadios(
        _l("Who wrote this e-mail?"),
        Direction,
        validators=[InputRequired(_l("Select who wrote this e-mail."))],
    )
    step = CodeRadios(
        _l("Who at the casino was it with?"),
        STEPS,
        validators=[InputRequired(_l("Select who it was with."))],
    )
    about_other = BooleanField(ABOUT_OTHER)
    with_whom = StringField(_l("Which name did they give?"), validators=[AtMost(200)])
    reference = StringField(_l("Which reference number is in it?"), validators=[AtMost(200)])
    words = TextAreaField(_l("What does it say?"), validators=[AtMost(5000)])
    outcome = CodeRadios(_l("What came of it?"), Outcome)


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def add() -> object:
    """Takes files with e-mails, and leads to the first of them."""
    form = AddForm()
    if request.method != "POST":
        return _show_add(form)
    if not form.validate():
        abort(400)
    if not arrived():
        form.file.errors = [_("Choose a file first.")]
        return _show_add(form), 422
    taken, opened = take_in_mails(current_case(), arrived(), room(), now())
    told = [*map(_why, taken.refused), *_told(taken)]
    if not taken.exhibits and (taken.refused or taken.is_full):
        form.file.errors = told
        return _show_add(form), 422
    for one in told:
        flash(one)
    if taken.exhibits:
        return go_to(url_for("mails.mail", exhibit_id=taken.exhibits[0]))
    return go_to(_next(opened.record.case))


def _show_add(form: AddForm) -> str:
    largest = largest_upload(current_app.extensions["settings"])
    return render_template("pages/mails/add.html", form=form, largest=largest, most=MOST_FILES)


def _why(refused: Refused) -> str:
    """Why a file was not taken, by its name, and what to do."""
    name, problem = refused.name, refused.problem
    if problem is FileProblem.UNKNOWN_TYPE:
        told = _(
            "%(file)s is no e-mail. Save the e-mail as a file (.eml) and choose that.", file=name
        )
    elif problem is FileProblem.TOO_MANY_PAGES:
        told = _("%(file)s is too long for us. Choose fewer or shorter e-mails.", file=name)
    elif problem in SHOWN_AS_ATTACHMENT:
        told = _("We cannot read %(file)s. Add it on the page about evidence.", file=name)
    else:
        told = f"{name}: {file_refusal(problem, room().file, room().case)}"
    return told


def _told(taken: Taken) -> list[str]:
    """What else there is to say of the files that arrived."""
    told = []
    if taken.doubles:
        told.append(
            ngettext(
                "%(number)s e-mail was there already. We did not add it again.",
                "%(number)s e-mails were there already. We did not add them again.",
                taken.doubles,
            )
        )
    if taken.is_full:
        told.append(_("Your list of evidence is full. Remove one first."))
    chosen = [one for one in request.files.getlist("file") if one.filename]
    if len(chosen) > MOST_FILES:
        told.append(_("We took the first %(most)s files. Add the others now.", most=MOST_FILES))
    return told


def _next(case: Case, besides: str = "") -> str:
    """To the next e-mail that waits, else to the contacts."""
    waiting = [one.id for one in waiting_mails(case) if one.id != besides]
    if waiting:
        return url_for("mails.mail", exhibit_id=waiting[0])
    return url_for("contacts.overview")


@blueprint.route("/<string:exhibit_id>", methods=["GET", "POST"])
@needs_case
def mail(exhibit_id: str) -> object:
    """What we read in an e-mail, for the player to put right."""
    exhibit_with_mail(exhibit_id)
    case = current_case().record.case
    if full := no_room_for(exhibit_id, case):
        return full
    return answer(
        Question(
            name=f"mail-{exhibit_id}",
            form=MailForm,
            template="pages/mails/mail.html",
            look=partial(_placed, exhibit_id),
            fill=lambda case: _placed(exhibit_id, case) or _guessed(exhibit_id, case),
            apply=partial(_put, exhibit_id),
            after=lambda: _next(case, besides=exhibit_id),
            context=partial(_context, exhibit_id),
        )
    )


def exhibit_with_mail(exhibit_id: str) -> tuple[Exhibit, Mail]:
    """The exhibit and its e-mail; a page that is not there without one."""
    check_id("e", exhibit_id)
    found = exhibit_of(current_case().record.case, exhibit_id)
    if found is None or found.file is None or found.file.mail is None:
        abort(404)
    return found, found.file.mail


def _transcript(exhibit_id: str) -> Transcript:
    """The e-mail as its packet shows it: what we read in it goes into that packet too."""
    return in_words(normal_of(current_case(), exhibit_id).transcript or Transcript(lines=()))


def _context(exhibit_id: str, case: Case) -> dict[str, Any]:
    exhibit, mail = exhibit_with_mail(exhibit_id)
    transcript = _transcript(exhibit_id)
    day = sent_moment(mail, HOME_ZONE).day
    return {
        "exhibit": exhibit,
        "mail": mail,
        "head": transcript.head,
        "enclosed": transcript.enclosed,
        "lines": transcript.lines[:_FIRST_LINES],
        "more_lines": max(len(transcript.lines) - _FIRST_LINES, 0),
        "is_future": day is not None and day > today(),
        "same": same_mail(case, exhibit),
        "letters": [
            one for one in may_answer(mail, HOME_ZONE, case) if exhibit.id not in one.exhibits
        ],
        "texts": letters_answered_by(mail, HOME_ZONE, case),
        "may_check": may_check() and bool(mail.signatures),
        **_recipients(case),
    }


def _recipients(case: Case) -> dict[str, Any]:
    packs = known_packs()
    return {"packs": packs, "pack": pack_of(case, packs), "parse_recipient": parse_recipient}


def _placed(exhibit_id: str, case: Case) -> dict[str, Any]:
    """What the form shows of the contact that this e-mail became; {} before that."""
    contact = contact_with(case, exhibit_id)
    if contact is None:
        return {}
    is_own = bool(contact.asked) and not contact.answered
    return {
        "direction": Direction.FROM_PLAYER if is_own else Direction.FROM_CASINO,
        "step": contact.step,
        "about_other": contact.about_other,
        "with_whom": contact.with_whom,
        "reference": contact.reference,
        "words": contact.asked if is_own else contact.answered,
        "outcome": contact.outcome,
        **moment_values(contact.moment),
    }


def _guessed(exhibit_id: str, case: Case) -> dict[str, Any]:
    told = exhibit_of(told_case(current_case()), exhibit_id)
    mail = (told.file.mail if told and told.file else None) or Mail()
    lines = _transcript(exhibit_id).lines
    guessed = guess(mail, lines, case, HOME_ZONE, today())
    is_theirs = guessed.direction is Direction.FROM_CASINO
    return {
        "direction": guessed.direction,
        "step": guessed.step,
        "with_whom": (mail.name or mail.sender) if is_theirs else "",
        "reference": guessed.reference,
        "words": words_of(lines),
        **moment_values(guessed.moment),
    }


def _put(exhibit_id: str, form: MailForm, case: Case) -> Case:
    exhibit = exhibit_of(case, exhibit_id)
    if exhibit is None:
        return case
    contact = contact_of(case, exhibit_id)
    is_own = form.direction.code(Direction) is Direction.FROM_PLAYER
    own, other = ("asked", "answered") if is_own else ("answered", "asked")
    words = form.words.data or ""
    turned = getattr(contact, other) == getattr(contact, own) == words
    moment = moment_of(form)
    changed = replace(
        contact,
        step=form.step.code(Step) or Step.SUPPORT,
        channel=Channel.EMAIL,
        moment=moment,
        about_other=bool(form.about_other.data),
        with_whom=form.with_whom.data or "",
        reference=form.reference.data or "",
        outcome=form.outcome.code(Outcome),
        **{own: words, other: "" if turned else getattr(contact, other)},
    )
    return case.with_exhibit(dated(exhibit, moment)).with_contact(changed)


@blueprint.route("/<string:exhibit_id>/reply/<string:dispatch_id>", methods=["GET", "POST"])
@needs_case
def reply(exhibit_id: str, dispatch_id: str) -> object:
    """The e-mail as the reply to what was sent: the form about that, filled in."""
    exhibit_with_mail(exhibit_id)
    case = current_case().record.case
    dispatch = dispatch_of(case, dispatch_id)
    if dispatch is None:
        abort(404)
    reply_id = _reply_id(exhibit_id, dispatch)
    if len(dispatch.replies) > MAX_EARLIER_ANSWERS and not reply_of(dispatch, reply_id):
        return go_to(full_list(MAX_EARLIER_ANSWERS + 1, "sending.overview"))
    known = partial(reply_values, dispatch_id, reply_id)
    return answer(
        structs.replace(
            reply_question(dispatch_id, reply_id),
            name=f"dispatch-{dispatch_id}-reply-{exhibit_id}",
            fill=lambda case: known(case) or _reply_values(exhibit_id),
            apply=partial(_put_reply, exhibit_id, dispatch_id, reply_id),
            after=lambda: _next(case, besides=exhibit_id),
            rows=None,
        )
    )


def _reply_id(exhibit_id: str, dispatch: Dispatch) -> str:
    """An e-mail is one reply, however often its form is sent: the id follows from its own.

    Unless an e-mail that is gone had that id.
    """
    own = f"m{exhibit_id}"
    is_other = reply_of(dispatch, own) and exhibit_id not in dispatch.exhibits
    return next_id("r", dispatch.replies) if is_other else own


def _reply_values(exhibit_id: str) -> dict[str, Any]:
    _exhibit, mail = exhibit_with_mail(exhibit_id)
    moment = sent_moment(mail, HOME_ZONE)
    is_usable = moment.day is not None and moment.day <= today()
    return {
        "received_on": moment.date if is_usable else "",
        "words": words_of(_transcript(exhibit_id).lines),
    }


def _put_reply(
    exhibit_id: str, dispatch_id: str, reply_id: str, form: AnswerBackForm, case: Case
) -> Case:
    case = put_reply(dispatch_id, reply_id, form, case)
    dispatch = dispatch_of(case, dispatch_id)
    if dispatch is None or exhibit_id in dispatch.exhibits or not exhibit_of(case, exhibit_id):
        return case
    return case.with_dispatch(replace(dispatch, exhibits=(*dispatch.exhibits, exhibit_id)))


@blueprint.route("/<string:exhibit_id>/answers/<string:letter_id>", methods=["GET", "POST"])
@needs_case
def letter_reply(exhibit_id: str, letter_id: str) -> object:
    """The e-mail as the reply to a text beside the complaint."""
    exhibit_with_mail(exhibit_id)
    case = current_case().record.case
    question = letter_reply_question(letter_id)
    return answer(
        structs.replace(
            question,
            name=f"text-{letter_id}-reply-{exhibit_id}",
            fill=lambda case: _letter_values(exhibit_id, letter_id, case),
            apply=partial(_put_letter_reply, exhibit_id, letter_id),
            after=lambda: _next(case, besides=exhibit_id),
        )
    )


def _letter_values(exhibit_id: str, letter_id: str, case: Case) -> dict[str, Any]:
    known = letter_reply_values(letter_id, case)
    if known.get("answered_on"):
        return known
    read = _reply_values(exhibit_id)
    return {**known, "answered_on": read["received_on"], "words": read["words"]}


def _put_letter_reply(exhibit_id: str, letter_id: str, form: ReplyForm, case: Case) -> Case:
    case = put_letter_reply(letter_id, form, case)
    letter = next((one for one in case.letters if one.id == letter_id), None)
    if letter is None or exhibit_id in letter.exhibits or not exhibit_of(case, exhibit_id):
        return case
    return case.with_letter(replace(letter, exhibits=(*letter.exhibits, exhibit_id)))


def may_check() -> bool:
    """Whether the host allows to ask name servers for the keys of signatures."""
    return bool(current_app.extensions["settings"].mail_key_lookups)


@blueprint.route("/<string:exhibit_id>/check", methods=["POST"])
@needs_case
def check(exhibit_id: str) -> object:
    """Checks the signatures of an e-mail; not there where the host does not allow it."""
    exhibit_with_mail(exhibit_id)
    if not may_check():
        abort(404)
    check_mail(current_case(), exhibit_id, today(), published_key)
    return go_to(url_for("mails.mail", exhibit_id=exhibit_id))
