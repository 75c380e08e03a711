"""The one door to WeasyPrint: a job with HTML goes in, a tagged archival PDF comes out.

The file is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once. The same job gives the
same bytes in every process and on every machine. Nothing is fetched, nothing is written to
disk, and nothing of the content is logged.
"""

from __future__ import annotations

import logging
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from xml.etree import ElementTree

from msgspec import Struct

from portal.documents import pdf_exhibits, pdf_glyphs, pdf_layout, pdf_lines, pdf_speed, pdf_tags
from portal.documents.group_mark import logo_in
from portal.documents.memory import give_back_memory
from portal.documents.pdf_exhibits import ExhibitPages, Finished, Written
from portal.documents.pdf_lines import PageLines
from portal.documents.text import FONT_FOLDER, printable_label

if TYPE_CHECKING:
    import weasyprint

STYLESHEET: Final = Path(__file__).parents[2] / "templates" / "documents" / "v1" / "packet.css"
PROFILES: Final = ("3a", "ua1")
JUDGED_AT_ONCE: Final = 2_000_000
"""Bytes up to which a file is judged by all profiles at once: each holds a copy of its own."""

# A false alarm of page-validation 0.11 about streams whose last byte happens to be 0x0D.
FALSE_ALARM: Final = "STREAM-LENGTH-001"

# ISO 14289-1, clause 5, and the schema description that PDF/A wants for it (ISO 19005-3, 6.6.2.3).
_PDFUA_XMP: Final = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class Attachment(Struct, frozen=True, kw_only=True):
    """A file inside the PDF; its MIME type follows from the name (`case.json`)."""

    name: str
    content: bytes
    description: str
    relationship: Literal["Data", "Source", "Supplement"] = "Data"

    def __repr__(self) -> str:
        return "Attachment(…)"


class PdfJob(Struct, frozen=True, kw_only=True, tag=True):
    """What to print: a whole document, already safe to print (`html.render_document`).

    `html` is HTML that is XML too: each element has its end, and entities are numbers.
    `language` is a BCP 47 tag. `created` is an ISO 8601 day or moment, empty for a file without
    dates; attachments need one, since they carry it. The HTML shows the first page of exhibit 3 as
    a picture from "exhibit:3-1"; `originals` are the untouched files of exhibits. `other_front` is
    the HTML of the pages before the exhibits in the other language: the exhibits begin no earlier
    than theirs would, so that their page numbers agree. `lengths` are the numbers of the exhibits
    that have pages here, in order, each with how many pages those should be. `lines` are what each
    page of a packet repeats; exhibits need them.
    """

    html: str
    title: str
    language: str
    created: str = ""
    keywords: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    exhibits: tuple[ExhibitPages, ...] = ()
    originals: tuple[Attachment, ...] = ()
    other_front: str = ""
    lengths: tuple[tuple[int, int], ...] = ()
    lines: PageLines | None = None

    def __repr__(self) -> str:
        return "PdfJob(…)"


class RenderedPdf(Struct, frozen=True, kw_only=True):
    """The file, its number of pages, and the ids of PDF rules that it breaks (normally none)."""

    pdf: bytes
    pages: int
    faults: tuple[str, ...]

    def __repr__(self) -> str:
        return f"RenderedPdf(pages={self.pages}, faults={self.faults})"


class BlockedResource(Exception):
    """The HTML asks for something from outside itself. Says nothing about what."""


class _Engine(NamedTuple):
    weasyprint: Any
    fetcher: Any
    fonts: Any
    stylesheet: Any
    source: Any


def render_pdf(job: PdfJob) -> RenderedPdf:
    """Print `job` and check the file. Raises as `print_pdf`."""
    made = print_pdf(job)
    return RenderedPdf(pdf=made.pdf, pages=made.pages, faults=pdf_faults(made.judged))


def print_pdf(job: PdfJob) -> Finished:
    """Print `job`.

    Not safe for threads: WeasyPrint's font map is not. The web uses `pool.RenderPool`.

    Raises `BlockedResource` when the HTML names a resource (image, font, stylesheet, file),
    `ValueError` for attachments without a date of creation, and `ElementTree.ParseError` for HTML
    that is not XML.
    """
    engine = prepare()
    try:
        with pdf_speed.shortened(engine.weasyprint):
            written = _write(engine, job)
    except engine.weasyprint.urls.FatalURLFetchingError:
        # A BaseException in WeasyPrint, so that nothing on the way can swallow it.
        raise BlockedResource from None
    exhibits, originals, created = list(job.exhibits), list(job.originals), job.created
    lines = job.lines
    del job  # each file is freed when it is in its place
    if exhibits or originals:
        give_back_memory()
    return pdf_exhibits.finish(written, exhibits, originals, created, lines)


def pdf_faults(pdf: bytes) -> tuple[str, ...]:
    """The ids of the PDF/A-3a and PDF/UA-1 rules that `pdf` breaks, sorted.

    ("UNREADABLE",) when the check itself cannot read the file.
    """
    import page  # a native module of 8 MB that only rendering needs

    judges = len(PROFILES) if len(pdf) <= JUDGED_AT_ONCE else 1
    try:
        with ThreadPoolExecutor(judges) as pool:
            reports = list(
                pool.map(lambda one: page.validate_pdf_bytes(pdf, profile=one), PROFILES)
            )
    except page.PageError:
        return ("UNREADABLE",)
    rules = {failure.rule_id for report in reports for failure in report.failures}
    return tuple(sorted(rule for rule in rules if not rule.endswith(FALSE_ALARM)))


@cache
def prepare() -> _Engine:
    """Load WeasyPrint, the fonts and the stylesheet: once per process, about 0.6 s.

    Raises `OSError` when Pango is not installed.
    """
    import weasyprint  # 0.5 s and a native library, which most commands do not need
    import weasyprint.document
    import weasyprint.urls
    from weasyprint.text.fonts import FontConfiguration

    pdf_tags.require_known(weasyprint.__version__)
    # Its warnings quote the document.
    logging.getLogger("weasyprint").propagate = False
    # Fontconfig reads this when the font map is made; without it fonts differ per machine.
    os.environ["FONTCONFIG_FILE"] = str(FONT_FOLDER / "fonts.conf")
    fetcher = _closed_fetcher(weasyprint)
    fonts = FontConfiguration()
    stylesheet = weasyprint.CSS(
        string=STYLESHEET.read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts
    )
    return _Engine(weasyprint, fetcher, fonts, stylesheet, _strict_source(weasyprint))


def _closed_fetcher(weasyprint: Any) -> Any:
    base: Any = weasyprint.urls.URLFetcher
    pixel = pdf_exhibits.placeholder_png()

    class ClosedFetcher(base):  # type: ignore[misc]
        """Fetches nothing: a document is its HTML and our stylesheet, given as strings.

        A page of an exhibit is a white pixel until it is put in its place. A logo is in the HTML.
        """

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002
            if pdf_exhibits.is_placeholder(url):
                kind = {"Content-Type": "image/png"}
                return weasyprint.urls.URLFetcherResponse(url, pixel, kind)
            if logo := logo_in(url):
                kind = {"Content-Type": logo[0]}
                return weasyprint.urls.URLFetcherResponse(url, logo[1], kind)
            raise weasyprint.urls.FatalURLFetchingError

    return ClosedFetcher(allow_redirects=False, fail_on_errors=True)


def _strict_source(weasyprint: Any) -> Any:
    base: Any = weasyprint.HTML

    class StrictSource(base):  # type: ignore[misc]  # WeasyPrint has no types
        """HTML that is XML too: read in a tenth of the time, and nothing in it is guessed at."""

        def __init__(self, html: str, fetcher: Any) -> None:
            self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
            root = ElementTree.fromstring(html)  # noqa: S314 our templates, all else escaped
            wrapper: Any = weasyprint.cssselect2.ElementWrapper
            self.wrapper_element = wrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return StrictSource


def _write(engine: _Engine, job: PdfJob) -> Written:
    document = _document(engine, job)
    document.metadata = _metadata(engine, job)
    with (
        pdf_tags.repaired(engine.weasyprint) as finish,
        pdf_glyphs.repaired(engine.weasyprint),
        pdf_lines.letters_kept(engine.weasyprint) as fonts,
        warnings.catch_warnings(),
    ):
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        # The identifier is written by `pdf_exhibits.finish`: here it would cost writing all twice.
        pdf = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a", pdf_identifier=False)
    return Written(
        pdf=pdf,
        places=dict(pdf_layout.exhibit_places(document)),
        front=pdf_layout.exhibits_at(document),
        fonts=fonts,
    )


def _document(engine: _Engine, job: PdfJob) -> Any:
    following = {one.number: len(one.words) - 1 for one in job.exhibits}
    return pdf_layout.pages_with_exhibits(
        partial(_laid_out, engine), job.html, job.other_front, job.lengths, following
    )


def _laid_out(engine: _Engine, html: str, rules: str = "") -> Any:
    """The pages of `html`; `rules` come after the stylesheet."""
    stylesheets = [engine.stylesheet]
    if rules:
        stylesheets.append(engine.weasyprint.CSS(string=rules, url_fetcher=engine.fetcher))
    source = engine.source(html, engine.fetcher)
    return source.render(font_config=engine.fonts, stylesheets=stylesheets, pdf_variant="pdf/a-3a")


def _metadata(engine: _Engine, job: PdfJob) -> Any:
    base: Any = engine.weasyprint.document.DocumentMetadata

    class Metadata(base):  # type: ignore[misc]
        """WeasyPrint writes one standard's mark; this adds that of PDF/UA-1, uncompressed."""

        def include_in_pdf(self, pdf: Any, *standard: Any, **_: Any) -> None:
            super().include_in_pdf(pdf, *standard[:3], compress=False)

        def generate_rdf_metadata(self, variant: Any, version: Any, conformance: Any) -> bytes:
            rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
            return rdf.replace(b"</rdf:RDF>", _PDFUA_XMP)

    return Metadata(
        title=printable_label(job.title),
        lang=job.language,
        keywords=[printable_label(word) for word in job.keywords],
        generator="Hogerop",
        created=job.created or None,
        modified=job.created or None,
        attachments=_attachments(engine.weasyprint, job),
    )


def _attachments(weasyprint_module: Any, job: PdfJob) -> list[weasyprint.Attachment]:
    if not job.attachments:
        return []
    moment = datetime.fromisoformat(job.created)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)  # WeasyPrint writes a "Z" whatever the zone
    return [
        weasyprint_module.Attachment(
            string=attachment.content,
            name=attachment.name,
            description=attachment.description,
            relationship=attachment.relationship,
            created=moment,
            modified=moment,
        )
        for attachment in job.attachments
    ]
