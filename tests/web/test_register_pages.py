"""What the casino's pages say of the imported register: what it lists, and no more."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from msgspec.structs import replace

from portal.services.register import import_register
from portal.web import casino
from tests.store.register_files import write_register
from tests.web.visitor import Visitor

DAY = date(2026, 11, 20)
LICENCE, NAME = "/en/case/casino/licence", "/en/case/casino"
RECOGNISED = "/en/case/casino/recognised"


@pytest.fixture
def player(app: Flask, visitor: Visitor, tmp_path: Path) -> Visitor:
    with app.app_context():
        import_register(write_register(tmp_path / "files"), DAY, lambda _read, _whole: None)
    visitor.start_case()
    return visitor


def name_casino(player: Visitor, **answers: str) -> None:
    seen = player.get(NAME).find("input", attrs={"name": "seen"})["value"]
    data = {"seen": seen, "brand": "Some casino", **answers}
    assert player.post(NAME, data).status_code == 303


def told(player: Visitor, language: str = "en") -> str:
    text = player.get(LICENCE.replace("/en", f"/{language}", 1)).get_text(" ")
    return " ".join(text.split())


def told_while_typing(player: Visitor, **typed: str) -> str:
    player.get(LICENCE)
    return " ".join(player.post(RECOGNISED, typed).text.split())


def test_a_listed_website_tells_company_account_licence_and_day(player: Visitor) -> None:
    name_casino(player, website="HTTP://www.LuckyLion.COM:443/promo?x=1")
    text = told(player)
    assert "Commission of 20 November 2026 lists this website: luckylion.com." in text
    for fact in ("Example Gaming Limited", "1001", "000-001001-R-300001-004: active. Remote"):
        assert fact in text
    assert "given up by the company" in text
    page = player.get(LICENCE)
    link = "https://www.gamblingcommission.gov.uk/public-register/business/detail/1001"
    assert page.find("a", href=link)


def test_dutch_says_the_same(player: Visitor) -> None:
    name_casino(player, website="luckylion.com")
    text = told(player, "nl")
    assert "In het register van de Gambling Commission van 20 november 2026 staat" in text
    assert "opgegeven door het bedrijf" in text


def test_without_an_import_nothing_is_said(visitor: Visitor) -> None:
    visitor.start_case()
    name_casino(visitor, website="luckylion.com")
    assert "of the Gambling Commission of" not in told(visitor)


def test_a_look_alike_is_not_the_listed_website(player: Visitor) -> None:
    for website in ("evil-luckylion.com", "luckylion.com.evil.net", "luckylion.com@evil.net"):
        name_casino(player, website=website)
        assert "lists" not in told(player), website


def test_a_part_of_a_listed_website_is_called_so(player: Visitor) -> None:
    name_casino(player, website="https://slots.luckylion.com")
    assert "Your address is a part of it" in told(player)


@pytest.mark.parametrize(
    ("website", "said"),
    [
        ("second.co.uk", ["suspended", "None of these licences was active on that day."]),
        ("gone.com", ["expired", "not active", "None of these licences was active"]),
    ],
)
def test_a_licence_that_is_not_active_is_said_to_be_so(
    player: Visitor, website: str, said: list[str]
) -> None:
    name_casino(player, website=website)
    text = told(player)
    assert all(words in text for words in said)
    assert player.get(LICENCE).select(".note.success") == []


def test_a_copied_number_is_told_with_its_company_and_that_the_website_is_not_there(
    player: Visitor,
) -> None:
    name_casino(player, website="bad-casino.net")
    footer = (
        "Example Gaming Limited is licensed and regulated in Great Britain by the Gambling "
        "Commission under account number 1001."
    )
    text = told_while_typing(player, footer_text=footer)
    assert "lists this account number: 1001." in text
    assert "The register does not list your website: bad-casino.net. A number" in text
    assert "The text names this company: Example Gaming Limited." in text
    assert "does not prove that the licence is real" in text


def test_a_british_claim_without_any_entry_is_told(player: Visitor) -> None:
    name_casino(player, website="bad-casino.net")
    text = told_while_typing(player, footer_text="Licensed by the UK Gambling Commission")
    assert "of 20 November 2026 does not list your website: bad-casino.net." in text


@pytest.mark.parametrize("number", ["000-001001-R-300001-009", "1001", "001001-r-300001-001"])
def test_a_number_leads_to_its_company_whatever_its_version(player: Visitor, number: str) -> None:
    assert "Example Gaming Limited" in told_while_typing(player, licence_number=number)


def test_a_brand_leads_to_every_company_with_that_name(player: Visitor) -> None:
    name_casino(player, brand="LUCKY-LION")
    text = told(player)
    assert "Example Gaming Limited" in text
    assert "Second Chance Ltd" in text
    assert "Another casino may use the same name" in text


def test_a_listed_website_leaves_companies_of_the_same_name_out(player: Visitor) -> None:
    name_casino(player, brand="Lucky Lion", website="luckylion.com")
    assert "Second Chance Ltd" not in told(player)


def test_the_choice_of_a_regulator_shows_it_too(player: Visitor) -> None:
    name_casino(player, website="luckylion.com")
    assert "lists this website: luckylion.com" in player.get("/en/case/casino/authority").get_text()


def test_what_a_footer_says_of_another_website_does_not_count(player: Visitor) -> None:
    footer = "LuckyLion.com is the best. UK Gambling Commission."
    name_casino(player, website="bad-casino.net")
    assert "lists this website" not in told_while_typing(player, footer_text=footer)
    name_casino(player, website="")
    assert "lists this website: luckylion.com" in told_while_typing(player, footer_text=footer)


def test_the_link_in_a_footer_leads_to_the_company(player: Visitor) -> None:
    link = "https://www.gamblingcommission.gov.uk/public-register/business/detail/1003"
    text = told_while_typing(player, footer_text=f"See {link}")
    assert "Gone Limited" in text
    assert "None of these licences was active" in text


def test_a_bare_number_is_no_british_account_once_another_regulator_is_chosen(
    player: Visitor,
) -> None:
    path = "/en/case/casino/authority"
    seen = player.get(path).find("input", attrs={"name": "seen"})["value"]
    assert player.post(path, {"seen": seen, "authority": "cw-cga"}).status_code == 303
    assert "Example Gaming Limited" not in told_while_typing(player, licence_number="1001")


def test_a_maltese_number_alone_says_nothing_of_the_british_register(player: Visitor) -> None:
    name_casino(player, website="bad-casino.net")
    text = told_while_typing(player, licence_number="MGA/B2C/102/2000")
    assert "Malta Gaming Authority" in text
    assert "register of the Gambling Commission" not in text


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (14, False), (15, True), (400, True)])
def test_a_register_that_is_too_old_says_so_with_its_age_and_where_to_look(
    player: Visitor, monkeypatch: pytest.MonkeyPatch, days: int, is_old: bool
) -> None:
    monkeypatch.setattr(casino, "today", lambda: DAY + timedelta(days=days))
    name_casino(player, website="luckylion.com")
    for text in (told(player), told_while_typing(player, footer_text="x")):
        assert (f"Our copy of the register is {days} days old." in text) == is_old
    if is_old:
        assert f"is {days} dagen oud." in told(player, "nl")
        link = "https://www.gamblingcommission.gov.uk/public-register/businesses"
        assert player.get(LICENCE).select(f".note a[href='{link}']")


def test_a_host_chooses_how_old_a_register_may_be(
    player: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casino, "today", lambda: DAY + timedelta(days=3))
    settings = replace(app.extensions["settings"], register_max_age_days=2)
    monkeypatch.setitem(app.extensions, "settings", settings)
    name_casino(player, website="luckylion.com")
    assert "Our copy of the register is 3 days old." in told(player)
