"""Sentences of the packet in the player's own voice: each one only when the case backs it.

Names of codes and the results of the gate come from `portal.wording`.
"""

from collections.abc import Callable

from babel import Locale

from portal.domain.case import Answer, Dispatch, Remedy
from portal.domain.codes import DocumentKind, RemedyKind, Step, Topic
from portal.domain.finding import Code
from portal.domain.packet import Deadline, PacketContent
from portal.domain.replies import final_reply
from portal.domain.rules import UNKNOWN, Source, is_nobody
from portal.domain.values import Moment
from portal.i18n import (
    current_language,
    format_amount,
    format_day,
    format_moment,
    format_partial,
    format_period,
    gettext,
    ngettext,
)
from portal.wording import document_title, label, names_on_paper
from portal.wording import when as sentence_date
from portal.wording.source import N_

_SUBJECTS = {
    Topic.WITHDRAWAL: N_("Formal complaint about a withdrawal that is not paid"),
    Topic.IDENTITY_CHECK: N_("Formal complaint about an identity check"),
    Topic.BONUS: N_("Formal complaint about a bonus"),
    Topic.ACCOUNT_CLOSED: N_("Formal complaint about a closed or blocked account"),
    Topic.GAME_FAULT: N_("Formal complaint about a technical fault in a game"),
    Topic.GAME_FAIRNESS: N_("Formal complaint about the fairness of a game"),
    Topic.LOSSES: N_("Formal complaint about money lost by gambling"),
    Topic.SELF_EXCLUSION: N_("Formal complaint about self-exclusion and the duty of care"),
    Topic.MARKETING: N_("Formal complaint about marketing messages"),
    Topic.MINORS: N_("Formal complaint about gambling by a minor"),
    Topic.PRIVACY: N_("Formal complaint about personal data"),
    Topic.OTHER: N_("Formal complaint about an online casino"),
}
_REMEDIES = {
    RemedyKind.PAY_OUT: N_("payment of the withdrawal"),
    RemedyKind.REFUND: N_("a refund"),
    RemedyKind.REOPEN: N_("that my account is opened again"),
    RemedyKind.CORRECT_DATA: N_("correction of my data"),
    RemedyKind.EXPLANATION: N_("an explanation in writing"),
    RemedyKind.APOLOGY: N_("an apology"),
    RemedyKind.STOP_MARKETING: N_("no more marketing messages"),
    RemedyKind.EXCLUDE: N_("that I am excluded from gambling there"),
}

OPENINGS = {
    DocumentKind.COMPLAINT: N_(
        "This is a formal complaint. Please handle it under your complaints procedure."
    ),
    DocumentKind.DISPUTE_SUBMISSION: N_("I ask you to decide a dispute with an online casino."),
    DocumentKind.REFERRAL: N_("I submit a case about an online casino to you."),
    DocumentKind.REPORT: N_("This is a report about an online casino, for your supervision."),
}


def title(content: PacketContent) -> str:
    """What the document is and whom it is for; a draft says so."""
    name = "" if content.document is DocumentKind.COMPLAINT else addressee_name(content)
    known = document_title(content.document, name)
    if content.parts > 1:
        known = gettext(
            "%(title)s, part %(part)s of %(parts)s",
            title=known,
            part=content.part,
            parts=content.parts,
        )
    return gettext("DRAFT: %(title)s", title=known) if content.is_draft else known


def addressee_name(content: PacketContent) -> str:
    """The addressee's name in the current language."""
    addressee = content.addressee
    return addressee.name_nl if current_language() == "nl" else addressee.name_en


def subject(content: PacketContent) -> str:
    """The subject line of the letter, with the amount when one is asked."""
    line = gettext(_SUBJECTS[content.topic or Topic.OTHER])
    amount = content.remedy.amount
    if content.remedy.wants_money and amount:
        return gettext("%(subject)s (%(amount)s)", subject=line, amount=format_amount(amount))
    return line


def subject_line(content: PacketContent) -> str:
    """Casino, subject and amount on one line, for the head of a document that is no letter."""
    topic = label(content.topic) if content.topic else ""
    amount = content.remedy.amount if content.remedy.wants_money else None
    named = content.casino.brand or content.casino.website
    return " · ".join(filter(None, [named, topic, format_amount(amount) if amount else ""]))


def opening(content: PacketContent) -> list[str]:
    """What kind of document this is, and how far the complaint had come on its day."""
    said = [gettext(OPENINGS[content.document])]
    if content.document is DocumentKind.COMPLAINT and is_sent(content):
        said.append(_earlier_letter(content))
    for_authority = content.document in {DocumentKind.REFERRAL, DocumentKind.REPORT}
    if for_authority and decides_no_money(content):
        said.append(gettext("I do not ask you to decide about money."))
    if content.steps_not_taken:
        steps = ", ".join(label(step, "paper") for step in content.steps_not_taken)
        said.append(gettext("Steps that are not complete: %(steps)s.", steps=steps))
    return said


def is_sent(content: PacketContent) -> bool:
    """The complaint went out before the day of this packet."""
    sent = content.complaint
    return sent is not None and sent.day is not None and sent.day < content.day


def dispute_body(content: PacketContent) -> str:
    """The dispute body's own name, "" when the casino names none."""
    if not content.casino.dispute_body.strip():
        return ""
    return names_on_paper(content).dispute_body


def licensing_authority(content: PacketContent) -> str:
    """Who licensed the casino, as far as the case says so."""
    casino, pack = content.casino, content.pack
    if is_nobody(casino.authority):
        return gettext("no licence found")
    if casino.authority != pack.id or pack.id == UNKNOWN:
        return casino.authority_name.strip()
    name = pack.name_nl if current_language() == "nl" else pack.name_en
    return f"{name} ({pack.short_name})"


def country_name(code: str) -> str:
    """The country's name (ISO 3166-1) in the current language, "" without one."""
    return str(Locale(current_language()).territories.get(code, code))


def _earlier_letter(content: PacketContent) -> str:
    sent = content.complaint
    assert sent is not None  # noqa: S101 - `is_sent` was asked
    said = [gettext("I sent it to you %(when)s.", when=_on(sent.sent_on))]
    if content.final_answer:
        final = _on(content.final_answer.received_on)
        said.append(gettext("You gave your final response %(when)s.", when=final))
    else:
        said.append(gettext("I have recorded no final response."))
    return " ".join(said)


def _on(partial: str) -> str:
    """A date inside a sentence: "on 3 September 2026", or "in September 2026"."""
    return sentence_date(Moment(date=partial).day, partial)


def decides_no_money(content: PacketContent) -> bool:
    """The rule pack says that this authority does not decide about the money asked."""
    return any(finding.code is Code.REPORTS_ONLY for finding in content.findings)


def remedies(content: PacketContent) -> list[str]:
    """What the player wants, as noun phrases for a list."""
    return remedy_phrases(content.remedy)


def remedy_phrases(remedy: Remedy) -> list[str]:
    """The same, of a case; the amount stands with the money."""
    amount = format_amount(remedy.amount) if remedy.amount else ""
    return [_remedy(kind, amount) for kind in remedy.kinds]


def _remedy(kind: RemedyKind, amount: str) -> str:
    if kind is RemedyKind.PAY_OUT and amount:
        return gettext("payment of %(amount)s", amount=amount)
    if kind is RemedyKind.REFUND and amount:
        return gettext("a refund of %(amount)s", amount=amount)
    return gettext(_REMEDIES[kind])


def term(content: PacketContent) -> list[str]:
    """The dates that the complaint names, and the next step that it announces."""
    deadline = content.deadline
    if deadline is None:
        return []
    asked = format_day(deadline.asked)
    said = [gettext("Please reply in writing by %(day)s.", day=asked)]
    if deadline.acknowledge and not is_sent(content):
        day = format_day(deadline.acknowledge)
        said.insert(0, gettext("Please confirm by %(day)s that you received this.", day=day))
    return [*said, *_legal(content, deadline), *_own_terms(content, deadline), *_next(content)]


def _legal(content: PacketContent, deadline: Deadline) -> list[str]:
    if deadline.legal is None:
        return []
    values = {"day": format_day(deadline.legal), "article": deadline.article}
    if deadline.legal < content.day:
        if deadline.article:
            return [gettext("Your reply was due on %(day)s at the latest (%(article)s).", **values)]
        return [gettext("Your reply was due on %(day)s at the latest.", **values)]
    if deadline.article:
        return [gettext("The last day for your reply is %(day)s (%(article)s).", **values)]
    return [gettext("The last day for your reply is %(day)s.", **values)]


def _own_terms(content: PacketContent, deadline: Deadline) -> list[str]:
    period = content.casino.answer_time
    if period is None or deadline.legal:
        return []
    return [gettext("Your own terms give %(period)s for a reply.", period=format_period(period))]


def _next(content: PacketContent) -> list[str]:
    """What the player will do when this is not solved; only a step that exists for the case."""
    names = names_on_paper(content)
    said = []
    if content.dispute:
        sent = _on(content.dispute.sent_on)
        said.append(
            gettext(
                "I submitted the dispute to %(body)s %(when)s.", body=names.dispute_body, when=sent
            )
        )
    if content.next_step is Step.DISPUTE and not content.dispute:
        said.append(
            gettext(
                "If we cannot solve this, I will submit the dispute to %(body)s.",
                body=names.dispute_body,
            )
        )
    elif content.next_step:
        said.append(_to_the_authority(content, names.authority))
    return said


def _to_the_authority(content: PacketContent, authority: str) -> str:
    """One body takes a report, another a complaint: the letter announces what it takes."""
    if content.pack.document is DocumentKind.REPORT:
        return gettext(
            "If we cannot solve this, I will report it to %(authority)s.", authority=authority
        )
    return gettext("If we cannot solve this, I will go to %(authority)s.", authority=authority)


def dispatch_dates(dispatch: Dispatch, step: Step, silence_days: int | None) -> list[str]:
    """When it was sent and what came back, as short phrases for the summary."""
    said = [gettext("sent %(day)s", day=format_partial(dispatch.sent_on))]
    answer = dispatch.answer
    if answer is None:
        if silence_days:
            said.append(
                ngettext(
                    "no final response in %(number)s day",
                    "no final response in %(number)s days",
                    silence_days,
                )
            )
        return said
    final = final_reply(dispatch)
    if final and final is not answer and step is not Step.DISPUTE:
        said.append(_came_back(final, step))
    return [*said, _came_back(answer if step is not Step.DISPUTE else final or answer, step)]


def _came_back(answer: Answer, step: Step) -> str:
    day = format_partial(answer.received_on)
    if step is Step.DISPUTE:
        return gettext("decision %(day)s", day=day)
    if answer.is_final:
        return gettext("final response %(day)s", day=day)
    return gettext("reply %(day)s", day=day)


def when(content: PacketContent) -> Callable[[Moment], str]:
    """Writes moments; the zone is left out when `zone_note` says it once for all."""
    if len(_zones(content)) > 1:
        return format_moment
    return _without_zone


def _without_zone(moment: Moment) -> str:
    if not (moment.date and moment.time):
        return format_moment(moment)
    day = format_partial(moment.date)
    return gettext("%(date)s at %(time)s", date=day, time=moment.time)


def zone_note(content: PacketContent) -> str:
    """Names the time zone of all times, when there is one."""
    zones = _zones(content)
    if len(zones) != 1:
        return ""
    return gettext("Times are local times in the zone %(zone)s.", zone=zones.pop())


def _zones(content: PacketContent) -> set[str]:
    moments = [
        *(fact.moment for fact in content.facts),
        *(contact.moment for contact in content.contacts),
        *(exhibit.moment for exhibit in content.exhibits),
        *content.topic_lines.moments,
    ]
    return {moment.zone for moment in moments if moment.time}


def own_words_note(content: PacketContent) -> str:
    """Names the language of the player's words where it differs from the packet's."""
    if not content.words_language or content.words_language == current_language():
        return ""
    language = language_name(content.words_language)
    return gettext("In my own words, in %(language)s.", language=language)


def gist_label(content: PacketContent) -> str:
    """The label of the player's own words in the summary."""
    if not content.words_language or content.words_language == current_language():
        return gettext("In my own words")
    language = language_name(content.words_language)
    return gettext("In my own words, in %(language)s", language=language)


def language_name(code: str) -> str:
    """The name of a language (ISO 639-1) in the current one; the code when it is unknown."""
    return str(Locale(current_language()).languages.get(code, code))


def rules_note(content: PacketContent) -> str:
    """Which rules the file was checked against, and how fresh they are."""
    pack = content.pack
    values = {"id": pack.id, "hash": pack.hash, "day": format_day(pack.verified_on)}
    if pack.is_stale:
        return gettext(
            "Checked with rule pack %(id)s, version %(hash)s. "
            "It was last verified on %(day)s; rules may have changed since.",
            **values,
        )
    return gettext(
        "Checked with rule pack %(id)s, version %(hash)s. It was last verified on %(day)s.",
        **values,
    )


def source_date(source: Source) -> str:
    """When a source was published, as far as known ("2018-12-05", "~2018-12", "undated")."""
    if source.date.startswith("~"):
        return gettext("about %(date)s", date=_known_date(source.date[1:]))
    return _known_date(source.date)


def _known_date(text: str) -> str:
    if len(text) in {len("2018-12"), len("2018-12-05")} and text[:4].isdigit():
        return format_partial(text)
    return text if text[:4].isdigit() else gettext("undated")


SECTIONS = {
    "summary": N_("Summary"),
    "parties": N_("Who is involved"),
    "facts": N_("What happened, in date order"),
    "topic": N_("What it is about"),
    "contacts": N_("My contacts with the casino"),
    "history": N_("History"),
    "checks": N_("Check of the earlier steps"),
    "request": N_("What I ask"),
    "term": N_("Deadline and next step"),
    "declaration": N_("Declaration and signature"),
    "enclosures": N_("Enclosures"),
    "sources": N_("Rules and sources"),
}
_LETTER_SECTIONS = {
    "summary": N_("My complaint in brief"),
    "contacts": N_("What I have already done"),
    "request": N_("What I ask of you"),
}


def section_title(name: str, document: DocumentKind) -> str:
    """The heading of a section; the letter has its own for some."""
    if document is DocumentKind.COMPLAINT and name in _LETTER_SECTIONS:
        return gettext(_LETTER_SECTIONS[name])
    return gettext(SECTIONS[name])
