"""What is known of an e-mail or a chat among the evidence: its header, signatures, speakers."""

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from portal.domain.parts import Line, Part
from portal.domain.values import ClockTime

MAX_SPEAKERS = 20
MAX_CHAT_EDITS = 500
MAX_SIGNATURES = 5
MAX_ADDRESSES = 20
MAX_SIGNED_HEADERS = 60

_SENT = r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)?$"


class KeyCheck(StrEnum):
    """What came of checking a signature against the key that its domain publishes (RFC 6376).

    None of them says who wrote the e-mail: a domain signs for everyone who may use it.
    """

    FITS = "fits"
    FITS_IN_PART = "fits_in_part"  # the signature leaves out the end of the text (its tag l=)
    DIFFERS = "differs"  # changed on the way, or not signed with this key
    NO_KEY = "no_key"  # the domain publishes none (any more)
    UNCLEAR = "unclear"  # expired, of a kind that is not known, or nobody answered


Domain = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*$", max_length=200)]


class Signature(Part, frozen=True, kw_only=True):
    """One signature in the header of an e-mail (DKIM-Signature, RFC 6376).

    `checked_on` is the day on which it was checked, None: it never was.
    """

    domain: Domain  # d=
    selector: Domain  # s=
    identity: Line = ""  # i=
    headers: Annotated[tuple[Line, ...], Meta(max_length=MAX_SIGNED_HEADERS)] = ()  # h=
    check: KeyCheck | None = None
    checked_on: datetime.date | None = None


class Mail(Part, frozen=True, kw_only=True):
    """What the header of an e-mail says, cut to the limits of the case file; nobody vouches for it.

    `sent` is the Date with its own zone, as in "2026-05-04T10:00:00+02:00", or "".
    """

    sender: Line = ""  # the address alone
    name: Line = ""  # of the sender
    to: Annotated[tuple[Line, ...], Meta(max_length=MAX_ADDRESSES)] = ()  # addresses, of Cc too
    sent: Annotated[str, Meta(pattern=_SENT)] = ""
    subject: Line = ""
    message_id: Line = ""
    signatures: Annotated[tuple[Signature, ...], Meta(max_length=MAX_SIGNATURES)] = ()


class Side(StrEnum):
    """Whose words a name in a chat stands for."""

    ME = "me"
    CASINO = "casino"
    NOBODY = "nobody"  # an automatic message, or words that only look like a name


class Speaker(Part, frozen=True, kw_only=True):
    """A name in a chat, and who it is by the player's own word."""

    name: Line
    side: Side


class ChatEdit(Part, frozen=True, kw_only=True):
    """What the player put right at one line of a chat, counted from 1.

    A message begins there, of `who` ("" for the chat program) at `time`; or the message above it
    goes on there, when it `joins`.
    """

    line: Annotated[int, Meta(ge=1, le=100_000)]
    who: Line = ""
    time: ClockTime = ""
    joins: bool = False
