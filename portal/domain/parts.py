"""What the values of the case file are made of: their base, their forms, and how to change them."""

import datetime
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

# Limits of one field; measured in docs/decisions/0009 (rendering time grows with the text).
Line = Annotated[str, Meta(max_length=200)]
Words = Annotated[str, Meta(max_length=5000)]

Id = Annotated[str, Meta(pattern=r"^[0-9a-z]{1,16}$")]
# "2026-09-14", "2026-09" when only the month is known, "" when unknown
PartialDate = Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}(-\d{2})?)?$")]
ClockTime = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^$")]  # "21:40" or ""
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]  # ISO 4217
CountryCode = Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")]  # ISO 3166-1 alpha-2
LanguageCode = Annotated[str, Meta(pattern=r"^([a-z]{2})?$")]  # ISO 639-1
# as in `Recipient.code`: "casino", "dispute", "authority:mt-mga", "report:nl-ksa"
RecipientCode = Annotated[
    str, Meta(pattern=r"^(casino|dispute|(authority|report):[a-z-]+)$", max_length=40)
]

_YEARS = range(1900, 2200)  # leaves room to count every term


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every value in the case file: immutable, unknown names refused."""


PartT = TypeVar("PartT", bound=Part)


def replace(part: PartT, **changes: object) -> PartT:
    """A copy of `part` with `changes`, checked like a new one. Raises ValueError."""
    fields = {name: getattr(part, name) for name in part.__struct_fields__}
    return msgspec.convert({**fields, **changes}, type(part))


def check_partial(text: str) -> None:
    """Raises ValueError unless `text` is "" or a real day or month of 1900 to 2199."""
    if not text:
        return
    day = datetime.date.fromisoformat(text if len(text) > len("2026-09") else f"{text}-01")
    if day.year not in _YEARS:
        raise ValueError(f"a year is from {_YEARS[0]} to {_YEARS[-1]}")
