"""The public register of the Gambling Commission: what it lists, and how one looks into it.

Columns and statuses: facts/authorities-b.md, GB22 and GB23. A status that we do not know is told
as it stands, never as a valid licence.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from msgspec import Struct

from portal.domain.hosts import Address

AUTHORITY = "gb-ukgc"  # whose register it is
MAX_NAME = 300  # characters of a company's or a brand's name
MAX_SHORT = 100  # characters of a status, a type or a licence number
MAX_ACTIVITY = 200
MAX_ACCOUNT = 10  # digits

_DETAIL_PAGE = re.compile(r"public-register/business/detail/(?:[a-z-]{1,30}/)?(\d{1,6})\b")
_LICENCE = re.compile(r"(?<![\w-])(?:\d{3}-)?(\d{5,6}-[A-Z]-\d{6})(?:-\d{3})?", re.IGNORECASE)


class Standing(StrEnum):
    """What the register says of a licence, a brand or a website, put in order of use to a player.

    Pending, lapsed, surrendered and the like are CLOSED: there is no licence to rely on now.
    """

    ACTIVE = "active"
    WHITE_LABEL = "white_label"  # a website that the company runs for another brand
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNKNOWN = "unknown"


_STANDINGS = {
    "active": Standing.ACTIVE,
    "white label": Standing.WHITE_LABEL,
    "suspended": Standing.SUSPENDED,
    **dict.fromkeys(
        ("inactive", "expired", "forfeited", "lapsed", "pending", "revoked", "surrendered"),
        Standing.CLOSED,
    ),
    "revoked - non payment of fee": Standing.CLOSED,
}


class Way(StrEnum):
    """By what an entry was found, the surest first."""

    LICENCE = "licence"
    ACCOUNT = "account"
    DOMAIN = "domain"
    SUBDOMAIN = "subdomain"  # the host lies under a listed one
    NAME = "name"  # a brand or a company; more than one company may use it


class Licence(Struct, frozen=True, kw_only=True):
    """A licence for one activity, as the register writes it."""

    number: str
    status: str
    kind: str  # "Remote"
    activity: str

    @property
    def standing(self) -> Standing:
        return standing_of(self.status)


class Listing(Struct, frozen=True, kw_only=True):
    """A company in the register, and why it was found.

    `entry` and `entry_status` are the line of the register that it was found by: a website, a
    name, a licence or account number. A company and its account have no status.
    """

    way: Way
    entry: str
    entry_status: str
    account: str
    holder: str  # "" when the register names none
    licences: tuple[Licence, ...]

    @property
    def entry_standing(self) -> Standing:
        return standing_of(self.entry_status)

    @property
    def has_active_licence(self) -> bool:
        return any(one.standing is Standing.ACTIVE for one in self.licences)

    @property
    def is_in_force(self) -> bool:
        """Whether the website itself is listed now, by a company with an active licence."""
        is_website = self.way in {Way.DOMAIN, Way.SUBDOMAIN}
        is_used = self.entry_standing in {Standing.ACTIVE, Standing.WHITE_LABEL}
        return is_website and is_used and self.has_active_licence


class RegisterQuery(Struct, frozen=True, kw_only=True):
    """What to look for, in the forms of `plain_account`, `plain_licence` and `plain_name`."""

    accounts: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    names: tuple[str, ...] = ()


class RegisterAnswer(Struct, frozen=True, kw_only=True):
    """What the register of one day says.

    `unlisted` is the player's website when a number led to companies, but none of them lists it:
    a number is easily copied from another casino.
    """

    day: date
    listings: tuple[Listing, ...]
    unlisted: str = ""


def detail_page(account: str) -> str:
    """Where the register itself shows a company (GB22)."""
    return f"https://www.gamblingcommission.gov.uk/public-register/business/detail/{account}"


def standing_of(status: str) -> Standing:
    return _STANDINGS.get(" ".join(status.casefold().split()), Standing.UNKNOWN)


def plain_account(written: str) -> str:
    """An account number without the zeros in front, which differ between files; "" for none."""
    digits = written.strip()
    if not re.fullmatch(rf"[0-9]{{1,{MAX_ACCOUNT}}}", digits):
        return ""
    return digits.lstrip("0")


def plain_licence(written: str) -> str:
    """A licence number without what changes: the first block and the count of versions.

    A number of another shape stays as it is, in capitals.
    """
    number = "".join(written.split()).upper()
    found = _LICENCE.fullmatch(number)
    return found[1].zfill(len("000000-R-000000")) if found else number[:MAX_SHORT]


def licence_numbers_in(text: str) -> tuple[str, ...]:
    """The licence numbers of this register in `text`, in their plain form, each once."""
    found = (plain_licence(match[0]) for match in _LICENCE.finditer(text))
    return tuple(dict.fromkeys(found))


def accounts_linked(text: str) -> tuple[str, ...]:
    """The accounts to whose page in the register `text` has a link, as footers must have."""
    found = (plain_account(match[1]) for match in _DETAIL_PAGE.finditer(text.lower()))
    return tuple(dict.fromkeys(filter(None, found)))


def plain_name(name: str) -> str:
    """A name by its letters and digits alone: "Bet-Way" and "betway" are one."""
    plain = name
    for _ in range(2):  # a compatibility form may hide a capital: 𝕊
        plain = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(filter(str.isalnum, plain))[:MAX_NAME]
