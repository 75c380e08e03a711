"""Every setting: its type, default, limits and meaning, in one place.

A setting is read from the environment variable ``HOGEROP_`` + its name in capitals, or from a line
with that name in `settings.env` in the instance folder.
`load_settings` refuses wrong values and unknown names, so that a typing mistake in a host's
configuration is never silently ignored.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from portal.config_checks import database_problem, endpoint_problem, limit_problem

PREFIX = "HOGEROP_"
SETTINGS_FILE = "settings.env"
_MADE_ONCE = frozenset({"secret_key", "mail_key"})
SECRET_SETTINGS = _MADE_ONCE | {"objects_access_key", "objects_secret_key"}
ENDPOINT_VARIABLES = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
# What these settings look like; `./hogerop setup` asks for them too.
SITE_ADDRESS = r"^(https?://[^/\s]+)?$"
MAIL_SERVER = r"^(smtps?://\S+)?$"
MAIL_FROM = r"^([^@\s<>]+@[^@\s<>]+)?$"
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
    objects_url: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w./-]*)?)?$",
            description="Where evidence is kept: s3://bucket/prefix. "
            "Empty: a folder in the instance folder.",
        ),
    ] = ""
    objects_endpoint: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(https?://[^/\s@?]+/?)?$",
            description="The S3-compatible store of the bucket: https://objects.example.org. "
            "Empty: AWS_ENDPOINT_URL, or Amazon's own.",
        ),
    ] = ""
    objects_region: Annotated[
        str, msgspec.Meta(description="The bucket's region. Empty: AWS_REGION.")
    ] = ""
    objects_access_key: Annotated[
        str, msgspec.Meta(description="Opens the bucket. Empty: AWS_ACCESS_KEY_ID.")
    ] = ""
    objects_secret_key: Annotated[
        str, msgspec.Meta(description="Opens the bucket. Empty: AWS_SECRET_ACCESS_KEY.")
    ] = ""
    objects_allow_http: Annotated[
        bool,
        msgspec.Meta(
            description="Whether the store may be reached without TLS; "
            "only on this machine or in a network of your own."
        ),
    ] = False
    limits_url: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(memory://|rediss?://[^\s?]+)$",
            description="Where tries are counted: memory:// for each web node by itself, "
            "redis://host or rediss://host (with TLS) for all together.",
        ),
    ] = "memory://"
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
    exit_site: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(https://\S+)?$",
            description="Where 'Exit this page' ends: a site without a word of gambling, like the "
            "weather. Empty: an empty page of this site.",
        ),
    ] = ""
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
    all_cases_limit: Annotated[
        str,
        msgspec.Meta(description="New cases, for the whole site: so that nobody fills its disk."),
    ] = "300 per hour; 2000 per day"
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
            pattern=MAIL_SERVER,
            description="Where reminders go out: smtps://user:password@host or smtp://host. "
            "Empty: the site offers none.",
        ),
    ] = ""
    mail_from: Annotated[
        str,
        msgspec.Meta(pattern=MAIL_FROM, description="The address that reminders come from."),
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
            pattern=SITE_ADDRESS,
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
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where SQLite keeps everything, when no other database is set."""
        return self.instance_dir.absolute() / "hogerop.db"

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
    """Read the settings from environment variables, and where they say nothing from the file.

    Raises `SettingsError` for a value out of its limits and for an unknown ``HOGEROP_`` name.
    """
    given = given_settings(environ)
    known = {variable_name(field): field for field in Settings.__struct_fields__}
    for unknown in sorted(given.keys() - known.keys()):
        raise SettingsError(f"{unknown} is not a setting. `./hogerop settings` lists them.")
    chosen = {known[name]: _value(known[name], text) for name, text in given.items()}
    _check_texts(chosen)
    _check_objects(chosen, environ)
    _check_mail(chosen)
    return Settings(**chosen)


def given_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """What the host set, by the name of the variable: the environment first, then the file.

    The file is `settings.env` in the instance folder (`./hogerop setup` writes it): NAME=value on
    each line, as systemd reads it too. Raises SettingsError for a line that is neither that nor a
    comment.
    """
    named = {name: text for name, text in environ.items() if name.startswith(PREFIX)}
    folder = Path(named.get(variable_name("instance_dir")) or Settings().instance_dir)
    return {**read_settings_file(folder / SETTINGS_FILE), **named}


def read_settings_file(path: Path) -> dict[str, str]:
    """The lines of a `settings.env`; {} when there is none. Raises SettingsError."""
    if not path.exists():
        return {}
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    for name, sign, _text in pairs:
        if not sign or not name.startswith(PREFIX):
            raise SettingsError(f"{path.name}: {name!r}: expected a line {PREFIX}NAME=value")
    return {name: text for name, _sign, text in pairs}


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


def _check_texts(chosen: Mapping[str, Any]) -> None:
    for field in chosen.keys() & {"sign_in_limit", "new_case_limit", "all_cases_limit"}:
        _refuse(field, limit_problem(chosen[field]))
    if chosen.get("database_url"):
        _refuse("database_url", database_problem(chosen["database_url"]))


def _check_objects(chosen: dict[str, Any], environ: Mapping[str, str]) -> None:
    """The endpoint, whichever way it was given, must be one that nobody can listen to."""
    if not chosen.get("objects_url"):
        return
    usual = filter(None, map(environ.get, ENDPOINT_VARIABLES))
    endpoint = chosen.setdefault("objects_endpoint", next(usual, ""))
    allow_http = bool(chosen.get("objects_allow_http"))
    _refuse("objects_endpoint", endpoint_problem(endpoint, allow_http=allow_http))


def _refuse(field: str, problem: str) -> None:
    if problem:
        raise SettingsError(f"{variable_name(field)} is wrong: {problem}")


def _check_mail(chosen: Mapping[str, Any]) -> None:
    """Reminders need all three or none: a half setting would be found out on the day itself."""
    needed = ("mail_server", "mail_from", "site_address")
    if chosen.get("mail_server") and (left := [one for one in needed if not chosen.get(one)]):
        names = ", ".join(map(variable_name, left))
        raise SettingsError(f"{variable_name('mail_server')} also needs {names}")


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
        return "(set)" if value else "(in the instance folder)" if field in _MADE_ONCE else ""
    if field == "database_url":
        return _without_password(settings.database)
    if field in {"mail_server", "limits_url"}:
        return _without_password(value) if value else ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _without_password(address: str) -> str:
    from sqlalchemy import make_url

    return make_url(address).render_as_string(hide_password=True)
