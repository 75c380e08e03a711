"""A chat with the casino: pasted or added as a text file, its speakers named, made a contact.

The text itself is kept as it came, sealed, with its hash; what we recognise in it never changes it.
"""

from functools import partial
from typing import Any, Final

from flask import Blueprint, abort, render_template, request, url_for
from flask_wtf.file import FileField
from msgspec.structs import replace as with_fields
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.domain.blacking import BLACK
from portal.domain.case import Case, Exhibit
from portal.domain.chats import ChatRow, read_chat, speakers_of
from portal.domain.codes import Channel, Outcome, Step
from portal.domain.evidence import SHOWN_AS_ATTACHMENT, FileProblem, FileRefused
from portal.domain.incoming import contact_of, contact_with, dated, guess_chat, guess_side, is_chat
from portal.domain.mail import ChatEdit, Side, Speaker
from portal.domain.parts import replace
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import cases
from portal.services.blacking import normal_of, told_case, whole_text_of
from portal.services.evidence import Incoming, ListFull, exhibit_of
from portal.services.incoming import take_in_chat
from portal.web.answers import Question, answer, refuse_key, set_aside
from portal.web.choices import CodeRadios
from portal.web.clock import now, today
from portal.web.contacts import STEPS, no_room_for
from portal.web.current import current_case, needs_case
from portal.web.files import arrived, largest_upload, receive, room
from portal.web.forms import AnswerForm, AtMost, from_draft
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.lists import check_id
from portal.web.moments import HOME_ZONE, MomentFields, moment_of, moment_values
from portal.web.uploads import LARGEST, SINKS
from portal.wording import blacked_out, file_refusal

blueprint = Blueprint("chats", __name__, url_prefix=f"{PREFIX}/case/chat")

LONGEST_PASTE: Final = 100_000  # characters
SINKS["chats.add"] = receive
LARGEST["chats.add"] = largest_upload
_SHOWN_ROWS: Final = 200
_PASTED: Final = "chat.txt"
_DRAFT: Final = "chat"
_WORDS: Final = ("with_whom", "reference", "asked", "answered")


class AddForm(AnswerForm):
    """The text of a chat, or a file with it."""

    text = TextAreaField(_l("Paste the chat here"), validators=[AtMost(LONGEST_PASTE)])
    file = FileField(_l("Or choose a text file"))


class ChatForm(MomentFields, AnswerForm):
    """What a chat is in this case."""

    step = CodeRadios(
        _l("Who did you chat with?"),
        STEPS,
        validators=[InputRequired(_l("Select who you chatted with."))],
    )
    with_whom = StringField(_l("Which name did they give?"), validators=[AtMost(200)])
    reference = StringField(_l("Did they give a reference number?"), validators=[AtMost(200)])
    asked = TextAreaField(_l("What did you ask or say?"), validators=[AtMost(5000)])
    answered = TextAreaField(_l("What did they answer?"), validators=[AtMost(5000)])
    outcome = CodeRadios(
        _l("What came of it?"),
        Outcome,
        validators=[InputRequired(_l("Select what came of it."))],
    )


class TwoChats(Exception):
    """A text was pasted and a file was chosen: neither may be lost without a word."""


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def add() -> object:
    """Takes the text of a chat, and leads to who said what."""
    if request.method != "POST":
        draft = current_case().record.drafts.get(_DRAFT)
        return _show_add(AddForm(from_draft(draft) if draft else None))
    form = AddForm()
    if aside := set_aside(_DRAFT, form):
        return aside
    if not form.validate() or refuse_key(form):
        return _show_add(form), 422
    try:
        name, incoming = _incoming(form)
        exhibit_id, opened = take_in_chat(current_case(), incoming, name, room(), now())
    except TwoChats:
        return _refuse(form, _("You pasted a chat and chose a file. Add one of them first."))
    except FileRefused as refused:
        return _refuse(form, _why(refused.problem))
    except ListFull:
        return _refuse(form, _("Your list of evidence is full. Remove one first."))
    cases.drop_draft(opened, _DRAFT)
    return go_to(url_for("chats.who", exhibit_id=exhibit_id))


def _incoming(form: AddForm) -> tuple[str, Incoming]:
    """The file, else the text that was pasted, sealed. Raises FileRefused (EMPTY), TwoChats."""
    if arrived() and form.text.data:
        raise TwoChats
    if arrived():
        return arrived()[0]
    if not form.text.data:
        raise FileRefused(FileProblem.EMPTY)
    incoming = receive()
    if not isinstance(incoming, Incoming):  # the case was deleted in another tab
        abort(404)
    incoming.write(form.text.data.encode("utf-8", "replace"))
    return _PASTED, incoming


def _show_add(form: AddForm) -> str:
    return render_template("pages/chats/add.html", form=form)


def _refuse(form: AddForm, said: str) -> tuple[str, int]:
    field = form.file if arrived() else form.text
    field.errors = [said]
    return _show_add(form), 422


def _why(problem: FileProblem) -> str:
    if problem is FileProblem.EMPTY:
        return _("Paste the chat, or choose a text file with it.")
    if problem is FileProblem.UNKNOWN_TYPE:
        return _("This is no plain text. Add an e-mail or a picture on the page for that.")
    if problem in SHOWN_AS_ATTACHMENT:
        return _("This chat is too long for us to read. Choose the part that matters.")
    return file_refusal(problem, room().file, room().case)


def chat_or_404(exhibit_id: str) -> Exhibit:
    """The exhibit with the chat; a page that is not there without one."""
    check_id("e", exhibit_id)
    found = exhibit_of(current_case().record.case, exhibit_id)
    if found is None or not is_chat(found):
        abort(404)
    return found


def _rows(exhibit_id: str) -> tuple[ChatRow, ...]:
    """The messages as the player put them right."""
    transcript = whole_text_of(current_case(), exhibit_id)
    edits = edits_of(exhibit_id, current_case().record.case)
    return read_chat(transcript.lines, edits) if transcript else ()


def _shown_rows(exhibit_id: str) -> tuple[ChatRow, ...]:
    """The messages, without the words of those in which the player blacked out something."""
    shown = normal_of(current_case(), exhibit_id).transcript
    black = {n for n, line in enumerate(shown.lines if shown else (), 1) if BLACK in line}
    return tuple(
        with_fields(row, text=blacked_out(BLACK))
        if black.intersection(range(row.first, row.last + 1))
        else row
        for row in _rows(exhibit_id)
    )


def edits_of(exhibit_id: str, case: Case) -> tuple[ChatEdit, ...]:
    """What the player put right in a chat."""
    found = exhibit_of(case, exhibit_id)
    return found.file.chat_edits if found and found.file else ()


@blueprint.route("/<string:exhibit_id>", methods=["GET", "POST"])
@needs_case
def who(exhibit_id: str) -> object:
    """Who said what: the names that we recognise, for the player to say who they are."""
    chat_or_404(exhibit_id)
    rows = _rows(exhibit_id)
    names = speakers_of(rows)
    return answer(
        Question(
            name=f"chat-{exhibit_id}-who",
            form=_who_form(names),
            template="pages/chats/who.html",
            look=lambda case: _speakers(exhibit_id, case),
            fill=lambda case: _sides(exhibit_id, names, case),
            apply=partial(_put_speakers, exhibit_id, names),
            after=lambda: url_for("chats.chat", exhibit_id=exhibit_id),
            context=lambda _case: {
                "exhibit_id": exhibit_id,
                "rows": rows[:_SHOWN_ROWS],
                "more_rows": max(len(rows) - _SHOWN_ROWS, 0),
                "examples": {row.who: row.text for row in reversed(rows) if row.text},
                "sides": [form_name for form_name, _name in _named(names)],
            },
        )
    )


def _named(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each name with the name of its field."""
    return [(f"side{number}", name) for number, name in enumerate(names)]


def _who_form(names: tuple[str, ...]) -> type[AnswerForm]:
    """A form with a question for each name in the chat."""
    needed = _l("Select who this is.")
    fields = {
        field: CodeRadios(name, Side, validators=[InputRequired(needed)])
        for field, name in _named(names)
    }
    return type("WhoForm", (AnswerForm,), fields)


def _speakers(exhibit_id: str, case: Case) -> tuple[Speaker, ...]:
    found = exhibit_of(case, exhibit_id)
    return found.file.speakers if found and found.file else ()


def _sides(exhibit_id: str, names: tuple[str, ...], case: Case) -> dict[str, Any]:
    said = {one.name: one.side for one in _speakers(exhibit_id, case)}
    return {field: said.get(name) or guess_side(name, case) for field, name in _named(names)}


def _put_speakers(exhibit_id: str, names: tuple[str, ...], form: AnswerForm, case: Case) -> Case:
    exhibit = exhibit_of(case, exhibit_id)
    if exhibit is None or exhibit.file is None:
        return case
    speakers = tuple(
        Speaker(name=name, side=form[field].code(Side) or Side.NOBODY)
        for field, name in _named(names)
    )
    return case.with_exhibit(replace(exhibit, file=replace(exhibit.file, speakers=speakers)))


@blueprint.route("/<string:exhibit_id>/contact", methods=["GET", "POST"])
@needs_case
def chat(exhibit_id: str) -> object:
    """The chat as a contact: day, time, who it was with, what each side said."""
    chat_or_404(exhibit_id)
    case = current_case().record.case
    if full := no_room_for(exhibit_id, case):
        return full
    return answer(
        Question(
            name=f"chat-{exhibit_id}-contact",
            form=ChatForm,
            template="pages/chats/chat.html",
            look=partial(_placed, exhibit_id),
            fill=lambda case: _placed(exhibit_id, case) or _guessed(exhibit_id),
            apply=partial(_put, exhibit_id),
            after=lambda: url_for("contacts.overview"),
            context=lambda _case: {"exhibit": chat_or_404(exhibit_id)},
        )
    )


def _placed(exhibit_id: str, case: Case) -> dict[str, Any]:
    """What the form shows of the contact that this chat became; {} before that."""
    contact = contact_with(case, exhibit_id)
    if contact is None:
        return {}
    values = {name: getattr(contact, name) for name in (*_WORDS, "step", "outcome")}
    return {**values, **moment_values(contact.moment)}


def _guessed(exhibit_id: str) -> dict[str, Any]:
    speakers = _speakers(exhibit_id, told_case(current_case()))
    guessed = guess_chat(_shown_rows(exhibit_id), speakers, HOME_ZONE)
    is_usable = guessed.moment.day is None or guessed.moment.day <= today()
    moment = guessed.moment if is_usable else replace(guessed.moment, date="")
    return {
        "step": Step.SUPPORT,
        "with_whom": guessed.with_whom,
        "asked": guessed.asked,
        "answered": guessed.answered,
        **moment_values(moment),
    }


def _put(exhibit_id: str, form: ChatForm, case: Case) -> Case:
    exhibit = exhibit_of(case, exhibit_id)
    if exhibit is None:
        return case
    contact = contact_of(case, exhibit_id)
    moment = moment_of(form)
    changed = replace(
        contact,
        step=form.step.code(Step) or Step.SUPPORT,
        channel=Channel.CHAT,
        moment=moment,
        outcome=form.outcome.code(Outcome),
        **{name: form[name].data or "" for name in _WORDS},
    )
    described = replace(exhibit, description=exhibit.description or changed.with_whom)
    return case.with_exhibit(dated(described, moment)).with_contact(changed)
