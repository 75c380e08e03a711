"""Parts of a page that change without a new page (htmx), and what happens when that fails."""

import pytest
from playwright.sync_api import expect

from portal.web.casino import LicenceForm
from portal.web.facts import FactForm
from portal.web.packets import DayForm
from tests.browser.conftest import NewPlayer
from tests.browser.player import Player
from tests.browser.site import Site
from tests.browser.telling import recent_example

pytestmark = pytest.mark.browser


@pytest.fixture
def player(new_player: NewPlayer, site: Site) -> Player:
    player = new_player()
    player.sign_in(site.put_in(recent_example("withheld_withdrawal")))
    return player


def mark_page(player: Player) -> None:
    """A new page would not have the mark."""
    player.page.evaluate("window.isSamePage = true")


def is_same_page(player: Player) -> bool:
    return bool(player.page.evaluate("window.isSamePage === true"))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("facts", "#facts"),
        ("contacts", "#contacts"),
        ("evidence", "#exhibits"),
        ("sent", "#dispatches"),
    ],
)
def test_removing_a_row_asks_first_and_keeps_the_page(player: Player, path: str, part: str) -> None:
    player.open(f"/case/{path}")
    mark_page(player)
    rows = player.page.locator(f"{part} h3")
    before = rows.count()
    player.page.locator("details.remove summary").first.click()
    player.page.locator("details.remove button").first.click()
    expect(rows).to_have_count(before - 1)
    assert is_same_page(player)
    expect(player.page.locator(f"{part} h2")).to_be_focused()
    player.open(f"/case/{path}")
    expect(rows).to_have_count(before - 1)


def test_the_licence_is_recognised_while_typing(player: Player) -> None:
    player.open("/case/casino/licence")
    player.fill(LicenceForm, footer_text="", licence_number="")
    mark_page(player)
    field = player.field(LicenceForm, "footer_text")
    field.press_sequentially("Licensed by the Kansspelautoriteit")
    expect(player.page.locator("#recognised")).to_contain_text("Kansspelautoriteit")
    expect(field).to_be_focused()
    assert is_same_page(player)


def test_the_checklist_of_another_day_comes_into_the_page(player: Player) -> None:
    player.open("/case/ready/casino")
    mark_page(player)
    player.fill(DayForm, day="27 March 2099")
    player.button("Show that day").click()
    expect(player.page.locator("#findings-heading")).to_contain_text("27 March 2099")
    assert is_same_page(player)
    assert player.page.url == player.site.url("en", "/case/ready/casino")


def test_a_visit_that_ended_meanwhile_leads_to_the_key(player: Player) -> None:
    player.open("/case/facts")
    other = player.another_tab()
    other.open("/case")
    other.press("Sign out")
    player.page.locator("details.remove summary").first.click()
    player.page.locator("details.remove button").first.click()
    player.page.wait_for_url("**/en/sign-in")


def test_without_a_network_the_page_says_so_and_keeps_what_was_typed(player: Player) -> None:
    player.watch.expected += ["net::ERR_INTERNET_DISCONNECTED", "htmx:error: Failed to fetch"]
    player.open("/case/casino/licence")
    player.page.context.set_offline(True)
    field = player.field(LicenceForm, "licence_number")
    field.fill("MGA/B2C/123")
    box = player.page.locator("#net-error")
    expect(box).to_be_visible()
    assert player.page.locator("html").get_attribute("data-offline") == box.inner_text()
    expect(field).to_have_value("MGA/B2C/123")


def test_an_event_is_added_without_leaving_the_list(player: Player) -> None:
    player.open("/case/facts")
    before = player.page.locator(".timeline > li").count()
    mark_page(player)
    player.fill(FactForm, what="They changed the rules afterwards.", date="1 March 2026")
    player.button("Add this event").click()
    expect(player.page.locator(".timeline > li")).to_have_count(before + 1)
    expect(player.page.locator("#facts-heading")).to_be_focused()
    expect(player.field(FactForm, "what")).to_have_value("")
    assert is_same_page(player)


def test_a_mistake_beside_the_list_is_told_in_place(player: Player) -> None:
    player.watch.expected += ["422"]
    player.open("/case/facts")
    mark_page(player)
    player.fill(FactForm, what="Something", date="31-2-2026")
    player.button("Add this event").click()
    expect(player.page.locator(".error-summary")).to_be_focused()
    expect(player.field(FactForm, "what")).to_have_value("Something")
    assert is_same_page(player)
