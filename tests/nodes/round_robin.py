"""The reverse proxy of the tests: one address, another web node at every request."""

from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from typing import Any

HOST = "klacht.example"
VISITOR = "203.0.113.7"
_GONE = {"connection", "date", "server", "transfer-encoding", "content-length"}


class RoundRobin:
    """A WSGI application that hands each request to the next node, and to the one after that when
    nobody listens there. `served` counts each node's answers, by its port.
    """

    def __init__(self, ports: Iterable[int]) -> None:
        self.ports = list(ports)
        self.served = dict.fromkeys(self.ports, 0)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        for _node in range(len(self.ports)):
            port = self.ports[0]
            self.ports = [*self.ports[1:], port]
            try:
                status, headers, content = _ask(port, environ, body)
            except ConnectionRefusedError:
                continue
            self.served[port] += 1
            start(status, headers)
            return [content]
        raise ConnectionRefusedError("no node listens")


def _ask(port: int, environ: dict[str, Any], body: bytes) -> tuple[str, list[Any], bytes]:
    target = environ["REQUEST_URI"]
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(environ["REQUEST_METHOD"], target, body, _headers(environ))
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _GONE]
    return f"{answer.status} {answer.reason}", kept, content


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    sent = {
        name.removeprefix("HTTP_").replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        sent["Content-Type"] = environ["CONTENT_TYPE"]
    about = {"For": VISITOR, "Proto": "https", "Host": HOST}
    return {**sent, "Host": HOST, **{f"X-Forwarded-{name}": text for name, text in about.items()}}
