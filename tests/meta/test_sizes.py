"""Functions and modules stay short enough to read in one go."""

import ast
from collections.abc import Iterator

from tests.meta.source import ROOT, Module, files, modules, read_module

LONGEST_FUNCTION = 30  # lines, docstring not counted
LONGEST_MODULE = 400
VAGUE_NAMES = frozenset({"util", "utils", "helper", "helpers", "misc", "common"})


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from `def` to its end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        text = function.body[0]
        lines -= (text.end_lineno or text.lineno) - text.lineno + 1
    return lines


def long_functions(module: Module) -> Iterator[str]:
    """Yield the functions of a module that are longer than the house allows."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = length(node)
            if lines > LONGEST_FUNCTION:
                yield f"{module.path}:{node.lineno}: {node.name} has {lines} lines"


def test_no_function_is_longer_than_thirty_lines() -> None:
    assert [fault for module in modules() for fault in long_functions(module)] == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    too_long = {
        str(module.path): module.text.count("\n")
        for module in modules()
        if module.text.count("\n") > LONGEST_MODULE
    }
    assert too_long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in files() if path.stem in VAGUE_NAMES and path.suffix == ".py"] == []


def test_a_function_of_thirty_one_lines_is_found() -> None:
    body = "".join("    x = 1\n" for _ in range(LONGEST_FUNCTION))
    documented = f'def f():\n    """Say\n\n    more.\n    """\n{body}'
    assert list(long_functions(read_module("portal.a", documented)))
    shorter = documented.replace("    x = 1\n", "", 1)
    assert not list(long_functions(read_module("portal.a", shorter)))


def test_the_rules_look_at_the_whole_portal() -> None:
    seen = {module.path for module in modules("portal")}
    assert {path.relative_to(ROOT) for path in (ROOT / "portal/domain").glob("*.py")} <= seen
