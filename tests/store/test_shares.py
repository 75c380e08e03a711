"""Shared cases in the database: who opens what, before, while and after."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec.structs import replace as with_fields
from sqlalchemy import insert, select

from portal.domain.sharing import Help, Terms
from portal.store import shares
from portal.store.cases import (
    CaseNotFound,
    OpenCase,
    StaleRevision,
    create_case,
    delete_case,
    look_again,
    open_case,
    reopen_with_data_key,
    save_case,
)
from portal.store.models import CaseRow, ShareRow, StaffRow, TeamKeyRow, TeamRow, db
from portal.store.packets import keep_packet, load_packet
from portal.store.sessions import find_session, start_session
from portal.store.team import Generation
from portal.vault.keys import CaseKey, new_case_key
from portal.vault.sealing import NotOpened
from portal.vault.team import TeamKey, new_team_key
from tests.store.examples import MONTHS, NOW, RECORD, TODAY
from tests.store.staff_people import add_staff

pytestmark = pytest.mark.usefixtures("app")

UNTIL = TODAY + timedelta(days=30)
TERMS = Terms(group="De Stichting", until=UNTIL)
SHARED = with_fields(RECORD, help=Help(terms=TERMS))
PACKET = b"%PDF of a packet"


def generation(number: int = 1) -> tuple[Generation, TeamKey, bytes]:
    """A generation of the team with one caseworker who holds it: his staff id too."""
    key = new_team_key(number)
    staff_id = add_staff(f"worker{number}@b.nl")
    with db.engine.begin() as connection:
        row = {"generation": number, "public_key": key.pair.public, "began_on": TODAY}
        connection.execute(insert(TeamRow).values(row))
        held = {"generation": number, "staff_id": staff_id, "wrapped": b"sealed"}
        connection.execute(insert(TeamKeyRow).values(held))
    return Generation(number, key.pair.public, TODAY), key, staff_id


def shared_case() -> tuple[OpenCase, CaseKey, TeamKey, bytes, Generation]:
    team, key, staff_id = generation()
    case_key = new_case_key()
    opened = create_case(RECORD, case_key, TODAY, MONTHS)
    keep_packet(opened, b"p" * 16, PACKET)
    return shares.share_case(opened, SHARED, team, UNTIL), case_key, key, staff_id, team


def only_share() -> bytes:
    with db.engine.connect() as connection:
        return connection.execute(select(ShareRow.id)).scalar_one()


def test_a_shared_case_opens_for_the_team_and_for_the_player():
    opened, case_key, key, staff_id, _team = shared_case()
    _share, theirs = shares.open_shared(only_share(), staff_id, {1: key}, UNTIL)
    assert (theirs.record, theirs.root_key) == (SHARED, None)
    assert load_packet(theirs, b"p" * 16) == PACKET
    assert open_case(case_key, TODAY, MONTHS).record == SHARED
    assert opened.case_data_key != opened.root_key
    ((listed, case),) = shares.shared_cases({1: key}, TODAY)
    assert (listed.until, case.record) == (UNTIL, SHARED)


@pytest.mark.parametrize("why", ["over", "another key", "another id"])
def test_nobody_else_opens_it(why: str):
    _opened, _case_key, key, staff_id, _team = shared_case()
    day = UNTIL + timedelta(days=1) if why == "over" else TODAY
    keys = {2: key} if why == "another key" else {1: key}
    share_id = bytes(16) if why == "another id" else only_share()
    with pytest.raises(CaseNotFound):
        shares.open_shared(share_id, staff_id, keys, day)


def test_after_taking_back_the_old_key_opens_nothing():
    opened, case_key, key, staff_id, _team = shared_case()
    share_id = only_share()
    _share, theirs = shares.open_shared(share_id, staff_id, {1: key}, TODAY)
    with db.engine.connect() as connection:
        wrapped = connection.execute(select(ShareRow.wrapped_key)).scalar_one()
    mine = shares.end_share(opened, RECORD)
    with pytest.raises(CaseNotFound):
        look_again(replace(theirs, helper=None))
    with pytest.raises(NotOpened):
        load_packet(theirs, b"p" * 16)
    with pytest.raises(CaseNotFound):
        shares.reopen_shared(theirs.case_id, theirs.case_data_key, theirs.helper, TODAY)
    with pytest.raises(StaleRevision):
        save_case(theirs, RECORD)
    assert load_packet(mine, b"p" * 16) == PACKET
    assert open_case(case_key, TODAY, MONTHS).record == RECORD
    with db.engine.begin() as connection:  # somebody puts the share back, from a backup
        row = {"id": share_id, "case_id": mine.case_id, "generation": 1, "until": UNTIL}
        connection.execute(insert(ShareRow).values({**row, "wrapped_key": wrapped}))
    with pytest.raises(CaseNotFound):
        shares.open_shared(share_id, staff_id, {1: key}, TODAY)
    assert shares.shared_cases({1: key}, TODAY) == []


def test_a_case_from_before_sharing_still_opens_and_a_visit_goes_on_through_it_all():
    team, _key, _staff_id = generation()
    case_key = new_case_key()
    opened = create_case(RECORD, case_key, TODAY, MONTHS)
    assert opened.root_key == opened.case_data_key
    secret = start_session(opened, {}, NOW)
    shared = shares.share_case(opened, SHARED, team, UNTIL)
    stored = find_session(secret, NOW)
    assert stored is not None
    assert stored.key == shared.root_key
    assert look_again(opened) == shared


def test_a_packet_that_is_kept_while_the_key_changes_is_refused():
    team, _key, _staff_id = generation()
    opened = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    shared = shares.share_case(opened, SHARED, team, UNTIL)
    with pytest.raises(StaleRevision):
        keep_packet(opened, b"q" * 16, PACKET)
    keep_packet(shared, b"q" * 16, PACKET)
    assert load_packet(shared, b"q" * 16) == PACKET


def test_a_new_key_takes_the_place_of_all_before():
    opened, old, key, staff_id, team = shared_case()
    visit = start_session(opened, {}, NOW)
    share, theirs = shares.open_shared(only_share(), staff_id, {1: key}, TODAY)
    new = new_case_key()
    shares.renew_key(theirs, SHARED, shares.Renewal(new, share, team, "worker1@b.nl", NOW))
    with pytest.raises(CaseNotFound):
        open_case(old, TODAY, MONTHS)
    assert find_session(visit, NOW) is None
    with pytest.raises(CaseNotFound):
        reopen_with_data_key(theirs.case_id, theirs.case_data_key)
    mine = open_case(new, TODAY, MONTHS)
    assert load_packet(mine, b"p" * 16) == PACKET
    assert shares.open_shared(share.id, staff_id, {1: key}, TODAY)[1].record == SHARED
    with pytest.raises(CaseNotFound):  # who has no root key shares nothing
        shares.share_case(replace(theirs, helper=None), SHARED, team, UNTIL)


def test_shares_go_over_to_the_next_generation():
    opened, _case_key, old, staff_id, _team = shared_case()
    newer, key, other = generation(2)
    assert shares.rewrap({1: old, 2: key}, newer) == 1
    assert shares.rewrap({1: old, 2: key}, newer) == 0
    with pytest.raises(CaseNotFound):
        shares.open_shared(only_share(), staff_id, {1: old}, TODAY)
    _share, theirs = shares.open_shared(only_share(), other, {2: key}, TODAY)
    assert theirs.case_data_key == opened.case_data_key


def test_a_share_whose_key_nobody_holds_is_none():
    opened, _case_key, _key, staff_id, _team = shared_case()
    assert shares.share_of(opened.case_id, TODAY)
    assert shares.share_of(opened.case_id, UNTIL + timedelta(days=1)) is None
    with db.engine.begin() as connection:
        connection.execute(StaffRow.__table__.delete().where(StaffRow.id == staff_id))
    assert shares.share_of(opened.case_id, TODAY) is None


def test_the_visit_of_a_caseworker_ends_with_him():
    opened, _case_key, key, staff_id, _team = shared_case()
    _share, theirs = shares.open_shared(only_share(), staff_id, {1: key}, TODAY)
    secret = start_session(theirs, {}, NOW)
    stored = find_session(secret, NOW)
    assert stored is not None
    assert (stored.helper, stored.key) == (theirs.helper, opened.case_data_key)
    assert find_session(secret, NOW + timedelta(minutes=16)) is None
    with db.engine.begin() as connection:
        connection.execute(StaffRow.__table__.delete().where(StaffRow.id == staff_id))
    assert find_session(secret, NOW) is None


def test_purge_deletes_shares_whose_last_day_is_over_and_a_deleted_case_takes_its_own():
    opened, *_rest = shared_case()
    assert shares.purge_shares(UNTIL) == 0
    assert shares.purge_shares(UNTIL + timedelta(days=1)) == 1
    again = shares.share_case(look_again(opened), SHARED, _rest[-1], UNTIL)
    delete_case(again)
    with db.engine.connect() as connection:
        assert connection.execute(select(ShareRow.id)).all() == []


def test_a_damaged_case_does_not_hide_the_others(caplog: pytest.LogCaptureFixture):
    _opened, _case_key, key, _staff_id, team = shared_case()
    other = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    broken = shares.share_case(other, SHARED, team, UNTIL)
    with db.engine.begin() as connection:
        mine = CaseRow.__table__.update().where(CaseRow.id == broken.case_id)
        connection.execute(mine.values(document=secrets.token_bytes(5000)))
    assert len(shares.shared_cases({1: key}, TODAY)) == 1
    assert "does not open" in caplog.text
