"""The letter as a Word file (DOCX), for who must edit it: the job. Made by portal.documents.word.

It is the packet's own HTML up to the exhibits, so words and numbers are those of the PDF.
"""

from __future__ import annotations

from msgspec import Struct

from portal.documents import packet_words as words
from portal.documents.packet import letter_html
from portal.domain.packet import PacketContent
from portal.i18n import use_language


class LetterJob(Struct, frozen=True, kw_only=True, tag=True):
    """What to write: a whole HTML document. `language` is "nl" or "en", `footer` one line."""

    html: str
    title: str
    language: str
    footer: str

    def __repr__(self) -> str:
        return "LetterJob(…)"


def letter_job(content: PacketContent, language: str) -> LetterJob:
    """The letter of a packet in `language`.

    The footer has no packet code: a letter that was edited is not the one that was registered.
    """
    with use_language(language):
        title = words.title(content)
    return LetterJob(
        html=letter_html(content, language),
        title=title,
        language=language,
        footer=content.reference,
    )
