"""The screenshots of the example cases: small pages, photographed by headless Chromium."""

import base64
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from portal.documents.text import FONT_FOLDER

_COLOURS: Final = 40  # enough for flat pages; keeps the files small
_STYLE: Final = """
* { box-sizing: border-box; margin: 0; }
body { font: 15px/1.4 Own; background: #eef1f6; color: #1d2733; }
.clock { display: flex; justify-content: space-between; padding: 6px 18px; font-weight: 600;
  font-size: 13px; background: #14213d; color: #fff; }
header { background: #14213d; color: #fff; padding: 12px 18px; display: flex;
  justify-content: space-between; align-items: center; }
header b { font-size: 19px; color: #d8dde6; } header b::before { content: "★ "; color: #f2c14e; }
header span { font-size: 13px; text-align: right; line-height: 1.35; }
main { padding: 18px; } h1 { font-size: 22px; margin-bottom: 12px; }
.card { background: #fff; border: 1px solid #ccd4e0; border-radius: 10px; padding: 14px;
  margin-bottom: 14px; }
.card h2 { font-size: 16px; margin-bottom: 8px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 14px; }
dt { color: #566373; } dd { text-align: right; font-weight: 600; }
.tag { padding: 2px 9px; border-radius: 9px; background: #fff0c7; color: #6b4a00; }
.ok { background: #d9f2df; color: #14532d; } .no { background: #fbdcd9; color: #7f1d1d; }
table { width: 100%; border-collapse: collapse; background: #fff; }
th, td { text-align: left; padding: 9px 12px; border: 1px solid #ccd4e0; }
th { background: #e3e8f0; } td.sum, th.sum { text-align: right; }
footer { color: #566373; font-size: 12px; padding: 4px 18px 14px; }
.sms { background: #fff; height: 720px; } .sms .clock { background: #fff; color: #1d2733; }
.sms .who { padding: 14px 18px; border-bottom: 1px solid #d5d9de; font-size: 18px;
  font-weight: 600; } .sms .who small { display: block; font-size: 12px; color: #566373; }
.sms time { display: block; text-align: center; color: #566373; font-size: 12px;
  margin: 22px 0 10px; }
.sms .bubble { background: #e8ebef; border-radius: 16px; margin: 0 60px 0 16px;
  padding: 12px 14px; } .sms u { color: #0b57d0; }
.sms .reply { position: absolute; bottom: 40px; left: 16px; right: 16px; padding: 10px 14px;
  border: 1px solid #c3c9d1; border-radius: 20px; color: #566373; }
.sms .foot { position: absolute; bottom: 12px; left: 16px; font-size: 11px; color: #566373; }
"""
_FOOT: Final = (
    "<footer>Zilverster Casino is operated by Zilverster Interactive Limited, a company registered "
    "in Malta. Licensed and regulated by the Malta Gaming Authority under licence number "
    "MGA/B2C/9999/2021.<br>Voorbeeld: deze website is verzonnen.</footer>"
)


class Device(NamedTuple):
    """The window in CSS pixels, and how many pixels of the picture each of them is."""

    width: int
    height: int
    sharpness: int


_PHONE: Final = Device(360, 720, 3)
_DESKTOP: Final = Device(1280, 800, 1)


def _clock(time: str) -> str:
    return f'<div class="clock"><span>{time}</span><span>78%</span></div>'


def _site(title: str, body: str, balance: str, clock: str = "") -> str:
    return f"""{clock}<header><b>Zilverster</b><span>sanne_tulp<br>Saldo {balance}</span></header>
<main><h1>{title}</h1>{body}</main>{_FOOT}"""


_REQUESTED: Final = _site(
    "Uitbetalingen",
    """<div class="card"><h2>Uw aanvraag</h2><dl>
<dt>Nummer</dt><dd>WD-20260718-5531</dd>
<dt>Aangevraagd</dt><dd>18-07-2026 21:40</dd>
<dt>Bedrag</dt><dd>€ 1.250,00</dd>
<dt>Naar</dt><dd>bankrekening<br>eindigt op 2208</dd>
<dt>Status</dt><dd><span class="tag">in behandeling</span></dd></dl></div>
<div class="card"><h2>Uw speelrekening</h2><dl>
<dt>Saldo</dt><dd>€ 12,40</dd>
<dt>Bonus</dt><dd>geen bonus</dd></dl></div>""",
    "€ 12,40",
    _clock("21:42"),
)
_DOCUMENTS: Final = _site(
    "Documenten",
    """<div class="card"><h2>Paspoort</h2><dl>
<dt>Gevraagd</dt><dd>20-07-2026 09:12</dd>
<dt>Ontvangen</dt><dd>20-07-2026 09:14</dd>
<dt>Status</dt><dd><span class="tag ok">ontvangen</span></dd></dl></div>
<div class="card"><h2>Bankafschrift</h2><dl>
<dt>Gevraagd</dt><dd>20-07-2026 09:12</dd>
<dt>Ontvangen</dt><dd>20-07-2026 09:15</dd>
<dt>Status</dt><dd><span class="tag ok">ontvangen</span></dd></dl></div>
<p>Wij controleren uw documenten. U krijgt bericht per e-mail.</p>""",
    "€ 12,40",
    _clock("09:15"),
)
_CANCELLED: Final = _site(
    "Uitbetalingen",
    """<table><tr><th>Nummer</th><th>Aangevraagd</th><th class="sum">Bedrag</th><th>Status</th>
<th>Gewijzigd</th><th>Omschrijving</th></tr>
<tr><td>WD-20260718-5531</td><td>18-07-2026 21:40</td><td class="sum">€ 1.250,00</td>
<td><span class="tag no">geannuleerd</span></td><td>04-08-2026 18:30</td><td>review</td></tr>
</table><br><div class="card" style="width: 420px"><h2>Saldo op 04-08-2026</h2><dl>
<dt>Speelrekening</dt><dd>€ 12,40</dd><dt>In behandeling</dt><dd>€ 0,00</dd>
<dt>Bonus</dt><dd>geen bonus</dd></dl></div>
<p>Bijgewerkt: dinsdag 4 augustus 2026, 18:32</p>""",
    "€ 12,40",
)
_SMS: Final = f"""<div class="sms">{_clock("16:58")}
<div class="who">Polderwin<small>sms</small></div>
<time>vrijdag 19 juni 2026, 16:58</time>
<div class="bubble">We missen je, Łukasz! 50 gratis spins staan klaar. Log in:
<u>www.polderwin.example/terug</u></div>
<div class="reply">Sms-bericht</div><div class="foot">Voorbeeld: verzonnen bericht</div></div>"""


def withdrawal_screens() -> dict[str, bytes]:
    """The screenshots of the case about a withheld withdrawal, by exhibit."""
    with _chromium() as chromium:
        return {
            "e1": _shot(chromium, _REQUESTED, _PHONE),
            "e2": _shot(chromium, _DOCUMENTS, _PHONE),
            "e4": _shot(chromium, _CANCELLED, _DESKTOP),
        }


def breach_screens() -> dict[str, bytes]:
    """The screenshots of the case about play during self-exclusion, by exhibit."""
    with _chromium() as chromium:
        return {"e3": _shot(chromium, _SMS, _PHONE)}


@contextmanager
def _chromium() -> Iterator[Browser]:
    """The system's Chromium. Root may not use its sandbox, and only our own pages are shown."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def _shot(chromium: Browser, body: str, device: Device) -> bytes:
    page = chromium.new_page(
        viewport={"width": device.width, "height": device.height},
        device_scale_factor=device.sharpness,
    )
    page.set_content(f"<style>{_fonts()}{_STYLE}</style>{body}")
    page.evaluate("document.fonts.ready")
    png = page.screenshot()
    page.close()
    return _few_colours(png)


def _fonts() -> str:
    return "".join(
        f"@font-face {{ font-family: Own; font-weight: {weight};"
        f" src: url(data:font/ttf;base64,{_encoded(name)}); }}"
        for name, weight in (("SourceSans3-Regular", 400), ("SourceSans3-Semibold", 600))
    )


def _encoded(name: str) -> str:
    return base64.b64encode((FONT_FOLDER / f"{name}.ttf").read_bytes()).decode("ascii")


def _few_colours(png: bytes) -> bytes:
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
