"""Visits: sealed rows that only the cookie opens, and that end."""

import hashlib
import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.store.cases import create_case, reopen_case
from portal.store.models import SessionRow, db
from portal.store.retention import sweep_sessions
from portal.store.sessions import (
    IDLE,
    end_session,
    end_sessions_of,
    find_session,
    keep_session,
    start_session,
)
from portal.store.visits import ABSOLUTE
from portal.vault.keys import new_case_key
from portal.vault.sealing import Kind, NotOpened, number_field, unseal
from tests.store.examples import MONTHS, NOW, RECORD, TODAY

pytestmark = pytest.mark.usefixtures("app")
DATA = {"csrf": "token-canary", "_flashes": [["message", "Bewaard."]]}
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def opened():
    return create_case(RECORD, new_case_key(), TODAY, MONTHS)


def the_row():
    with db.engine.connect() as connection:
        return connection.execute(select(SessionRow)).one()


def change(**values):
    with db.engine.begin() as connection:
        connection.execute(update(SessionRow).values(**values))


def test_a_visit_gives_back_its_case_and_data(opened):
    stored = find_session(start_session(opened, DATA, NOW), NOW)
    assert stored is not None
    assert stored.data == DATA
    assert reopen_case(stored.case_id, stored.key) == opened


def test_secrets_are_32_random_bytes(opened):
    made = [start_session(opened, {}, NOW) for _ in range(50)]
    assert {len(secret) for secret in made} == {32}
    assert len(set(made)) == 50


def test_a_secret_that_was_never_given_finds_nothing(opened):
    start_session(opened, DATA, NOW)
    assert find_session(secrets.token_bytes(32), NOW) is None


@pytest.mark.parametrize("ended", ["idle", "absolute"])
def test_a_visit_ends_when_its_time_is_over(opened, ended):
    secret = start_session(opened, DATA, NOW)
    moment = NOW + IDLE
    if ended == "absolute":
        moment = NOW + ABSOLUTE
        stored = find_session(secret, NOW)
        keep_session(secret, stored, DATA, moment - MINUTE)
    assert find_session(secret, moment - SECOND) is not None
    assert find_session(secret, moment) is None


def test_use_keeps_a_visit_awake(opened):
    secret = start_session(opened, DATA, NOW)
    keep_session(secret, find_session(secret, NOW), DATA, NOW + 20 * MINUTE)
    assert find_session(secret, NOW + 45 * MINUTE) is not None


def test_reading_writes_at_most_once_a_minute(opened):
    secret = start_session(opened, DATA, NOW)
    stored, before = find_session(secret, NOW), the_row()
    keep_session(secret, stored, dict(DATA), NOW + 59 * SECOND)
    assert the_row() == before
    keep_session(secret, stored, dict(DATA), NOW + 60 * SECOND)
    assert the_row().idle_expires == before.idle_expires + 60


def test_changed_data_is_kept_at_once(opened):
    secret = start_session(opened, DATA, NOW)
    keep_session(secret, find_session(secret, NOW), {"csrf": "new"}, NOW)
    assert find_session(secret, NOW).data == {"csrf": "new"}


def test_a_request_that_only_reads_leaves_what_another_tab_wrote(opened):
    secret = start_session(opened, DATA, NOW)
    reading, later = find_session(secret, NOW), NOW + 2 * MINUTE
    keep_session(secret, find_session(secret, NOW), {"new_key": "shown once"}, later)
    keep_session(secret, reading, dict(DATA), later)
    assert find_session(secret, later).data == {"new_key": "shown once"}


def test_signing_out_kills_a_copied_cookie(opened):
    secret = start_session(opened, DATA, NOW)
    other = start_session(opened, DATA, NOW)
    end_session(secret)
    assert find_session(secret, NOW) is None
    assert find_session(other, NOW) is not None


def test_a_slow_request_does_not_bring_an_ended_visit_back(opened):
    secret = start_session(opened, DATA, NOW)
    stored = find_session(secret, NOW)
    end_session(secret)
    keep_session(secret, stored, {"late": True}, NOW)
    assert find_session(secret, NOW) is None


def test_all_visits_to_one_case_end_at_once_and_no_others(opened):
    mine = [start_session(opened, DATA, NOW) for _ in range(3)]
    other = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    theirs = start_session(other, DATA, NOW)
    assert end_sessions_of(opened.case_id) == 3
    assert [find_session(secret, NOW) for secret in mine] == [None] * 3
    assert find_session(theirs, NOW) is not None


def test_sweeping_removes_ended_visits_only(opened):
    start_session(opened, DATA, NOW - ABSOLUTE)
    start_session(opened, DATA, NOW - IDLE)
    alive = start_session(opened, DATA, NOW)
    assert sweep_sessions(NOW) == 2
    assert find_session(alive, NOW) is not None
    with db.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(SessionRow)).scalar_one() == 1


def test_a_copy_of_the_database_opens_no_visit(opened):
    secret = start_session(opened, DATA, NOW)
    row = the_row()
    assert secret not in b"".join(value for value in row if isinstance(value, bytes))
    assert row.id == hashlib.sha256(secret).digest()
    bound_to = (row.id, number_field(row.absolute_expires))
    known = [opened.case_data_key, row.id, row.case_id * 2, row.payload[2:34], bytes(32)]
    for key in known:
        with pytest.raises(NotOpened):
            unseal(Kind.SESSION, key, row.payload, *bound_to)


def test_a_visit_cannot_be_prolonged_in_the_database(opened, caplog):
    secret = start_session(opened, DATA, NOW)
    change(absolute_expires=the_row().absolute_expires + 1)
    assert find_session(secret, NOW) is None
    assert "does not open" in caplog.text


def test_a_payload_under_another_visits_id_does_not_open(opened):
    payload = the_payload_of(start_session(opened, DATA, NOW))
    secret = start_session(opened, {}, NOW)
    change(payload=payload)
    assert find_session(secret, NOW) is None


def the_payload_of(secret):
    with db.engine.connect() as connection:
        mine = SessionRow.id == hashlib.sha256(secret).digest()
        return connection.execute(select(SessionRow.payload).where(mine)).scalar_one()


def test_showing_a_visit_shows_nothing_of_it(opened):
    shown = repr(find_session(start_session(opened, DATA, NOW), NOW))
    assert "canary" not in shown
    assert repr(opened.case_data_key) not in shown
