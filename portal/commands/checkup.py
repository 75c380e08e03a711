"""The checks of `./hogerop doctor`: each looks at one thing and tells what it found.

A check that finds something wrong says what to do about it. What it says holds no secret and
nothing of a player.
"""

import hashlib
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from portal.commands.backup_check import check_backups
from portal.commands.checkup_nodes import check_counters, check_evidence, check_nodes
from portal.commands.database import database_app
from portal.commands.retention_check import check_retention
from portal.commands.told import State, Told
from portal.config import Settings, SettingsError, load_settings, variable_name
from portal.documents.keysheet import key_sheet
from portal.documents.pool import RenderBusy, RenderFailed, RenderPool
from portal.documents.text import FONT_FOLDER
from portal.domain.bodies import Body
from portal.domain.rules import RulePack
from portal.i18n import LANGUAGES, CatalogueMissing, check_catalogues
from portal.instance import read_mail_key, read_secret_key
from portal.intake.child import normalise
from portal.knowledge.loader import load_known
from portal.services.mailing import NoMailServer, mail_server
from portal.store.database import DatabaseState, database_state
from portal.vault.keys import new_case_key
from portal.web.health import NO_ROOM
from portal.web.known import read_known

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
MEGABYTE = 1_000_000
LITTLE_ROOM = 2_000 * MEGABYTE
SKEW = timedelta(seconds=60)
_FONT = re.compile(r"^\| `(\S+\.ttf)` \| `([0-9a-f]{64})`", re.MULTILINE)
_PIN = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)


class Trial(Struct, frozen=True):
    """A backup to restore in a scratch folder: the file with its private key, and which one
    (None: the last one)."""

    identity: Path | None = None
    backup: Path | None = None


class Patient(Struct, frozen=True):
    """What the checks look at; `moment` is now, in UTC, and `day` today."""

    environ: Mapping[str, str]
    settings: Settings
    moment: datetime
    day: date
    trial: Trial


Check = Callable[[Patient], Iterator[Told]]


def examine(
    environ: Mapping[str, str], moment: datetime, day: date, trial: Trial | None = None
) -> list[Told]:
    """Everything that the checks tell, in their order. Settings that are wrong end it at once."""
    try:
        settings = load_settings(environ)
    except SettingsError as problem:
        return [Told("settings", State.FAULT, str(problem))]
    patient = Patient(environ, settings, moment, day, trial or Trial())
    found = [Told("settings", State.FINE, "Every setting can be read.")]
    for check in CHECKS:
        try:
            found += check(patient)
        except SettingsError as problem:  # such as a mistake in a host's own pack
            found.append(Told(check.__name__, State.FAULT, str(problem)))
    return found


def versions(_patient: Patient) -> Iterator[Told]:
    """Python, and each package in the version that we tested with."""
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield Told("versions", State.FAULT, f"Python {running} is too old; 3.11 is needed.")
    pins = _PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    found = [(name, _installed(name), pin) for name, pin in pins]
    other = [f"{name} {has} (not {pin})" for name, has, pin in found if has != pin]
    if other:
        text = f"Other versions than ours: {', '.join(other)}. Run ./hogerop run once."
        yield Told("versions", State.FAULT, text)
    else:
        yield Told("versions", State.FINE, f"Python {running}, {len(pins)} packages as pinned.")


def secrets_and_folder(patient: Patient) -> Iterator[Told]:
    """The instance folder is the owner's alone, and its keys can be read."""
    folder = patient.settings.instance_dir
    try:
        read_secret_key(patient.settings)
        if patient.settings.mail_server:
            read_mail_key(patient.settings)
    except SettingsError as problem:
        yield Told("secrets", State.FAULT, str(problem))
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        text = f"Others can look into the instance folder. Run: chmod 700 {folder}"
        yield Told("secrets", State.FAULT, text)
    else:
        yield Told("secrets", State.FINE, "Keys and instance folder are closed to others.")


def disk(patient: Patient) -> Iterator[Told]:
    """Room on the disk that holds the instance folder."""
    free = shutil.disk_usage(patient.settings.instance_dir).free
    state = State.FAULT if free < NO_ROOM else State.WARNING if free < LITTLE_ROOM else State.FINE
    advice = "" if state is State.FINE else " Make room before players upload more."
    yield Told("disk", state, f"{free // MEGABYTE} MB are free.{advice}")


def database(patient: Patient) -> Iterator[Told]:
    """The database answers, is whole, has this release's tables, and agrees on the time; what it
    keeps is there, and no longer than it should be.
    """
    with database_app(patient.settings).app_context():
        state = database_state()
        yield from _about_tables(state)
        if not state.problem and state.revision == state.newest:
            yield from check_evidence()
            yield from check_retention(patient.moment)
    if state.now and abs(state.now - patient.moment) > SKEW:
        text = "The database's clock differs by more than a minute. Set both clocks by NTP."
        yield Told("clock", State.FAULT, text)


def _about_tables(state: DatabaseState) -> Iterator[Told]:
    if state.problem:
        advice = f"Check {variable_name('database_url')} and that the database runs."
        yield Told("database", State.FAULT, f"It does not answer ({state.problem}). {advice}")
    elif state.damage:
        text = f"The database is damaged ({state.damage}). Put the last backup back."
        yield Told("database", State.FAULT, text)
    elif state.revision != state.newest:
        found = state.revision or "no tables"
        text = f"It has {found}, this release wants {state.newest}. Run ./hogerop migrate."
        yield Told("database", State.FAULT, text)
    else:
        text = f"Whole, with the tables of this release ({state.kind}, {state.revision})."
        yield Told("database", State.FINE, text)


def clock(patient: Patient) -> Iterator[Told]:
    """Terms are counted by this clock. It cannot be before our newest pack was verified."""
    newest = max(pack.verified_on for pack in load_known().packs.values())
    if patient.day < newest:
        text = f"This machine says {patient.day}, but a pack was verified on {newest}."
        yield Told("clock", State.FAULT, f"{text} Set the clock.")
    else:
        yield Told("clock", State.FINE, f"Today is {patient.day}.")


def packs(patient: Patient) -> Iterator[Told]:
    """Rule packs and bodies can be read; those whose review is due are named."""
    known = read_known(patient.settings)
    everything: tuple[RulePack | Body, ...] = (*known.packs.values(), *known.bodies.values())
    stale = sorted(one.id for one in everything if one.is_stale(patient.day))
    for pack_id in stale:
        text = f"{pack_id} is due for a review. Pages and packets say so to players."
        yield Told("packs", State.WARNING, text)
    if not stale:
        yield Told("packs", State.FINE, f"{len(everything)} packs and bodies, none is stale.")


def languages(_patient: Patient) -> Iterator[Told]:
    """Both languages have their sentences."""
    try:
        check_catalogues()
    except CatalogueMissing as problem:
        yield Told("languages", State.FAULT, str(problem))
        return
    yield Told("languages", State.FINE, f"{' and '.join(LANGUAGES)} are there.")


def fonts(_patient: Patient) -> Iterator[Told]:
    """Each font of the packets is the file that we tested with."""
    listed = _FONT.findall((FONT_FOLDER / "README.md").read_text(encoding="utf-8"))
    other = [name for name, digest in listed if _digest(FONT_FOLDER / name) != digest]
    if other:
        text = f"Fonts are missing or changed: {', '.join(other)}. Put Hogerop's own back."
        yield Told("fonts", State.FAULT, text)
    else:
        yield Told("fonts", State.FINE, f"All {len(listed)} fonts of the packets are there.")


def paper(_patient: Patient) -> Iterator[Told]:
    """A real page is printed with our fonts and judged as an archivable, accessible PDF."""
    pool = RenderPool(processes=1)
    try:
        printed = pool.render(key_sheet(new_case_key().text, "nl"))
    except (RenderBusy, RenderFailed) as problem:
        text = f"Printing fails ({problem or type(problem).__name__}). Is Pango installed?"
        yield Told("paper", State.FAULT, text)
        return
    finally:
        pool.close()
    if printed.faults:
        text = f"PDF files break rules: {', '.join(printed.faults)}."
        yield Told("paper", State.FAULT, text)
    else:
        yield Told("paper", State.FINE, "A page was printed; it is valid PDF/A and PDF/UA.")


def uploads(_patient: Patient) -> Iterator[Told]:
    """A file is looked at in its closed process."""
    normal = normalise([b"a line of text\n"], "a.txt")
    if normal.problem:
        text = f"Files cannot be looked at ({normal.problem}). May processes use seccomp here?"
        yield Told("uploads", State.FAULT, text)
    else:
        yield Told("uploads", State.FINE, "A file was looked at in its closed process.")


def mail(patient: Patient) -> Iterator[Told]:
    """The mail server for reminders lets us in."""
    if not patient.settings.mail_server:
        yield Told("mail", State.FINE, "No mail server is set: reminders are not offered.")
        return
    try:
        with mail_server(patient.settings.mail_server):
            yield Told("mail", State.FINE, "The mail server lets us in.")
    except NoMailServer as problem:
        text = f"The mail server cannot be used ({problem}). Check {variable_name('mail_server')}."
        yield Told("mail", State.FAULT, text)


def limits(patient: Patient) -> Iterator[Told]:
    """The place where tries are counted answers."""
    yield from check_counters(patient.settings)


def nodes(patient: Patient) -> Iterator[Told]:
    """What several web nodes share is named by settings, and so the same on each."""
    yield from check_nodes(patient.settings)


def backups(patient: Patient) -> Iterator[Told]:
    """The last backup is new, and with the private key: it can be restored."""
    trial = patient.trial
    yield from check_backups(patient.settings, patient.moment, trial.identity, trial.backup)


CHECKS: tuple[Check, ...] = (
    versions,
    secrets_and_folder,
    disk,
    database,
    languages,
    packs,
    clock,
    fonts,
    paper,
    uploads,
    mail,
    limits,
    nodes,
    backups,
)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
