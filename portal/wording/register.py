"""What the public register of the Gambling Commission says, in whole sentences."""

from datetime import date

from portal.domain.register import Listing, Way
from portal.i18n import format_day, gettext
from portal.wording.source import N_

_SENTENCES = {
    Way.DOMAIN: N_(
        "The register of the Gambling Commission of %(day)s lists this website: %(entry)s."
    ),
    Way.SUBDOMAIN: N_(
        "The register of the Gambling Commission of %(day)s lists the website %(entry)s. "
        "Your address is a part of it."
    ),
    Way.LICENCE: N_(
        "The register of the Gambling Commission of %(day)s lists this licence number: %(entry)s."
    ),
    Way.ACCOUNT: N_(
        "The register of the Gambling Commission of %(day)s lists this account number: %(entry)s."
    ),
    Way.NAME: N_(
        "The register of the Gambling Commission of %(day)s lists this name: %(entry)s. "
        "Another casino may use the same name, so compare the website."
    ),
}
_STATUSES = {
    "active": N_("active"),
    "inactive": N_("not active"),
    "white label": N_("white label"),
    "expired": N_("expired"),
    "forfeited": N_("forfeited"),
    "lapsed": N_("lapsed"),
    "pending": N_("asked for, not given yet"),
    "revoked": N_("revoked"),
    "revoked - non payment of fee": N_("revoked, because the fee was not paid"),
    "surrendered": N_("given up by the company"),
    "suspended": N_("suspended"),
}


def listing_sentence(listing: Listing, day: date) -> str:
    """That the register of `day` has this entry."""
    return gettext(_SENTENCES[listing.way], day=format_day(day), entry=listing.entry)


def register_status(status: str) -> str:
    """A status in the current language; one that we do not know as it stands in the register."""
    known = _STATUSES.get(" ".join(status.casefold().split()))
    return gettext(known) if known else status
