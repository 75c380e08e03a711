"""What `./hogerop doctor` says of backups: how old the last one is, and whether it can be restored.

With the private key the last backup is really restored, into a folder that is removed afterwards.
"""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from portal.commands.backup import LastBackup, read_note
from portal.commands.restore import CannotRestore, read_identity, restore_into
from portal.commands.told import State, Told
from portal.config import Settings, variable_name
from portal.vault.age_keys import BadAgeKey, check_public_key

_ROOM = 3  # times the size of a backup: its rows and files, and SQLite's log beside them
_OLD, _TOO_OLD = timedelta(days=2), timedelta(days=8)


def check_backups(
    settings: Settings, moment: datetime, identity: Path | None, backup: Path | None
) -> Iterator[Told]:
    """The keys, the age of the last backup, and with `identity` a restore of it or of `backup`."""
    yield from _about_keys(settings)
    note = read_note(settings)
    yield from _about_age(note, moment)
    path = backup or (Path(note.path) if note else None)
    if identity and path:
        yield _drill(settings, path, identity)
    elif identity:
        yield Told("restore", State.FAULT, "There is no backup to restore.")
    elif note:
        text = "The last backup was not tried: run this with --identity KEYFILE now and then."
        yield Told("restore", State.FINE, text)


def _about_keys(settings: Settings) -> Iterator[Told]:
    name = variable_name("backup_keys")
    try:
        for key in settings.backup_keys:
            check_public_key(key)
    except BadAgeKey:
        yield Told("backup", State.FAULT, f"{name} has a key that is mistyped.")


def _about_age(note: LastBackup | None, moment: datetime) -> Iterator[Told]:
    if note is None:
        text = "No backup was made yet. Run: ./hogerop backup FILE (docs/hosting.md)"
        yield Told("backup", State.WARNING, text)
        return
    age = moment - note.made_at
    text = f"The last one is of {note.made_at:%Y-%m-%d %H:%M} UTC: {note.path}."
    if age > _TOO_OLD:
        yield Told("backup", State.FAULT, f"{text} Make one every night.")
    elif age > _OLD:
        yield Told("backup", State.WARNING, f"{text} Make one every night.")
    else:
        yield Told("backup", State.FINE, text)


def _drill(settings: Settings, path: Path, identity: Path) -> Told:
    """A restore into a folder of its own, whatever database and bucket the site has.

    Its settings are the defaults: what the site reaches by a setting, a bucket or a server, is out
    of reach. In the site's own bucket files of players who deleted them would come back.
    """
    folder = settings.instance_dir
    size = path.stat().st_size if path.exists() else 0
    if shutil.disk_usage(folder).free < _ROOM * size:
        text = f"No room to try it: {_ROOM} times its {size} bytes are not free."
        return Told("restore", State.WARNING, text)
    with tempfile.TemporaryDirectory(prefix=".drill-", dir=folder) as scratch:
        trial = Settings(instance_dir=Path(scratch))
        try:
            restored, _expired = restore_into(trial, path, read_identity(identity), {})
        except CannotRestore as problem:
            return Told("restore", State.FAULT, f"The last backup cannot be restored: {problem}")
    text = f"{restored.cases} cases and {restored.evidence} files of evidence came back."
    if restored.lost:
        return Told("restore", State.WARNING, f"{text} {restored.lost} files were lost before.")
    return Told("restore", State.FINE, text)
