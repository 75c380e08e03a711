"""Debian's Chromium and the real site, one of each for every worker."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, expect

from portal.commands.compile_translations import TRANSLATIONS, compile_catalogue
from tests.browser.player import Player
from tests.browser.site import Site, running_site
from tests.browser.watch import PHONE, Watch

_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 30_000  # ms; making a PDF takes seconds on a busy machine
expect.set_options(timeout=_PATIENCE)


class NewPlayer(Protocol):
    """Sends one more player to the site, each with a browser of his own."""

    def __call__(self, language: str = "en", *, script: bool = True, **options: Any) -> Player: ...


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": str(_CHROMIUM), "args": _FLAGS}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compile_catalogue(source)
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The folder with the source of every kind of page that the test's players came to."""
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


@pytest.fixture
def new_player(
    site: Site, pages: Path, new_context: Callable[..., BrowserContext]
) -> Iterator[NewPlayer]:
    watches: list[Watch] = []

    def make(language: str = "en", *, script: bool = True, **options: Any) -> Player:
        chosen = {"viewport": PHONE, "reduced_motion": "reduce", **options}
        context = new_context(java_script_enabled=script, **chosen)
        context.set_default_timeout(_PATIENCE)
        watch = Watch(context, site, pages, script=script)
        watches.append(watch)
        return Player(context.new_page(), site, language, watch)

    yield make
    assert [fault for watch in watches for fault in watch.all_faults()] == []
