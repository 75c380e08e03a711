"""Making, keeping and serving packets."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from portal.documents.packet import packet_file_name, packet_job
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.codec import write_case
from portal.domain.finding import CaseNotReady
from portal.domain.packet import COMPLETE, SMALL, PacketContent, build
from portal.domain.reader import case_for
from portal.domain.recipient import Recipient
from portal.domain.record import CaseRecord, IssuedPacket
from portal.services.cases import update_record
from portal.services.exhibits import Files, files_of, has_vectors, without_vectors
from portal.services.gate import Packs, ask, pack_for
from portal.services.verify import drop_packet_receipts, keep_packet_receipts
from portal.store import packets as store
from portal.store.cases import OpenCase

Render = Callable[[PdfJob], RenderedPdf]
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
    is_small: bool = False,
) -> PacketContent:
    """What a packet would say today; a draft says so on every page."""
    case = opened.record.case
    readiness = ask(case, recipient, packs, today)
    content = build(case, readiness, pack_for(case, recipient, packs), is_draft=is_draft)
    return replace(content, variant=SMALL if is_small else COMPLETE)


def draft(
    opened: OpenCase,
    recipient: Recipient,
    language: str,
    packs: Packs,
    today: date,
    render: Render,
) -> Download:
    """A preview marked as draft: possible at any time, never kept."""
    content = content_of(opened, recipient, packs, today, is_draft=True)
    rendered = _printed(opened, content, language, packs, render)
    return Download(rendered.pdf, packet_file_name(content, language))


def _printed(
    opened: OpenCase, content: PacketContent, language: str, packs: Packs, render: Render
) -> RenderedPdf:
    """The packet as a file. PDF content that breaks a rule in it becomes pictures."""
    files: Files = files_of(opened, is_small=content.variant == SMALL)
    case_file = attached_case(opened, content.recipient, packs)
    rendered = render(packet_job(content, language, case_file, files))
    if rendered.faults and has_vectors(files):
        flat = render(packet_job(content, language, case_file, without_vectors(files)))
        return flat if len(flat.faults) < len(rendered.faults) else rendered
    return rendered


def issue(
    opened: OpenCase,
    recipient: Recipient,
    language: str,
    packs: Packs,
    today: date,
    render: Render,
    *,
    is_small: bool = False,
) -> tuple[IssuedPacket, OpenCase]:
    """Makes the packet and keeps it, sealed, as it is handed out.

    A small one has smaller pictures and no originals, for e-mail.

    The same content in the same language is the packet that was already made, also when two
    requests make it at once. Raises CaseNotReady with the findings (nothing is written),
    RenderBusy, RenderFailed, CaseNotFound when the case was deleted meanwhile.
    """
    readiness = ask(opened.record.case, recipient, packs, today)
    if not readiness.is_ready:
        raise CaseNotReady(readiness)
    content = content_of(opened, recipient, packs, today, is_draft=False, is_small=is_small)
    earlier = _made_before(opened.record, content, language)
    if earlier:
        return earlier, opened
    rendered = _printed(opened, content, language, packs, render)
    return _keep(opened, content, language, rendered)


def attached_case(opened: OpenCase, recipient: Recipient, packs: Packs) -> bytes:
    """The case file that travels inside the packet: what this reader asks for."""
    case = opened.record.case
    return write_case(case_for(case, recipient, pack_for(case, recipient, packs)))


def _made_before(record: CaseRecord, content: PacketContent, language: str) -> IssuedPacket | None:
    wanted = (content.hash, language)
    return next((one for one in record.packets if (one.content_hash, one.language) == wanted), None)


def _keep(
    opened: OpenCase, content: PacketContent, language: str, rendered: RenderedPdf
) -> tuple[IssuedPacket, OpenCase]:
    packet_id = secrets.token_bytes(_ID_BYTES)
    packet = _packet(packet_id.hex(), content, language, rendered)

    def listed(record: CaseRecord) -> CaseRecord:
        is_double = _made_before(record, content, language)
        return record if is_double else replace(record, packets=(*record.packets, packet))

    store.keep_packet(opened, packet_id, rendered.pdf)
    keep_packet_receipts(opened, packet)  # before it is listed: nobody gets an unknown packet
    saved = update_record(opened, listed)
    first = _made_before(saved.record, content, language) or packet
    if first != packet:  # a second click was quicker
        store.drop_packet(opened, packet_id)
        drop_packet_receipts(opened, packet)
        keep_packet_receipts(opened, first)  # both may have the same code, and the same bytes
    return first, saved


def _packet(
    packet_id: str, content: PacketContent, language: str, rendered: RenderedPdf
) -> IssuedPacket:
    return IssuedPacket(
        id=packet_id,
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
    )


def packet_of(opened: OpenCase, packet_id: str) -> IssuedPacket | None:
    return next((one for one in opened.record.packets if one.id == packet_id), None)


def download(opened: OpenCase, packet: IssuedPacket) -> Download:
    """The packet exactly as issued."""
    pdf = store.load_packet(opened, bytes.fromhex(packet.id))
    return Download(pdf, packet.file_name)
