"""The repository names no machine and no registry, and its shell scripts are whole."""

import os
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.meta.source import ROOT, files

BINARY = frozenset({".woff2", ".ttf", ".otf", ".png", ".jpg", ".pdf", ".ico", ".icc", ".mo"})
# Without their last part, so that this file does not break its own rule.
HOSTS = ("pypi", "files.pythonhosted", "registry.npmjs", "registry.yarnpkg", "deb.debian", "ghcr")
PERSONAL_PATH = re.compile(r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+|var/tmp)/")
REGISTRY = re.compile(rf"\b(?:{'|'.join(map(re.escape, HOSTS))})\.(?:org|com|io)\b")


def address_faults(text: str) -> Iterator[str]:
    """Yield machine paths and registry addresses."""
    for pattern in (PERSONAL_PATH, REGISTRY):
        yield from (match.group() for match in pattern.finditer(text))


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in files()
        if path.suffix not in BINARY
        for fault in address_faults(path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_a_machine_path_or_a_registry_is_found() -> None:
    for place in ("work", "home/jan", "root"):
        assert list(address_faults(f"cd /{place}/x"))
    for address in ("pypi" + ".org/simple", "registry.npmjs" + ".org"):
        assert list(address_faults(f"see https://{address}"))
    assert not list(address_faults("https://example.org/work/ and a/root/b"))


@pytest.mark.parametrize(
    "script",
    ["hogerop", "scripts/setup.sh", "scripts/packages.sh", "deploy/as-site", "deploy/nightly"],
)
def test_the_launcher_is_valid_posix_shell(script: str) -> None:
    subprocess.run(["sh", "-n", ROOT / script], check=True)


@pytest.mark.parametrize("command", ["hogerop", ".ci/run", "deploy/as-site", "deploy/nightly"])
def test_commands_can_be_started(command: str) -> None:
    assert os.access(ROOT / command, os.X_OK)


def test_the_licence_is_apache_2() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")[:200]
