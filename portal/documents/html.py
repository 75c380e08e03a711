"""The templates of printed documents, in an environment of their own.

Undefined names are errors, everything is escaped, and the whole result is made printable, so
that no template can forget to.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal import i18n
from portal.documents.text import printable_markup

TEMPLATES: Final = Path(__file__).parents[2] / "templates" / "documents"
_NUMBER, _TOTAL = "\ue000", "\ue001"


def render_document(template: str, language: str, **values: object) -> str:
    """The HTML of `template` (`v1/key_sheet.html`) in `language`, safe to print.

    Raises `jinja2.UndefinedError` when the template uses a name that is not in `values`.
    """
    with i18n.use_language(language):
        html = (
            environment()
            .get_template(template)
            .render(language=language, page_label=page_label(), **values)
        )
    return printable_markup(html)


def page_label() -> tuple[str, str, str]:
    """What stands before, between and after the two numbers of "Page 2 of 4"."""
    sentence = str(i18n.gettext("Page %(number)s of %(total)s", number=_NUMBER, total=_TOTAL))
    before, rest = sentence.split(_NUMBER)
    between, after = rest.split(_TOTAL)
    return before, between, after


@cache
def environment() -> Environment:
    """The environment of every printed document, with translations installed."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    i18n.install(env)
    return env
