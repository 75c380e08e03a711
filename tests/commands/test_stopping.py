"""A server that is stopped finishes what it began, and one that is killed loses nothing saved."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.cli import main
from portal.commands.compile_translations import TRANSLATIONS, compile_catalogue
from portal.commands.database import database_app
from portal.store.cases import create_case, open_case
from portal.store.models import db
from portal.vault.keys import CaseKey, new_case_key
from portal.web.clock import today
from tests.commands.test_serve import ROOT, free_port
from tests.store.examples import RECORD

PAGE = "/en/case/you"


class Browser:
    """A player's browser on the page with his name."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.hidden: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """All cookies as one header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> str:
        """A page; its hidden fields go along with the next form."""
        page = self.ask("GET", path)[1]
        fields = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
        self.hidden = {_attribute(one, "name"): _attribute(one, "value") for one in fields}
        return page

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        """Status and text of an answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urlencode(self.hidden | fields) if fields else None
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def ask_again(self, path: str) -> str:
        """A page of a server that comes back within 20 seconds."""
        for _attempt in range(200):
            try:
                return self.get(path)
            except (OSError, HTTPException):
                time.sleep(0.1)
        raise TimeoutError(path)

    def name(self, name: str) -> bytes:
        """The request that saves a name, as it goes over the line."""
        body = urlencode(self.hidden | {"name": name, "country": ""}).encode()
        lines = [f"POST {PAGE} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {self.cookie}"]
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseKey]:
    """The key of a case of an installation that does not serve yet."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compile_catalogue(source)
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path))
    before = os.umask(0o077)
    assert main(["migrate"]) == 0
    made = new_case_key()
    with database_app().app_context():
        create_case(RECORD, made, today(), 12)
        db.engine.dispose()
    yield made
    os.umask(before)


@contextmanager
def server() -> Iterator[tuple["subprocess.Popen[str]", Browser]]:
    port = free_port()
    command = [sys.executable, "-m", "portal.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert any("ready" in line for line in iter(process.stdout.readline, ""))
            yield process, Browser(port)
        finally:
            process.terminate()


def workers(process: "subprocess.Popen[str]") -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(one) for one in children.read_text().split()]


def stored_name(key: CaseKey) -> str:
    with database_app().app_context():
        name = open_case(key, today(), 12).record.case.player.name
        db.engine.dispose()
    return name


def test_nothing_that_was_saved_is_lost(key: CaseKey) -> None:
    with server() as (process, browser):
        browser.get("/en/sign-in")
        assert browser.ask("POST", "/en/sign-in", key=key.text)[0] == 303
        _kill_while_saving(process, browser)
        _stop_while_saving(process, browser)
        assert process.wait(30) == 0
    assert stored_name(key) == "Slow"


def _kill_while_saving(process: "subprocess.Popen[str]", browser: Browser) -> None:
    """A worker that is killed is replaced; the player is still signed in, his answers are there."""
    browser.get(PAGE)
    assert browser.ask("POST", PAGE, name="First", country="")[0] == 303
    browser.get(PAGE)
    (worker,) = workers(process)
    with socket.create_connection(("127.0.0.1", browser.port), timeout=30) as line:
        line.sendall(browser.name("Second"))
        os.kill(worker, signal.SIGKILL)
        saved = _start_of_answer(line).startswith(b"HTTP/1.1 303")
    page = browser.ask_again(PAGE)
    assert 'value="Second"' in page or (not saved and 'value="First"' in page)
    assert workers(process) != [worker]


def _start_of_answer(line: socket.socket) -> bytes:
    """What comes back: nothing of a killed worker, an answer of the next one if it took it on."""
    try:
        return line.recv(20)
    except ConnectionResetError:
        return b""


def _stop_while_saving(process: "subprocess.Popen[str]", browser: Browser) -> None:
    """A request that was half there when the server was told to stop is still answered."""
    request = browser.name("Slow")
    with socket.create_connection(("127.0.0.1", browser.port), timeout=30) as line:
        line.sendall(request[:-1])
        assert browser.ask("GET", "/health/live")[0] == 200  # so the half one was taken on
        process.terminate()
        _wait_until_it_takes_nothing_new(browser.port)
        line.sendall(request[-1:])
        assert line.recv(20).startswith(b"HTTP/1.1 303")


def _wait_until_it_takes_nothing_new(port: int) -> None:
    for _attempt in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=0.3)
        try:
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except (OSError, HTTPException):
            return
        finally:
            connection.close()
    raise TimeoutError("it still answers")
