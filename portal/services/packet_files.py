"""Printing a packet: as one file, or in parts of at most the size that was asked."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from portal.documents.packet import packet_job
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.codec import write_case
from portal.domain.packet import SMALL, PacketContent
from portal.domain.packet_parts import Weight, split
from portal.domain.reader import case_for
from portal.domain.recipient import Recipient
from portal.services.blacking import told_case
from portal.services.exhibits import Files, files_of, has_vectors, without_vectors
from portal.services.gate import Packs, pack_for
from portal.store.cases import OpenCase

Render = Callable[[PdfJob], RenderedPdf]

_STEP = 100_000  # bytes: so that Dutch and English, which differ a little, are divided alike
_TRIES = 3  # pages of one exhibit can differ in size, so the first division can be too large


class Printed(Struct, frozen=True):
    """One file, and the content that it shows."""

    content: PacketContent
    rendered: RenderedPdf


def print_packet(
    opened: OpenCase, content: PacketContent, language: str, packs: Packs, render: Render
) -> tuple[Printed, ...]:
    """The packet as a file, or as several when `content.size_limit` (bytes) asks for it.

    A single page that is larger than the limit, or a limit below what every file needs, gives
    larger files than asked. Raises what `render` raises.
    """
    files: Files = files_of(opened, is_small=content.variant == SMALL)
    case_file = attached_case(opened, content.recipient, packs)

    def print_one(one: PacketContent) -> Printed:
        return Printed(one, _one_file(one, language, case_file, files, render))

    whole = print_one(content)
    excess = len(whole.rendered.pdf) - content.size_limit
    if not content.size_limit or excess <= 0 or not files:
        return (whole,)
    return _in_parts(whole, files, print_one)


def _in_parts(
    whole: Printed,
    files: Files,
    print_one: Callable[[PacketContent], Printed],
) -> tuple[Printed, ...]:
    weights = [
        Weight(exhibit=number, pages=len(held.normal.pages), size=len(held.normal.pdf))
        for number, held in sorted(files.items())
    ]
    content = whole.content
    rest = len(whole.rendered.pdf) - sum(one.size for one in weights)
    room = max(content.size_limit - rest, content.size_limit // 2) // _STEP * _STEP
    parts: tuple[Printed, ...] = (whole,)
    for _ in range(_TRIES):
        shares = split(weights, room)
        count = max(share.part for share in shares)
        if count == 1:  # what is too large is not the exhibits
            break
        parts = tuple(
            print_one(replace(content, part=part, shares=shares)) for part in range(1, count + 1)
        )
        largest = max(len(part.rendered.pdf) for part in parts)
        if largest <= content.size_limit:
            break
        room = room * content.size_limit // largest // _STEP * _STEP
    return parts


def _one_file(
    content: PacketContent, language: str, case_file: bytes, files: Files, render: Render
) -> RenderedPdf:
    """PDF content that breaks a rule in the file becomes pictures."""
    rendered = render(packet_job(content, language, case_file, files))
    if rendered.faults and has_vectors(files):
        flat = render(packet_job(content, language, case_file, without_vectors(files)))
        return flat if len(flat.faults) < len(rendered.faults) else rendered
    return rendered


def attached_case(opened: OpenCase, recipient: Recipient, packs: Packs) -> bytes:
    """The case file that travels inside the packet: what this reader asks for."""
    case = told_case(opened)
    return write_case(case_for(case, recipient, pack_for(case, recipient, packs)))
