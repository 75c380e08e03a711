"""The repository's own files, as the house rules look at them. Works without git."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
GENERATED = frozenset({"instance", "build", "node_modules", "test-results", "__pycache__"})


class Module(NamedTuple):
    """A Python file: its path from the root, dotted name, text and syntax tree."""

    path: Path
    name: str
    text: str
    tree: ast.Module


def files() -> Iterator[Path]:
    """Yield every file that we wrote or vendored, without what programs generate."""
    yield from _walk(ROOT)


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        generated = entry.name in GENERATED or (entry.name.startswith(".") and entry.name != ".ci")
        if generated or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        else:
            yield entry


def read_module(name: str, text: str, path: Path = Path("example.py")) -> Module:
    """Parse Python source; `name` is the dotted module name."""
    return Module(path, name, text, ast.parse(text))


def modules(*folders: str) -> Iterator[Module]:
    """Yield the Python files below `folders` (all of ours without any), but not migrations."""
    for path in files():
        relative = path.relative_to(ROOT)
        wanted = not folders or relative.parts[0] in folders
        if path.suffix == ".py" and wanted and "versions" not in relative.parts:
            name = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
            yield read_module(name, path.read_text(encoding="utf-8"), relative)


def imported_names(module: Module) -> Iterator[tuple[str, int]]:
    """Yield (dotted name, line) of every import, also those inside functions."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    if module.path.name != "__init__.py":
        package = package[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, node.module or ""]).rstrip(".")
