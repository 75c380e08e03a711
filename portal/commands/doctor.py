"""Look whether everything is well: versions, secrets, disk, database, packs, paper, mail, backups.

With the private key of the backups the last one is restored into a scratch folder.
Exit status: 0 when nothing is broken (warnings are told), 1 with a fault.
"""

import argparse
import os
from pathlib import Path

import msgspec

from portal.commands.checkup import Trial, examine
from portal.commands.told import State, Told
from portal.web.clock import now, today

_MARKS = {State.FINE: "ok", State.WARNING: "look", State.FAULT: "FAULT"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the form of the answer, and what a backup can be restored with."""
    parser.add_argument("--json", action="store_true", help="for programs: one JSON document")
    parser.add_argument(
        "--identity", type=Path, metavar="KEYFILE", help="also restore the last backup, with this"
    )
    parser.add_argument("--backup", type=Path, metavar="FILE", help="restore this backup instead")


def run(arguments: argparse.Namespace) -> int:
    """Print what every check found and return the exit status."""
    found = examine(os.environ, now(), today(), Trial(arguments.identity, arguments.backup))
    print(_as_json(found) if arguments.json else _as_text(found))
    return 1 if any(one.state is State.FAULT for one in found) else 0


def _as_json(found: list[Told]) -> str:
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _as_text(found: list[Told]) -> str:
    return "\n".join(f"{_MARKS[one.state]:6}{one.check:10} {one.text}" for one in found)
