import gc
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.documents import pool as pool_module
from portal.documents.pdf import RenderedPdf, render_pdf
from portal.documents.pool import RenderBusy, RenderFailed, RenderPool
from tests.documents.samples import DATED, job, paragraphs

pytestmark = pytest.mark.pdf
SLOW = job(f"<h1>x</h1>{paragraphs(*['woord ' * 500] * 60)}")


@pytest.fixture
def make_pool() -> Iterator[Callable[..., RenderPool]]:
    pools: list[RenderPool] = []

    def make(**settings: object) -> RenderPool:
        pools.append(RenderPool(**settings))  # type: ignore[arg-type]
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def processes() -> set[int]:
    """The living children of this process: what a pool starts is the difference."""
    return {int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _is_child(folder)}


def _is_child(folder: Path) -> bool:
    try:
        status = (folder / "status").read_text()
    except OSError:  # it ended meanwhile
        return False
    return f"PPid:\t{os.getpid()}\n" in status and "State:\tZ" not in status


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it becomes true within 20 s."""
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_worker_prints_the_same_file_as_this_process(
    make_pool: Callable[..., RenderPool],
) -> None:
    assert make_pool(processes=1).render(DATED) == render_pdf(DATED)


def test_nothing_is_started_before_it_is_needed(make_pool: Callable[..., RenderPool]) -> None:
    before = processes()
    pool = make_pool(processes=2)
    assert processes() == before
    pool.warm_up()
    assert len(processes() - before) == 2
    pool.warm_up()
    assert len(processes() - before) == 2


def test_many_threads_share_few_processes(make_pool: Callable[..., RenderPool]) -> None:
    before = processes()
    pool = make_pool(processes=2, queue=20)
    with ThreadPoolExecutor(12) as threads:
        results = list(threads.map(pool.render, [DATED] * 12))
    assert len({result.pdf for result in results}) == 1
    assert len(processes() - before) == 2


def test_a_full_pool_refuses_at_once(make_pool: Callable[..., RenderPool]) -> None:
    pool = make_pool(processes=1, queue=0)
    with ThreadPoolExecutor(1) as threads:
        printing = threads.submit(pool.render, SLOW)
        assert eventually(lambda: not pool._places.acquire(blocking=False) or _give_back(pool))
        with pytest.raises(RenderBusy):
            pool.render(DATED)
        assert not printing.done()
        assert printing.result().pages > 10
    assert pool.render(DATED).pages == 1


def _give_back(pool: RenderPool) -> bool:
    pool._places.release()
    return False


def test_a_document_that_takes_too_long_costs_its_worker_only(
    make_pool: Callable[..., RenderPool],
) -> None:
    others = processes()
    pool = make_pool(processes=1, wall_seconds=6)
    pool.render(DATED)
    before = processes() - others
    endless = job(f"<h1>x</h1>{paragraphs(*['woord ' * 5_000] * 200)}")
    started = time.monotonic()
    with pytest.raises(RenderFailed):
        pool.render(endless)
    assert time.monotonic() - started < 12
    assert pool.render(DATED).pages == 1
    assert not processes() & before


def test_a_worker_that_dies_is_replaced(make_pool: Callable[..., RenderPool]) -> None:
    before = processes()
    pool = make_pool(processes=1)
    pool.warm_up()
    (worker,) = processes() - before
    os.kill(worker, 9)
    assert eventually(lambda: worker not in processes())
    assert pool.render(DATED).pages == 1


def test_an_error_in_a_document_is_told_without_its_content(
    make_pool: Callable[..., RenderPool],
) -> None:
    pool = make_pool(processes=1)
    with pytest.raises(RenderFailed) as failure:
        pool.render(job('<h1>x</h1><img alt="x" src="file:///etc/hostname"/>'))
    assert str(failure.value) == "BlockedResource"
    assert pool.render(DATED).pages == 1


def test_memory_of_a_worker_is_limited(make_pool: Callable[..., RenderPool]) -> None:
    before = processes()
    pool = make_pool(processes=1)
    pool.render(DATED)
    (worker,) = processes() - before
    limits = Path(f"/proc/{worker}/limits").read_text()
    assert str(1 << 30) in next(line for line in limits.splitlines() if "address space" in line)


def test_workers_see_none_of_our_settings(
    make_pool: Callable[..., RenderPool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOGEROP_CANARY", "canary-5b1e")
    before = processes()
    pool = make_pool(processes=1)
    pool.render(DATED)
    (worker,) = processes() - before
    assert b"canary-5b1e" not in Path(f"/proc/{worker}/environ").read_bytes()


def test_a_worker_is_replaced_after_its_share_of_jobs(
    make_pool: Callable[..., RenderPool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "JOBS_PER_WORKER", 2)
    before = processes()
    pool = make_pool(processes=1)
    seen = []
    for _ in range(3):
        pool.render(DATED)
        seen.append(processes() - before)
    assert seen[0] != seen[1]
    assert seen[1] == seen[2]


def test_closing_ends_every_process_also_a_printing_one(
    make_pool: Callable[..., RenderPool],
) -> None:
    before = processes()
    pool = make_pool(processes=2)
    with ThreadPoolExecutor(1) as threads:
        printing = threads.submit(pool.render, SLOW)
        assert eventually(lambda: bool(processes() - before))
        pool.close()
        with pytest.raises(RenderFailed):
            printing.result()
    assert processes() == before


def test_no_file_is_written_while_printing(
    make_pool: Callable[..., RenderPool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pool = make_pool(processes=1)
    pool.render(DATED)  # while it starts, Python may ask a compiler where the libraries are
    seen: set[Path] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.update(tmp_path.rglob("*"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    pool.render(SLOW)
    done.set()
    watcher.join()
    assert seen == set()


def test_faults_are_logged_by_rule(
    make_pool: Callable[..., RenderPool], caplog: pytest.LogCaptureFixture
) -> None:
    flawed = job("<h1>Geheim</h1><h4>Geheim</h4>", title="")
    with caplog.at_level(logging.DEBUG):
        rendered: RenderedPdf = make_pool(processes=1).render(flawed)
    assert rendered.faults
    assert [record.getMessage() for record in caplog.records] == [
        f"a printed document breaks PDF rules: {', '.join(rendered.faults)}"
    ]


def open_files() -> int:
    """How many file descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_closed_pool_leaves_no_open_pipes(make_pool: Callable[..., RenderPool]) -> None:
    pool = make_pool(processes=1)
    pool.render(DATED)
    before = open_files()
    pool.close()
    gc.collect()
    assert open_files() == before - 2
