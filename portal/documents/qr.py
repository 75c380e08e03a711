"""QR codes as drawings in the page."""

from io import BytesIO

import segno
from markupsafe import Markup


def qr_code(text: str, alternative: str) -> Markup:
    """`text` as an inline SVG; level Q still reads with a quarter of it damaged."""
    code = segno.make_qr(text, error="q")
    drawing = BytesIO()
    code.save(
        drawing,
        kind="svg",
        xmldecl=False,
        nl=False,
        title=alternative,
        border=4,
        omitsize=True,
        dark="#000",
        lineclass=None,
    )
    svg = drawing.getvalue().decode("utf-8")
    return Markup(svg)  # noqa: S704 segno escapes the title; the rest is its own drawing
