"""The cases that members share: the list, one case, notes about it, and working in it."""

import re

from flask import Blueprint, abort, flash, render_template, request, url_for
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from portal import i18n
from portal.domain.case import Case, Dispatch
from portal.domain.recipient import parse_recipient
from portal.domain.sharing import MAX_NOTE, Note, Section
from portal.domain.staff import StaffRole
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import helping
from portal.services.gate import pack_for, pack_of
from portal.services.helping import Listed, NotesFull, Shared
from portal.store.staff import Member, find_member, members
from portal.web import check
from portal.web.clock import today
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import go_to
from portal.web.known import known_packs
from portal.web.language import PREFIX
from portal.web.roles import CASEWORKER
from portal.web.staff_access import (
    current_keys,
    current_member,
    for_templates,
    leave_no_copy,
    needs_staff,
    staff_visit,
)
from portal.web.words import names_for
from portal.wording import label, recipient_name

blueprint = Blueprint("staff_cases", __name__, url_prefix=f"{PREFIX}/staff/cases")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

NOBODY = "nobody"
_HEX_ID = re.compile(r"[0-9a-f]{32}")
_STATES = ("overdue", "waiting", "asked")


class NoteForm(AnswerForm):
    """What a caseworker says about a part of the case."""

    words = TextAreaField(
        _l("Your comment"),
        validators=[InputRequired(_l("Write your comment.")), AtMost(MAX_NOTE)],
    )
    is_request = BooleanField(_l("Ask the member to change this"))


@blueprint.route("")
@needs_staff(CASEWORKER)
def overview() -> str:
    handler, state = request.args.get("handler", ""), request.args.get("state", "")
    everything = helping.shared_cases(current_keys(), known_packs(), today())
    handlers = _caseworkers()
    here = {one.id.hex() for one in handlers}
    rows = [one for one in everything if _is_of(one, handler, here) and _is_in(one, state)]
    return render_template(
        "pages/staff_cases/overview.html",
        rows=rows,
        total=len(everything),
        handlers=handlers,
        handler=handler,
        state=state if state in _STATES else "",
        names_for=names_for,
    )


@blueprint.route("/<string:share_id>")
@needs_staff(CASEWORKER)
def case(share_id: str) -> str:
    """The whole case, readable, with what was said about each part."""
    shared = open_or_404(share_id)
    record = shared.opened.record
    pack = pack_of(record.case, known_packs())
    return render_template(
        "pages/staff_cases/case.html",
        shared=shared,
        share_id=share_id,
        record=record,
        outlook=helping.outlook(record, known_packs(), today()),
        names=names_for(record.case),
        sections=_sections(record.case, check.sections_of(record.case, pack)),
        handlers=_caseworkers(),
    )


@blueprint.route("/<string:share_id>/say/<string:part>", methods=["GET", "POST"])
@needs_staff(CASEWORKER)
def say(share_id: str, part: str) -> object:
    """A comment about a part of the case, or a request to change it."""
    shared, section = open_or_404(share_id), _section_or_404(part)
    form = NoteForm(request.form) if request.method == "POST" else NoteForm(formdata=None)
    if request.method == "POST" and form.validate() and _has_said(shared, section, form):
        return go_to(url_for("staff_cases.case", share_id=share_id, _anchor=section.value))
    page = render_template(
        "pages/staff_cases/say.html", form=form, shared=shared, share_id=share_id, section=section
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<string:share_id>/notes/<string:note_id>/withdraw", methods=["POST"])
@needs_staff(CASEWORKER)
def unsay(share_id: str, note_id: str) -> object:
    helping.unsay(open_or_404(share_id), note_id)
    flash(_("The comment is removed."))
    return go_to(url_for("staff_cases.case", share_id=share_id))


@blueprint.route("/<string:share_id>/hand-over", methods=["POST"])
@needs_staff(CASEWORKER)
def hand_over(share_id: str) -> object:
    """Another caseworker, or nobody in particular, looks after the case from now on."""
    shared, chosen = open_or_404(share_id), request.form.get("handler", "")
    to = find_member(bytes.fromhex(chosen)) if _HEX_ID.fullmatch(chosen) else None
    if chosen != NOBODY and (to is None or not to.holds_key):
        abort(404)
    helping.hand_over(shared, to, current_member(), today())
    flash(_("The case is passed on."))
    return go_to(url_for("staff_cases.case", share_id=share_id))


@blueprint.route("/<string:share_id>/open", methods=["POST"])
@needs_staff(CASEWORKER)
def enter(share_id: str) -> object:
    """Opens the pages of the case itself, as the member sees them."""
    shared = open_or_404(share_id)
    staff_visit().case_to_open = helping.begin_work(shared, current_member(), today())
    return go_to(url_for("cases.overview"))


def open_or_404(share_id: str) -> Shared:
    """A shared case. What is not shared (any more) is not there: CaseNotFound is a 404."""
    if not _HEX_ID.fullmatch(share_id):
        abort(404)
    return helping.open_shared(current_keys(), share_id, current_member(), today())


def _has_said(shared: Shared, section: Section, form: NoteForm) -> bool:
    try:
        helping.say(shared, _note(section, form))
    except NotesFull:
        form.words.errors = [_("There is no room for more comments. Remove an old one first.")]
        return False
    return True


def _note(section: Section, form: NoteForm) -> Note:
    """What was said; it gets its id where it is kept."""
    return Note(
        id="new",
        section=section,
        words=form.words.data,
        by=current_member().name,
        on=today(),
        is_request=form.is_request.data,
    )


def _section_or_404(part: str) -> Section:
    if part not in set(Section):
        abort(404)
    return Section(part)


def _caseworkers() -> list[Member]:
    return [one for one in members() if one.role is StaffRole.CASEWORKER and one.holds_key]


def _is_of(one: Listed, handler: str, here: set[str]) -> bool:
    """Whether a caseworker looks after the case; NOBODY also when he is no longer `here`."""
    looks_after = one.record.help.handler
    if handler == NOBODY:
        return looks_after is None or looks_after.id not in here
    return not handler or (looks_after is not None and looks_after.id == handler)


def _is_in(one: Listed, state: str) -> bool:
    if state == "overdue":
        return one.outlook.is_overdue
    if state == "waiting":
        return one.outlook.is_waiting
    return state != "asked" or bool(one.record.help.requests)


def _sections(
    case: Case, checked: tuple[check.Section, ...]
) -> list[tuple[Section, tuple[check.Row, ...]]]:
    """The parts of the case with their answers; nothing in them leads to a page of the member."""
    rows = [tuple(check.Row(row.key, row.value, "") for row in one.rows) for one in checked]
    sent = tuple(_sent(one, case) for one in case.dispatches_in_order)
    return list(zip(Section, [*rows, sent], strict=True))


def _sent(sent: Dispatch, case: Case) -> check.Row:
    recipient = parse_recipient(sent.recipient)
    to = recipient_name(recipient, pack_for(case, recipient, known_packs()), case)
    lines = [f"{to} ({label(sent.channel)})"]
    for reply in sent.replies:
        lines += [i18n.format_partial(reply.received_on), label(reply.kind), reply.words]
        lines += [label(reply.offer_reply)] if reply.offer_reply else []
    return check.Row(i18n.format_partial(sent.sent_on), "\n".join(filter(None, lines)), "")
