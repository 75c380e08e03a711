"""What the administrator made of the site: a draft, and what is in force. Needs an app context."""

import secrets
from datetime import datetime

from msgspec import Struct
from sqlalchemy import delete, insert, select

from portal.domain.staff import StaffEvent
from portal.store.models import GroupRow, db
from portal.store.staff_log import note

IN_FORCE, DRAFT = 1, 2  # the ids of the two rows
_VERSION_BITS = 62


class GroupChanged(Exception):
    """Somebody else changed the draft since this version was read; nothing was written."""


class StoredGroup(Struct, frozen=True):
    """A row: a `group.toml` as text, and the clean logo with its media type ("" without one).

    Versions are random: one that was forgotten never comes back.
    """

    version: int
    text: str
    logo: bytes
    logo_type: str


def group_version() -> int:
    """The version that is in force; 0 when none is. One look at a primary key."""
    with db.engine.connect() as connection:
        query = select(GroupRow.version).where(GroupRow.id == IN_FORCE)
        return connection.execute(query).scalar_one_or_none() or 0


def load_group(which: int = IN_FORCE) -> StoredGroup | None:
    """The row that is in force, or the draft; None when there is none."""
    query = select(GroupRow.version, GroupRow.text, GroupRow.logo, GroupRow.logo_type)
    with db.engine.connect() as connection:
        row = connection.execute(query.where(GroupRow.id == which)).one_or_none()
    return StoredGroup(*row) if row else None


def keep_draft(seen: int, text: str, logo: bytes, logo_type: str) -> int:
    """Keeps the draft in the place of version `seen` (0: there was none); the new version.

    Raises GroupChanged.
    """
    version = _new_version()
    row = {"id": DRAFT, "version": version, "text": text, "logo": logo, "logo_type": logo_type}
    mine = (GroupRow.id == DRAFT, GroupRow.version == seen)
    there = select(GroupRow.version).where(GroupRow.id == DRAFT)
    with db.engine.begin() as connection:
        if seen and connection.execute(delete(GroupRow).where(*mine)).rowcount != 1:
            raise GroupChanged
        if connection.execute(there).first():
            raise GroupChanged
        connection.execute(insert(GroupRow).values(row))
    return version


def publish_draft(seen: int, actor: str, now: datetime) -> None:
    """Puts version `seen` of the draft in force, on every node; the log says who did.

    Raises GroupChanged.
    """
    mine = (GroupRow.id == DRAFT, GroupRow.version == seen)
    query = select(GroupRow.text, GroupRow.logo, GroupRow.logo_type).where(*mine)
    with db.engine.begin() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            raise GroupChanged
        connection.execute(delete(GroupRow))
        values = {"id": IN_FORCE, "version": _new_version(), **row._mapping}
        connection.execute(insert(GroupRow).values(values))
        note(connection, now, actor, StaffEvent.SITE_CHANGED)


def drop_draft() -> None:
    """Forgets the draft, if there is one."""
    with db.engine.begin() as connection:
        connection.execute(delete(GroupRow).where(GroupRow.id == DRAFT))


def forget_group() -> None:
    """Drops both, so that the file counts again."""
    with db.engine.begin() as connection:
        connection.execute(delete(GroupRow))


def _new_version() -> int:
    return secrets.randbits(_VERSION_BITS) + 1
