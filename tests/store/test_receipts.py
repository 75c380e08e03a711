"""A receipt opens only with the packet or its printed code, and goes with its case."""

from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, text, update

from portal.domain.codes import DocumentKind
from portal.store.cases import CaseNotFound, OpenCase, create_case, delete_case
from portal.store.models import ReceiptRow, db
from portal.store.receipts import (
    Receipt,
    by_code,
    by_file,
    drop_receipts,
    find_receipt,
    keep_receipts,
)
from portal.store.retention import purge
from portal.vault.keys import new_case_key
from portal.vault.sealing import NotOpened
from tests.store.examples import MONTHS, RECORD, TODAY

pytestmark = pytest.mark.usefixtures("app")

SHA256 = "ab" * 32
FILE = by_file(SHA256)
CODE = by_code("HO-BCD234", "3f9c21ab77de")
RECEIPT = Receipt(
    issued_on=date(2026, 11, 22),
    sha256=SHA256,
    document=DocumentKind.COMPLAINT,
    language="nl",
    pages=7,
)


def new_case() -> OpenCase:
    return create_case(RECORD, new_case_key(), TODAY, MONTHS)


@pytest.fixture
def opened() -> OpenCase:
    return new_case()


def rows() -> int:
    with db.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ReceiptRow)).scalar_one()


def test_a_receipt_is_found_by_the_file_and_by_the_code(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    assert find_receipt(FILE) == find_receipt(CODE) == RECEIPT
    assert find_receipt(by_file("cd" * 32)) is None
    assert find_receipt(by_code("HO-BCD234", "000000000000")) is None


def test_a_code_is_the_same_however_it_is_written() -> None:
    for reference in ("HO-BCD234", "ho bcd234", "BCD-234"):
        assert by_code(reference, "3F9C-21ab 77de") == CODE


def test_the_table_tells_nothing(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM receipt")).all()
    content = b"".join(bytes(value) for row in found for value in row)
    told = (b"2026", b"abab", bytes.fromhex(SHA256), b"complaint", b"BCD234", b"3f9c21")
    assert not [one for one in told if one in content]
    sizes = {len(row.sealed) for row in found}
    keep_receipts(opened, replace(RECEIPT, document=DocumentKind.DISPUTE_SUBMISSION), FILE)
    with db.engine.connect() as connection:
        assert set(connection.execute(select(func.length(ReceiptRow.sealed))).scalars()) == sizes


def test_a_receipt_under_another_locator_or_case_does_not_open(opened: OpenCase) -> None:
    other = new_case()
    keep_receipts(opened, RECEIPT, FILE)
    with db.engine.begin() as connection:
        connection.execute(update(ReceiptRow).values(case_id=other.case_id))
    with pytest.raises(NotOpened):
        find_receipt(FILE)


def test_the_same_packet_again_is_one_receipt(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    keep_receipts(opened, replace(RECEIPT, pages=8), FILE, CODE)
    assert rows() == 2
    assert find_receipt(CODE) == replace(RECEIPT, pages=8)


def test_the_same_packet_of_another_case_changes_nothing(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    other = new_case()
    keep_receipts(other, replace(RECEIPT, pages=8), FILE, CODE)
    drop_receipts(other, FILE, CODE)
    delete_case(other)
    assert find_receipt(FILE) == find_receipt(CODE) == RECEIPT


def test_a_dropped_receipt_is_gone(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    drop_receipts(opened, CODE)
    assert (find_receipt(FILE), find_receipt(CODE)) == (RECEIPT, None)


def test_receipts_go_with_their_case(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    delete_case(opened)
    assert find_receipt(FILE) is None
    assert rows() == 0


def test_receipts_go_when_the_case_expires(opened: OpenCase) -> None:
    keep_receipts(opened, RECEIPT, FILE, CODE)
    purge(date(2029, 1, 1))
    assert rows() == 0


def test_a_deleted_case_gets_no_receipt(opened: OpenCase) -> None:
    delete_case(opened)
    with pytest.raises(CaseNotFound):
        keep_receipts(opened, RECEIPT, FILE, CODE)
    assert rows() == 0
