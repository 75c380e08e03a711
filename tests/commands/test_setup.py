"""`setup` asks what a site needs to know and writes it down; it may run again and again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.commands import invite, setup
from portal.commands.database import database_app
from portal.config import SettingsError, given_settings, load_settings
from portal.domain.group_file import read_group
from portal.store.database import migrate_database
from portal.store.invitations import batches
from portal.store.models import db

HOST = "klacht.example.org"
ALL = (
    f'language = "en"\nname = "Meldpunt"\naddress = "https://{HOST}"\nby_invitation = true\n'
    'retention_months = 6\nmail_server = "smtps://a:b@m.example"\nmail_from = "a@b.nl"\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("HOGEROP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path / "instance"))
    return tmp_path / "instance"


def asked(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Runs setup with these answers; the questions that were asked."""
    left, questions = iter(answers), []

    def answer(question: str) -> str:
        questions.append(question)
        return next(left)

    monkeypatch.setattr("builtins.input", answer)
    assert _run() == 0
    assert not list(left)
    return questions


def _run(*arguments: str) -> int:
    parser = setup.argparse.ArgumentParser()
    setup.add_arguments(parser)
    return setup.run(parser.parse_args(arguments))


def test_it_asks_again_until_an_answer_can_be_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = asked(
        monkeypatch,
        *("fr", "nl", "Meldpunt Noord", "klacht.example.org", f"https://{HOST}", "99", "6"),
        *("misschien", "ja", "smtps://a:b@m.example", "", "a@b.nl"),
    )
    assert "Hoe heet uw organisatie" in questions[2]
    assert "Typ een getal van 1 tot 60." in capsys.readouterr().out
    group = read_group((folder / "group.toml").read_text())
    assert (group.name, group.retention_months, group.by_invitation) == ("Meldpunt Noord", 6, True)
    settings = load_settings(os.environ)
    assert settings.trusted_hosts[0] == HOST
    assert (settings.behind_proxy, settings.mail_from) == (1, "a@b.nl")
    assert (folder / "settings.env").stat().st_mode & 0o077 == 0


def test_again_it_offers_what_is_there_and_keeps_the_rest(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(ALL)
    assert _run("--answers", str(answers)) == 0
    group, settings = folder / "group.toml", folder / "settings.env"
    group.write_text(group.read_text() + '\n[help]\nnl = "Bel"\nen = "Call"\n')
    settings.write_text(settings.read_text() + "HOGEROP_RENDER_QUEUE=7\n")
    before = group.read_text()
    asked(monkeypatch, *[""] * 7)
    assert read_group(group.read_text()) == read_group(before)
    assert given_settings(os.environ)["HOGEROP_RENDER_QUEUE"] == "7"
    asked(monkeypatch, "", "Ander", "-", "", "no")  # without an address there is no mail
    assert read_group(group.read_text()).name == "Ander"
    assert "HOGEROP_MAIL" not in settings.read_text()
    assert load_settings(os.environ).behind_proxy == 0


@pytest.mark.parametrize(
    "line", ["naam = 'x'", "retention_months = 0", "address = 'x'", "= 3", "by_invitation = 'ja'"]
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_answer_in_a_file_is_refused(tmp_path: Path, line: str) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(line)
    with pytest.raises(SettingsError, match=r"answers\.toml"):
        _run("--answers", str(answers))


def test_the_environment_goes_before_the_file_and_a_wrong_line_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "settings.env").write_text("# ours\n\nHOGEROP_SITE_NAME=A\nHOGEROP_CLOSED_MONTHS=5\n")
    monkeypatch.setenv("HOGEROP_SITE_NAME", "B")
    settings = load_settings(os.environ)
    assert (settings.site_name, settings.closed_months) == ("B", 5)
    for wrong in ("PATH=/bin", "HOGEROP_SITE_NAME"):
        (folder / "settings.env").write_text(wrong)
        with pytest.raises(SettingsError, match=r"settings\.env"):
            load_settings(os.environ)


@pytest.fixture
def database(folder: Path) -> Iterator[Path]:
    app = database_app()
    with app.app_context():
        migrate_database()
        yield folder
        db.engine.dispose()


def _invite(*arguments: str) -> int:
    parser = invite.argparse.ArgumentParser()
    invite.add_arguments(parser)
    return invite.run(parser.parse_args(arguments))


def test_codes_for_members_are_made_listed_and_withdrawn(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "codes.csv"
    made = ("members", "--count", "3", "--uses", "2", "--expires", "2199-01-31", "--name", "Leden")
    assert _invite(*made, "--csv", str(file)) == 0
    rows = file.read_text().splitlines()
    assert rows[0] == "code,uses,last day"
    assert len(set(rows)) == 4
    assert rows[1].endswith(",2,2199-01-31")
    assert rows[1].split(",")[0] not in capsys.readouterr().out
    with pytest.raises(FileExistsError):  # before codes are made that nobody could read
        _invite(*made, "--csv", str(file))
    assert _invite("list") == 0
    assert "Leden: 3 codes, 6 uses left, until 2199-01-31" in capsys.readouterr().out
    assert _invite("withdraw", rows[1].split(",")[0]) == 0
    assert _invite("withdraw", "Leden") == 0
    assert _invite("withdraw", "Leden") == 1
    assert _invite("members", "--expires", "2020-01-31") == 2
    with database_app().app_context():
        assert batches() == ()
    assert (database / "hogerop.db").exists()
