"""The language of a page: the first part of its address, /nl/… or /en/…"""

from contextlib import ExitStack
from typing import Any

from flask import Flask, g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.i18n import LANGUAGES, other_language, use_language
from portal.web.group import first_language

PREFIX = f"/<any({','.join(LANGUAGES)}):language>"


def speak(app: Flask) -> None:
    """Reads the language from the address, uses it for the answer, and puts it into links."""
    app.url_value_preprocessor(_pull_language)
    app.before_request(_begin)
    app.teardown_request(_end)
    app.url_defaults(_add_language)
    app.add_url_rule("/", "root", _root)


def switch_url() -> str:
    """This same page in the other language."""
    other = other_language(g.language)
    if not request.endpoint or not g.get("page_arguments"):
        return url_for("home.index", language=other)
    return url_for(request.endpoint, **{**g.page_arguments, "language": other})


def _pull_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Views do not take the language as an argument: they only speak it."""
    g.page_arguments = dict(values or {})
    g.language = (values or {}).pop("language", None) or wanted_language()


def wanted_language() -> str:
    """For an address without a route: its first part, else the browser's wish, else the group's."""
    # Not `best_match`: it prefers a less wanted "nl" to an "en-GB" that comes first.
    wishes = (tag.lower().split("-")[0] for tag in request.accept_languages.values())
    wanted = (request.path.split("/")[1], *wishes)
    return next((language for language in wanted if language in LANGUAGES), first_language())


def _begin() -> None:
    if "language" not in g:  # an address that no route knows
        g.language = wanted_language()
    g.language_stack = ExitStack()
    g.language_stack.enter_context(use_language(g.language))


def _end(_error: BaseException | None) -> None:
    stack = g.pop("language_stack", None)
    if stack:
        stack.close()


def _add_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and endpoint.partition(".")[2] and endpoint != "static":
        values["language"] = g.language


def _root() -> Response:
    response = redirect(url_for("home.index"), code=303)
    response.headers["Vary"] = "Accept-Language"
    return response
