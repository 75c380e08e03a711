"""Reading a case file (ZIP) that a stranger may have made: nothing in it is believed.

Everything is bounded before it is read: the list of entries, each entry, and all together. No name
in it is used for a file of ours. Python's `zipfile` does the unpacking.
"""

import hashlib
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.codec import MAX_BYTES, read_case
from portal.domain.errors import BadCaseFile
from portal.domain.manifest import (
    CASE,
    EVIDENCE,
    INDEX,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    CaseFileProblem,
    CaseFileRefused,
    Manifest,
    check_age,
    is_zip_path,
    read_manifest,
)

PIECE: Final = 64 * 1024
MAX_ENTRIES: Final = 2_000  # twice over: a Mac adds one of its own to each
MAX_INDEX_BYTES: Final = 40 * 1024 * 1024
_MAX_DIRECTORY_BYTES: Final = 1024 * 1024
# The end of the central directory, and what precedes it in a ZIP64 file (APPNOTE.TXT, 4.3.16).
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_ZIP64_LOCATOR: Final = 20
_ZIP64_MARK: Final = b"PK\x06\x07"
_LOCAL_HEADER: Final = 30
_LOCKED: Final = 0x1 | 0x40 | 0x2000  # flags: encrypted, strongly, and the directory too
# What a Mac adds when a file that it unpacked by itself is packed again.
_OF_A_MAC: Final = ("__MACOSX/", ".DS_Store")
# Whatever `zipfile` and `zlib` raise for bytes that are no good ZIP.
_UNREADABLE: Final = (
    *(BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, ValueError, OverflowError),
    NotImplementedError,  # zipfile's word for a kind of packing or a version that it does not know
)


class Bounds(Struct, frozen=True, kw_only=True):
    """How much a case file may hold, unpacked: bytes of a file of evidence, of all of them
    together, of a packet, and of everything."""

    file: int
    evidence: int
    packet: int
    total: int


class CaseZip:
    """A case file whose every byte was compared with its manifest, and the case in it.

    `case` still holds what the file says of its evidence; only size and hash are proven.
    """

    def __init__(self, zip_file: ZipFile, entries: dict[str, ZipInfo], bounds: Bounds) -> None:
        self._zip = zip_file
        self._entries = entries
        self.manifest = _manifest(zip_file, entries)
        _check_list(self.manifest, entries, bounds)
        for listed in sorted(self.manifest.files, key=lambda one: entries[one.path].header_offset):
            if _digest(self.read(listed.path)) != (listed.size, listed.sha256):
                raise CaseFileRefused(CaseFileProblem.DAMAGED)
        self.case = _case(b"".join(self.read(CASE)), self.manifest)

    def read(self, path: str) -> Iterator[bytes]:
        """A file that the manifest lists, in pieces of at most 64 KiB."""
        return _read(self._zip, self._entries[path])


@contextmanager
def open_case_zip(source: BinaryIO, bounds: Bounds) -> Iterator[CaseZip]:
    """The case file in `source`, which can be read at any place. Raises CaseFileRefused."""
    _check_end(source)
    with _refusing():
        zip_file = ZipFile(source)
    with zip_file:
        yield CaseZip(zip_file, _entries(zip_file, bounds), bounds)


@contextmanager
def _refusing() -> Iterator[None]:
    """What `zipfile` cannot read or unpack is damaged."""
    try:
        yield
    except _UNREADABLE:
        raise CaseFileRefused(CaseFileProblem.DAMAGED) from None


def _check_end(source: BinaryIO) -> None:
    """Before `zipfile` reads the list of entries: it is where it should be, and not too long.

    With a comment behind it there could be two ends, of which `zipfile` takes another; ZIP64
    is for more than a case file holds.
    """
    size = source.seek(0, 2)
    if size < _END.size + _LOCAL_HEADER:
        raise CaseFileRefused(CaseFileProblem.DAMAGED)
    source.seek(max(size - _END.size - _ZIP64_LOCATOR, 0))
    tail = source.read(_ZIP64_LOCATOR + _END.size)
    mark, disk, start, here, count, directory, offset, comment = _END.unpack(tail[-_END.size :])
    is_end = mark == _END_MARK and (disk, start, here, comment) == (0, 0, count, 0)
    if not is_end or tail.startswith(_ZIP64_MARK):
        raise CaseFileRefused(CaseFileProblem.DAMAGED)
    if count > MAX_ENTRIES or directory > _MAX_DIRECTORY_BYTES:
        raise CaseFileRefused(CaseFileProblem.FOREIGN)
    if offset + directory + _END.size != size:
        raise CaseFileRefused(CaseFileProblem.DAMAGED)


def _entries(zip_file: ZipFile, bounds: Bounds) -> dict[str, ZipInfo]:
    """The entries by our own names."""
    found = [one for one in zip_file.infolist() if not one.filename.endswith("/")]
    for one in found:
        _check_entry(one)
    _check_places(found)
    named = _by_name(found)
    if sum(one.file_size for one in named.values()) > bounds.total:
        raise CaseFileRefused(CaseFileProblem.TOO_LARGE)
    return named


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & _LOCKED:
        raise CaseFileRefused(CaseFileProblem.LOCKED_ZIP)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    is_odd = kind not in {0, stat.S_IFREG} or entry.orig_filename != entry.filename
    if is_odd or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise CaseFileRefused(CaseFileProblem.FOREIGN)


def _check_places(entries: Iterable[ZipInfo]) -> None:
    """No two entries share bytes: that is how a small file claims to be an endless one."""
    end = 0
    for one in sorted(entries, key=lambda one: one.header_offset):
        if one.header_offset < end:
            raise CaseFileRefused(CaseFileProblem.DAMAGED)
        end = one.header_offset + _LOCAL_HEADER + one.compress_size


def _by_name(entries: Iterable[ZipInfo]) -> dict[str, ZipInfo]:
    """Without the folder around everything that unpacking and packing again brings."""
    kept = [one for one in entries if not _is_of_a_mac(one.filename)]
    roots = {one.filename.partition("/")[0] for one in kept}
    is_wrapped = len(roots) == 1 and all("/" in one.filename for one in kept)
    named: dict[str, ZipInfo] = {}
    for one in kept:
        name = one.filename.partition("/")[2] if is_wrapped else one.filename
        if not is_zip_path(name) or name in named:
            raise CaseFileRefused(CaseFileProblem.FOREIGN)
        named[name] = one
    return named


def _is_of_a_mac(name: str) -> bool:
    folder, file = _OF_A_MAC
    return name.startswith(folder) or name.rpartition("/")[2] == file


def _manifest(zip_file: ZipFile, entries: dict[str, ZipInfo]) -> Manifest:
    entry = entries.get(MANIFEST)
    if entry is None:
        raise CaseFileRefused(CaseFileProblem.INCOMPLETE)
    if entry.file_size > MAX_MANIFEST_BYTES:
        raise CaseFileRefused(CaseFileProblem.BAD_CASE)
    return read_manifest(b"".join(_read(zip_file, entry)))


def _check_list(manifest: Manifest, entries: dict[str, ZipInfo], bounds: Bounds) -> None:
    """What is there is what the manifest lists, with the sizes that it says, and not too much."""
    listed = manifest.by_path
    if listed.keys() - entries.keys():
        raise CaseFileRefused(CaseFileProblem.INCOMPLETE)
    if entries.keys() - listed.keys() - {MANIFEST}:
        raise CaseFileRefused(CaseFileProblem.FOREIGN)
    if any(entries[path].file_size != one.size for path, one in listed.items()):
        raise CaseFileRefused(CaseFileProblem.DAMAGED)
    if any(one.size > _largest(path, bounds) for path, one in listed.items()):
        raise CaseFileRefused(CaseFileProblem.TOO_LARGE)
    if sum(one.size for one in manifest.by_exhibit.values()) > bounds.evidence:
        raise CaseFileRefused(CaseFileProblem.NO_ROOM)


def _largest(path: str, bounds: Bounds) -> int:
    if path.startswith(EVIDENCE):
        return bounds.file
    return {CASE: MAX_BYTES, INDEX: MAX_INDEX_BYTES}.get(path, bounds.packet)


def _case(data: bytes, manifest: Manifest) -> Case:
    """The case, which names the evidence that is there, no more and no less."""
    check_age(data)
    try:
        case = read_case(data)
    except BadCaseFile:
        raise CaseFileRefused(CaseFileProblem.BAD_CASE) from None
    told = {one.id: (one.file.size, one.file.sha256) for one in case.exhibits if one.file}
    held = {name: (one.size, one.sha256) for name, one in manifest.by_exhibit.items()}
    if told.keys() - held.keys():
        raise CaseFileRefused(CaseFileProblem.INCOMPLETE)
    if told != held:
        raise CaseFileRefused(CaseFileProblem.BAD_CASE)
    listed = manifest.by_path
    for packet in manifest.packets:
        file = listed[packet.path]
        if (packet.issued.size, packet.issued.sha256) != (file.size, file.sha256):
            raise CaseFileRefused(CaseFileProblem.BAD_CASE)
    return case


def _read(zip_file: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """An entry in pieces, never more than its size; raises CaseFileRefused at a wrong byte."""
    with _refusing(), zip_file.open(entry) as opened:
        while piece := opened.read(PIECE):
            yield piece


def _digest(pieces: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()
