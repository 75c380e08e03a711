"""Look at the group's part of the site: `group.toml`, or what the administrator saved since."""

import argparse
import os

from portal.commands.database import ready_database
from portal.config import load_settings
from portal.domain.group import FILE
from portal.domain.group_file import write_group
from portal.services.group import stored
from portal.store.group import forget_group
from portal.web.group import read_site
from portal.web.known import read_known


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take one of three actions."""
    helps = {
        "show": "print the group that is in force, as the text of a group.toml",
        "check": "look for mistakes in group.toml and its logo",
        "use-file": "drop what the administrator saved: group.toml counts again",
    }
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in helps.items():
        commands.add_parser(name, help=meaning)


def run(arguments: argparse.Namespace) -> int:
    """Do it and return 0. Raises SettingsError for a mistake in the file."""
    settings = load_settings(os.environ)
    site = read_site(settings, read_known(settings).packs)
    if arguments.command == "check":
        print(f"{FILE} is well.")
        return 0
    with ready_database(settings):
        if arguments.command == "use-file":
            forget_group()
            print(f"{FILE} counts now, on every node.")
        else:
            print(write_group((stored() or site).group), end="")
    return 0
