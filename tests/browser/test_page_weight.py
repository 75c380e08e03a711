"""What comes over the wire: at most 60 kB on the first visit with fonts, 8 kB on a later page."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession

from tests.browser.conftest import NewPlayer
from tests.browser.player import Player
from tests.browser.site import Site
from tests.browser.telling import recent_example
from tests.browser.test_every_page import OTHERS, QUESTIONS

pytestmark = pytest.mark.browser

FIRST_VISIT = 60_000  # bytes
LATER_PAGE = 8_000


class Wire:
    """Counts the bytes of a page's answers, with their headers, as they are sent."""

    def __init__(self, player: Player) -> None:
        self.bytes = 0
        self._waiting: set[str] = set()
        self._page = player.page
        self._session: CDPSession = player.page.context.new_cdp_session(player.page)
        self._session.on("Network.requestWillBeSent", self._ask)
        self._session.on("Network.loadingFinished", self._count)
        self._session.on("Network.loadingFailed", self._give_up)
        self._session.send("Network.enable")

    def since_last_time(self) -> int:
        self._page.evaluate("document.fonts.ready.then(() => true)")
        while self._waiting:  # everything that the page asked for is there
            self._page.wait_for_timeout(10)
        counted, self.bytes = self.bytes, 0
        return counted

    def _ask(self, event: dict[str, Any]) -> None:
        self._waiting.add(event["requestId"])

    def _count(self, event: dict[str, Any]) -> None:
        self._waiting.discard(event["requestId"])
        self.bytes += int(event["encodedDataLength"])

    def _give_up(self, event: dict[str, Any]) -> None:
        self._waiting.discard(event["requestId"])


def test_the_first_visit_is_light(new_player: NewPlayer) -> None:
    player = new_player()
    wire = Wire(player)
    player.open("/")
    weight = wire.since_last_time()
    assert 20_000 < weight <= FIRST_VISIT  # less would mean that the fonts were not counted


def test_every_later_page_is_light(new_player: NewPlayer, site: Site) -> None:
    player = new_player()
    player.sign_in(site.put_in(recent_example("withheld_withdrawal")))
    wire = Wire(player)
    weights = {}
    for path in (*OTHERS, *QUESTIONS):
        player.open(path)
        weights[path] = wire.since_last_time()
    assert {path: weight for path, weight in weights.items() if weight > LATER_PAGE} == {}
    assert min(weights.values()) > 500
