"""Making, keeping and serving packets."""

import hashlib
import secrets
from datetime import date

from msgspec import UNSET, Struct
from msgspec.structs import replace

from portal.documents.packet import packet_file_name
from portal.domain.finding import CaseNotReady
from portal.domain.group import Mark
from portal.domain.packet import COMPLETE, SMALL, PacketContent
from portal.domain.recipient import Recipient
from portal.domain.record import CaseRecord, IssuedPacket
from portal.services.blacking import told_case
from portal.services.cases import update_record
from portal.services.gate import Packs, ask, content_for
from portal.services.packet_files import Printed, Render, print_packet
from portal.services.verify import drop_packet_receipts, keep_packet_receipts
from portal.store import packets as store
from portal.store.cases import OpenCase

_ID_BYTES = 16


class Download(Struct, frozen=True):
    """A PDF to hand to the player."""

    pdf: bytes
    file_name: str


def content_of(
    opened: OpenCase,
    recipient: Recipient,
    packs: Packs,
    today: date,
    *,
    is_draft: bool,
    size_limit: int = 0,
    mark: Mark = UNSET,
) -> PacketContent:
    """What a packet would say today; a draft says so on every page. With a limit, a small one.

    `mark` names the group whose site this is.
    """
    content = content_for(told_case(opened), recipient, packs, today, is_draft=is_draft)
    variant = SMALL if size_limit else COMPLETE
    return replace(content, variant=variant, size_limit=size_limit, group=mark)


def draft(
    opened: OpenCase,
    recipient: Recipient,
    language: str,
    packs: Packs,
    today: date,
    render: Render,
    *,
    mark: Mark = UNSET,
) -> Download:
    """A preview marked as draft: possible at any time, never kept."""
    content = content_of(opened, recipient, packs, today, is_draft=True, mark=mark)
    (printed,) = print_packet(opened, content, language, packs, render)
    return Download(printed.rendered.pdf, packet_file_name(content, language))


def issue(
    opened: OpenCase,
    recipient: Recipient,
    language: str,
    packs: Packs,
    today: date,
    render: Render,
    *,
    size_limit: int = 0,
    mark: Mark = UNSET,
) -> tuple[IssuedPacket, OpenCase]:
    """Makes the packet and keeps it, sealed, as it is handed out: the packet, or its first part.

    With a `size_limit` (bytes) it has smaller pictures and no originals, for e-mail, and as many
    parts as it needs: `parts_of` names them.

    The same content in the same language is the packet that was already made, also when two
    requests make it at once. Raises CaseNotReady with the findings (nothing is written),
    RenderBusy, RenderFailed, CaseNotFound when the case was deleted meanwhile.
    """
    readiness = ask(opened.record.case, recipient, packs, today)
    if not readiness.is_ready:
        raise CaseNotReady(readiness)
    content = content_of(
        opened, recipient, packs, today, is_draft=False, size_limit=size_limit, mark=mark
    )
    earlier = _made_before(opened.record, content, language)
    if earlier:
        return earlier[0], opened
    printed = print_packet(opened, content, language, packs, render)
    return _keep(opened, content, language, printed)


def _made_before(
    record: CaseRecord, content: PacketContent, language: str
) -> tuple[IssuedPacket, ...]:
    wanted = (content.hash, language, True)  # never a stranger's PDF in the place of ours
    return tuple(
        one for one in record.packets if (one.packet_hash, one.language, one.made_here) == wanted
    )


def _keep(
    opened: OpenCase, content: PacketContent, language: str, printed: tuple[Printed, ...]
) -> tuple[IssuedPacket, OpenCase]:
    made = tuple(_packet(content, language, one) for one in printed)

    def listed(record: CaseRecord) -> CaseRecord:
        is_double = _made_before(record, content, language)
        return record if is_double else replace(record, packets=(*record.packets, *made))

    for packet, one in zip(made, printed, strict=True):
        store.keep_packet(opened, bytes.fromhex(packet.id), one.rendered.pdf)
        keep_packet_receipts(opened, packet)  # before it is listed: nobody gets an unknown packet
    saved = update_record(opened, listed)
    first = _made_before(saved.record, content, language) or made
    if first != made:  # a second click was quicker
        for packet in made:
            store.drop_packet(opened, bytes.fromhex(packet.id))
            drop_packet_receipts(opened, packet)
        for packet in first:  # both may have the same code, and the same bytes
            keep_packet_receipts(opened, packet)
    return first[0], saved


def new_packet_id() -> str:
    """16 random bytes in hex, used once."""
    return secrets.token_hex(_ID_BYTES)


def _packet(whole: PacketContent, language: str, printed: Printed) -> IssuedPacket:
    content, rendered = printed.content, printed.rendered
    return IssuedPacket(
        id=new_packet_id(),
        recipient=content.recipient.code,
        document=content.document,
        language=language,
        issued_on=content.day,
        sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        pages=rendered.pages,
        size=len(rendered.pdf),
        file_name=packet_file_name(content, language),
        template=content.template,
        pack_hash=content.pack.hash,
        content_hash=content.hash,
        whole_hash=whole.hash if content.parts > 1 else "",
        part=content.part,
        parts=content.parts,
        size_limit=content.size_limit,
    )


def packet_of(opened: OpenCase, packet_id: str) -> IssuedPacket | None:
    return next((one for one in opened.record.packets if one.id == packet_id), None)


def parts_of(opened: OpenCase, packet: IssuedPacket) -> tuple[IssuedPacket, ...]:
    """All files of the packet that `packet` is, or is a part of, in their order."""
    whole = (packet.packet_hash, packet.language, packet.made_here)
    return tuple(
        one
        for one in opened.record.packets
        if (one.packet_hash, one.language, one.made_here) == whole
    )


def download(opened: OpenCase, packet: IssuedPacket) -> Download:
    """The packet exactly as issued."""
    pdf = store.load_packet(opened, bytes.fromhex(packet.id))
    return Download(pdf, packet.file_name)
