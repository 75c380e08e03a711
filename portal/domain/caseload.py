"""What a case needs next, for somebody who looks after many: the step, its day, who waits."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.next_step import NextStep, Todo, next_step
from portal.domain.rules import RulePack

_WAITING = frozenset(
    {
        Todo.WAIT,
        Todo.WAIT_FOR_DISPUTE,
        Todo.WAIT_FOR_AUTHORITY,
        Todo.WAIT_FOR_OFFER,
        Todo.WAIT_FOR_REPLY,
    }
)


class Outlook(Struct, frozen=True, kw_only=True):
    """The one thing to do, and the day that counts for it (None for none).

    While waiting that is the day on which something opens; when somebody is late with a reply, his
    last day; else the last day to do it.
    """

    step: NextStep
    due: date | None
    is_overdue: bool

    @property
    def is_waiting(self) -> bool:
        return self.step.todo in _WAITING


def outlook_of(case: Case, pack: RulePack, today: date, issued: Collection[str]) -> Outlook:
    """The outlook on `today`; `issued` are the codes of recipients with a packet."""
    step = next_step(case, pack, today, issued)
    if step.until:
        return Outlook(step=step, due=step.until, is_overdue=step.until < today)
    if step.late:
        return Outlook(step=step, due=step.late.last, is_overdue=True)
    if step.todo in _WAITING:
        return Outlook(step=step, due=None, is_overdue=False)
    return Outlook(step=step, due=step.last, is_overdue=bool(step.last and step.last < today))
