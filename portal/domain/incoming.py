"""What an e-mail or a chat seems to be in a case: guesses, which the player corrects.

Nothing here is a fact of the case until its player has said so.
"""

import datetime
import re
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from portal.domain.case import Case, Contact, Dispatch, Exhibit, Letter, next_id
from portal.domain.chats import ChatRow
from portal.domain.clocks import can_answer
from portal.domain.codes import ExhibitKind, Step
from portal.domain.evidence import FileForm
from portal.domain.hosts import Address, read_address
from portal.domain.mail import Mail, Side, Signature, Speaker
from portal.domain.parts import replace
from portal.domain.values import Moment

_READ: Final = 3000  # characters of an e-mail in which a number is looked for
_NAMED_NUMBER: Final = re.compile(
    r"\b(?:ticket|case|reference|ref|referentie|kenmerk|dossier|zaak|klacht|complaint)"
    r"(?: ?(?:number|nummer|no|nr|id))?\.? ?(?:is )?[:#]{0,2} ?#?"
    r"([A-Za-z0-9][A-Za-z0-9/-]{3,29})\b",
    re.IGNORECASE,
)
_MARKED_NUMBER: Final = re.compile(r"(?:^|[\s\[(])#([A-Za-z0-9][A-Za-z0-9/-]{3,29})\b")
_LONGEST: Final = 5000  # characters of the words of a contact
_LINE: Final = 200
# What chat windows call their user, and themselves.
_ME: Final = frozenset({"ik", "me", "i", "you", "u", "jij", "mij", "klant", "customer", "visitor"})
_NOBODY: Final = frozenset({"system", "systeem", "info", "***", "*"})


class Direction(StrEnum):
    """Who wrote an e-mail."""

    FROM_CASINO = "from_casino"
    FROM_PLAYER = "from_player"


class Guess(Struct, frozen=True, kw_only=True):
    """What an e-mail seems to be; `moment` is in the player's zone, empty when it is unusable."""

    direction: Direction
    step: Step
    moment: Moment
    reference: str


def guess(mail: Mail, lines: tuple[str, ...], case: Case, zone: str, today: datetime.date) -> Guess:
    """What an e-mail with these `lines` seems to be; `zone` is the player's (IANA name)."""
    moment = sent_moment(mail, zone)
    is_usable = moment.day is not None and moment.day <= today
    return Guess(
        direction=_direction(mail, case),
        step=_step(mail, case),
        moment=moment if is_usable else Moment(zone=zone),
        reference=case_number("\n".join((mail.subject, *lines))) or mail.message_id,
    )


def sent_moment(mail: Mail, zone: str) -> Moment:
    """When the header says that it was sent, in `zone`; an empty moment when it does not say."""
    try:
        there = datetime.datetime.fromisoformat(mail.sent).astimezone(ZoneInfo(zone))
        return Moment(date=there.date().isoformat(), time=f"{there:%H:%M}", zone=zone)
    except (ValueError, OverflowError):  # no date, or one that no calendar has
        return Moment(zone=zone)


def case_number(text: str) -> str:
    """The first number in `text` that is named as one of a ticket or complaint; "" for none."""
    for pattern in (_NAMED_NUMBER, _MARKED_NUMBER):
        for found in pattern.finditer(text[:_READ]):
            if any(one.isdigit() for one in found[1]):
                return found[1]
    return ""


def _direction(mail: Mail, case: Case) -> Direction:
    own = case.player.email.casefold()
    if own and mail.sender.casefold() == own:
        return Direction.FROM_PLAYER
    is_theirs = _is_of_casino(mail.sender, case) or own in {one.casefold() for one in mail.to}
    to_them = any(_is_of_casino(one, case) for one in mail.to)
    return Direction.FROM_PLAYER if to_them and not is_theirs else Direction.FROM_CASINO


def _step(mail: Mail, case: Case) -> Step:
    complaints = case.casino.complaints_email.casefold()
    addresses = {one.casefold() for one in (mail.sender, *mail.to)}
    return Step.COMPLAINT if complaints and complaints in addresses else Step.SUPPORT


def _is_of_casino(address: str, case: Case) -> bool:
    """Whether an address is the complaints address, or at its host or that of the website.

    A host where the player has his own address says nothing: anybody can have one there.
    """
    complaints = case.casino.complaints_email.casefold()
    if complaints and address.casefold() == complaints:
        return True
    host = _host(address)
    known = {_host(complaints)}
    if website := read_address(case.casino.website):
        known.add(website.host)
    known -= {"", _host(case.player.email)}
    return any(Address(one).covers(Address(host)) for one in known)


def _host(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def words_of(lines: tuple[str, ...]) -> str:
    """The words of an e-mail without what it quotes, at most as long as a contact's words.

    Cut at a line where that is possible, and then "…" says so.
    """
    own = [line for line in lines if not line.startswith(">")]
    return shortened("\n".join(own).strip())


def shortened(text: str) -> str:
    """At most as long as the words of a contact; "…" stands where the rest was."""
    if len(text) <= _LONGEST:
        return text
    cut = text[: _LONGEST - 2]
    whole_lines = cut.rpartition("\n")[0]
    return (whole_lines if len(whole_lines) > _LONGEST // 2 else cut) + "\n…"


def may_answer(mail: Mail, zone: str, case: Case) -> tuple[Dispatch, ...]:
    """What was sent on or before the day of the e-mail; it may be one of several replies to it."""
    day = sent_moment(mail, zone).date
    return tuple(one for one in case.dispatches if day and can_answer(day, one))


def letters_answered_by(mail: Mail, zone: str, case: Case) -> tuple[Letter, ...]:
    """Texts beside the ladder without a reply, sent on or before the day of the e-mail."""
    day = sent_moment(mail, zone).date
    waiting = (one for one in case.letters_in_order if not one.answered_on)
    return tuple(one for one in waiting if day and one.sent_on[: len(day)] <= day)


def waiting_mails(case: Case) -> tuple[Exhibit, ...]:
    """E-mails among the evidence that no contact and nothing that was sent names."""
    return tuple(one for one in _unplaced(case) if one.file and one.file.mail)


def waiting_chats(case: Case) -> tuple[Exhibit, ...]:
    """Chats among the evidence that no contact and nothing that was sent names."""
    return tuple(one for one in _unplaced(case) if is_chat(one))


def is_chat(exhibit: Exhibit) -> bool:
    is_text = exhibit.file is not None and exhibit.file.form is FileForm.TEXT
    return is_text and exhibit.kind is ExhibitKind.CHAT


def contact_with(case: Case, exhibit_id: str) -> Contact | None:
    """The first contact that names this exhibit."""
    return next((one for one in case.contacts_in_order if exhibit_id in one.exhibits), None)


def contact_of(case: Case, exhibit_id: str) -> Contact:
    """The contact of this exhibit; a new one, not yet in the case, when there is none."""
    fresh = Contact(id=next_id("c", case.contacts), exhibits=(exhibit_id,))
    return contact_with(case, exhibit_id) or fresh


def dated(exhibit: Exhibit, moment: Moment) -> Exhibit:
    """The exhibit with the moment of its contact, unless the player dated it himself."""
    return exhibit if exhibit.moment.is_dated else replace(exhibit, moment=moment)


def _unplaced(case: Case) -> tuple[Exhibit, ...]:
    parts = (*case.contacts, *case.dispatches, *case.letters)
    placed = {name for part in parts for name in part.exhibits}
    return tuple(one for one in case.exhibits if one.id not in placed)


def same_mail(case: Case, exhibit: Exhibit) -> Exhibit | None:
    """Another e-mail among the evidence with the same Message-ID: most often a second copy."""
    mail = exhibit.file.mail if exhibit.file else None
    if mail is None or not mail.message_id:
        return None
    others = (one for one in case.exhibits if one.id != exhibit.id)
    return next((one for one in others if _message_id(one) == mail.message_id), None)


def _message_id(exhibit: Exhibit) -> str:
    mail = exhibit.file.mail if exhibit.file else None
    return mail.message_id if mail else ""


def with_signatures(exhibit: Exhibit, signatures: tuple[Signature, ...]) -> Exhibit:
    """The exhibit of an e-mail with what is now known of its signatures."""
    if exhibit.file is None or exhibit.file.mail is None:
        raise ValueError("not an e-mail")
    mail = replace(exhibit.file.mail, signatures=signatures)
    return replace(exhibit, file=replace(exhibit.file, mail=mail))


class ChatGuess(Struct, frozen=True, kw_only=True):
    """What a chat seems to be; `moment` is that of its first words."""

    moment: Moment
    with_whom: str
    asked: str
    answered: str


def guess_side(name: str, case: Case) -> Side:
    """Who a name in a chat seems to be."""
    plain = name.casefold()
    own = {*_ME, case.casino.username.casefold(), case.player.name.casefold()}
    own.add(case.player.name.casefold().partition(" ")[0])
    if plain in own - {""}:
        return Side.ME
    return Side.NOBODY if plain in _NOBODY else Side.CASINO


def guess_chat(rows: tuple[ChatRow, ...], speakers: tuple[Speaker, ...], zone: str) -> ChatGuess:
    """What the rows of a chat tell, when the player has said who its `speakers` are."""
    sides = {one.name: one.side for one in speakers}
    first = next((row for row in rows if row.day), None) or (rows[0] if rows else None)
    theirs = [one.name for one in speakers if one.side is Side.CASINO]
    return ChatGuess(
        moment=Moment(date=first.day if first else "", time=first.time if first else "", zone=zone),
        with_whom=", ".join(theirs)[:_LINE],
        asked=_said_by(rows, sides, Side.ME),
        answered=_said_by(rows, sides, Side.CASINO),
    )


def _said_by(rows: tuple[ChatRow, ...], sides: dict[str, Side], side: Side) -> str:
    said = (row.text for row in rows if sides.get(row.who) is side)
    return shortened("\n".join(filter(None, said)))
