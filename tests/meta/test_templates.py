"""Templates keep to what the site's strict security policy and accessibility need."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from tests.meta.source import ROOT

TEMPLATES = ROOT / "templates"
FORBIDDEN = {
    "|safe or Markup switches escaping off": r"\|\s*safe\b|Markup\(|autoescape\s+false",
    "inline style": r"<style\b",
    "inline script": r"<script(?![^>]*\b(src|nonce)=)|javascript:",
}
FORBIDDEN_IN_TAGS = {
    "inline style": r"\sstyle\s*=",
    "inline script": r"\son[a-z]+\s*=",
    "script in an htmx attribute": r"hx-on\b|[\"']js:",
    "an htmx attribute without data-": r"\shx-(?!nonce)[a-z]",
    # A link may lead there, since a visitor chooses to follow it.
    "an address of another site": r"^<(?!a\s).*\s(src|href|action)\s*=\s*[\"'](https?:)?//",
}
TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
HTMX_REQUEST = re.compile(r"data-hx-(get|post|put|patch|delete|trigger|swap|target)\b")


def template_faults(text: str) -> Iterator[str]:
    """Yield what a template's source may not contain."""
    text = COMMENT.sub("", text)
    for fault, pattern in FORBIDDEN.items():
        if match := re.search(pattern, text):
            yield f"{fault}: {match.group()}"
    for tag in TAG.findall(TEMPLATE_CODE.sub(_keep_words, text)):
        if HTMX_REQUEST.search(tag) and "nonce" not in tag:
            yield f"htmx element without its nonce: {tag[:60]}"
    for tag in TAG.findall(TEMPLATE_CODE.sub("", text)):
        found = [fault for fault, pattern in FORBIDDEN_IN_TAGS.items() if re.search(pattern, tag)]
        yield from (f"{fault}: {tag[:60]}" for fault in found)


def _keep_words(code: re.Match[str]) -> str:
    return re.sub(r"[<>\"']", " ", code.group())


def syntax_faults(path: Path) -> Iterator[str]:
    """Yield the syntax error of a template, if it has one."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    try:
        environment.parse(path.read_text(encoding="utf-8"))
    except TemplateSyntaxError as problem:
        yield f"{path.relative_to(ROOT)}:{problem.lineno}: {problem.message}"


def test_every_template_parses() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert [fault for path in paths for fault in syntax_faults(path)] == []


def test_templates_keep_to_the_security_policy() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for fault in template_faults(path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_what_the_policy_forbids_is_found() -> None:
    for source in (
        "{{ text|safe }}",
        '<p style="color: red">',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        "<script>x()</script>",
        '<div data-hx-on:click="x()">',
        '<div hx-get="/x">',
        '<img src="https://example.org/x.png">',
        '<form data-hx-post="{{ url }}" data-hx-target="closest li > a">',
    ):
        assert list(template_faults(source)), source


def test_what_the_policy_allows_is_left_alone() -> None:
    for source in (
        '<a href="https://example.org/">',
        '<script src="/static/x.js" nonce="{{ nonce }}"></script>',
        '<form data-hx-post="{{ url }}" data-hx-nonce="{{ nonce }}">',
        "<form data-hx-post='/x' {{ htmx_nonce() }}>",
        "<p>{% if 3 > 2 %}Your style = one{% endif %}</p>",
        "{% set one = 1 %}<p {{ attributes(style=one) }}>",
    ):
        assert not list(template_faults(source)), source
