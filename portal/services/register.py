"""The public register: importing its files, and asking it about a casino. Needs an app context."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec import Struct

from portal.services.register_files import (
    PARTS,
    Entry,
    RegisterFault,
    check_files,
    digest_of,
    entries_of,
)
from portal.store.register import current_edition
from portal.store.register_import import (
    ENTRIES,
    add_entries,
    begin_edition,
    complete_edition,
    date_edition,
    drop_editions_but,
    only_import,
)

_BATCH = 2000  # entries in one transaction: a player who saves meanwhile waits some milliseconds

Progress = Callable[[int, int], None]  # bytes that were read, and bytes in all


class OlderRegister(Exception):
    """The files are older than the register that counts; its day is in `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(str(day))
        self.day = day


class Imported(Struct, frozen=True):
    """What an import did: how many entries it wrote, 0 when the register said the same already."""

    day: date
    entries: int


def import_register(folder: Path, day: date, progress: Progress) -> Imported:
    """Puts the files in `folder`, which are of `day`, in the place of the register that counts.

    Nothing changes for readers until all of it is written; the same files again change nothing.
    Raises RegisterFault, OlderRegister, and ImportRunning when another import is at work.
    """
    total = check_files(folder)
    with only_import():
        digest, current = digest_of(folder), current_edition()
        if current and day < current.day:
            raise OlderRegister(current.day)
        if current and digest == current.digest:
            if day > current.day:
                date_edition(current.id, day)
            return Imported(day, 0)
        edition = begin_edition(day, digest)
        written = _write(edition, folder, lambda read: progress(read, total))
        if digest_of(folder) != digest:
            raise RegisterFault(str(folder), "the files changed while they were read")
        complete_edition(edition)
        drop_editions_but(edition)
    return Imported(day, written)


def _write(edition: int, folder: Path, progress: Callable[[int], None]) -> int:
    """How many entries were written."""
    read = written = 0

    def told(number: int) -> None:
        nonlocal read
        read += number

    for part in PARTS:
        entries = entries_of(folder, part, told)
        while batch := list(islice(entries, _BATCH)):
            _write_batch(edition, batch)
            written += len(batch)
            progress(read)
    return written


def _write_batch(edition: int, batch: list[Entry]) -> None:
    for table in ENTRIES:
        if rows := [row for kind, row in batch if kind is table]:
            add_entries(edition, table, rows)
