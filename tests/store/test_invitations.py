"""Codes of members: a use counts once, however many want it, and nothing else is kept."""

import threading
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.services.invitations import NotInvited, invite, with_invitation, withdraw
from portal.store.invitations import batches, sweep_member_codes
from portal.store.models import MemberCodeRow, db
from portal.vault.invitations import parse_invitation
from portal.vault.keys import BadCaseKey

TODAY = date(2026, 11, 27)
LAST = TODAY + timedelta(days=30)


def start(code: str, day: date = TODAY) -> bool:
    try:
        return with_invitation(code, day, lambda: True)
    except NotInvited:
        return False


@pytest.mark.usefixtures("app")
def test_a_code_starts_as_many_cases_as_it_was_made_for_until_its_last_day():
    (code,) = invite(1, 2, LAST, "Leden")
    spoken = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert not start(code, LAST + timedelta(days=1))
    assert start(spoken, LAST)
    assert start(code)
    assert not start(code)
    (batch,) = batches()
    assert (batch.name, batch.codes, batch.uses_left) == ("Leden", 1, 0)


@pytest.mark.usefixtures("app")
def test_a_mistyped_code_is_refused_and_a_failed_start_gives_the_use_back():
    (code,) = invite(1, 1, LAST, "Leden")
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    with pytest.raises(BadCaseKey):
        parse_invitation(wrong)
    assert not start(wrong)
    assert not start("")

    def fail() -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        with_invitation(code, TODAY, fail)
    assert start(code)


@pytest.mark.usefixtures("app")
def test_codes_are_withdrawn_by_name_or_one_by_one_and_swept_when_over():
    first, second, _third = invite(3, 1, LAST, "Mei")
    invite(2, 5, TODAY, "Juni")
    assert withdraw(first) == 1
    assert not start(first)
    assert start(second)
    assert withdraw("Mei") == 2
    assert withdraw("Mei") == 0
    assert sweep_member_codes(TODAY) == 0
    assert sweep_member_codes(TODAY + timedelta(days=1)) == 2
    assert batches() == ()


@pytest.mark.usefixtures("app")
def test_the_database_holds_no_code():
    codes = invite(3, 1, LAST, "Leden")
    with db.engine.connect() as connection:
        rows = connection.execute(db.select(MemberCodeRow.__table__)).all()
    kept = repr(rows)
    assert all(len(row.locator) == 32 for row in rows)
    assert not any(code in kept or code.replace("-", "")[:14] in kept for code in codes)


def test_of_many_who_want_the_last_use_one_gets_it(app: Flask) -> None:
    (code,) = invite(1, 1, LAST, "Leden")
    got: list[bool] = []

    def want() -> None:
        with app.app_context():
            got.append(start(code))

    threads = [threading.Thread(target=want) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]
