"""Sealed files of a case: written while they arrive, read in pieces. Needs an app context.

A file has a row from its first byte on, so that nothing can be left behind unseen. `save_case`
marks the files that the case names, and deletes those that it names no more; others are swept.
"""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from portal.store.cases import CaseNotFound, OpenCase
from portal.store.models import ID_BYTES, BlobRow, db
from portal.store.objects import ObjectNotFound, Objects, evidence
from portal.store.retention import delete_unlocked
from portal.vault.sealing import Kind, Sealer, unseal_stream

KEY_BYTES = 32
UNNAMED = timedelta(days=1)
"""How long an upload stays that its case does not name (yet)."""

__all__ = ["FileWriter", "ObjectNotFound", "delete_files", "new_file_key", "read_file", "sweep"]


def new_file_key() -> bytes:
    """The key of one exhibit's file and of what is made of it: 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


class FileWriter:
    """Seals one file into the evidence store, piece by piece.

    `key` is the file's key. Raises CaseNotFound when the case is gone.
    """

    def __init__(self, opened: OpenCase, key: bytes, now: datetime) -> None:
        self._blob_id = secrets.token_bytes(ID_BYTES)
        self._objects = evidence()
        _add_row(opened.case_id, self._blob_id, now + UNNAMED)
        self._sealer = Sealer(Kind.FILE, key, opened.case_id, self._blob_id)
        self._writer = self._objects.open_writer(self.name)

    @property
    def name(self) -> str:
        """The id of the blob, in hex: what the case record holds."""
        return self._blob_id.hex()

    @property
    def size(self) -> int:
        """Bytes of content so far."""
        return self._sealer.size

    def write(self, piece: bytes) -> None:
        self._writer.write(self._sealer.update(piece))

    def finish(self) -> None:
        """From now on the file can be read."""
        self._writer.write(self._sealer.finish())
        self._objects.keep(self.name, self._writer)

    def discard(self) -> None:
        """Deletes what was written."""
        try:
            self._writer.close()  # a bucket would keep the parts of an unfinished object
        finally:
            delete_files([self.name])


def read_file(
    opened: OpenCase, blob_id: str, key: bytes, size: int, objects: Objects | None = None
) -> Iterator[bytes]:
    """The content of a file, `size` bytes, in pieces that are each verified.

    Raises ObjectNotFound at once, and NotOpened for a file that was changed.
    """
    pieces = (objects or evidence()).read(blob_id)
    bound_to = (opened.case_id, bytes.fromhex(blob_id))
    return unseal_stream(Kind.FILE, key, pieces, size, *bound_to)


def delete_files(blob_ids: Iterable[str]) -> None:
    """Deletes files with their rows."""
    names = list(blob_ids)
    with db.engine.begin() as connection:
        _drop_rows(connection, names)
    evidence().delete(names)


def sweep(now: datetime) -> int:
    """Deletes uploads that no case named in time, and objects without a row; how many."""
    objects = evidence()
    stored = objects.names()  # before the rows: an upload has its row first
    seconds = int(now.timestamp())
    with db.engine.begin() as connection:
        delete_unlocked(connection, BlobRow, BlobRow.unnamed_until <= seconds)
        known = {one.hex() for one in connection.execute(select(BlobRow.id)).scalars()}
    orphans = stored - known
    objects.delete(orphans)
    return len(orphans) + objects.sweep_staged((now - UNNAMED).timestamp())


def lost_files() -> frozenset[str]:
    """The ids (hex) of files that cases name but the evidence store does not have."""
    named = select(BlobRow.id).where(BlobRow.unnamed_until.is_(None))
    with db.engine.connect() as connection:
        rows = {one.hex() for one in connection.execute(named).scalars()}
    return frozenset(rows) - evidence().names()


def _add_row(case_id: bytes, blob_id: bytes, until: datetime) -> None:
    row = {"id": blob_id, "case_id": case_id, "unnamed_until": int(until.timestamp())}
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(BlobRow).values(row))
    except IntegrityError:  # its case is gone
        raise CaseNotFound from None


def _drop_rows(connection: Connection, names: Iterable[str]) -> None:
    ids = [bytes.fromhex(name) for name in names]
    connection.execute(delete(BlobRow).where(BlobRow.id.in_(ids)))
