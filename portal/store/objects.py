"""Where sealed files lie, one object for each: a folder here, a bucket in `object_bucket`.

Knows names and bytes only; what they are is in `portal.store.files`.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import obstore
from flask import current_app
from msgspec import Struct
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore

_PART_BYTES = 1 << 20
TRIAL = b"a trial of this store"
_STAGED = "*#*"  # how an object is called in the folder before it is whole


class ObjectNotFound(LookupError):
    """There is no object of this name: deleted meanwhile, or lost."""


class Writer(Protocol):
    """An object while it is written."""

    def write(self, piece: bytes, /) -> int: ...

    def close(self) -> None: ...


class Trial(Struct, frozen=True, kw_only=True):
    """What became of an object that was written, read and deleted to see whether that works.

    `problem` is the kind of error, "" without one; `keeps_versions`: what is deleted stays there
    as an older version.
    """

    problem: str = ""
    keeps_versions: bool = False


class Objects(Protocol):
    """A place for objects. Safe for threads, and for several machines at once."""

    def open_writer(self, name: str) -> Writer:
        """A writer for a new object, which is there once `keep` was called."""

    def keep(self, name: str, writer: Writer) -> None:
        """Ends the writing: the whole object lies safe under its name."""

    def read(self, name: str) -> Iterator[bytes]:
        """The object in pieces. Raises ObjectNotFound, before the first piece."""

    def size(self, name: str) -> int:
        """How many bytes an object has. Raises ObjectNotFound."""

    def delete(self, names: Iterable[str]) -> None:
        """Deletes objects; one that is not there is no error."""

    def names(self) -> frozenset[str]:
        """The names of all whole objects."""

    def sweep_staged(self, before: float) -> int:
        """Deletes what was never finished and is older than `before` (seconds since 1970)."""

    def look(self) -> None:
        """Asks the place whether it is there. Raises BaseError or OSError when it is not."""

    def trial(self) -> Trial:
        """Whether an object can be written, read and deleted. Raises nothing when it cannot."""


class FolderObjects:
    """The objects in a folder, which is made when the first one comes. Safe for threads.

    The files' times say nothing: each is set to 1970, so that a copy of the folder does not tell
    when a player worked on his case.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: LocalStore | None = None

    def open_writer(self, name: str) -> Writer:
        return obstore.open_writer(self._store(), object_path(name), buffer_size=_PART_BYTES)

    def keep(self, name: str, writer: Writer) -> None:
        writer.close()
        place = self.folder / object_path(name)
        os.utime(place, (0, 0))
        for one in (place, place.parent):
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def read(self, name: str) -> Iterator[bytes]:
        return read_pieces(self._store(), name)

    def size(self, name: str) -> int:
        return size_of(self._store(), name)

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            (self.folder / object_path(name)).unlink(missing_ok=True)

    def names(self) -> frozenset[str]:
        return listed(self._store()) if self.folder.is_dir() else frozenset()

    def sweep_staged(self, before: float) -> int:
        left = [one for one in self.folder.rglob(_STAGED) if _is_older(one, before)]
        for one in left:
            one.unlink(missing_ok=True)
        return len(left)

    def look(self) -> None:
        self._store()
        os.scandir(self.folder).close()

    def trial(self) -> Trial:
        name = new_trial_name()
        try:
            writer = self.open_writer(name)
            writer.write(TRIAL)
            self.keep(name, writer)
            whole = b"".join(self.read(name)) == TRIAL
            self.delete([name])
        except (OSError, BaseError, ObjectNotFound) as problem:
            return Trial(problem=type(problem).__name__)
        return Trial(problem="" if whole else "changed")

    def _store(self) -> LocalStore:
        if self._opened is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._opened = LocalStore(self.folder)
        return self._opened


def evidence() -> Objects:
    """The sealed files of this site. Needs an app context."""
    found: Objects = current_app.extensions["evidence"]
    return found


def object_path(name: str) -> str:
    """Where an object lies in its store: in one of 256 folders."""
    return f"{name[:2]}/{name}"


def read_pieces(store: ObjectStore, name: str) -> Iterator[bytes]:
    """An object of `store` in pieces. Raises ObjectNotFound, before the first piece."""
    try:
        found = obstore.get(store, object_path(name))
    except (NotFoundError, FileNotFoundError):
        raise ObjectNotFound from None
    return (bytes(piece) for piece in found.stream(min_chunk_size=_PART_BYTES))


def size_of(store: ObjectStore, name: str) -> int:
    """How many bytes an object of `store` has. Raises ObjectNotFound."""
    try:
        return int(obstore.head(store, object_path(name))["size"])
    except (NotFoundError, FileNotFoundError):
        raise ObjectNotFound from None


def answers(objects: Objects) -> bool:
    """Whether the place where the objects lie can be asked."""
    try:
        objects.look()
    except (BaseError, OSError):
        return False
    return True


def listed(store: ObjectStore) -> frozenset[str]:
    """The names of all whole objects in `store`, which tells them page by page."""
    pages = obstore.list(store)
    return frozenset(meta["path"].split("/")[-1] for page in pages for meta in page)


def new_trial_name() -> str:
    """A name for `Trial`; like an object without a row, so that a sweep deletes what stays."""
    return secrets.token_hex(16)


def _is_older(place: Path, before: float) -> bool:
    try:
        return place.stat().st_mtime < before
    except FileNotFoundError:  # finished meanwhile, or swept by another machine
        return False
