"""The instance folder: closed to others, with the keys that are made once and then stay."""

import os
import secrets
from pathlib import Path

from portal.config import Settings, SettingsError, variable_name


def make_instance_dir(settings: Settings) -> None:
    """Make the instance folder, closed to other users of the machine."""
    try:
        settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        name = variable_name("instance_dir")
        raise SettingsError(f"{name} cannot be made or is no folder: {problem.strerror}") from None


def read_secret_key(settings: Settings) -> str:
    """Return the configured secret key, or the one that was made once for this instance.

    Raises `SettingsError` when the file cannot be made, is readable for others or too short.
    """
    return settings.secret_key or _made_once(settings, "secret-key")


def read_mail_key(settings: Settings) -> bytes:
    """Return the key that locks the addresses of reminders; like `read_secret_key`."""
    return (settings.mail_key or _made_once(settings, "mail-key")).encode()


def _made_once(settings: Settings, file_name: str) -> str:
    make_instance_dir(settings)
    path = settings.instance_dir / file_name
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
    except OSError as problem:
        name = variable_name("instance_dir")
        raise SettingsError(f"{name} cannot be written to: {problem.strerror}") from None
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read {file_name}. Run: chmod 600 {path}")
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise SettingsError(f"The key in {path} is too short. Remove the file; a new one is made.")
    return key


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole or not at all; the first of two processes wins."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    finally:
        part.unlink()
