"""Ask what the site needs to know, and write it down: group.toml and settings.env.

Safe to run again: what is there is offered as the answer. With --answers FILE (TOML, the keys of
`Answers`) nothing is asked.
"""

import argparse
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from portal.commands.database import database_app
from portal.config import (
    MAIL_FROM,
    MAIL_SERVER,
    SETTINGS_FILE,
    SITE_ADDRESS,
    Settings,
    SettingsError,
    load_settings,
    read_settings_file,
    variable_name,
)
from portal.domain.group import FILE, Group, Months
from portal.domain.group_file import BadGroupFile, read_group, write_group
from portal.i18n import gettext, use_language
from portal.instance import make_instance_dir
from portal.services.group import stored
from portal.store.database import database_state
from portal.wording.source import N_

_YES, _NO = frozenset({"j", "ja", "y", "yes"}), frozenset({"n", "nee", "no"})
_ON_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `setup` wants to know; empty means: none."""

    language: Literal["nl", "en"] = "nl"
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*$")] = (
        "Hogerop"
    )
    address: Annotated[str, msgspec.Meta(pattern=SITE_ADDRESS)] = ""
    retention_months: Months = Settings().retention_months
    by_invitation: bool = False
    mail_server: Annotated[str, msgspec.Meta(pattern=MAIL_SERVER)] = ""
    mail_from: Annotated[str, msgspec.Meta(pattern=MAIL_FROM)] = ""


class Question(NamedTuple):
    """One thing to ask, and what to say to a wrong answer; asked only when `needs` was answered."""

    key: str
    text: str
    wrong: str
    needs: str = ""


QUESTIONS = (
    Question(
        "language",
        N_("Which language do you speak, nl or en? Visitors get it who ask for neither."),
        N_("Type nl or en."),
    ),
    Question(
        "name",
        N_("What is the name of your group, as visitors see it?"),
        N_("Type a name of 60 characters at most."),
    ),
    Question(
        "address",
        N_("At which address do visitors find the site? Leave it empty for this computer only."),
        N_("Type an address like https://klacht.example.org, with nothing behind the name."),
    ),
    Question(
        "retention_months",
        N_("After how many months without a visit is a case deleted?"),
        N_("Type a number from 1 to 60."),
    ),
    Question(
        "by_invitation",
        N_("Is the site only for people with an invitation code?"),
        N_("Type yes or no."),
    ),
    Question(
        "mail_server",
        N_("Which mail server sends reminders? Leave it empty for a site without reminders."),
        N_("Type an address like smtps://user:password@mail.example.org."),
        needs="address",
    ),
    Question(
        "mail_from",
        N_("From which e-mail address do reminders come?"),
        N_("Type an e-mail address."),
        needs="mail_server",
    ),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a file with answers, for a set-up without questions."""
    parser.add_argument("--answers", type=Path, metavar="FILE", help="a TOML file with all answers")


def run(arguments: argparse.Namespace) -> int:
    """Write both files and return 0. Raises SettingsError for a wrong answer in a file."""
    settings = load_settings(os.environ)
    make_instance_dir(settings)
    group, written = _present(settings)
    before = _as_answers(group, written, settings)
    answers = _read(arguments.answers, before) if arguments.answers else _ask(before)
    _write(settings.instance_dir / FILE, write_group(_named(group, answers)))
    lines = _lines({**written, **_variables(answers)})
    _write(settings.instance_dir / SETTINGS_FILE, lines)
    # Anew: what was just written may be wrong together with what the environment says.
    settings = load_settings(os.environ)
    with use_language(answers.language):
        _tell(settings)
    return 0


def _present(settings: Settings) -> tuple[Group, dict[str, str]]:
    """What the two files say now."""
    path = settings.instance_dir / FILE
    try:
        group = read_group(path.read_text(encoding="utf-8")) if path.exists() else Group()
    except BadGroupFile as fault:
        raise SettingsError(f"{FILE}: {fault}") from fault
    return group, read_settings_file(settings.instance_dir / SETTINGS_FILE)


def _as_answers(group: Group, written: Mapping[str, str], settings: Settings) -> Answers:
    return Answers(
        language=group.first_language,
        name=group.name or settings.site_name,
        address=written.get(variable_name("site_address"), ""),
        retention_months=group.retention_months or settings.retention_months,
        by_invitation=group.by_invitation,
        mail_server=written.get(variable_name("mail_server"), ""),
        mail_from=written.get(variable_name("mail_from"), ""),
    )


def _read(path: Path, before: Answers) -> Answers:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert({**msgspec.to_builtins(before), **given}, Answers)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as fault:
        raise SettingsError(f"{path.name}: {fault}") from None
    except OSError as fault:
        raise SettingsError(f"{path.name} cannot be read: {fault.strerror}") from None


def _ask(before: Answers) -> Answers:
    answers = before
    for question in QUESTIONS:
        if question.needs and not getattr(answers, question.needs):
            answers = replace(answers, **{question.key: ""})
            continue
        with use_language(answers.language):
            answers = _asked(question, answers)
    return answers


def _asked(question: Question, answers: Answers) -> Answers:
    """Asks until the answer can be used; an empty line keeps what is there, "-" makes it empty."""
    before = getattr(answers, question.key)
    shown = {True: gettext("yes"), False: gettext("no")}.get(before, before)
    while True:
        try:
            typed = input(f"\n{gettext(question.text)}\n[{shown}] ").strip()
        except EOFError:
            raise SettingsError("Nobody answers. Use --answers FILE.") from None
        try:
            return _with(answers, question.key, typed) if typed else _with_kept(answers, question)
        except msgspec.ValidationError:
            print(gettext(question.wrong))


def _with(answers: Answers, key: str, typed: str) -> Answers:
    value: Any = "" if typed == "-" else typed
    if key == "by_invitation":
        value = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(typed.lower(), typed)
    if key == "retention_months" and typed.isdigit():
        value = int(typed)
    return msgspec.convert({**msgspec.to_builtins(answers), key: value}, Answers)


def _with_kept(answers: Answers, question: Question) -> Answers:
    """Reminders need a sender; everything else may stay as it is."""
    if question.key == "mail_from" and not answers.mail_from:
        raise msgspec.ValidationError(question.key)
    return answers


def _named(group: Group, answers: Answers) -> Group:
    return replace(
        group,
        name=answers.name,
        first_language=answers.language,
        retention_months=answers.retention_months,
        by_invitation=answers.by_invitation,
    )


def _variables(answers: Answers) -> dict[str, str]:
    """The settings that follow from the answers; empty ones are taken out of the file."""
    host = urlsplit(answers.address).hostname or ""
    names = dict.fromkeys((host, *_ON_THIS_MACHINE))
    found = {
        "site_address": answers.address,
        "trusted_hosts": ",".join(names) if host else "",
        "behind_proxy": "1" if answers.address.startswith("https://") else "",
        "mail_server": answers.mail_server,
        "mail_from": answers.mail_from,
    }
    return {variable_name(field): value for field, value in found.items()}


def _lines(variables: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in variables.items() if value)


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and readable for its owner alone: a mail password may be in it."""
    part = path.with_suffix(".new")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _tell(settings: Settings) -> None:
    folder = settings.instance_dir
    written = gettext(
        "Written: %(group)s and %(settings)s.",
        group=folder / FILE,
        settings=folder / SETTINGS_FILE,
    )
    print(f"\n{written}")
    with database_app(settings).app_context():
        state = database_state()
        is_ready = not state.problem and state.revision == state.newest
        if is_ready and stored() is not None:
            print(gettext("The administrator saved the site since, and that counts."))
            print("  ./hogerop group use-file")
    print(gettext("Start the site, and invite its first administrator:"))
    print("  ./hogerop run\n  ./hogerop staff invite NAME@EXAMPLE.ORG --role administrator")
