"""The e-mails of the example cases, as .eml files. Invented; every address ends in .example."""

import textwrap
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Final
from zoneinfo import ZoneInfo

from scripts.evidence_letters import (
    ADDRESS,
    ADVERT,
    APPROVED,
    ASK_MANAGER,
    BREACH_RECEIVED,
    LAST_REMINDER,
    RECEIVED,
    REGISTERED,
    REJECTED,
    Mail,
)
from scripts.evidence_papers import plain_pdf

_HERE: Final = ZoneInfo("Europe/Amsterdam")
_MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
_FOOT: Final = "(Voorbeeld: deze e-mail is verzonnen.)"
_WIDTH: Final = 72  # characters

CONFIRMATION: Final = (
    "Polderwin Online B.V.",
    "Bevestiging van ontvangst",
    "",
    "Klachtnummer: PW-2026-3308",
    "Ontvangen: 14 september 2026, per e-mail",
    "Afdeling: klachtenafdeling@polderwin.example",
    "",
    "Voorbeeld: dit bericht is verzonnen.",
)


def withdrawal_mails() -> dict[str, bytes]:
    """The e-mails of the case about a withheld withdrawal, by exhibit."""
    mails = {"e3": APPROVED, "e6": ASK_MANAGER, "e10": RECEIVED, "e11": REJECTED}
    return {exhibit: _written(_plain(mail)) for exhibit, mail in mails.items()}


def breach_mails() -> dict[str, bytes]:
    """The e-mails of the case about play during self-exclusion, by exhibit."""
    mails = {"e1": REGISTERED, "e7": ADDRESS, "e10": LAST_REMINDER}
    received = _plain(BREACH_RECEIVED)
    received.add_attachment(
        plain_pdf([CONFIRMATION]),
        maintype="application",
        subtype="pdf",
        filename="bevestiging-PW-2026-3308.pdf",
    )
    received.set_boundary("=_polderwin-3308")
    plain = {exhibit: _written(_plain(mail)) for exhibit, mail in mails.items()}
    return {**plain, "e2": _written(_html_only(ADVERT)), "e9": _written(received)}


def _plain(mail: Mail) -> EmailMessage:
    message = _headed(mail)
    message.set_content(f"{_body(mail)}\n\n{_FOOT}\n", cte="8bit")
    return message


def _html_only(mail: Mail) -> EmailMessage:
    first, *others = f"{mail.words}\n\n{_FOOT}".split("\n\n")
    paragraphs = "\n".join(f"<p>{words}</p>" for words in others)
    message = _headed(mail)
    message.set_content(
        f"<html><head><title>Polderwin</title><style>p {{ color: #123; }}</style></head>\n"
        f'<body><h1 style="color: #0a6b3d">{first}</h1>\n{paragraphs}\n</body></html>\n',
        subtype="html",
        cte="quoted-printable",
    )
    return message


def _headed(mail: Mail) -> EmailMessage:
    message = EmailMessage(policy=policy.default)
    message["From"] = formataddr(mail.sender)
    message["To"] = formataddr(mail.to)
    message["Date"] = format_datetime(_moment(mail))
    message["Subject"] = mail.subject
    message["Message-ID"] = _identity(mail)
    if mail.answers:
        message["In-Reply-To"] = _identity(mail.answers)
    return message


def _identity(mail: Mail) -> str:
    domain = mail.sender.address.partition("@")[2]
    return f"<{_moment(mail):%Y%m%d%H%M}.{len(mail.words)}@{domain}>"


def _body(mail: Mail) -> str:
    words = "\n".join(textwrap.fill(line, _WIDTH) for line in mail.words.split("\n"))
    if mail.answers is None:
        return words
    earlier = mail.answers
    day = _moment(earlier)
    line = f"Op {day.day} {_MONTHS[day.month - 1]} {day.year} om {day:%H:%M} schreef"
    quoted = [f"> {text}".rstrip() for text in _body(earlier).split("\n")]
    return "\n".join([words, "", f"{line} {earlier.sender.name}", *_quoted_head(earlier), *quoted])


def _quoted_head(mail: Mail) -> tuple[str, ...]:
    """The rest of the line that announces a quoted e-mail: its sender's address, its subject."""
    return (f"<{mail.sender.address}>:", f"> Onderwerp: {mail.subject}", ">")


def _moment(mail: Mail) -> datetime:
    return datetime.fromisoformat(mail.moment).replace(tzinfo=_HERE)


def _written(message: EmailMessage) -> bytes:
    return message.as_bytes()
