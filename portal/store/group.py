"""What the administrator made of the site: one row. Needs an app context."""

import secrets

from msgspec import Struct
from sqlalchemy import delete, insert, select, update

from portal.store.models import GroupRow, db

_ONLY = 1  # the id of the one row
_VERSION_BITS = 62


class GroupChanged(Exception):
    """Somebody else saved the site since this version was read; nothing was written."""


class StoredGroup(Struct, frozen=True):
    """The row: a `group.toml` as text, and the clean logo with its media type ("" without one)."""

    version: int
    text: str
    logo: bytes
    logo_type: str


def group_version() -> int:
    """The version that is stored; 0 when nothing is. One look at a primary key."""
    with db.engine.connect() as connection:
        query = select(GroupRow.version).where(GroupRow.id == _ONLY)
        return connection.execute(query).scalar_one_or_none() or 0


def load_group() -> StoredGroup | None:
    query = select(GroupRow.version, GroupRow.text, GroupRow.logo, GroupRow.logo_type)
    with db.engine.connect() as connection:
        row = connection.execute(query.where(GroupRow.id == _ONLY)).one_or_none()
    return StoredGroup(*row) if row else None


def save_group(seen: int, text: str, logo: bytes, logo_type: str) -> int:
    """Stores the site in the place of version `seen` (0: there was none); the new version.

    Versions are random: one that was forgotten never comes back. Raises GroupChanged.
    """
    version = secrets.randbits(_VERSION_BITS) + 1
    values = {"version": version, "text": text, "logo": logo, "logo_type": logo_type}
    with db.engine.begin() as connection:
        if seen:
            unchanged = (GroupRow.id == _ONLY, GroupRow.version == seen)
            changed = connection.execute(update(GroupRow).where(*unchanged).values(values))
            if changed.rowcount != 1:
                raise GroupChanged
        elif connection.execute(select(GroupRow.id)).first():
            raise GroupChanged
        else:
            connection.execute(insert(GroupRow).values(id=_ONLY, **values))
    return version


def forget_group() -> bool:
    """Drops the row, so that the file counts again; False when there is none."""
    with db.engine.begin() as connection:
        return connection.execute(delete(GroupRow)).rowcount == 1
