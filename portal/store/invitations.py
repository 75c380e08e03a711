"""Invitations of members: hashes of codes, with how often each may still be used.

Needs an app context. Using one only makes a number smaller: who started which case is not kept.
"""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, insert, select, update

from portal.domain.staff import StaffEvent
from portal.store.database import checkpoint
from portal.store.models import MemberCodeRow, db
from portal.store.staff_log import note

MAX_BATCH = 40  # characters


class Batch(Struct, frozen=True):
    """Codes that were made together: how many are left, their uses in all, the last day."""

    name: str
    codes: int
    uses: int
    uses_left: int
    last_day: date


def add_invitations(
    locators: Iterable[bytes],
    batch: str,
    uses: int,
    last_day: date,
    by: tuple[str, datetime] | None = None,
) -> None:
    """Keeps new codes, each for `uses` (from 1) cases until `last_day`, itself included.

    `by` is who made them and when, for the log of the staff; None: a command of the host.
    """
    rows = [
        {"locator": one, "batch": batch, "uses": uses, "uses_left": uses, "last_day": last_day}
        for one in locators
    ]
    with db.engine.begin() as connection:
        connection.execute(insert(MemberCodeRow), rows)
        if by:
            actor, now = by
            note(connection, now, actor, StaffEvent.CODES_MADE, batch)


def use_invitation(locator: bytes, today: date) -> bool:
    """Takes one use of a code, once, whoever else does so now; False when there is none left."""
    usable = (
        MemberCodeRow.locator == locator,
        MemberCodeRow.uses_left > 0,
        MemberCodeRow.last_day >= today,
    )
    one_less = update(MemberCodeRow).where(*usable).values(uses_left=MemberCodeRow.uses_left - 1)
    with db.engine.begin() as connection:
        return connection.execute(one_less).rowcount == 1


def give_back(locator: bytes) -> None:
    """Returns a use that came to nothing."""
    unused = MemberCodeRow.uses_left < MemberCodeRow.uses
    one_more = update(MemberCodeRow).where(MemberCodeRow.locator == locator, unused)
    with db.engine.begin() as connection:
        connection.execute(one_more.values(uses_left=MemberCodeRow.uses_left + 1))


def batches() -> tuple[Batch, ...]:
    """All invitations that are kept, by batch, in the order of their names."""
    row = MemberCodeRow
    query = (
        select(
            row.batch,
            func.count(),
            func.sum(row.uses),
            func.sum(row.uses_left),
            func.max(row.last_day),
        )
        .group_by(row.batch)
        .order_by(row.batch)
    )
    with db.engine.connect() as connection:
        return tuple(
            Batch(name, codes, int(uses), int(left), last_day)
            for name, codes, uses, left, last_day in connection.execute(query)
        )


def withdraw_batch(batch: str) -> int:
    """Ends every code of a batch; how many there were."""
    return _delete(MemberCodeRow.batch == batch)


def end_batch(batch: str, actor: str, now: datetime) -> int:
    """As `withdraw_batch`, with a line in the log of the staff when there were any."""
    with db.engine.begin() as connection:
        ended = delete(MemberCodeRow).where(MemberCodeRow.batch == batch)
        gone = connection.execute(ended).rowcount
        if gone:
            note(connection, now, actor, StaffEvent.CODES_ENDED, batch)
    if gone:
        checkpoint()
    return gone


def withdraw_code(locator: bytes) -> bool:
    """Ends one code; False when there is none."""
    return bool(_delete(MemberCodeRow.locator == locator))


def sweep_member_codes(today: date) -> int:
    """Deletes codes whose last day is over; how many."""
    return _delete(MemberCodeRow.last_day < today)


def _delete(which: ColumnElement[bool]) -> int:
    with db.engine.begin() as connection:
        gone = connection.execute(delete(MemberCodeRow).where(which)).rowcount
    if gone:
        checkpoint()
    return gone
