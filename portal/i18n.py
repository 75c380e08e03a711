"""Both languages: which one is on, its sentences, and its way of writing days, money and sizes.

English is the source language: a message is its own English text. Dutch comes from the compiled
catalogue (`translations/nl/LC_MESSAGES/messages.mo`). Messages are always filled in with `%`, so
a literal percent sign in a message is written `%%`, with or without placeholders.
"""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.support import LazyProxy, Translations
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from portal.domain.codes import Unit
from portal.domain.values import Moment, Money, Period

LANGUAGES = ("nl", "en")
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}  # each in its own language
SOURCE_LANGUAGE = "en"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_LOCALES = {"nl": Locale("nl"), "en": Locale("en", "GB")}
_KILOBYTE = 1000
_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


class CatalogueMissing(RuntimeError):
    """A compiled catalogue is not there or is empty; the message says how to make it."""


# -- which language ------------------------------------------------------------------------


def current_language() -> str:
    """The language that is on in this context: "nl" or "en" ("en" when none was chosen)."""
    return _language.get()


def other_language(language: str) -> str:
    """The language that the switch on each page offers."""
    return LANGUAGES[1 - LANGUAGES.index(language)]


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Switch to `language` inside the block. Raises ValueError for a language we do not have."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


# -- sentences -----------------------------------------------------------------------------


def check_catalogues() -> None:
    """Raise `CatalogueMissing` unless every translated language has a compiled catalogue."""
    for language in LANGUAGES:
        _catalogue(language, CATALOGUES)


def gettext(message: str, **values: object) -> str:
    """`message` in the current language, its `%(name)s` placeholders filled from `values`."""
    return _plain_gettext(message) % values


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """The form for `number`, which also fills `%(number)s` and, as in templates, `%(num)s`."""
    filled = {"number": number, "num": number, **values}
    return _plain_ngettext(singular, plural, number) % filled


def pgettext(context: str, message: str, **values: object) -> str:
    """As `gettext`, for a text whose translation depends on where it stands."""
    return _plain_pgettext(context, message) % values


def lazy_gettext(message: str, **values: object) -> LazyProxy:
    """A text that is looked up each time it is shown, so it may be made at import."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


_ = gettext


def install(environment: Environment) -> None:
    """Give Jinja templates `_`, `{% trans %}` and the formats below as filters."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _plain_gettext, _plain_ngettext, newstyle=True, pgettext=_plain_pgettext
    )
    environment.globals["language_names"] = LANGUAGE_NAMES
    environment.filters.update({name: _at_render(form) for name, form in _FILTERS.items()})


def _at_render(form: Callable[[Any], str]) -> Callable[[Context, Any], str]:
    # Without the context Jinja works out a constant's form once, at compile time, in any language.
    @pass_context
    def filter_value(_context: Context, value: Any) -> str:
        return form(value)

    return filter_value


def _plain_gettext(message: str) -> str:
    # gettext keeps the catalogue's header under the empty text
    return _current_catalogue().gettext(message) if message else ""


def _plain_ngettext(singular: str, plural: str, number: int) -> str:
    return _current_catalogue().ngettext(singular, plural, number)


def _plain_pgettext(context: str, message: str) -> str:
    return _current_catalogue().pgettext(context, message)


def _current_catalogue() -> NullTranslations:
    return _catalogue(current_language(), CATALOGUES)


@functools.cache
def _catalogue(language: str, folder: Path) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    path = folder / language / "LC_MESSAGES" / "messages.mo"
    if not path.is_file():
        raise CatalogueMissing(
            f"The translations are not compiled: {path} is missing. "
            f"Make it with: pybabel compile --directory {folder}"
        )
    with path.open("rb") as file:
        return Translations(file)


# -- days, times, money, sizes -------------------------------------------------------------


def format_day(day: datetime.date) -> str:
    """ "27 maart 2026" or "27 March 2026"."""
    return format_date(day, "d MMMM y", locale=_locale())


def format_days(days: Iterable[datetime.date]) -> str:
    """ "zaterdag 28 maart 2026 en zondag 29 maart 2026": a list of days with their names."""
    said = [format_date(day, "EEEE d MMMM y", locale=_locale()) for day in days]
    return str(format_list(said, locale=_locale()))


def format_partial(partial: str) -> str:
    """A `PartialDate`: "27 March 2026", "March 2026" when only the month is known, or ""."""
    if not partial:
        return ""
    if len(partial) == len("2026-09"):
        first = datetime.date.fromisoformat(f"{partial}-01")
        return format_date(first, "MMMM y", locale=_locale())
    return format_day(datetime.date.fromisoformat(partial))


def format_moment(moment: Moment, home: str = "") -> str:
    """ "27 March 2026 at 21:40 (Europe/Malta)", as much of it as is known.

    `home` is the IANA name of a zone that need not be told.
    """
    day = format_partial(moment.date)
    if not day:
        return gettext("date not known")
    if not moment.time:
        return day
    if moment.zone == home:
        return gettext("%(date)s at %(time)s", date=day, time=moment.time)
    values = {"date": day, "time": moment.time, "zone": moment.zone}
    return gettext("%(date)s at %(time)s (%(zone)s)", **values)


def format_clock(moment: datetime.datetime) -> str:
    """ "2 November 2026, 10:04", in the zone that the moment itself has."""
    return f"{format_day(moment.date())}, {moment:%H:%M}"


def format_amount(money: Money) -> str:
    """ "€ 1.250,00" (with a no-break space) or "€1,250.00": always two decimals, as stored.

    A code of letters stands apart from its number in English too: Babel leaves that rule out.
    """
    text = format_currency(money.decimal, money.currency, currency_digits=False, locale=_locale())
    return re.sub(r"(?<=[A-Z])(?=\d)", "\N{NO-BREAK SPACE}", text)


def format_number(number: int | Decimal) -> str:
    """ "1.250,5" or "1,250.5"."""
    return format_decimal(number, locale=_locale())


def format_period(period: Period) -> str:
    """ "8 weken" or "8 weeks"; days say whether they are calendar or working days."""
    number = period.number
    match period.unit:
        case Unit.HOURS:
            return ngettext("%(number)s hour", "%(number)s hours", number)
        case Unit.CALENDAR_DAYS:
            return ngettext("%(number)s calendar day", "%(number)s calendar days", number)
        case Unit.WORKING_DAYS:
            return ngettext("%(number)s working day", "%(number)s working days", number)
        case Unit.WEEKS:
            return ngettext("%(number)s week", "%(number)s weeks", number)
        case Unit.MONTHS:
            return ngettext("%(number)s month", "%(number)s months", number)
        case Unit.YEARS:
            return ngettext("%(number)s year", "%(number)s years", number)


def format_file_size(size: int) -> str:
    """A size in bytes as "180 kB" or "1,2 MB" (1 kB is 1000 bytes), never as "0 kB"."""
    kilobytes = max(1, round(size / _KILOBYTE))
    if kilobytes < _KILOBYTE:
        return f"{format_number(kilobytes)}{NO_BREAK_SPACE}kB"
    megabytes = round(Decimal(size) / _KILOBYTE**2, 1)
    return f"{format_number(megabytes)}{NO_BREAK_SPACE}MB"


def country_names() -> dict[str, str]:
    """Every country's name by its code (ISO 3166-1 alpha-2)."""
    names = _locale().territories
    return {str(code): name for code, name in names.items() if re.fullmatch("[A-Z]{2}", str(code))}


def country_name(code: str) -> str:
    """The name of one country; "" for no or an unknown code."""
    return country_names().get(code, "")


def format_languages(codes: Iterable[str]) -> str:
    """Languages (ISO 639-1) by their names, as in "Dutch and English"; an unknown code as it is."""
    names = _locale().languages
    return str(format_list([names.get(code, code) for code in codes], locale=_locale()))


def _locale() -> Locale:
    return _LOCALES[current_language()]


_FILTERS: dict[str, Callable[[Any], str]] = {
    "clock": format_clock,
    "day": format_day,
    "partial_date": format_partial,
    "moment": format_moment,
    "amount": format_amount,
    "number": format_number,
    "period": format_period,
    "file_size": format_file_size,
}
