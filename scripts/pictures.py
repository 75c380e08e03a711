"""Take the README's pictures of the running site: `python -m scripts.pictures`.

Starts the site on a free port of this machine with an invented case, opens the case with its key,
photographs the task list as a phone shows it, makes the complaint and prints its first page.
Needs what `./hogerop test` installs: Chromium and Poppler.
"""

import io
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Final
from unittest import mock

from flask import Flask
from msgspec.structs import replace
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from portal.config import Settings
from portal.domain.case import Case
from portal.domain.values import Moment
from portal.factory import build_app
from portal.i18n import LANGUAGES
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.store.database import migrate_database
from portal.store.models import db

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
# The example's story, stopped on the day before its complaint went out.
EXAMPLE: Final = "withheld_withdrawal"
DAY: Final = date(2026, 8, 13)
CLOCK: Final = "portal.web.clock.now"
RETENTION_MONTHS: Final = 12
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}  # CSS pixels
MARGIN: Final = 24  # CSS pixels below the list
SHARPNESS: Final = 2  # picture pixels for each CSS pixel
PAGE_DOTS_PER_INCH: Final = 96
COLOURS: Final = 64  # enough for flat pages; keeps the files small


def main() -> None:
    """Write docs/pictures/*.png, two for each language."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with site() as (address, key), browser() as chromium:
        pages = {name: visit(chromium, f"{address}/{name}", key) for name in LANGUAGES}
        for language, page in pages.items():
            save(task_list(page), f"task-list-{language}")
        for language, page in pages.items():
            pdf = complaint(page, f"{address}/{language}", language)
            save(first_page(pdf), f"complaint-{language}")


@contextmanager
def site() -> Iterator[tuple[str, str]]:
    """A running site of its own, on `DAY`: its address and the key of its case."""
    noon = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, mock.patch(CLOCK, return_value=noon):
        app = build_app(Settings(instance_dir=Path(folder), render_processes=1))
        with app.app_context():
            migrate_database()
            key, _opened = adopt_case(story_so_far(), DAY, RETENTION_MONTHS)
        with serving(app) as address:
            yield address, key.text
        with app.app_context():
            db.engine.dispose()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address at which `app` answers, on this machine only."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        server.server_close()


def story_so_far() -> Case:
    """The example as it was on `DAY`: nothing that happened later."""
    case = example_case(EXAMPLE)
    return replace(
        case,
        facts=tuple(one for one in case.facts if has_happened(one.moment)),
        contacts=tuple(one for one in case.contacts if has_happened(one.moment)),
        exhibits=tuple(one for one in case.exhibits if has_happened(one.moment)),
        dispatches=(),
    )


def has_happened(moment: Moment) -> bool:
    return moment.date <= DAY.isoformat()


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium. Root may not use its sandbox, and only our own site is visited."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def visit(chromium: Browser, address: str, key: str) -> Page:
    """Open the case with its key, as a player does; the page is then the case's home."""
    page = chromium.new_page(viewport=PHONE, device_scale_factor=SHARPNESS, is_mobile=True)
    page.goto(f"{address}/sign-in")
    page.locator("input[name=key]").fill(key)
    page.locator("input[name=key]").press("Enter")
    page.wait_for_url(f"{address}/case")
    return page


def task_list(page: Page) -> bytes:
    """The case's home from its top to the end of the task list, as a PNG."""
    box = page.locator("ul.tasks").bounding_box()
    if box is None:
        raise RuntimeError("the case's home shows no task list")
    height = box["y"] + box["height"] + MARGIN
    return page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": PHONE["width"], "height": height}
    )


def complaint(page: Page, address: str, language: str) -> bytes:
    """Make the complaint in `language` and download it."""
    page.goto(f"{address}/case/ready/casino")
    page.locator(f"input[name=packet_language][value={language}]").check(
        force=True
    )  # its label lies over it
    page.locator("form[action$='/packet'] button").click()
    with page.expect_download() as coming:
        page.locator("a[href$='/download']").click()
    return Path(coming.value.path()).read_bytes()


def first_page(pdf: bytes) -> bytes:
    """Page 1 as a PNG."""
    options = ["-png", "-r", str(PAGE_DOTS_PER_INCH), "-f", "1", "-l", "1"]
    return subprocess.run(  # noqa: S603 (our own file, no shell)
        ["pdftoppm", *options, "-"],  # noqa: S607 (found wherever the system has it)
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout


def save(png: bytes, name: str) -> None:
    """Write a picture with few colours and a thin frame, so that white pages have an edge."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    framed = Image.new("RGB", (picture.width + 2, picture.height + 2), "#767676")
    framed.paste(picture, (1, 1))
    path = FOLDER / f"{name}.png"
    framed.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(FOLDER.parents[1])}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
