"""What a caseworker's list says of a case is what the gate says."""

from datetime import date, timedelta

import pytest

from portal.domain.case import Case
from portal.domain.caseload import outlook_of
from portal.domain.closing import Closing
from portal.domain.codes import Result
from portal.domain.next_step import Todo
from portal.domain.parts import replace
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs

BREACH = example_case("self_exclusion_breach")  # nl-ksa: eight weeks, sent 14 September 2026
ANSWER_BY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("case", "day", "todo", "due", "overdue", "waiting"),
    [
        (
            BREACH,
            ANSWER_BY - timedelta(days=7),
            Todo.WAIT,
            ANSWER_BY + timedelta(days=1),
            False,
            True,
        ),
        (BREACH, ANSWER_BY + timedelta(days=1), Todo.MAKE_PACKET, ANSWER_BY, True, False),
        (Case(), ANSWER_BY, Todo.CHOOSE_TOPIC, None, False, False),
        (
            replace(BREACH, closing=Closing(on=ANSWER_BY, result=Result.SOLVED)),
            ANSWER_BY + timedelta(days=40),
            Todo.CLOSED,
            None,
            False,
            False,
        ),
    ],
)
def test_the_outlook_is_that_of_the_gate(
    case: Case, day: date, todo: Todo, due: date | None, overdue: bool, waiting: bool
) -> None:
    packs = load_packs()
    pack = packs.get(case.casino.authority, packs["unknown"])
    outlook = outlook_of(case, pack, day, set())
    assert (outlook.step.todo, outlook.due) == (todo, due)
    assert (outlook.is_overdue, outlook.is_waiting) == (overdue, waiting)
