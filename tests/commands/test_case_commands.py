# ruff: noqa: TID253 - only the web process must not load pikepdf
"""`gate`, `packet` and `demo`: exit statuses, messages and files that programs can rely on."""

import json
import shutil
from codecs import BOM_UTF8
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from portal.cli import main
from portal.domain.codec import read_case
from portal.domain.parts import replace
from portal.knowledge import examples
from portal.knowledge.examples import example_case, example_names
from portal.store.database import init_store, migrate_database
from portal.store.models import db
from tests.adopted import adopted_example
from tests.services.case_files import NOW, ROOM, TODAY, file_of

ON = ("--on", "2026-11-22")
FINDING = {
    "code",
    "state",
    "way",
    "step",
    "title",
    "sentence",
    "day",
    "until",
    "arithmetic",
    "names",
    "article",
    "confidence",
    "sources",
}


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    source = Path(examples.__file__).with_name("withheld_withdrawal.json")
    return Path(shutil.copy(source, tmp_path / "my-case.json"))


def ask(case_file: Path, *arguments: str) -> int:
    return main(["gate", str(case_file), *arguments])


# -- gate ----------------------------------------------------------------------------------


def test_a_ready_case_gives_0_and_one_that_must_wait_gives_3(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(case_file, "--recipient", "authority:mt-mga", *ON) == 0
    assert capsys.readouterr().out.endswith("Ready.\n")
    assert ask(case_file, "--recipient", "authority:mt-mga", "--on", "2026-08-20") == 3
    said = capsys.readouterr().out
    assert said.endswith("Not ready.\n")
    assert "30 August 2026" in said
    assert "15 calendar days later is 29 August 2026." in said


def test_a_case_file_of_a_windows_editor_is_read(case_file: Path) -> None:
    text = case_file.read_bytes().replace(b"\n", b"\r\n")
    case_file.write_bytes(BOM_UTF8 + text)
    assert ask(case_file, "--recipient", "casino", *ON) == 0


def test_a_file_without_end_is_not_read_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(Path("/dev/zero"), "--recipient", "casino", *ON) == 2
    assert capsys.readouterr().err == "/dev/zero: $: larger than 20971520 bytes\n"


def test_the_answer_as_json_has_a_stable_shape(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(case_file, "--recipient", "authority:mt-mga", "--on", "2026-08-20", "--json") == 3
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == [
        "recipient",
        "document",
        "on",
        "ready",
        "waiting_until",
        "rule_pack",
        "findings",
    ]
    assert (answer["recipient"], answer["document"]) == ("authority:mt-mga", "report")
    assert (answer["on"], answer["ready"]) == ("2026-08-20", False)
    assert answer["waiting_until"] == "2026-08-30"
    assert set(answer["rule_pack"]) == {"id", "hash", "verified_on"}
    assert all(set(finding) == FINDING for finding in answer["findings"])
    waiting = [one for one in answer["findings"] if one["state"] == "waiting"]
    assert [one["code"] for one in waiting] == ["casino_answered"]


def test_the_language_changes_the_sentences_and_nothing_else(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = []
    for language in ("nl", "en"):
        ask(case_file, "--recipient", "casino", *ON, "--json", "--language", language)
        answers.append(json.loads(capsys.readouterr().out))
    for answer in answers:
        for finding in answer["findings"]:
            for name in ("title", "sentence", "arithmetic"):
                finding.pop(name)
    assert answers[0] == answers[1]


def test_the_casinos_authority_gives_the_rules_when_the_recipient_names_none(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(case_file, "--recipient", "casino", *ON, "--json")
    assert json.loads(capsys.readouterr().out)["rule_pack"]["id"] == "mt-mga"
    case_file.write_bytes(b"{}")
    ask(case_file, "--recipient", "casino", *ON, "--json")
    assert json.loads(capsys.readouterr().out)["rule_pack"]["id"] == "unknown"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b'{"facts": [{"id": "f1", "moment": {"date": "14-09-2026"}}]}', "$.facts[0].moment.date"),
        (b'{"topic": "weather"}', "$.topic"),
        (b'{"player": {"nmae": "A"}}', "$.player"),
        (b'{"language": "\xff"}', "$"),
        (b"not json", "$"),
        (b"", "$"),
    ],
)
def test_a_wrong_case_file_gives_2_and_names_the_field(
    case_file: Path, content: bytes, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file.write_bytes(content)
    assert ask(case_file, "--recipient", "casino", *ON) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"my-case.json: {named}: " in said.err
    assert said.err.count("\n") == 1


def test_a_missing_case_file_gives_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(tmp_path / "gone.json", "--recipient", "casino", *ON) == 2
    assert "gone.json: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("recipient", ["police", "authority", "casino:mt-mga:x", "authority:xx-yy"])
def test_an_unknown_recipient_gives_2(
    case_file: Path, recipient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(case_file, "--recipient", recipient, *ON) == 2
    assert capsys.readouterr().err.startswith("--recipient: ")


def test_a_day_that_does_not_exist_gives_2(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        ask(case_file, "--recipient", "casino", "--on", "2026-02-30")
    assert stopped.value.code == 2
    assert "argument --on: invalid day value: '2026-02-30'" in capsys.readouterr().err


# -- packet --------------------------------------------------------------------------------


@pytest.mark.pdf
def test_a_packet_is_written_in_the_language_asked_for(case_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "klacht.pdf"
    asked = ("--recipient", "casino", "--language", "nl", *ON, "--out", str(out))
    assert main(["packet", str(case_file), *asked]) == 0
    with pikepdf.open(out) as pdf:
        assert pdf.Root.Lang == "nl"


def test_a_packet_that_is_not_ready_gives_3_its_findings_and_no_file(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.pdf"
    asked = ("--recipient", "authority:mt-mga", "--on", "2026-08-20", "--out", str(out))
    assert main(["packet", str(case_file), *asked]) == 3
    assert not out.exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "30 August 2026" in said.err


@pytest.mark.pdf
def test_a_draft_is_made_of_a_case_that_is_not_ready(case_file: Path, tmp_path: Path) -> None:
    case_file.write_bytes(b"{}")
    out = tmp_path / "draft.pdf"
    asked = ("--recipient", "casino", *ON, "--out", str(out), "--draft")
    assert main(["packet", str(case_file), *asked]) == 0
    assert out.exists()


@pytest.mark.pdf
def test_a_file_that_cannot_be_written_gives_2(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--recipient", "casino", *ON, "--out", str(tmp_path / "no" / "x.pdf"))
    assert main(["packet", str(case_file), *asked]) == 2
    assert "No such file" in capsys.readouterr().err


# -- demo ----------------------------------------------------------------------------------


@pytest.mark.pdf
def test_the_demo_holds_both_cases_and_every_ready_packet_in_both_languages(
    tmp_path: Path,
) -> None:
    assert main(["demo", str(tmp_path / "demo")]) == 0
    found = {str(path.relative_to(tmp_path / "demo")) for path in tmp_path.rglob("*.*")}
    ready = {
        "withheld_withdrawal": (
            *("casino", "dispute", "authority-mt-mga", "report-mt-mga"),
            "report-nl-ksa",  # where the player lives
        ),
        "self_exclusion_breach": ("casino", "authority-nl-ksa", "report-nl-ksa"),
    }
    packets = {
        f"{name}/{recipient}-{language}.pdf"
        for name, recipients in ready.items()
        for recipient in recipients
        for language in ("nl", "en")
    }
    assert found == packets | {f"{name}/case.json" for name in ready}
    for name in example_names():
        written = (tmp_path / "demo" / name / "case.json").read_bytes()
        case = read_case(written)
        assert all(one.file for one in case.exhibits)
        told = tuple(replace(one, file=None) for one in case.exhibits)
        assert replace(case, exhibits=told) == example_case(name)


def test_a_demo_folder_that_cannot_be_made_gives_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["demo", str(tmp_path / "file" / "demo")]) == 2
    assert "Not a directory" in capsys.readouterr().err


# -- a case file with its evidence ---------------------------------------------------------


@pytest.fixture
def case_zip(tmp_path: Path) -> Path:
    """The example as a player downloads it."""
    app = Flask("portal")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'cases.db'}"
    app.config["EVIDENCE_FOLDER"] = tmp_path / "evidence"
    init_store(app)
    path = tmp_path / "case.zip"
    with app.app_context():
        migrate_database()
        _key, opened = adopted_example("withheld_withdrawal", TODAY, 12, ROOM, NOW)
        path.write_bytes(file_of(opened))
        db.engine.dispose()
    return path


def test_a_zip_makes_the_packet_with_its_evidence(case_zip: Path, tmp_path: Path) -> None:
    assert ask(case_zip, "--recipient", "casino", *ON) == 0
    made = tmp_path / "packet.pdf"
    arguments = ["--recipient", "casino", *ON, "--language", "nl", "--out", str(made)]
    assert main(["packet", str(case_zip), *arguments]) == 0
    with pikepdf.open(made) as pdf:
        attached = set(pdf.attachments)
        assert "case.json" in attached
        assert len(attached) > 10
        case = read_case(pdf.attachments["case.json"].get_file().read_bytes())
    assert all(one.file and one.file.form for one in case.exhibits if one.file)


def test_a_zip_that_was_changed_is_bad_input(
    case_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_zip.write_bytes(case_zip.read_bytes().replace(b"WD-20260718", b"WD-20260719"))
    assert ask(case_zip, "--recipient", "casino", *ON) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{case_zip}: This case file is damaged or was changed")
    assert said.count("\n") == 1
