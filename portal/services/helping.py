"""What caseworkers do with the cases that members share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from msgspec.structs import replace as with_fields

from portal.domain.case import next_id
from portal.domain.caseload import Outlook, outlook_of
from portal.domain.listed import drop
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.domain.sharing import (
    Handler,
    Help,
    HelpEvent,
    JournalLine,
    Note,
    with_line,
)
from portal.services import sharing
from portal.services.cases import start_case, update_record
from portal.services.gate import Packs, pack_of
from portal.services.sharing import Agreed, NoTeam
from portal.services.team import team_keys
from portal.store import shares as store
from portal.store.cases import CaseNotFound, OpenCase
from portal.store.shares import Renewal, Share
from portal.store.staff import Member
from portal.store.staff_sessions import SignedIn
from portal.store.team import current_generation
from portal.vault.keys import CaseKey, new_case_key
from portal.vault.team import TeamKey


class NotAllowed(Exception):
    """The member did not allow this when he shared the case."""


class NotesFull(Exception):
    """No more notes fit; some have to go first."""


@dataclass(frozen=True, slots=True, repr=False)
class Shared:
    """A shared case that lies open for a caseworker. Its repr shows nothing of it."""

    share: Share
    opened: OpenCase

    @property
    def help(self) -> Help:
        return self.opened.record.help


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """One line of the caseworkers' list."""

    share_id: str  # hex
    record: CaseRecord
    until: date
    outlook: Outlook


def shared_cases(signed_in: SignedIn, packs: Packs, today: date) -> list[Listed]:
    """Every case that this caseworker can open, the most pressing first.

    Shares with an earlier generation of the team's key are sealed to the newest on the way.
    """
    keys = team_keys(signed_in)
    _catch_up(keys)
    listed = [_listed(*one, packs, today) for one in store.shared_cases(keys, today)]
    return sorted(listed, key=_pressing)


def open_shared(signed_in: SignedIn, share_id: str, member: Member, today: date) -> Shared:
    """A shared case, with its opening in the journal. Raises CaseNotFound."""
    share, opened = store.open_shared(
        bytes.fromhex(share_id), signed_in.staff_id, team_keys(signed_in), today
    )
    if opened.record.help.terms is None:
        raise CaseNotFound
    line = JournalLine(on=today, event=HelpEvent.OPENED, who=member.name)
    return Shared(share, _with_line(opened, line))


def begin_work(shared: Shared, member: Member, today: date) -> OpenCase:
    """The case for a visit to its own pages; the journal says when he may change it."""
    terms = shared.help.terms
    if terms is None or not terms.may_write:
        return shared.opened
    line = JournalLine(on=today, event=HelpEvent.WORKED, who=member.name)
    return _with_line(shared.opened, line)


def say(shared: Shared, said: Note) -> OpenCase:
    """Leaves a note about a part of the case, under an id of its own. Raises NotesFull."""

    def with_note(help_: Help) -> Help:
        if not help_.has_room:
            raise NotesFull
        note = replace(said, id=next_id("n", help_.notes))
        return replace(help_, notes=(*help_.notes, note))

    return _change(shared.opened, with_note)


def unsay(shared: Shared, note_id: str) -> OpenCase:
    """Takes a note away; one that is gone is none of our business."""
    return _change(shared.opened, lambda one: replace(one, notes=drop(one.notes, note_id)))


def hand_over(shared: Shared, to: Member | None, by: Member, today: date) -> OpenCase:
    """Another caseworker looks after the case from now on, or nobody (None)."""
    handler = Handler(id=to.id.hex(), name=to.name) if to else None
    line = JournalLine(
        on=today, event=HelpEvent.HANDED_OVER, who=by.name, words=to.name if to else ""
    )

    def handed_over(help_: Help) -> Help:
        if help_.handler == handler:
            return help_
        return with_line(replace(help_, handler=handler), line)

    return _change(shared.opened, handed_over)


def renew_key(shared: Shared, checked: str, by: Member, now: datetime, today: date) -> CaseKey:
    """A new key for a member who lost his; what opened the case before opens nothing any more.

    `checked` says how it was made sure who he is; the log of the staff says who did it and when.
    Raises NotAllowed and NoTeam.
    """
    generation, terms = current_generation(), shared.help.terms
    if generation is None:
        raise NoTeam
    if terms is None or not terms.may_renew_key:
        raise NotAllowed
    key = new_case_key()
    new_key = Renewal(key, shared.share, generation, by.email, now)
    line = JournalLine(on=today, event=HelpEvent.KEY_RENEWED, who=by.name, words=checked)

    def save(one: OpenCase) -> OpenCase:
        help_ = with_line(one.record.help, line)
        record = with_fields(one.record, help=help_, has_recovery_key=False)
        return store.renew_key(one, record, new_key)

    sharing.again(shared.opened, save)
    return key


def start_with_member(
    agreed: Agreed, by: Member, language: str, months: int
) -> tuple[CaseKey, str]:
    """A new case for a member at the desk, shared at once: its key, and the share's id (hex).

    Raises NoTeam.
    """
    if current_generation() is None:
        raise NoTeam
    key, opened = start_case(language, agreed.on, months)
    handler = Handler(id=by.id.hex(), name=by.name)
    shared = sharing.share(_change(opened, lambda one: replace(one, handler=handler)), agreed)
    found = store.share_of(shared.case_id, agreed.on)
    if found is None:
        raise NoTeam
    return key, found.id.hex()


def _catch_up(keys: Mapping[int, TeamKey]) -> None:
    """Somebody left the team, and an administrator began a generation without opening a share."""
    newest = current_generation()
    if newest and newest.number in keys and len(keys) > 1:
        store.rewrap(keys, newest)


def _listed(share: Share, opened: OpenCase, packs: Packs, today: date) -> Listed:
    return Listed(share.id.hex(), opened.record, share.until, outlook(opened.record, packs, today))


def outlook(record: CaseRecord, packs: Packs, today: date) -> Outlook:
    """What a case needs next."""
    issued = {packet.recipient for packet in record.packets}
    return outlook_of(record.case, pack_of(record.case, packs), today, issued)


def _pressing(one: Listed) -> tuple[bool, date, str]:
    """Late ones first, then by their day, then by name."""
    outlook = one.outlook
    return (not outlook.is_overdue, outlook.due or date.max, one.record.case.casino.brand)


def _with_line(opened: OpenCase, line: JournalLine) -> OpenCase:
    if with_line(opened.record.help, line) == opened.record.help:
        return opened
    return _change(opened, lambda one: with_line(one, line))


def _change(opened: OpenCase, apply: Callable[[Help], Help]) -> OpenCase:
    return update_record(opened, lambda record: with_fields(record, help=apply(record.help)))
