"""What a first visit costs on a phone: at most 60 kB with fonts, of which 4 kB is the page."""

import gzip
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
FONTS = STATIC / "vendor" / "atkinson-hyperlegible-next-5.3.0"
TEXTS = (
    "css/site.css",
    "js/site.js",
    "img/icon.svg",
    "vendor/htmx-4.0.1/htmx.min.js",
    "vendor/htmx-4.0.1/hx-csp.min.js",
)


def test_a_first_visit_leaves_room_for_the_page_itself() -> None:
    texts = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in TEXTS)
    fonts = sum(path.stat().st_size for path in FONTS.glob("*-latin-[47]00-normal.woff2"))
    assert fonts > 0
    assert texts + fonts <= 56_000


def test_our_own_files_stay_small() -> None:
    assert (STATIC / "css" / "site.css").stat().st_size <= 13_000
    assert (STATIC / "js" / "site.js").stat().st_size <= 4_000


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name in ("css/site.css", "js/site.js"):
        text = (STATIC / name).read_text()
        assert "http:" not in text
        assert "https:" not in text
        assert "@import" not in text
