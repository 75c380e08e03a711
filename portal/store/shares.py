"""Shared cases: sealed to the team, opened by its caseworkers, taken back. Needs an app context.

Whenever a case is shared, taken back or gets a new key it has a new data key afterwards, and its
document and packets are sealed with that: what a caseworker had before opens nothing of it any
more. The files of evidence have keys of their own, which stand in the document.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from portal.domain.record import CaseRecord
from portal.domain.staff import StaffEvent
from portal.store.cases import (
    DATA_KEY_BYTES,
    CaseNotFound,
    Helper,
    OpenCase,
    StaleRevision,
    open_row,
    reopen_with_data_key,
    sealed_values,
    wrap,
)
from portal.store.database import checkpoint
from portal.store.models import (
    ID_BYTES,
    CaseKeyRow,
    CaseRow,
    KeyKind,
    PacketRow,
    SessionRow,
    ShareRow,
    TeamKeyRow,
    db,
)
from portal.store.staff_log import note
from portal.store.team import Generation
from portal.vault.keys import CaseKey
from portal.vault.sealing import Kind, NotOpened, number_field, seal, unseal
from portal.vault.team import TeamKey, rewrap_shares, unwrap_share, wrap_share

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Share:
    """One shared case, as the house sees it; `until` is the last day."""

    id: bytes
    case_id: bytes
    generation: int
    until: date


def share_case(
    opened: OpenCase, record: CaseRecord, generation: Generation, until: date
) -> OpenCase:
    """Saves `record`, and shares the case with the team until a day (included).

    An earlier share of the case ends. Raises StaleRevision, CaseTooLarge, and CaseNotFound
    without the root key.
    """
    with db.engine.begin() as connection:
        new = _with_new_key(connection, opened, record, _root_of(opened))
        _end(connection, opened.case_id)
        _add(connection, new, generation, until, secrets.token_bytes(ID_BYTES))
    checkpoint()
    return new


def end_share(opened: OpenCase, record: CaseRecord) -> OpenCase:
    """Saves `record`, and takes the case back from the team, whose visits open nothing any more.

    Raises as `share_case`.
    """
    with db.engine.begin() as connection:
        new = _with_new_key(connection, opened, record, _root_of(opened))
        _end(connection, opened.case_id)
    checkpoint()
    return new


@dataclass(frozen=True, slots=True, repr=False)
class Renewal:
    """A new key for a member: the share goes on with this generation; who gave the key, and when
    (for the log of the staff)."""

    key: CaseKey
    share: Share
    generation: Generation
    actor: str
    now: datetime


def renew_key(opened: OpenCase, record: CaseRecord, new_key: Renewal) -> OpenCase:
    """Saves `record`, and lets the new key open the case in the place of all keys before.

    Every visit to it ends. Raises StaleRevision and CaseTooLarge.
    """
    root_key = secrets.token_bytes(DATA_KEY_BYTES)
    mine = opened.case_id
    with db.engine.begin() as connection:
        new = _with_new_key(connection, opened, record, root_key)
        connection.execute(delete(CaseKeyRow).where(CaseKeyRow.case_id == mine))
        wrapped = wrap(mine, root_key, new_key.key, KeyKind.MAIN)
        connection.execute(insert(CaseKeyRow).values(wrapped))
        connection.execute(delete(SessionRow).where(SessionRow.case_id == mine))
        _end(connection, mine)
        _add(connection, new, new_key.generation, new_key.share.until, new_key.share.id)
        note(connection, new_key.now, new_key.actor, StaffEvent.MEMBER_KEY)
    checkpoint()
    return replace(new, root_key=None)


def share_of(case_id: bytes, today: date) -> Share | None:
    """How a case is shared today, with a team that somebody can still open it for."""
    held = exists().where(TeamKeyRow.generation == ShareRow.generation)
    query = select(*_COLUMNS).where(ShareRow.case_id == case_id, ShareRow.until >= today, held)
    with db.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    return Share(*row) if row else None


def open_shared(
    share_id: bytes, staff_id: bytes, keys: Mapping[int, TeamKey], today: date
) -> tuple[Share, OpenCase]:
    """A shared case, for a caseworker with these team keys. Raises CaseNotFound."""
    with db.engine.connect() as connection:
        query = select(*_COLUMNS, ShareRow.wrapped_key)
        row = connection.execute(
            query.where(ShareRow.id == share_id, ShareRow.until >= today)
        ).one_or_none()
    if row is None or row.generation not in keys:
        raise CaseNotFound
    share = Share(row.id, row.case_id, row.generation, row.until)
    opened = reopen_with_data_key(
        share.case_id, unwrap_share(keys[share.generation], share.case_id, row.wrapped_key)
    )
    return share, replace(opened, helper=Helper(staff_id, share.id))


def shared_cases(keys: Mapping[int, TeamKey], today: date) -> list[tuple[Share, OpenCase]]:
    """Every case that is shared with one of these team keys."""
    columns: tuple[Any, ...] = (CaseRow.revision, CaseRow.document, CaseRow.key_number)
    query = (
        select(*_COLUMNS, ShareRow.wrapped_key, *columns)
        .join(CaseRow, CaseRow.id == ShareRow.case_id)
        .where(ShareRow.until >= today, ShareRow.generation.in_(keys))
    )
    with db.engine.connect() as connection:
        rows = connection.execute(query).all()
    return [found for row in rows if (found := _opened(row, keys[row.generation]))]


def reopen_shared(case_id: bytes, case_data_key: bytes, helper: Helper, today: date) -> OpenCase:
    """The case as it is now, for the visit of a caseworker.

    Raises CaseNotFound when it is no longer shared, or he no longer holds the team's key.
    """
    query = (
        select(ShareRow.id)
        .join(TeamKeyRow, TeamKeyRow.generation == ShareRow.generation)
        .where(
            ShareRow.id == helper.share_id,
            ShareRow.case_id == case_id,
            ShareRow.until >= today,
            TeamKeyRow.staff_id == helper.staff_id,
        )
    )
    with db.engine.connect() as connection:
        if connection.execute(query).one_or_none() is None:
            raise CaseNotFound
    return replace(reopen_with_data_key(case_id, case_data_key), helper=helper)


def rewrap(keys: Mapping[int, TeamKey], generation: Generation) -> int:
    """Seals the shares of earlier generations to this one; how many.

    Somebody left the team, and a caseworker who holds both keys is here now.
    """
    moved = 0
    with db.engine.begin() as connection:
        for number, key in keys.items():
            if number < generation.number:
                moved += _rewrap_from(connection, key, generation)
    if moved:
        checkpoint()
    return moved


def purge_shares(today: date) -> int:
    """Deletes the shares whose last day is over; how many."""
    with db.engine.begin() as connection:
        over = ShareRow.until < today
        count = connection.execute(delete(ShareRow).where(over)).rowcount
    if count:
        checkpoint()
    return count


_COLUMNS = (ShareRow.id, ShareRow.case_id, ShareRow.generation, ShareRow.until)


def _opened(row: Row[Any], key: TeamKey) -> tuple[Share, OpenCase] | None:
    """None for one that was damaged: the others are still to be helped."""
    share = Share(row.id, row.case_id, row.generation, row.until)
    try:
        return share, open_row(row, unwrap_share(key, row.case_id, row.wrapped_key))
    except NotOpened:
        _log.warning("a shared case does not open")
        return None


def _root_of(opened: OpenCase) -> bytes:
    if opened.root_key is None:
        raise CaseNotFound
    return opened.root_key


def _with_new_key(
    connection: Connection, opened: OpenCase, record: CaseRecord, root_key: bytes
) -> OpenCase:
    """The case under a new data key, as its next revision."""
    data_key, number = secrets.token_bytes(DATA_KEY_BYTES), opened.key_number + 1
    new = replace(
        opened,
        case_data_key=data_key,
        revision=opened.revision + 1,
        record=record,
        root_key=root_key,
        key_number=number,
    )
    unchanged = (CaseRow.id == opened.case_id, CaseRow.revision == opened.revision)
    sealed = seal(Kind.DATA_KEY, root_key, data_key, opened.case_id, number_field(number))
    values = {**sealed_values(new), "key_number": number, "sealed_key": sealed}
    if connection.execute(update(CaseRow).where(*unchanged).values(values)).rowcount != 1:
        raise StaleRevision
    _seal_packets(connection, opened, new)
    return new


def _seal_packets(connection: Connection, old: OpenCase, new: OpenCase) -> None:
    """One at a time: a packet can be large."""
    mine = select(PacketRow.id).where(PacketRow.case_id == old.case_id)
    for packet_id in connection.execute(mine).scalars().all():
        this = PacketRow.id == packet_id
        blob = connection.execute(select(PacketRow.blob).where(this)).scalar_one()
        bound_to = (old.case_id, packet_id)
        pdf = unseal(Kind.PACKET, old.case_data_key, blob, *bound_to)
        sealed = seal(Kind.PACKET, new.case_data_key, pdf, *bound_to)
        connection.execute(update(PacketRow).where(this).values(blob=sealed))


def _end(connection: Connection, case_id: bytes) -> None:
    connection.execute(delete(ShareRow).where(ShareRow.case_id == case_id))


def _add(
    connection: Connection, opened: OpenCase, generation: Generation, until: date, share_id: bytes
) -> None:
    wrapped = wrap_share(
        generation.public_key, generation.number, opened.case_id, opened.case_data_key
    )
    row = {
        "id": share_id,
        "case_id": opened.case_id,
        "generation": generation.number,
        "until": until,
        "wrapped_key": wrapped,
    }
    connection.execute(insert(ShareRow).values(row))


def _rewrap_from(connection: Connection, key: TeamKey, generation: Generation) -> int:
    of_key = ShareRow.generation == key.generation
    rows = connection.execute(select(ShareRow.case_id, ShareRow.wrapped_key).where(of_key)).all()
    shares = [(row.case_id, row.wrapped_key) for row in rows]
    renewed = rewrap_shares(key, generation.public_key, generation.number, shares)
    for case_id, wrapped in renewed:
        values = {"generation": generation.number, "wrapped_key": wrapped}
        this = (ShareRow.case_id == case_id, of_key)
        connection.execute(update(ShareRow).where(*this).values(values))
    return len(shares)
