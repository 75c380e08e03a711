"""The exhibits of a packet: their numbers, counted once, and what proves what."""

from collections.abc import Iterable

from msgspec import Struct

from portal.domain.answered_facts import FactTold
from portal.domain.case import Case, Dispatch, Exhibit, Letter
from portal.domain.codes import ExhibitKind
from portal.domain.evidence import EvidenceFile
from portal.domain.listed import Provable
from portal.domain.values import Moment


class ExhibitLine(Struct, frozen=True, kw_only=True):
    """An exhibit with its number; `cited_by` names fact ("F1"), contact ("C2"), letter ("S1")."""

    number: int
    kind: ExhibitKind
    description: str
    moment: Moment
    cited_by: tuple[str, ...]
    file: EvidenceFile | None = None


def exhibit_numbers(case: Case) -> dict[str, int]:
    """The number of each exhibit in every packet of the case, by its id."""
    return numbers_of(case, provable_parts(case))


def provable_parts(case: Case) -> tuple[Provable, ...]:
    """What evidence can prove, in the order in which a packet mentions it."""
    return (*case.facts_in_order, *case.contacts_in_order, *sent_in_order(case))


def sent_in_order(case: Case) -> tuple[Dispatch | Letter, ...]:
    """All that was sent, in the order of its numbers ("S1"): steps of the ladder, then the rest."""
    return (*case.dispatches_in_order, *case.letters_in_order)


def numbers_of(case: Case, in_order: Iterable[Provable]) -> dict[str, int]:
    """Numbers by first mention in `in_order`, then what is mentioned nowhere."""
    mentioned = [name for part in in_order for name in part.exhibits]
    rest = [one.id for one in case.exhibits]
    return {name: number for number, name in enumerate(dict.fromkeys([*mentioned, *rest]), 1)}


def exhibits_of(part: Provable | FactTold, numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[name] for name in part.exhibits))


def exhibit_lines(
    case: Case, facts: Iterable[FactTold], numbers: dict[str, int]
) -> tuple[ExhibitLine, ...]:
    """The exhibits of a case in the order of their numbers; `facts` are all of the packet."""
    citing: list[tuple[str, Provable | FactTold]] = [
        *((f"F{number}", one) for number, one in enumerate(facts, 1)),
        *((f"C{number}", one) for number, one in enumerate(case.contacts_in_order, 1)),
        *((f"S{number}", one) for number, one in enumerate(sent_in_order(case), 1)),
    ]
    lines = [_exhibit_line(one, numbers[one.id], citing) for one in case.exhibits]
    return tuple(sorted(lines, key=lambda line: line.number))


def _exhibit_line(
    exhibit: Exhibit, number: int, citing: list[tuple[str, Provable | FactTold]]
) -> ExhibitLine:
    return ExhibitLine(
        number=number,
        kind=exhibit.kind,
        description=exhibit.description,
        file=exhibit.file,
        moment=exhibit.moment,
        cited_by=tuple(name for name, part in citing if exhibit.id in part.exhibits),
    )
