"""Printing in processes of its own: bounded in number, waiting, time and memory.

A document that takes too long or too much memory costs one worker, which is replaced; the web
process and the other documents go on. Workers get neither our settings nor our keys in their
environment, and write nothing to disk.
"""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import threading
from contextlib import suppress
from queue import Empty, LifoQueue
from typing import BinaryIO, Final, cast

from portal.documents.letter import LetterJob
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.documents.render_worker import (
    Outcome,
    receive,
    receive_bytes,
    send,
    start_worker,
)

WALL_SECONDS: Final = 60.0
JOBS_PER_WORKER: Final = 200
_log = logging.getLogger(__name__)


class RenderBusy(Exception):
    """All workers are printing and the queue is full: try again in a moment."""


class RenderFailed(Exception):
    """This document could not be printed. The text is a class name, never content."""


class RenderPool:
    """A fixed number of render processes, started when first needed. Safe for threads.

    Belongs to one process: a server that forks must not warm it up before.

    `processes` defaults to one per core; `queue` documents may wait, more are refused;
    `wall_seconds` is the longest that a document may take, waiting not counted.
    """

    def __init__(
        self,
        processes: int | None = None,
        queue: int = 20,
        wall_seconds: float = WALL_SECONDS,
    ) -> None:
        count = processes or os.cpu_count() or 1
        self._wall_seconds = wall_seconds
        self._places = threading.BoundedSemaphore(count + queue)
        self._workers: LifoQueue[_Worker] = LifoQueue()
        self._all = [_Worker() for _ in range(count)]
        for worker in self._all:
            self._workers.put(worker)
        atexit.register(self.close)

    def warm_up(self) -> None:
        """Start all processes now; they load fonts in the background (about 1 s each)."""
        for worker in self._idle():
            worker.start()
            self._workers.put(worker)

    @property
    def size(self) -> int:
        """How many processes there are."""
        return len(self._all)

    @property
    def busy(self) -> int:
        """How many of them print at this moment."""
        return self.size - self._workers.qsize()

    def write_letter(self, job: LetterJob) -> bytes:
        """The Word file of `job`, made in a worker. Raises as `render`."""
        return self._in_turn(job).pdf

    def render(self, job: PdfJob) -> RenderedPdf:
        """Print `job` in a worker and wait for it.

        Raises `RenderBusy` when the queue is full or nothing came free in `wall_seconds`, and
        `RenderFailed` when the document took too long, too much memory, or an error.
        """
        rendered = self._in_turn(job)
        if rendered.faults:
            _log.error("a printed document breaks PDF rules: %s", ", ".join(rendered.faults))
        return rendered

    def close(self) -> None:
        """End all processes, also those that are printing. The pool starts them anew if used."""
        for worker in self._all:
            worker.stop()

    def _in_turn(self, job: PdfJob | LetterJob) -> RenderedPdf:
        if not self._places.acquire(blocking=False):
            raise RenderBusy
        try:
            return self._render(job)
        finally:
            self._places.release()

    def _render(self, job: PdfJob | LetterJob) -> RenderedPdf:
        try:
            worker = self._workers.get(timeout=self._wall_seconds)
        except Empty:
            raise RenderBusy from None
        try:
            return worker.run(job, self._wall_seconds)
        finally:
            self._workers.put(worker)

    def _idle(self) -> list[_Worker]:
        workers = []
        while True:
            try:
                workers.append(self._workers.get_nowait())
            except Empty:
                return workers


class _Worker:
    """One render process, replaced when it has ended. Used by one thread at a time.

    Another thread may stop it at any moment, also while it is being started.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._changing = threading.RLock()

    def start(self) -> subprocess.Popen[bytes]:
        """The running process; a new one when there is none."""
        with self._changing:
            if self._process is None or self._process.poll() is not None:
                self.stop()
                self._jobs = 0
                self._process = start_worker()
            return self._process

    def run(self, job: PdfJob | LetterJob, wall_seconds: float) -> RenderedPdf:
        """Print one job. Raises `RenderFailed`, also when the process ended or was killed."""
        process = self.start()
        killer = threading.Timer(wall_seconds, process.kill)
        killer.start()
        try:
            send(cast(BinaryIO, process.stdin), job)
            pdf = receive_bytes(cast(BinaryIO, process.stdout))
            outcome = receive(cast(BinaryIO, process.stdout), Outcome)
        except (OSError, EOFError, ValueError):  # ValueError: `stop` closed the pipe meanwhile
            self.stop()
            raise RenderFailed("WorkerEnded") from None
        finally:
            killer.cancel()
        self._count()
        if outcome.error:
            raise RenderFailed(outcome.error)
        return RenderedPdf(pdf=pdf, pages=outcome.pages, faults=outcome.faults)

    def _count(self) -> None:
        self._jobs += 1
        if self._jobs >= JOBS_PER_WORKER:
            self.stop()
            self.start()

    def stop(self) -> None:
        """End the process, if there is one, and collect it."""
        with self._changing:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        # Closing the pipes fails when half a job is still in one; waiting happens all the same.
        with suppress(BrokenPipeError), process:
            pass
