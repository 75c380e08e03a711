"""A file that is looked at and let go: readable at any place for us, for nobody else."""

import io
import os
from pathlib import Path

import pytest

from portal.vault.scratch import Scratch

MARK = b"Zonnekoning weigert de opname. "
CONTENT = MARK * 10_000


def filled(folder: Path, content: bytes = CONTENT, step: int = 7001) -> Scratch:
    scratch = Scratch(folder)
    for start in range(0, len(content), step):
        scratch.write(content[start : start + step])
    scratch.finish()
    return scratch


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 310_000])
def test_what_was_written_is_read_at_any_place(tmp_path: Path, size: int) -> None:
    content = CONTENT[:size]
    with filled(tmp_path, content) as scratch:
        assert scratch.size == size
        held, real = io.BufferedReader(scratch), io.BytesIO(content)
        for place, whence, count in ((0, 0, -1), (-5, 2, 9), (65_530, 0, 20), (9, 0, 70_000)):
            if whence == 2 and size < 5:
                continue
            assert held.seek(place, whence) == real.seek(place, whence)
            assert (held.read(count) == real.read(count)) is True
        assert held.read(1) == real.read(1)


def test_the_disk_holds_no_name_and_nothing_to_read(tmp_path: Path) -> None:
    with filled(tmp_path) as scratch:
        assert list(tmp_path.iterdir()) == []
        on_disk = os.pread(scratch._file.fileno(), 1_000_000, 0)
        assert len(on_disk) > len(CONTENT)
        assert MARK not in on_disk
        assert MARK[:8] not in on_disk


def test_it_is_written_once_and_ends_with_its_user(tmp_path: Path) -> None:
    scratch = filled(tmp_path)
    with pytest.raises(io.UnsupportedOperation):
        scratch.write(b"more")
    descriptor = scratch._file.fileno()
    scratch.close()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(descriptor)
