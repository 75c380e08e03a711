"""How fast a packet with evidence is made, beside everything put in at export by WeasyPrint alone.

Twenty exhibits: photos of 12 megapixels, screenshots, and PDFs of 108 pages together, all taken in
before. The baseline does at export what we do when a file comes in: it turns PDF pages into
pictures of 150 dpi and lets WeasyPrint read them with the photos as they came.
"""

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, BinaryIO, Final, NamedTuple, cast

import pypdfium2
import weasyprint
import weasyprint.urls
from msgspec.structs import replace as with_fields
from PIL import Image

from portal.documents.exhibits import ExhibitFile
from portal.documents.packet import packet_job
from portal.documents.pdf import PdfJob, pdf_faults, prepare, render_pdf
from portal.documents.pool import RenderPool
from portal.documents.render_worker import receive_bytes, send, start_worker
from portal.domain.case import Case, Exhibit
from portal.domain.evidence import EvidenceFile
from portal.domain.packet import SMALL, PacketContent
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.intake.child import normalise
from portal.knowledge.loader import load_packs
from portal.services.evidence import file_facts
from portal.services.gate import content_for

PHOTOS: Final = 6
SCREENSHOTS: Final = 4
PDF_PAGES: Final = (50, 20, 10, 8, 6, 5, 3, 2, 2, 2)
PHOTO_SIZE: Final = (4000, 3000)
MANY: Final = 100
SHORT: Final = 3  # pages
# A sheet with a figure: the same without its heading, and the exhibit's number.
_SHEET: Final = re.compile(
    r'(<div class="exhibit-sheet[^>]*>)\s*<h2.*?</h2>\s*'
    r'(<figure><img src="exhibit:(\d+)-1".*?</figure>\s*</div>)',
    re.DOTALL,
)
Figures = dict[str, float | int | str]


class Taken(NamedTuple):
    """A file that was taken in: what the case says of it, and what the packet shows of it."""

    facts: EvidenceFile
    file: ExhibitFile


def measure_exhibits(case: Case, rounds: int, day: date) -> Figures:
    """A complaint of `case` with all exhibits, with and without originals, in a warm process."""
    originals = list(files())
    taken = [taken_in(name, content) for name, content in originals]
    case, held = with_files(case, taken)
    content = content_of(case, day)
    jobs = {
        "without": packet_job(with_fields(content, variant=SMALL), "nl", b"{}", held),
        "with": packet_job(content, "nl", b"{}", held),
    }
    pool = RenderPool(processes=1)
    first = pool.render(jobs["with"])
    times = {name: _median(partial(pool.render, job), rounds) for name, job in jobs.items()}
    many = _many(case, taken, day, pool, rounds)
    pool.close()
    return {
        "exhibits": len(originals),
        "pages": first.pages,
        "rules broken": len(first.faults),
        "size with originals, MB": len(first.pdf) / 1e6,
        "without originals, median s": times["without"],
        "target without originals, at most s": 1.8,
        "with originals, median s": times["with"],
        "target with originals, at most s": 2.6,
        **_beside_naive(jobs["without"], originals, times["without"]),
        **many,
        "memory of the process, without originals, MB": memory_of_worker(jobs["without"]),
        "memory of the process, with originals, MB": memory_of_worker(jobs["with"]),
        "target of that memory, at most MB": 160,
    }


def _beside_naive(job: PdfJob, originals: list[tuple[str, bytes]], ours: float) -> Figures:
    naive = _median(lambda: naive_packet(job, originals), 1)
    return {
        "everything at export by WeasyPrint, s": naive,
        "that / without originals": naive / ours,
        "target of that ratio, at least": 3,
    }


def _many(case: Case, taken: list[Taken], day: date, pool: RenderPool, rounds: int) -> Figures:
    """A complaint with many short exhibits, and one with a fifth of them."""
    short = [one for one in taken if one.facts.pages <= SHORT]
    jobs = {}
    for name, number in (("many", MANY), ("fifth", MANY // 5)):
        chosen = [short[place % len(short)] for place in range(number)]
        one, held = with_files(case, chosen)
        jobs[name] = packet_job(with_fields(content_of(one, day), variant=SMALL), "nl", b"{}", held)
    times = {name: _median(partial(pool.render, job), rounds) for name, job in jobs.items()}
    return {
        f"{MANY} short exhibits, median s": times["many"],
        "target of these, at most s": 10,
        "their time per exhibit / that of a fifth of them": times["many"] / times["fifth"] / 5,
    }


def content_of(case: Case, day: date) -> PacketContent:
    return content_for(case, CASINO, load_packs(), day, is_draft=False)


def memory_of_worker(job: PdfJob) -> float | str:
    """The most that a new render process needs for `job`, in MB, where the system tells."""
    with start_worker() as process:
        send(cast(BinaryIO, process.stdin), job)
        receive_bytes(cast(BinaryIO, process.stdout))
        receive_bytes(cast(BinaryIO, process.stdout))
        peak = peak_of(process.pid)
        cast(BinaryIO, process.stdin).close()
    return peak


def growth(before: float | str, after: float | str) -> float | str:
    """By how much a peak grew, in MB, where the system tells peaks."""
    if isinstance(before, float) and isinstance(after, float):
        return after - before
    return "not told here"


def peak_of(pid: int) -> float | str:
    """The peak of memory of a running process, in MB; only Linux tells it without its parent's."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "not told here"
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1000 if found else "not told here"


def _median(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begin = perf_counter()
        run()
        times.append(perf_counter() - begin)
    return median(times)


def files() -> Iterator[tuple[str, bytes]]:
    """Names and contents of the originals."""
    for number in range(PHOTOS):
        yield f"photo{number}.jpg", picture(PHOTO_SIZE, "JPEG", number)
    for number in range(SCREENSHOTS):
        yield f"screen{number}.png", picture((1080, 1920), "PNG", number)
    for number, pages in enumerate(PDF_PAGES):
        yield f"statement{number}.pdf", statement(pages)


def picture(size: tuple[int, int], form: str, number: int) -> bytes:
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 40 + number).resize(size)
    held = io.BytesIO()
    if form == "PNG":  # a screenshot has few colours
        noise.quantize(16).save(held, form)
    else:
        Image.merge("RGB", (noise, noise.rotate(180), noise)).save(held, form, quality=85)
    return held.getvalue()


def statement(pages: int) -> bytes:
    """A bank statement with fonts of its own."""
    row = "<p>12-07-2026 Overboeking naar spaarrekening 1.250,00 Af</p>"
    sheets = "".join(
        f'<h1 style="break-before: page">Bankafschrift {number}</h1>{row * 25}'
        for number in range(pages)
    )
    html = f"<html lang='nl'><head><title>x</title></head><body>{sheets}</body></html>"
    return render_pdf(PdfJob(html=html, title="x", language="nl")).pdf


def taken_in(name: str, content: bytes) -> Taken:
    normal = normalise([content], name)
    facts = file_facts(name, len(content), hashlib.sha256(content).hexdigest(), normal)
    return Taken(facts, ExhibitFile(normal=normal, original=content))


def with_files(case: Case, taken: list[Taken]) -> tuple[Case, dict[int, ExhibitFile]]:
    """`case` with these files as its only exhibits."""
    for exhibit in case.exhibits:
        case = case.without_exhibit(exhibit.id)
    exhibits = tuple(
        Exhibit(id=f"e{number}", description=one.facts.name, file=one.facts)
        for number, one in enumerate(taken, 1)
    )
    held = {number: one.file for number, one in enumerate(taken, 1)}
    return replace(case, exhibits=exhibits), held


def naive_packet(job: PdfJob, originals: list[tuple[str, bytes]]) -> bytes:
    """The same document, with every page made a picture and read by WeasyPrint at export."""
    pictures: dict[str, bytes] = {}
    for number, (name, content) in enumerate(originals, 1):
        shown = rasterised(content) if name.endswith(".pdf") else [content]
        pictures |= {f"exhibit:{number}-{page}": one for page, one in enumerate(shown, 1)}
    engine = prepare()
    source = weasyprint.HTML(string=with_all_pages(job), url_fetcher=serving(pictures))
    document = source.render(
        font_config=engine.fonts, stylesheets=[engine.stylesheet], pdf_variant="pdf/a-3a"
    )
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        made: bytes = document.write_pdf(pdf_variant="pdf/a-3a")
    pdf_faults(made)
    return made


def with_all_pages(job: PdfJob) -> str:
    """The HTML of `job` with every page of each exhibit, of which it has the first alone."""
    lasts = {one.number: len(one.words) for one in job.exhibits}

    def with_the_others(sheet: re.Match[str]) -> str:
        first, number = sheet[1] + sheet[2], int(sheet[3])
        pages = range(2, lasts[number] + 1)
        others = (first.replace(f':{number}-1"', f':{number}-{page}"') for page in pages)
        return sheet[0] + "".join(others)

    return _SHEET.sub(with_the_others, job.html)


def rasterised(pdf: bytes) -> list[bytes]:
    made = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            held = io.BytesIO()
            page.render(scale=150 / 72).to_pil().save(held, "JPEG", quality=75)
            made.append(held.getvalue())
    return made


def serving(pictures: dict[str, bytes]) -> Any:
    base: Any = weasyprint.urls.URLFetcher

    class Pictures(base):  # type: ignore[misc]
        """Hands out the pictures by their addresses."""

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002
            kind = {"Content-Type": "image/jpeg"}
            return weasyprint.urls.URLFetcherResponse(url, pictures[url], kind)

    return Pictures()
