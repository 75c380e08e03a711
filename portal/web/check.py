"""All answers of a case in sections, to check before the packet is made."""

from collections.abc import Iterable

from flask import url_for
from msgspec import Struct

from portal import i18n
from portal.domain.case import Case, Contact, Fact
from portal.domain.rules import NO_LICENCE, RulePack
from portal.domain.topics import fitting_answers
from portal.i18n import gettext as _
from portal.services.gate import guide_of
from portal.web.moments import format_moment
from portal.web.proof import exhibit_line
from portal.wording import answer_text, label


class Row(Struct, frozen=True):
    """A question, its answer ("" when there is none) and where to change it."""

    key: str
    value: str
    url: str


class Section(Struct, frozen=True):
    """A part of the case."""

    title: str
    rows: tuple[Row, ...]


def sections_of(case: Case, pack: RulePack) -> tuple[Section, ...]:
    """Everything that was entered, in the order of the journey."""
    return (
        _topic(case),
        _casino(case, pack),
        Section(_("What happened"), tuple(_fact(one) for one in case.facts_in_order)),
        Section(
            _("Contact with the casino"), tuple(_contact(one) for one in case.contacts_in_order)
        ),
        _remedy(case),
        Section(_("Evidence"), tuple(_exhibits(case))),
        _player(case),
    )


def _topic(case: Case) -> Section:
    rows = (
        Row(_("Topic"), label(case.topic) if case.topic else "", url_for("topic.choose")),
        Row(_("In your own words"), case.topic_words, url_for("topic.about")),
        *_answers(case),
    )
    return Section(_("What it is about"), rows)


def _answers(case: Case) -> Iterable[Row]:
    """What was asked about the topic; what is open is there too."""
    guide = guide_of(case)
    if guide is None:
        return
    given = {one.question: one for one in fitting_answers(case, guide)}
    for question in guide.questions:
        text = answer_text(question, given[question.id]) if question.id in given else ""
        name = question.name.in_language(i18n.current_language())
        yield Row(name, text, url_for("topic.questions", _anchor=f"ask-{question.id}"))


def _casino(case: Case, pack: RulePack) -> Section:
    casino = case.casino
    name, licence = url_for("casino.name"), url_for("casino.licence")
    complaints = url_for("casino.complaints")
    answer_time = i18n.format_period(casino.answer_time) if casino.answer_time else ""
    rows = (
        Row(_("Casino"), casino.brand, name),
        Row(_("Website"), casino.website, name),
        Row(_("Your username"), casino.username, name),
        Row(_("Company with the licence"), casino.licence_holder, licence),
        Row(_("Licence number"), casino.licence_number, licence),
        Row(_("Gambling regulator"), _authority(case, pack), url_for("casino.authority")),
        Row(_("Address for formal complaints"), casino.complaints_email, complaints),
        Row(_("Postal address"), casino.address, complaints),
        Row(_("Answering time by its own terms"), answer_time, complaints),
        Row(_("Independent dispute body"), _dispute_body(case), complaints),
    )
    return Section(_("The casino"), rows)


def _authority(case: Case, pack: RulePack) -> str:
    if case.casino.authority == NO_LICENCE:
        return _("No licence found")
    if not case.casino.authority:
        return ""
    return case.casino.authority_name or pack.name.in_language(i18n.current_language())


def _dispute_body(case: Case) -> str:
    return _("The terms name none") if case.casino.no_dispute_body else case.casino.dispute_body


def _fact(fact: Fact) -> Row:
    words = [fact.what]
    if fact.amount:
        words.append(i18n.format_amount(fact.amount))
    when = format_moment(fact.moment)
    return Row(when, "\n".join(words), url_for("facts.fact", fact_id=fact.id))


def _contact(contact: Contact) -> Row:
    when = format_moment(contact.moment)
    details = [contact.channel, contact.outcome]
    words = [", ".join(label(one) for one in details if one), contact.asked, contact.answered]
    return Row(
        _("%(step)s, %(when)s", step=label(contact.step), when=when),
        "\n".join(line for line in words if line),
        url_for("contacts.when", contact_id=contact.id),
    )


def _remedy(case: Case) -> Section:
    remedy, url = case.remedy, url_for("remedy.remedy")
    amount = i18n.format_amount(remedy.amount) if remedy.amount else ""
    rows = (
        Row(_("What the casino must do"), "\n".join(label(kind) for kind in remedy.kinds), url),
        Row(_("Amount"), amount, url),
        Row(_("How you worked it out"), remedy.amount_explanation, url),
        Row(_("What else you want to say"), remedy.words, url),
    )
    return Section(_("What you want"), rows)


def _exhibits(case: Case) -> Iterable[Row]:
    for number, exhibit in enumerate(case.exhibits, 1):
        url = url_for("evidence.exhibit", exhibit_id=exhibit.id)
        yield Row(_("Piece %(number)s", number=number), exhibit_line(exhibit), url)


def _player(case: Case) -> Section:
    player, url = case.player, url_for("player.player")
    address = "\n".join(
        line for line in (player.address, f"{player.postcode} {player.city}".strip()) if line
    )
    rows = (
        Row(_("Name"), player.name, url),
        Row(_("E-mail address"), player.email, url),
        Row(_("Telephone number"), player.phone, url),
        Row(_("Address"), address, url),
        Row(_("Country"), i18n.country_name(player.country), url),
    )
    return Section(_("About you"), rows)
