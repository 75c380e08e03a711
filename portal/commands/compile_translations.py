"""Compile the translations that changed since the last time."""

import argparse
from pathlib import Path

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Compile and return 0."""
    for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(source)
    return 0


def compile_catalogue(source: Path) -> bool:
    """Write the `.mo` beside a `.po` unless it is newer; say whether it was written."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return False
    # Imported late: most starts have nothing to compile.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.chmod(0o644)  # whoever installs is often not whom the site runs as
    part.replace(target)
    return True
