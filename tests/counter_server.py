"""A Redis server for the tests: started on loopback, with a password, nothing of it on disk."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis

from tests.listening import free_port, wait_until_it_listens

PROGRAMS = ("redis-server", "valkey-server")


@dataclass(frozen=True)
class CounterServer:
    """A running server; `url` is how the site reaches it."""

    url: str
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """Ends the server at once."""
        self.process.kill()
        self.process.wait()

    def everything(self) -> str:
        """All names that it holds."""
        with Redis.from_url(self.url) as client:
            return str(client.keys())


@contextmanager
def running_counter_server() -> Iterator[CounterServer]:
    """A server with nothing in it, stopped afterwards."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "Redis is not installed. Run: apt-get install redis-server"
    port, password = free_port(), secrets.token_hex(16)
    options = ["--bind", "127.0.0.1", "--port", str(port), "--requirepass", password]
    command = [program, *options, "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            wait_until_it_listens(port, process)
            yield CounterServer(f"redis://:{password}@127.0.0.1:{port}", process)
        finally:
            process.kill()
