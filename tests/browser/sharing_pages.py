"""A player shares his case in a browser, a caseworker helps, and he takes it back."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from portal.domain.sharing import Section
from portal.i18n import use_language
from portal.web.sharing import ShareForm
from portal.web.staff_cases import NoteForm
from portal.wording import section_title
from tests.browser.player import Player, click_on

Look = Callable[[str], None]


def share_and_take_back(player: Player, key: str, look: Look) -> None:
    """The player and a caseworker (signed in) in one browser: their cookies are apart."""
    player.sign_in(key)
    share(player, look)
    player.watch.state = "caseworker"
    player.open("/staff/cases")
    look("cases")
    player.go(player.page.locator("tbody a").first)
    case = player.page.url.rpartition(f"/{player.language}/")[2]
    look("case")
    ask_for_a_change(player, case, look)
    player.press("Look at the pages of this case")
    look("helping")
    assert player.open("/case/delete").status == 403
    player.open("/case")
    player.press("Back to my list")
    player.watch.state = "asked"
    player.sign_in(key)
    look("asked")
    player.open("/case/caseworkers")
    look("shared")
    player.open("/case")
    player.go(player.page.locator(".tasks form button").first)
    player.open("/case/caseworkers")
    player.press("Stop sharing")
    assert player.open(f"/{case}").status == 404
    player.watch.state = ""


def share(player: Player, look: Look) -> None:
    player.open("/case/caseworkers")
    look("share")
    assert player.press("Share my case").status == 422
    click_on(player.page.locator("input[name=until]").first)
    player.tick(ShareForm, "agrees")
    assert player.press("Share my case").status == 200


def ask_for_a_change(player: Player, case: str, look: Look) -> None:
    with use_language(player.language):
        part = section_title(Section.FACTS)
    link = re.compile(rf"^{re.escape(player.say('Leave a comment'))} ?: {re.escape(part)}$")
    player.go(player.page.get_by_role("link", name=link))
    assert player.press("Save").status == 422
    player.fill(NoteForm, words="Welke dag was dit?")
    player.tick(NoteForm, "is_request")
    look("say")
    stay_signed_in(player)
    player.press("Save")
    look("case-with-note")
    assert player.open(f"/{case}/new-key").status == 404
    player.open(f"/{case}")


def stay_signed_in(player: Player) -> None:
    """Two minutes before the visit ends a link keeps it; what is typed stays in this tab."""
    ending = player.page.locator(".ending")
    expect(ending).to_be_hidden()
    player.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    with player.page.expect_popup() as opened:
        ending.get_by_role("link").click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    opened.value.close()


def work_at_the_desk(player: Player, look: Look) -> None:
    """A case with a member at the desk, and later a new key for him."""
    player.watch.state = "desk"
    player.open("/staff/start-case")
    assert player.press("Start the case").status == 422
    click_on(player.page.locator("input[name=until]").first)
    click_on(player.page.locator("input[name=may_renew_key]"))
    click_on(player.page.locator("input[name=agrees]"))
    look("start")
    player.press("Start the case")
    look("key")
    player.press("The member has the key")
    player.follow("The member lost the key: give a new one")
    look("new-key")
    assert player.press("Make the new key").status == 422
    player.watch.state = ""
