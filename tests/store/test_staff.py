"""Staff in the database: single use, one winner, nothing left of who goes, a log that holds."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from portal.domain.staff import StaffEvent, StaffRole
from portal.store import staff
from portal.store.models import (
    RecoveryCodeRow,
    StaffLogRow,
    StaffSessionRow,
    TeamKeyRow,
    db,
)
from portal.store.retention import sweep_sessions
from portal.store.staff import Invitation, NewMember, NoInvitation
from portal.store.staff_log import KEPT, log_is_whole, note, read_log, sweep_log
from portal.store.staff_sessions import (
    IDLE,
    SignedIn,
    end_staff_session,
    end_staff_sessions_of,
    find_staff_session,
    keep_staff_session,
    start_staff_session,
)
from portal.store.team import (
    Generation,
    NewGeneration,
    TeamChanged,
    Wrap,
    approve,
    current_generation,
    holders_of,
    wraps_of,
)
from portal.store.visits import ABSOLUTE
from tests.store.examples import NOW
from tests.store.staff_people import TODAY, new_member

pytestmark = pytest.mark.usefixtures("app")
SECOND = timedelta(seconds=1)
HOURS = timedelta(hours=48)


def invite(email: str, role: StaffRole = StaffRole.CASEWORKER) -> bytes:
    invitation_id = secrets.token_bytes(32)
    staff.add_invitation(Invitation(invitation_id, email, role, NOW + HOURS), "a@b.nl", NOW)
    return invitation_id


def join(email: str, role: StaffRole = StaffRole.CASEWORKER) -> NewMember:
    new = new_member(email, role)
    staff.add_member(new, invite(email, role), None, NOW)
    return new


def generation(number: int, *people: NewMember) -> NewGeneration:
    wraps = tuple(Wrap(number, one.id, b"wrapped") for one in people)
    return NewGeneration(Generation(number, b"public", TODAY), wraps)


def both(app: Flask, work):
    """What two threads get that do the same at the same moment."""

    def inside(_number: int) -> object:
        with app.app_context():
            return work()

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(inside, range(2)))


def test_an_invitation_opens_once_and_for_two_days():
    first, second = invite("m@b.nl"), invite("m@b.nl")
    assert staff.find_invitation(first, NOW) is None  # the newer one counts
    assert staff.find_invitation(second, NOW + HOURS - SECOND)
    assert staff.find_invitation(second, NOW + HOURS) is None
    with pytest.raises(NoInvitation):
        staff.add_member(new_member("m@b.nl"), second, None, NOW + HOURS)
    staff.add_member(new_member("m@b.nl"), second, None, NOW)
    with pytest.raises(NoInvitation):
        staff.add_member(new_member("m@b.nl"), second, None, NOW)
    assert len(staff.members()) == 1
    invite("n@b.nl")
    assert staff.withdraw_invitation("n@b.nl", "a@b.nl", NOW)
    assert not staff.withdraw_invitation("n@b.nl", "a@b.nl", NOW)
    invite("o@b.nl")
    assert staff.sweep_invitations(NOW) == 0
    assert staff.sweep_invitations(NOW + HOURS) == 1


def test_a_code_counts_once_also_at_the_same_moment(app: Flask):
    member = join("m@b.nl")
    assert not staff.accept_step(member.id, 100)  # used while joining
    assert both(app, lambda: staff.accept_step(member.id, 101)) == [False, True]
    assert not staff.accept_step(member.id, 99)
    assert staff.accept_step(member.id, 102)
    code = member.code_hashes[0]
    assert not staff.use_recovery_code(join("n@b.nl").id, code, NOW)
    assert both(app, lambda: staff.use_recovery_code(member.id, code, NOW)) == [False, True]


def test_who_joins_again_begins_anew():
    before = join("m@b.nl")
    approve((), generation(1, before), NOW, "a@b.nl", "m@b.nl")
    start_staff_session(SignedIn(before.id, b"k"), {}, NOW)
    after = join("m@b.nl")
    (member,) = staff.members()
    assert (member.id, member.waits) == (after.id, True)
    assert staff.find_member(before.id) is None
    with db.engine.connect() as connection:
        assert connection.execute(select(StaffSessionRow)).all() == []
        assert connection.execute(select(TeamKeyRow)).all() == []
        codes = connection.execute(select(RecoveryCodeRow.hash)).scalars()
        assert set(codes) == set(after.code_hashes)
    assert current_generation() is None


def test_who_is_removed_has_nothing_left_and_the_team_goes_on():
    mine, other = join("m@b.nl"), join("n@b.nl")
    approve((), generation(1, mine, other), NOW, "a@b.nl", "m@b.nl")
    secret = start_staff_session(SignedIn(other.id, b"k"), {}, NOW)
    member = staff.find_member(other.id)
    assert member
    assert member.holds_key
    staff.remove_member(member, generation(2, mine), "a@b.nl", NOW)
    assert find_staff_session(secret, NOW) is None
    assert (staff.find_member(other.id), staff.find_credentials("n@b.nl")) == (None, None)
    assert [wrap.generation for wrap in wraps_of(mine.id)] == [2, 1]
    assert wraps_of(other.id) == []
    current = current_generation()
    assert current
    assert holders_of(current.number) == {mine.id: mine.public_key}
    with pytest.raises(TeamChanged):
        staff.remove_member(member, None, "a@b.nl", NOW)


def test_two_changes_of_the_team_at_once_are_one():
    mine, other = join("m@b.nl"), join("n@b.nl")
    approve((), generation(1, mine), NOW, "a@b.nl", "m@b.nl")
    lines = len(read_log(100))
    with pytest.raises(TeamChanged):  # the same generation begins a second time
        approve((), generation(1, other), NOW, "a@b.nl", "n@b.nl")
    gone = Wrap(1, secrets.token_bytes(16), b"wrapped")
    with pytest.raises(TeamChanged):  # the caseworker was removed meanwhile
        approve((gone,), None, NOW, "m@b.nl", "x@b.nl")
    assert len(read_log(100)) == lines
    assert set(holders_of(1)) == {mine.id}
    for _ in range(2):  # the second approver changes nothing
        approve((Wrap(1, other.id, b"wrapped"),), None, NOW, "m@b.nl", "n@b.nl")
    assert set(holders_of(1)) == {mine.id, other.id}


def test_a_visit_ends_by_itself_and_by_hand():
    member = join("m@b.nl")
    signed_in = SignedIn(member.id, b"private-canary")
    secret = start_staff_session(signed_in, {"a": 1}, NOW)
    stored = find_staff_session(secret, NOW + IDLE - SECOND)
    assert stored
    assert (stored.signed_in, stored.data) == (signed_in, {"a": 1})
    assert find_staff_session(secret, NOW + IDLE) is None
    keep_staff_session(secret, stored, {"a": 2}, NOW + ABSOLUTE - SECOND)
    later = find_staff_session(secret, NOW + ABSOLUTE - SECOND)
    assert later
    assert later.data == {"a": 2}
    assert find_staff_session(secret, NOW + ABSOLUTE) is None
    with db.engine.connect() as connection:
        assert b"canary" not in connection.execute(select(StaffSessionRow)).one().payload
    end_staff_session(secret)
    assert find_staff_session(secret, NOW) is None
    start_staff_session(signed_in, {}, NOW)
    assert end_staff_sessions_of(member.id) == 1
    start_staff_session(signed_in, {}, NOW)
    assert (sweep_sessions(NOW), sweep_sessions(NOW + IDLE)) == (0, 1)


def test_a_visit_that_was_changed_in_the_database_does_not_open():
    secret = start_staff_session(SignedIn(join("m@b.nl").id, b"k"), {}, NOW)
    with db.engine.begin() as connection:
        connection.execute(update(StaffSessionRow).values(absolute_expires=2**40))
    assert find_staff_session(secret, NOW) is None


def test_the_log_holds_together(app: Flask):
    assert log_is_whole()

    def write() -> int:
        with db.engine.begin() as connection:
            note(connection, NOW, "a@b.nl", StaffEvent.INVITED, "m@b.nl")
        return 1

    for _ in range(3):
        both(app, write)
    lines = read_log(4)
    assert len(lines) == 4
    assert (lines[0].event, lines[0].subject, lines[0].at) == (StaffEvent.INVITED, "m@b.nl", NOW)
    assert log_is_whole()
    assert sweep_log(NOW + KEPT) == 0
    assert log_is_whole()
    assert sweep_log(NOW + KEPT + SECOND) == 6
    assert log_is_whole()
    write()
    assert log_is_whole()


@pytest.mark.parametrize("harm", ["changed", "middle", "newest"])
def test_a_log_that_was_changed_says_so(harm: str):
    for email in ("m@b.nl", "n@b.nl", "o@b.nl"):
        invite(email)
    with db.engine.begin() as connection:
        if harm == "changed":
            second = update(StaffLogRow).where(StaffLogRow.number == 2)
            connection.execute(second.values(subject="x@b.nl"))
        else:
            number = 2 if harm == "middle" else 3
            connection.execute(delete(StaffLogRow).where(StaffLogRow.number == number))
    assert not log_is_whole()
