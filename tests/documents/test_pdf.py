# ruff: noqa: TID253 - only the web process must not load pikepdf
import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_text

from portal.documents.pdf import pdf_faults, render_pdf
from portal.documents.pdf_tags import require_known
from tests.documents.samples import CASE_FILE, DATED, LETTER, document, job, paragraphs
from tests.pdf_validators import faults, verapdf

pytestmark = pytest.mark.pdf
ROOT = Path(__file__).parents[2]
IN_ANOTHER_PROCESS = {**os.environ, "PYTHONPATH": "tests/documents", "PYTHONWARNINGS": "error"}


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render_pdf(DATED).pdf


def structure(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """The structure elements of one type."""
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{kind}" and "/P" in item
    ]


# -- the file ------------------------------------------------------------------------------


def test_verapdf_finds_a_letter_valid_and_an_ordinary_pdf_not(
    letter: bytes, tmp_path: Path
) -> None:
    import weasyprint

    good, plain = tmp_path / "letter.pdf", tmp_path / "plain.pdf"
    good.write_bytes(letter)
    plain.write_bytes(weasyprint.HTML(string=document(LETTER)).write_pdf())
    broken = verapdf([good, plain])
    assert broken[good] == []
    assert {rule.split()[0] for rule in broken[plain]} == {"3a", "ua1"}


def test_page_validation_finds_a_letter_valid_and_an_ordinary_pdf_not(letter: bytes) -> None:
    import weasyprint

    assert faults(letter) == []
    assert faults(weasyprint.HTML(string=document(LETTER)).write_pdf()) != []


def test_the_faults_of_a_file_are_named_by_rule_only() -> None:
    rendered = render_pdf(job('<p><img alt="Secret" style="width: 3cm"/></p><h4>Secret</h4>'))
    assert rendered.pdf.startswith(b"%PDF")
    assert all(fault.isascii() and "Secret" not in fault for fault in rendered.faults)
    assert pdf_faults(b"%PDF-1.7 broken") == ("UNREADABLE",)


def test_the_file_states_title_language_dates_and_both_standards(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        assert pdf.Root.Lang == "nl"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/CreationDate"] == pdf.docinfo["/ModDate"] == "D:20261122140000+01'00"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Formele klacht"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
            assert xmp["pdfuaid:part"] == "1"


def test_headings_become_bookmarks(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf, pdf.open_outline() as outline:
        (letter_mark,) = outline.root
        assert letter_mark.title == "Formele klacht"
        assert [child.title for child in letter_mark.children] == ["Bijlage 1"]


def test_the_case_file_is_inside_once_as_data(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        assert len(pdf.Root.AF) == 1
        assert pdf.Root.AF[0].AFRelationship == "/Data"
        embedded = pdf.Root.AF[0].EF.F
        assert embedded.read_bytes() == CASE_FILE.content
        assert embedded.Subtype == "/application/json"
        assert embedded.Params.CreationDate == embedded.Params.ModDate == "D:20261122130000Z"


def test_an_attachment_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError):
        render_pdf(job(attachments=(CASE_FILE,)))


def test_the_same_job_gives_the_same_bytes_in_another_process(letter: bytes) -> None:
    script = (
        "import sys; from samples import DATED; from portal.documents.pdf import render_pdf;"
        "sys.stdout.buffer.write(render_pdf(DATED).pdf)"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**IN_ANOTHER_PROCESS, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert other.stdout == letter == render_pdf(DATED).pdf


def test_only_bundled_fonts_are_embedded(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        names = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert names
    assert all("Source-Sans-3" in name for name in names)


# -- the structure -------------------------------------------------------------------------


def test_running_headers_and_page_numbers_are_artifacts(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        operations = pikepdf.parse_content_stream(pdf.pages[0])
        marks = [str(item.operands[0]) for item in operations if str(item.operator) == "BDC"]
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    assert marks.count("/Artifact") == 1
    assert len([parent for parent in parents if parent is None]) == 1
    assert "Pagina 1 van 1" in extract_text(io.BytesIO(letter))


def test_a_quotation_carries_its_own_language(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        assert [item.get("/Lang") for item in structure(pdf, "BlockQuote")] == ["en"]
        assert all("/Lang" not in item for item in structure(pdf, "P"))


def test_table_headers_say_whether_they_head_a_row_or_a_column(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        scopes = [str(item.A.Scope) for item in structure(pdf, "TH")]
        ids = {str(item.ID) for item in structure(pdf, "TH")}
        named = pdf.Root.StructTreeRoot.IDTree.Names
        assert scopes == ["/Column", "/Column", "/Row"]
        assert [str(name) for name in list(named)[0::2]] == sorted(ids)


def test_links_are_announced_by_their_text(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        contents = [str(link.Contents) for link in pdf.pages[0].Annots]
    assert contents == ["bijlage 1", "de Kansspelautoriteit"]


def test_a_drawing_has_its_alternative_and_its_place_on_the_page(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        (figure,) = structure(pdf, "Figure")
        left, bottom, right, top = map(float, figure.A.BBox)
        width, height = map(float, list(pdf.pages[0].MediaBox)[2:])
    assert figure.Alt == "De stappen"
    assert 0 < left < right < width
    assert 0 < bottom < top < height
    assert right - left == pytest.approx(67.5)


def test_repairs_refuse_a_version_that_they_were_not_made_for() -> None:
    with pytest.raises(RuntimeError, match=r"70\.1 is installed"):
        require_known("70.1")


# -- what players type ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["{{7*7}} {% raw %} #{1} ${2}", "<script>alert(1)</script> & <b>vet</b>", "\\( ) % /Type"],
)
def test_code_in_a_text_is_shown_as_typed(text: str) -> None:
    rendered = render_pdf(job(f"<h1>Brief</h1>{paragraphs(text)}"))
    assert text in extract_text(io.BytesIO(rendered.pdf)).replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Łukasz Żółć, Ελένη Παπαδοπούλου, Пётр Ильич",
        "مُحَمَّد العمراني \u200f(سلام) 12/11 שָׁלוֹם",
        "😀👩🏽‍💻🇳🇱 李小龍 \u202egnp.exe \ue000 \ud800 x\u030ca\u030b",
        "x" * 20_000,
        "woord " * 4_000,
        "",
    ],
)
def test_any_script_and_any_length_gives_a_valid_file(text: str) -> None:
    assert render_pdf(job(f"<h1>Brief</h1>{paragraphs(text)}")).faults == ()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(max_size=200), min_size=1, max_size=10))
def test_any_text_gives_a_valid_file(texts: list[str]) -> None:
    assert render_pdf(job(f"<h1>Brief</h1><h2>x</h2>{paragraphs(*texts)}")).faults == ()


def test_letters_stay_readable_after_they_first_stood_with_a_mark() -> None:
    rendered = render_pdf(job(f"<h1>1</h1>{paragraphs('q̌ ž̨', 'qqq žžž')}"))
    assert "qqq žžž" in extract_text(io.BytesIO(rendered.pdf))


def test_no_text_runs_off_the_page_or_is_lost() -> None:
    rendered = render_pdf(job(f"<h1>Brief</h1>{paragraphs('x' * 5_000)}"))
    shown = extract_text(io.BytesIO(rendered.pdf))
    assert shown.count("x") == 5_000


def test_sixty_rows_repeat_their_headers_and_number_their_pages() -> None:
    rows = "".join(
        f'<tr><td>{n} oktober 2026</td><td class="words">{"Geen antwoord. " * 12}</td></tr>'
        for n in range(60)
    )
    head = "<thead><tr><th>Datum</th><th>Uitkomst</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>"
    rendered = render_pdf(job(f"<h1>Brief</h1>{table}"))
    text = extract_text(io.BytesIO(rendered.pdf))
    assert rendered.faults == ()
    assert rendered.pages > 2
    assert text.count("Uitkomst") == rendered.pages
    assert f"Pagina 2 van {rendered.pages}" in text


def test_nothing_is_written_to_disk_or_printed(tmp_path: Path) -> None:
    folders = ("TMPDIR", "HOME", "XDG_CACHE_HOME")
    script = (
        "from samples import DATED; from portal.documents.pdf import render_pdf;"
        "print(render_pdf(DATED).pages)"
    )
    result = subprocess.run(
        [sys.executable, "-B", "-c", script],
        cwd=ROOT,
        env={**IN_ANOTHER_PROCESS, **dict.fromkeys(folders, str(tmp_path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (result.stdout, result.stderr) == ("1\n", "")
    assert list(tmp_path.rglob("*")) == []


def test_our_stylesheet_holds_nothing_that_weasyprint_does_not_know(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from portal.documents.pdf import prepare

    log = logging.getLogger("weasyprint")
    prepare.cache_clear()
    log.addHandler(caplog.handler)
    try:
        render_pdf(job())
    finally:
        log.removeHandler(caplog.handler)
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []
