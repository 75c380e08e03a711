"""A private PostgreSQL server for the tests: made, started on loopback, removed."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.listening import free_port

INSTALLED = Path("/usr/lib/postgresql")  # Debian's place; one folder per version


class NoPostgres(Exception):
    """There is no PostgreSQL server on this machine."""


@dataclass(frozen=True)
class Cluster:
    """A running server. `new_database` gives each test its own one."""

    port: int
    password: str

    def new_database(self, like: str = "") -> str:
        """Makes a database, empty or as the one at the address `like`; its SQLAlchemy address."""
        name, template = f"test_{secrets.token_hex(8)}", _name(like) if like else "template1"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql+psycopg://tester:{self.password}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, address: str) -> None:
        """Deletes a database, whoever is still connected to it."""
        self._run(f"DROP DATABASE {_name(address)} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        address = f"host=127.0.0.1 port={self.port} user=tester dbname=postgres"
        with psycopg.connect(address, password=self.password, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A server with an empty cluster, stopped and deleted afterwards. Raises NoPostgres."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="hogerop-postgres-"))
    try:
        cluster = Cluster(free_port(), secrets.token_hex(16))
        _initialise(programs, folder, cluster.password)
        _start(programs, folder, cluster.port)
        try:
            yield cluster
        finally:
            _run(programs / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def _name(address: str) -> str:
    return address.rpartition("/")[2]


def _programs() -> Path:
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise NoPostgres("PostgreSQL is not installed. Run: apt-get install postgresql")
    return found[-1].parent


def _initialise(programs: Path, folder: Path, password: str) -> None:
    password_file = folder / "password"
    password_file.write_text(password)
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres")
        for path in (folder, password_file):
            os.chown(path, account.pw_uid, account.pw_gid)
    _run(
        *(programs / "initdb", "-D", folder / "data", "-U", "tester", "-A", "scram-sha-256"),
        *("--pwfile", password_file, "-E", "UTF8", "--locale=C", "--no-sync"),
    )


def _start(programs: Path, folder: Path, port: int) -> None:
    # Nothing here has to survive a power cut; speed matters.
    options = f"-h 127.0.0.1 -p {port} -k '' -c fsync=off -c max_connections=60"
    log = folder / "log"
    _run(programs / "pg_ctl", "start", "-w", "-D", folder / "data", "-l", log, "-o", options)


def _run(*command: str | Path) -> None:
    user = "postgres" if os.getuid() == 0 else None
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)
