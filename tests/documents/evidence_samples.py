# ruff: noqa: TID253 - only the web process must not load pikepdf
"""Small files of evidence of every kind, each looked at once, for packets that are made up."""

import hashlib
import re
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from itertools import cycle, islice
from typing import NamedTuple

from pikepdf import Dictionary, Name

from portal.documents.exhibits import ExhibitFile
from portal.domain.evidence import Box, EvidenceFile, NormalForm, PageEdit
from portal.domain.parts import replace
from portal.intake.child import normalise, rasterise
from portal.services.evidence import file_facts
from portal.services.exhibits import SMALL_DPI
from tests.documents.hard_texts import HARD
from tests.intake.makers import encoded, noise, pdf, picture, saved, square, with_exif, words


class Sample(NamedTuple):
    """How a file is made, the end of its name, and what the player changed on its pages."""

    make: Callable[[], bytes]
    suffix: str
    chosen: tuple[int, ...] = ()
    edits: tuple[PageEdit, ...] = ()


class Held(NamedTuple):
    """A file as it came, and its normal form."""

    content: bytes
    normal: NormalForm


# A file with one of these is no text (portal.intake.sniff).
NO_TEXT_FILE = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
BLACK = PageEdit(page=2, black=(Box(left=100, top=100, right=500, bottom=300),))
TURNED = PageEdit(page=1, turn=90, crop=Box(left=0, top=0, right=900, bottom=600))


def _drawn(pages: int, size: tuple[float, float] = (595.28, 841.89), **page: object) -> bytes:
    """Pages without letters: they stay PDF content."""
    contents = [square(30 + number, 60, 200) for number in range(pages)]
    return saved(pdf(contents, size=size, page={f"/{key}": one for key, one in page.items()}))


def _written(pages: int) -> bytes:
    """Pages with a font that is not inside the file: they become pictures."""
    return saved(pdf([words(f"Afschrift {number}") for number in range(pages)]))


def _gradient() -> bytes:
    """A page with transparency, a clip and a shading, which may stay PDF content."""
    colours = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    space = {"ShadingType": 2, "ColorSpace": Name.DeviceRGB, "Coords": [0, 0, 400, 0]}
    shading = Dictionary(**space, Function=colours)
    state = Dictionary(ca=0.5, CA=0.5)
    resources = Dictionary(Shading=Dictionary(S=shading), ExtGState=Dictionary(G=state))
    content = b"q 50 50 400 300 re W n /S sh Q /G gs 0 1 0 rg 80 80 90 90 re f"
    return saved(pdf([content], resources=resources))


def _chat(lines: int) -> bytes:
    texts = islice(cycle(HARD.values()), lines)
    said = [f"[20:{number % 60:02}] Daan: {text[:600]}" for number, text in enumerate(texts)]
    return NO_TEXT_FILE.sub("", "\n".join(said)).encode()


def _mail(kind: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Ελένη <help@casino.example>"
    message["To"] = "speler@example.org"
    message["Subject"] = "Uitbetaling 😀 محمد"
    message["Message-ID"] = "<1@casino.example>"
    message.set_content("Beste speler,\n\n" + "\n".join(HARD[name] for name in ("arabic", "html")))
    if kind == "html":
        message.add_alternative("<p>Beste <b>speler</b> &amp; co</p><script>x</script>", "html")
    else:
        photo = encoded(picture(), "PNG")
        for name in ("foto 😀.png", "счёт.pdf"):
            message.add_attachment(photo, maintype="image", subtype="png", filename=name)
    return message.as_bytes()


def _see_through() -> bytes:
    image = picture((90, 140)).convert("RGBA")
    image.putalpha(120)
    return encoded(image, "PNG")


SAMPLES = {
    "photo": Sample(lambda: encoded(noise((180, 240)), "JPEG"), ".jpg"),
    "wide photo": Sample(lambda: encoded(noise((260, 150)), "JPEG"), ".jpg"),
    "turned photo": Sample(lambda: with_exif(picture((240, 160)), 6, place=True), ".jpg"),
    "edited photo": Sample(lambda: encoded(picture((200, 300)), "PNG"), ".png", (), (TURNED,)),
    "grey photo": Sample(lambda: encoded(picture((120, 200), "L"), "JPEG"), ".jpeg"),
    "tiny": Sample(lambda: encoded(picture((1, 1)), "PNG"), ".png"),
    "thread": Sample(lambda: encoded(picture((3, 900)), "PNG"), ".png"),
    "ribbon": Sample(lambda: encoded(picture((900, 3)), "PNG"), ".png"),
    "see-through": Sample(_see_through, ".png"),
    "drawing": Sample(lambda: _drawn(2), ".pdf"),
    "wide drawing": Sample(lambda: _drawn(1, (900.0, 300.0)), ".PDF"),
    "turned drawing": Sample(lambda: _drawn(1, Rotate=270), ".pdf"),
    "gradient": Sample(_gradient, ".pdf"),
    "letter": Sample(lambda: _written(2), ".pdf"),
    "chosen pages": Sample(lambda: _drawn(4), ".pdf", (3, 2), (BLACK,)),
    "chat": Sample(lambda: _chat(len(HARD)), ".txt"),
    "one line": Sample(lambda: b"ok", ".txt"),
    "mail": Sample(lambda: _mail("text"), ".eml"),
    "web mail": Sample(lambda: _mail("html"), ".eml"),
    "damaged": Sample(lambda: b"%PDF-1.7 kapot", ".pdf"),
    "too long": Sample(lambda: b"a\n" * 5001, ".txt"),
    "long drawing": Sample(lambda: _drawn(24), ".pdf"),
    "long letter": Sample(lambda: _written(12), ".pdf"),
    "long chat": Sample(lambda: _chat(300), ".txt"),
}
LONG = tuple(name for name in SAMPLES if name.startswith("long"))
SHORT = tuple(name for name in SAMPLES if name not in LONG)


@cache
def held(kind: str) -> Held:
    """The file of this kind, and what is shown of it."""
    sample = SAMPLES[kind]
    content = sample.make()
    name = f"a{sample.suffix}"
    normal = normalise([content], name, chosen=sample.chosen, edits=sample.edits)
    return Held(content, normal)


@cache
def smaller(kind: str) -> NormalForm:
    """What a small packet shows of it: smaller pictures, where that helps."""
    normal = held(kind).normal
    reduced = rasterise(normal, dpi=SMALL_DPI, only_vector=False)
    return reduced if len(reduced.pdf) < len(normal.pdf) else normal


def facts_of(kind: str, name: str, *, attach: bool) -> EvidenceFile:
    """What a case says of the file, under a name without an end."""
    content, normal = held(kind)
    sample = SAMPLES[kind]
    digest = hashlib.sha256(content).hexdigest()
    file = file_facts(f"{name}{sample.suffix}", len(content), digest, normal)
    return replace(file, attach=attach, chosen=sample.chosen, edits=sample.edits)


def exhibit_file(kind: str, *, attach: bool, is_small: bool) -> ExhibitFile:
    """What a packet gets of it, as portal.services.exhibits hands it over."""
    content, normal = held(kind)
    if is_small:
        return ExhibitFile(normal=smaller(kind) if normal.pdf else normal)
    return ExhibitFile(normal=normal, original=content if attach else None)
