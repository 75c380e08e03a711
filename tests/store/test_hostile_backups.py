"""Backups that a stranger made: whoever has the public key can lock one."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from portal.services.archive import ArchiveWriter, BadArchive, read_archive
from portal.services.restore import BadBackup
from portal.store.snapshot import UnknownRevision
from portal.vault.age_keys import key_sealer
from tests.store.backups import PUBLIC, Site, is_empty, site
from tests.store.examples import NOW


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path / "new") as made:
        yield made


ABOUT = {"format": 1, "made_at": NOW, "release": "9", "revision": "0004", "columns": {}}
CASE = ("id", "revision", "created_month", "expires_month", "format", "document")
ROW = (b"c" * 16, 1, "2026-11", "2027-11", 1, b"sealed")
WRAP = ("locator", "case_id", "kind", "wrapped_key")


Entry = tuple[str, object]


def forged(*entries: Entry, about: dict[str, object] | None = None) -> bytes:
    """A backup that a stranger made with the public key; rows are packed, the rest is JSON."""
    made = io.BytesIO()
    sealer = key_sealer([PUBLIC])
    made.write(sealer.start())
    archive = ArchiveWriter(lambda piece: made.write(sealer.update(piece)))
    fill(archive, ("about.json", ABOUT | (about or {})), *entries)
    archive.finish()
    made.write(sealer.finish())
    return made.getvalue()


def fill(archive: ArchiveWriter, *entries: Entry) -> None:
    for name, what in entries:
        pack = msgspec.msgpack if name.startswith("tables/") else msgspec.json
        content = what if isinstance(what, bytes) else pack.encode(what)
        archive.add(name, len(content), [content])


def whole(*entries: Entry, about: dict[str, object] | None = None, **said: object) -> bytes:
    """A forged backup that is right in itself, but for what is `said` otherwise at its end."""
    archive = ArchiveWriter(bytearray().extend)
    fill(archive, ("about.json", ABOUT | (about or {})), *entries)
    kinds = [name.split("/")[0] for name, _what in entries]
    end = {"rows": {}, "lost": 0, "sha256": archive.digest}
    end |= {"evidence": kinds.count("evidence"), "instance": kinds.count("instance")}
    return forged(*entries, ("end.json", end | said), about=about)


def with_rows(
    content: object, columns: tuple[str, ...] = CASE, table: str = "case", **said: Any
) -> bytes:
    said.setdefault("rows", {table: 1})
    return whole((f"tables/{table}/0", content), about={"columns": {table: columns}}, **said)


@pytest.mark.parametrize(
    "backup",
    [
        pytest.param(forged(), id="no end"),
        pytest.param(forged(("end.json", {})), id="an end that says nothing"),
        pytest.param(whole(sha256="0" * 64), id="another hash"),
        pytest.param(whole(evidence=1), id="fewer files than it says"),
        pytest.param(whole(instance=1), id="fewer files of the folder"),
        pytest.param(whole(about={"format": 2}), id="a format to come"),
        pytest.param(whole(about={"more": 1}), id="words that nobody knows"),
        pytest.param(whole(("other/x", b"")), id="a part that nobody knows"),
        pytest.param(b"", id="nothing"),
        pytest.param(whole(("evidence/ab/x", b"x")), id="a file with another name"),
        pytest.param(with_rows([ROW], rows={"case": 2}), id="a row is missing"),
        pytest.param(with_rows([ROW], rows={"case": 1, "packet": 0}), id="a count too many"),
        pytest.param(with_rows([], table="secrets", rows={"secrets": 0}), id="no such table"),
        pytest.param(with_rows([ROW], CASE[:-1]), id="a column is missing"),
        pytest.param(with_rows([ROW[:-1]]), id="a value is missing"),
        pytest.param(with_rows([(*ROW[:-1], "text")]), id="text in place of bytes"),
        pytest.param(with_rows([(*ROW[:1], 2**64 - 1, *ROW[2:])]), id="too large a number"),
        pytest.param(with_rows([(*ROW[:1], None, *ROW[2:])]), id="nothing in place of a number"),
        pytest.param(with_rows([ROW, ROW], rows={"case": 2}), id="the same row twice"),
        pytest.param(with_rows(b"\xc1"), id="no rows at all"),
        pytest.param(with_rows([("0001",)], ("version_num",), "alembic_version"), id="revision"),
        pytest.param(
            with_rows([(b"l" * 32, b"c" * 16, "main", b"w")], WRAP, "case_key"), id="no such case"
        ),
    ],
)
def test_a_backup_of_a_stranger_is_refused_and_leaves_nothing(new: Site, backup: bytes) -> None:
    with pytest.raises(BadBackup):
        new.restore(backup)
    assert is_empty(new)


def test_a_stranger_can_make_what_is_right_in_itself(new: Site) -> None:
    assert new.restore(with_rows([ROW], rows={"case": 1})).cases == 1


def test_a_backup_of_a_newer_release_is_refused(new: Site) -> None:
    with pytest.raises(UnknownRevision):
        new.restore(whole(about={"revision": "9999"}))


def tar_of(kind: bytes = tarfile.REGTYPE, name: str = "a", content: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        info = tarfile.TarInfo(name)
        info.type, info.size = kind, len(content)
        archive.addfile(info, io.BytesIO(content))
    return made.getvalue()[: 2 * 512 + 1024]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        tar_of()[:-1],
        tar_of() + b"x",
        b"x" * 2048,
        tar_of(tarfile.SYMTYPE, content=b""),
        tar_of(tarfile.XHDTYPE),
        *(tar_of(name=name) for name in ("../a", "a/../b", "a//b", "-a", "a b", "a/.b", "é")),
        tar_of()[:600] + b"y" + tar_of()[601:],
    ],
)
def test_an_archive_holds_plain_files_with_plain_names_only(data: bytes) -> None:
    with pytest.raises(BadArchive):
        [b"".join(entry.pieces) for entry in read_archive([data[:700], data[700:]])]


def test_names_and_sizes_are_checked_when_writing_too() -> None:
    with pytest.raises(ValueError):
        ArchiveWriter(bytearray().extend).add("../a", 0, [])
    with pytest.raises(ValueError):
        ArchiveWriter(bytearray().extend).add("a", 2, [b"x"])
