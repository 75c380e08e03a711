"""An e-mail that is not sent yet, as a file: mail programs open it as a new message.

RFC 5322 with MIME. It has no date, no message id and no sender of ours: the mail program of the
player gives it those when he sends it. "X-Unsent: 1" makes it a draft: Microsoft documents it for
Outlook, and Thunderbird 153 was seen to open such a file for writing, with its attachment.
"""

import hashlib
import re
import unicodedata
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from msgspec import Struct

LARGEST_ATTACHED: Final = 15_000_000
"""Bytes of a PDF: a third larger in an e-mail, of which common mailboxes take 20 to 25 MB."""

# No quoted names, comments or lists: one plain address (a part of RFC 5321, section 4.1.2).
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_POLICY: Final = SMTP.clone(cte_type="7bit")


class Draft(Struct, frozen=True, kw_only=True):
    """What the e-mail says. Addresses that are not plain ones are left out."""

    to: str
    sender: str
    subject: str
    body: str
    pdf: bytes
    file_name: str  # plain ASCII

    def __repr__(self) -> str:
        return "Draft(…)"


def mail_draft(draft: Draft) -> bytes:
    """The e-mail as a file (`message/rfc822`), 7-bit; the same draft gives the same bytes."""
    message = EmailMessage(policy=_POLICY)
    for name, address in (("To", draft.to), ("From", draft.sender)):
        if known := plain_address(address):
            message[name] = known
    message["Subject"] = _header(draft.subject)
    message["X-Unsent"] = "1"
    message.set_content(_text(draft.body), charset="utf-8", cte="quoted-printable")
    message.add_attachment(
        draft.pdf, maintype="application", subtype="pdf", filename=_header(draft.file_name)
    )
    message.set_boundary(_boundary(draft))
    return _on_its_line(message.as_bytes())


def _on_its_line(data: bytes) -> bytes:
    """Python's folding can leave the line of a name empty, which some programs show as no subject.

    The line gets at most ten characters longer than the usual 78, of the 998 that are allowed.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    return head.replace(b"Subject:\r\n ", b"Subject: ", 1) + end + rest


def plain_address(text: str) -> str:
    """One e-mail address in ASCII, "" when `text` is none; a domain with accents is encoded."""
    local, at, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    address = f"{local}{at}{ascii_domain}"
    is_plain = _ADDRESS.fullmatch(address) and ".." not in address
    return address if is_plain and not local.startswith(".") and not local.endswith(".") else ""


def _header(text: str) -> str:
    """One line without control characters. A text that looks encoded stays as it is typed."""
    line = " ".join("".join(_safe(char) for char in text).split())
    return line.replace("=?", "= ?")


def _text(text: str) -> str:
    return "\n".join("".join(_safe(char) for char in line) for line in text.splitlines()) + "\n"


def _safe(char: str) -> str:
    return " " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char


def _boundary(draft: Draft) -> str:
    """Neither quoted-printable nor base64 has "=_" in it."""
    content = f"{draft.to}\0{draft.subject}\0{draft.body}".encode()
    digest = hashlib.sha256(hashlib.sha256(draft.pdf).digest() + content)
    return f"=_{digest.hexdigest()[:40]}"
