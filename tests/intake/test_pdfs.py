import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from portal.documents.pdf import PdfJob, render_pdf
from portal.domain.evidence import FileForm, PageEdit
from portal.intake.child import normalise, rasterise
from tests import pdf_validators
from tests.intake import carriers, makers
from tests.intake.pages import pixels, placed, shown

pytestmark = pytest.mark.pdf
WORDS = "Balance on 3 May: EUR 1,250.00"


def archival(pages: int = 1) -> bytes:
    """A PDF with its fonts inside."""
    body = "".join(
        f"<section style='break-after: page'><h1>Page {n}</h1><p>{WORDS}</p></section>"
        for n in range(1, pages)
    )
    html = f"<html lang='en'><title>Letter</title><body>{body}<p>{WORDS}</p></body></html>"
    return render_pdf(PdfJob(html=html, title="Letter", language="en")).pdf


@pytest.fixture(scope="module")
def letter() -> bytes:
    return archival(3)


def with_photo(data: bytes, **extra: object) -> pikepdf.Pdf:
    """A PDF with a JPEG over its page."""
    file = makers.pdf([b"q 400 0 0 300 50 300 cm /P Do Q"])
    image = Image.open(io.BytesIO(data))
    photo = pikepdf.Stream(
        file,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
        **extra,
    )
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=photo))
    return file


def test_a_pdf_with_its_fonts_inside_stays_pdf_content(letter: bytes) -> None:
    normal = normalise([letter], "a.pdf")
    assert (normal.form, normal.source_pages) == (FileForm.PDF, 3)
    assert [page.is_vector for page in normal.pages] == [True] * 3
    assert [page.number for page in normal.pages] == [1, 2, 3]
    assert WORDS in normal.pages[2].text
    assert len(normal.pdf) < len(letter) + 5000
    assert pixels(normal, 2) > 500


def test_a_pdf_without_its_fonts_becomes_pictures() -> None:
    normal = normalise([makers.saved(makers.pdf([makers.words(WORDS)]))], "a.pdf")
    (page,) = normal.pages
    assert not page.is_vector
    assert page.text == WORDS
    assert (page.width, page.height) == pytest.approx(makers.A4, abs=0.01)
    assert pixels(normal) > 500


def test_only_the_pages_that_cannot_stay_become_pictures() -> None:
    file = makers.pdf([makers.square(72, 72, 200), makers.words(WORDS), b""])
    normal = normalise([makers.saved(file)], "a.pdf")
    assert [page.is_vector for page in normal.pages] == [True, False, True]


@pytest.mark.parametrize("value", ["filled in", "Łódź"])
@pytest.mark.parametrize("appearance", [True, False])
def test_a_filled_form_field_is_visible(value: str, appearance: bool) -> None:
    normal = normalise([makers.with_field(value, appearance=appearance)], "a.pdf")
    assert pixels(normal, darker_than=100) > 300
    look = Image.open(io.BytesIO(normal.looks[0])).convert("L")
    assert sum(look.histogram()[:100]) > 100


def test_a_page_keeps_its_turn_and_its_crop_box() -> None:
    file = makers.pdf([makers.square(100, 100, 50)], size=(400, 600))
    file.pages[0].obj.CropBox = Array([100, 100, 300, 400])
    blue = {0: (20, 280), 90: (20, 20), 180: (180, 20), 270: (280, 180)}
    for turn, place in blue.items():
        file.pages[0].obj.Rotate = turn
        normal = normalise([makers.saved(file)], "a.pdf")
        size = (300, 200) if turn in {90, 270} else (200, 300)
        assert (normal.pages[0].width, normal.pages[0].height) == size
        assert normal.pages[0].is_vector
        page = shown(normal, dpi=72)
        assert page.getpixel(place) == (0, 0, 255), turn
        assert (
            sum(page.getpixel(at) == (0, 0, 255) for at in blue.values() if page_has(page, at)) == 1
        )


def page_has(page: Image.Image, at: tuple[int, int]) -> bool:
    return at[0] < page.width and at[1] < page.height


def test_a_page_may_be_measured_in_larger_units() -> None:
    file = makers.pdf([b""], size=(200, 300), page={"/UserUnit": 2})
    page = normalise([makers.saved(file)], "a.pdf").pages[0]
    assert (page.width, page.height) == (400, 600)


def test_a_picture_of_another_page_does_not_come_along() -> None:
    secret = makers.encoded(makers.noise((64, 64)), "JPEG")
    file = with_photo(secret)
    file.add_blank_page(page_size=makers.A4)
    file.pages[1].obj.Resources = file.pages[0].obj.Resources
    file.pages[1].obj.Contents = file.make_stream(makers.square(9, 9, 99))
    data = makers.saved(file)
    normal = normalise([data], "a.pdf", chosen=(2,))
    assert normal.pages[0].is_vector
    assert secret[-200:] not in normal.pdf
    assert secret[-200:] in normalise([data], "a.pdf", chosen=(1,)).pdf


def test_the_camera_s_notes_in_a_pdf_do_not_come_along() -> None:
    photo = makers.with_exif(makers.picture(), place=True)
    metadata = {"Metadata": Dictionary(), "PieceInfo": Dictionary(Private="SECRETCAMERA")}
    normal = normalise([makers.saved(with_photo(photo, **metadata))], "a.pdf")
    assert normal.pages[0].is_vector
    assert b"SECRETCAMERA" not in makers.unpacked(normal.pdf)
    assert shown(normal).getpixel((300, 500)) != (255, 255, 255)


def test_a_hidden_layer_stays_hidden() -> None:
    file = makers.pdf([b"/OC /L BDC " + makers.square(72, 72, 300) + b" EMC"])
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
    file.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
    file.pages[0].obj.Resources = Dictionary(Properties=Dictionary(L=layer))
    normal = normalise([makers.saved(file)], "a.pdf")
    assert not normal.pages[0].is_vector
    assert pixels(normal) == 0


def test_a_soft_mask_and_a_transparency_group_become_pictures() -> None:
    group = Dictionary(S=Name.Transparency)
    file = makers.pdf([b"/X Do"])
    form = file.make_stream(
        makers.square(72, 72, 300),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 500, 500],
        Group=group,
        Resources=Dictionary(),
    )
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=form))
    normal = normalise([makers.saved(file)], "a.pdf")
    assert not normal.pages[0].is_vector
    assert pixels(normal) > 10_000


def test_grey_pages_are_small_and_sharp_and_coloured_ones_are_photos() -> None:
    grey = makers.words("grey " * 8)
    file = makers.pdf([grey, grey + makers.square(0, 0, 400, "1 0 0")])
    normal = normalise([makers.saved(file)], "a.pdf")
    with pikepdf.open(io.BytesIO(normal.pdf)) as made:
        first, second = (page.Resources.XObject["/Page"] for page in made.pages)
        assert (first.ColorSpace, first.BitsPerComponent) == ("/DeviceGray", 4)
        assert (second.ColorSpace, second.Filter) == ("/DeviceRGB", "/DCTDecode")


def test_a_turned_page_stays_pdf_content(letter: bytes) -> None:
    normal = normalise([letter], "a.pdf", edits=(PageEdit(page=1, turn=90),))
    assert [page.is_vector for page in normal.pages] == [True] * 3
    assert normal.pages[0].width > normal.pages[0].height
    assert normal.pages[1].width < normal.pages[1].height
    upright = shown(normalise([letter], "a.pdf"))
    turned = shown(normal).transpose(Image.Transpose.ROTATE_90)
    assert ink_box(turned) == pytest.approx(ink_box(upright), abs=3)


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box around everything that is not white."""
    return image.convert("L").point(lambda value: 255 * (value < 200)).getbbox() or (0, 0, 0, 0)


def test_every_kind_of_page_keeps_a_packet_valid(letter: bytes, tmp_path: Path) -> None:
    unembedded = makers.saved(makers.pdf([makers.words(WORDS), makers.square(0, 0, 200)]))
    files = {
        "photo.jpg": makers.encoded(makers.noise((900, 700)), "JPEG"),
        "screen.png": makers.encoded(makers.picture((500, 900)), "PNG"),
        "grey.png": makers.encoded(makers.picture(mode="L"), "PNG"),
        "letter.pdf": letter,
        "fonts.pdf": unembedded,
        "field.pdf": makers.with_field("filled", appearance=False),
    }
    normals = [normalise([data], name) for name, data in files.items()]
    packet = carriers.packet(normals)
    assert pdf_validators.faults(packet) == []
    path = tmp_path / "packet.pdf"
    path.write_bytes(packet)
    assert pdf_validators.verapdf([path]) == {path: []}


def test_the_packet_of_these_tests_can_fail() -> None:
    file = makers.pdf([b"/Page Do"])
    form = file.make_stream(
        makers.words(WORDS),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 1, 1],
        Resources=Dictionary(Font=Dictionary(F=makers.font())),
    )
    file.pages[0].obj.Resources = Dictionary(XObject=Dictionary({"/Page": form}))
    normal = normalise([archival()], "a.pdf")
    broken = carriers.packet([carriers.with_pdf(normal, makers.saved(file))])
    assert "PDFA3A-FONT-EMBEDDING-001" in pdf_validators.faults(broken)


def test_content_does_not_take_the_colour_of_the_packet() -> None:
    file = makers.pdf([b"100 100 200 200 re f"])
    normal = normalise([makers.saved(file)], "a.pdf")
    assert normal.pages[0].is_vector
    page = shown(carriers.with_pdf(normal, placed([normal])), dpi=72)
    assert page.getpixel((170, 600)) == (0, 0, 0)


def test_pictures_of_pdf_content_look_the_same(letter: bytes) -> None:
    normal = normalise([letter], "a.pdf")
    drawn = rasterise(normal, dpi=150, only_vector=True)
    assert not any(page.is_vector for page in drawn.pages)
    assert [page.text for page in drawn.pages] == [page.text for page in normal.pages]
    assert drawn.looks == normal.looks
    assert b"/Font" not in makers.unpacked(drawn.pdf)
    assert ink_box(shown(drawn)) == pytest.approx(ink_box(shown(normal)), abs=2)


def test_a_smaller_variant_is_smaller_and_only_content_is_drawn_when_asked() -> None:
    photo = makers.encoded(makers.noise((2000, 1500)), "JPEG")
    normal = normalise([photo], "a.jpg")
    small = rasterise(normal, dpi=110, only_vector=False)
    assert len(small.pdf) < len(normal.pdf) / 2
    assert [(page.width, page.height) for page in small.pages] == [
        (page.width, page.height) for page in normal.pages
    ]
    assert rasterise(normal, dpi=150, only_vector=True).pdf == normal.pdf


def test_fifty_pages_are_taken() -> None:
    assert len(normalise([archival(50)], "a.pdf").pages) == 50
