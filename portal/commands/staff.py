"""Invite somebody to the staff, as an administrator or a caseworker. Prints the link to send.

The first administrator comes in this way, and one who takes the place of the last. Everybody else
is invited on the site itself.
"""

import argparse
import os
import re

from portal.commands.database import ready_database
from portal.config import load_settings
from portal.domain.staff import StaffRole
from portal.i18n import LANGUAGES
from portal.services.staff import INVITATION_LASTS, invite
from portal.web.clock import now

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take `invite EMAIL --role ROLE`, and the language of the page that the link opens."""
    commands = parser.add_subparsers(dest="command", required=True)
    asked = commands.add_parser("invite", help="make a link with which somebody can join")
    asked.add_argument("email", type=_address, help="who is invited")
    roles = [role.value for role in StaffRole]
    asked.add_argument("--role", choices=roles, required=True, help="what this person will do")
    asked.add_argument("--language", choices=list(LANGUAGES), default=next(iter(LANGUAGES)))


def run(arguments: argparse.Namespace) -> int:
    """Print the link and return 0."""
    settings = load_settings(os.environ)
    with ready_database(settings):
        token = invite(arguments.email, StaffRole(arguments.role), "", now())
    path = f"/{arguments.language}/staff/join/{token}"
    print(f"Send this link to {arguments.email}:\n  {settings.site_address}{path}")
    hours = int(INVITATION_LASTS.total_seconds() // 3600)
    print(f"It works once, for {hours} hours. Whoever has it can join.")
    if not settings.site_address:
        print("Put the address of your site in front of it (HOGEROP_SITE_ADDRESS is not set).")
    return 0


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return text
