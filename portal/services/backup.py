"""A backup: everything that an installation needs to live on elsewhere, locked with public keys.

    about.json       what this is: format, moment, release, the tables and their columns
    evidence/…       the sealed files
    tables/…         the rows, in parts of about a megabyte
    instance/…       files of the instance folder
    end.json         how much there is of each, and the SHA-256 of everything before

The form is the same for SQLite and PostgreSQL. It is written while players work: files are copied
first, then the database at one moment; a file that came between is copied then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw, Struct

from portal.services.archive import ArchiveWriter
from portal.store.database import checkpoint, database_is_ready
from portal.store.objects import ObjectNotFound, evidence
from portal.store.snapshot import NoDatabase, Row, Snapshot, check_database, snapshot
from portal.vault.age_keys import key_sealer

FORMAT: Final = 1
ABOUT: Final = "about.json"
END: Final = "end.json"
EVIDENCE: Final = "evidence/"
TABLES: Final = "tables/"
INSTANCE: Final = "instance/"
_PART_BYTES: Final = 1 << 20
_TRIES: Final = 5


class About(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup begins with. `columns` has the tables in the order in which they are filled."""

    format: int
    made_at: datetime
    release: str
    revision: str
    columns: dict[str, tuple[str, ...]]


class End(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup ends with: without it, it is not whole. `lost` files were not there."""

    rows: dict[str, int]
    evidence: int
    lost: int
    instance: int
    sha256: str


class KeepsChanging(Exception):
    """Players took files away each time we looked; later there is a quieter moment."""


def write_backup(
    write: Callable[[bytes], object],
    public_keys: Sequence[str],
    files: Mapping[str, Path],
    made_at: datetime,
    release: str,
) -> End:
    """Writes a backup, locked with `public_keys` ("age1…"), piece by piece to `write`.

    `files` are files of the instance folder by the name that they have in it. Returns how much was
    written. Raises NoDatabase, KeepsChanging, BadAgeKey, and OSError for a file that is not read.
    """
    sealer = key_sealer(public_keys)
    if not check_database():
        raise NoDatabase("It has no tables yet.")
    write(sealer.start())
    archive = ArchiveWriter(lambda piece: write(sealer.update(piece)))
    with snapshot() as found:
        about, named = _about(found, made_at, release), found.files()
    _add(archive, ABOUT, msgspec.json.encode(about))
    copied: set[str] = set()
    missing = _copy(archive, named, copied)
    with _settled(archive, copied, missing) as (whole, lost):
        if _about(whole, made_at, release) != about:
            raise KeepsChanging
        rows = {name: _add_rows(archive, name, whole.rows(name)) for name in about.columns}
    for name, path in sorted(files.items()):
        _add(archive, f"{INSTANCE}{name}", path.read_bytes())
    numbers = {"evidence": len(copied), "lost": lost, "instance": len(files)}
    end = End(rows=rows, sha256=archive.digest, **numbers)
    _add(archive, END, msgspec.json.encode(end))
    archive.finish()
    write(sealer.finish())
    _wipe()
    return end


@contextmanager
def _settled(
    archive: ArchiveWriter, copied: set[str], missing: frozenset[str]
) -> Iterator[tuple[Snapshot, int]]:
    """A look at the database of which every file was copied, and how many are lost for good.

    Whoever deletes a file deletes its row first. So a file that was missing and still has its row
    later on was not deleted by anybody: it is lost.
    """
    lost: frozenset[str] = frozenset()
    for _try in range(_TRIES):
        with snapshot() as found:
            named = found.files()
            lost |= named & missing
            missing = _copy(archive, named - copied - lost, copied)
            if not missing:
                yield found, len(lost)
                return
    raise KeepsChanging


def _copy(archive: ArchiveWriter, names: frozenset[str], copied: set[str]) -> frozenset[str]:
    """Adds these files and notes them in `copied`; those that are not there."""
    missing = set()
    for name in sorted(names):
        try:
            size = evidence().size(name)
            pieces = evidence().read(name)
        except ObjectNotFound:
            missing.add(name)
            continue
        archive.add(f"{EVIDENCE}{name[:2]}/{name}", size, pieces)
        copied.add(name)
    return frozenset(missing)


def _add_rows(archive: ArchiveWriter, name: str, rows: Iterator[Row]) -> int:
    """Adds the rows of a table in parts; how many rows."""
    count, parts, size, waiting = 0, 0, 0, list[Raw]()
    for row in rows:
        encoded = msgspec.msgpack.encode(row)
        waiting.append(Raw(encoded))
        count, size = count + 1, size + len(encoded)
        if size >= _PART_BYTES:
            _add(archive, f"{TABLES}{name}/{parts:08}", msgspec.msgpack.encode(waiting))
            parts, size, waiting = parts + 1, 0, []
    if waiting:
        _add(archive, f"{TABLES}{name}/{parts:08}", msgspec.msgpack.encode(waiting))
    return count


def _wipe() -> None:
    """Wipes what was deleted while we read, which could not be done then.

    Not in a database of an older release, which gets its backup before it is brought up to date.
    """
    if database_is_ready():
        checkpoint()


def _about(found: Snapshot, made_at: datetime, release: str) -> About:
    return About(
        format=FORMAT,
        made_at=made_at,
        release=release,
        revision=found.revision,
        columns=found.columns,
    )


def _add(archive: ArchiveWriter, name: str, data: bytes) -> None:
    archive.add(name, len(data), [data])
