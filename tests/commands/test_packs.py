"""`hogerop packs`: what a host sees of our knowledge files and of his own."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from portal.cli import main
from portal.commands import pack_text, packs
from portal.commands.pack_text import canonical, described, shown
from portal.commands.packs import knowledge_page
from portal.domain import bodies, rules
from portal.domain.case import Case, Casino
from portal.domain.codec import write_case
from portal.domain.rules import Backed
from portal.knowledge.checks import backed_values
from portal.knowledge.loader import OWN_BODIES, OWN_PACKS, load_bodies, load_packs

KNOWN = {**load_packs(), **load_bodies()}
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A host's own Malta, with another term, and his own eCOGRA."""
    malta = (OWN_PACKS / "mt-mga.toml").read_text(encoding="utf-8")
    malta = malta.replace('number = 1, unit = "years"', 'number = 6, unit = "months"')
    (tmp_path / "mt-mga.toml").write_text(malta, encoding="utf-8")
    (tmp_path / "bodies").mkdir()
    ecogra = (OWN_BODIES / "ecogra.toml").read_text(encoding="utf-8")
    (tmp_path / "bodies" / "ecogra.toml").write_text(ecogra, encoding="utf-8")
    return tmp_path


def output(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_every_kind_of_value_can_be_shown() -> None:
    """Also those that no file of ours has, but a host's own may have."""
    kinds = {
        kind
        for module in (rules, bodies)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Backed) and kind is not Backed
    }
    assert rules.FileLimit in kinds
    assert kinds <= set(pack_text._DESCRIBED)


def test_no_pack_and_no_body_have_the_same_id() -> None:
    assert len(KNOWN) == len(load_packs()) + len(load_bodies())


def test_the_page_in_the_docs_is_up_to_date() -> None:
    """When this fails: ./hogerop packs table > docs/knowledge.md"""
    assert (DOCS / "knowledge.md").read_text(encoding="utf-8") == knowledge_page()


def test_the_table_is_printed_with_a_row_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "table"]) == 0
    rows = [line for line in output(capsys) if line.startswith("| `")]
    assert len(rows) == len(KNOWN) - 1  # the plain default is nobody
    assert all(row.count(" | ") == 5 for row in rows)


def test_the_list_names_all_and_says_whose_they_are(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["packs", "list"]) == 0
    assert all(" ours " in line for line in output(capsys))
    assert main(["packs", "list", "--dir", str(folder)]) == 0
    lines = output(capsys)
    assert len(lines) == len(KNOWN)
    assert [line.split()[0] for line in lines if "host's own" in line] == ["mt-mga"]


def test_our_own_files_have_no_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "check"]) == 0
    assert output(capsys) == ["No mistakes."]


def test_every_mistake_in_every_file_is_named(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "broken.toml").write_text("id = ", encoding="utf-8")
    malta = folder / "mt-mga.toml"
    malta.write_text(malta.read_text().replace('sources = ["howto-mga"]', 'sources = ["lore"]'))
    body = folder / "bodies" / "ecogra.toml"
    body.write_text(body.read_text().replace('id = "ecogra"', 'id = "other"'))
    assert main(["packs", "check", "--dir", str(folder)]) == 1
    *mistakes, total = output(capsys)
    assert total == f"Mistakes: {len(mistakes)}"
    assert mistakes[0].startswith(f"{folder}/broken.toml: $: ")
    lore = [line for line in mistakes if "lore is not in the list of sources" in line]
    assert len(lore) == 7
    assert lore[0].startswith(f"{folder}/mt-mga.toml: $.ladder[0].sources: ")
    assert mistakes[-1] == f"{body}: $.id: is other, but the file is ecogra.toml"


def test_what_is_not_read_and_names_of_two_packs_are_told(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    malta = (folder / "mt-mga.toml").read_text()
    (folder / "mt-two.toml").write_text(malta.replace('id = "mt-mga"', 'id = "mt-two"'))
    (folder / "notes.TOML").write_text(malta)
    (folder / "bodies" / "x.txt").write_text("")
    (folder / ".hidden").write_text("")
    assert main(["packs", "check", "--dir", str(folder)]) == 1
    *mistakes, _total = output(capsys)
    assert mistakes[:2] == [
        f"{folder}/notes.TOML: $: is not read: only files ending in .toml are",
        f"{folder}/bodies/x.txt: $: is not read: only files ending in .toml are",
    ]
    name = f"{folder}/mt-two.toml: $.name: malta gaming authority is a name of mt-mga too"
    assert mistakes[2] == name
    assert main(["packs", "list", "--dir", str(folder)]) == 1  # nor does a site start with it


@pytest.mark.parametrize("one", KNOWN.values(), ids=list(KNOWN))
def test_everything_in_a_file_can_be_shown(one) -> None:  # type: ignore[no-untyped-def]
    text = shown(one)
    for _, value in backed_values(one):
        assert described(value) in text
    assert all(source.title in text for source in one.sources)


def test_a_pack_is_shown_with_its_proof(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "show", "cw-cga"]) == 0
    lines = output(capsys)
    assert lines[0] == "cw-cga: Curaçao Gaming Authority / Curaçao Gaming Authority"
    assert (
        "  - an answer is due within 4 weeks, from complaint sent, and once 4 weeks more" in lines
    )
    assert "    [medium; ign-9054, cc-2025, lrr-2025]" in lines


def test_an_unknown_id_is_refused(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["packs", "show", "xx-none"]) == 1
    assert "There is no xx-none" in capsys.readouterr().err
    assert main(["packs", "diff", "xx-none", "--dir", str(folder)]) == 1


def test_a_folder_that_is_not_there_is_refused(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["packs", "check", "--dir", str(folder / "nowhere")]) == 1
    assert "is not a folder" in capsys.readouterr().err


def test_the_difference_names_the_changed_values(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["packs", "diff", "mt-mga", "--dir", str(folder)]) == 1
    changed = [line.strip() for line in output(capsys) if line[:1] in "+-"]
    assert changed == [
        "--- ours/mt-mga",
        f"+++ {folder}/mt-mga",
        '-        "number": 1,',
        '-        "unit": "years"',
        '+        "number": 6,',
        '+        "unit": "months"',
    ]
    assert main(["packs", "diff", "ecogra", "--dir", str(folder)]) == 0
    assert output(capsys) == []


def test_a_remark_is_no_difference(folder: Path) -> None:
    path = folder / "bodies" / "ecogra.toml"
    path.write_text(f"# Ours.\n{path.read_text()}")
    assert main(["packs", "diff", "ecogra", "--dir", str(folder)]) == 0


def test_a_pack_of_the_host_with_a_mistake_is_named_and_not_used(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "mt-mga.toml").write_text('id = "mt-mga"')
    assert main(["packs", "list", "--dir", str(folder)]) == 1
    assert capsys.readouterr().err.startswith("mt-mga.toml: $: ")


@pytest.mark.parametrize("one", KNOWN.values(), ids=list(KNOWN))
def test_the_canonical_form_holds_every_value_but_the_hash(one) -> None:  # type: ignore[no-untyped-def]
    values = json.loads(canonical(one))
    assert set(values) == set(one.__struct_fields__)
    assert values["hash"] == ""


# -- without --dir: the instance folder ---------------------------------------------------


@pytest.fixture
def instance(folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> Path:  # type: ignore[no-untyped-def]
    """An instance folder with the host's own files in it; that folder of packs."""
    instance = tmp_path_factory.mktemp("instance")
    shutil.copytree(folder, instance / "packs")
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(instance))
    return instance / "packs"


def test_the_packs_of_the_instance_are_listed_shown_and_compared_by_default(
    capsys: pytest.CaptureFixture[str], instance: Path
) -> None:
    assert main(["packs", "list"]) == 0
    lines = output(capsys)
    assert [line.split()[0] for line in lines if "host's own" in line] == ["mt-mga"]
    assert main(["packs", "show", "mt-mga"]) == 0
    assert "within 6 months" in capsys.readouterr().out
    assert main(["packs", "diff", "mt-mga"]) == 1
    assert f"+++ {instance}/mt-mga" in output(capsys)


def test_the_packs_of_the_instance_are_checked_by_default(
    capsys: pytest.CaptureFixture[str], instance: Path
) -> None:
    (instance / "broken.toml").write_text("id = ", encoding="utf-8")
    assert main(["packs", "check"]) == 1
    assert output(capsys)[0].startswith(f"{instance}/broken.toml: $: ")


def test_without_own_packs_there_is_nothing_to_compare(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path / "none"))
    assert main(["packs", "list"]) == 0
    assert main(["packs", "diff", "mt-mga"]) == 1
    assert "packs is not a folder" in capsys.readouterr().err


def test_the_list_says_when_each_was_verified_and_what_is_stale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for on, is_stale in ((date(2027, 5, 21), False), (date(2027, 5, 22), True)):
        monkeypatch.setattr(packs, "today", lambda on=on: on)
        assert main(["packs", "list"]) == 0
        (malta,) = [line for line in output(capsys) if line.startswith("mt-mga ")]
        assert "2026-11-22" in malta
        assert ("stale" in malta) is is_stale


def test_a_wrong_pack_stops_the_server_and_every_command_that_judges(
    capsys: pytest.CaptureFixture[str], instance: Path, tmp_path: Path
) -> None:
    text = (instance / "mt-mga.toml").read_text(encoding="utf-8")
    wrong = text.replace('sources = ["mga-contact"]', 'sources = ["lore"]', 1)
    (instance / "mt-mga.toml").write_text(wrong, encoding="utf-8")
    case = tmp_path / "case.json"
    case.write_bytes(write_case(Case()))
    for command in (["serve"], ["gate", str(case), "--recipient", "casino"]):
        assert main(command) == 2
        said = capsys.readouterr().err
        assert str(instance) in said
        assert "mt-mga.toml: $.ways[0].sources: lore is not in the list of sources" in said


def test_the_gate_judges_by_the_packs_of_the_instance(
    capsys: pytest.CaptureFixture[str], instance: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(write_case(Case(casino=Casino(authority="mt-mga"))))
    assert main(["gate", str(case), "--recipient", "report:mt-mga", "--json"]) == 3
    used = json.loads(capsys.readouterr().out)["rule_pack"]["hash"]
    assert used == load_packs(instance)["mt-mga"].hash != load_packs()["mt-mga"].hash
