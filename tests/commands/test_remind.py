"""`./hogerop remind` hands reminders to a real mail server, once."""

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller

from portal.cli import main
from portal.commands.database import database_app
from portal.config import load_settings
from portal.instance import read_mail_key
from portal.store.models import db
from portal.store.reminders import keep_reminder
from portal.web.clock import today


class Inbox:
    """What a mail server got; it refuses an address that begins with the word that says so."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 (the name that aiosmtpd calls)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 no such mailbox"
        if address.startswith("full"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(cast(EmailMessage, message))
        return "250 OK"


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """A mail server on this machine, and a site that uses it."""
    inbox = Inbox()
    port = unused_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    for name, value in {
        "INSTANCE_DIR": str(tmp_path),
        "MAIL_SERVER": f"smtp://127.0.0.1:{port}",
        "MAIL_FROM": "site@example.org",
        "SITE_ADDRESS": "https://example.org",
    }.items():
        monkeypatch.setenv(f"HOGEROP_{name}", value)
    before = os.umask(0o022)
    assert main(["migrate"]) == 0
    yield inbox
    server.stop()
    os.umask(before)


def ask(address: str, language: str = "en", days: int = 0) -> None:
    settings = load_settings(os.environ)
    with database_app().app_context():
        day = today() + timedelta(days=days)
        keep_reminder(read_mail_key(settings), address, language, day)
        db.engine.dispose()


def test_what_is_due_is_sent_once(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    ask("noor@example.org", "nl")
    ask("later@example.org", days=1)
    assert main(["remind"]) == main(["remind"]) == 0
    assert [one["To"] for one in inbox.messages] == ["noor@example.org"]
    out = capsys.readouterr().out
    assert "1 sent" in out
    assert "0 sent" in out
    assert "noor" not in out


@pytest.mark.parametrize(("language", "subject"), [("nl", "Herinnering"), ("en", "Reminder")])
def test_the_message_is_neutral(inbox: Inbox, language: str, subject: str) -> None:
    ask("noor@example.org", language)
    assert main(["remind"]) == 0
    (message,) = inbox.messages
    assert (message["Subject"], message["From"]) == (subject, "site@example.org")
    text = message.get_content()
    assert f"https://example.org/{language}/" in text.split()
    for word in ("casino", "gamb", "gok", "klacht", "complaint", "noor", "hogerop"):
        assert word not in text.casefold()
    stop = message["List-Unsubscribe"].strip(" <>")
    assert stop.startswith(f"https://example.org/{language}/reminders/")
    assert stop in text
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].endswith("@example.org>")


def test_an_address_that_is_gone_is_deleted_and_a_full_one_waits(
    inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in ("gone@example.org", "full@example.org", "noor@example.org"):
        ask(address)
    assert main(["remind"]) == main(["remind"]) == 0
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first == "Reminders: 1 sent, 1 refused for good, 1 to be tried again."
    assert second == "Reminders: 0 sent, 0 refused for good, 1 to be tried again."
    assert len(inbox.messages) == 1


def test_without_its_server_nothing_is_lost(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask("noor@example.org")
    working = os.environ["HOGEROP_MAIL_SERVER"]
    monkeypatch.setenv("HOGEROP_MAIL_SERVER", "smtp://127.0.0.1:1")
    assert main(["remind"]) == 1
    assert "cannot be used now" in capsys.readouterr().err
    monkeypatch.setenv("HOGEROP_MAIL_SERVER", working)
    assert main(["remind"]) == 0
    assert len(inbox.messages) == 1


def test_a_site_without_a_mail_server_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path))
    assert main(["remind"]) == 2
    assert "HOGEROP_MAIL_SERVER" in capsys.readouterr().err


def test_a_mail_server_wants_its_other_settings_and_shows_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("HOGEROP_MAIL_SERVER", "smtps://me:hunter2@mail.example.org")
    assert main(["settings"]) == 2
    assert "HOGEROP_SITE_ADDRESS" in capsys.readouterr().err
    monkeypatch.setenv("HOGEROP_MAIL_FROM", "site@example.org")
    monkeypatch.setenv("HOGEROP_SITE_ADDRESS", "https://example.org")
    assert main(["settings"]) == 0
    assert "hunter2" not in capsys.readouterr().out
