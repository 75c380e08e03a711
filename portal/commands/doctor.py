"""Look whether everything is well: versions, secrets, disk, database, packs, paper, mail.

Exit status: 0 when nothing is broken (warnings are told), 1 with a fault.
"""

import argparse
import os

import msgspec

from portal.commands.checkup import examine
from portal.commands.told import State, Told
from portal.web.clock import now, today

_MARKS = {State.FINE: "ok", State.WARNING: "look", State.FAULT: "FAULT"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the form of the answer."""
    parser.add_argument("--json", action="store_true", help="for programs: one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Print what every check found and return the exit status."""
    found = examine(os.environ, now(), today())
    print(_as_json(found) if arguments.json else _as_text(found))
    return 1 if any(one.state is State.FAULT for one in found) else 0


def _as_json(found: list[Told]) -> str:
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _as_text(found: list[Told]) -> str:
    return "\n".join(f"{_MARKS[one.state]:6}{one.check:10} {one.text}" for one in found)
