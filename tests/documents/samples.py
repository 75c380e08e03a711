"""Documents to print in the tests."""

from __future__ import annotations

from html import escape

from portal.documents.pdf import Attachment, PdfJob
from portal.documents.text import printable_markup

LETTER = """\
<h1>Formele klacht</h1>
<p>Geachte klachtenafdeling, zie <a href="#bijlage">bijlage 1</a> of
  <a href="https://www.kansspelautoriteit.nl/">de Kansspelautoriteit</a>.</p>
<blockquote lang="en">We will come back to you</blockquote>
<table><caption>Contacten</caption>
<thead><tr><th scope="col">Datum</th><th scope="col">Uitkomst</th></tr></thead>
<tbody><tr><th scope="row">3 oktober</th><td>geweigerd</td></tr></tbody></table>
<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90">
<title>De stappen</title><rect width="9" height="9"/></svg></figure>
<h2 id="bijlage">Bijlage 1</h2>
"""


def document(content: str, *, language: str = "nl") -> str:
    """A whole HTML page around `content`, with what `base.html` gives to every document."""
    return printable_markup(
        f'<!DOCTYPE html><html lang="{language}"><head><title>Brief</title></head>'
        '<body data-running="Formele klacht" data-page-before="Pagina " '
        f'data-page-between=" van " data-page-after="" data-draft="">{content}</body></html>'
    )


def job(content: str = LETTER, **fields: object) -> PdfJob:
    """A Dutch print job with `content`."""
    return PdfJob(
        **{"html": document(content), "title": "Formele klacht", "language": "nl", **fields}
    )


def paragraphs(*texts: str) -> str:
    """Texts as players type them, as paragraphs."""
    return "".join(f'<p class="words">{escape(text)}</p>' for text in texts)


CASE_FILE = Attachment(name="case.json", content=b'{"schema": 1}', description="Uw zaak")
DATED = job(created="2026-11-22T14:00:00+01:00", attachments=(CASE_FILE,), keywords=("v1",))
