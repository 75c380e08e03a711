"""The header of an e-mail as values: who, to whom, when, which signatures. As written, unproven."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

import msgspec

from portal.domain.mail import (
    MAX_ADDRESSES,
    MAX_SIGNATURES,
    MAX_SIGNED_HEADERS,
    Mail,
    Signature,
)
from portal.intake.texts import printable

_LINE: Final = 200  # characters, as the case file has it
_READ: Final = 10_000  # characters of one header line that are looked at
_YEARS: Final = range(1990, 2200)  # the first e-mail with such a Date, and room to be wrong
_TAG: Final = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*(.*)", re.DOTALL)


def one_line(value: str) -> str:
    """The value of a header line as characters (RFC 2047), on one line."""
    return printable(" ".join(_decoded_words(value).split()))


def _decoded_words(value: str) -> str:
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def read_mail(message: EmailMessage) -> Mail:
    """What the header of `message` says; what cannot be read is left empty."""
    name, sender = next(_addresses(message, "from"), ("", ""))
    to = [address for _, address in _addresses(message, "to", "cc") if address]
    return Mail(
        sender=sender,
        name=name,
        to=tuple(to[:MAX_ADDRESSES]),
        sent=_sent(next(_values(message, "date"), "")),
        subject=_short(next(_values(message, "subject"), "")),
        message_id=_short(next(_values(message, "message-id"), "")),
        signatures=tuple(_signatures(message)),
    )


def _values(message: EmailMessage, *names: str) -> Iterator[str]:
    # As written: the standard library's own reading stops at odd addresses.
    for name, value in message.raw_items():
        if name.lower() in names:
            yield str(value)[:_READ]


def _short(value: str) -> str:
    return one_line(value)[:_LINE].strip()


def _addresses(message: EmailMessage, *names: str) -> Iterator[tuple[str, str]]:
    """Names and addresses. Split before encoded words are read: those may hold a comma."""
    values = [" ".join(value.split()) for value in _values(message, *names)]
    for name, address in getaddresses(values)[: MAX_ADDRESSES * 2]:
        yield _short(name), _short(address)


def _sent(written: str) -> str:
    """The Date (RFC 5322, 3.3) in ISO 8601 with its zone; UTC where it names none."""
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        there = parsedate_to_datetime(" ".join(written.split()))
        offset = there.utcoffset() or timedelta()
        minutes = round(offset.total_seconds() / 60)
        if there.year in _YEARS:
            sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
            return f"{there:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}"
    return ""


def _signatures(message: EmailMessage) -> Iterator[Signature]:
    """The signatures that name a domain and its key, in the order of the header."""
    written = list(_values(message, "dkim-signature"))[:MAX_SIGNATURES]
    for tags in map(_tags, written):
        named = {
            "domain": tags.get("d", ""),
            "selector": tags.get("s", ""),
            "identity": _short(tags.get("i", "")),
            "headers": [_short(one) for one in tags.get("h", "").split(":")[:MAX_SIGNED_HEADERS]],
        }
        with suppress(msgspec.ValidationError):
            yield msgspec.convert(named, Signature)


def _tags(written: str) -> dict[str, str]:
    """The tags of a signature (RFC 6376, 3.2), without the blanks of folded lines."""
    found = (_TAG.fullmatch(part) for part in written.split(";"))
    return {match[1]: "".join(match[2].split()) for match in found if match}
