"""A tar file, written and read in one go: what a backup is inside its encryption.

Only plain files, in the oldest common form (POSIX ustar), so that `tar` reads it too. Whoever has
the public key can make a backup, so what is read is believed in nothing: each size is bounded by
what follows, and names are plain paths.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from tarfile import BLOCKSIZE, REGTYPE, USTAR_FORMAT, HeaderError, TarInfo
from typing import Final

from msgspec import Struct

_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_END: Final = bytes(BLOCKSIZE)


class BadArchive(Exception):
    """The archive is damaged, cut off, or not of our making; the text says where."""


class ArchiveWriter:
    """Hands an archive to `write`, piece by piece; `digest` is the SHA-256 of it so far, in hex."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def add(self, name: str, size: int, pieces: Iterable[bytes]) -> None:
        """Adds a file of `size` bytes. Raises ValueError for a name that is no plain path."""
        if not _NAME.fullmatch(name):
            raise ValueError("not a plain path")
        info = TarInfo(name)
        info.size, info.mode = size, 0o600
        self._put(info.tobuf(USTAR_FORMAT))
        written = 0
        for piece in pieces:
            self._put(piece)
            written += len(piece)
        if written != size:
            raise ValueError("not as long as was said")
        self._put(bytes(-size % BLOCKSIZE))

    def finish(self) -> None:
        """Nothing comes after this."""
        self._put(2 * _END)

    def _put(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._write(piece)


class Entry(Struct, frozen=True):
    """One file of an archive; `digest` is the SHA-256 of everything before it, in hex.

    Its pieces must be read before the next entry is asked for.
    """

    name: str
    size: int
    digest: str
    pieces: Iterator[bytes]


def read_archive(source: Iterable[bytes]) -> Iterator[Entry]:
    """The files of an archive, in their order. Raises BadArchive when it comes to a fault."""
    stream = _Stream(source)
    while True:
        digest = stream.digest
        head = stream.exactly(BLOCKSIZE)
        if head == _END:
            _check_end(stream)
            return
        info = _info(head)
        yield Entry(info.name, info.size, digest, stream.pieces(info.size))
        if any(stream.exactly(-info.size % BLOCKSIZE)):
            raise BadArchive("something between two files")


def _info(head: bytes) -> TarInfo:
    try:
        info = TarInfo.frombuf(head, "utf-8", "strict")
    except (HeaderError, UnicodeDecodeError):
        raise BadArchive("a header that cannot be read") from None
    if info.type != REGTYPE or info.size < 0 or not _NAME.fullmatch(info.name):
        raise BadArchive("an entry that is no plain file")
    return info


def _check_end(stream: "_Stream") -> None:
    if stream.exactly(BLOCKSIZE) != _END or not stream.is_over():
        raise BadArchive("something after the end")


class _Stream:
    def __init__(self, source: Iterable[bytes]) -> None:
        self._source = iter(source)
        self._rest = memoryview(b"")
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def pieces(self, size: int) -> Iterator[bytes]:
        while size:
            piece = self._next(size)
            size -= len(piece)
            yield piece

    def exactly(self, size: int) -> bytes:
        return b"".join(self.pieces(size))

    def is_over(self) -> bool:
        return not self._rest and not any(self._source)

    def _next(self, most: int) -> bytes:
        while not self._rest:
            piece = next(self._source, None)
            if piece is None:
                raise BadArchive("cut off")
            self._rest = memoryview(piece)
        piece, self._rest = bytes(self._rest[:most]), self._rest[most:]
        self._hash.update(piece)
        return piece
