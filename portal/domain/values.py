"""The plain values of the case file: ids, dates, times, money, periods."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from msgspec import Meta

from portal.domain.codes import Unit
from portal.domain.parts import Line, Part

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


class Money(Part, frozen=True, kw_only=True):
    """An amount: `amount` as a decimal text with a point ("1250.00"), never a float."""

    amount: Annotated[str, Meta(pattern=r"^\d{1,12}(\.\d{1,2})?$")]
    currency: Currency = "EUR"

    def __post_init__(self) -> None:
        try:
            Decimal(self.amount)
        except InvalidOperation as error:
            raise ValueError("an amount is a decimal number") from error

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.amount)


class Moment(Part, frozen=True, kw_only=True):
    """When something happened: the day (or month, or unknown), the time and its zone."""

    date: PartialDate = ""
    time: ClockTime = ""
    zone: Line = "Europe/Amsterdam"  # IANA name; meant only together with a time
    unknown: bool = False  # the player said: I do not know

    def __post_init__(self) -> None:
        check_partial(self.date)

    @property
    def day(self) -> datetime.date | None:
        """The exact day, None when only the month is known or nothing."""
        exact = len(self.date) == len("2026-09-14")
        return datetime.date.fromisoformat(self.date) if exact else None

    @property
    def is_dated(self) -> bool:
        """Whether the day or at least the month is known."""
        return bool(self.date)

    @property
    def sort_key(self) -> tuple[str, str]:
        """Orders by date and time; a month comes before its days, unknown comes last."""
        return (self.date or "9999", self.time)


def check_partial(text: str) -> None:
    """Raises ValueError unless `text` is "" or a real day or month of 1900 to 2199."""
    if not text:
        return
    day = datetime.date.fromisoformat(text if len(text) > len("2026-09") else f"{text}-01")
    if day.year not in _YEARS:
        raise ValueError(f"a year is from {_YEARS[0]} to {_YEARS[-1]}")


class Period(Part, frozen=True, kw_only=True):
    """A length of time, as in "eight weeks"."""

    number: Annotated[int, Meta(ge=1, le=1000)]
    unit: Unit
