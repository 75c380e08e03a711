"""Put an invented example case into the database and print the key that opens it."""

import argparse
import os

from portal.commands.database import ready_database
from portal.config import load_settings
from portal.services.examples import adopt_example
from portal.web.clock import now, today
from portal.web.files import room_of

_EXAMPLE = "withheld_withdrawal"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(_arguments: argparse.Namespace) -> int:
    """Adopt the example under a new key, which is shown here and nowhere else."""
    settings = load_settings(os.environ)
    with ready_database():
        key, _opened = adopt_example(
            _EXAMPLE, today(), settings.retention_months, room_of(settings), now()
        )
    print(f"Example case. Open it with this key: {key.text}")
    return 0
