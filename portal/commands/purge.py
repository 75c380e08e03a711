"""Delete the cases that expired, with everything in them, and the sessions that ended."""

import argparse

from portal.commands.database import database_app
from portal.store.retention import purge, sweep_sessions
from portal.web.clock import now, today


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print how much was deleted and return 0."""
    with database_app().app_context():
        cases, sessions = purge(today()), sweep_sessions(now())
    print(f"Deleted: {cases} cases, {sessions} sessions.")
    return 0
