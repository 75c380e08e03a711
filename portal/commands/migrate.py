"""Make the database, or bring it up to date with this release."""

import argparse

from portal.commands.database import database_app
from portal.store.database import migrate_database


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Carry out the migrations that are not yet in the database and return 0."""
    with database_app().app_context():
        migrate_database()
    return 0
