"""What each file of a packet in parts holds, in words."""

from collections.abc import Iterator

from msgspec import Struct

from portal.documents.exhibits import exhibit_label
from portal.documents.packet_lines import runs
from portal.domain.packet import PacketContent
from portal.domain.packet_parts import Share
from portal.i18n import gettext
from portal.wording import document_title


class PartLine(Struct, frozen=True, kw_only=True):
    """One file of the packet."""

    number: int
    holds: str
    is_this: bool


def part_lines(content: PacketContent) -> list[PartLine]:
    """Every file of the packet in its order; none when there is only one."""
    if content.parts == 1:
        return []
    return [
        PartLine(
            number=number, holds="; ".join(_holds(content, number)), is_this=number == content.part
        )
        for number in range(1, content.parts + 1)
    ]


def _holds(content: PacketContent, part: int) -> Iterator[str]:
    """ "The complaint; exhibits E1–E3, E4 (pages 1–20)"."""
    if part == 1:
        yield document_title(content.document, "")
    shares = [one for one in content.shares if one.part == part]
    whole = [one.exhibit for one in shares if len(content.shares_of(one.exhibit)) == 1]
    for run in runs(tuple(whole)):
        yield "–".join(map(exhibit_label, run))
    yield from (_some_pages(one) for one in shares if one.exhibit not in whole)


def _some_pages(share: Share) -> str:
    return gettext(
        "%(exhibit)s, pages %(first)s to %(last)s",
        exhibit=exhibit_label(share.exhibit),
        first=share.first,
        last=share.last,
    )
