"""How fast the house is: `./hogerop bench [--rounds N] [--json]`.

Milliseconds differ per machine, so the case page is also told as a ratio to a bare Flask page with
the same layout, measured in turns with it. Pages and parts are told in processor time, on which
other work of the machine has little influence; packets, made in other processes, in time on the
clock. Everything runs on an invented case, in a folder that is removed afterwards. Targets are
printed, not enforced.
"""

import argparse
import json
import os
import platform
import re
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, sleep, thread_time
from typing import Any, Final

from flask import Flask, render_template
from msgspec.structs import replace
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal import i18n
from portal.config import Settings
from portal.documents.packet import packet_job
from portal.documents.pdf import PdfJob
from portal.documents.pool import RenderPool
from portal.domain.case import Case
from portal.domain.codec import write_case
from portal.domain.group import Group
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, parse_recipient
from portal.domain.record import CaseRecord, read_record, write_record
from portal.factory import build_app
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs
from portal.services.cases import adopt_case
from portal.services.gate import content_for, pack_of
from portal.store.database import migrate_database
from portal.store.models import db
from portal.vault.keys import locator, new_case_key, parse_case_key, wrapping_key
from portal.vault.sealing import Kind, number_field, seal, unseal
from scripts.bench_exhibits import measure_exhibits
from scripts.bench_register import measure_register
from scripts.bench_upload import measure_upload

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"
EXAMPLE: Final = "withheld_withdrawal"
DAY: Final = date(2026, 11, 22)  # the day up to which the examples tell their story
CONTACTS: Final = 12
WARM_UP: Final = 5
# Seconds after which a worker has freed what the packet before left; the other figures count it in.
TIDIED: Final = 0.1
Figures = dict[str, float | int | str]


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0."""
    parser = argparse.ArgumentParser(prog="hogerop bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="page requests (default: 300)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args(arguments)
    # The packet first: a new process starts with this one's peak of memory on its account.
    figures = {
        "machine": machine(),
        "packet": measure_packet(max(3, chosen.rounds // 15)),
        "packet with evidence": measure_exhibits(
            example_case(EXAMPLE), max(2, chosen.rounds // 60), DAY
        ),
        "upload": measure_upload(),
        "public register": measure_register(),
        "case page": measure_case_page(chosen.rounds),
        "single parts": measure_parts(chosen.rounds),
    }
    print(json.dumps(figures, indent=2) if chosen.json else as_text(figures))
    return 0


def machine() -> Figures:
    return {
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def as_text(figures: dict[str, Figures]) -> str:
    """The figures as lines, one block per subject."""
    blocks = []
    for subject, values in figures.items():
        lines = [f"  {name:50} {_number(value)}" for name, value in values.items()]
        blocks.append("\n".join([subject.capitalize(), *lines]))
    return "\n\n".join(blocks)


def _number(value: float | int | str) -> str:
    return f"{value:>10.2f}" if isinstance(value, float) else f"{value!s:>10}"


# -- The packet --


def measure_packet(rounds: int) -> Figures:
    """A complaint with 12 contacts through the pool, after its processes are warm."""
    job = packet_of(case_with_contacts(CONTACTS))
    pool = RenderPool(processes=1)
    first = pool.render(job)
    alone = []
    for _ in range(rounds):
        sleep(TIDIED)
        alone.append(_seconds(lambda: pool.render(job)))
    pool.close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    cores = os.cpu_count() or 1
    return {
        "one packet, median ms": median(alone) * 1000,
        "pages": first.pages,
        "7 of these pages, ms": median(alone) * 1000 * 7 / first.pages,
        "target of 7 pages, at most ms": 500,
        "pages per second, one process": first.pages / median(alone),
        f"pages per second, {cores} processes": first.pages * packets_per_second(job, rounds),
        "size of the PDF, kB": len(first.pdf) / 1000,
        "peak memory of its process, MB": peak / (1e6 if sys.platform == "darwin" else 1e3),
    }


def case_with_contacts(number: int) -> Case:
    """The example with exactly `number` contacts: the first ones once more where it has fewer."""
    case = example_case(EXAMPLE)
    again = (replace(one, id=f"again{one.id}") for one in case.contacts)
    return replace(case, contacts=(*case.contacts, *again)[:number])


def packet_of(case: Case) -> PdfJob:
    packs = load_packs()
    content = content_for(case, CASINO, packs, DAY, is_draft=False)
    return packet_job(content, "nl", write_case(case))


def packets_per_second(job: PdfJob, rounds: int) -> float:
    """With one process for each core, all busy."""
    cores = os.cpu_count() or 1
    pool = RenderPool(processes=cores, queue=cores * rounds)
    with ThreadPoolExecutor(cores) as callers:
        list(callers.map(pool.render, [job] * cores))  # warm
        took = _seconds(lambda: list(callers.map(pool.render, [job] * cores * rounds)))
    pool.close()
    return cores * rounds / took


# -- The case page --


def measure_case_page(rounds: int) -> Figures:
    """The home of a case beside a bare page, in turns, inside this process."""
    with site_with_case() as (app, cookie):
        pages = {
            "bare": (bare_app(app), _request("/bare")),
            "case": (app, _request("/en/case", HTTP_COOKIE=cookie)),
            "small": (app, _request("/en/case", HTTP_COOKIE=cookie, HTTP_ACCEPT_ENCODING="br")),
        }
        for one in pages.values():
            for _ in range(WARM_UP):
                _answer(*one)
        times: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(rounds):
            for name, one in pages.items():
                times[name].append(_seconds(partial(_answer, *one), thread_time))
    bare, case, small = (median(times[name]) * 1000 for name in pages)
    return {
        "bare page, median processor ms": bare,
        "case page, median processor ms": case,
        "case page, compressed, median processor ms": small,
        "case page / bare page": case / bare,
        "target of the case page, at most ms": 10,
    }


@contextmanager
def site_with_case() -> Iterator[tuple[Flask, str]]:
    """A site of its own with the example case opened; and the cookie of that visit."""
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(Settings(instance_dir=Path(folder)))
        with app.app_context():
            migrate_database()
            key, _opened = adopt_case(example_case(EXAMPLE), DAY, 600)
        yield app, sign_in(app, key.text)
        with app.app_context():
            db.engine.dispose()


def sign_in(app: Flask, key_text: str) -> str:
    """Open the case as a player does, through the form; the cookie of the visit."""
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/en/sign-in").text)
    if token is None:
        raise RuntimeError("the sign-in page has no form token")
    client.post("/en/sign-in", data={"csrf_token": token[1], "key": key_text})
    cookie = client.get_cookie("case")
    if cookie is None:
        raise RuntimeError("the key did not open the case")
    return f"case={cookie.value}"


def bare_app(app: Flask) -> Flask:
    """Flask, our layout and a static text: no database, no keys, no gate, no headers."""
    bare = Flask("bare", template_folder=str(TEMPLATES))
    i18n.install(bare.jinja_env)
    bare.jinja_env.globals.update(
        app.jinja_env.globals,
        static_url="/static/{}".format,
        csrf_token=str,
        csp_nonce="nonce",
        language="en",
        other_language="nl",
        switch_url="/nl/",
        signed_in=True,
        site=Group(),
        theme_url="",
        logo_url="",
        url_for=lambda endpoint: f"/{endpoint}",
        get_flashed_messages=list,
    )
    page = bare.jinja_env.from_string(
        '{% extends "layout.html" %}{% block title %}Bare{% endblock %}'
        "{% block main %}<h1>Bare</h1><p>A static text.</p>{% endblock %}"
    )
    bare.add_url_rule("/bare", "bare", lambda: render_template(page))
    return bare


def _request(path: str, **headers: str) -> dict[str, Any]:
    return {**EnvironBuilder(path, base_url="http://127.0.0.1").get_environ(), **headers}


def _answer(app: Flask, environ: dict[str, Any]) -> None:
    """Send one request into the application and read its whole answer; anything but 200 raises."""
    _body, status, _headers = run_wsgi_app(app, environ, buffered=True)
    if not status.startswith("200"):
        raise RuntimeError(f"{environ['PATH_INFO']} answered {status}")


# -- Single parts --


def measure_parts(rounds: int) -> Figures:
    """The gate alone, and what a case key costs, in microseconds."""
    case, packs = example_case(EXAMPLE), load_packs()
    pack, authority = pack_of(case, packs), parse_recipient("authority:mt-mga")
    key_text, seal_up, open_up = crypto_of(case)
    parts: dict[str, Callable[[], object]] = {
        "gate for the casino": lambda: assess(case, CASINO, pack, DAY),
        "gate for the authority": lambda: assess(case, authority, pack, DAY),
        "read a key and derive from it": lambda: derive(key_text),
        "sign in: key to opened case": open_up,
        "save: seal a case": seal_up,
    }
    return {
        f"{name}, median processor µs": median(_seconds(part, thread_time) for _ in range(rounds))
        * 1e6
        for name, part in parts.items()
    }


def derive(key_text: str) -> tuple[bytes, bytes]:
    key = parse_case_key(key_text)
    return locator(key), wrapping_key(key)


def crypto_of(case: Case) -> tuple[str, Callable[[], object], Callable[[], object]]:
    """A key; sealing the case; and all that signing in does with bytes, without the database."""
    key, record, data_key, case_id = new_case_key(), CaseRecord(case=case), b"k" * 32, b"i" * 16
    bound_to = (case_id, number_field(1))
    wrapped = seal(Kind.WRAP, wrapping_key(key), data_key, case_id, locator(key))

    def seal_up() -> bytes:
        return seal(Kind.DOCUMENT, data_key, write_record(record), *bound_to)

    document, text = seal_up(), key.text

    def open_up() -> CaseRecord:
        found_by, wrapping = derive(text)
        opened = unseal(Kind.WRAP, wrapping, wrapped, case_id, found_by)
        return read_record(unseal(Kind.DOCUMENT, opened, document, *bound_to))

    return text, seal_up, open_up


def _seconds(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
