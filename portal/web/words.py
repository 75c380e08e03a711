"""What the pages of a case say and where their links lead, beyond the wording of codes."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, url_for
from markupsafe import Markup
from msgspec import Struct

from portal import i18n
from portal.config import Settings
from portal.documents.history_picture import history_svg
from portal.documents.history_words import history_lines
from portal.documents.ladder_picture import ladder_svg, ladder_text
from portal.documents.texts import offered_texts
from portal.domain.case import Case, next_id
from portal.domain.codes import Confidence, TextKind
from portal.domain.finding import Page
from portal.domain.ladder import Rung
from portal.domain.next_step import NextStep, Todo
from portal.domain.recipient import CASINO, Recipient
from portal.domain.record import CaseRecord
from portal.domain.register import detail_page
from portal.domain.sharing import Section
from portal.i18n import gettext as _
from portal.services.gate import pack_of
from portal.services.tasks import Status, Task
from portal.web.clock import today
from portal.web.known import known_bodies, known_packs
from portal.web.moments import format_moment
from portal.web.proof import exhibit_line
from portal.wording import (
    cost_sentence,
    late_sentence,
    listing_sentence,
    names_of,
    register_status,
    short_confidence,
    signature_sentences,
    waiting_sentences,
)

_ENDPOINTS = {
    Page.TOPIC: "topic.choose",
    Page.CASINO: "casino.name",
    Page.COMPLAINTS: "casino.complaints",
    Page.REGULATOR: "casino.authority",
    Page.FACTS: "facts.overview",
    Page.CONTACTS: "contacts.overview",
    Page.REMEDY: "remedy.remedy",
    Page.EVIDENCE: "evidence.overview",
    Page.DECIDING_EVIDENCE: "topic.evidence",
    Page.PLAYER: "player.player",
    Page.READY: "packets.overview",
    Page.SENDING: "sending.overview",
}

# How values are shown, in the language of the page.
_SECTIONS = {
    Section.TOPIC: Page.TOPIC,
    Section.CASINO: Page.CASINO,
    Section.FACTS: Page.FACTS,
    Section.CONTACTS: Page.CONTACTS,
    Section.REMEDY: Page.REMEDY,
    Section.EVIDENCE: Page.EVIDENCE,
    Section.PLAYER: Page.PLAYER,
    Section.SENDING: Page.SENDING,
}

_SHOWN = (
    "country_name",
    "format_amount",
    "format_day",
    "format_file_size",
    "format_languages",
    "format_partial",
    "format_period",
)
_CONFIDENCES = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)  # the rest never ships

_PAGES = {
    Todo.CLOSE: "closing.close",
    Todo.CLOSED: "closing.closed",
    Todo.LADDER_DONE: "who.overview",
    Todo.DECIDE_OFFER: "letters.overview",  # of an offer that came on a letter: its own page
}


# Their buttons lead to where it is written down, so the words have a link of their own.
_WORDS = {
    Todo.CONTACT_SUPPORT: TextKind.ASK_HELP,
    Todo.ASK_ADDRESS: TextKind.ASK_COMPLAINTS_ADDRESS,
}


class Row(Struct, frozen=True, kw_only=True):
    """One row of the task list, as its component shows it."""

    title: str
    status: Status
    url: str = ""
    hint: str = ""


def furnish(app: Flask, settings: Settings) -> None:
    """Gives the templates of a case their words."""
    app.jinja_env.globals.update(
        {name: getattr(i18n, name) for name in _SHOWN} | {one.__name__: one for one in _ours()},
        bodies_by_id=known_bodies,
        confidences=_CONFIDENCES,
        cost_sentence=cost_sentence,
        detail_page=detail_page,
        exhibit_line=exhibit_line,
        history_lines=history_lines,
        history_picture=history_svg,
        ladder_picture=_ladder_picture,
        ladder_words=ladder_text,
        language_names=i18n.LANGUAGE_NAMES,
        late_sentence=late_sentence,
        listing_sentence=listing_sentence,
        new_dispatch_id=lambda case: next_id("d", case.dispatches),
        packs_by_id=known_packs,
        register_status=register_status,
        signature_sentences=signature_sentences,
        reminders_offered=bool(settings.mail_server),
        section_url=section_url,
        short_confidence=short_confidence,
        waiting_sentences=waiting_sentences,
    )
    app.jinja_env.filters.update(host=_host, capitalize_first=_capitalized)


def _ours() -> tuple[Callable[..., object], ...]:
    return (
        *(format_moment, names_for, next_text, next_url, page_url),
        *(source_date, task_rows, text_url),
    )


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def names_for(case: Case) -> Any:
    """The names of casino, authority and dispute body in the sentences about `case`."""
    return names_of(case, pack_of(case, known_packs()))


def _ladder_picture(rungs: tuple[Rung, ...], names: Any) -> Markup:
    return ladder_svg(rungs, names)


def page_url(page: Page, recipient: Recipient, case: Case) -> str:
    """Where the player can do something about a finding."""
    if page is Page.AUTHORITY:
        pack_id = recipient.authority or pack_of(case, known_packs()).id
        return url_for("authorities.authority", pack_id=pack_id)
    if page is Page.DISPUTE_BODY:
        body = pack_of(case, known_packs()).body_on_file(case.casino.dispute_body)
        return url_for("authorities.body", body_id=body.id) if body else ""
    return url_for(_ENDPOINTS[page])


def section_url(section: Section) -> str:
    """The page of the player on which a part of the case is changed."""
    return url_for(_ENDPOINTS[_SECTIONS[section]])


def next_url(step: NextStep, record: CaseRecord) -> str:
    """The page on which the one thing can be done; "" when there is nothing but to wait."""
    code = step.recipient.code
    if step.todo is Todo.MAKE_PACKET:
        return url_for("packets.ready", to=code)
    if step.todo is Todo.SEND_PACKET:
        made = [packet for packet in record.packets if packet.recipient == code]
        return url_for("packets.packet", packet_id=made[-1].id)
    if step.todo is Todo.ASK_MANAGER:
        return text_url(TextKind.ASK_MANAGER, record.case)
    if step.text:
        return url_for("contacts.said", contact_id=step.text.id)
    if step.dispatch:
        return url_for("offers.decide", dispatch_id=step.dispatch)
    if step.todo in _PAGES:
        return url_for(_PAGES[step.todo])
    return page_url(step.page, step.recipient, record.case)


def next_text(step: NextStep, case: Case) -> TextKind | None:
    """The words to send for the one thing, or to a casino that is late with its reply."""
    is_late = step.late is not None and step.late.recipient == CASINO
    kind = TextKind.ASK_FINAL_ANSWER if is_late else _WORDS.get(step.todo)
    return kind if kind in offered_texts(case, today()) else None


def text_url(kind: str, case: Case) -> str:
    """The page of a text (code of a TextKind), in the casino's language when it is one of ours."""
    theirs = case.casino.support_language
    language = theirs if theirs in i18n.LANGUAGES else g.language
    return url_for("contacts.words", kind=kind, text_language=language)


def task_rows(tasks: tuple[Task, ...]) -> list[Row]:
    """The rows of the task list; a task that cannot start yet says what comes first."""
    words = _task_words()
    return [
        Row(
            title=words[task.page],
            status=task.status,
            url="" if task.status is Status.BLOCKED and task.page is Page.SENDING else _url(task),
            hint=_hint(task),
        )
        for task in tasks
    ]


def _url(task: Task) -> str:
    return url_for(_ENDPOINTS[task.page])


def _task_words() -> Mapping[Page, str]:
    return {
        Page.TOPIC: _("What it is about"),
        Page.CASINO: _("The casino"),
        Page.FACTS: _("What happened"),
        Page.CONTACTS: _("Contact with the casino"),
        Page.REMEDY: _("What you want"),
        Page.EVIDENCE: _("Evidence"),
        Page.PLAYER: _("About you"),
        Page.READY: _("Your packet (PDF)"),
        Page.SENDING: _("What you sent"),
    }


def _hint(task: Task) -> str:
    if task.status is not Status.BLOCKED:
        return ""
    if task.page is Page.READY:
        return _("First complete the tasks above. You can see the checklist and a draft already.")
    return _("First make your packet.")


def source_date(text: str) -> str:
    """The date of a source: exact, a month or a year, about ("~2018-12"), or "undated"."""
    if text == "undated":
        return _("no date")
    known = text.removeprefix("~")
    day = known if len(known) == len("2018") else i18n.format_partial(known)
    return _("about %(day)s", day=day) if text.startswith("~") else day
