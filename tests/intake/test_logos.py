"""Logos: a drawing comes out as harmless shapes or is refused; a picture comes out as pixels."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from portal.intake.logos import PNG, SVG, clean_logo
from portal.intake.svg import BadDrawing, clean_svg

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
GOOD = f"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {NAMES} xmlns:i="http://inkscape" width="120px" height="60" onload="alert(1)">
<title>Secret name</title><metadata><i:who>somebody</i:who></metadata>
<i:view><script>alert(2)</script></i:view>
<defs><linearGradient id="a"><stop offset="0" style="stop-color:#fff; -x:y"/></linearGradient>
<linearGradient id="b" xlink:href="#a"/><clipPath id="c"><circle r="9"/></clipPath></defs>
<g clip-path="url(#c)" onclick="alert(3)" class="x"><path d="M0 0L9,9z" fill="url(#b)"/></g>
</svg>"""


def drawing(inside: str) -> bytes:
    return f'<svg {NAMES} viewBox="0 0 10 10">{inside}</svg>'.encode()


def test_a_drawing_keeps_its_shapes_and_loses_everything_else() -> None:
    cleaned = clean_svg(GOOD.encode()).decode()
    for lost in ("alert", "on", "class", "Secret", "somebody", "inkscape", "DOCTYPE", "-x"):
        assert lost not in cleaned.replace("none", ""), lost
    root = ET.fromstring(cleaned)
    assert root.get("viewBox") == "0 0 120 60"
    kinds = [one.tag.partition("}")[2] for one in root.iter()]
    assert kinds[:5] == ["svg", "defs", "linearGradient", "stop", "linearGradient"]
    assert clean_svg(cleaned.encode()).decode() == cleaned


HOSTILE = [
    "<script>alert(1)</script>",
    "<foreignObject><p/></foreignObject>",
    '<image xlink:href="http://a.example/x.png"/>',
    '<image href="data:image/png;base64,AAAA"/>',
    '<use href="#a"/>',
    '<a href="javascript:alert(1)"><path/></a>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    "<style>@import url(http://a.example)</style>",
    "<text>name</text>",
    "<filter/>",
    '<path fill="url(http://a.example#x)"/>',
    '<path style="fill:url(//a.example)"/>',
    '<path style="fill: u\\72l(http://a.example)"/>',
    '<path d="M0 0" stroke="expression(alert(1))/*"/>',
    '<linearGradient xlink:href="http://a.example#x"/>',
    '<linearGradient id="a" href="#a"/>',
    '<clipPath id="a"><path clip-path="url(#a)"/></clipPath>',
    '<g id="a"/><g id="a"/>',
    "<svg/>",
    "<g>" * 40 + "</g>" * 40,
    "<g/>" * 6000,
]


@pytest.mark.parametrize("inside", HOSTILE, ids=lambda text: text[:30])
def test_a_hostile_drawing_is_refused(inside: str) -> None:
    with pytest.raises(BadDrawing):
        clean_logo(drawing(inside))


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f'<!DOCTYPE svg [<!ENTITY e0 "x">{BOMB}]><svg {NAMES}>&e8;</svg>'.encode(), "not_allowed"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "not_allowed"),
        (f'<svg {NAMES} viewBox="0 0 1 1">'.encode(), "not_svg"),
        (b"<svg><path/></svg>", "not_svg"),
        (f"<svg {NAMES}/>".encode(), "no_size"),
        (f'<svg {NAMES} viewBox="0 0 900 10"/>'.encode(), "no_size"),
        (f'<svg {NAMES} viewBox="0 0 nan 10"/>'.encode(), "no_size"),
        (b"<svg>" + b" " * 200_000, "too_large"),
        (b"GIF89a", "not_logo"),
        (b"", "not_logo"),
        (b"\x89PNG\r\n\x1a\n broken", "not_read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_logo_is_told_why(data: bytes, code: str) -> None:
    with pytest.raises(BadDrawing) as refused:
        clean_logo(data)
    assert refused.value.code == code


def test_a_picture_is_drawn_anew_on_white_and_small() -> None:
    source = io.BytesIO()
    image = Image.new("RGBA", (1800, 600), (0, 0, 0, 0))
    image.putpixel((900, 300), (200, 0, 0, 255))
    image.save(source, "PNG", dpi=(300, 300), pnginfo=None, exif=Image.Exif())
    logo = clean_logo(source.getvalue() + b"trailing secret")
    again = Image.open(io.BytesIO(logo.data))
    assert (logo.media_type, again.size, again.info) == (PNG, (800, 267), {})
    assert again.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert b"secret" not in logo.data
    assert clean_logo(drawing("<path/>")).media_type == SVG
