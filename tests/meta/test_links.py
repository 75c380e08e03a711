"""Every link names a page of the site that is there."""

import re
from pathlib import Path

import pytest

from portal.config import Settings
from portal.factory import build_app
from tests.meta.source import ROOT, files

KINDS = {".py", ".html"}
LINK = re.compile(r"url_for\(\s*[\"']([a-z_]+(?:\.[a-z_]+)?)[\"']")


def named_pages(text: str) -> set[str]:
    """The routes that `url_for` is asked for by name."""
    return set(LINK.findall(text))


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    app = build_app(Settings(instance_dir=tmp_path_factory.mktemp("instance")))
    return set(app.view_functions)


def sources() -> list[Path]:
    places = (ROOT / "portal", ROOT / "templates")
    return [one for one in files() if any(place in one.parents for place in places)]


def test_every_link_names_a_route(routes: set[str]) -> None:
    texts = {one: one.read_text(encoding="utf-8") for one in sources() if one.suffix in KINDS}
    named = {str(one.relative_to(ROOT)): named_pages(text) - routes for one, text in texts.items()}
    assert {one: gone for one, gone in named.items() if gone} == {}
    assert len(set().union(*map(named_pages, texts.values()))) > 50


def test_a_link_to_nowhere_is_found() -> None:
    assert named_pages("{{ url_for('sending.gone', to=code) }} {{ url_for(name) }}") == {
        "sending.gone"
    }
