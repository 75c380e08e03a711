"""The PDF files of the example cases: bank statements, an account's payments, a decision."""

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from portal.documents.pdf import PdfJob, render_pdf

_FOOT: Final = "Voorbeeld / verzonnen: deze bank, deze rekening en deze bedragen bestaan niet."
_STYLE: Final = """
@page { size: A4; margin: 20mm 20mm 24mm; @top-left { content: ""; }
  @bottom-left { content: "FOOT"; width: 75%; font: 8.5pt "Source Sans 3"; color: #4a5560; }
  @bottom-right { content: counter(page) " / " counter(pages); width: 25%;
    font: 8.5pt "Source Sans 3"; color: #4a5560; text-align: right; } }
html { font: 10.5pt/1.4 "Source Sans 3"; }
h1 { font-size: 17pt; margin: 0 0 3mm; color: COLOUR; }
.bank { font-weight: 600; font-size: 13pt; color: COLOUR; border-bottom: 1.2mm solid COLOUR;
  padding-bottom: 2mm; margin: 0 0 6mm; }
p { margin: 0 0 3mm; }
table { width: 100%; table-layout: fixed; margin: 4mm 0; border-spacing: 0; }
th { text-align: left; background: #eef2f5; padding: 1.4mm 2mm; font-size: 9.5pt; border: 0; }
td { padding: 1.4mm 2mm; vertical-align: top; border: 0; border-bottom: .2mm solid #c9d1d8; }
th:nth-child(1) { width: 20mm; } th:nth-child(3) { width: 14mm; } th:nth-child(4) { width: 26mm; }
th:nth-child(4), td:nth-child(4) { text-align: right; }
tr { break-inside: avoid; }
.seen td { background: #fff7d6; }
.black { display: inline-block; height: 3.6mm; background: #000; vertical-align: -0.6mm; }
"""

# A4 and the place of the first line, in points; Helvetica is a font that every reader has.
_SHEET: Final = (595, 842)
_TOP_LEFT: Final = (64, 770)
_LEADING: Final = 17
_LETTERS: Final = 10.5


class Line(NamedTuple):
    """A line of a statement; without `who` it was made black."""

    day: date
    sign: str  # "Af" or "Bij"
    amount: str = ""
    who: str = ""


def withdrawal_papers() -> dict[str, bytes]:
    """The PDF files of the case about a withheld withdrawal, by exhibit."""
    return {"e12": _autumn_statement(), "e13": _decision()}


def breach_papers() -> dict[str, bytes]:
    """The PDF files of the case about play during self-exclusion, by exhibit."""
    return {"e4": _june_statement(), "e5": plain_pdf(_PAYMENTS)}


def _autumn_statement() -> bytes:
    """A page and a half of lines; of money received the amounts can be read."""
    lines = [Line(date(2026, 7, 1) + timedelta(days=day), "Af") for day in range(1, 142, 5)]
    lines += [Line(date(2026, month, 24), "Bij", "2.134,18") for month in (7, 8, 9, 10)]
    lines += [
        Line(date(2026, 7, 14), "Bij", "18,50"),
        Line(date(2026, 9, 5), "Bij", "42,00"),
        Line(date(2026, 11, 20), "Af"),
        Line(
            date(2026, 7, 11),
            "Af",
            "50,00",
            "Zilverster Interactive Limited<br/>iDEAL, 11-07-2026 19:05 uur",
        ),
    ]
    lead = "Periode: 1 juli 2026 tot en met 20 november 2026"
    owner = "S. van der Meulen, Lindehof 12, 1234 AB Voorbeeldstad"
    return _statement("#1f5f7a", lead, owner, "2208", lines)


def _june_statement() -> bytes:
    days = [number for number in range(1, 31) if number not in (7, 14, 20, 21, 28)]
    lines = [Line(date(2026, 6, number), "Af") for number in days]
    lines += [Line(date(2026, 6, number), "Af") for number in (3, 9, 17, 26, 30)]
    lines += [Line(date(2026, 6, 23), "Bij")]
    lines += [
        Line(date(2026, 6, day), "Af", amount, f"Polderwin Online B.V.<br/>iDEAL, {words}")
        for day, amount, words in (
            (20, "200,00", "20-06-2026 23:41 uur, kenmerk ST-881204"),
            (21, "250,00", "21-06-2026 01:26 uur, kenmerk ST-881219"),
            (28, "150,00", "28-06-2026 00:12 uur, kenmerk ST-883070"),
        )
    ]
    lead = "Periode: 1 juni 2026 tot en met 30 juni 2026"
    owner = "Ł. Wiśniewski, Molenpad 3, 1234 CD Voorbeelddorp"
    return _statement("#7a3b1f", lead, owner, "7315", lines)


def _statement(colour: str, period: str, owner: str, number: str, lines: Iterable[Line]) -> bytes:
    rows = "".join(_row(line) for line in sorted(lines))
    body = f"""<p class="bank">Voorbeeldbank</p><h1>Bankafschrift</h1>
<p>{owner}<br/>Betaalrekening: IBAN eindigt op {number}<br/>{period}<br/>Bedragen in euro</p>
<table><thead><tr><th scope="col">Datum</th><th scope="col">Omschrijving</th>
<th scope="col">Af/Bij</th><th scope="col">Bedrag</th></tr></thead><tbody>{rows}</tbody></table>"""
    return _printed(body, "Bankafschrift", colour, _FOOT)


def _row(line: Line) -> str:
    # A black box of a length that says nothing of the words; there are none below it.
    who = line.who or _black(34 + line.day.toordinal() * 7 % 38)
    amount = line.amount or _black(15)
    kind = ' class="seen"' if line.who else ""
    return (
        f"<tr{kind}><td>{line.day:%d-%m-%Y}</td><td>{who}</td>"
        f"<td>{line.sign}</td><td>{amount}</td></tr>"
    )


def _black(width: int) -> str:
    return f'<span class="black" style="width: {width}mm"></span>'


def _decision() -> bytes:
    body = """<p class="bank">eCOGRA</p>
<p>Aan: Sanne van der Meulen<br/>Lindehof 12<br/>1234 AB Voorbeeldstad</p>
<p>Datum: 6 november 2026<br/>Nummer: EC-2026-7719</p>
<h1>Beslissing in uw geschil</h1>
<p>Op 10 september 2026 legde u ons een geschil voor met Zilverster Casino (Zilverster Interactive \
Limited). Het gaat om uitbetaling WD-20260718-5531 van € 1.250,00. Het klachtnummer van het casino \
is ZS-48213.</p>
<p>Wij vroegen het casino om stukken. Wij lazen ook uw bewijsstukken.</p>
<p><strong>Onze beslissing</strong></p>
<p>Het casino heeft niet laten zien welke speelronde onregelmatig was. Wij bevelen aan om de \
uitbetaling opnieuw te beoordelen en de reden te geven.</p>
<p>Hiermee is uw geschil bij ons afgesloten.</p>
<p>Met vriendelijke groet,<br/>Afdeling geschillen</p>"""
    foot = "Voorbeeld / verzonnen: deze brief is niet van eCOGRA."
    return _printed(body, "Beslissing EC-2026-7719", "#2f3a45", foot)


def _printed(body: str, title: str, colour: str, foot: str) -> bytes:
    style = _STYLE.replace("COLOUR", colour).replace("FOOT", foot)
    html = (
        f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"/><title>{title}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
    return render_pdf(PdfJob(html=html, title=title, language="nl")).pdf


_PAYMENTS: Final = (
    (
        "Polderwin",
        "Overzicht van betalingen",
        "",
        "Account: lukasz_w",
        "E-mail: lukasz@wisniewski.example",
        "Periode: mei tot en met juli 2026",
        "Gemaakt op: 2 juli 2026, 09:48 uur",
        "Saldo op dat moment: € 0,00",
        "",
        "MEI 2026",
        "Geen betalingen in deze maand.",
        "",
        "JUNI 2026",
        "20-06-2026  23:41   Storting   iDEAL   ST-881204   € 200,00   geslaagd",
        "21-06-2026  01:26   Storting   iDEAL   ST-881219   € 250,00   geslaagd",
        "28-06-2026  00:12   Storting   iDEAL   ST-883070   € 150,00   geslaagd",
        "",
        "JULI 2026 (tot en met 2 juli)",
        "Geen betalingen in deze maand.",
        "",
        "Voorbeeld / verzonnen                                                         1 / 2",
    ),
    (
        "Polderwin",
        "Overzicht van betalingen (vervolg)",
        "",
        "TOTAAL MEI TOT EN MET JULI 2026",
        "Stortingen: 3, samen € 600,00",
        "Uitbetalingen: 0, samen € 0,00",
        "",
        "INGELOGD IN DEZE PERIODE",
        "20-06-2026  23:38   gelukt",
        "28-06-2026  00:09   gelukt",
        "02-07-2026  09:46   gelukt",
        "",
        "Polderwin Online B.V. Wat kost gokken jou? Stop op tijd. 18+",
        "",
        "Voorbeeld / verzonnen                                                         2 / 2",
    ),
)


def plain_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF 1.4 in Helvetica that is not embedded, as simple programs write it.

    One page for each of `pages`, its first line large; characters of Windows-1252 only.
    """
    numbers = [4 + 2 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        objects += [_sheet(number + 1), _content(lines)]
    return _file(objects)


def _sheet(content: int) -> bytes:
    return textwrap.dedent(f"""\
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 {_SHEET[0]} {_SHEET[1]}]
        /Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>""").encode("ascii")


def _content(lines: Sequence[str]) -> bytes:
    left, top = _TOP_LEFT
    start = f"BT /F1 18 Tf {left} {top} Td {_LEADING + 6} TL\n".encode("ascii")
    body = b"".join(
        (f"/F1 {_LETTERS} Tf {_LEADING} TL ".encode("ascii") if at == 1 else b"")
        + b"("
        + line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        + b") Tj T*\n"
        for at, line in enumerate(lines)
    )
    stream = start + body + b"ET"
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream)


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )
