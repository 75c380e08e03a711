"""How many members a server has room for: `python -m scripts.bench_members [SECONDS]`.

A real server on loopback, and visitors without a pause: they open a case, look at its pages, save
answers, and now and then print a draft of the packet. Told is the processor time of the server and
its processes for one page of this mix, and their memory; docs/hosting.md counts on from there.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count, takewhile
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from portal.config import Settings
from portal.factory import build_app
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.store.database import migrate_database
from portal.store.models import db
from portal.web.clock import today

ROOT: Final = Path(__file__).resolve().parents[1]
VISITORS: Final = 4
PORT: Final = 18474
PAGES: Final = ("/en/case", "/en/case/check", "/en/case/contacts", "/en/case/facts")
PRINT_EVERY: Final = 60  # pages: a visit of an hour prints about once
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


class Visitor:
    """One browser with a case of its own."""

    def __init__(self, key: str) -> None:
        self._line = HTTPConnection("127.0.0.1", PORT, timeout=120)
        self._cookies: dict[str, str] = {}
        self._hidden: dict[str, str] = {}
        self.ask("GET", "/en/sign-in")
        self.expect(303, "POST", "/en/sign-in", key=key)

    def expect(self, status: int, method: str, path: str, **fields: str) -> None:
        """Ask, and go on with this status only."""
        found = self.ask(method, path, **fields)
        if found != status:
            raise RuntimeError(f"{method} {path}: {found}")

    def ask(self, method: str, path: str, **fields: str) -> int:
        """The status of an answer; hidden fields of the last page go along with a form."""
        body = urlencode(self._hidden | fields) if method == "POST" else None
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        page = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self._cookies[name] = value
        for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
            named = dict(re.findall(r'\b(name|value)="([^"]*)"', tag))
            self._hidden[named.get("name", "")] = named.get("value", "")
        return answer.status

    def stay(self, until: float) -> tuple[int, int]:
        """Pages and packets until that moment."""
        pages = packets = 0
        for number in takewhile(lambda _number: time.monotonic() < until, count(1)):
            if number % PRINT_EVERY == 0:
                self.expect(200, "GET", "/en/case/ready/casino/preview/en")
                packets += 1
            elif number % 8 == 0:
                self.ask("GET", "/en/case/you")
                self.expect(303, "POST", "/en/case/you", name=f"N {number}", country="NL")
                pages += 2
            else:
                self.expect(200, "GET", PAGES[number % len(PAGES)])
                pages += 1
        return pages, packets


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0."""
    seconds = float(arguments[0]) if arguments else 60.0
    with tempfile.TemporaryDirectory() as folder:
        keys = make_cases(Path(folder))
        environment = {**os.environ, "HOGEROP_INSTANCE_DIR": folder}
        with running_server(environment) as pid:
            measure(pid, keys, seconds)
    return 0


@contextmanager
def running_server(environment: dict[str, str]) -> Iterator[int]:
    """The process id of a server that answers."""
    command = [sys.executable, "-m", "portal.cli", "serve", "--port", str(PORT)]
    with subprocess.Popen(  # noqa: S603 (our own command)
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            for line in server.stdout or ():
                if "ready" in line:
                    break
            yield server.pid
        finally:
            server.terminate()


def make_cases(folder: Path) -> list[str]:
    app = build_app(Settings(instance_dir=folder))
    with app.app_context():
        migrate_database()
        case = example_case("withheld_withdrawal")
        keys = [adopt_case(case, today(), 12)[0].text for _visitor in range(VISITORS)]
        db.engine.dispose()
    return keys


def measure(pid: int, keys: list[str], seconds: float) -> None:
    visitors = [Visitor(key) for key in keys]
    resting = memory(pid)
    before, began = processor_seconds(pid), time.monotonic()
    with ThreadPoolExecutor(len(visitors)) as pool:
        done = list(pool.map(lambda one: one.stay(began + seconds), visitors))
    took, used = time.monotonic() - began, processor_seconds(pid) - before
    pages, packets = (sum(one[place] for one in done) for place in (0, 1))
    print(f"{pages} pages and {packets} drafts in {took:.0f} s, {VISITORS} visitors at once")
    print(f"processor time of the server: {used:.1f} s, {used / pages * 1000:.1f} ms for a page")
    print(f"pages a second and processor: {pages / used:.0f}")
    print(f"memory: {resting / 1e6:.0f} MB at rest, {memory(pid) / 1e6:.0f} MB afterwards")


def family(pid: int) -> list[int]:
    """A process with all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    threads = Path(f"/proc/{pid}/task").iterdir()
    found = {int(one) for thread in threads for one in (thread / "children").read_text().split()}
    found |= {int(one) for one in children}
    return [pid, *(one for child in found for one in family(child))]


def processor_seconds(pid: int) -> float:
    fields = [_stat(one) for one in family(pid)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / _TICKS


def memory(pid: int) -> int:
    """Bytes in memory, shared ones counted once for each process."""
    return sum(int(_stat(one)[21]) * _PAGE_BYTES for one in family(pid))


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
