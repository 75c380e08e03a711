"""An e-mail file (.eml) as a transcript: its head, its words, what was enclosed."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from itertools import islice
from typing import Final, cast

from portal.domain.evidence import FileForm, FileProblem, NormalForm, Transcript
from portal.intake.limits import Limits
from portal.intake.mail_head import one_line, read_mail
from portal.intake.problems import NotShown
from portal.intake.sniff import EMAIL
from portal.intake.texts import lines_of, printable

_HEAD: Final = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID")
_LONGEST_HEAD: Final = 20_000  # characters; a head is told whole or not at all
_MOST_ENCLOSED: Final = 200
_BLOCKS: Final = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table"}
    | {"tr", "ul"}
)
_UNSEEN: Final = frozenset({"head", "script", "style", "template", "title"})


def normal_mail(data: bytes, limits: Limits) -> NormalForm:
    """The transcript of an e-mail. Raises NotShown when it is too long, or its head is."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = _body(message)
    transcript = Transcript(
        lines=lines_of(_words(body), limits),
        head=tuple(_head(message)),
        enclosed=tuple(islice(_enclosed(message, body), _MOST_ENCLOSED + 1)),
    )
    if _head_length(transcript) > _LONGEST_HEAD or len(transcript.enclosed) > _MOST_ENCLOSED:
        raise NotShown(FileProblem.TOO_COMPLEX)
    return NormalForm(
        media_type=EMAIL.media_type,
        form=FileForm.EMAIL,
        source_pages=1,
        transcript=transcript,
        mail=read_mail(message),
    )


def _head(message: EmailMessage) -> Iterator[tuple[str, str]]:
    # As written, not as the standard library understands it: that stops at odd addresses.
    written = [(name.lower(), str(value)) for name, value in message.raw_items()]
    for name in _HEAD:
        for value in (value for other, value in written if other == name.lower()):
            yield name, one_line(value)


def _head_length(transcript: Transcript) -> int:
    """How many characters the head and the names of what is enclosed have together."""
    return sum(len(text) for text, _ in transcript.enclosed) + sum(
        len(value) for _, value in transcript.head
    )


def _body(message: EmailMessage) -> EmailMessage | None:
    body = message.get_body(preferencelist=("plain", "html"))
    return cast("EmailMessage | None", body)


def _words(body: EmailMessage | None) -> str:
    if body is None:
        return ""
    text = _decoded(body)
    return text_of_html(text) if body.get_content_subtype() == "html" else text


def _decoded(part: EmailMessage) -> str:
    content = cast("bytes | None", part.get_payload(decode=True)) or b""
    for charset in (part.get_content_charset("utf-8"), "utf-8", "cp1252"):
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue  # the mail names a charset that is unknown or not what it is written in
    return content.decode("utf-8", "replace")


def _enclosed(message: EmailMessage, body: EmailMessage | None) -> Iterator[tuple[str, int]]:
    for part in message.walk():
        name = part.get_filename()
        if part is body or not name:
            continue
        content = cast("bytes | None", part.get_payload(decode=True))  # None: a mail in the mail
        yield printable(name), len(part.as_bytes() if content is None else content)


class _Words(HTMLParser):
    """Collects what a reader of the page sees; block elements end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in _BLOCKS:
            self.lines.append("")
        if tag in {"td", "th"}:
            self.lines[-1] += " "

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            folded = " ".join(data.split())
            space = " " if data[:1].isspace() and self.lines[-1] else ""
            self.lines[-1] += space + folded + (" " if data[-1:].isspace() and folded else "")


def text_of_html(html: str) -> str:
    """The words of an HTML page, one line for each block; never more than one empty line."""
    words = _Words()
    words.feed(html)
    words.close()
    lines: list[str] = []
    for line in (" ".join(line.split()) for line in words.lines):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()
