"""Receipts: that a packet was made here. Needs an app context.

A receipt is found and opened with the packet only: with the hash of its file, or with the
reference and the code that are printed on it. The database itself tells nothing, not even a day.
It goes with its case.
"""

import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from portal.domain.codes import DocumentKind
from portal.store.cases import CaseNotFound, OpenCase
from portal.store.models import ReceiptRow, db
from portal.vault.keys import receipt_key, receipt_locator
from portal.vault.sealing import Kind, seal, unseal

# Of the standard's INSERT there is no form that leaves a row alone that is there already.
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Receipt(Struct, frozen=True, kw_only=True):
    """One packet that was made; `sha256` is the hash of its file, in hex."""

    issued_on: datetime.date
    sha256: str
    document: DocumentKind
    language: str
    pages: int


_decoder = msgspec.json.Decoder(Receipt)


def by_file(sha256: str) -> bytes:
    """What opens the receipt of a file: its SHA-256, given in hex."""
    return b"file" + bytes.fromhex(sha256)


def by_code(reference: str, code: str) -> bytes:
    """What opens the receipt of a printed code: a case's reference and 12 hex digits.

    Only letters and digits count, in either case; "HO" in front makes no difference.
    """
    return f"code{_plain(reference).removeprefix('HO')}:{_plain(code)}".encode()


def keep_receipts(opened: OpenCase, receipt: Receipt, *materials: bytes) -> None:
    """Keeps `receipt` under each of `materials`; an older one of this case makes place.

    A packet of another case that is the same to the last byte keeps its own receipt. Raises
    CaseNotFound when the case was deleted since it was opened.
    """
    plain = msgspec.json.encode(receipt)
    rows = [_row(opened.case_id, material, plain) for material in materials]
    try:
        with db.engine.begin() as connection:
            connection.execute(delete(ReceiptRow).where(*_mine(opened, materials)))
            insert = _INSERTS[connection.dialect.name]
            connection.execute(insert(ReceiptRow).values(rows).on_conflict_do_nothing())
    except IntegrityError:  # its case is gone
        raise CaseNotFound from None


def drop_receipts(opened: OpenCase, *materials: bytes) -> None:
    """Deletes the receipts of this case under `materials`."""
    with db.engine.begin() as connection:
        connection.execute(delete(ReceiptRow).where(*_mine(opened, materials)))


def find_receipt(material: bytes) -> Receipt | None:
    """The receipt that `by_file` or `by_code` opens. Raises NotOpened for a changed row."""
    locator = receipt_locator(material)
    wanted = select(ReceiptRow.case_id, ReceiptRow.sealed).where(ReceiptRow.locator == locator)
    with db.engine.connect() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    plain = unseal(Kind.RECEIPT, receipt_key(material), row.sealed, row.case_id, locator)
    return _decoder.decode(plain)


def _row(case_id: bytes, material: bytes, plain: bytes) -> dict[str, bytes]:
    locator = receipt_locator(material)
    sealed = seal(Kind.RECEIPT, receipt_key(material), plain, case_id, locator)
    return {"locator": locator, "case_id": case_id, "sealed": sealed}


def _mine(opened: OpenCase, materials: tuple[bytes, ...]) -> tuple[Any, ...]:
    locators = [receipt_locator(material) for material in materials]
    return ReceiptRow.locator.in_(locators), ReceiptRow.case_id == opened.case_id


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()
