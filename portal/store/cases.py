"""Cases: made, opened with a key, saved with a revision, deleted. Needs an app context.

Each function is one transaction of its own, so that no half of a change is ever stored.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from portal.domain.record import CaseRecord, read_record, write_record
from portal.store.database import checkpoint
from portal.store.models import ID_BYTES, BlobRow, CaseKeyRow, CaseRow, KeyKind, db
from portal.store.objects import evidence
from portal.store.retention import month_after, month_of
from portal.store.tombstones import bury, write_down
from portal.vault.keys import CaseKey, locator, wrapping_key
from portal.vault.sealing import FORMAT, Kind, NotOpened, number_field, seal, unseal

DATA_KEY_BYTES = 32
# Room for every list full of the longest texts (about 4 million characters); each page reads it.
MAX_RECORD_BYTES = 16 * 1024 * 1024


class CaseNotFound(Exception):
    """No case opens with this: never there, expired or deleted, which look alike on purpose."""


class CaseTooLarge(Exception):
    """The case with its drafts is over `MAX_RECORD_BYTES`; nothing was written."""


class StaleRevision(Exception):
    """The case was saved (or deleted) since it was opened; nothing was written."""


@dataclass(frozen=True, slots=True, repr=False)
class Helper:
    """A caseworker who has a member's case open, and the share (its random id) that lets him."""

    staff_id: bytes
    share_id: bytes


@dataclass(frozen=True, slots=True, repr=False)
class OpenCase:
    """A case that lies open. Its repr shows nothing of it."""

    case_id: bytes  # 16 random bytes
    case_data_key: bytes  # 32 random bytes: opens the document and the packets
    revision: int
    record: CaseRecord
    root_key: bytes | None = None
    """What the player's keys lead to, and what leads on to the data key, whichever it is by then.
    None when the case was opened by way of a share, which has the data key alone."""
    key_number: int = 0
    """Which data key it is; 0 as long as the root key is the data key itself, which it is until the
    case is shared for the first time."""
    helper: Helper | None = None


def create_case(record: CaseRecord, key: CaseKey, today: date, months: int) -> OpenCase:
    """A new case that `key` opens, kept until `months` months after the last visit."""
    root_key = secrets.token_bytes(DATA_KEY_BYTES)
    opened = OpenCase(
        case_id=secrets.token_bytes(ID_BYTES),
        case_data_key=root_key,
        revision=1,
        record=record,
        root_key=root_key,
    )
    row = {
        "id": opened.case_id,
        "created_month": month_of(today),
        "expires_month": month_after(today, months),
        "key_number": opened.key_number,
        **sealed_values(opened),
    }
    wrapped = wrap(opened.case_id, root_key, key, KeyKind.MAIN)
    with db.engine.begin() as connection:
        connection.execute(insert(CaseRow).values(row))
        connection.execute(insert(CaseKeyRow).values(wrapped))
    return opened


def open_case(key: CaseKey, today: date, months: int) -> OpenCase:
    """The case of `key`; this visit keeps it for `months` more, unless its player closed it.

    Raises CaseNotFound.
    """
    found_by = locator(key)
    columns: tuple[Any, ...] = (*_COLUMNS, CaseKeyRow.wrapped_key, CaseRow.expires_month)
    query = (
        select(*columns)
        .join(CaseRow, CaseRow.id == CaseKeyRow.case_id)
        .where(CaseKeyRow.locator == found_by, CaseRow.expires_month >= month_of(today))
    )
    with db.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise CaseNotFound
    root_key = unseal(Kind.WRAP, wrapping_key(key), row.wrapped_key, row.case_id, found_by)
    opened = _opened(row, root_key)
    month = month_after(today, months)
    if opened.record.case.closing is None and row.expires_month != month:
        keep_until(opened, month)
    return opened


def reopen_case(case_id: bytes, root_key: bytes) -> OpenCase:
    """The case as it is now, for a visit that has its root key. Raises CaseNotFound."""
    return _opened(_find(case_id), root_key)


def reopen_with_data_key(case_id: bytes, case_data_key: bytes) -> OpenCase:
    """The case as it is now, for a caseworker. Raises CaseNotFound, also after the key changed."""
    row = _find(case_id)
    try:
        return open_row(row, case_data_key)
    except NotOpened:
        raise CaseNotFound from None


def look_again(opened: OpenCase) -> OpenCase:
    """The case as it is now. Raises CaseNotFound."""
    if opened.root_key is None:
        return reopen_with_data_key(opened.case_id, opened.case_data_key)
    return reopen_case(opened.case_id, opened.root_key)


def save_case(opened: OpenCase, record: CaseRecord) -> OpenCase:
    """Stores `record` as the next revision, all or nothing. Raises StaleRevision, CaseTooLarge.

    Sealed files that the record names are kept from now on; those that it names no more go.
    """
    new = replace(opened, revision=opened.revision + 1, record=record)
    unchanged = (CaseRow.id == opened.case_id, CaseRow.revision == opened.revision)
    dropped = opened.record.blobs - record.blobs
    with db.engine.begin() as connection:
        saved = connection.execute(update(CaseRow).where(*unchanged).values(sealed_values(new)))
        if saved.rowcount != 1:
            raise StaleRevision
        _mark_files(connection, record.blobs - opened.record.blobs, dropped)
    if dropped:
        evidence().delete(dropped)
    return new


def keep_until(opened: OpenCase, month: str) -> None:
    """The case expires after `month` ("2027-11"), whatever was stored before."""
    with db.engine.begin() as connection:
        moved = update(CaseRow).where(CaseRow.id == opened.case_id).values(expires_month=month)
        connection.execute(moved)


def last_month(opened: OpenCase) -> str:
    """The month ("2027-11") after which the case expires. Raises CaseNotFound."""
    query = select(CaseRow.expires_month).where(CaseRow.id == opened.case_id)
    with db.engine.connect() as connection:
        month = connection.execute(query).scalar_one_or_none()
    if month is None:
        raise CaseNotFound
    return str(month)


def keep_case(opened: OpenCase, today: date, months: int) -> None:
    """Keeps the case until `months` months after today."""
    keep_until(opened, month_after(today, months))


def delete_case(opened: OpenCase) -> None:
    """Deletes the case with its keys, files, packets and sessions, and wipes their bytes.

    A tombstone stays, so that no backup brings it back.
    """
    mine = BlobRow.case_id == opened.case_id
    with db.engine.begin() as connection:
        files = connection.execute(select(BlobRow.id).where(mine)).scalars().all()
        connection.execute(delete(CaseRow).where(CaseRow.id == opened.case_id))
        buried = bury(connection, [opened.case_id])
    write_down(buried)
    evidence().delete(one.hex() for one in files)
    checkpoint()


def add_recovery_key(opened: OpenCase, key: CaseKey) -> None:
    """Lets `key` open the case too; an earlier recovery key opens nothing from now on.

    Only for the player, who has the root key.
    """
    if opened.root_key is None:
        raise CaseNotFound
    wrapped = wrap(opened.case_id, opened.root_key, key, KeyKind.RECOVERY)
    earlier = (CaseKeyRow.case_id == opened.case_id, CaseKeyRow.kind == KeyKind.RECOVERY)
    with db.engine.begin() as connection:
        replaced = connection.execute(delete(CaseKeyRow).where(*earlier)).rowcount
        connection.execute(insert(CaseKeyRow).values(wrapped))
    if replaced:
        checkpoint()


def _mark_files(connection: Connection, named: frozenset[str], dropped: frozenset[str]) -> None:
    if named:
        these = BlobRow.id.in_([bytes.fromhex(one) for one in named])
        connection.execute(update(BlobRow).where(these).values(unnamed_until=None))
    if dropped:
        these = BlobRow.id.in_([bytes.fromhex(one) for one in dropped])
        connection.execute(delete(BlobRow).where(these))


def sealed_values(opened: OpenCase) -> dict[str, object]:
    """What changes in the row of a case at each save. Raises CaseTooLarge."""
    bound_to = (opened.case_id, number_field(opened.revision))
    plain = write_record(opened.record)
    if len(plain) > MAX_RECORD_BYTES:
        raise CaseTooLarge
    document = seal(Kind.DOCUMENT, opened.case_data_key, plain, *bound_to)
    return {"revision": opened.revision, "format": FORMAT, "document": document}


def wrap(case_id: bytes, root_key: bytes, key: CaseKey, kind: KeyKind) -> dict[str, object]:
    """The row of one of the player's keys."""
    found_by = locator(key)
    wrapped = seal(Kind.WRAP, wrapping_key(key), root_key, case_id, found_by)
    return {
        "locator": found_by,
        "case_id": case_id,
        "kind": kind.value,
        "wrapped_key": wrapped,
    }


def open_row(row: Row[Any], data_key: bytes) -> OpenCase:
    """The case in a row with its `case_id`, `revision`, `document` and `key_number`.

    Raises NotOpened.
    """
    bound_to = (row.case_id, number_field(row.revision))
    record = read_record(unseal(Kind.DOCUMENT, data_key, row.document, *bound_to))
    return OpenCase(row.case_id, data_key, row.revision, record, key_number=row.key_number)


_COLUMNS: tuple[Any, ...] = (
    CaseRow.id.label("case_id"),
    CaseRow.revision,
    CaseRow.document,
    CaseRow.key_number,
    CaseRow.sealed_key,
)


def _find(case_id: bytes) -> Row[Any]:
    with db.engine.connect() as connection:
        row = connection.execute(select(*_COLUMNS).where(CaseRow.id == case_id)).one_or_none()
    if row is None:
        raise CaseNotFound
    return row


def _opened(row: Row[Any], root_key: bytes) -> OpenCase:
    data_key = root_key
    if row.sealed_key is not None:
        bound_to = (row.case_id, number_field(row.key_number))
        data_key = unseal(Kind.DATA_KEY, root_key, row.sealed_key, *bound_to)
    return replace(open_row(row, data_key), root_key=root_key)
