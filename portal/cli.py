"""The host's commands: `python -m portal.cli COMMAND`.

A command is a module of `portal.commands` with two functions: `add_arguments(parser)` and
`run(arguments) -> int`, the exit status. `COMMANDS` names them all. Modules are imported only
when their command runs, so that a quick command stays quick.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from portal.config import SettingsError

COMMANDS = {
    "serve": "start the web server",
    "migrate": "make the database, or bring it up to date",
    "purge": "delete expired cases and old sessions",
    "gate": "say what a case still needs",
    "packet": "make the PDF of a case",
    "packs": "list, check, show and compare what the site knows of authorities",
    "register": "import the public register of the Gambling Commission",
    "demo": "write two example cases with their packets",
    "demo-case": "put an example case into the database and print its key",
    "figures": "write the figures of a year, as a report (PDF) or as a table (CSV)",
    "remind": "send the reminders of today by e-mail",
    "backup": "write a backup of everything, locked with a public key",
    "restore": "put a backup into an empty installation",
    "doctor": "look whether everything is well",
    "staff": "invite somebody to the staff",
    "setup": "ask what the site needs to know, and write it down",
    "group": "show and check the group's own part of the site",
    "invite": "make, list and withdraw codes for members",
    "settings": "show every setting, its value and meaning",
    "compile-translations": "compile the translations that changed",
}

BAD_INPUT = 2


def main(arguments: Sequence[str]) -> int:
    """Run the command in `arguments` and return its exit status.

    Wrong settings, and a file that cannot be read or written, are told in one line and give 2.
    The files that commands write hold personal data: nobody else on the machine can read them.
    """
    os.umask(0o077)
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        return _refuse(name)
    module = import_module(f"portal.commands.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"hogerop {name}", description=module.__doc__)
    module.add_arguments(parser)
    try:
        return int(module.run(parser.parse_args(arguments[1:])))
    except SettingsError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        if problem.filename is None:  # no file, but something that we must hear about
            raise
        print(f"{problem.filename}: {problem.strerror}.{_advice(problem)}", file=sys.stderr)
    return BAD_INPUT


def _advice(problem: OSError) -> str:
    if not isinstance(problem, PermissionError):
        return ""
    return " The user who runs this may not use it: another folder or owner helps."


def _refuse(name: str) -> int:
    asked_for_help = name in {"help", "--help", "-h", ""}
    lines = [f"  {command:22}{meaning}" for command, meaning in COMMANDS.items()]
    first = "Commands:" if asked_for_help else f"There is no command {name!r}. Commands:"
    print("\n".join([first, *lines]), file=sys.stdout if asked_for_help else sys.stderr)
    return 0 if asked_for_help else BAD_INPUT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
