"""What happens with typed text: mistakes, Back, the other language, two tabs, double clicks."""

import re

import pytest
from playwright.sync_api import Locator, expect

from portal.web.casino import NameForm
from portal.web.contacts import WhenForm
from portal.web.facts import FactForm
from portal.web.player import PlayerForm
from portal.web.topic import AboutForm
from tests.browser.conftest import NewPlayer
from tests.browser.player import Player
from tests.browser.site import Site
from tests.browser.telling import recent_example

pytestmark = pytest.mark.browser

NEW_FACT = "/case/facts/f90"
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture
def key(site: Site) -> str:
    return site.put_in(recent_example("withheld_withdrawal"))


def at_new_fact(player: Player, key: str) -> Player:
    player.sign_in(key)
    player.open(NEW_FACT)
    return player


@both_ways
def test_errors_get_the_focus_and_lead_to_their_fields(
    new_player: NewPlayer, key: str, script: bool
) -> None:
    player = at_new_fact(new_player(script=script), key)
    player.fill(FactForm, date="31 February", amount="a lot", time="25:99")
    assert player.press("Save and continue").status == 422
    summary = player.page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert player.page.title().startswith("Error: ")
    links = summary.get_by_role("link")
    expect(links).to_have_count(4)
    for link, name in zip(links.all(), ("date", "time", "what", "amount"), strict=True):
        link.click()
        expect(player.field(FactForm, name)).to_be_focused()


@both_ways
def test_an_error_about_a_choice_leads_to_its_first_answer(
    new_player: NewPlayer, key: str, script: bool
) -> None:
    player = new_player(script=script)
    player.sign_in(key)
    player.open("/case/contacts/c90")
    player.press("Save and continue")
    player.page.locator(".error-summary").get_by_role("link").first.click()
    group = player.page.get_by_role("group", name=str(WhenForm.step.args[0]))
    expect(group.get_by_role("radio").first).to_be_focused()


@both_ways
def test_what_was_typed_stays_after_a_mistake_and_on_the_next_visit(
    new_player: NewPlayer, key: str, script: bool
) -> None:
    player = at_new_fact(new_player(script=script), key)
    player.fill(FactForm, what="They closed the chat.", date="31 February")
    assert player.press("Save and continue").status == 422
    expect(player.field(FactForm, "date")).to_have_value("31 February")
    player.follow("Your case")
    player.open(NEW_FACT)
    expect(player.field(FactForm, "what")).to_have_value("They closed the chat.")
    expect(player.field(FactForm, "date")).to_have_value("31 February")


@both_ways
def test_the_back_button_brings_typed_text_back(
    new_player: NewPlayer, key: str, script: bool
) -> None:
    player = at_new_fact(new_player(script=script), key)
    player.fill(FactForm, what="They closed the chat.")
    player.follow("Your case")
    player.page.go_back()
    expect(player.field(FactForm, "what")).to_have_value("They closed the chat.")


@both_ways
def test_the_other_language_keeps_the_place_and_what_was_typed(
    new_player: NewPlayer, key: str, script: bool
) -> None:
    player = at_new_fact(new_player(script=script), key)
    player.fill(FactForm, what="They closed the chat.", date="27 March 2026")
    player.press("Nederlands")
    player.language = "nl"
    assert player.page.url == player.site.url("nl", NEW_FACT)
    expect(player.field(FactForm, "what")).to_have_value("They closed the chat.")
    expect(player.field(FactForm, "date")).to_have_value("27 March 2026")
    assert player.press("Save and continue").status == 200


@both_ways
def test_two_tabs_never_overwrite_each_other(new_player: NewPlayer, key: str, script: bool) -> None:
    first = new_player(script=script)
    first.sign_in(key)
    second = first.another_tab()
    for tab in (first, second):
        tab.open("/case/casino")
    second.fill(NameForm, username="from the second tab")
    second.save()
    first.fill(NameForm, username="from the first tab")
    assert first.press("Save and continue").status == 409
    expect(first.page.get_by_text("from the second tab")).to_be_visible()
    expect(first.field(NameForm, "username")).to_have_value("from the first tab")
    first.save()
    second.open("/case/casino")
    expect(second.field(NameForm, "username")).to_have_value("from the first tab")


@both_ways
def test_a_double_click_stores_one(new_player: NewPlayer, key: str, script: bool) -> None:
    player = at_new_fact(new_player(script=script), key)
    player.fill(FactForm, what="They closed the chat.")
    player.button("Save and continue").dblclick()
    # without script the second click ends the first navigation, so only the place is waited for
    expect(player.page).to_have_url(re.compile("/en/case/facts/f[0-9]+/proof"))
    player.page.wait_for_load_state()
    player.open("/case/facts")
    stored = player.page.locator("#facts p").get_by_text("They closed the chat.", exact=True)
    expect(stored).to_have_count(1)


@both_ways
def test_a_double_click_makes_one_packet(new_player: NewPlayer, key: str, script: bool) -> None:
    player = new_player(script=script)
    player.sign_in(key)
    player.open("/case/ready/casino")
    player.button("Make the packet (PDF)").dblclick()
    # without script the second click ends the first navigation, so only the place is waited for
    expect(player.page).to_have_url(re.compile("/en/case/packet/"), timeout=30_000)
    player.page.wait_for_load_state()
    player.open("/case/ready/casino")
    expect(player.page.locator("main a[href*='/packet/']")).to_have_count(1)


def test_the_keyboard_is_enough(new_player: NewPlayer) -> None:
    player = new_player()
    player.open("/")
    press_key(player, player.button("Start your complaint"), "Enter")
    press_key(player, player.button("I have kept my key"), "Enter")
    first = player.page.get_by_role("radio").first
    press_key(player, first, "Space")
    expect(first).to_be_checked()
    press_key(player, player.button("Save and continue"), "Enter")
    tab_to(player, player.field(AboutForm, "topic_words"))
    player.page.keyboard.type("They do not pay.")
    press_key(player, player.button("Save and continue"), "Enter")
    player.page.wait_for_url("**/en/case/topic/questions")
    press_key(player, player.button("Save and continue"), "Enter")
    tab_to(player, player.field(NameForm, "brand"))
    player.page.keyboard.type("Zilverster")
    player.page.keyboard.press("Enter")  # in a text field it saves, in the same language
    player.page.wait_for_url("**/en/case/casino/licence")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(
    new_player: NewPlayer, key: str
) -> None:
    player = at_new_fact(new_player(), key)
    player.page.keyboard.press("Tab")
    expect(player.link("Skip to the content")).to_be_focused()
    player.page.keyboard.press("Enter")
    expect(player.page.get_by_role("main")).to_be_focused()


def press_key(player: Player, element: Locator, key: str) -> None:
    tab_to(player, element)
    player.page.keyboard.press(key)


def tab_to(player: Player, element: Locator) -> None:
    """Presses Tab until the element has the focus; it must be there within 40 stops."""
    element.wait_for()
    for _stop in range(40):
        if element.evaluate("(one) => one === document.activeElement"):
            return
        player.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {element}")


def test_before_the_visit_ends_a_button_keeps_what_was_typed(
    new_player: NewPlayer, key: str
) -> None:
    player = new_player()
    player.sign_in(key)
    player.open("/case/you")
    ending = player.page.locator(".ending")
    expect(ending).to_be_hidden()
    player.fill(PlayerForm, name="Noor")
    player.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    expect(ending).to_be_visible()
    player.press("Stay signed in and keep what I typed")
    expect(player.field(PlayerForm, "name")).to_have_value("Noor")
