"""List, check, show and compare what the site knows of authorities and other bodies.

Exit status: 0 fine, 1 a mistake, a difference (diff) or an id that does not exist.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path

from portal.commands.pack_text import Known, canonical, shown, table
from portal.config import load_settings
from portal.domain.bodies import Body
from portal.domain.rules import UNKNOWN
from portal.knowledge.checks import PackError
from portal.knowledge.loader import (
    BODIES,
    OWN_BODIES,
    OWN_PACKS,
    faults_in_bodies,
    faults_in_packs,
    faults_together,
    load_bodies,
    load_known,
    load_packs,
    unread_files,
)
from portal.web.clock import today

FINE = 0
WRONG = 1

_MEANINGS = {
    "list": "name every pack and body",
    "check": "find every mistake in the files",
    "show": "print all that one file says, with its sources",
    "diff": "print what a host's own file changes against ours",
    "table": "print the page docs/knowledge.md",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, the id, and the folder of a host's own files."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, meaning in _MEANINGS.items():
        action = actions.add_parser(name, help=meaning, description=meaning)
        if name in {"show", "diff"}:
            action.add_argument("id", metavar="ID", help="as in mt-mga, or ecogra")
        if name != "table":
            action.add_argument(
                "--dir",
                type=Path,
                metavar="DIR",
                help=f"a host's own packs (DIR/*.toml) and bodies (DIR/{BODIES}/*.toml); "
                "default: packs in the instance folder",
            )


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    if arguments.action != "table":
        chosen = arguments.dir or load_settings(os.environ).packs_folder
        if not chosen.is_dir() and (arguments.dir or arguments.action == "diff"):
            return _fail(f"{chosen} is not a folder")
        arguments.dir = chosen
    try:
        return _ACTIONS[arguments.action](arguments)
    except PackError as fault:
        return _fail(str(fault))


def _list(arguments: argparse.Namespace) -> int:
    own = load_known(arguments.dir).own
    for one in _known(arguments.dir).values():
        whose = "host's own" if one.id in own else "ours"
        stale = ", stale" if one.is_stale(today()) else ""
        print(f"{one.id:30}{_kind(one):15}{one.verified_on} {whose}{stale}  {one.name.en}")
    return FINE


def _check(arguments: argparse.Namespace) -> int:
    number = 0
    for folder, fault in _faults(arguments.dir):
        print(f"{folder / fault.file}: {fault.key}: {fault.reason}")
        number += 1
    print("No mistakes." if not number else f"Mistakes: {number}")
    return WRONG if number else FINE


def _faults(extra: Path) -> Iterator[tuple[Path, PackError]]:
    hosts = [(extra, faults_in_packs), (extra / BODIES, faults_in_bodies)]
    found = [
        (folder, fault)
        for folder, find in [(OWN_PACKS, faults_in_packs), (OWN_BODIES, faults_in_bodies), *hosts]
        for fault in find(folder)
    ]
    yield from found
    yield from ((extra, fault) for fault in unread_files(extra))
    if not found:
        yield from ((extra, fault) for fault in faults_together(extra))


def _show(arguments: argparse.Namespace) -> int:
    one = _known(arguments.dir).get(arguments.id)
    if one is None:
        return _fail(f"There is no {arguments.id}; `hogerop packs list` names them all.")
    print(shown(one))
    return FINE


def _diff(arguments: argparse.Namespace) -> int:
    theirs = _known(arguments.dir).get(arguments.id)
    if theirs is None:
        return _fail(f"There is no {arguments.id} in {arguments.dir}, nor with us.")
    ours = _known(None).get(arguments.id)
    lines = list(
        unified_diff(
            canonical(ours).splitlines(keepends=True) if ours else [],
            canonical(theirs).splitlines(keepends=True),
            f"ours/{arguments.id}",
            f"{arguments.dir}/{arguments.id}",
        )
    )
    print("".join(lines), end="")
    return WRONG if lines else FINE


def _print_table(_arguments: argparse.Namespace) -> int:
    print(knowledge_page(), end="")
    return FINE


def knowledge_page() -> str:
    """The page docs/knowledge.md, made from our own files."""
    packs = [pack for pack in load_packs().values() if pack.id != UNKNOWN]
    return table(packs, load_bodies().values())


def _known(extra: Path | None) -> dict[str, Known]:
    return {**load_packs(extra), **load_bodies(extra)}


def _kind(known: Known) -> str:
    if isinstance(known, Body):
        return known.kind.replace("_", " ")
    if known.id == UNKNOWN:
        return "default"
    return "no authority" if known.is_no_authority else "authority"


def _fail(problem: str) -> int:
    print(problem, file=sys.stderr)
    return WRONG


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "check": _check,
    "show": _show,
    "diff": _diff,
    "table": _print_table,
}
