"""Reminders by e-mail, in a table of their own that names no case. Needs an app context.

An address is sealed with the site's mail key: the database alone tells on which days something is
sent, and which of the reminders go to the same address, but not to whom.
"""

import secrets
from collections.abc import Collection
from datetime import date

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, insert, select

from portal.store.database import checkpoint
from portal.store.models import ID_BYTES, ReminderRow, db
from portal.store.tombstones import bury, write_down
from portal.vault.keys import reminder_key, reminder_mark
from portal.vault.sealing import Kind, NotOpened, number_field, seal, unseal

MOST_PER_ADDRESS = 5


class TooManyReminders(Exception):
    """This address has `MOST_PER_ADDRESS` reminders already: nobody is flooded through us."""


class Reminder(Struct, frozen=True):
    """One e-mail to send: `mark` is what its reader can stop them all with."""

    id: bytes
    mark: bytes
    address: str
    language: str

    def __repr__(self) -> str:
        return "Reminder(…)"


class _Sealed(Struct, frozen=True):
    address: str
    language: str


_decoder = msgspec.json.Decoder(_Sealed)


def keep_reminder(secret: bytes, address: str, language: str, day: date) -> bytes:
    """Keeps a reminder for `day`; returns its id, 16 random bytes. Raises TooManyReminders.

    `secret` is the site's mail key.
    """
    mark, reminder_id = reminder_mark(secret, address), secrets.token_bytes(ID_BYTES)
    plain = msgspec.json.encode(_Sealed(address, language))
    sealed = seal(Kind.REMINDER, reminder_key(secret), plain, reminder_id, _day(day))
    row = {"id": reminder_id, "day": day, "mark": mark, "sealed": sealed}
    waiting = select(func.count()).where(ReminderRow.mark == mark)
    with db.engine.begin() as connection:
        if connection.execute(waiting).scalar_one() >= MOST_PER_ADDRESS:
            raise TooManyReminders
        connection.execute(insert(ReminderRow).values(row))
    return reminder_id


def due_reminders(secret: bytes, today: date) -> list[Reminder]:
    """What is to be sent on `today` or was before, in no order that tells anything.

    One that does not open any more (the mail key was lost) is deleted: nobody can send it.
    """
    query = select(ReminderRow).where(ReminderRow.day <= today)
    with db.engine.connect() as connection:
        rows = list(connection.execute(query))
    secrets.SystemRandom().shuffle(rows)
    found, lost = [], []
    for row in rows:
        try:
            plain = unseal(Kind.REMINDER, reminder_key(secret), row.sealed, row.id, _day(row.day))
        except NotOpened:
            lost.append(row.id)
            continue
        told = _decoder.decode(plain)
        found.append(Reminder(row.id, row.mark, told.address, told.language))
    drop_reminders(lost)
    return found


def drop_reminders(ids: Collection[bytes]) -> int:
    """Deletes these reminders, with their bytes; how many were still there."""
    return _delete(ReminderRow.id.in_(ids)) if ids else 0


def stop_reminders(mark: bytes) -> int:
    """Deletes every reminder of the address with this mark; how many there were."""
    return _delete(ReminderRow.mark == mark)


def _delete(which: ColumnElement[bool]) -> int:
    with db.engine.begin() as connection:
        gone = connection.execute(delete(ReminderRow).where(which).returning(ReminderRow.id))
        buried = bury(connection, gone.scalars().all())
    write_down(buried)
    if buried:
        checkpoint()
    return len(buried)


def _day(day: date) -> bytes:
    return number_field(day.toordinal())
