"""Two example cases, invented from beginning to end, for demonstrations and tests.

Each has a folder with one invented file for each exhibit: `<exhibit id>.<ending>`, and the names
that such files have on a player's phone in `names.toml`. scripts/example_evidence.py makes them.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from portal.domain.case import Case
from portal.domain.codec import read_case

_HERE = Path(__file__).parent


class ExampleFile(NamedTuple):
    """The file of an exhibit: its name as a player's device gives it, and its bytes."""

    name: str
    content: bytes


@cache
def example_case(name: str) -> Case:
    """The example with this name (`example_names`). Raises FileNotFoundError."""
    return read_case((_HERE / f"{name}.json").read_bytes())


def example_names() -> tuple[str, ...]:
    """The names of all examples, in alphabetical order."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.json")))


def example_files(name: str) -> dict[str, ExampleFile]:
    """The files of an example by the id of their exhibit. Raises FileNotFoundError.

    Read anew each time: together they are about half a megabyte.
    """
    folder = _HERE / name
    names = tomllib.loads((folder / "names.toml").read_text(encoding="utf-8"))
    return {
        exhibit: ExampleFile(given, (folder / exhibit).with_suffix(Path(given).suffix).read_bytes())
        for exhibit, given in names.items()
    }
