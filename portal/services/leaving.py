"""What a made packet leaves the house with: an e-mail draft, a sheet to paste from, calendar days.

The portal sends nothing itself. Each of these is a file or a text that the player takes along.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import UNSET, Struct
from msgspec.structs import replace

from portal.documents.calendar_file import calendar_file
from portal.documents.cover import Cover, cover_of, mailto
from portal.documents.letter import LetterJob, letter_job
from portal.documents.mail_draft import LARGEST_ATTACHED, Draft, mail_draft, plain_address
from portal.documents.paste_sheet import PasteSheet, paste_sheet
from portal.domain.calendar_days import CalendarDay, calendar_days
from portal.domain.case import Case
from portal.domain.clocks import ASKED_DAYS
from portal.domain.dates import next_working_day
from portal.domain.errors import DomainError
from portal.domain.group import Mark
from portal.domain.known import Known
from portal.domain.packet import COMPLETE, SMALL, PacketContent
from portal.domain.reach import Reach, reach_of
from portal.domain.recipient import CASINO, Recipient, parse_recipient
from portal.domain.record import CaseRecord, IssuedPacket
from portal.i18n import use_language
from portal.services.blacking import told_case
from portal.services.gate import Packs, content_for, pack_for, pack_of
from portal.services.packets import download
from portal.store.cases import OpenCase

WriteLetter = Callable[[LetterJob], bytes]

# In bytes, as a player could choose it (PacketForm).
_MEGABYTE = 1_000_000
_LARGEST_LIMIT = 100 * _MEGABYTE


class Leaving(Struct, frozen=True, kw_only=True):
    """How one file of a packet can go out; `link` opens the player's own mail program."""

    reach: Reach
    cover: Cover
    link: str
    has_draft: bool  # False: the file is too large for most mailboxes

    def __repr__(self) -> str:
        return "Leaving(…)"


def leaving_of(case: Case, packet: IssuedPacket, known: Known) -> Leaving:
    """What the page of a packet offers. Raises DomainError for an authority that is gone."""
    reach, cover = _reach(case, packet, known), _cover(case, packet, known.packs)
    return Leaving(
        reach=reach,
        cover=cover,
        link=mailto(plain_address(reach.email), cover),
        has_draft=packet.size <= LARGEST_ATTACHED,
    )


def mail_draft_of(opened: OpenCase, packet: IssuedPacket, known: Known) -> bytes | None:
    """The e-mail with the packet's file in it; None when that is too large."""
    if packet.size > LARGEST_ATTACHED:
        return None
    case = opened.record.case
    cover = _cover(case, packet, known.packs)
    made = download(opened, packet)
    draft = Draft(
        to=_reach(case, packet, known).email,
        sender=case.player.email,
        subject=cover.subject,
        body=cover.body,
        pdf=made.pdf,
        file_name=made.file_name,
    )
    return mail_draft(draft)


def sheet_of(case: Case, packet: IssuedPacket, packs: Packs) -> PasteSheet:
    """The texts to paste into the recipient's form, in the packet's language."""
    recipient = parse_recipient(packet.recipient)
    return paste_sheet(case, recipient, pack_for(case, recipient, packs), packet.language)


def calendar_days_of(record: CaseRecord, packs: Packs, today: date) -> tuple[CalendarDay, ...]:
    """The days that are still to come; what the last letter to the casino asks is one of them."""
    letters = [one.issued_on for one in record.packets if one.recipient == CASINO.code]
    asked = next_working_day(max(letters) + timedelta(days=ASKED_DAYS)) if letters else None
    return calendar_days(record.case, pack_of(record.case, packs), today, asked)


def calendar_of(opened: OpenCase, packs: Packs, today: date, language: str) -> bytes:
    """The same days as a file for the player's calendar, in `language`."""
    with use_language(language):
        return calendar_file(
            calendar_days_of(opened.record, packs, today), opened.case_id, opened.revision, today
        )


def editable_letter(
    opened: OpenCase,
    packet: IssuedPacket,
    packs: Packs,
    write: WriteLetter,
    mark: Mark = UNSET,
) -> bytes | None:
    """The packet's letter as a Word file; None when the case no longer says what the packet says.

    Raises what `write` raises: RenderBusy, RenderFailed.
    """
    content = content_again(told_case(opened), packet, packs, mark)
    return write(letter_job(content, packet.language)) if content else None


def content_again(
    case: Case, packet: IssuedPacket, packs: Packs, mark: Mark = UNSET
) -> PacketContent | None:
    """What the packet says, built again; None when the case or the rules changed since.

    `case` is what `told_case` gives. That it was sent meanwhile is no change of what it says.
    `mark` is how the group is named now.
    """
    recipient = parse_recipient(packet.recipient)
    unsent = tuple(one for one in case.dispatches if one.recipient != recipient.code)
    for one in (case, replace(case, dispatches=unsent)):
        for content in _contents(one, recipient, packet, packs, mark):
            if content.hash == packet.packet_hash:
                return content
    return None


def _contents(
    case: Case, recipient: Recipient, packet: IssuedPacket, packs: Packs, mark: Mark
) -> Iterator[PacketContent]:
    try:
        content = content_for(case, recipient, packs, packet.issued_on, is_draft=False)
    except DomainError:  # the host took this authority out
        return
    for variant, limit in _sizes(packet):
        yield replace(content, variant=variant, size_limit=limit, group=mark)


def _sizes(packet: IssuedPacket) -> tuple[tuple[str, int], ...]:
    """What was asked of its size; older records do not say it, so each that was possible."""
    if packet.size_limit:
        return ((SMALL, packet.size_limit),)
    return ((COMPLETE, 0), *((SMALL, limit) for limit in range(0, _LARGEST_LIMIT + 1, _MEGABYTE)))


def _reach(case: Case, packet: IssuedPacket, known: Known) -> Reach:
    recipient = parse_recipient(packet.recipient)
    return reach_of(case, recipient, pack_for(case, recipient, known.packs), known.bodies)


def _cover(case: Case, packet: IssuedPacket, packs: Packs) -> Cover:
    pack = pack_for(case, parse_recipient(packet.recipient), packs)
    return cover_of(packet, case, pack)
