"""A group's logo: an uploaded PNG or SVG becomes a clean one of the same kind."""

import hashlib

from msgspec import Struct

from portal.intake.child import run
from portal.intake.limits import DEFAULT
from portal.intake.messages import Request
from portal.intake.svg import BadDrawing, clean_svg

MAX_LOGO = 2_000_000  # bytes
PNG, SVG = "image/png", "image/svg+xml"
_MARK_LENGTH = 12


class Logo(Struct, frozen=True):
    """A clean logo, which is safe to serve and to print."""

    data: bytes
    media_type: str

    @property
    def mark(self) -> str:
        """12 hex digits that change with the logo."""
        return hashlib.sha256(self.data).hexdigest()[:_MARK_LENGTH]

    def __repr__(self) -> str:
        return f"Logo({self.media_type})"


def clean_logo(data: bytes) -> Logo:
    """The logo in a file. A PNG is drawn anew in a closed process, an SVG is written anew.

    Raises BadDrawing: "too_large", "not_svg", "not_allowed", "no_size"; "not_logo" for a file that
    is neither, "not_read" for a picture that cannot be read.
    """
    if len(data) > MAX_LOGO:
        raise BadDrawing("too_large")
    if not data.startswith(b"\x89PNG"):
        if b"<svg" not in data[:4096]:
            raise BadDrawing("not_logo")
        return Logo(clean_svg(data), SVG)
    media_type, outcome = run(Request(name="logo.png", limits=DEFAULT, logo=True), [data])
    if media_type != PNG or not outcome.logo:
        raise BadDrawing("not_read")
    return Logo(outcome.logo, PNG)
