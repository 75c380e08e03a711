"""The tasks of a case and how far each is: read off the case, its drafts and the gate."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct

from portal.domain.answered_facts import unproven_facts
from portal.domain.codes import State
from portal.domain.finding import Code, Page, Readiness
from portal.domain.recipient import CASINO
from portal.domain.record import CaseRecord
from portal.services.gate import Packs, ask, guide_of


class Status(StrEnum):
    """How far a task is (templates/components/tag.html has the words)."""

    DONE = "done"
    BUSY = "busy"
    TODO = "todo"
    BLOCKED = "blocked"
    PROBLEM = "problem"


class Task(Struct, frozen=True):
    """One row of the task list."""

    page: Page
    status: Status


# Which findings of the complaint belong to which task.
_CODES: dict[Page, tuple[Code, ...]] = {
    Page.TOPIC: (Code.TOPIC_CHOSEN,),
    Page.CASINO: (Code.CASINO_NAMED, Code.COMPLAINTS_ADDRESS),
    Page.FACTS: (Code.FACTS_TOLD,),
    Page.CONTACTS: (Code.SUPPORT_CONTACTED, Code.MANAGER_CONTACTED),
    Page.REMEDY: (Code.REMEDY_CHOSEN, Code.AMOUNT_AGREES),
    Page.PLAYER: (Code.PLAYER_NAMED, Code.PLAYER_REACHABLE),
}
_DRAFTS: dict[Page, tuple[str, ...]] = {
    Page.TOPIC: ("topic", "about", "questions-{topic}"),
    Page.CASINO: ("casino-",),
    Page.FACTS: ("fact-",),
    Page.CONTACTS: ("contact-", "no-manager"),
    Page.REMEDY: ("remedy",),
    Page.EVIDENCE: ("exhibit-", "deciding-"),
    Page.PLAYER: ("player",),
}


def tasks_of(record: CaseRecord, packs: Packs, today: date) -> tuple[Task, ...]:
    """The tasks up to the complaint, in the order in which a player works."""
    readiness = ask(record.case, CASINO, packs, today)
    pages = (
        Page.TOPIC,
        Page.CASINO,
        Page.FACTS,
        Page.CONTACTS,
        Page.REMEDY,
        Page.EVIDENCE,
        Page.PLAYER,
    )
    return (
        *(Task(page, _status(page, record, readiness)) for page in pages),
        Task(Page.READY, _ready_status(record, readiness)),
        Task(Page.SENDING, _sending_status(record)),
    )


def _status(page: Page, record: CaseRecord, readiness: Readiness) -> Status:
    if _has_draft(record, (name.format(topic=record.case.topic) for name in _DRAFTS[page])):
        return Status.BUSY
    if page is Page.EVIDENCE:
        return _evidence_status(record)
    found = [one for one in readiness.findings if one.code in _CODES[page]]
    open_ones = [one for one in found if one.closes]
    if any(one.state is State.EXPIRED for one in found):
        return Status.PROBLEM
    if not open_ones:
        return Status.DONE
    return Status.BUSY if _is_begun(page, record, len(open_ones) < len(found)) else Status.TODO


def _is_begun(page: Page, record: CaseRecord, some_met: bool) -> bool:
    case = record.case
    begun = {
        Page.CASINO: bool(case.casino.brand or case.casino.website),
        Page.FACTS: bool(case.facts),
        Page.CONTACTS: bool(case.contacts),
        Page.REMEDY: bool(case.remedy.kinds),
        Page.PLAYER: bool(case.player.name),
    }
    return begun.get(page, some_met)


def _evidence_status(record: CaseRecord) -> Status:
    case = record.case
    if not case.exhibits:
        return Status.TODO
    return Status.BUSY if unproven_facts(case, guide_of(case)) else Status.DONE


def _ready_status(record: CaseRecord, readiness: Readiness) -> Status:
    if any(packet.recipient == CASINO.code for packet in record.packets):
        return Status.DONE
    return Status.TODO if readiness.is_ready else Status.BLOCKED


def _sending_status(record: CaseRecord) -> Status:
    if record.case.dispatches:
        return Status.DONE
    return Status.TODO if record.packets else Status.BLOCKED


def _has_draft(record: CaseRecord, prefixes: Iterable[str]) -> bool:
    return any(name.startswith(prefix) for name in record.drafts for prefix in prefixes)
