import datetime
import functools
from collections.abc import Callable

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.values import Money
from portal.entry import (
    MAX_AMOUNT,
    PROBLEM_CODES,
    EntryProblem,
    read_amount,
    read_date,
    read_time,
)
from portal.i18n import LANGUAGES, format_amount, format_partial, use_language

TODAY = datetime.date(2026, 11, 22)
languages = st.sampled_from(LANGUAGES)
past_days = st.dates(datetime.date(1900, 1, 1), TODAY)
amounts = st.decimals(0, MAX_AMOUNT, places=2).map(lambda amount: f"{abs(amount):.2f}")


@pytest.mark.parametrize(
    "text",
    [
        "27 mrt 2026",
        "27-3-26",
        "27/03/2026",
        "27.3.2026",
        "27. 3. 2026",
        "2026-03-27",
        "2026/3/27",
        "27 maart",
        "27-3",
        "27 maart 2026",
        " 27  MAART 2026 ",
        "27mrt2026",
        "27‑3‑2026",
        "vrijdag 27 maart 2026",
        "vr. 27 mrt",
        "Fri 27 Mar 2026",
        "March 27, 2026",
        "March 27",
        "27th March 2026",
        "27th of March",
        "27e maart",
        "27032026",
        "20260327",
        "٢٧-٣-٢٠٢٦",
        "２７／３／２０２６",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text, TODAY) == "2026-03-27"


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("maart 2026", "2026-03"),
        ("mrt 2026", "2026-03"),
        ("Sept. 2026", "2026-09"),
        ("3-2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("maart", "2026-03"),
        ("december", "2025-12"),
        ("november", "2026-11"),
    ],
)
def test_a_month_alone_is_kept_as_a_month(text: str, partial: str) -> None:
    assert read_date(text, TODAY) == partial


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("vandaag", "2026-11-22"),
        ("Today", "2026-11-22"),
        ("gisteren", "2026-11-21"),
        ("yesterday", "2026-11-21"),
        ("eergisteren", "2026-11-20"),
    ],
)
def test_days_can_be_named_from_today(text: str, partial: str) -> None:
    assert read_date(text, TODAY) == partial


@pytest.mark.parametrize(
    ("text", "partial"),
    [("22-11", "2026-11-22"), ("23-11", "2025-11-23"), ("29 feb", "2024-02-29")],
)
def test_a_day_without_a_year_is_the_latest_such_day(text: str, partial: str) -> None:
    assert read_date(text, TODAY) == partial


@pytest.mark.parametrize(
    ("text", "partial"),
    [("23-11", "2026-11-23"), ("5 januari", "2027-01-05"), ("21-11", "2026-11-21")],
)
def test_where_the_future_is_allowed_the_nearest_day_is_meant(text: str, partial: str) -> None:
    assert read_date(text, TODAY, allow_future=True) == partial


def test_two_digits_of_a_year_mean_the_past_unless_it_is_near() -> None:
    assert read_date("3-5-84", TODAY) == "1984-05-03"
    assert read_date("3-5-09", TODAY) == "2009-05-03"
    assert read_date("3-5-27", TODAY, allow_future=True) == "2027-05-03"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_unreadable"),
        ("ergens in de zomer", "date_unreadable"),
        ("27 of 28 maart", "date_unreadable"),
        ("2026", "date_unreadable"),
        ("27-3-6", "date_unreadable"),
        ("ma", "date_unreadable"),
        ("27 maart?", "date_unreadable"),
        ("31 juni", "date_not_real"),
        ("29-2-2026", "date_not_real"),
        ("3/27/2026", "date_not_real"),
        ("0-3-2026", "date_not_real"),
        ("27-3-1026", "date_not_real"),
        ("99999999", "date_not_real"),
        ("23-11-2026", "date_future"),
        ("27-3-27", "date_future"),
        ("december 2026", "date_future"),
    ],
)
def test_a_date_that_cannot_be_used_says_why(text: str, code: str) -> None:
    with pytest.raises(EntryProblem, match=f"^{code}$"):
        read_date(text, TODAY)


@given(day=past_days, language=languages)
def test_a_day_that_we_wrote_is_read_back(day: datetime.date, language: str) -> None:
    with use_language(language):
        written = format_partial(day.isoformat())
    assert read_date(written, TODAY) == day.isoformat()


@given(day=past_days, language=languages)
def test_a_month_that_we_wrote_is_read_back(day: datetime.date, language: str) -> None:
    month = day.isoformat()[:7]
    with use_language(language):
        written = format_partial(month)
    assert read_date(written, TODAY) == month


@given(
    day=past_days, form=st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d%m%Y", "%Y%m%d"])
)
def test_european_digits_are_read_back(day: datetime.date, form: str) -> None:
    assert read_date(day.strftime(form), TODAY) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("21:40", "21:40"),
        ("21.40", "21:40"),
        ("21u40", "21:40"),
        ("21h40", "21:40"),
        ("21 uur 40", "21:40"),
        ("21:40 uur", "21:40"),
        ("21:40:05", "21:40"),
        ("2140", "21:40"),
        ("9.40 pm", "21:40"),
        ("9:40 P.M.", "21:40"),
        ("9 uur", "09:00"),
        ("9", "09:00"),
        ("940", "09:40"),
        ("9am", "09:00"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("0:05", "00:05"),
        ("９：４０", "09:40"),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    "text", ["", "24:00", "25:00", "9:60", "9:4", "13 pm", "'s avonds", "21:40-22:00"]
)
def test_a_time_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(EntryProblem, match="time_unreadable"):
        read_time(text)


@given(st.times())
def test_a_time_in_hours_and_minutes_is_read_back(time: datetime.time) -> None:
    written = time.isoformat("minutes")
    assert read_time(written) == read_time(written.replace(":", ".")) == written


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("€ 1.250,00", Money(amount="1250.00")),
        ("€1,250.00", Money(amount="1250.00")),
        ("1250", Money(amount="1250.00")),
        ("1.250", Money(amount="1250.00")),
        ("1,250", Money(amount="1250.00")),
        ("1.250,-", Money(amount="1250.00")),
        ("1250,=", Money(amount="1250.00")),
        ("1 250,50", Money(amount="1250.50")),
        ("1'250.50", Money(amount="1250.50")),
        ("1.250.000,00", Money(amount="1250000.00")),
        ("EUR 12,5", Money(amount="12.50")),
        ("12.5 euro", Money(amount="12.50")),
        ("€ 12,50 euro", Money(amount="12.50")),
        (",50", Money(amount="0.50")),
        ("0", Money(amount="0.00")),
        ("£20", Money(amount="20.00", currency="GBP")),
        ("20 pounds", Money(amount="20.00", currency="GBP")),
        ("US$ 20", Money(amount="20.00", currency="USD")),
        ("Cg. 20", Money(amount="20.00", currency="XCG")),
        ("chf 20", Money(amount="20.00", currency="CHF")),
        ("١٢٥٠", Money(amount="1250.00")),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, money: Money) -> None:
    assert read_amount(text, "EUR") == money


def test_an_amount_without_a_currency_is_in_the_currency_of_the_form() -> None:
    assert read_amount("20", "SEK") == Money(amount="20.00", currency="SEK")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_unreadable"),
        ("veel", "amount_unreadable"),
        ("abc 5", "amount_unreadable"),
        ("5-10", "amount_unreadable"),
        ("1.2.3", "amount_unreadable"),
        ("1.250.00", "amount_unreadable"),
        ("12 50", "amount_unreadable"),
        ("€ 5 GBP", "amount_unreadable"),
        ("5²", "amount_unreadable"),
        ("-5", "amount_negative"),
        ("€ −5,00", "amount_negative"),
        ("-€5", "amount_negative"),
        ("(5)", "amount_negative"),
        ("0.125", "amount_decimals"),
        ("1250.500", "amount_decimals"),
        ("1.250,005", "amount_decimals"),
        ("100000000,01", "amount_too_large"),
    ],
)
def test_an_amount_that_cannot_be_used_says_why(text: str, code: str) -> None:
    with pytest.raises(EntryProblem, match=f"^{code}$"):
        read_amount(text, "EUR")


@given(amount=amounts, language=languages)
def test_an_amount_that_we_wrote_is_read_back(amount: str, language: str) -> None:
    money = Money(amount=amount)
    with use_language(language):
        written = format_amount(money)
    assert read_amount(written, "GBP") == money


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_currency_that_we_wrote_is_read_back(language: str) -> None:
    sums = [Money(amount="1250.50", currency=code) for code in sorted(list_currencies())]
    with use_language(language):
        written = [format_amount(money) for money in sums]
    assert [read_amount(text, "EUR") for text in written] == sums


@given(st.text() | st.text("0123456789.,-:/ €maprt"))
def test_anything_that_is_typed_is_read_or_refused_by_a_known_code(text: str) -> None:
    for read in (functools.partial(read_date, today=TODAY), read_time, read_amount):
        assert _problem(read, text) in PROBLEM_CODES | {""}


def _problem(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except EntryProblem as problem:
        return problem.code
    return ""
