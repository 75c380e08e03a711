"""What a casino's footer, licence number and website say: the authority, the company, imitations,
and what the public register lists.
"""

import re
from itertools import islice

from msgspec import Struct

from portal.domain.case import Casino
from portal.domain.hosts import Address, addresses_in
from portal.domain.known import Known
from portal.domain.licence import LookAlike, Recognition, holder_in, look_alikes, recognise
from portal.domain.register import (
    AUTHORITY,
    RegisterAnswer,
    RegisterQuery,
    Way,
    accounts_linked,
    licence_numbers_in,
    plain_account,
    plain_name,
)
from portal.domain.rules import UNKNOWN
from portal.store.register import find_listings

_MOST = 5  # of each kind that is looked for
_SHORTEST_NAME = 3  # letters; shorter ones hit by chance
_WEBSITE = {Way.DOMAIN, Way.SUBDOMAIN}


class LicenceFound(Struct, frozen=True):
    """What was recognised; `warnings` are look-alike seals and numbers that are no licence.

    `holder` is the first company that the text names, "" when it names none.
    """

    recognition: Recognition | None
    warnings: tuple[LookAlike, ...]
    holder: str = ""


def recognise_licence(casino: Casino, known: Known) -> LicenceFound:
    """Reads the licence number and the footer text that the player copied."""
    text = _text(casino)
    recognition = recognise(text, known.packs.values()) if text.strip() else None
    warnings = look_alikes(text, known.imitations)
    return LicenceFound(recognition, warnings, holder_in(casino.footer_text))


def ask_register(casino: Casino, known: Known) -> RegisterAnswer | None:
    """What the imported register says of this casino; None when that is nothing.

    Without an import it says nothing. That it does not list a website is told only of a casino
    that claims to be in it. Needs an app context.
    """
    if AUTHORITY not in known.packs:  # a group that does not help with it
        return None
    website = next(addresses_in(casino.website), None)
    query = _query(casino, website, known)
    edition, listings = find_listings(query)
    if edition is None:
        return None
    claims = bool(listings or query.licences or _claims_it(casino, known))
    is_listed = any(one.way in _WEBSITE for one in listings)
    if is_listed:  # then companies that only share the name are none of the player's business
        listings = tuple(one for one in listings if one.way is not Way.NAME)
    unlisted = website.host if website and claims and not is_listed else ""
    if not listings and not unlisted:
        return None
    return RegisterAnswer(day=edition.day, listings=listings, unlisted=unlisted)


def _text(casino: Casino) -> str:
    return f"{casino.licence_number}\n{casino.footer_text}"


def _query(casino: Casino, website: Address | None, known: Known) -> RegisterQuery:
    """The website that the player plays on counts; those in the footer only when it is unknown."""
    text = _text(casino)
    others = addresses_in(f"{casino.brand} {casino.footer_text}")
    names = (plain_name(name) for name in (casino.brand, casino.licence_holder))
    return RegisterQuery(
        addresses=(website,) if website else tuple(islice(others, _MOST)),
        licences=licence_numbers_in(text)[:_MOST],
        accounts=_accounts(casino, text, known)[:_MOST],
        names=tuple(dict.fromkeys(one for one in names if len(one) >= _SHORTEST_NAME)),
    )


def _accounts(casino: Casino, text: str, known: Known) -> tuple[str, ...]:
    """Account numbers: in the prescribed sentence, in a link, or typed as they are."""
    found = recognise(text, [known.packs[AUTHORITY]])
    number = found.number if found else ""
    written = re.findall(r"\d+", number) if re.fullmatch(r"[\d ,and]+", number) else []
    if casino.authority in {"", UNKNOWN, AUTHORITY}:  # else it is another body's number
        written.append(casino.licence_number)
    accounts = (*map(plain_account, written), *accounts_linked(text))
    return tuple(dict.fromkeys(filter(None, accounts)))


def _claims_it(casino: Casino, known: Known) -> bool:
    pack = known.packs[AUTHORITY]
    return casino.authority == AUTHORITY or recognise(_text(casino), [pack]) is not None
