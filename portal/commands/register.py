"""Import the Gambling Commission's public register, so that pages can say what it lists.

Exit status: 0 imported or unchanged, 1 not now (another import runs, or ours is newer), 2 wrong
files.
"""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from portal.commands.database import database_app
from portal.commands.progress import Progress
from portal.services.register import OlderRegister, import_register
from portal.services.register_files import PARTS, RegisterFault, check_files
from portal.store.register_import import ImportLost, ImportRunning, NotMigrated
from portal.web.clock import today

FINE = 0
NOT_NOW = 1
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the folder with the four files, and of which day they are."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("import", help="put the files of a folder into the database")
    names = ", ".join(part.file for part in PARTS)
    action.add_argument("folder", type=Path, metavar="DIR", help=f"the folder with {names}")
    action.add_argument(
        "--day",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="when the files were downloaded (default: the day of the oldest of them)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Import, say what was done, and return the exit status."""
    try:
        check_files(arguments.folder)
        day = arguments.day or day_of(arguments.folder)
        if day > today():
            raise RegisterFault(str(day), "this day is still to come")
        with database_app().app_context(), Progress() as progress:
            done = import_register(arguments.folder, day, progress)
    except RegisterFault as fault:
        return _fail(str(fault), BAD_INPUT)
    except OlderRegister as newer:
        return _fail(f"The register here is of {newer.day}, newer than {day}.", NOT_NOW)
    except (ImportRunning, ImportLost):
        return _fail("Another import is at work. Try again when it is done.", NOT_NOW)
    except NotMigrated:
        return _fail("The database is of an older release. First: ./hogerop migrate", NOT_NOW)
    except KeyboardInterrupt:
        return _fail("Stopped. The register here is as it was.", NOT_NOW)
    what = f"{done.entries} entries imported" if done.entries else "nothing new"
    print(f"Register of {done.day}: {what}.")
    return FINE


def day_of(folder: Path) -> date:
    """The day of the oldest file: the register cannot be newer than that."""
    oldest = min((folder / part.file).stat().st_mtime for part in PARTS)
    return datetime.fromtimestamp(oldest, UTC).date()


def _fail(problem: str, status: int) -> int:
    print(problem, file=sys.stderr)
    return status
