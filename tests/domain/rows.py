"""What a row of the table of rules is, and which rules a pack has."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.domain.authority_checks import RISK_OF_FINE
from portal.domain.case import Case
from portal.domain.codes import State
from portal.domain.finding import Code, Way
from portal.domain.rules import (
    Backed,
    Codes,
    Cost,
    DisputeBody,
    Flag,
    FormField,
    LadderRule,
    LicencePattern,
    Register,
    ReportRule,
    RulePack,
    Statement,
    Term,
    WayIn,
)
from portal.domain.rules import Way as WayToReach
from portal.knowledge.checks import backed_values
from tests.domain.cases import TODAY


class Row(NamedTuple):
    """One case before the gate: the rule that it shows, and what must come out.

    `state` None: there is no such finding. `closed_by` is the whole verdict: the codes of all
    findings that close the gate. `names` is looked at when it is given.
    """

    rule: str
    case: Case
    recipient: str
    code: Code
    state: State | None
    way: Way | None = None
    until: str = ""
    on: date = TODAY
    closed_by: frozenset[Code] = frozenset()
    names: tuple[str, ...] = ()


def rules_of(pack: RulePack) -> dict[str, Backed]:
    """Every rule of the pack that the gate or the packet's terms read, by a name for it.

    Raises NotImplementedError for a kind of value that nobody sorted yet.
    """
    return dict(_rules(pack))


def _rules(pack: RulePack) -> Iterator[tuple[str, Backed]]:
    for _, value in backed_values(pack):
        match value:
            case LadderRule():
                yield f"ladder/{value.step}", value
            case Term():
                particular = (*value.topics, value.dispute_body)
                yield "/".join(filter(None, ("terms", value.kind, *particular))), value
            case FormField():
                yield f"fields/{value.field}", value
            case WayToReach() if value.refused and value.kind is not WayIn.WEBSITE:
                yield f"ways/{value.kind}", value
            case DisputeBody() if value.closed_after_regulator:
                yield f"dispute_bodies/{value.id}", value
            case _ if not _only_told(value):
                yield _alone(value), value


def _alone(value: Backed) -> str:
    """The name of a rule of which a pack has only one."""
    match value:
        case Flag():
            return "decides_disputes"
        case Codes():
            return "languages"
        case ReportRule():
            return "report"
        case Statement():
            return f"warnings/{value.id}"
    raise NotImplementedError(type(value).__name__)


def _only_told(value: Backed) -> bool:
    """Texts, addresses and licence numbers: shown or recognised, but no rule of the gate."""
    if isinstance(value, Statement):
        return value.id != RISK_OF_FINE
    if isinstance(value, Flag):
        return value.value  # that it does decide changes nothing for the gate
    return isinstance(value, WayToReach | DisputeBody | LicencePattern | Register | Cost)
