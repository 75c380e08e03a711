# ruff: noqa: TID253 - only the web process must not load pikepdf
import hashlib
import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace as with_fields
from PIL import Image, ImageChops

from portal.documents.pdf import Attachment, BlockedResource, PdfJob, RenderedPdf, render_pdf
from portal.documents.pdf_exhibits import ExhibitPages, is_placeholder
from portal.documents.pdf_following import PageWords
from portal.documents.pdf_lines import PageLines
from portal.intake.child import normalise
from tests.documents.samples import CASE_FILE, document
from tests.pdf_validators import faults, verapdf

pytestmark = pytest.mark.pdf
RED, BLUE = (220, 20, 20), (20, 20, 220)


def picture(kind: str, width: int, height: int) -> bytes:
    """A picture that is red in its upper half and blue in its lower half."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width, height // 2))
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


def vector() -> bytes:
    """Two pages, the second of them wide; both red over blue."""
    import weasyprint

    html = "<style>@page{size:A4;margin:0}body{margin:0}div{height:148mm}"
    html += "@page wide{size:A4 landscape}section{page:wide}section div{height:100mm}</style>"
    halves = "<div style='background:rgb(220,20,20)'></div>"
    halves += "<div style='background:rgb(20,20,220)'></div>"
    html += f"{halves}<section>{halves}</section>"
    pdf: bytes = weasyprint.HTML(string=html).write_pdf()
    return pdf


FILES = {
    "photo.jpg": picture("JPEG", 600, 800),
    "screen.png": picture("PNG", 300, 600),
    "letter.pdf": vector(),
    "wide.png": picture("PNG", 800, 400),
}


def shown(address: str, look: str = "exhibit-page") -> str:
    return f'<img src="{address}" class="{look}" alt="A picture, red over blue"/>'


def pages_of(number: int, name: str, content: bytes) -> ExhibitPages:
    normal = normalise([content], name)
    words = (
        PageWords(f"E{number}, page {page.number}", f"Page {page.number} of {name}")
        for page in normal.pages
    )
    return ExhibitPages(number=number, pdf=normal.pdf, first=1, words=tuple(words))


@pytest.fixture(scope="module")
def job() -> PdfJob:
    looks = ["exhibit-page"] * 3 + ["exhibit-page wide"]
    pages = "".join(
        f'<section class="{look.replace("page", "sheet")}" data-stamp="E">'
        f'<h2 id="exhibit-{n}">Exhibit {n}</h2>'
        f"<figure>{shown(f'exhibit:{n}-1', look)}</figure></section>"
        for n, look in enumerate(looks, 1)
    )
    return PdfJob(
        html=document(f"<h1>Packet</h1><p><strong>Page</strong></p>{pages}"),
        title="Packet",
        language="en",
        created="2026-11-26",
        attachments=(CASE_FILE,),
        exhibits=tuple(pages_of(n, *file) for n, file in enumerate(FILES.items(), 1)),
        lines=PageLines(label=("Page ", " of ", ""), footer="HG-1 · x"),
        originals=tuple(
            Attachment(name=name, content=content, description=name, relationship="Source")
            for name, content in FILES.items()
        ),
    )


@pytest.fixture(scope="module")
def packet(job: PdfJob) -> RenderedPdf:
    return render_pdf(job)


def test_a_packet_with_exhibits_is_valid_for_both_judges(
    packet: RenderedPdf, tmp_path: Path
) -> None:
    path = tmp_path / "packet.pdf"
    path.write_bytes(packet.pdf)
    assert packet.faults == ()
    assert faults(packet.pdf) == []
    assert verapdf([path])[path] == []


def _near(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    far = ImageChops.difference(image, Image.new("RGB", image.size, colour))
    red, green, blue = far.split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    mask = Image.eval(worst, lambda distance: 255 * (distance < 30))
    box = mask.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(
    ("place", "shape"), [(1, 600 / 800), (2, 300 / 600), (3, 210 / 296), (4, 297 / 200), (5, 2)]
)
def test_an_exhibit_is_seen_upright_and_in_its_own_shape(
    packet: RenderedPdf, place: int, shape: float
) -> None:
    opened = pypdfium2.PdfDocument(packet.pdf)
    image = opened[place].render(scale=0.5).to_pil().convert("RGB")
    opened.close()
    red, blue = _near(image, RED), _near(image, BLUE)
    assert red[3] <= blue[1] + 2
    assert (red[2] - red[0]) / (blue[3] - red[1]) == pytest.approx(shape, rel=0.06)


def test_a_page_behind_the_first_has_its_stamp_its_number_and_its_words(
    packet: RenderedPdf,
) -> None:
    assert packet.pages == 6
    opened = pypdfium2.PdfDocument(packet.pdf)
    page = opened[4]
    assert page.get_width() > page.get_height()
    said = page.get_textpage().get_text_range().split("\r\n")
    opened.close()
    assert said == ["E3, page 2", "HG-1 · x · Page 5 of 6"]
    with pikepdf.open(io.BytesIO(packet.pdf)) as file:
        row = dict(zip(*[iter(file.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        (figure,) = row[file.pages[4].StructParents]
        before = next(one for one in row[file.pages[3].StructParents] if one.S == "/Figure")
        assert (figure.S, str(figure.Alt)) == ("/Figure", "Page 2 of letter.pdf")
        while before.S != "/Sect":
            before = before.P
        assert before == figure.P
        assert figure.Pg == file.pages[4].obj


def test_exhibits_need_the_lines_of_a_packet(job: PdfJob) -> None:
    with pytest.raises(ValueError, match="lines"):
        render_pdf(with_fields(job, lines=None))


def test_originals_come_back_byte_for_byte_with_their_hash(packet: RenderedPdf) -> None:
    with pikepdf.open(io.BytesIO(packet.pdf)) as opened:
        names = list(opened.attachments)
        assert names == sorted([CASE_FILE.name, *FILES])
        listed = [str(spec.UF) for spec in opened.Root.AF]
        assert sorted(listed) == names
        for name, content in FILES.items():
            spec = opened.attachments[name]
            stream = spec.obj.EF.F
            assert spec.get_file().read_bytes() == content
            assert bytes(stream.Params.CheckSum) == hashlib.md5(content).digest()
            assert int(stream.Params.Size) == len(content)
            assert spec.relationship == pikepdf.Name.Source


def test_the_same_exhibits_give_the_same_bytes(job: PdfJob, packet: RenderedPdf) -> None:
    assert render_pdf(job).pdf == packet.pdf


@pytest.mark.parametrize(
    "address",
    ["exhibit:3", "exhibit:a-1", "exhibit:1-2-3", "exhibit:٣-1", "file:///etc/hostname"],
)
def test_no_other_address_is_answered(address: str) -> None:
    html = document(shown(address))
    with pytest.raises(BlockedResource):
        render_pdf(PdfJob(html=html, title="Packet", language="en"))


def test_a_line_end_after_an_address_is_no_part_of_it() -> None:
    assert is_placeholder("exhibit:3-2")
    assert not is_placeholder("exhibit:3-2\n")


def test_jobs_and_exhibits_do_not_tell_what_they_hold(job: PdfJob) -> None:
    assert repr(job) == "PdfJob(…)"
    assert repr(job.exhibits[0]) == "ExhibitPages(1)"


def test_originals_without_a_date_are_refused(job: PdfJob) -> None:
    html = document("<h1>Packet</h1>")
    with pytest.raises(ValueError, match="date"):
        render_pdf(PdfJob(html=html, title="Packet", language="en", originals=job.originals))
