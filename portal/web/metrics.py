"""Numbers for Prometheus, on a port of their own: how much is asked, how fast, what is busy.

Routes are told by name and status by its first digit, so no number is about one visitor or case.
Without a port nothing is counted and the library is not even loaded.
"""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask.signals import request_finished, request_started

from portal.config import Settings

_T = TypeVar("_T")

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_UPLOAD = "files.upload"

_log = logging.getLogger(__name__)


class Metrics:
    """The numbers of one process; `busy` says how many of `processes` print at this moment."""

    def __init__(self, processes: int, busy: Callable[[], int]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        from prometheus_client.process_collector import ProcessCollector

        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        about: dict[str, Any] = {"namespace": "hogerop", "registry": self.registry}
        labels = ("route", "status")
        self._requests = Counter("requests", "Answers, by route and 2xx.", labels, **about)
        self._seconds = Histogram(
            "request_seconds", "Time until an answer began.", ("route",), buckets=_SECONDS, **about
        )
        self._printed = Counter("printed", "Documents printed, by route.", ("route",), **about)
        self._uploaded = Counter("uploaded_bytes", "Bytes of files of evidence.", **about)
        Gauge("print_processes", "Processes that print.", **about).set(processes)
        Gauge("print_busy", "Processes that print now.", **about).set_function(busy)
        request_started.connect(self._begin)
        request_finished.connect(self._finish)

    def counting(self, render: Callable[..., _T]) -> Callable[..., _T]:
        """`render`, with each document counted that it made."""

        def counted(job: object) -> _T:
            made = render(job)
            self._printed.labels(_route()).inc()
            return made

        return counted

    def serve(self, host: str, port: int) -> None:
        """Answers on `port` until the process ends; says so in the log when it is taken."""
        from prometheus_client import start_http_server

        try:
            start_http_server(port, host, self.registry)
        except OSError as problem:
            _log.error("no metrics: port %d cannot be used (%s)", port, problem.strerror)

    def _begin(self, _app: Flask) -> None:
        g.began = perf_counter()

    def _finish(self, _app: Flask, response: Response) -> None:
        self._requests.labels(_route(), f"{response.status_code // 100}xx").inc()
        self._seconds.labels(_route()).observe(perf_counter() - g.began)
        if request.endpoint == _UPLOAD and response.status_code < 400:
            self._uploaded.inc(request.content_length or 0)


def serve_metrics(app: Flask) -> None:
    """Called in the process that serves: opens the port, if the settings name one."""
    settings: Settings = app.extensions["settings"]
    if settings.metrics_port:
        app.extensions["metrics"].serve(settings.metrics_host, settings.metrics_port)


def _route() -> str:
    return request.endpoint or "none"
