"""HTML of a packet to a Word file (DOCX): real headings, tables with header rows, a language.

The only import of python-docx, and only in the processes that print. The same job gives the same
bytes. The file names no author, no program and no time.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby, pairwise
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph

from portal.documents.letter import LetterJob
from portal.documents.word_columns import column_weights

_FONT: Final = "Arial"
_CELL: Final = "Table Cell"
_LANGUAGES: Final = {"nl": "nl-NL", "en": "en-GB"}
_TEXT_WIDTH: Final = Cm(21 - 2 * 2.2)
_ZERO_WIDTH_SPACE: Final = "\u200b"  # break places of the PDF; Word finds its own
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_SKIPPED: Final = frozenset({"head", "nav", "figure", "svg"})
_VOID: Final = frozenset({"br", "img", "meta", "link", "hr"})
_BLOCKS: Final = frozenset(
    {"p", "h1", "h2", "h3", "ul", "ol", "table", "blockquote", "div", "main"}
    | {"section", "header"}
)
_STYLES: Final = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "blockquote": "Quote"}
# What python-docx's own template carries and no letter needs, by the end of the relation's type.
_UNWANTED: Final = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")
_SETTINGS_DROPPED: Final = ("w:rsids", "w:proofState", "w:attachedTemplate")
_FIRST_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
_ADDRESSES: Final = frozenset({"sender", "addressee"})
_KEPT: Final = 700  # characters: a table of no more stays on one page
_SIGNATURE: Final = Cm(2.2)


class _Node:
    """An element of the HTML."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[_Node | str] = []

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, *tags: str) -> Iterator[_Node]:
        """Every element with one of the tags below this one, in order."""
        for child in self.children:
            if isinstance(child, _Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def text(self) -> str:
        parts = (one if isinstance(one, str) else one.text() for one in self.children)
        return _SPACES.sub(" ", "".join(parts)).strip()


class _Tree(HTMLParser):
    """Reads the HTML of our own templates, in which every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data.replace(_ZERO_WIDTH_SPACE, ""))


def write_letter(job: LetterJob) -> bytes:
    """The DOCX file of a job."""
    tree = _Tree()
    tree.feed(job.html)
    (body,) = tree.root.all("body")
    document = docx.Document()
    _prepare(document, job)
    _footer(document, body, job.footer)
    _write_blocks(document, body, _paragraph)
    saved = io.BytesIO()
    document.save(saved)
    return _same_bytes(saved.getvalue())


# -- the document around the text ----------------------------------------------------------


def _prepare(document: Any, job: LetterJob) -> None:
    _page(document.sections[0])
    _fonts(document, _LANGUAGES[job.language])
    _drop_unwanted(document)
    properties = document.core_properties
    for element in list(properties._element):
        properties._element.remove(element)
    properties.title = job.title[:255]  # the most that python-docx takes
    properties.language = _LANGUAGES[job.language]


def _page(section: Any) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)


def _fonts(document: Any, language: str) -> None:
    """One font everywhere, black headings, and the language of the whole text."""
    styles = document.styles
    for fonts in styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), _FONT)
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    styles["Normal"].font.size = Pt(10)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, size in (("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 10.5)):
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(10)
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    cell = styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = styles["Normal"], Pt(8.5)
    cell.paragraph_format.space_after = Pt(2)
    styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)


def _drop_unwanted(document: Any) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key in [one for one, rel in relations.items() if rel.reltype.endswith(_UNWANTED)]:
            relations.pop(key)
    settings = document.settings.element
    for name in _SETTINGS_DROPPED:
        for element in settings.findall(qn(name)):
            settings.remove(element)


def _footer(document: Any, body: _Node, text: str) -> None:
    """The reference, and "Page 2 of 4"."""
    paragraph = document.sections[0].footer.paragraphs[0]
    data = body.attributes
    paragraph.add_run(f"{text} · " if text else "")
    paragraph.add_run(data["data-page-before"])
    _field(paragraph, "PAGE")
    paragraph.add_run(data["data-page-between"])
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(data["data-page-after"])


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


# -- blocks --------------------------------------------------------------------------------


def _paragraph(document: Any, style: str | None = None) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph(style=style)
    return paragraph


def _write_blocks(container: Any, node: _Node, new: Any) -> None:
    """Writes what is in `node` into a document or a cell; text between blocks has its own."""
    blocks = [one for one in node.children if isinstance(one, _Node) and _is_block(one)]
    led: list[_Node] = []  # what leads to a table or a list stays on its page
    for one, below in reversed(list(pairwise(blocks))):
        if one.tag == "p" and (below in led or below.tag in {"table", "ul", "ol"}):
            led.append(one)
    for is_block, group in groupby(node.children, _is_block):
        children = list(group)
        if is_block:
            for child in children:
                _write_block(container, child, _kept(new) if child in led else new)
        elif any(not isinstance(one, str) or one.strip() for one in children):
            between = _Node("p", node.attributes)
            between.children = children
            _write_text(new(container), between)


def _kept(new: Any) -> Any:
    """Makes paragraphs that stay on the page of what they introduce."""

    def paragraph(container: Any, style: str | None = None) -> Paragraph:
        made: Paragraph = new(container, style)
        made.paragraph_format.keep_with_next = True
        return made

    return paragraph


def _write_address(container: Any, node: _Node, new: Any) -> None:
    """Lines close together, and room below."""
    lines: list[Paragraph] = []

    def line(container: Any, style: str | None = None) -> Paragraph:
        lines.append(new(container, style))
        lines[-1].paragraph_format.space_after = Pt(0)
        return lines[-1]

    _write_blocks(container, node, line)
    if lines:
        lines[-1].paragraph_format.space_after = Pt(18)


def _is_block(child: _Node | str) -> bool:
    return isinstance(child, _Node) and child.tag in _BLOCKS | _SKIPPED


def _write_block(container: Any, node: Any, new: Any) -> None:
    if node.tag in _SKIPPED:
        return
    if node.tag == "table":
        _write_table(container, node)
    elif node.tag in {"ul", "ol"}:
        style = "List Bullet" if node.tag == "ul" else "List Number"
        for item in node.all("li"):
            _write_text(new(container, style), item)
    elif node.tag in _STYLES or node.tag == "p":
        _write_text(new(container, _STYLES.get(node.tag)), node)
    elif node.classes & _ADDRESSES:
        _write_address(container, node, new)
    else:
        _write_blocks(container, node, new)


def _write_text(paragraph: Paragraph, node: _Node) -> None:
    keeps = bool(node.classes & {"words"}) or node.tag == "blockquote"
    _write_runs(paragraph, node, is_bold=False, keeps=keeps, language=_language(node, ""))
    if not keeps and paragraph.runs:
        paragraph.runs[-1].text = paragraph.runs[-1].text.rstrip(" ")


def _write_runs(
    paragraph: Paragraph, node: _Node, *, is_bold: bool, keeps: bool, language: str
) -> None:
    for child in node.children:
        if isinstance(child, str):
            text = child if keeps else _SPACES.sub(" ", child)
            starts = not paragraph.text or paragraph.text.endswith(("\n", " "))
            _run(paragraph, text.lstrip(" ") if starts and not keeps else text, is_bold, language)
        elif child.tag == "br":
            paragraph.add_run().add_break()
        else:
            _write_runs(
                paragraph,
                child,
                is_bold=is_bold or child.tag == "strong",
                keeps=keeps or "words" in child.classes,
                language=_language(child, language),
            )


def _language(node: _Node, otherwise: str) -> str:
    return node.attributes.get("lang", otherwise)


def _run(paragraph: Paragraph, text: str, is_bold: bool, language: str) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    run.bold = is_bold or None
    if language:
        element = OxmlElement("w:lang")
        element.set(qn("w:val"), _LANGUAGES.get(language, language))
        run._r.get_or_add_rPr().append(element)


# -- tables --------------------------------------------------------------------------------


def _write_table(container: Any, node: _Node) -> None:
    for caption in node.all("caption"):
        _write_text(_paragraph(container, "Caption"), caption)
    headers = [row for head in node.all("thead") for row in head.all("tr")]
    rows = list(node.all("tr"))
    columns = max(sum(map(_span, row.all("td", "th"))) for row in rows)
    table = container.add_table(len(rows), columns)
    table.style = "Table Grid"
    table.autofit = False
    is_to_sign = "signature-place" in node.classes
    _set_widths(table, rows, columns, is_equal=is_to_sign)
    for written, row in zip(table.rows, rows, strict=True):
        _write_row(written, row, is_header=row in headers)
        if is_to_sign and row not in headers:
            written.height = _SIGNATURE
    _keep_together(table, is_short=len(node.text()) <= _KEPT)
    _paragraph(container).paragraph_format.space_after = Pt(0)


def _keep_together(table: Any, *, is_short: bool) -> None:
    """A short table stays whole; of a longer one at least the header and the row below it."""
    kept = len(table.rows) - 1 if is_short else 1
    for row in table.rows[:kept]:
        for paragraph in (one for cell in row.cells for one in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True


def _write_row(written: Any, row: _Node, *, is_header: bool) -> None:
    properties = written._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))
    place = 0
    for cell in row.all("td", "th"):
        last = place + _span(cell) - 1
        target = written.cells[place].merge(written.cells[last]) if _span(cell) > 1 else None
        _write_cell(target or written.cells[place], cell)
        place = last + 1


def _write_cell(target: Any, cell: _Node) -> None:
    """A cell has one empty paragraph from the start, which the first text takes."""
    unused = [target.paragraphs[0]]

    def new(container: Any, style: str | None = None) -> Paragraph:
        paragraph: Paragraph = unused.pop() if unused else container.add_paragraph()
        paragraph.style = style or _CELL
        return paragraph

    _write_blocks(target, cell, new)
    if cell.tag == "th":
        for run in (run for paragraph in target.paragraphs for run in paragraph.runs):
            run.bold = True


def _span(cell: _Node) -> int:
    return int(cell.attributes.get("colspan", "1"))


def _set_widths(table: Any, rows: list[_Node], columns: int, *, is_equal: bool) -> None:
    cells = [found for row in rows if len(found := list(row.all("td", "th"))) == columns]
    texts = [[cell.text() for cell in column] for column in zip(*cells, strict=True)]
    weights = [1.0] * columns if is_equal else column_weights(texts)
    for column, weight in zip(table.columns, weights, strict=True):
        width = Emu(int(_TEXT_WIDTH * weight / sum(weights)))
        for cell in (column, *column.cells):
            cell.width = width


# -- the same bytes each time --------------------------------------------------------------


def _same_bytes(data: bytes) -> bytes:
    """The same package without the time at which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
