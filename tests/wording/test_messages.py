"""What is refused anywhere has a message that says what to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.domain.errors import BadCaseFile, DomainError
from portal.domain.finding import CaseNotReady
from portal.entry import PROBLEM_CODES
from portal.wording import problem_message
from portal.wording.messages import _MESSAGES

PORTAL = Path(__file__).parents[2] / "portal"
ROOTS = {"DomainError", "EntryProblem"}


def refusals() -> Iterator[str]:
    """The codes in `DomainError("…")`, and in `super().__init__("…")` of its children."""
    for path in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ROOTS:
                yield from _first_text(node)
            if isinstance(node, ast.ClassDef) and ROOTS & {
                getattr(b, "id", "") for b in node.bases
            }:
                for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
                    if getattr(call.func, "attr", "") == "__init__":
                        yield from _first_text(call)


def _first_text(call: ast.Call) -> Iterator[str]:
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        yield call.args[0].value


def test_every_refusal_in_the_portal_has_a_message() -> None:
    found = set(refusals()) | PROBLEM_CODES
    assert {"wrong_pack", "case_not_ready", "text_not_backed"} <= found
    assert found - set(_MESSAGES) == set()


def test_no_message_is_left_over() -> None:
    assert set(_MESSAGES) - set(refusals()) - PROBLEM_CODES == set()


@pytest.mark.parametrize("code", sorted(_MESSAGES))
def test_a_message_is_whole_and_says_what_to_do(code: str) -> None:
    said = problem_message(DomainError(code))
    assert said.endswith(".")
    assert "%" not in said


def test_a_refusal_with_values_is_said_too() -> None:
    assert problem_message(BadCaseFile("$.facts[0]", "too long"))
    assert problem_message(CaseNotReady(None))
