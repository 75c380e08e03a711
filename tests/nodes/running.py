"""Web nodes as a host runs them: the product's own `migrate` and `serve`, a folder for each."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.commands.compile_translations import TRANSLATIONS, compile_catalogue
from tests.listening import free_port, wait_until_it_listens
from tests.nodes.round_robin import HOST

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Node:
    """A running web node."""

    port: int
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """Ends it with all its processes, in the midst of whatever they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running_nodes(folders: list[Path], settings: dict[str, str]) -> Iterator[list[Node]]:
    """Brings the database up to date from every node at once, then starts them all."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compile_catalogue(source)
    environments = [environment(folder, settings) for folder in folders]
    migrations = [start("migrate", one) for one in environments]
    assert [one.wait() for one in migrations] == [0] * len(folders)
    with ExitStack() as stack:
        nodes = []
        for one in environments:
            port = free_port()
            node = Node(port, start("serve", one, "--port", str(port)))
            stack.callback(end, node)
            nodes.append(node)
        for node in nodes:
            wait_until_it_listens(node.port, node.process)
        yield nodes


def environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith("HOGEROP_")}
    own = {"HOGEROP_INSTANCE_DIR": str(folder), "HOGEROP_RENDER_PROCESSES": "1"}
    front = {"HOGEROP_TRUSTED_HOSTS": HOST, "HOGEROP_BEHIND_PROXY": "1"}
    return {**ours, **own, **front, **settings}


def start(command: str, environ: dict[str, str], *more: str) -> "subprocess.Popen[bytes]":
    line = [sys.executable, "-m", "portal.cli", command, *more]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(line, cwd=ROOT, env=environ, stdout=quiet, start_new_session=True)


def end(node: Node) -> None:
    if node.process.poll() is None:
        node.process.terminate()
        node.process.wait(30)
