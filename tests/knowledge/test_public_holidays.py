"""The public holidays of the countries whose authorities we know."""

from datetime import date
from pathlib import Path

import pytest

from portal.knowledge.loader import OWN_PACKS, faults_in_packs, load_packs
from portal.knowledge.public_holidays import public_holidays


@pytest.mark.parametrize(
    ("country", "holiday"),
    [
        ("CW", date(2026, 4, 27)),  # King's Day
        ("CW", date(2027, 2, 8)),  # Carnival Monday
        ("MT", date(2026, 9, 21)),  # Independence Day
        ("NL", date(2026, 12, 26)),  # second day of Christmas
        ("GB", date(2026, 12, 28)),  # Boxing Day falls on a Saturday
    ],
)
def test_a_holiday_is_known(country: str, holiday: date) -> None:
    assert holiday in public_holidays(country)


@pytest.mark.parametrize("country", ["", "XX"])
def test_of_an_unknown_country_no_holiday_is_known(country: str) -> None:
    assert public_holidays(country) == frozenset()


def test_every_pack_of_a_country_has_its_holidays() -> None:
    packs = load_packs().values()
    assert [pack.id for pack in packs if pack.country and not pack.public_holidays] == []


def test_a_pack_that_writes_holidays_itself_is_refused(tmp_path: Path) -> None:
    text = (OWN_PACKS / "nl-ksa.toml").read_text(encoding="utf-8")
    own = f"public_holidays = [2026-12-25]\n{text}"
    (tmp_path / "nl-ksa.toml").write_text(own, encoding="utf-8")
    assert [fault.key for fault in faults_in_packs(tmp_path)] == ["$.public_holidays"]
