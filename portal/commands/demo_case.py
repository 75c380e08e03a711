"""Put an invented example case into the database and print the key that opens it."""

import argparse
import os

from portal.commands.database import database_app
from portal.config import load_settings
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.web.clock import today

_EXAMPLE = "withheld_withdrawal"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(_arguments: argparse.Namespace) -> int:
    """Adopt the example under a new key, which is shown here and nowhere else."""
    months = load_settings(os.environ).retention_months
    with database_app().app_context():
        key, _opened = adopt_case(example_case(_EXAMPLE), today(), months)
    print(f"Example case. Open it with this key: {key.text}")
    return 0
