# ruff: noqa: TID253 - only the web process must not load pikepdf
import base64
import io
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from pdfminer.high_level import extract_text

from portal.documents.pdf import BlockedResource, PdfJob, render_pdf
from tests.documents.samples import job

pytestmark = pytest.mark.pdf
SECRET = "canary-7f3a"
DRAWING = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{SECRET}</text></svg>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
VECTORS = [
    '<img src="{}"/>',
    '<img srcset="{} 2x"/>',
    '<picture><source srcset="{}"/><img src="{}"/></picture>',
    '<input type="image" src="{}"/>',
    '<object data="{}"></object>',
    '<embed src="{}"/>',
    '<video poster="{}"></video>',
    '<link rel="stylesheet" href="{}"/>',
    '<link rel="attachment" href="{}"/>',
    '<a rel="attachment" href="{}">x</a>',
    '<base href="{}"/><img src="x.png"/>',
    '<base href="{}"/><a rel="attachment" href="x">x</a>',
    '<style>@import "{}";</style>',
    "<style>@import url({});</style>",
    '<style>@font-face {{font-family: F; src: url("{}")}} p {{font-family: F}}</style><p>x</p>',
    '<style>@color-profile --c {{src: url("{}")}} p {{color: color(--c 1 0 0)}}</style><p>x</p>',
    '<p style="background: url({})">x</p>',
    '<p style="background-image: image-set(url({}) 1x)">x</p>',
    '<p style="border-image: url({}) 9">x</p>',
    '<p style="content: url({})">x</p>',
    '<style>p::before {{content: url("{}")}}</style><p>x</p>',
    '<ul style="list-style-image: url({})"><li>x</li></ul>',
    '<style>@page {{background: url("{}")}}</style><p>x</p>',
    '<style>@page {{@top-left {{content: url("{}")}}}}</style><p>x</p>',
    '<style>p::footnote-call {{content: url("{}")}} p {{float: footnote}}</style><p>x</p>',
    '<p style="mask: url({})">x</p>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="{}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{}#a"/></svg>',
    '<svg width="9" height="9"><style>@import "{}";</style><rect width="9"/></svg>',
    '<svg width="9" height="9"><rect width="9" height="9" fill="url({}#p)"/></svg>',
    '<svg width="9" height="9"><text style="font-family: url({})">x</text></svg>',
    '<iframe src="{}"></iframe>',
    '<body background="{}"></body>',
    '<table background="{}"><tr><td background="{}">x</td></tr></table>',
    '<meta http-equiv="refresh" content="0; url={}"/>',
    '<script src="{}"></script>',
    '<audio src="{}"></audio>',
    '<form action="{}"><button formaction="{}">x</button></form>',
    '<?xml-stylesheet href="{}"?>',
]


class _Recorder(BaseHTTPRequestHandler):
    requests: list[str]

    def do_GET(self) -> None:
        self.server.requests.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")  # SVG inside a .jpg is one of the tricks
        self.end_headers()
        self.wfile.write(DRAWING.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Recorder)
    server.requests = []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def addresses(server: HTTPServer, tmp_path: Path) -> list[str]:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    return [
        f"http://127.0.0.1:{server.server_port}/x.jpg",
        secret.as_uri(),
        f"data:text/css;base64,{packed(SECRET)}",
        f"data:image/svg+xml;base64,{packed(DRAWING)}",
        "ftp://127.0.0.1/x",
        f"//127.0.0.1:{server.server_port}/x",
        "asset:packet.css",
    ]


@pytest.mark.parametrize("vector", VECTORS)
def test_no_construct_reaches_a_server_or_a_file(
    vector: str, addresses: list[str], server: HTTPServer
) -> None:
    for address in addresses:
        page = f'<!DOCTYPE html><html lang="nl"><body>{vector.replace("{}", address)}</body></html>'
        page = page.replace("{{", "{").replace("}}", "}").replace("<svg ", SVG)
        try:
            pdf = render_pdf(PdfJob(html=page, title="x", language="nl")).pdf
        except (BlockedResource, ValueError):  # ValueError: WeasyPrint on an address of no use
            continue
        assert SECRET not in everything_in(pdf)
    assert server.requests == []  # type: ignore[attr-defined]


def packed(text: str) -> str:
    """In base64, so that the text itself is not in the address."""
    return base64.b64encode(text.encode()).decode()


def everything_in(pdf: bytes) -> str:
    """All text, and all streams unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
    return extract_text(io.BytesIO(pdf)) + b"".join(streams).decode("latin-1")


def test_a_refusal_does_not_quote_the_document(addresses: list[str]) -> None:
    with pytest.raises(BlockedResource) as refusal:
        render_pdf(job(f'<img alt="x" src="{addresses[1]}"/>'))
    assert str(refusal.value) == ""
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("vector", VECTORS[:1] + VECTORS[9:10] + VECTORS[12:13])
def test_the_vectors_do_fetch_when_nothing_stops_them(
    vector: str, addresses: list[str], server: HTTPServer
) -> None:
    import weasyprint

    page = vector.replace("{}", addresses[0]).replace("{{", "{").replace("}}", "}")
    weasyprint.HTML(string=f'<html lang="nl"><body>{page}</body></html>').write_pdf()
    assert server.requests != []  # type: ignore[attr-defined]
    server.requests.clear()  # type: ignore[attr-defined]
