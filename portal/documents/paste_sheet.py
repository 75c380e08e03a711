"""What the recipient's web form asks, field by field, each with a text to paste from the case."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from portal import i18n
from portal.documents.packet_lines import player_address
from portal.documents.packet_words import remedy_phrases
from portal.documents.summary import short_summary
from portal.domain.answered_facts import AnsweredFact, FactTold, facts_told
from portal.domain.case import Case, Contact
from portal.domain.content_checks import PAGE_OF
from portal.domain.finding import Page
from portal.domain.recipient import CASINO, Recipient
from portal.domain.rules import Field, RulePack
from portal.i18n import gettext
from portal.knowledge.loader import load_topics
from portal.wording import event_text, label

# What complaint forms usually ask, in the usual order (ours, not a rule of any recipient).
_USUAL: Final = (
    Field.NAME,
    Field.EMAIL,
    Field.PHONE,
    Field.ADDRESS,
    Field.COUNTRY,
    Field.CASINO,
    Field.WEBSITE,
    Field.LICENCE,
    Field.USERNAME,
    Field.TOPIC,
    Field.SUMMARY,
    Field.FACTS,
    Field.CONTACTS,
    Field.COMPLAINT,
    Field.REMEDY,
    Field.AMOUNT,
    Field.REFERENCE,
)
_NOT_AT_THE_CASINO: Final = frozenset(
    {Field.CASINO, Field.WEBSITE, Field.LICENCE, Field.CONTACTS, Field.COMPLAINT}
)


_ONE_LINE: Final = 36  # characters


class PasteField(Struct, frozen=True, kw_only=True):
    """One field: `text` is "" when the case has nothing for it; `page` is where to fill that in.

    `limit` is how many characters the form takes, None when that is not known.
    """

    field: Field
    text: str
    page: Page
    limit: int | None = None
    check_first: bool = False

    def __repr__(self) -> str:
        return f"PasteField({self.field})"

    @property
    def excess(self) -> int:
        """How many characters the text is too long."""
        return max(0, len(self.text) - self.limit) if self.limit else 0

    @property
    def is_short(self) -> bool:
        """Whether one line of a phone holds it."""
        return "\n" not in self.text and len(self.text) <= _ONE_LINE

    @property
    def words(self) -> int:
        return len(self.text.split())


class PasteSheet(Struct, frozen=True, kw_only=True):
    """What the form is known to ask, in its order; then what such forms usually ask."""

    asked: tuple[PasteField, ...]
    usual: tuple[PasteField, ...]


def paste_sheet(case: Case, recipient: Recipient, pack: RulePack, language: str) -> PasteSheet:
    """The texts for the form of `recipient`, in `language`; `pack` judges its packet."""
    known = [one for one in pack.fields if one.is_shown] if recipient.authority else []
    names = {one.field for one in known}
    left_out = _NOT_AT_THE_CASINO if recipient == CASINO else frozenset()
    with i18n.use_language(language):
        asked = tuple(
            PasteField(
                field=one.field,
                text=_text(one.field, case),
                page=_page(one.field),
                limit=one.limit,
                check_first=not one.is_firm,
            )
            for one in known
        )
        usual = tuple(
            PasteField(field=field, text=_text(field, case), page=_page(field))
            for field in _USUAL
            if field not in names | left_out
        )
    return PasteSheet(asked=asked, usual=usual)


def _page(field: Field) -> Page:
    return PAGE_OF.get(field, Page.PLAYER)


def _text(field: Field, case: Case) -> str:
    """What the case has for a field, in the current language."""
    makers = (_of_the_player, _of_the_casino, _wish, _story)
    return next((text for make in makers if (text := make(field, case).strip())), "")


def _of_the_player(field: Field, case: Case) -> str:
    player = case.player
    match field:
        case Field.NAME:
            return player.name
        case Field.ADDRESS:
            return player_address(player)
        case Field.EMAIL:
            return player.email
        case Field.PHONE:
            return player.phone
        case Field.COUNTRY:
            return i18n.country_name(player.country)
        case Field.DATE_OF_BIRTH:
            return i18n.format_partial(player.date_of_birth)
    return ""


def _of_the_casino(field: Field, case: Case) -> str:
    casino = case.casino
    match field:
        case Field.CASINO:
            return casino.brand or casino.licence_holder
        case Field.WEBSITE:
            return casino.website
        case Field.LICENCE:
            return casino.licence_number
        case Field.USERNAME:
            return casino.username
    return ""


def _wish(field: Field, case: Case) -> str:
    amount = case.remedy.amount
    match field:
        case Field.TOPIC:
            return label(case.topic) if case.topic else ""
        case Field.REMEDY:
            return "\n".join(remedy_phrases(case.remedy))
        case Field.AMOUNT:
            return i18n.format_amount(amount) if amount else ""
        case Field.REFERENCE:
            return case.reference
    return ""


def _story(field: Field, case: Case) -> str:
    match field:
        case Field.SUMMARY:
            return short_summary(case)
        case Field.FACTS:
            guide = load_topics()[case.topic] if case.topic else None
            return "\n".join(filter(None, map(_fact, facts_told(case, guide))))
        case Field.CONTACTS:
            return "\n".join(map(_contact, case.contacts_in_order))
        case Field.COMPLAINT:
            return " · ".join(_complaint(case))
    return ""


def _fact(fact: FactTold) -> str:
    what = event_text(fact) if isinstance(fact, AnsweredFact) else fact.what.strip()
    day = i18n.format_partial(fact.moment.date)
    return gettext("%(date)s: %(what)s", date=day, what=what) if day and what else what


def _contact(contact: Contact) -> str:
    """ "3 October 2026 · Customer service · Chat · No reply"."""
    codes = (contact.step, contact.channel, contact.outcome)
    return " · ".join(
        [
            i18n.format_partial(contact.moment.date) or gettext("date not known"),
            *(label(code) for code in codes if code),
        ]
    )


def _complaint(case: Case) -> Iterator[str]:
    sent = case.dispatch_to(CASINO.code)
    if sent is None:
        return
    yield i18n.format_partial(sent.sent_on)
    if sent.reference.strip():
        yield gettext("Reference: %(reference)s", reference=sent.reference.strip())
