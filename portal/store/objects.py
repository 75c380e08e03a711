"""Where sealed files lie: a folder, as an object store with one object for each file.

Knows names and bytes only; what they are is in `portal.store.files`.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import obstore
from flask import current_app
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore

_PART_BYTES = 1 << 20
_STAGED = "*#*"  # how an object is called in the folder before it is whole


class ObjectNotFound(LookupError):
    """There is no object of this name: deleted meanwhile, or lost."""


class Writer(Protocol):
    """An object while it is written."""

    def write(self, piece: bytes, /) -> int: ...

    def close(self) -> None: ...


class Objects:
    """The objects in a folder, which is made when the first one comes. Safe for threads.

    The files' times say nothing: each is set to 1970, so that a copy of the folder does not tell
    when a player worked on his case.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: LocalStore | None = None

    def open_writer(self, name: str) -> Writer:
        """A writer for a new object, which is there once `keep` was called."""
        return obstore.open_writer(self._store(), _path(name), buffer_size=_PART_BYTES)

    def keep(self, name: str, writer: Writer) -> None:
        """Ends the writing: the whole object is on the disk, under its name."""
        writer.close()
        place = self.folder / _path(name)
        os.utime(place, (0, 0))
        for one in (place, place.parent):
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def read(self, name: str) -> Iterator[bytes]:
        """The object in pieces. Raises ObjectNotFound, before the first piece."""
        try:
            found = obstore.get(self._store(), _path(name))
        except (NotFoundError, FileNotFoundError):
            raise ObjectNotFound from None
        return (bytes(piece) for piece in found.stream(min_chunk_size=_PART_BYTES))

    def size(self, name: str) -> int:
        """How many bytes an object has. Raises ObjectNotFound."""
        try:
            return int(obstore.head(self._store(), _path(name))["size"])
        except (NotFoundError, FileNotFoundError):
            raise ObjectNotFound from None

    def answers(self) -> bool:
        """Whether the place where the objects lie can be asked."""
        try:
            self.size("0" * 32)
        except ObjectNotFound:
            return True
        except (BaseError, OSError):
            return False
        return True

    def delete(self, names: Iterable[str]) -> None:
        """Deletes objects; one that is not there is no error."""
        for name in names:
            (self.folder / _path(name)).unlink(missing_ok=True)

    def names(self) -> frozenset[str]:
        """The names of all whole objects."""
        if not self.folder.is_dir():
            return frozenset()
        pages = obstore.list(self._store())
        return frozenset(meta["path"].split("/")[-1] for page in pages for meta in page)

    def sweep_staged(self, before: float) -> int:
        """Deletes what was never finished and is older than `before` (seconds since 1970)."""
        left = [one for one in self.folder.rglob(_STAGED) if one.stat().st_mtime < before]
        for one in left:
            one.unlink(missing_ok=True)
        return len(left)

    def _store(self) -> LocalStore:
        if self._opened is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._opened = LocalStore(self.folder)
        return self._opened


def evidence() -> Objects:
    """The sealed files of this site. Needs an app context."""
    found: Objects = current_app.extensions["evidence"]
    return found


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"
