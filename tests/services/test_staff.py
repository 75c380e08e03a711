"""Joining, signing in, approving: nobody gets to cases alone, and no code counts twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.staff import StaffEvent, StaffRole
from portal.services import staff, team
from portal.services.staff import (
    CodeRefused,
    Joined,
    Joining,
    NewCodeRefused,
    Proof,
    SignInRefused,
)
from portal.store import staff as store
from portal.store.staff import Member, NoInvitation
from portal.store.staff_log import log_is_whole, read_log
from portal.store.team import TeamChanged, current_generation
from portal.vault import passwords
from portal.vault.one_time_codes import STEP_SECONDS, code_at, new_seed
from portal.vault.team import rewrap_shares, unwrap_share, wrap_share

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
PASSWORD = "drie fietsen naast de kerk"
SEED = new_seed()
ADMINISTRATOR, CASEWORKER = StaffRole.ADMINISTRATOR, StaffRole.CASEWORKER


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)


def code(now: datetime) -> str:
    return code_at(SEED, int(now.timestamp()) // STEP_SECONDS)


def joined(email: str, role: StaffRole, now: datetime = NOW) -> Joined:
    token = staff.invite(email, role, "", now)
    return staff.join(token, Joining(PASSWORD, SEED, code(now), email), now, TODAY)


def member(email: str) -> Member:
    (found,) = [one for one in store.members() if one.email == email]
    return found


def approve(actor: str, by: Joined, subject: str) -> None:
    team.approve(member(actor), by.signed_in, member(subject), NOW, TODAY)


def test_who_joined_signs_in_with_password_and_code():
    new = joined("Maria@B.nl ", CASEWORKER)
    later = NOW + timedelta(minutes=1)
    signed_in = staff.sign_in("maria@b.NL", PASSWORD, code(later), later)
    assert signed_in == new.signed_in
    spaced = code(later + timedelta(minutes=1))
    later += timedelta(minutes=1)
    assert staff.sign_in("maria@b.nl", PASSWORD, f"{spaced[:3]} {spaced[3:]}", later)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("maria@b.nl", PASSWORD + " "),
        ("maria@b.nl", PASSWORD.upper()),
        ("maria@b.nl", PASSWORD[:-1]),
        ("maria@b.nl", ""),
        ("nobody@b.nl", PASSWORD),
        ("", ""),
    ],
)
def test_an_unknown_address_and_a_wrong_password_are_the_same(email, password, monkeypatch):
    joined("maria@b.nl", CASEWORKER)
    hashed, real = [], staff.stretch
    monkeypatch.setattr(staff, "stretch", lambda *args: (hashed.append(args), real(*args))[1])
    later = NOW + timedelta(minutes=1)
    with pytest.raises(SignInRefused):
        staff.sign_in(email, password, code(later), later)
    assert len(hashed) == 1  # the slow work is done either way
    assert staff.sign_in("maria@b.nl", PASSWORD, code(later), later)  # the code was not used up


def test_no_code_counts_twice():
    codes = joined("maria@b.nl", CASEWORKER).recovery_codes
    assert len(set(codes)) == staff.RECOVERY_CODES
    later = NOW + timedelta(minutes=5)
    assert staff.sign_in("maria@b.nl", PASSWORD, code(later), later)
    for used in (code(later), code(NOW), "", "000000", "x" * 200):
        with pytest.raises(CodeRefused):
            staff.sign_in("maria@b.nl", PASSWORD, used, later)
    assert staff.sign_in("maria@b.nl", PASSWORD, codes[0].lower().replace("-", " "), later)
    with pytest.raises(CodeRefused):
        staff.sign_in("maria@b.nl", PASSWORD, codes[0], later)
    events = [line.event for line in read_log(3)]
    assert events == [StaffEvent.SIGNED_IN, StaffEvent.RECOVERY_CODE, StaffEvent.SIGNED_IN]


def test_an_invitation_that_does_not_open_lets_nobody_in():
    token = staff.invite("maria@b.nl", CASEWORKER, "", NOW)
    joining = Joining(PASSWORD, SEED, code(NOW), "Maria")
    with pytest.raises(NewCodeRefused):
        staff.join(token, Joining(PASSWORD, SEED, "000000", "Maria"), NOW, TODAY)
    for wrong in ("", "0" * 32, token.upper() + "x", token[:-1], "\N{SNOWMAN}" * 32):
        with pytest.raises(NoInvitation):
            staff.join(wrong, joining, NOW, TODAY)
    staff.join(token, joining, NOW, TODAY)
    with pytest.raises(NoInvitation):
        staff.join(token, joining, NOW, TODAY)
    assert len(store.members()) == 1


def test_the_first_caseworker_begins_the_team_and_gives_the_key_to_the_next():
    admin = joined("admin@b.nl", ADMINISTRATOR)
    first, second = joined("first@b.nl", CASEWORKER), joined("second@b.nl", CASEWORKER)
    assert (team.team_fingerprint(), team.team_keys(first.signed_in)) == ("", {})
    with pytest.raises(team.MayNotApprove):  # who waits approves nobody, himself included
        approve("first@b.nl", first, "first@b.nl")
    approve("admin@b.nl", admin, "first@b.nl")
    assert team.team_keys(admin.signed_in) == {}
    with pytest.raises(team.MayNotApprove):  # from now on it takes a caseworker
        approve("admin@b.nl", admin, "second@b.nl")
    assert team.team_keys(second.signed_in) == {}
    approve("first@b.nl", first, "second@b.nl")
    with pytest.raises(TeamChanged):
        approve("first@b.nl", first, "admin@b.nl")
    keys = [team.team_keys(one.signed_in)[1].pair.private for one in (first, second)]
    assert keys[0] == keys[1]
    assert len(team.team_fingerprint()) == 24


def test_who_goes_takes_no_later_case_along():
    admin = joined("admin@b.nl", ADMINISTRATOR)
    first, second = joined("first@b.nl", CASEWORKER), joined("second@b.nl", CASEWORKER)
    approve("admin@b.nl", admin, "first@b.nl")
    approve("first@b.nl", first, "second@b.nl")
    old = team.team_keys(second.signed_in)[1]
    case_id, data_key = b"c" * 16, b"k" * 32
    share = wrap_share(old.pair.public, 1, case_id, data_key)
    staff.remove(member("second@b.nl"), member("admin@b.nl"), NOW, TODAY)
    keys = team.team_keys(first.signed_in)
    assert set(keys) == {1, 2}
    current = current_generation()
    assert current
    assert current.number == 2
    ((_, moved),) = rewrap_shares(keys[1], current.public_key, 2, [(case_id, share)])
    assert unwrap_share(keys[2], case_id, moved) == data_key
    assert team.team_keys(second.signed_in) == {}
    joined("third@b.nl", CASEWORKER)  # gets both, for shares that are not rewrapped yet
    approve("first@b.nl", first, "third@b.nl")
    assert member("third@b.nl").holds_key
    assert log_is_whole()


def test_a_new_password_and_app_leave_the_keys_as_they_are():
    admin, first = joined("admin@b.nl", ADMINISTRATOR), joined("first@b.nl", CASEWORKER)
    approve("admin@b.nl", admin, "first@b.nl")
    later = NOW + timedelta(minutes=5)
    seed, recovery = new_seed(), first.recovery_codes[0]
    fresh = code_at(seed, int(later.timestamp()) // STEP_SECONDS)
    new = Joining("een ander lang wachtwoord", seed, fresh)
    for old, refusal in (
        (Proof("wrong", recovery), SignInRefused),
        (Proof(PASSWORD, "000000"), CodeRefused),
    ):
        with pytest.raises(refusal):
            staff.renew("first@b.nl", old, new, later)
    wrong = Joining(new.password, seed, "000000")
    with pytest.raises(NewCodeRefused):  # and the old code is not used up by it
        staff.renew("first@b.nl", Proof(PASSWORD, recovery), wrong, later)
    renewed = staff.renew("first@b.nl", Proof(PASSWORD, recovery), new, later)
    assert renewed.signed_in == first.signed_in
    assert set(renewed.recovery_codes).isdisjoint(first.recovery_codes)
    assert set(team.team_keys(renewed.signed_in)) == {1}
    later += timedelta(minutes=1)
    with pytest.raises(SignInRefused):
        staff.sign_in("first@b.nl", PASSWORD, code(later), later)
    with pytest.raises(CodeRefused):
        staff.sign_in("first@b.nl", new.password, first.recovery_codes[1], later)
    assert staff.sign_in("first@b.nl", new.password, renewed.recovery_codes[0], later)


def test_a_forgotten_password_means_new_keys_and_approval_again():
    admin = joined("admin@b.nl", ADMINISTRATOR)
    first, _second = joined("first@b.nl", CASEWORKER), joined("second@b.nl", CASEWORKER)
    approve("admin@b.nl", admin, "first@b.nl")
    approve("first@b.nl", first, "second@b.nl")
    again = joined("second@b.nl", CASEWORKER, NOW + timedelta(hours=1))
    assert member("second@b.nl").waits
    assert team.team_keys(again.signed_in) == {}
    assert set(team.team_keys(first.signed_in)) == {1, 2}
    approve("first@b.nl", first, "second@b.nl")
    assert set(team.team_keys(again.signed_in)) == {1, 2}
    # When nobody holds the key any more, an administrator begins anew; old shares stay shut.
    for email in ("first@b.nl", "second@b.nl"):
        staff.remove(member(email), member("admin@b.nl"), NOW, TODAY)
    assert team.team_fingerprint() == ""
    third = joined("third@b.nl", CASEWORKER)
    approve("admin@b.nl", admin, "third@b.nl")
    assert len(team.team_keys(third.signed_in)) == 1
