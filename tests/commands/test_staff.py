"""`./hogerop staff invite` makes a link that works, and the cleaning takes old ones away."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from portal.cli import main
from portal.commands import purge
from portal.commands.database import database_app
from portal.domain.staff import StaffRole
from portal.services.staff import find_invitation
from portal.store.staff import NoInvitation, open_invitations
from portal.store.staff_log import KEPT, read_log
from portal.web.clock import now


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.setenv("HOGEROP_SITE_ADDRESS", "https://klachten.example.org")
    main(["migrate"])


def test_the_link_of_an_invitation_opens_it(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["staff", "invite", "Noor@B.nl", "--role", "administrator", "--language", "en"]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    link = re.search(r"https://klachten\.example\.org/en/staff/join/([0-9a-f]{32})\n", told)
    assert link
    assert "48 hours" in told
    with database_app().app_context():
        invitation = find_invitation(link[1], now())
        assert (invitation.email, invitation.role) == ("noor@b.nl", StaffRole.ADMINISTRATOR)
        assert [line.actor for line in read_log(5)] == [""]


@pytest.mark.parametrize("email", ["", "noor", "noor@b", "a b@c.nl"])
def test_what_is_no_address_is_refused(email: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["staff", "invite", email, "--role", "caseworker"])
    assert "no e-mail address" in capsys.readouterr().err


def test_purge_takes_what_is_over(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["staff", "invite", "noor@b.nl", "--role", "caseworker"])
    token = capsys.readouterr().out.split("/staff/join/")[1].split()[0]
    main(["purge"])
    with database_app().app_context():
        assert find_invitation(token, now())
        assert len(read_log(5)) == 1
    later = now() + KEPT + timedelta(days=1)
    monkeypatch.setattr(purge, "now", lambda: later)
    main(["purge"])
    with database_app().app_context():
        assert read_log(5) == []
        assert open_invitations(now()) == []
        with pytest.raises(NoInvitation):
            find_invitation(token, now())
