"""Puts a backup into an empty installation. First the whole file is looked at, and only then is
anything written; when something fails after all, what was written is taken away again.

What was deleted after the backup was made stays deleted: tombstones say what that is.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import GenericAlias
from typing import BinaryIO, Final, TypeVar

import msgspec
from msgspec import Struct

from portal.services.archive import BadArchive, Entry, read_archive
from portal.services.backup import ABOUT, END, EVIDENCE, FORMAT, INSTANCE, TABLES, About, End
from portal.store.database import checkpoint, migrate_database
from portal.store.objects import evidence
from portal.store.snapshot import Loader, RowsRefused, check_empty, loading
from portal.store.tombstones import Tombstones, keep_tombstones
from portal.vault.age_format import BadAgeFile
from portal.vault.age_keys import unseal_for

_PIECE: Final = 1 << 20
_MOST: Final = 1 << 29  # bytes of rows in one part: a packet is the largest row
_MOST_SMALL: Final = 1 << 24  # bytes of a file of the instance folder, and of what is told

_T = TypeVar("_T")
OpenFile = Callable[[], BinaryIO]
WriteFile = Callable[[str, bytes], object]


class BadBackup(Exception):
    """The file cannot be restored: the text says why, without a word of what is in it."""


class Restored(Struct, frozen=True, kw_only=True):
    """What is there now. `buried` cases were in the backup, but were deleted after it was made;
    of `lost` files the backup says that they were lost already."""

    about: About
    cases: int
    evidence: int
    buried: int
    lost: int


def check_backup(open_file: OpenFile, private_keys: Sequence[str]) -> tuple[About, End]:
    """Reads a backup to its end and keeps nothing. Raises BadBackup, WrongKey, OSError."""
    told = _Told()
    with _opened(open_file, private_keys) as entries:
        for entry in entries:
            told.see(entry)
            for _piece in entry.pieces:
                pass
    return told.about, told.check_end()


def restore_backup(
    open_file: OpenFile,
    private_keys: Sequence[str],
    tombstones: Tombstones,
    write_file: WriteFile,
) -> Restored:
    """Restores the backup that `open_file` opens into the database and the evidence store.

    `write_file` is given each file of the instance folder by its name in it. Raises BadBackup,
    WrongKey and OSError, and UnknownRevision and NotEmpty of `portal.store.snapshot`:
    then nothing was restored.
    """
    check_empty()
    about, end = check_backup(open_file, private_keys)
    with _taken_back_on_failure() as written, loading(about.revision) as loader:
        with _opened(open_file, private_keys) as entries:
            files = _restore(entries, about, loader, written)
        _check_counts(loader, end)
        buried = loader.bury_again(tombstones)
        cases, named = loader.count("case"), loader.files()
        for name, content in files.items():
            write_file(name, content)
    migrate_database()
    checkpoint()
    keep_tombstones(tombstones)
    evidence().delete(written - named)
    return Restored(
        about=about,
        cases=cases,
        evidence=len(named & written),
        buried=buried,
        lost=len(named - written),
    )


class _Told:
    """What a backup says of itself, compared with what is in it."""

    def __init__(self) -> None:
        self._about: About | None = None
        self._end: End | None = None
        self._evidence = self._instance = 0

    @property
    def about(self) -> About:
        if self._about is None:
            raise BadBackup("It is empty.")
        return self._about

    def see(self, entry: Entry) -> None:
        """Raises BadBackup for what does not belong there."""
        if self._end is not None:
            raise BadBackup("There is something after its end.")
        if self._about is None:
            self._about = _read_about(entry)
        elif entry.name == END:
            self._end = _small(entry, End)
            if self._end.sha256 != entry.digest:
                raise BadBackup("Its parts do not belong together.")
        elif entry.name.startswith(EVIDENCE):
            self._evidence += 1
        elif entry.name.startswith(INSTANCE):
            self._instance += 1
        elif not entry.name.startswith(TABLES):
            raise BadBackup("It has a part that is not known here.")

    def check_end(self) -> End:
        """Raises BadBackup when something is missing."""
        if self._end is None:
            raise BadBackup("It has no end: it was cut off while it was written.")
        if (self._end.evidence, self._end.instance) != (self._evidence, self._instance):
            raise BadBackup("Files are missing in it.")
        if self._end.rows.keys() != self.about.columns.keys():
            raise BadBackup("Tables are missing in it.")
        return self._end


def _read_about(entry: Entry) -> About:
    if entry.name != ABOUT:
        raise BadBackup("It is not a backup of Hogerop.")
    about = _small(entry, About)
    if about.format != FORMAT:
        raise BadBackup("It was made by a newer release. Install that one first.")
    return about


def _restore(
    entries: Iterable[Entry], about: About, loader: Loader, written: set[str]
) -> dict[str, bytes]:
    """Puts files and rows where they belong; the files of the instance folder, by name."""
    files = {}
    for entry in entries:
        if entry.name.startswith(EVIDENCE):
            _write_object(entry.name.rpartition("/")[2], entry.pieces, written)
        elif entry.name.startswith(TABLES):
            _add_rows(entry, entry.name.split("/")[1], about, loader)
        elif entry.name.startswith(INSTANCE):
            files[entry.name.removeprefix(INSTANCE)] = _bounded(entry, _MOST_SMALL)
        else:
            _bounded(entry, _MOST_SMALL)  # about and end were read already
    return files


def _write_object(name: str, pieces: Iterable[bytes], written: set[str]) -> None:
    """Writes one sealed file, and reads it again."""
    if len(name) != 32 or set(name) - set("0123456789abcdef"):
        raise BadBackup("A file in it has a wrong name.")
    written.add(name)
    writer, digest = evidence().open_writer(name), hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        writer.write(piece)
    evidence().keep(name, writer)
    again = hashlib.sha256()
    for piece in evidence().read(name):
        again.update(piece)
    if again.digest() != digest.digest():
        raise BadBackup("A file of evidence reads otherwise than it was written. Check the disk.")


def _add_rows(entry: Entry, table: str, about: About, loader: Loader) -> None:
    columns = about.columns.get(table, ())
    try:
        kind = GenericAlias(list, (loader.row_type(table, columns),))
        rows = msgspec.msgpack.decode(_bounded(entry, _MOST), type=kind)
        if rows:
            loader.add(table, columns, rows)
    except (RowsRefused, msgspec.DecodeError) as problem:
        raise BadBackup(f"Its table {table} does not fit ({type(problem).__name__}).") from None


def _check_counts(loader: Loader, end: End) -> None:
    for table, count in end.rows.items():
        try:
            is_whole = loader.count(table) == count
        except RowsRefused:
            is_whole = False
        if not is_whole:
            raise BadBackup(f"Rows of the table {table} are missing.")


@contextmanager
def _taken_back_on_failure() -> Iterator[set[str]]:
    """The names of files that are written; when the block raises, those that were not there go."""
    before, written = evidence().names(), set[str]()
    try:
        yield written
    except BaseException:
        evidence().delete(written - before)
        raise


@contextmanager
def _opened(open_file: OpenFile, private_keys: Sequence[str]) -> Iterator[Iterator[Entry]]:
    with open_file() as file:
        try:
            pieces = unseal_for(iter(lambda: file.read(_PIECE), b""), private_keys)
            yield read_archive(pieces)
        except BadAgeFile as problem:
            raise BadBackup(f"It is damaged, or no backup ({problem}).") from None
        except BadArchive as problem:
            raise BadBackup(f"It cannot be read ({problem}).") from None


def _small(entry: Entry, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(_bounded(entry, _MOST_SMALL), type=kind)
    except msgspec.DecodeError:
        raise BadBackup("What it says of itself cannot be read.") from None


def _bounded(entry: Entry, most: int) -> bytes:
    if entry.size > most:
        raise BadBackup("A part of it is too large.")
    return b"".join(entry.pieces)
