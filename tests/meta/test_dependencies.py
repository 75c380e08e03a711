"""What we install is pinned, whole, explained and free of known holes."""

import re
import tomllib
from collections.abc import Iterator

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.meta.source import ROOT

PINNED_FILES = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==(\S+)((?:\s+--hash=sha256:[0-9a-f]{64})+)")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CHOSEN = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-test.txt": PROJECT["project"]["dependencies"]
    + PROJECT["dependency-groups"]["test"],
}


def pins(text: str) -> dict[str, Version]:
    """Return name and version of a file's pins; a line that is no hashed pin raises."""
    joined = text.replace("\\\n", " ")
    found: dict[str, Version] = {}
    for line in filter(str.strip, joined.splitlines()):
        match = PIN.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"no pin with hashes: {line[:80]}")
        found[canonicalize_name(match[1])] = Version(match[2])
    return found


def read_pins(name: str) -> dict[str, Version]:
    return pins((ROOT / name).read_text(encoding="utf-8"))


def unsafe(pinned: dict[str, Version]) -> Iterator[str]:
    """Yield the pins that are lower than the lowest safe version."""
    text = (ROOT / "tests/meta/safe-versions.toml").read_text(encoding="utf-8")
    for name, entry in tomllib.loads(text).items():
        if name in pinned and pinned[name] < Version(entry["version"]):
            yield f"{name} {pinned[name]}: {entry['reason']}"


def test_every_line_is_a_pin_with_hashes_and_names_no_registry() -> None:
    for name in PINNED_FILES:
        assert len(read_pins(name)) >= len(CHOSEN[name])


def test_the_pins_are_within_the_ranges_that_we_chose() -> None:
    for name, chosen in CHOSEN.items():
        pinned = read_pins(name)
        for requirement in map(Requirement, chosen):
            version = pinned[canonicalize_name(requirement.name)]
            assert version in requirement.specifier, f"{name}: {requirement.name}"


def test_the_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    assert read_pins("requirements.txt").items() <= read_pins("requirements-test.txt").items()


def test_every_library_that_we_chose_is_explained() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)) - {"library"}
    chosen = {canonicalize_name(Requirement(line).name) for line in CHOSEN["requirements-test.txt"]}
    assert explained == chosen


def test_no_version_with_a_known_hole_is_installed() -> None:
    assert [fault for name in PINNED_FILES for fault in unsafe(read_pins(name))] == []


def test_an_old_version_is_found() -> None:
    assert list(unsafe({"weasyprint": Version("69.0")}))
    assert not list(unsafe({"weasyprint": Version("70.0")}))
