"""Leaving: the key is shown once, and whoever comes after the player sees nothing of the case."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPlayer
from tests.browser.player import Player
from tests.browser.site import Site
from tests.browser.telling import recent_example

pytestmark = pytest.mark.browser

both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
BRAND = "Zilverster"


@pytest.fixture
def key(site: Site) -> str:
    return site.put_in(recent_example("withheld_withdrawal"))


def asks_for_key(player: Player) -> bool:
    return player.page.url == player.site.url("en", "/sign-in")


@both_ways
def test_the_key_is_shown_once(new_player: NewPlayer, script: bool) -> None:
    player = new_player(script=script)
    player.open("/")
    player.press("Start your complaint")
    key = player.page.locator("#case-key").inner_text().replace("\n", "").strip()
    player.press("I have kept my key")
    player.page.go_back()
    assert key not in player.page.content()
    expect(player.page.locator("#case-key")).to_have_count(0)
    player.open("/case/key")
    expect(player.page.locator("#case-key")).to_have_count(0)
    player.press("Sign out")
    player.sign_in(key.lower().replace("-", " "))
    expect(player.link("Your packet (PDF)")).to_be_visible()


@both_ways
def test_exit_ends_the_visit_at_once(new_player: NewPlayer, key: str, script: bool) -> None:
    player = new_player(script=script)
    player.sign_in(key)
    player.open("/case/check")
    player.follow("Exit this page")
    assert player.page.title() == "Closed"
    assert "Hogerop" not in player.page.content()
    player.page.go_back()
    player.page.reload()
    assert asks_for_key(player)
    assert BRAND not in player.page.content()


@both_ways
def test_after_signing_out_the_back_button_does_not_show_the_case(
    new_player: NewPlayer, key: str, script: bool
) -> None:
    player = new_player(script=script)
    player.sign_in(key)
    player.open("/case/check")
    player.press("Sign out")
    player.page.go_back()
    assert BRAND not in player.page.content()
    player.page.reload()
    assert asks_for_key(player)


def test_a_page_that_was_open_in_another_tab_asks_for_the_key_after_signing_out(
    new_player: NewPlayer, key: str
) -> None:
    player = new_player()
    player.sign_in(key)
    other = player.another_tab()
    other.open("/case/check")
    player.press("Sign out")
    other.page.reload()
    assert asks_for_key(other)


def test_nothing_of_the_case_stays_in_the_browser(new_player: NewPlayer, key: str) -> None:
    player = new_player()
    player.sign_in(key)
    player.open("/case/facts")
    kept = player.page.evaluate("localStorage.length + sessionStorage.length")
    assert kept == 0
    player.press("Sign out")
    names = {str(cookie.get("name")) for cookie in player.page.context.cookies()}
    assert "case" not in names
