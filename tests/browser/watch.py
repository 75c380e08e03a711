"""Looks at every page that a browser gets: for people, for the policy, for other origins."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.browser.site import ROOT, Site

_AXE = (ROOT / "build/node/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
_AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
_TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI));"""
_SCHEME = "matchMedia('(prefers-color-scheme: dark)').matches"
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Seen without scrolling, and reached with the Tab key
_WAYS_OUT = """[...document.querySelectorAll("a[data-exit][href]")].filter((link) =>
  link.checkVisibility() && link.tabIndex === 0
  && link.getBoundingClientRect().bottom <= innerHeight).length"""
_REFUSED = re.compile("Failed to load resource: the server responded with a status of 4")

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 900}

# The way out itself, and where people work for others
NO_WAY_OUT = ("home.exit_page", "staff", "group_admin", "figures")


class Watch:
    """Watches one browser context. `look` at each page; `faults` at the end are none."""

    seen: set[tuple[str, ...]] = set()  # noqa: RUF012 (meant for all tests of a worker)

    def __init__(self, context: BrowserContext, site: Site, folder: Path, *, script: bool) -> None:
        self.site = site
        self.folder = folder
        self.script = script
        self.endpoints: set[str] = set()
        self.faults: list[str] = []
        self.state = ""  # of the case; each page is looked at once in each state
        self.expected: list[str] = []  # what a test makes the console say
        self._messages: list[tuple[str, str]] = []
        self._refused: set[str] = set()
        if script:
            context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._follow)
        context.on("response", self._note_refusal)

    def look(self, page: Page, answer: Response | None = None) -> None:
        """The page as it stands now; `answer` is the response that it came in."""
        path = urlsplit(page.url).path
        method = answer.request.method if answer else "GET"
        endpoint, language = self.site.endpoint(path, method), path.split("/")[1]
        status = str(answer.status) if answer else "200"
        self.endpoints.add(endpoint)
        if answer:
            self._keep(f"{endpoint}-{language}-{status}{self.state}", answer)
        how = (str(page.viewport_size), str(page.evaluate(_SCHEME))) if self.script else ()
        if not self.script or not self._is_new(endpoint, language, status, self.state, *how):
            return
        where = f"{path} ({status})"
        self._look_at_size(page, where)
        if not endpoint.startswith(NO_WAY_OUT) and page.evaluate(_WAYS_OUT) != 1:
            self.faults.append(f"{where}: no way to leave this page at once")
        self.faults += [f"{where}: {fault}" for fault in axe_faults(page)]

    def all_faults(self) -> list[str]:
        """What was wrong so far, with what the console told. 4xx pages that were meant are not."""
        heard = [
            f"console: {text} ({url})"
            for text, url in self._messages
            if not (_REFUSED.match(text) and url in self._refused)
            and not any(meant in text for meant in self.expected)
        ]
        return [*self.faults, *heard]

    def _is_new(self, *what: str) -> bool:
        is_new = what not in Watch.seen
        Watch.seen.add(what)
        return is_new

    def _look_at_size(self, page: Page, where: str) -> None:
        before = page.viewport_size
        page.set_viewport_size(NARROW)
        too_wide = page.evaluate(_TOO_WIDE)
        if before:
            page.set_viewport_size(before)
        if too_wide > 0:
            self.faults.append(f"{where}: {too_wide} px too wide at 320 px")

    def _keep(self, name: str, answer: Response) -> None:
        path = self.folder / f"{name}.html"
        if not path.exists():
            path.write_bytes(answer.body())

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._messages.append((message.text, message.location["url"]))

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.address}/", "data:", "blob:")):
            self.faults.append(f"another origin was asked: {request.url}")

    def _note_refusal(self, answer: Response) -> None:
        if 400 <= answer.status < 500:
            self._refused.add(answer.url)


def axe_faults(page: Page) -> list[str]:
    """What axe-core finds on the page: the rule, its impact and the first places."""
    page.evaluate(_AXE)
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", _AXE_OPTIONS)
    return [
        f"axe {one['id']} ({one['impact']}): "
        + " | ".join(node["html"] for node in one["nodes"][:3])
        for one in found["violations"]
    ]
