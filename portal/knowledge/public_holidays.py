"""The public holidays of a country, from the library `holidays`."""

from datetime import date
from functools import cache

import holidays

# Cases are about the last few years; a later term is counted without holidays and says so.
YEARS = range(2020, 2041)


@cache
def public_holidays(country: str) -> frozenset[date]:
    """The holidays of the whole country (ISO 3166-1 alpha-2), none when it is not known."""
    try:
        return (
            frozenset(holidays.country_holidays(country, years=YEARS)) if country else frozenset()
        )
    except NotImplementedError:  # the library's word for a country that it does not know
        return frozenset()
