"""The case file in a browser: downloaded, its page read without a network, and opened again."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, expect

from portal.domain.parts import replace
from portal.i18n import LANGUAGES
from portal.web.access import DeleteForm
from portal.web.case_files import OpenForm
from tests.browser.conftest import NewPlayer
from tests.browser.html_checker import html_faults
from tests.browser.player import Player
from tests.browser.site import Site
from tests.browser.telling import recent_example
from tests.browser.test_every_page import WITHDRAWAL, upload
from tests.browser.watch import PHONE, WIDE, axe_faults
from tests.web.walker import two_pages

pytestmark = pytest.mark.browser

WORDS = "vier woorden en een eend"


def saved(player: Player, button: str) -> Download:
    with player.page.expect_download() as fetched:
        player.button(button).click()
    return fetched.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_in_a_case_file_is_for_everyone_without_a_network(
    new_player: NewPlayer, site: Site, browser: Browser, tmp_path: Path, language: str
) -> None:
    player = new_player(language)
    case = replace(recent_example("withheld_withdrawal"), transactions=(WITHDRAWAL,))
    player.sign_in(site.put_in(case))
    player.open("/case/evidence")
    player.page.locator("input[type=file]").set_input_files([upload("1.pdf", two_pages("Eend"))])
    player.press("Add this file")
    player.open("/case/file")
    with zipfile.ZipFile(saved(player, "Download the open file (ZIP)").path()) as held:
        held.extractall(tmp_path / "file")
    assert html_faults(tmp_path / "file") == []
    for size, scheme in ((PHONE, "light"), (WIDE, "dark")):
        context = browser.new_context(viewport=size, color_scheme=scheme, offline=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((tmp_path / "file" / "index.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
        context.set_offline(False)
        assert axe_faults(page) == []
        assert all(url.startswith("file:") for url in asked)
        context.close()


def test_a_case_goes_along_locked_is_deleted_and_opens_again(
    new_player: NewPlayer, site: Site
) -> None:
    player = new_player("nl")
    player.sign_in(site.put_in(recent_example("withheld_withdrawal")))
    player.open("/case/delete")
    player.link("Download your whole case").click()
    player.page.get_by_label(player.say("Passphrase")).fill(WORDS)
    locked = saved(player, "Download the locked file")
    assert locked.suggested_filename.endswith(".zip.age")
    player.open("/case/delete")
    player.fill(DeleteForm, word="verwijder")
    player.press("Delete everything now")
    player.open("/open-file")
    player.page.locator("input[type=file]").set_input_files(locked.path())
    player.fill(OpenForm, passphrase=WORDS)
    player.press("Open this case file")
    player.press("I have kept my key")
    expect(player.page.get_by_role("heading", level=1)).to_contain_text("Zilverster Casino")
