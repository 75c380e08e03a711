"""The team's keys: one public key for each generation, and who holds its private key.

Needs an app context. A private key is here only as sealed to a caseworker (portal.vault.team).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from portal.domain.staff import StaffEvent
from portal.store.models import StaffRow, TeamKeyRow, TeamRow, db
from portal.store.staff_log import note


class TeamChanged(Exception):
    """Somebody else changed the staff or the team at the same moment; nothing was done."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What cases are shared with: the team's public key of one generation (from 1)."""

    number: int
    public_key: bytes
    began_on: date


@dataclass(frozen=True, slots=True, repr=False)
class Wrap:
    """The team's private key of one generation, sealed to one caseworker."""

    generation: int
    staff_id: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, repr=False)
class NewGeneration:
    """A generation that is to begin, and the wraps of everybody who will hold it."""

    generation: Generation
    wraps: tuple[Wrap, ...]


def current_generation() -> Generation | None:
    """The newest generation; None as long as nobody holds its key, so nobody could read a case."""
    with db.engine.connect() as connection:
        row = connection.execute(
            select(TeamRow).order_by(TeamRow.generation.desc()).limit(1)
        ).one_or_none()
        if row is None:
            return None
        held = select(func.count()).where(TeamKeyRow.generation == row.generation)
        is_held = connection.execute(held).scalar_one()
    return Generation(row.generation, row.public_key, row.began_on) if is_held else None


def last_generation() -> int:
    """The number of the newest generation, held or not; 0 before the first."""
    with db.engine.connect() as connection:
        return connection.execute(select(func.max(TeamRow.generation))).scalar_one() or 0


def wraps_of(staff_id: bytes) -> list[Wrap]:
    """Every generation's key that a caseworker holds, the newest first."""
    query = select(TeamKeyRow).where(TeamKeyRow.staff_id == staff_id)
    with db.engine.connect() as connection:
        rows = connection.execute(query.order_by(TeamKeyRow.generation.desc())).all()
    return [Wrap(row.generation, row.staff_id, row.wrapped) for row in rows]


def holders_of(generation: int) -> dict[bytes, bytes]:
    """The public keys of the caseworkers who hold a generation's key, by staff id."""
    query = select(StaffRow.id, StaffRow.public_key).join(
        TeamKeyRow, TeamKeyRow.staff_id == StaffRow.id
    )
    with db.engine.connect() as connection:
        rows = connection.execute(query.where(TeamKeyRow.generation == generation)).all()
    return {row.id: row.public_key for row in rows}


def begin_generation(connection: Connection, new: NewGeneration, now: datetime, actor: str) -> None:
    """Begins a generation in a transaction. An IntegrityError means that somebody else did."""
    one = new.generation
    row = {"generation": one.number, "public_key": one.public_key, "began_on": one.began_on}
    connection.execute(insert(TeamRow).values(row))
    add_wraps(connection, new.wraps)
    note(connection, now, actor, StaffEvent.TEAM_RENEWED, str(one.number))


def add_wraps(connection: Connection, wraps: tuple[Wrap, ...]) -> None:
    """Adds wraps in a transaction; those of the same person and generation are replaced."""
    for wrap in wraps:
        same = (TeamKeyRow.generation == wrap.generation, TeamKeyRow.staff_id == wrap.staff_id)
        connection.execute(delete(TeamKeyRow).where(*same))
        row = {"generation": wrap.generation, "staff_id": wrap.staff_id, "wrapped": wrap.wrapped}
        connection.execute(insert(TeamKeyRow).values(row))


def approve(
    wraps: tuple[Wrap, ...], new: NewGeneration | None, now: datetime, actor: str, subject: str
) -> None:
    """Gives a caseworker the team's key: by `wraps`, or with a new generation.

    Raises TeamChanged when he was removed meanwhile, or another generation began.
    """
    try:
        with db.engine.begin() as connection:
            note(connection, now, actor, StaffEvent.APPROVED, subject)
            add_wraps(connection, wraps)
            if new:
                begin_generation(connection, new, now, actor)
    except IntegrityError:
        raise TeamChanged from None
