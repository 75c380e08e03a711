"""Delete expired cases with everything in them, ended shares and sessions, and uploads that no case
names.

Of staff it deletes ended visits, old invitations, and the lines of the log after a year; of counted
cases the years that are too long ago.
"""

import argparse

from portal.commands.database import ready_database
from portal.domain.figures import YEARS_KEPT
from portal.store.counts import sweep_counts
from portal.store.files import sweep
from portal.store.invitations import sweep_member_codes
from portal.store.retention import purge, sweep_sessions
from portal.store.shares import purge_shares
from portal.store.staff import sweep_invitations
from portal.store.staff_log import sweep_log
from portal.web.clock import now, today


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print how much was deleted and return 0."""
    with ready_database():
        purge_shares(today())
        cases, sessions, files = purge(today()), sweep_sessions(now()), sweep(now())
        sweep_member_codes(today())
        sweep_invitations(now())
        sweep_log(now())
        sweep_counts(today().isocalendar().year - YEARS_KEPT)
    print(f"Deleted: {cases} cases, {sessions} sessions, {files} files of evidence.")
    return 0
