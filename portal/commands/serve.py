"""Start the web server and keep it running."""

import argparse
import os
import socket
import sys
from pathlib import Path

from portal.config import SettingsError, given_settings, load_settings, variable_name
from portal.web.known import read_known

ROOT = Path(__file__).resolve().parents[2]
EVERY_ADDRESS = {"0.0.0.0", "::", ""}  # noqa: S104 (named here to refuse it without a host name)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address to listen on."""
    parser.add_argument("--host", default="127.0.0.1", help="address (default: %(default)s)")
    parser.add_argument("--port", default=8000, type=port, help="port (default: %(default)s)")


def port(text: str) -> int:
    """Read a port number; argparse names the argument when it is wrong."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def run(arguments: argparse.Namespace) -> int:
    """Check the settings, the host's own packs and the address, then become the server process."""
    trust_host(arguments.host)
    read_known(load_settings(os.environ))
    check_free(arguments.host, arguments.port)
    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    config = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", config]
    command += ["--bind", f"{shown}:{arguments.port}", "wsgi:app"]
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606 (no shell is wanted)


def trust_host(host: str) -> None:
    """Answer to the address itself when the host named nothing; a wildcard needs a name.

    Raises `SettingsError` for a wildcard address without trusted names.
    """
    name = variable_name("trusted_hosts")
    if name in given_settings(os.environ):
        return
    if host in EVERY_ADDRESS:
        raise SettingsError(f"{name} is missing: say under which name visitors reach the site.")
    shown = f"[{host}]" if ":" in host else host
    os.environ[name] = ",".join(dict.fromkeys([shown, "localhost", "127.0.0.1", "[::1]"]))


def check_free(host: str, number: int) -> None:
    """Raise `SettingsError` when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, number))
        except OSError as problem:
            reason = problem.strerror or str(problem)
            advice = "Choose another port: ./hogerop run --port 8001"
            raise SettingsError(f"{host}:{number} cannot be used: {reason}. {advice}") from None
