"""What every web template keeps to (docs/decisions/0001-htmx-and-csp.md)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "templates"
TEMPLATES = sorted(
    path for path in ROOT.rglob("*.html") if path.relative_to(ROOT).parts[0] != "documents"
)
LAYOUT = (ROOT / "layout.html").read_text()
# A tag, with Jinja's own > inside braces left alone.
TAG = re.compile(r"<[a-z](?:\{\{.*?\}\}|\{%.*?%\}|[^<>{}]|\{(?![{%]))*>", re.DOTALL)
ACTION = re.compile(r"\sdata-hx-(get|post|put|patch|delete|query)=")

every_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT))
)


def tags(path: Path) -> list[str]:
    without_comments = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    return TAG.findall(without_comments)


@every_template
def test_no_style_and_no_script_stands_inside_a_tag(path: Path) -> None:
    assert [tag for tag in tags(path) if re.search(r"\s(style|on[a-z]+)=", tag)] == []


@every_template
def test_htmx_attributes_have_the_data_prefix_and_need_no_eval(path: Path) -> None:
    wrong = r"\shx-|data-hx-on|data-hx-nonce:|data-hx-boost|[\"'{ ]js:"
    assert [tag for tag in tags(path) if re.search(wrong, tag)] == []


@every_template
def test_every_htmx_action_carries_the_nonce(path: Path) -> None:
    nonce = 'data-hx-nonce="{{ csp_nonce }}"'
    assert [tag for tag in tags(path) if ACTION.search(tag) and nonce not in tag] == []


@every_template
def test_every_script_is_a_file_with_the_nonce(path: Path) -> None:
    for tag in tags(path):
        if tag.startswith("<script"):
            assert 'src="{{ static_url(' in tag
            assert 'nonce="{{ csp_nonce }}"' in tag


def test_the_first_nonce_in_a_page_is_ours_and_htmx_never_starts_without_its_guard() -> None:
    scripts = re.findall(r"<script[^>]*>", LAYOUT)
    names = [re.search(r"static_url\('([^']+)'\)", tag)[1] for tag in scripts]  # type: ignore[index]
    assert names == [
        "js/site.js",
        "vendor/htmx-4.0.1/htmx.min.js",
        "vendor/htmx-4.0.1/hx-csp.min.js",
    ]
    assert LAYOUT.index(scripts[0]) < LAYOUT.index("<body>")
    assert LAYOUT.index("{% block main %}") < LAYOUT.index(scripts[1])
    assert not [tag for tag in scripts[1:] if re.search(r"\b(defer|async)\b", tag)]


def test_only_the_guard_may_extend_htmx() -> None:
    assert '"extensions":"hx-csp"' in LAYOUT
    assert '"history":false' in LAYOUT
    assert "safeEval" not in LAYOUT
