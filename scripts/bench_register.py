"""How fast a public register is imported and asked: `python -m scripts.bench_register ROWS`.

In a process of its own, which measures its own peak. The import is also told as a ratio to reading
the same files with Python's csv alone.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from flask import Flask

from portal.domain.case import Casino
from portal.knowledge.loader import load_known
from portal.services.licences import ask_register
from portal.services.register import import_register
from portal.services.register_files import PARTS
from portal.store.database import init_store, migrate_database
from portal.store.models import db
from scripts.bench_exhibits import Figures, growth, peak_of

ROWS: Final = 100_000  # websites; the real register has some thousands
LOOK_UPS: Final = 300
_WEBSITES_OF_ONE: Final = 25
_DAY: Final = date(2026, 11, 22)


def measure_register() -> Figures:
    """The figures of a new process. Raises CalledProcessError when the import fails there."""
    done = subprocess.run(  # noqa: S603 (this module itself, no shell)
        [sys.executable, "-m", "scripts.bench_register", str(ROWS)],
        capture_output=True,
        check=True,
        text=True,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def main(rows: int) -> None:
    """Make a register, import it, ask it, and print the figures as JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, rows)
        app = Flask("bench")
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'bench.db'}"
        app.config["EVIDENCE_FOLDER"] = folder / "evidence"
        init_store(app)
        with app.app_context():
            migrate_database()
            print(json.dumps(measure(folder, rows)))
            db.engine.dispose()


def write_files(folder: Path, rows: int) -> None:
    """The four files, with `rows` websites of invented companies."""
    companies = range(1, max(2, rows // _WEBSITES_OF_ONE))
    of = companies.stop - 1
    kinds = {
        "businesses": ((one, f"Company {one} Limited") for one in companies),
        "licences": (
            (one, f"000-{one:06}-R-{one:06}-001", "Active", "Remote", "Casino", "", "")
            for one in companies
        ),
        "trading-names": ((one, f"Brand {one}", "Active") for one in companies),
        "domain-names": (
            (row % of + 1, f"https://www.casino-{row}.com/", "Active") for row in range(rows)
        ),
    }
    for part in PARTS:
        _write(folder / part.file, list(part.columns), kinds[part.name])


def _write(path: Path, header: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*header, "Start Date", "End Date"] if "Activity" in header else header)
        writer.writerows(rows)


def measure(folder: Path, rows: int) -> Figures:
    bare = _seconds_to_read(folder)
    before = peak_of(os.getpid())
    begin = perf_counter()
    import_register(folder, _DAY, lambda _read, _whole: None)
    took = perf_counter() - begin
    after = peak_of(os.getpid())
    return {
        "websites": rows,
        "import, s": took,
        "target of the import, at most s": 60,
        "websites per second": rows / took,
        "import / reading with csv alone": took / bare,
        "memory for the import, MB": growth(before, after),
        "target of the memory, at most MB": 20,
        **look_ups(rows),
        "target of a look-up, at most ms": 5,
    }


def look_ups(rows: int) -> Figures:
    """Milliseconds of one question, as the licence page asks it; each must find something."""
    kinds = {
        "look-up of a website, median ms": lambda n: Casino(website=f"casino-{n}.com"),
        "look-up of a host under it, median ms": lambda n: Casino(website=f"a.b.casino-{n}.com"),
        "look-up of a brand, median ms": lambda _n: Casino(brand="brand 1"),
        "look-up of a number, median ms": lambda _n: Casino(licence_number="1"),
    }
    figures: Figures = {}
    known = load_known()
    for name, casino in kinds.items():
        times = []
        for count in range(LOOK_UPS):
            begin = perf_counter()
            answer = ask_register(casino(count * 7919 % rows), known)
            times.append(perf_counter() - begin)
            if answer is None or not answer.listings:
                raise RuntimeError(f"{name} found nothing")
        figures[name] = median(times) * 1000
    return figures


def _seconds_to_read(folder: Path) -> float:
    begin = perf_counter()
    for part in PARTS:
        with (folder / part.file).open(encoding="utf-8", newline="") as file:
            for _row in csv.reader(file):
                pass
    return perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]))
