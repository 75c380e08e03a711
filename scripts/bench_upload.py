"""How much memory the web process needs for the largest upload: `python -m scripts.bench_upload`.

In a process of its own, which measures its own peak: before the upload, and after it.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.config import Settings
from portal.factory import build_app
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.store.database import migrate_database
from scripts.bench_exhibits import Figures, growth, peak_of

SIZE: Final = 99_000_000  # bytes, of a file that just stays under the largest limit
_BOUNDARY: Final = "frontier"
_PIECE: Final = 64 * 1024


def measure_upload() -> Figures:
    """The figures of a new process. Raises CalledProcessError when the upload fails there."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bench_upload"], capture_output=True, check=True, text=True
    )
    figures: Figures = json.loads(done.stdout)
    return figures


class Upload:
    """The body of a form with a file of `SIZE` bytes, made while it is read."""

    def __init__(self, token: str) -> None:
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
        ).encode()
        tail = f"\r\n--{_BOUNDARY}--\r\n".encode()
        self.length = len(head) + SIZE + len(tail)
        self._pieces = self._all(head, tail)
        self._rest = b""

    def _all(self, head: bytes, tail: bytes) -> Iterator[bytes]:
        yield head
        left = SIZE
        while left:
            yield os.urandom(min(left, _PIECE))
            left -= min(left, _PIECE)
        yield tail

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        held = self._rest or next(self._pieces, b"")
        if size < 0:
            size = len(held)
        self._rest = held[size:]
        return held[:size]


def main() -> None:
    """Upload to a site of this process, and print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(Settings(instance_dir=Path(folder), file_max_bytes=100_000_000))
        with app.app_context():
            migrate_database()
            key, _opened = adopt_case(example_case("withheld_withdrawal"), date(2026, 11, 22), 600)
        client = app.test_client()
        client.post(
            "/en/sign-in", data={"csrf_token": token_in(client, "/en/sign-in"), "key": key.text}
        )
        token = token_in(client, "/en/case/evidence")
        cookies = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
        before = peak_of(os.getpid())
        status = send_to(app, Upload(token), cookies)
        after = peak_of(os.getpid())
    if not status.startswith("303"):
        raise RuntimeError(f"the upload was answered with {status}")
    print(json.dumps(figures_of(before, after)))


def token_in(client: Any, path: str) -> str:
    """The form token on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    if found is None:
        raise RuntimeError(f"{path} has no form token")
    return found[1]


def send_to(app: Any, upload: Upload, cookies: str) -> str:
    """The status of the answer."""
    builder = EnvironBuilder("/en/case/evidence/upload", method="POST", base_url="http://127.0.0.1")
    environ = builder.get_environ() | {
        "wsgi.input": upload,
        "CONTENT_LENGTH": str(upload.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={_BOUNDARY}",
        "HTTP_COOKIE": cookies,
    }
    _body, status, _headers = run_wsgi_app(app, environ, buffered=True)
    return str(status)


def figures_of(before: float | str, after: float | str) -> Figures:
    return {
        "size of the file, MB": SIZE / 1e6,
        "peak of the web process before it, MB": before,
        "peak of the web process after it, MB": after,
        "memory for the upload, MB": growth(before, after),
        "target, at most MB": 80,
    }


if __name__ == "__main__":
    main()
