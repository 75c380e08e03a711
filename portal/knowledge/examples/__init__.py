"""Two example cases, invented from beginning to end, for demonstrations and tests."""

from functools import cache
from pathlib import Path

from portal.domain.case import Case
from portal.domain.codec import read_case

_HERE = Path(__file__).parent


@cache
def example_case(name: str) -> Case:
    """The example with this name (`example_names`). Raises FileNotFoundError."""
    return read_case((_HERE / f"{name}.json").read_bytes())


def example_names() -> tuple[str, ...]:
    """The names of all examples, in alphabetical order."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.json")))
