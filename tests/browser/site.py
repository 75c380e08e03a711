"""The real site for browsers: gunicorn on a free loopback port, with a folder of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from flask import Flask
from werkzeug.exceptions import NotFound

from portal.config import Settings, variable_name
from portal.domain.case import Case
from portal.factory import build_app
from portal.i18n import LANGUAGES
from portal.knowledge.loader import OWN_PACKS
from portal.services.cases import adopt_case
from portal.store.database import migrate_database
from portal.store.models import db
from portal.web.clock import today
from tests.web.conftest import MAIL

ROOT = Path(__file__).resolve().parents[2]
NO_LIMIT = "100000 per minute"
STALE_AND_OWN = "im-gsc"  # the authority of which this site's host keeps an old pack of his own
_START_SECONDS = 30.0
_STOP_SECONDS = 30.0


class Site:
    """A running site: its address, and its database by a second way in."""

    def __init__(self, address: str, app: Flask) -> None:
        self.address = address
        self.app = app

    def put_in(self, case: Case) -> str:
        """Stores `case` as if it had been typed in; the key that opens it."""
        with self.app.app_context():
            key, _opened = adopt_case(case, today(), 12)
        return key.text

    def endpoint(self, path: str, method: str = "GET") -> str:
        """The name of the route of an address on this site, without its host; "" for none."""
        try:
            endpoint, _arguments = self.app.url_map.bind("localhost").match(path, method)
        except NotFound:
            return ""
        return str(endpoint)

    def pages(self) -> set[str]:
        """The names of all routes that show something in a language."""
        return {
            rule.endpoint
            for rule in self.app.url_map.iter_rules()
            if "language" in rule.arguments and "GET" in (rule.methods or ())
        }

    def url(self, language: str, path: str) -> str:
        """The full address of a page; `path` is what follows the language."""
        assert language in LANGUAGES
        return f"{self.address}/{language}{path}"


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Starts the site in `folder` and ends it; what it logs must not tell of an error."""
    settings = Settings(instance_dir=folder / "instance", render_processes=1, **MAIL)
    _write_own_pack(settings.packs_folder)
    app = build_app(settings)
    with app.app_context():
        migrate_database()
    port = _free_port()
    log = folder / "log.txt"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "portal.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=_environment(settings),
            stdout=written,
            stderr=written,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/live", server)
            yield Site(f"http://127.0.0.1:{port}", app)
        finally:
            server.terminate()
            server.wait(_STOP_SECONDS)
            with app.app_context():
                db.engine.dispose()
    told = log.read_text(encoding="utf-8")
    assert "Traceback" not in told, told
    assert "ERROR" not in told, told


def _write_own_pack(folder: Path) -> None:
    name = f"{STALE_AND_OWN}.toml"
    ours = (OWN_PACKS / name).read_text(encoding="utf-8")
    old = re.sub("(?m)^verified_on = .*$", "verified_on = 2020-01-01", ours)
    folder.mkdir(parents=True)
    (folder / name).write_text(old, encoding="utf-8")


def _environment(settings: Settings) -> dict[str, str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith("HOGEROP_")}
    return {
        **ours,
        "HOGEROP_INSTANCE_DIR": str(settings.instance_dir),
        "HOGEROP_RENDER_PROCESSES": str(settings.render_processes),
        "HOGEROP_SIGN_IN_LIMIT": NO_LIMIT,
        "HOGEROP_NEW_CASE_LIMIT": NO_LIMIT,
        **{variable_name(name): value for name, value in MAIL.items()},
    }


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(url).close()
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
