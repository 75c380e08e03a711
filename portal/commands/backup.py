"""Write a backup of everything, locked so that only its owner can open it.

`--make-key` makes the key once: its public half locks backups and belongs into the settings, its
private half opens them and belongs away from this machine. Exit status: 0 done, 1 not now, 2 wrong
input.
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from portal import RELEASE
from portal.commands.database import database_app
from portal.config import Settings, load_settings, variable_name
from portal.services.backup import End, KeepsChanging, write_backup
from portal.store.snapshot import NoDatabase
from portal.store.tombstones import (
    FILE,
    BadTombstones,
    all_tombstones,
    read_tombstones,
    write_tombstones,
)
from portal.vault.age_keys import BadAgeKey, new_private_key, public_key_of
from portal.web.clock import now

FINE, NOT_NOW, BAD_INPUT = 0, 1, 2
NOTE = "last-backup.json"
# What is in a backup in another way, or is no part of the site.
_OTHERWISE = frozenset({"evidence", FILE, NOTE})
_OTHER_ENDINGS = (".age", ".part")
_LARGEST = 1 << 24


class LastBackup(Struct, frozen=True):
    """What the instance folder notes of the last backup, for `./hogerop doctor`."""

    path: str
    made_at: datetime
    size: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file to write, or the key to make."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the backup to write")
    what.add_argument(
        "--make-key", type=Path, metavar="KEYFILE", help="make a key and write its private half"
    )
    parser.add_argument(
        "--to",
        action="append",
        metavar="AGE1…",
        help=f"public key that opens it, may be repeated (default: {variable_name('backup_keys')})",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do it, say what was done, and return the exit status."""
    if arguments.make_key:
        return _make_key(arguments.make_key)
    settings = load_settings(os.environ)
    keys = arguments.to or list(settings.backup_keys)
    if not keys:
        name = variable_name("backup_keys")
        return _fail(f"No key to lock it with. First: ./hogerop backup --make-key FILE, and {name}")
    try:
        return _back_up(settings, arguments.file.absolute(), keys)
    except BadAgeKey:
        return _fail("A key is not a public key: age1… with 62 characters.")
    except NoDatabase as problem:
        return _fail(f"The database cannot be used. {problem}")
    except BadTombstones as problem:
        return _fail(f"A file of tombstones cannot be read ({problem}).")
    except OSError as problem:
        return _fail(f"{problem.filename or arguments.file}: {problem.strerror}")
    except KeepsChanging:
        print("Players changed too much meanwhile. Try again later.", file=sys.stderr)
        return NOT_NOW


def kept_files(settings: Settings) -> dict[str, Path]:
    """The files of the instance folder that a backup holds, by their name in it."""
    folder = settings.instance_dir.absolute()
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {name: path for name, path in found.items() if _is_kept(name, path)}


def read_note(settings: Settings) -> LastBackup | None:
    """What is noted of the last backup; None without one."""
    try:
        return msgspec.json.decode((settings.instance_dir / NOTE).read_bytes(), type=LastBackup)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _back_up(settings: Settings, path: Path, keys: list[str]) -> int:
    if path.exists():
        return _fail(f"{path} exists already. A backup never takes the place of another.")
    made_at = now()
    with database_app(settings).app_context():
        files = kept_files(settings)
        end = _written(path, lambda write: write_backup(write, keys, files, made_at, RELEASE))
        beside = path.parent / FILE
        write_tombstones(beside, read_tombstones(beside) | all_tombstones())
    note = LastBackup(str(path), made_at, path.stat().st_size)
    _write_private(settings.instance_dir / NOTE, msgspec.json.encode(note))
    _tell(path, end)
    return FINE


def _written(path: Path, fill: Callable[[Callable[[bytes], object]], End]) -> End:
    """Fills a new private file, which has its name when it is whole and on the disk."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            end = fill(file.write)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return end


def _tell(path: Path, end: End) -> None:
    cases, size = end.rows.get("case", 0), path.stat().st_size
    print(f"{path}: {cases} cases, {end.evidence} files of evidence, {size} bytes.")
    print(f"Keep {path.parent / FILE} with it: it says what was deleted since.")
    if end.lost:
        print(f"{end.lost} files of evidence were lost before. Run: ./hogerop doctor")


def _make_key(path: Path) -> int:
    private_key = new_private_key()
    public_key = public_key_of(private_key)
    text = f"# public key: {public_key}\n{private_key}\n"
    try:
        _write_private(path, text.encode("ascii"), os.O_EXCL)
    except OSError as problem:
        return _fail(f"{path}: {problem.strerror}")
    print(f"The private key is in {path}. Without it no backup can be opened: keep it twice,")
    print("away from this machine (a password manager, a stick in a drawer), and delete it here.")
    print("Put the public key into the settings:")
    print(f"{variable_name('backup_keys')}={public_key}")
    return FINE


def _is_kept(name: str, path: Path) -> bool:
    top = name.partition("/")[0]
    is_other = top in _OTHERWISE or top.startswith("hogerop.db") or name.endswith(_OTHER_ENDINGS)
    is_hidden = any(part.startswith(".") for part in name.split("/"))
    if is_other or is_hidden or path.is_symlink() or not path.is_file():
        return False
    if path.stat().st_size > _LARGEST:
        print(f"{path} is too large to be a part of the site: left out.", file=sys.stderr)
        return False
    return True


def _write_private(path: Path, data: bytes, flags: int = os.O_TRUNC) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600), "wb") as file:
        file.write(data)


def _fail(problem: str) -> int:
    print(problem, file=sys.stderr)
    return BAD_INPUT
