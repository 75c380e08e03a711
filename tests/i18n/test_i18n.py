import datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment

from portal import i18n
from portal.domain.codes import Unit
from portal.domain.values import Moment, Money, Period

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Good day, %(name)s."
msgstr "Dag %(name)s."

msgid "Save"
msgstr "Bewaar"

msgctxt "month"
msgid "May"
msgstr "mei"

msgid "%(number)s week"
msgid_plural "%(number)s weeks"
msgstr[0] "%(number)s week"
msgstr[1] "%(number)s weken"

msgid "%(date)s at %(time)s (%(zone)s)"
msgstr "%(date)s om %(time)s (%(zone)s)"
"""


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small Dutch catalogue, so that these tests do not depend on the real sentences."""
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, read_po(BytesIO(PO.encode()), locale="nl"))
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    return tmp_path


def test_english_is_the_source_language_and_the_default() -> None:
    assert i18n.current_language() == "en"
    assert i18n.gettext("Good day, %(name)s.", name="Ann") == "Good day, Ann."


def test_a_language_holds_inside_its_block_only() -> None:
    with i18n.use_language("nl"):
        assert i18n.gettext("Good day, %(name)s.", name="Ann") == "Dag Ann."
        with i18n.use_language("en"):
            assert i18n.gettext("Save") == "Save"
        assert i18n.gettext("Save") == "Bewaar"
    assert i18n.gettext("Save") == "Save"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'de' is not one of nl, en"), i18n.use_language("de"):
        pass


def test_the_switch_offers_the_other_language() -> None:
    assert [i18n.other_language(one) for one in ("nl", "en")] == ["en", "nl"]


def test_a_lazy_text_follows_the_language_of_the_moment() -> None:
    text = i18n.lazy_gettext("Save")
    shown = [str(text)]
    with i18n.use_language("nl"):
        shown.append(str(text))
    shown.append(str(text))
    assert shown == ["Save", "Bewaar", "Save"]


def test_plural_and_context_choose_the_translation() -> None:
    with i18n.use_language("nl"):
        assert i18n.format_period(Period(number=1, unit=Unit.WEEKS)) == "1 week"
        assert i18n.format_period(Period(number=8, unit=Unit.WEEKS)) == "8 weken"
        assert i18n.pgettext("month", "May") == "mei"


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_of_a_period_has_words(unit: Unit) -> None:
    one, many = (i18n.format_period(Period(number=n, unit=unit)) for n in (1, 2))
    assert one.startswith("1 ")
    assert many == f"2 {one[2:]}s"


def test_the_empty_text_stays_empty() -> None:
    with i18n.use_language("nl"):
        assert i18n.gettext("") == ""


def test_a_missing_catalogue_says_how_to_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path / "nowhere")
    with pytest.raises(i18n.CatalogueMissing, match="pybabel compile"):
        i18n.check_catalogues()


def test_a_catalogue_that_is_there_passes_the_check() -> None:
    i18n.check_catalogues()


def test_templates_translate_and_escape_what_they_fill_in() -> None:
    environment = Environment(autoescape=True)
    i18n.install(environment)
    template = environment.from_string(
        "{{ _('Good day, %(name)s.', name=name) }} {{ 1250|number }}"
    )
    with i18n.use_language("nl"):
        assert template.render(name="<b>") == "Dag &lt;b&gt;. 1.250"


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [("nl", "27 maart 2026", "maart 2026"), ("en", "27 March 2026", "March 2026")],
)
def test_days_and_months_are_written_in_full(language: str, day: str, month: str) -> None:
    with i18n.use_language(language):
        assert i18n.format_day(datetime.date(2026, 3, 27)) == day
        assert i18n.format_partial("2026-03-27") == day
        assert i18n.format_partial("2026-03") == month
        assert i18n.format_partial("") == ""


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (Moment(date="2026-03-27", time="21:40"), "27 maart 2026 om 21:40 (Europe/Amsterdam)"),
        (Moment(date="2026-03-27"), "27 maart 2026"),
        (Moment(date="2026-03"), "maart 2026"),
    ],
)
def test_a_moment_shows_as_much_as_is_known(moment: Moment, text: str) -> None:
    with i18n.use_language("nl"):
        assert i18n.format_moment(moment) == text


def test_a_zone_is_left_out_where_it_is_the_one_at_home() -> None:
    home, away = "Europe/Amsterdam", "Europe/Malta"
    moment = Moment(date="2026-03-27", time="21:40", zone=away)
    assert i18n.format_moment(moment, away) == "27 March 2026 at 21:40"
    assert i18n.format_moment(moment, home) == "27 March 2026 at 21:40 (Europe/Malta)"


def test_a_moment_without_a_day_says_so() -> None:
    assert i18n.format_moment(Moment(unknown=True)) == "date not known"


@pytest.mark.parametrize(
    ("language", "money", "text"),
    [
        ("nl", Money(amount="1250"), "€\N{NO-BREAK SPACE}1.250,00"),
        ("en", Money(amount="1250"), "€1,250.00"),
        ("nl", Money(amount="12.5", currency="GBP"), "£\N{NO-BREAK SPACE}12,50"),
        ("en", Money(amount="100", currency="JPY"), "JP¥100.00"),
    ],
)
def test_amounts_have_two_decimals_in_the_form_of_the_language(
    language: str, money: Money, text: str
) -> None:
    with i18n.use_language(language):
        assert i18n.format_amount(money) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 kB"), (180_400, "180 kB"), (999_600, "1 MB"), (1_250_000, "1,2 MB")],
)
def test_file_sizes_are_short_and_never_zero(size: int, text: str) -> None:
    with i18n.use_language("nl"):
        assert i18n.format_file_size(size).replace(i18n.NO_BREAK_SPACE, " ") == text
