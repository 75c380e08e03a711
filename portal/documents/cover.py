"""The e-mail that a packet travels with: its words, as short as the recipient needs them.

A casino gets the text of the complaint (portal.documents.texts); a dispute body and an authority
get a note that refers to the attached packet.
"""

from typing import Final
from urllib.parse import quote

from msgspec import Struct

from portal import i18n
from portal.documents.packet_words import OPENINGS
from portal.documents.texts import step_text
from portal.domain.case import Case
from portal.domain.codes import DocumentKind, TextKind, Topic
from portal.domain.record import IssuedPacket
from portal.domain.rules import RulePack
from portal.i18n import gettext
from portal.wording import document_title, label

LONGEST_LINK: Final = 1900
"""Characters of a mailto link: Windows and Outlook cut longer ones (about 2000)."""


class Cover(Struct, frozen=True):
    """Subject and text; `short` is for where the text does not fit."""

    subject: str
    body: str
    short: str

    def __repr__(self) -> str:
        return "Cover(…)"


def cover_of(packet: IssuedPacket, case: Case, pack: RulePack) -> Cover:
    """The words that go with `packet`, in its language; `pack` is the one it was judged by."""
    with i18n.use_language(packet.language):
        whole = _complaint(packet, case, pack) if _is_complaint(packet) else _note(packet, case)
        return _of_part(packet, whole) if packet.parts > 1 else whole


def mailto(address: str, cover: Cover) -> str:
    """A link that opens a new message (RFC 6068): with the text, or the short one if that fits.

    No such link can carry a file. The text says "attached", at which mail programs warn a player
    who forgets the PDF; the short one does not.
    """
    for text in (cover.body, cover.short, ""):
        link = f"mailto:{quote(address, safe='@')}?subject={_escaped(cover.subject)}"
        link += f"&body={_escaped(text)}" if text else ""
        if len(link) <= LONGEST_LINK:
            break
    return link


def _escaped(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="")


def _is_complaint(packet: IssuedPacket) -> bool:
    return packet.document is DocumentKind.COMPLAINT


def _complaint(packet: IssuedPacket, case: Case, pack: RulePack) -> Cover:
    text = step_text(TextKind.COMPLAINT, case, pack, packet.language, packet.issued_on)
    return Cover(_one_line(text.subject), text.body, text.short)


def _note(packet: IssuedPacket, case: Case) -> Cover:
    casino = _one_line(case.casino.brand or case.casino.website)
    title = document_title(packet.document, casino)
    if packet.document is DocumentKind.DISPUTE_SUBMISSION:
        title = gettext("Dispute with %(casino)s", casino=casino)
    elif packet.document is DocumentKind.REFERRAL:
        title = gettext("Case about %(casino)s", casino=casino)
    elif packet.document is DocumentKind.REPORT:
        title = gettext("Report about %(casino)s", casino=casino)
    subject = title
    if case.reference:
        subject = gettext(
            "%(title)s (my reference: %(reference)s)", title=title, reference=case.reference
        )
    said = _said(packet, case, casino)
    body = "\n\n".join([gettext("Dear Sir or Madam,"), *said, _closing(case)])
    return Cover(subject, body, "\n\n".join([*said[:1], _closing(case)]))


def _said(packet: IssuedPacket, case: Case, casino: str) -> list[str]:
    """The paragraphs of a note."""
    about = [gettext("The casino is %(casino)s.", casino=casino)]
    if case.topic not in {None, Topic.OTHER}:
        about.append(gettext("It is about this: %(topic)s.", topic=label(case.topic)))
    return [
        " ".join(
            [
                gettext(OPENINGS[packet.document]),
                gettext("My file is attached to this e-mail, as a PDF."),
            ]
        ),
        " ".join(about),
        gettext("The PDF says what happened, what I have done and what I ask."),
        gettext("Please confirm in writing that you received it."),
    ]


def _closing(case: Case) -> str:
    return "\n\n".join(filter(None, [gettext("Kind regards,"), _one_line(case.player.name)]))


def _of_part(packet: IssuedPacket, whole: Cover) -> Cover:
    numbers = {"part": packet.part, "parts": packet.parts}
    said = gettext(
        "This e-mail has part %(part)s of %(parts)s. The other parts come in other e-mails.",
        **numbers,
    )
    return Cover(
        gettext("%(title)s, part %(part)s of %(parts)s", title=whole.subject, **numbers),
        f"{said}\n\n{whole.body}",
        f"{said}\n\n{whole.short}",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
