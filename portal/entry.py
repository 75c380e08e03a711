"""Dates, times and amounts as players type them, in Dutch or English, whatever the screen says.

The order is always day before month, as in both languages. What can be read in two ways is read
the way a European reads it, and the check page shows it back in full.
"""

import datetime
import functools
import re
import unicodedata
from decimal import Decimal

from babel import Locale
from babel.numbers import list_currencies

from portal.domain.errors import DomainError
from portal.domain.values import Money

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199  # of the case file
MAX_AMOUNT = Decimal(100_000_000)


class EntryProblem(DomainError):
    """What was typed cannot be used. Its `code` is one of `PROBLEM_CODES`."""


PROBLEM_CODES = frozenset(
    {
        "date_unreadable",
        "date_not_real",
        "date_future",
        "time_unreadable",
        "amount_unreadable",
        "amount_negative",
        "amount_decimals",
        "amount_too_large",
    }
)

# -- dates ---------------------------------------------------------------------------------

_DAYS_AGO = {"vandaag": 0, "today": 0, "gisteren": 1, "yesterday": 1, "eergisteren": 2}
# Both languages; a month may be cut short anywhere from its third letter.
_MONTH_NAMES = {
    1: ("januari", "january"),
    2: ("februari", "february"),
    3: ("maart", "march", "mrt"),
    4: ("april",),
    5: ("mei", "may"),
    6: ("juni", "june"),
    7: ("juli", "july"),
    8: ("augustus", "august"),
    9: ("september",),
    10: ("oktober", "october"),
    11: ("november",),
    12: ("december",),
}
_WEEKDAYS = re.compile(
    r"\b(ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|mon|tues?|wed|thu(rs?)?|fri|sat|sun"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_ORDINALS = re.compile(r"(?<=\d)(st|nd|rd|th|e|ste|de)\b")
_DAY_OF = re.compile(r"\bof\b(?=\s+[a-z])")
_DATE_SIGNS = re.compile(r"[a-z0-9\s.,/'-]+")
_TWO_DIGITS = 2  # of a year
_FOUR_DIGITS = 4
_EIGHT_DIGITS = 8
# "27-3-84" is in 1984, "27-3-27" is next year: two digits reach this far ahead.
_YEARS_AHEAD = 10
# A day without a year is looked for this far back, enough for 29 February around 1900 or 2100.
_YEARS_BACK = 8


def read_date(text: str, today: datetime.date, *, allow_future: bool = False) -> str:
    """The day or month that was typed, as a `PartialDate` ("2026-03-27" or "2026-03").

    Without a year it is the latest such day not after `today`; with `allow_future` the nearest
    one. Raises `EntryProblem`: "date_unreadable", "date_not_real" (31 June), "date_future".
    """
    tokens = _date_tokens(text)
    if len(tokens) == 1 and tokens[0] in _DAYS_AGO:
        return (today - datetime.timedelta(days=_DAYS_AGO[tokens[0]])).isoformat()
    year, month, day = _order(tokens)
    full_year = None if year is None else _full_year(year, today)
    if full_year is None:
        first = _nearest(month, day, today, allow_future=allow_future)
    else:
        first = _real_date(full_year, month, day or 1)
    if first > today and not allow_future:
        raise EntryProblem("date_future")
    return first.isoformat() if day else first.isoformat()[: len("2026-03")]


def _date_tokens(text: str) -> list[str]:
    plain = _plain(text)
    if not _DATE_SIGNS.fullmatch(plain):
        raise EntryProblem("date_unreadable")
    for noise in (_WEEKDAYS, _ORDINALS, _DAY_OF):
        plain = noise.sub(" ", plain)
    return re.findall(r"\d+|[a-z]+", plain)


def _order(tokens: list[str]) -> tuple[str | None, int, int | None]:
    """Which token is the year (as typed), the month and the day (None: not typed)."""
    shape = "".join(map(_kind, tokens))
    if shape == "8":
        return _order(_split_digits(tokens[0]))
    if shape == "m":
        return None, _month(tokens[0]), None
    try:
        places = _SHAPES[shape]
    except KeyError:
        raise EntryProblem("date_unreadable") from None
    found = dict(zip(places, tokens, strict=True))
    day = int(found["d"]) if "d" in found else None
    if day == 0:
        raise EntryProblem("date_not_real")
    return found.get("y"), _month(found["m"]), day


# n: one or two digits, 4: four digits, m: the name of a month; to day, month, year
_SHAPES = {
    "nnn": "dmy",
    "nn4": "dmy",
    "nmn": "dmy",
    "nm4": "dmy",
    "mn4": "mdy",
    "4nn": "ymd",
    "4mn": "ymd",
    "nn": "dm",
    "nm": "dm",
    "mn": "md",
    "m4": "my",
    "n4": "my",
    "4m": "ym",
    "4n": "ym",
}


def _kind(token: str) -> str:
    if token.isalpha():
        return "m"
    sizes = {1: "n", _TWO_DIGITS: "n", _FOUR_DIGITS: "4", _EIGHT_DIGITS: "8"}
    return sizes.get(len(token), "?")


def _split_digits(digits: str) -> list[str]:
    # A year starts with 19 or 20, which is no month: one of the two readings is never a date.
    day_first = [digits[:2], digits[2:4], digits[4:]]
    year_first = [digits[:4], digits[4:6], digits[6:]]
    return day_first if digits[4:6] in {"19", "20"} else year_first


def _month(token: str) -> int:
    if token.isdigit():
        return int(token)
    for number, names in _MONTH_NAMES.items():
        if len(token) >= len("mei") and any(name.startswith(token) for name in names):
            return number
    raise EntryProblem("date_unreadable")


def _full_year(digits: str, today: datetime.date) -> int:
    year = int(digits)
    if len(digits) > _TWO_DIGITS:
        return year
    if len(digits) < _TWO_DIGITS:
        raise EntryProblem("date_unreadable")
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + _YEARS_AHEAD else century - 100 + year


def _real_date(year: int, month: int, day: int) -> datetime.date:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise EntryProblem("date_not_real") from None
    if not EARLIEST_YEAR <= date.year <= LATEST_YEAR:
        raise EntryProblem("date_not_real")
    return date


def _nearest(
    month: int, day: int | None, today: datetime.date, *, allow_future: bool
) -> datetime.date:
    found = []
    for year in range(today.year - _YEARS_BACK, today.year + 2):
        try:
            found.append(datetime.date(year, month, day or 1))
        except ValueError:
            continue
    if not found:
        raise EntryProblem("date_not_real")
    if allow_future:
        return min(found, key=lambda date: abs(date - today))
    return max(date for date in found if date <= today)


# -- times ---------------------------------------------------------------------------------

_TIME = re.compile(
    r"(?P<hour>\d{1,2})"
    r"(?:\s*(?:[:.,h]|u(?:ur)?|\s)\s*(?P<minute>\d{2})(?:[:.]\d{2})?|(?P<glued>\d{2}))?"
    r"\s*(?:u|uur|h|hrs|o'clock)?\s*(?P<half>[ap]\.?\s?m\.?)?"
)
_NOON = 12


def read_time(text: str) -> str:
    """The time that was typed ("21.40", "21u40", "9.40 pm", "9 uur", "2140") as "21:40".

    Seconds are dropped. Raises `EntryProblem` "time_unreadable", also for 25:00.
    """
    match = _TIME.fullmatch(_plain(text))
    if not match:
        raise EntryProblem("time_unreadable")
    hour, minute = int(match["hour"]), int(match["minute"] or match["glued"] or 0)
    if match["half"]:
        hour = _hour_of_day(hour, match["half"])
    try:
        return datetime.time(hour, minute).isoformat("minutes")
    except ValueError:
        raise EntryProblem("time_unreadable") from None


def _hour_of_day(hour: int, half: str) -> int:
    if not 1 <= hour <= _NOON:
        raise EntryProblem("time_unreadable")
    return hour % _NOON + (_NOON if half.startswith("p") else 0)


# -- amounts -------------------------------------------------------------------------------

_CURRENCY_WORDS = {
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "pond": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "zł": "PLN",
}
_NO_CENTS = re.compile(r"[.,]\s*[-=]{1,2}(?=\D*$)")  # "1.250,-" is how shops write whole euros
_NEGATIVE = re.compile(r"\D*-\D*\d.*|.*\d\s*-\D*|\(.*\)")
_AMOUNT = re.compile(
    r"(?P<before>[^\d,']*?)\s*(?P<number>(?:(?<![a-z])[.,])?\d(?:[\d.,'\s]*\d)?)"
    r"[.,]?\s*(?P<after>[^\d,']*)"
)
_NUMBER = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<sign>[.,'\s])\d{3}(?:(?P=sign)\d{3})*|\d*)"
    r"(?:(?P<point>[.,])(?P<cents>\d+))?"
)
_CENT_DIGITS = 2


def read_amount(text: str, currency: str = "EUR") -> Money:
    """The amount that was typed, with two decimals; a sign or code in it replaces `currency`.

    "1.250" and "1,250" are both 1250. Raises `EntryProblem`: "amount_unreadable",
    "amount_negative", "amount_decimals" (more than two), "amount_too_large" (over `MAX_AMOUNT`).
    """
    plain = _NO_CENTS.sub("", _plain(text))
    if _NEGATIVE.fullmatch(plain):
        raise EntryProblem("amount_negative")
    match = _AMOUNT.fullmatch(plain)
    if not match:
        raise EntryProblem("amount_unreadable")
    amount = _read_number(match["number"])
    if amount > MAX_AMOUNT:
        raise EntryProblem("amount_too_large")
    named = {_currency(word) for word in (match["before"], match["after"]) if word}
    if len(named) > 1:
        raise EntryProblem("amount_unreadable")
    return Money(amount=f"{amount:.2f}", currency=named.pop() if named else currency)


def _read_number(text: str) -> Decimal:
    match = _NUMBER.fullmatch(text)
    if not match or (match["point"] and match["point"] == match["sign"]):
        raise EntryProblem("amount_unreadable")
    cents = match["cents"] or "0"
    if len(cents) > _CENT_DIGITS:
        raise EntryProblem("amount_decimals")
    whole = re.sub(r"\D", "", match["whole"]) or "0"
    return Decimal(f"{whole}.{cents}")


def _currency(named: str) -> str:
    try:
        return _currencies()[_bare(named)]
    except KeyError:
        raise EntryProblem("amount_unreadable") from None


@functools.cache
def _currencies() -> dict[str, str]:
    """Every code, sign and word that names a currency, in small letters."""
    signs = {
        _bare(sign.lower()): code
        for locale in (Locale("nl"), Locale("en", "GB"))
        for code, sign in locale.currency_symbols.items()
    }
    return signs | {code.lower(): code for code in list_currencies()} | _CURRENCY_WORDS


def _bare(sign: str) -> str:
    # "Cg." is written with a dot, "F CFA" with a narrow space (and "FCFA" is another currency)
    return " ".join(sign.split()).rstrip(".")


# -- characters ----------------------------------------------------------------------------

_SAME_SIGN = str.maketrans(
    {"’": "'", "‘": "'", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "٫": ",", "٬": "'"}
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT = 0xFEE0


def _plain(text: str) -> str:
    """Small letters, ASCII digits (from any script), ASCII hyphen and apostrophe, simple spaces."""
    return " ".join("".join(map(_plain_character, text.lower())).translate(_SAME_SIGN).split())


def _plain_character(character: str) -> str:
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - _FULL_WIDTH_SHIFT).lower()
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
