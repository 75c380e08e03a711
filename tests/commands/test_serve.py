"""Starting the server: the address is checked first, and visitors' host names too."""

import os
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from portal.cli import main
from portal.commands.serve import trust_host
from portal.config import SettingsError

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "portal.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "HOGEROP_INSTANCE_DIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as server:
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        printed = server.communicate(timeout=30)[0].decode()
    assert f"http://127.0.0.1:{port}\n" in printed


def get(url: str, **headers: str) -> int:
    """Return the status of a page, waiting up to 20 seconds for the server to start."""
    for _attempt in range(200):
        try:
            with urlopen(Request(url, headers=headers)) as answer:
                return int(answer.status)
        except HTTPError as refused:
            with refused:
                return refused.code
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


def test_the_server_answers_prints_its_address_and_refuses_other_hosts(address: str) -> None:
    assert get(f"{address}/health/live") == 200
    assert get(f"{address}/health/live", Host="evil.example") == 400


def test_a_port_that_is_taken_is_refused_with_advice(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 2
    refused = capsys.readouterr().err
    assert port in refused
    assert "--port" in refused


def test_a_port_that_does_not_exist_is_refused() -> None:
    for port in ("0", "65536", "http"):
        with pytest.raises(SystemExit, match="2"):
            main(["serve", "--port", port])


def test_every_address_needs_the_name_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOGEROP_TRUSTED_HOSTS", raising=False)
    with pytest.raises(SettingsError, match="HOGEROP_TRUSTED_HOSTS"):
        trust_host("0.0.0.0")


def test_one_address_is_trusted_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOGEROP_TRUSTED_HOSTS", "example.org")
    trust_host("192.0.2.1")
    assert os.environ["HOGEROP_TRUSTED_HOSTS"] == "example.org"
    monkeypatch.delenv("HOGEROP_TRUSTED_HOSTS")
    trust_host("::1")
    assert os.environ.pop("HOGEROP_TRUSTED_HOSTS").startswith("[::1],localhost")


def test_pages_have_threads_left_when_the_print_queue_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOGEROP_RENDER_PROCESSES", "3")
    monkeypatch.setenv("HOGEROP_RENDER_QUEUE", "40")
    chosen = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    assert chosen["threads"] > 3 + 40
