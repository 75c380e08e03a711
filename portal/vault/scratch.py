"""Room on the disk for a file that is looked at and let go, sealed with a key in memory alone.

The file has no name, so it is gone with the process at the latest. A copy of the disk shows random
bytes and their number.
"""

import io
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_CHUNK = 64 * 1024
_SEALED = _CHUNK + 16
_NONCE_BYTES = 12


class Scratch(io.RawIOBase):
    """A binary file: first written from its start to its end, then read at any place.

    Each chunk of 64 KiB is written once, under its own number, so no nonce comes twice. `finish`
    stands between writing and reading. Wrap it in `io.BufferedReader` to read small pieces.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - see `close`
        self._cipher = AESGCM(secrets.token_bytes(32))
        self._rest = bytearray()
        self._chunks = 0
        self._place = 0
        self._is_whole = False
        self._held: tuple[int, bytes] = (-1, b"")  # the chunk that was read last
        self.size = 0

    def write(self, piece: Any, /) -> int:
        if self._is_whole:
            raise io.UnsupportedOperation("it is whole")
        self._rest += piece
        self.size += len(piece)
        while len(self._rest) >= _CHUNK:
            self._seal(bytes(self._rest[:_CHUNK]))
            del self._rest[:_CHUNK]
        return len(piece)

    def finish(self) -> None:
        """From now on it is read."""
        if not self._is_whole:
            self._seal(bytes(self._rest))
            self._rest.clear()
            self._file.flush()
            self._is_whole = True

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        if start + place < 0:
            raise ValueError("before the start")
        self._place = start + place
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        number, start = divmod(self._place, _CHUNK)
        piece = self._chunk(number)[start : start + len(buffer)] if self._place < self.size else b""
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _seal(self, chunk: bytes) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._chunks), chunk, None))
        self._chunks += 1

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            sealed = os.pread(self._file.fileno(), _SEALED, number * _SEALED)
            self._held = (number, self._cipher.decrypt(_nonce(number), sealed, None))
        return self._held[1]


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES, "big")
