"""HTMX for fragments only: every address is a whole page without it."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse


def wants_fragment() -> bool:
    """Whether this is a targeted htmx request; its answer replaces a part of the page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type") == "partial"


def vary(response: AnyResponse) -> AnyResponse:
    """For addresses that answer both ways: caches must keep the two apart."""
    response.headers["Vary"] = "HX-Request, HX-Request-Type"
    return response


def leave_page(url: str, status: int = 401) -> AnyResponse:
    """Makes htmx leave the whole page for `url`: fetch cannot see a redirect."""
    return Response(status=status, headers={"HX-Redirect": url})


def go_to(url: str) -> AnyResponse:
    """After a change: GET the next page (303), with or without htmx."""
    return redirect(url, code=303)
