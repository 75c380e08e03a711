"""Servers that tests start: a port for each, and when it can be talked to."""

import socket
import subprocess
import time

_PATIENCE = 60.0  # seconds, on a machine that is busy with other tests


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Returns when the server `process` takes connections. Raises TimeoutError."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")
