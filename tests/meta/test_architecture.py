"""What the documents say about the house is so: its rooms, its files, its commands."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from portal.cli import COMMANDS
from tests.meta.source import ROOT, files
from tests.meta.test_layers import MAY_IMPORT

ARCHITECTURE = ROOT / "docs" / "architecture.md"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")
FOLDERS = "portal|templates|static|tests|scripts|docs|deploy|translations"
NAMED_FILE = re.compile(rf"`((?:{FOLDERS})/[\w./-]+)`")
# Commands that the launcher carries out itself, and those of portal.cli that it calls by itself.
LAUNCHER_OWN = {"run", "test", "check", "bench"}
INNER = {"serve", "demo-case", "compile-translations"}


def rooms_in(text: str) -> dict[str, frozenset[str]]:
    """The table of rooms: each room, and what it may import."""
    _before, _header, after = text.partition("| room | what lives there | may import |\n")
    table, _blank, _after = after.partition("\n\n")
    rows = [line.strip("|").split("|") for line in table.splitlines()[1:]]
    return {
        name.strip().strip("`"): frozenset(re.findall(r"`([\w.]+)`", below))
        for name, _what, below in rows
    }


def is_there(room: str) -> bool:
    return (ROOT / "portal" / room).is_dir() or (ROOT / "portal" / f"{room}.py").is_file()


def lost_names(page: Path, text: str) -> Iterator[str]:
    """Yield the links and file names in a page that lead to no file."""
    for match in LINK.finditer(text):
        target = match[1] or match[2]
        if ":" not in target and not (page.parent / target).exists():
            yield target
    for name in NAMED_FILE.findall(text):
        if not (ROOT / name).exists():
            yield name


def commands_in(text: str) -> set[str]:
    """The commands that the launcher's help names, at the start of a line."""
    return set(re.findall(r"^  ([a-z-]+)\b", text, re.MULTILINE))


def test_the_table_of_rooms_is_what_the_layers_test_holds() -> None:
    held = {room: below for room, below in MAY_IMPORT.items() if is_there(room)}
    assert rooms_in(ARCHITECTURE.read_text(encoding="utf-8")) == held


def test_every_link_and_file_name_in_our_pages_leads_to_a_file() -> None:
    pages = [path for path in files() if path.suffix == ".md" and "vendor" not in path.parts]
    assert ARCHITECTURE in pages
    lost = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in lost_names(page, page.read_text(encoding="utf-8"))
    }
    assert lost == set()


def test_the_launcher_names_exactly_the_commands_that_exist() -> None:
    shown = subprocess.run(
        ["sh", ROOT / "hogerop", "help"], check=True, capture_output=True, text=True
    )
    assert commands_in(shown.stdout) == LAUNCHER_OWN | (COMMANDS.keys() - INNER)


def test_our_pages_name_only_commands_that_exist() -> None:
    named = {
        command
        for page in files()
        if page.suffix == ".md"
        for command in re.findall(r"\./hogerop ([a-z-]+)", page.read_text(encoding="utf-8"))
    }
    assert named <= LAUNCHER_OWN | (COMMANDS.keys() - INNER)


def test_a_lost_link_and_a_lost_file_name_are_found() -> None:
    for text in ("[a](no-such.md)", "[a](no-such.md#x)", 'src="no.png"', "`portal/no_such.py`"):
        assert list(lost_names(ARCHITECTURE, text)), text
    assert not list(lost_names(ARCHITECTURE, "[a](hosting.md#x) [b](https://example.org) [c](#x)"))


def test_a_room_that_the_table_describes_otherwise_is_found() -> None:
    table = (
        "| room | what lives there | may import |\n|---|---|---|\n| `a` | x | `b`, `c.d` |\n\nEnd"
    )
    assert rooms_in(table) == {"a": frozenset({"b", "c.d"})}
