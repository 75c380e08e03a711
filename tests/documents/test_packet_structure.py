# ruff: noqa: TID253 - only the web process must not load pikepdf
"""Both example complaints with their evidence, as one hears them and as one leafs through them.

The first half reads the structure (what a screen reader follows), the second half holds the rules
of an electronic bundle: one numbering, an index that leads, bookmarks, upright pages.
"""

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pikepdf
import pytest

from portal.domain.packet import PacketContent
from portal.domain.packet_code import grouped, packet_code
from portal.knowledge.examples import example_names
from tests.documents.packet_cases import (
    LANGUAGES,
    content_of,
    example_taken_in,
    example_with_exhibits,
    page_texts,
)
from tests.documents.pdf_tree import (
    Link,
    Node,
    destinations,
    drawn_on,
    read_tree,
    structure_text,
    target_of,
)

pytestmark = pytest.mark.pdf
LABELS = {"en": "E", "nl": "B"}
PAGES = {"en": r"Page (\d+) of (\d+)", "nl": r"Pagina (\d+) van (\d+)"}
STAMPS = {"en": r"E(\d+), page (\d+) of \d+", "nl": r"B(\d+), pagina (\d+) van \d+"}
SECTIONS = {
    "en": (
        "1. My complaint in brief",
        "Contents",
        "2. Who is involved",
        "3. What happened, in date order",
        "4. What it is about",
        "5. What I have already done",
        "6. History",
        "7. Check of the earlier steps",
        "8. What I ask of you",
        "9. Deadline and next step",
        "10. Declaration and signature",
        "11. Enclosures",
        "12. Rules and sources",
    ),
    "nl": (
        "1. Mijn klacht in het kort",
        "Inhoud",
        "2. Om wie het gaat",
        "3. Wat er is gebeurd, op volgorde van datum",
        "4. Waar het over gaat",
        "5. Wat ik al heb gedaan",
        "6. Het verloop",
        "7. Controle van de eerdere stappen",
        "8. Wat ik van u vraag",
        "9. Termijn en vervolgstap",
        "10. Verklaring en ondertekening",
        "11. Bijlagen",
        "12. Regels en bronnen",
    ),
}
MOST_DPI = 300
HAIR = 0.01  # points


class Complaint(NamedTuple):
    """An example's complaint with all its files, printed and read.

    `seen` is the text of each page.
    """

    content: PacketContent
    language: str
    pdf: bytes
    pages: int
    tree: Node
    seen: list[str]

    def opened(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.pdf))

    @property
    def exhibits(self) -> dict[int, Node]:
        """The headings of the exhibits by their numbers."""
        label = re.compile(rf"{LABELS[self.language]}(\d+): ")
        headings = self.tree.all("H2")
        return {int(found[1]): one for one in headings if (found := label.match(one.text))}


@cache
def printed(name: str, language: str) -> Complaint:
    case, _files = example_taken_in(name)
    content, rendered = content_of(case, "casino"), example_with_exhibits(name, language)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        tree = read_tree(pdf)
    seen = page_texts(rendered.pdf)
    return Complaint(content, language, rendered.pdf, rendered.pages, tree, seen)


@pytest.fixture(params=[(name, language) for name in example_names() for language in LANGUAGES])
def complaint(request: pytest.FixtureRequest) -> Complaint:
    return printed(*request.param)


# -- as one hears it -----------------------------------------------------------------------


def test_headings_come_in_the_order_in_which_one_reads(complaint: Complaint) -> None:
    first, *others = complaint.tree.all("H1", "H2")
    sections = SECTIONS[complaint.language]
    assert first.kind == "H1"
    assert tuple(one.text for one in others[: len(sections)]) == sections
    exhibits = others[len(sections) :]
    label = LABELS[complaint.language]
    labels = [f"{label}{one.number}" for one in complaint.content.exhibits]
    assert [one.text.partition(":")[0] for one in exhibits] == labels
    assert all(one.kind == "H2" for one in others)


# Ten seconds each: each case in one language.
@pytest.mark.parametrize(("name", "language"), zip(example_names(), LANGUAGES, strict=True))
def test_another_reader_gets_the_text_in_the_same_order(name: str, language: str) -> None:
    complaint = printed(name, language)
    told, content = " ".join(" ".join(structure_text(complaint.pdf)).split()), complaint.content
    brief, contents, *sections = SECTIONS[complaint.language]
    subject = complaint.tree.all("H1")[0].text
    head = [content.player.name, content.addressee.name_en, content.reference, subject]
    exhibits = [one.text for _number, one in sorted(complaint.exhibits.items())]
    # The titles of sections stand in the table of contents before.
    places = [told.index(text) for text in (*head, brief, contents)]
    places += [told.rindex(text) for text in (*sections, *exhibits)]
    assert (places[0], places) == (0, sorted(places))
    third, fourth = sections[1:3]
    facts = told[told.rindex(third) : told.rindex(fourth)]
    assert [one.what for one in content.facts if beginning(one.what) not in facts] == []
    assert [one for one in running(complaint) if re.search(one, told)] == []


def test_what_is_read_goes_from_page_to_page(complaint: Complaint) -> None:
    pages = [node.page for node in complaint.tree.walk() if node.words or node.alt]
    assert pages == sorted(pages)
    assert set(pages) >= set(range(1, complaint.pages + 1)) - {complaint.exhibits[1].page - 1}


def test_headers_footers_and_stamps_are_seen_but_not_read(complaint: Complaint) -> None:
    seen = " ".join(complaint.seen)
    assert [one for one in running(complaint) if not re.search(one, seen)] == []
    assert [one for one in running(complaint) if re.search(one, complaint.tree.text)] == []


def running(complaint: Complaint) -> tuple[str, ...]:
    """Patterns of what every page repeats."""
    content, language = complaint.content, complaint.language
    title = {"en": "Formal complaint – ", "nl": "Formele klacht – "}[language]
    return (
        PAGES[language],
        STAMPS[language],
        re.escape(grouped(packet_code(content.hash, language))),
        re.escape(title + content.casino.brand),
        re.escape(f"{content.pack.id} {content.pack.hash}"),
    )


def test_every_header_of_a_table_says_what_it_heads(complaint: Complaint) -> None:
    columns = [one for head in complaint.tree.all("THead") for one in head.all("TH")]
    rows = [one for body in complaint.tree.all("TBody") for one in body.all("TH")]
    assert {one.scope for one in columns} == {"Column"}
    assert {one.scope for one in rows} == {"Row"}
    assert len(columns) + len(rows) == len(complaint.tree.all("TH"))


def test_every_picture_says_what_it_shows(complaint: Complaint) -> None:
    figures = complaint.tree.all("Figure")
    ladder, history, *shown = [one.alt.strip() for one in figures]
    assert ladder
    assert history
    stamps = [re.match(rf"{STAMPS[complaint.language]}: \S", alt) for alt in shown]
    assert all(stamps)
    numbers = [(int(one[1]), int(one[2])) for one in stamps if one]
    files = [one for one in complaint.content.exhibits if one.file]
    assert numbers == [(e.number, p) for e in files if e.file for p in range(1, e.file.pages + 1)]


def test_every_link_says_where_it_leads_and_leads_there(complaint: Complaint) -> None:
    links = [link for node in complaint.tree.all("Link") for link in node.links]
    with complaint.opened() as pdf:
        places = destinations(pdf)
        all_links = [
            Link(str(one.get("/Contents", "")), target_of(one, places))
            for page in pdf.pages
            for one in page.get("/Annots", ())
        ]
    assert sorted(map(str, all_links)) == sorted(map(str, links))
    assert [one for one in links if not one.description.strip() or one.target is None] == []
    outside = {one.target for one in links if isinstance(one.target, str)}
    assert all(str(address).startswith("https://") for address in outside)
    assert len(links) - len(outside) > complaint.pages


def test_a_link_is_one_link_and_reads_as_it_is_described(complaint: Complaint) -> None:
    for node in complaint.tree.all("Link"):
        assert node.all("Link") == [node]
        read = node.text.replace(" ,", ",")  # elements are told apart by spaces
        if read.startswith("https://"):
            read = read.replace(" ", "")  # and so are the lines of a long address
        assert {link.description for link in node.links} == {read}
    assert "...." not in complaint.tree.text.replace(" ", "")


def test_the_language_is_stated_and_other_languages_are_marked(complaint: Complaint) -> None:
    content, tree = complaint.content, complaint.tree
    own = content.words_language
    with complaint.opened() as pdf:
        assert str(pdf.Root.Lang) == complaint.language
    assert {one.language for one in tree.walk()} == {complaint.language, own}
    spoken: dict[str, str] = {}
    for node in tree.walk():
        spoken[node.language] = f"{spoken.get(node.language, '')} {node.words}"
    said = {language: " ".join(text.split()) for language, text in spoken.items()}
    for text in own_words(content):
        assert text in said[own]
    for text in SECTIONS[complaint.language]:
        assert text in said[complaint.language]
    for heading in complaint.exhibits.values():
        assert [one.language for one in heading.all("Span") if one.words][-1] == own


def own_words(content: PacketContent) -> Iterator[str]:
    """The beginnings of what the player wrote."""
    words = [content.topic_words, content.remedy.words]
    words += [one.what for one in content.facts]
    words += [text for one in content.contacts for text in (one.asked, one.answered)]
    words += [one.description for one in content.exhibits]
    return (beginning(text) for text in words if text)


def beginning(text: str) -> str:
    """So much of it as stands on one line even in a narrow column."""
    return " ".join(text.split())[:25].rstrip()


# -- as one leafs through it ---------------------------------------------------------------


def test_the_printed_number_of_a_page_is_that_of_the_file(complaint: Complaint) -> None:
    found = [re.findall(PAGES[complaint.language], text) for text in complaint.seen]
    total = str(complaint.pages)
    assert found == [[(str(number), total)] for number in range(1, complaint.pages + 1)]
    with complaint.opened() as pdf:
        assert len(pdf.pages) == complaint.pages
        first, style = pdf.Root.PageLabels.Nums
        assert (first, dict(style.items())) == (0, {"/S": pikepdf.Name.D})


def test_the_index_leads_to_the_first_page_of_each_exhibit(complaint: Complaint) -> None:
    rows = index_rows(complaint)
    assert list(rows) == list(complaint.exhibits)
    for number, link in rows.items():
        first = complaint.exhibits[number].page
        assert (link.links[0].target, int(link.text.split()[-1])) == (first, first)


def index_rows(complaint: Complaint) -> dict[int, Node]:
    """The links of the column of pages by the number of the exhibit."""
    label = re.compile(rf"{LABELS[complaint.language]}(\d+)")
    word = {"en": "page", "nl": "pagina"}[complaint.language]
    rows = {}
    for row in complaint.tree.all("TR"):
        name = label.fullmatch(row.all("TH")[0].text) if row.all("TH") else None
        links = [one for one in row.all("Link") if one.text.startswith(word)]
        if name and links:
            rows[int(name[1])] = links[0]
    return rows


def test_the_contents_name_the_page_of_each_section(complaint: Complaint) -> None:
    titles = [one for one in SECTIONS[complaint.language] if one[0].isdigit()]
    places = {one.text: one.page for one in complaint.tree.all("H2")}
    (contents,) = [one for one in complaint.tree.all("L") if titles[0] in one.text]
    links = contents.all("Link")
    assert [one.text for one in links] == [f"{title} {places[title]}" for title in titles]
    assert [one.links[0].target for one in links] == [places[title] for title in titles]


def test_each_exhibit_has_one_bookmark_that_leads_to_its_first_page(complaint: Complaint) -> None:
    found: dict[int, list[int]] = {}
    with complaint.opened() as pdf, pdf.open_outline() as outline:
        pages = [page.objgen for page in pdf.pages]
        for item in _items(outline.root):
            if match := re.match(rf"{LABELS[complaint.language]}(\d+): ", item.title):
                page = pages.index(item.destination[0].objgen) + 1
                found.setdefault(int(match[1]), []).append(page)
    assert found == {number: [one.page] for number, one in complaint.exhibits.items()}
    for number, (page,) in found.items():
        stamp = rf"\b{LABELS[complaint.language]}{number}\b(?!, \w+ [2-9])"
        assert re.search(stamp, complaint.seen[page - 1])


def _items(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _items(item.children)


def test_nothing_stands_upside_down_or_on_its_side(complaint: Complaint) -> None:
    count = 0
    with complaint.opened() as pdf:
        for page in pdf.pages:
            assert page.obj.get("/Rotate", 0) == 0
            for _item, (a, b, c, d, _e, _f) in drawn_on(page):
                assert (abs(b) < HAIR, abs(c) < HAIR) == (True, True)
                assert (a > 0, d > 0) == (True, True)
                count += 1
    shown = [one.file.pages for one in complaint.content.exhibits if one.file and one.file.pages]
    # the first page of an exhibit is drawn inside a box, the others by themselves
    assert count >= sum(shown) + len(shown)


def test_no_picture_is_finer_than_paper_shows(complaint: Complaint) -> None:
    finest = []
    with complaint.opened() as pdf:
        for page in pdf.pages:
            for item, (a, _b, _c, d, _e, _f) in drawn_on(page):
                if item.Subtype == "/Image":
                    finest += [int(item.Width) / (a / 72), int(item.Height) / (d / 72)]
    assert finest
    assert max(finest) <= MOST_DPI
