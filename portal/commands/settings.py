"""Show every setting, its value in force and its meaning. Secrets are not shown."""

import argparse
import os

from portal.config import describe_settings, load_settings


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print the settings and return 0."""
    for variable, value, meaning in describe_settings(load_settings(os.environ)):
        print(f"{variable}={value}\n    {meaning}")
    return 0
