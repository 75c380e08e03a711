"""Put a backup into an empty installation. What was deleted since it was made stays deleted.

The whole file is checked before anything is written. Exit status: 0 done, 2 wrong input: then
nothing was restored.
"""

import argparse
import os
import sys
from pathlib import Path

from portal.commands.database import database_app
from portal.config import Settings, load_settings
from portal.instance import make_instance_dir
from portal.services.restore import BadBackup, Restored, restore_backup
from portal.store.retention import purge
from portal.store.snapshot import NoDatabase, NotEmpty, UnknownRevision, check_database
from portal.store.tombstones import (
    FILE,
    BadTombstones,
    Tombstones,
    all_tombstones,
    read_tombstones,
)
from portal.vault.age_keys import BadAgeKey, WrongKey, private_keys_in
from portal.web.clock import today

FINE, BAD_INPUT = 0, 2


_REFUSALS = (
    *(BadBackup, WrongKey, BadAgeKey, BadTombstones),
    *(NoDatabase, NotEmpty, UnknownRevision),
)


class CannotRestore(Exception):
    """The text says why and what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the backup, its key, and more tombstones."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--identity", type=Path, required=True, metavar="KEYFILE", help="the private key"
    )
    parser.add_argument(
        "--tombstones",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="what was deleted since (default: the files of this name beside the backup and in "
        "the instance folder)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Restore, say what was done, and return the exit status."""
    settings = load_settings(os.environ)
    try:
        keys = read_identity(arguments.identity)
        beside = _tombstones(arguments.file, arguments.tombstones)
        restored, expired = restore_into(settings, arguments.file, keys, beside)
    except CannotRestore as problem:
        print(f"Nothing was restored. {problem}", file=sys.stderr)
        return BAD_INPUT
    _tell(restored, expired)
    return FINE


def read_identity(path: Path) -> list[str]:
    """The private keys in a file. Raises CannotRestore."""
    try:
        return private_keys_in(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CannotRestore(f"{path}: {problem.strerror}") from None
    except ValueError:  # BadAgeKey, and bytes that are no text
        raise CannotRestore(f"{path} holds no private key (AGE-SECRET-KEY-1…).") from None


def restore_into(
    settings: Settings, path: Path, keys: list[str], tombstones: Tombstones
) -> tuple[Restored, int]:
    """Restores `path` into the installation of `settings`; also how many cases expired since.

    Raises CannotRestore.
    """
    make_instance_dir(settings)
    try:
        with database_app(settings).app_context():
            check_database()
            known = tombstones | all_tombstones()
            restored = restore_backup(
                lambda: path.open("rb"),
                keys,
                known,
                lambda name, content: _put(settings.instance_dir, name, content),
            )
            return restored, purge(today())
    except _REFUSALS as problem:
        raise CannotRestore(_reason(problem)) from None
    except OSError as problem:
        raise CannotRestore(f"{problem.filename or path}: {problem.strerror}") from None


def _reason(problem: Exception) -> str:
    return {
        NotEmpty: "There are cases here already. Restore into an empty installation.",
        UnknownRevision: "The backup is of a newer release. Install that one first.",
        NoDatabase: f"The database cannot be used. {problem}",
        WrongKey: "This key does not open it.",
        BadTombstones: f"A file of tombstones cannot be read ({problem}).",
    }.get(type(problem), str(problem))


def _tombstones(backup: Path, named: list[Path]) -> Tombstones:
    found: Tombstones = {}
    for path in named or [backup.absolute().parent / FILE]:
        try:
            if named and not path.exists():
                raise CannotRestore(f"{path} is not there.")
            found |= read_tombstones(path)
        except BadTombstones as problem:
            raise CannotRestore(f"{path} cannot be read ({problem}).") from None
    return found


def _put(folder: Path, name: str, content: bytes) -> None:
    """Writes a file of the instance folder, closed to others; the name is a plain path."""
    path = folder / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _tell(restored: Restored, expired: int) -> None:
    about = restored.about
    print(f"Backup of {about.made_at:%Y-%m-%d %H:%M} UTC, made by release {about.release}.")
    print(f"Restored: {restored.cases} cases, {restored.evidence} files of evidence.")
    if restored.buried or expired:
        gone = f"{restored.buried} were deleted since, {expired} expired"
        print(f"Of the cases in the backup {gone}: they are not here.")
    if restored.lost:
        print(f"{restored.lost} files of evidence are not in the backup.")
    print("People of the group are those of that moment: remove again whoever was removed since.")
    print("Players sign in again. Look whether everything is well: ./hogerop doctor")
