"""Rooms import only from the rooms below them (docs/architecture.md)."""

import ast
import sys
from collections.abc import Iterator

from tests.meta.source import Module, imported_names, modules, read_module

MAY_IMPORT: dict[str, frozenset[str]] = {
    "domain": frozenset(),
    "knowledge": frozenset({"domain"}),
    "vault": frozenset(),
    "store": frozenset({"domain", "vault"}),
    "intake": frozenset({"domain"}),
    "i18n": frozenset({"domain"}),
    "entry": frozenset({"domain", "i18n"}),
    "wording": frozenset({"domain", "knowledge", "i18n"}),
    "documents": frozenset({"domain", "knowledge", "wording", "i18n"}),
    "services": frozenset(
        {"domain", "knowledge", "vault", "store", "intake", "wording", "i18n", "documents"}
    ),
    "web": frozenset(
        {"config", "instance", "services", "store", "documents.texts", "documents.ladder_picture"}
        | {"vault.keys", "vault.passphrases", "vault.scratch"}
        | {"documents.history_picture", "documents.history_words", "documents.qr"}
        | {"documents.figures", "documents.figures_table"}
        | {"wording", "i18n", "entry", "domain", "knowledge"}
    ),
    "instance": frozenset({"config"}),
    "config": frozenset({"config_checks"}),
    "config_checks": frozenset(),
}
TOP = frozenset({"", "factory", "cli", "commands"})  # these put the rooms together

# Rooms in which a library may be imported; a library that is not named may be used anywhere
# outside the rooms of `ONLY`.
LIBRARY_ROOMS = {
    "flask": {"web", "factory", "commands", "store", ""},
    "werkzeug": {"web", "factory"},
    "wtforms": {"web"},
    "flask_wtf": {"web", "factory"},
    "flask_limiter": {"web", "factory"},
    "limits": {"web", "config_checks"},
    "obstore": {"store"},
    "flask_migrate": {"store", "factory", "commands"},
    "flask_sqlalchemy": {"store"},
    "prometheus_client": {"web"},
    "sqlalchemy": {"store", "config", "config_checks"},
    "cryptography": {"vault", "intake"},
    "weasyprint": {"documents"},
    "pikepdf": {"documents", "intake"},
    "page": {"documents", "intake"},
    "PIL": {"intake"},
    "pillow_heif": {"intake"},
    "pypdfium2": {"intake"},
    "dns": {"services"},
    "holidays": {"knowledge"},
    "docx": {"documents"},
    "icalendar": {"documents"},
}
ONLY = {"domain": {"msgspec"}, "knowledge": {"msgspec", "holidays"}, "vault": {"cryptography"}}
# The domain does not touch the machine: no files, processes, network, chance or language.
IMPURE = {"io", "locale", "logging", "os", "pathlib", "random", "secrets", "socket", "subprocess"}

# What belongs to one request is passed on as an argument.
REQUEST_NAMES = {"flask.g", "flask.request", "flask.session"}

# A site has one set of packs, read at its start with the host's own: who loaded them again would
# leave those out. The commands named here look at our own files.
LOADS = ("load_packs", "load_bodies", "load_imitations", "load_known")
MAY_LOAD = {f"portal.{one}" for one in ("web.known", "commands.packs", "commands.demo")} | {
    "portal.commands.checkup"
}

CLOCK_ROOMS = frozenset({"web", "cli", "commands"})
CLOCK_READS = frozenset({"now", "utcnow", "today"})


def room(name: str) -> str:
    """Return the room of a dotted name in `portal`: "store" for portal.store.models."""
    return name.split(".")[1] if "." in name else ""


def layer_faults(module: Module) -> Iterator[str]:
    """Yield the imports of a portal module that its room does not allow."""
    here = room(module.name)
    for name, line in imported_names(module):
        library = name.split(".")[0]
        if library == "portal":
            allowed = here in TOP or is_below(name, MAY_IMPORT[here] | {here})
        else:
            allowed = library_is_allowed(here, library)
            allowed = allowed and (here in {"web", "factory"} or name not in REQUEST_NAMES)
        if not allowed:
            yield f"{module.path}:{line}: {here or 'portal'} may not import {name}"


def is_below(name: str, rooms: frozenset[str]) -> bool:
    """Say whether a dotted name is one of the rooms or lies inside one."""
    return any(f"{name}.".startswith(f"portal.{below}.") for below in rooms)


def library_is_allowed(here: str, library: str) -> bool:
    """Say whether a room may import a library, by the tables above."""
    if here == "domain" and library in IMPURE:
        return False
    if library in sys.stdlib_module_names:
        return True
    if here in ONLY and library not in ONLY[here]:
        return False
    return here in LIBRARY_ROOMS.get(library, {here})


def clock_faults(module: Module) -> Iterator[str]:
    """Yield the places that read the clock outside the rooms that may."""
    if room(module.name) in CLOCK_ROOMS:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            attribute = node.func.attr
            by_module = isinstance(node.func.value, ast.Name) and node.func.value.id == "time"
            if attribute in CLOCK_READS or (by_module and attribute in {"time", "time_ns"}):
                yield f"{module.path}:{node.lineno}: {attribute}() reads the clock"


def second_copies(module: Module) -> Iterator[str]:
    """Yield the imports that would load packs or bodies a second time."""
    if room(module.name) == "knowledge" or module.name in MAY_LOAD:
        return
    for name, line in imported_names(module):
        if name in {f"portal.knowledge.loader.{one}" for one in LOADS}:
            yield f"{module.path}:{line}: use portal.web.known"


def test_every_site_has_one_set_of_packs() -> None:
    assert [fault for module in modules("portal") for fault in second_copies(module)] == []


def test_a_second_set_of_packs_is_found() -> None:
    source = "from portal.knowledge.loader import load_packs"
    assert list(second_copies(read_module("portal.web.a", source)))
    assert not list(second_copies(read_module("portal.web.known", source)))


def test_every_import_points_down() -> None:
    assert [fault for module in modules("portal") for fault in layer_faults(module)] == []


def test_only_web_and_commands_read_the_clock() -> None:
    assert [fault for module in modules("portal") for fault in clock_faults(module)] == []


def test_an_import_that_points_up_is_found() -> None:
    for name, source in {
        "portal.domain.a": "from portal.store import cases",
        "portal.domain.b": "import os",
        "portal.domain.c": "def f():\n    from flask import g",
        "portal.domain.d": "from ..web import forms",
        "portal.services.e": "from flask import request",
        "portal.store.e": "from flask import session",
        "portal.store.f": "import portal.documents.pdf",
        "portal.vault.g": "from portal.domain import case",
        "portal.web.g": "from portal.vault import sealing",
        "portal.web.h": "from sqlalchemy import select",
    }.items():
        assert list(layer_faults(read_module(name, source))), source


def test_a_clock_read_in_a_lower_room_is_found() -> None:
    for call in ("datetime.now(UTC)", "date.today()", "datetime.date.today()", "time.time()"):
        assert list(clock_faults(read_module("portal.domain.a", f"x = {call}"))), call
        assert not list(clock_faults(read_module("portal.web.clock", f"x = {call}")))
