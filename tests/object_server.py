"""An S3-compatible store for the tests: made, started on loopback, gone with everything in it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from portal.store.object_bucket import Bucket
from tests.listening import free_port, wait_until_it_listens

NAME = "evidence"
_PAGE = 3  # objects in one answer to a listing, so that few objects are several pages
_VERSIONS = (
    '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<Status>{status}</Status></VersioningConfiguration>"
)


@dataclass(frozen=True)
class ObjectServer:
    """A running store with one bucket."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bucket(self, prefix: str = "site/one") -> Bucket:
        """The bucket as the site knows it."""
        return Bucket(
            name=NAME,
            prefix=prefix,
            endpoint=self.endpoint,
            region="eu-west-1",
            access_key="key",
            secret_key="secret",
            allow_http=True,
        )

    def make_bucket(self) -> None:
        self._ask("PUT", f"/{NAME}")

    def set_versioning(self, status: str) -> None:
        """`status` is "Enabled" or "Suspended"."""
        self._ask("PUT", f"/{NAME}?versioning", _VERSIONS.format(status=status))

    def unfinished(self) -> list[str]:
        """The names of objects of which only parts came."""
        return re.findall("<Upload>.*?<Key>(.*?)</Key>", self._ask("GET", f"/{NAME}?uploads"))

    def stored(self) -> list[str]:
        """The names of objects and of their older versions."""
        return re.findall("<Key>(.*?)</Key>", self._ask("GET", f"/{NAME}?versions&max-keys=99"))

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {"Content-Type": "application/xml"})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        assert answer.status == 200, (method, path, answer.status, text)
        return text


@contextmanager
def running_object_server() -> Iterator[ObjectServer]:
    """A store with one empty bucket, stopped afterwards."""
    server = ObjectServer(free_port())
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(server.port)]
    environment = {**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": str(_PAGE)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            wait_until_it_listens(server.port, process)
            server.make_bucket()
            yield server
        finally:
            process.terminate()
