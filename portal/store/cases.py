"""Cases: made, opened with a key, saved with a revision, deleted. Needs an app context.

Each function is one transaction of its own, so that no half of a change is ever stored.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from portal.domain.record import CaseRecord, read_record, write_record
from portal.store.database import checkpoint
from portal.store.models import ID_BYTES, BlobRow, CaseKeyRow, CaseRow, KeyKind, db
from portal.store.objects import evidence
from portal.store.retention import month_after, month_of
from portal.store.tombstones import bury, write_down
from portal.vault.keys import CaseKey, locator, wrapping_key
from portal.vault.sealing import FORMAT, Kind, number_field, seal, unseal

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
class OpenCase:
    """A case that lies open. Its repr shows nothing of it."""

    case_id: bytes  # 16 random bytes
    case_data_key: bytes  # 32 random bytes: opens the document and the packets
    revision: int
    record: CaseRecord


def create_case(record: CaseRecord, key: CaseKey, today: date, months: int) -> OpenCase:
    """A new case that `key` opens, kept until `months` months after the last visit."""
    opened = OpenCase(
        case_id=secrets.token_bytes(ID_BYTES),
        case_data_key=secrets.token_bytes(DATA_KEY_BYTES),
        revision=1,
        record=record,
    )
    row = {
        "id": opened.case_id,
        "created_month": month_of(today),
        "expires_month": month_after(today, months),
        **_sealed(opened),
    }
    with db.engine.begin() as connection:
        connection.execute(insert(CaseRow).values(row))
        connection.execute(insert(CaseKeyRow).values(_wrap(opened, key, KeyKind.MAIN)))
    return opened


def open_case(key: CaseKey, today: date, months: int) -> OpenCase:
    """The case of `key`; this visit keeps it for `months` more, unless its player closed it.

    Raises CaseNotFound.
    """
    found_by = locator(key)
    query = (
        select(CaseKeyRow.wrapped_key, CaseRow)
        .join(CaseRow, CaseRow.id == CaseKeyRow.case_id)
        .where(CaseKeyRow.locator == found_by, CaseRow.expires_month >= month_of(today))
    )
    with db.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise CaseNotFound
    data_key = unseal(Kind.WRAP, wrapping_key(key), row.wrapped_key, row.id, found_by)
    opened = _unsealed(row.id, data_key, row.revision, row.document)
    month = month_after(today, months)
    if opened.record.case.closing is None and row.expires_month != month:
        keep_until(opened, month)
    return opened


def reopen_case(case_id: bytes, case_data_key: bytes) -> OpenCase:
    """The case as it is now, for a visit that has its data key. Raises CaseNotFound."""
    query = select(CaseRow.revision, CaseRow.document).where(CaseRow.id == case_id)
    with db.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise CaseNotFound
    return _unsealed(case_id, case_data_key, row.revision, row.document)


def save_case(opened: OpenCase, record: CaseRecord) -> OpenCase:
    """Stores `record` as the next revision, all or nothing. Raises StaleRevision, CaseTooLarge.

    Sealed files that the record names are kept from now on; those that it names no more go.
    """
    new = OpenCase(opened.case_id, opened.case_data_key, opened.revision + 1, record)
    unchanged = (CaseRow.id == opened.case_id, CaseRow.revision == opened.revision)
    dropped = opened.record.blobs - record.blobs
    with db.engine.begin() as connection:
        saved = connection.execute(update(CaseRow).where(*unchanged).values(_sealed(new)))
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
    """Lets `key` open the case too; an earlier recovery key opens nothing from now on."""
    earlier = (CaseKeyRow.case_id == opened.case_id, CaseKeyRow.kind == KeyKind.RECOVERY)
    with db.engine.begin() as connection:
        replaced = connection.execute(delete(CaseKeyRow).where(*earlier)).rowcount
        connection.execute(insert(CaseKeyRow).values(_wrap(opened, key, KeyKind.RECOVERY)))
    if replaced:
        checkpoint()


def _mark_files(connection: Connection, named: frozenset[str], dropped: frozenset[str]) -> None:
    if named:
        these = BlobRow.id.in_([bytes.fromhex(one) for one in named])
        connection.execute(update(BlobRow).where(these).values(unnamed_until=None))
    if dropped:
        these = BlobRow.id.in_([bytes.fromhex(one) for one in dropped])
        connection.execute(delete(BlobRow).where(these))


def _sealed(opened: OpenCase) -> dict[str, object]:
    bound_to = (opened.case_id, number_field(opened.revision))
    plain = write_record(opened.record)
    if len(plain) > MAX_RECORD_BYTES:
        raise CaseTooLarge
    document = seal(Kind.DOCUMENT, opened.case_data_key, plain, *bound_to)
    return {"revision": opened.revision, "format": FORMAT, "document": document}


def _unsealed(case_id: bytes, data_key: bytes, revision: int, document: bytes) -> OpenCase:
    plain = unseal(Kind.DOCUMENT, data_key, document, case_id, number_field(revision))
    return OpenCase(case_id, data_key, revision, read_record(plain))


def _wrap(opened: OpenCase, key: CaseKey, kind: KeyKind) -> dict[str, object]:
    bound_to = (opened.case_id, locator(key))
    wrapped = seal(Kind.WRAP, wrapping_key(key), opened.case_data_key, *bound_to)
    return {
        "locator": locator(key),
        "case_id": opened.case_id,
        "kind": kind.value,
        "wrapped_key": wrapped,
    }
