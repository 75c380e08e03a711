"""Invite members: codes with which they start a case on a site that is by invitation."""

import argparse
import csv
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TextIO

from portal.commands.database import ready_database
from portal.services.invitations import MAX_CODES, MAX_USES, invite, withdraw
from portal.store.invitations import MAX_BATCH, batches
from portal.web.clock import today


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take `members`, `list` or `withdraw`."""
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("members", help="make codes for members")
    made.add_argument("--count", type=_up_to(MAX_CODES), default=1, help="how many codes (1)")
    made.add_argument("--uses", type=_up_to(MAX_USES), default=1, help="cases for each code (1)")
    made.add_argument(
        "--expires", type=date.fromisoformat, required=True, help="the last day: 2027-01-31"
    )
    made.add_argument("--name", type=_name, help="what you call these codes (default: today)")
    made.add_argument("--csv", type=Path, metavar="FILE", help="write them there; not printed then")
    commands.add_parser("list", help="show what is still open, without the codes themselves")
    ended = commands.add_parser("withdraw", help="end codes, before their last day")
    ended.add_argument("name", help="the name of the codes, or one code")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 1 when there was nothing to withdraw, 2 for a day that is over."""
    with ready_database():
        if arguments.command == "members":
            return _make(arguments)
        if arguments.command == "list":
            return _list()
        gone = withdraw(arguments.name)
    print(f"{gone} codes withdrawn.")
    return 0 if gone else 1


def _make(arguments: argparse.Namespace) -> int:
    if arguments.expires < today():
        print("The last day is over already.", file=sys.stderr)
        return 2
    name = arguments.name or today().isoformat()
    with ExitStack() as stack:
        target: TextIO = sys.stdout
        if arguments.csv:  # first: codes that cannot be written down are lost
            target = stack.enter_context(arguments.csv.open("x", encoding="utf-8", newline=""))
        rows = csv.writer(target)
        rows.writerow(["code", "uses", "last day"])
        for code in invite(arguments.count, arguments.uses, arguments.expires, name):
            rows.writerow([code, arguments.uses, arguments.expires.isoformat()])
    if arguments.csv:
        print(f"{arguments.count} codes “{name}” are in {arguments.csv}. We keep only hashes.")
    return 0


def _list() -> int:
    for batch in batches():
        state = "over" if batch.last_day < today() else f"until {batch.last_day.isoformat()}"
        print(f"{batch.name}: {batch.codes} codes, {batch.uses_left} uses left, {state}")
    return 0


def _up_to(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"use a number from 1 to {most}")
        return int(text)

    return number


def _name(text: str) -> str:
    if not 1 <= len(text) <= MAX_BATCH or not text.isprintable():
        raise argparse.ArgumentTypeError(f"use 1 to {MAX_BATCH} characters")
    return text
