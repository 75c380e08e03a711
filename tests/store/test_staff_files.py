"""What the files of the database still tell of a member of staff who has gone."""

import secrets
from pathlib import Path

import pytest

from portal.domain.staff import StaffRole
from portal.store import staff
from portal.store.staff import Invitation, NewMember
from portal.store.team import Generation, NewGeneration, Wrap, approve
from tests.store.examples import NOW
from tests.store.staff_people import TODAY, new_member


def join(email: str) -> NewMember:
    invitation_id, new = secrets.token_bytes(32), new_member(email)
    expires = NOW.replace(year=NOW.year + 1)
    invitation = Invitation(invitation_id, email, StaffRole.CASEWORKER, expires)
    staff.add_invitation(invitation, "", NOW)
    staff.add_member(new, invitation_id, None, NOW)
    return new


@pytest.mark.usefixtures("sqlite_app")
@pytest.mark.parametrize("way", ["removed", "invited again"])
def test_nothing_of_who_goes_stays_in_the_files(tmp_path: Path, way: str):
    member = join("m@b.nl")
    wrapped = secrets.token_bytes(1000)
    first = NewGeneration(Generation(1, b"p", TODAY), (Wrap(1, member.id, wrapped),))
    approve((), first, NOW, "", "")
    traces = (wrapped, member.credentials.verifier, member.code_hashes[0])
    assert all(trace in everything(tmp_path) for trace in traces)
    if way == "removed":
        found = staff.find_member(member.id)
        assert found
        staff.remove_member(found, None, "a@b.nl", NOW)
    else:
        join("m@b.nl")
    assert [trace in everything(tmp_path) for trace in traces] == [False] * 3


def everything(folder: Path) -> bytes:
    """All bytes of the database and its write-ahead log."""
    return b"".join(file.read_bytes() for file in folder.glob("portal.db*"))
