"""Every setting: its type, default, limits and meaning, in one place.

A setting is read from the environment variable ``HOGEROP_`` + its name in capitals.
`load_settings` refuses wrong values and unknown names, so that a typing mistake in a host's
configuration is never silently ignored.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

# SQLAlchemy and limits are imported in the functions that need them: loading them takes longer
# than most commands, and the defaults need no check.

PREFIX = "HOGEROP_"
SECRET_SETTINGS = frozenset({"secret_key", "mail_key"})
_ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what is expected."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The portal's settings. `load_settings` makes them; every field has a safe default."""

    instance_dir: Annotated[
        Path,
        msgspec.Meta(description="Folder for the database, sealed evidence and the site's secret."),
    ] = _ROOT / "instance"
    database_url: Annotated[
        str, msgspec.Meta(description="SQLAlchemy address. Empty: SQLite in the instance folder.")
    ] = ""
    secret_key: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(.{32,})?$",
            description="Signs form tokens, opens no case; 32 characters or more. "
            "Empty: made once and kept in the instance folder.",
        ),
    ] = ""
    trusted_hosts: Annotated[
        tuple[Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.:\[\]-]+$")], ...],
        msgspec.Meta(
            min_length=1,
            description="Names that the site answers to, with commas between them.",
        ),
    ] = ("localhost", "127.0.0.1", "[::1]")
    behind_proxy: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            le=5,
            description="How many reverse proxies of your own stand in front; 0: none is believed.",
        ),
    ] = 0
    site_name: Annotated[
        str, msgspec.Meta(min_length=1, max_length=60, description="The site's name on its pages.")
    ] = "Hogerop"
    retention_months: Annotated[
        int,
        msgspec.Meta(ge=1, le=60, description="A case expires after this many months unvisited."),
    ] = 12
    closed_months: Annotated[
        int, msgspec.Meta(ge=1, le=60, description="A closed case is kept for this many months.")
    ] = 3
    render_processes: Annotated[
        int, msgspec.Meta(ge=1, le=64, description="Processes that make PDF files.")
    ] = min(os.cpu_count() or 1, 64)
    render_queue: Annotated[
        int,
        msgspec.Meta(ge=0, le=1000, description="PDF jobs that may wait; the next is told 'busy'."),
    ] = 20
    sign_in_limit: Annotated[
        str, msgspec.Meta(description="Tries to open a case, for one network address.")
    ] = "10 per minute"
    new_case_limit: Annotated[
        str, msgspec.Meta(description="New cases, for one network address.")
    ] = "5 per hour"
    file_max_bytes: Annotated[
        int,
        msgspec.Meta(ge=100_000, le=100_000_000, description="Largest file of evidence."),
    ] = 25_000_000
    case_files_max_bytes: Annotated[
        int,
        msgspec.Meta(
            ge=100_000, le=1_000_000_000, description="All files of evidence of a case together."
        ),
    ] = 100_000_000
    case_file_max_bytes: Annotated[
        int,
        msgspec.Meta(
            ge=100_000,
            le=2_000_000_000,
            description="Largest case file: a whole case with its packets, to download or to open.",
        ),
    ] = 500_000_000
    file_max_pages: Annotated[
        int, msgspec.Meta(ge=1, le=1000, description="Pages of a PDF that a packet shows.")
    ] = 200
    case_files_max_pages: Annotated[
        int,
        msgspec.Meta(ge=1, le=5000, description="Pages of all files that a packet shows."),
    ] = 400
    picture_max_pixels: Annotated[
        int,
        msgspec.Meta(ge=1_000_000, le=200_000_000, description="Largest picture that is shown."),
    ] = 50_000_000
    mail_server: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(smtps?://\S+)?$",
            description="Where reminders go out: smtps://user:password@host or smtp://host. "
            "Empty: the site offers none.",
        ),
    ] = ""
    mail_from: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^([^@\s<>]+@[^@\s<>]+)?$", description="The address that reminders come from."
        ),
    ] = ""
    mail_key: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(.{32,})?$",
            description="Locks the addresses of reminders; 32 characters or more. "
            "Empty: made once and kept in the instance folder.",
        ),
    ] = ""
    site_address: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(https?://[^/\s]+)?$",
            description="How the site is reached, for links in e-mail: https://example.org.",
        ),
    ] = ""
    mail_key_lookups: Annotated[
        bool,
        msgspec.Meta(
            description="Whether players may check the signatures (DKIM) of e-mails: the site "
            "then asks the name servers (DNS) of their domains for the keys."
        ),
    ] = False
    backup_keys: Annotated[
        tuple[Annotated[str, msgspec.Meta(pattern=r"^age1[a-z0-9]{58}$")], ...],
        msgspec.Meta(
            description="Public keys that lock backups (age1…), with commas between them. "
            "./hogerop backup --make-key makes one."
        ),
    ] = ()
    register_max_age_days: Annotated[
        int,
        msgspec.Meta(
            ge=1,
            le=366,
            description="An imported register that is older is shown with a warning. "
            "About a tenth of its lines changed in one week of August 2026.",
        ),
    ] = 14
    metrics_port: Annotated[
        int,
        msgspec.Meta(ge=0, le=65535, description="Port for Prometheus; 0: nothing is counted."),
    ] = 0
    metrics_host: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^[0-9A-Fa-f.:]+$",
            description="Address of that port. The numbers are for you, not for visitors.",
        ),
    ] = "127.0.0.1"
    log_format: Annotated[
        Literal["text", "json"],
        msgspec.Meta(description="How log lines look: text for people, json for programs."),
    ] = "text"
    max_body_bytes: Annotated[
        int,
        msgspec.Meta(ge=100_000, le=1_000_000_000, description="Largest request that is read."),
    ] = 1_000_000

    def __repr__(self) -> str:
        """Name the instance only: the other values may hold a password."""
        return f"<Settings of {self.instance_dir}>"

    @property
    def database(self) -> str:
        """The database's SQLAlchemy address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.instance_dir.absolute() / 'hogerop.db'}"

    @property
    def tombstones_file(self) -> Path:
        """Where it is written down once more what was deleted."""
        return self.instance_dir.absolute() / "tombstones"

    @property
    def packs_folder(self) -> Path:
        """Where a host puts rule packs of his own, and in it the folder of his own bodies."""
        return self.instance_dir.absolute() / "packs"

    @property
    def evidence_folder(self) -> Path:
        """Where the sealed files of evidence lie."""
        return self.instance_dir.absolute() / "evidence"


def variable_name(field: str) -> str:
    """Return the environment variable of a setting: ``HOGEROP_SITE_NAME`` for ``site_name``."""
    return PREFIX + field.upper()


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables.

    Raises `SettingsError` for a value out of its limits and for an unknown ``HOGEROP_`` name.
    """
    given = {name: text for name, text in environ.items() if name.startswith(PREFIX)}
    known = {variable_name(field): field for field in Settings.__struct_fields__}
    for unknown in sorted(given.keys() - known.keys()):
        raise SettingsError(f"{unknown} is not a setting. `./hogerop settings` lists them.")
    chosen = {known[name]: _value(known[name], text) for name, text in given.items()}
    for field in chosen.keys() & {"sign_in_limit", "new_case_limit"}:
        _check_limit(field, chosen[field])
    if chosen.get("database_url"):
        _check_database(chosen["database_url"])
    _check_mail(chosen)
    return Settings(**chosen)


def _value(field: str, text: str) -> Any:
    raw: Any = text.strip()
    if field in {"trusted_hosts", "backup_keys"}:
        raw = [one.strip() for one in raw.split(",") if one.strip()]
    hint = get_type_hints(Settings, include_extras=True)[field]
    try:
        return msgspec.convert(raw, hint, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as problem:
        # The value itself is left out: it may be a secret.
        raise SettingsError(f"{variable_name(field)} is wrong: {problem}") from None


def _decode(kind: type, raw: Any) -> Any:
    if kind is Path and raw:
        return Path(raw)
    raise msgspec.ValidationError("Expected the path of a folder")


def _check_limit(field: str, text: str) -> None:
    from limits import parse_many

    try:
        parse_many(text)
    except ValueError:
        example = 'something like "10 per minute" or "5 per hour; 20 per day"'
        raise SettingsError(f"{variable_name(field)} is wrong: Expected {example}") from None


def _check_database(address: str) -> None:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    name = variable_name("database_url")
    try:
        backend = make_url(address).get_backend_name()
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise SettingsError(f"{name} is wrong: Expected an SQLAlchemy address") from None
    if backend not in {"sqlite", "postgresql"}:
        raise SettingsError(f"{name} is wrong: Expected sqlite or postgresql+psycopg")


def _check_mail(chosen: Mapping[str, Any]) -> None:
    """Reminders need all three or none: a half setting would be found out on the day itself."""
    needed = ("mail_server", "mail_from", "site_address")
    if chosen.get("mail_server") and (left := [one for one in needed if not chosen.get(one)]):
        names = ", ".join(map(variable_name, left))
        raise SettingsError(f"{variable_name('mail_server')} also needs {names}")


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


def describe_settings(settings: Settings) -> list[tuple[str, str, str]]:
    """Return (variable, value in force, meaning) of every setting, without any secret."""
    hints = get_type_hints(Settings, include_extras=True)
    return [
        (variable_name(field), _shown(settings, field), _meaning(hints[field]))
        for field in Settings.__struct_fields__
    ]


def _meaning(hint: Any) -> str:
    return str(hint.__metadata__[0].description)


def _shown(settings: Settings, field: str) -> str:
    value = getattr(settings, field)
    if field in SECRET_SETTINGS:
        return "(set)" if value else "(in the instance folder)"
    if field == "database_url":
        return _without_password(settings.database)
    if field == "mail_server":
        return _without_password(value) if value else ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _without_password(address: str) -> str:
    from sqlalchemy import make_url

    return make_url(address).render_as_string(hide_password=True)
