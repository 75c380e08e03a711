"""Sharing a case with the group's caseworkers, and taking it back: what the player does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace as with_fields

from portal.domain.errors import DomainError
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.domain.sharing import (
    CONSENT_VERSION,
    HelpEvent,
    JournalLine,
    Terms,
    ended,
    with_line,
)
from portal.services.cases import update_record
from portal.store import shares as store
from portal.store.cases import OpenCase, StaleRevision, look_again
from portal.store.shares import Share
from portal.store.team import Generation, current_generation
from portal.vault.team import fingerprint

_TRIES = 3  # another tab may save at the same moment

Save = Callable[[OpenCase], OpenCase]


class NoTeam(DomainError):
    """Nobody could open what is shared now."""

    def __init__(self) -> None:
        super().__init__("no_team")


@dataclass(frozen=True, slots=True)
class Team:
    """Whom a case can be shared with, and by what everybody can compare its key."""

    generation: Generation
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the player agreed to: the terms, the words that he read, and on which day.

    `noted_by` is the caseworker who noted it, the member beside him; "" for the player himself.
    """

    terms: Terms
    words: str
    on: date
    noted_by: str = ""


def team_of_site() -> Team | None:
    """The team; None as long as nobody could open a case."""
    current = current_generation()
    return Team(current, fingerprint(current.public_key)) if current else None


def share(opened: OpenCase, agreed: Agreed) -> OpenCase:
    """Shares the case with the team. Raises NoTeam."""
    generation = current_generation()
    if generation is None:
        raise NoTeam
    event = HelpEvent.SHARED_AT_DESK if agreed.noted_by else HelpEvent.SHARED
    line = JournalLine(
        on=agreed.on,
        event=event,
        who=agreed.noted_by,
        words=agreed.words,
        consent=CONSENT_VERSION,
    )

    def with_terms(record: CaseRecord) -> CaseRecord:
        shared = replace(record.help, terms=agreed.terms)
        return with_fields(record, help=with_line(shared, line))

    until = agreed.terms.until
    return again(
        opened, lambda one: store.share_case(one, with_terms(one.record), generation, until)
    )


def take_back(opened: OpenCase, today: date) -> OpenCase:
    """Takes the case back from the team; a case that is not shared stays as it is."""
    return _end(opened, JournalLine(on=today, event=HelpEvent.TAKEN_BACK))


def share_of(opened: OpenCase, today: date) -> Share | None:
    """How the case is shared today; None also when the time is over or nobody can open it."""
    return store.share_of(opened.case_id, today) if opened.record.help.terms else None


def settle(opened: OpenCase, today: date) -> OpenCase:
    """Notes that a share ended by itself, and changes the key that the team had."""
    if opened.record.help.terms is None or share_of(opened, today):
        return opened
    return _end(opened, JournalLine(on=today, event=HelpEvent.ENDED))


def say_done(opened: OpenCase, note_id: str, today: date) -> OpenCase:
    """The player did what was asked; a request that is gone is none of our business."""

    def done(record: CaseRecord) -> CaseRecord:
        notes = tuple(
            replace(one, done_on=today) if one.id == note_id and one.is_open else one
            for one in record.help.notes
        )
        return with_fields(record, help=replace(record.help, notes=notes))

    return update_record(opened, done)


def again(opened: OpenCase, save: Save) -> OpenCase:
    """Saves; when another tab saved meanwhile, once more from what is there now.

    Raises StaleRevision when that happens again and again.
    """
    for _ in range(_TRIES - 1):
        try:
            return save(opened)
        except StaleRevision:
            opened = look_again(opened)
    return save(opened)


def _end(opened: OpenCase, line: JournalLine) -> OpenCase:
    def save(one: OpenCase) -> OpenCase:
        if one.record.help.terms is None:
            return one
        record = with_fields(one.record, help=ended(one.record.help, line))
        return store.end_share(one, record)

    return again(opened, save)
