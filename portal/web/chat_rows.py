"""The messages of a chat one by one: who wrote each and when, and where the next one begins.

What the player puts right is kept beside the text, which stays as it came.
"""

from functools import partial
from typing import Any, Final, NamedTuple

from flask import Blueprint, abort, flash, render_template, request, url_for
from wtforms import BooleanField, IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import NumberRange, Optional

from portal.domain.case import Case
from portal.domain.chats import ChatRow, all_rows, parted, speakers_of, with_chat_edit
from portal.domain.mail import MAX_CHAT_EDITS, ChatEdit
from portal.domain.parts import replace
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.blacking import whole_text_of
from portal.services.evidence import exhibit_of
from portal.web.answers import Question, answer
from portal.web.chats import chat_or_404, edits_of
from portal.web.current import current_case, needs_case
from portal.web.fields import time_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import go_to
from portal.web.language import PREFIX

blueprint = Blueprint("chat_rows", __name__, url_prefix=f"{PREFIX}/case/chat/<string:exhibit_id>")

_AT_ONCE: Final = 100  # messages on one page


class Chat(NamedTuple):
    """A chat as it is kept, and as it is read by now."""

    exhibit_id: str
    lines: tuple[str, ...]
    rows: tuple[ChatRow, ...]


class RowForm(AnswerForm):
    """One message of a chat; `row_form` adds what depends on the message."""

    other = StringField(_l("Or another name"), validators=[AtMost(200)])
    time = time_field(_l("At what time?"))


@blueprint.route("/messages")
@needs_case
def overview(exhibit_id: str) -> object:
    """All messages as they are read, each with the numbers of its lines in the packet."""
    chat = _chat(exhibit_id)
    begin = max(request.args.get("begin", 1, int), 1)
    shown = [row for row in chat.rows if row.last >= begin][:_AT_ONCE]
    later = [row.first for row in chat.rows if shown and row.first > shown[-1].first]
    return render_template(
        "pages/chat_rows/overview.html",
        exhibit_id=exhibit_id,
        rows=shown,
        is_begin=begin == 1,
        next_line=later[0] if later else 0,
        edited={one.line for one in edits_of(exhibit_id, current_case().record.case)},
    )


@blueprint.route("/messages/<int:line>", methods=["GET", "POST"])
@needs_case
def row(exhibit_id: str, line: int) -> object:
    """The message that begins at `line`, put right."""
    chat = _chat(exhibit_id)
    found = next((one for one in chat.rows if one.first == line), None)
    if found is None:  # it joined the one above, or the address is of nothing
        return go_to(url_for("chat_rows.overview", exhibit_id=exhibit_id))
    edits = edits_of(exhibit_id, current_case().record.case)
    if len(edits) >= MAX_CHAT_EDITS - 1:
        flash(_("You put right as many messages as fit in one chat."))
        return go_to(url_for("chat_rows.overview", exhibit_id=exhibit_id))
    is_first = found is chat.rows[0]
    return answer(
        Question(
            name=f"chat-{exhibit_id}-row-{line}",
            form=row_form(found, speakers_of(chat.rows), is_first=is_first),
            template="pages/chat_rows/row.html",
            look=lambda case: [one for one in edits_of(exhibit_id, case) if one.line == line],
            fill=lambda _case: {"who": found.who, "time": found.time},
            apply=partial(_put_right, chat, found),
            after=partial(_after, exhibit_id, found),
            context=lambda _case: {
                "exhibit_id": exhibit_id,
                "row": found,
                "lines": chat.lines[found.first - 1 : found.last],
            },
        )
    )


def _chat(exhibit_id: str) -> Chat:
    """Raises 404 when there is no such chat, or nothing of it can be shown."""
    case, transcript = current_case().record.case, None
    if chat_or_404(exhibit_id):
        transcript = whole_text_of(current_case(), exhibit_id)
    if transcript is None:
        abort(404)
    rows = all_rows(transcript.lines, edits_of(exhibit_id, case))
    return Chat(exhibit_id, transcript.lines, rows)


def row_form(row: ChatRow, names: tuple[str, ...], *, is_first: bool) -> type[AnswerForm]:
    """The form for `row`: one of the `names` in the chat, and where it could be parted."""
    listed = dict.fromkeys((*names, row.who) if row.who else names)
    choices = [
        *(SelectChoice(name, name) for name in listed),
        SelectChoice("", _("Nobody: it is of the chat program")),
    ]
    fields: dict[str, object] = {
        "who": RadioField(_("Who wrote this?"), choices=choices, default="")
    }
    if not is_first:
        fields["joins"] = BooleanField(_("This belongs to the message above"))
    if row.last > row.first:
        said = _("Enter a number from %(first)s to %(last)s.", first=row.first + 1, last=row.last)
        fields["begins"] = IntegerField(
            _("Does a new message begin in it? At which line?"),
            validators=[Optional(), NumberRange(row.first + 1, row.last, message=said)],
        )
    return type("RowForm", (RowForm,), fields)


def _put_right(chat: Chat, row: ChatRow, form: Any, case: Case) -> Case:
    exhibit = exhibit_of(case, chat.exhibit_id)
    if exhibit is None or exhibit.file is None:
        return case
    edits = exhibit.file.chat_edits
    name = form.other.data or form.who.data
    if "joins" in form and form.joins.data:
        edits = with_chat_edit(edits, ChatEdit(line=row.first, joins=True))
    elif (name, form.time.value or "") != (row.who, row.time):
        time = form.time.value or ""
        edits = with_chat_edit(edits, ChatEdit(line=row.first, who=name, time=time))
    if "begins" in form and form.begins.data:
        edits = parted(edits, chat.lines, form.begins.data)
    return case.with_exhibit(replace(exhibit, file=replace(exhibit.file, chat_edits=edits)))


def _after(exhibit_id: str, row: ChatRow) -> str:
    """To the new message that was parted off, for who wrote it; else back to the list."""
    begins = request.form.get("begins", "")
    if begins.isdecimal() and row.first < int(begins) <= row.last:
        return url_for("chat_rows.row", exhibit_id=exhibit_id, line=int(begins))
    return url_for("chat_rows.overview", exhibit_id=exhibit_id, begin=row.first, _anchor="messages")
