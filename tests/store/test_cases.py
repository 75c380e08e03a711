"""Cases in the database: opened by their key alone, saved once per revision, gone when deleted."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from msgspec.structs import replace
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.store.cases import (
    CaseNotFound,
    CaseTooLarge,
    StaleRevision,
    add_recovery_key,
    create_case,
    delete_case,
    open_case,
    reopen_case,
    save_case,
)
from portal.store.models import CaseKeyRow, CaseRow, PacketRow, SessionRow, db
from portal.store.packets import keep_packet
from portal.store.sessions import start_session
from portal.vault.keys import new_case_key
from portal.vault.sealing import NotOpened
from tests.store.examples import MONTHS, NOW, RECORD, TODAY

pytestmark = pytest.mark.usefixtures("app")
WRITERS = 16


def make_case():
    key = new_case_key()
    return key, create_case(RECORD, key, TODAY, MONTHS)


def with_reference(reference):
    return replace(RECORD, case=replace(RECORD.case, reference=reference))


def count(table):
    with db.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def stored(column):
    with db.engine.connect() as connection:
        return connection.execute(select(column)).scalar_one()


def change(table, **values):
    with db.engine.begin() as connection:
        connection.execute(update(table).values(**values))


def test_a_case_opens_with_its_key():
    key, made = make_case()
    opened = open_case(key, TODAY, MONTHS)
    assert opened.record == RECORD
    assert opened == made
    assert opened.revision == 1


def test_an_unknown_key_finds_no_case():
    make_case()
    with pytest.raises(CaseNotFound):
        open_case(new_case_key(), TODAY, MONTHS)


def test_each_case_opens_with_its_own_key_only():
    keys = [make_case()[0] for _ in range(3)]
    assert len({open_case(key, TODAY, MONTHS).case_id for key in keys}) == 3


def test_a_saved_change_is_there_after_opening_again():
    key, made = make_case()
    saved = save_case(made, with_reference("HO-NEW222"))
    assert saved.revision == 2
    assert reopen_case(made.case_id, made.case_data_key) == saved
    assert open_case(key, TODAY, MONTHS).record.case.reference == "HO-NEW222"


def test_a_stale_revision_overwrites_nothing():
    _, made = make_case()
    first = save_case(made, with_reference("HO-FIRST2"))
    with pytest.raises(StaleRevision):
        save_case(made, with_reference("HO-SECND2"))
    assert reopen_case(made.case_id, made.case_data_key) == first


def test_a_case_that_grows_too_large_is_not_stored(monkeypatch):
    _, made = make_case()
    monkeypatch.setattr("portal.store.cases.MAX_RECORD_BYTES", 3000)
    with pytest.raises(CaseTooLarge):
        save_case(made, replace(RECORD, drafts={"about": {"words": ["x" * 3000]}}))
    assert reopen_case(made.case_id, made.case_data_key) == made


def test_of_16_writers_at_once_exactly_one_wins(app: Flask):
    _, made = make_case()
    together = threading.Barrier(WRITERS)

    def save(number):
        with app.app_context():
            together.wait()
            try:
                return save_case(made, with_reference(f"HO-{number}"))
            except StaleRevision:
                return None

    with ThreadPoolExecutor(WRITERS) as pool:
        saved = [one for one in pool.map(save, range(WRITERS)) if one]
    assert len(saved) == 1
    assert reopen_case(made.case_id, made.case_data_key) == saved[0]


def test_a_deleted_case_cannot_be_saved_or_opened():
    key, made = make_case()
    delete_case(made)
    with pytest.raises(StaleRevision):
        save_case(made, RECORD)
    with pytest.raises(CaseNotFound):
        open_case(key, TODAY, MONTHS)
    with pytest.raises(CaseNotFound):
        reopen_case(made.case_id, made.case_data_key)


def test_deleting_takes_keys_packets_and_sessions_along_and_no_other_case():
    other_key, other = make_case()
    _, made = make_case()
    for one in (other, made):
        add_recovery_key(one, new_case_key())
        keep_packet(one, one.case_id, b"%PDF")
        start_session(one, {}, NOW)
    delete_case(made)
    assert [count(table) for table in (CaseRow, CaseKeyRow, PacketRow, SessionRow)] == [1, 2, 1, 1]
    assert open_case(other_key, TODAY, MONTHS) == other


def test_a_recovery_key_opens_the_same_case():
    key, made = make_case()
    recovery = new_case_key()
    add_recovery_key(made, recovery)
    assert open_case(recovery, TODAY, MONTHS) == open_case(key, TODAY, MONTHS) == made


def test_a_second_recovery_key_replaces_the_first():
    key, made = make_case()
    first, second = new_case_key(), new_case_key()
    add_recovery_key(made, first)
    add_recovery_key(made, second)
    with pytest.raises(CaseNotFound):
        open_case(first, TODAY, MONTHS)
    assert open_case(second, TODAY, MONTHS) == open_case(key, TODAY, MONTHS)


def test_a_case_expires_after_the_last_day_of_its_month():
    key, _ = make_case()
    assert open_case(key, date(2027, 11, 30), months=1).record == RECORD
    with pytest.raises(CaseNotFound):
        open_case(key, date(2028, 1, 1), MONTHS)


def test_an_expired_case_and_an_unknown_key_look_the_same():
    key, _ = make_case()
    with pytest.raises(CaseNotFound) as expired:
        open_case(key, date(2027, 12, 1), MONTHS)
    with pytest.raises(CaseNotFound) as unknown:
        open_case(new_case_key(), TODAY, MONTHS)
    assert repr(expired.value) == repr(unknown.value)


def test_each_visit_moves_the_expiry():
    key, _ = make_case()
    assert stored(CaseRow.expires_month) == "2027-11"
    open_case(key, date(2027, 2, 28), MONTHS)
    assert stored(CaseRow.expires_month) == "2028-02"


def test_only_months_are_kept_of_any_day():
    make_case()
    assert stored(CaseRow.created_month) == "2026-11"


def test_a_document_put_in_another_case_does_not_open():
    _, first = make_case()
    change(CaseRow, revision=1)
    document = stored(CaseRow.document)
    key, _ = make_case()
    change(CaseRow, document=document)
    with pytest.raises(NotOpened):
        open_case(key, TODAY, MONTHS)
    assert reopen_case(first.case_id, first.case_data_key) == first


def test_an_old_document_under_a_newer_revision_does_not_open():
    _, made = make_case()
    old = stored(CaseRow.document)
    save_case(made, RECORD)
    change(CaseRow, document=old)
    with pytest.raises(NotOpened):
        reopen_case(made.case_id, made.case_data_key)


def test_a_wrapped_key_under_another_locator_does_not_open():
    _, made = make_case()
    stranger = new_case_key()
    add_recovery_key(made, stranger)
    with db.engine.begin() as connection:
        wraps = connection.execute(
            select(CaseKeyRow.wrapped_key).order_by(CaseKeyRow.kind)
        ).scalars()
        main_wrap = next(iter(wraps))
        connection.execute(
            update(CaseKeyRow).where(CaseKeyRow.kind == "recovery").values(wrapped_key=main_wrap)
        )
    with pytest.raises(NotOpened):
        open_case(stranger, TODAY, MONTHS)


def test_cases_of_one_size_class_take_equal_room():
    sizes = set()
    for reference in ("", "HO-LONGER-REFERENCE"):
        opened = create_case(with_reference(reference), new_case_key(), TODAY, MONTHS)
        with db.engine.connect() as connection:
            query = select(func.length(CaseRow.document)).where(CaseRow.id == opened.case_id)
            sizes.add(connection.execute(query).scalar_one())
    assert len(sizes) == 1


def test_an_error_message_of_the_database_shows_no_values():
    make_case()
    row = {"id": stored(CaseRow.id), "document": b"canary", "expires_month": "canary"}
    values = {**row, "revision": 1, "created_month": "canary", "format": 1}
    with pytest.raises(IntegrityError) as refused, db.engine.begin() as connection:
        connection.execute(insert(CaseRow).values(values))
    assert "hidden" in str(refused.value)
    assert "canary" not in str(refused.value)


def test_showing_an_open_case_shows_nothing_of_it():
    _, made = make_case()
    shown = repr([made]) + str(made)
    assert "Canarie" not in shown
    assert repr(made.case_data_key) not in shown
    assert made.case_data_key.hex() not in shown
