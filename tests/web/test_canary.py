"""What a player types is nowhere to be read: not in the database, temporary files or the log."""

import base64
import io
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from msgspec.structs import replace

from portal.store.files import FileWriter
from portal.vault import passwords
from portal.web.logs import PrivateFormatter
from portal.web.roles import CASE, OWNER, ROLES
from tests.web.sharing import PAGE, helped, share, share_id_of
from tests.web.test_evidence_files import multipart
from tests.web.visitor import Visitor, shown_key
from tests.web.walker import Walker, two_pages

CANARY = "Kanarie7413vogel"


def traces(text: str) -> Iterator[bytes]:
    """The ways in which a text may lie in a file."""
    for encoded in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        yield encoded
        yield encoded.hex().encode()
        yield encoded.hex().upper().encode()
        for start in range(3):  # base64 writes three bytes at once, so there are three ways
            whole = encoded[start : len(encoded) - (len(encoded) - start) % 3]
            yield base64.b64encode(whole)
            yield base64.urlsafe_b64encode(whole)


def found_in(folder: Path, *texts: str) -> list[str]:
    """The files below `folder` that hold one of the texts in any way."""
    marks = [mark for text in texts for mark in traces(text)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(mark in path.read_bytes() for mark in marks)]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that the process logs, down to the smallest, as the site writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_nothing_that_is_typed_can_be_read_on_the_host(
    app: Flask, visitor: Visitor, log: io.StringIO, temporary: Path, tmp_path: Path
) -> None:
    key = visitor.start_and_see_key()
    visitor.post("/en/case/key")
    walker = Walker(visitor, CANARY)
    walker.walk("/en/case")
    # Where a form is sent, no page; the proof of an answer, which has the moment of the fact; two
    # buttons before some topics, to type nothing; and without a team nothing is shared.
    left = {"files.upload", "facts.answer_proof", "topic.help_first", "sharing.overview"}
    assert _not_reached(walker, app) == left
    assert walker.filled.total() > 20
    assert CANARY in visitor.get("/en/case/check").get_text()
    _provoke_errors(app, visitor)
    texts = (CANARY, key, key.replace("-", ""))
    assert found_in(tmp_path, *texts) == []
    assert not [text for text in texts if text in log.getvalue()]
    assert list(temporary.iterdir()) == []


def _provoke_errors(app: Flask, visitor: Visitor) -> None:
    """Refused forms, unknown addresses and a fault of our own, each with the mark in it."""

    def broken(name: str) -> str:
        raise ValueError(name)

    app.view_functions["home.help"] = lambda: broken(CANARY)
    app.testing = False
    assert visitor.client.get("/en/help").status_code == 500
    app.testing = True
    visitor.client.post("/en/case/topic/about", data={"topic_words": CANARY})
    visitor.client.get(f"/en/{CANARY}?q={CANARY}", headers={"Cookie": f"case={CANARY}"})
    visitor.post("/en/case/topic/about", {"topic_words": CANARY * 100_000})


def _not_reached(walker: Walker, app: Flask) -> set[str]:
    """The pages of a case that a walk by its links did not come to."""
    adapter = app.url_map.bind("localhost")
    reached = {adapter.match(path)[0] for path in walker.seen}
    wanted = {
        str(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if ROLES[rule.endpoint] in {CASE, OWNER}
        and Walker.goes_to(rule.rule)
        and "GET" in rule.methods
    }
    return wanted - reached


def test_nothing_of_a_shared_case_can_be_read_on_the_host(
    app: Flask, log: io.StringIO, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    team = helped(app)
    seen = str(team.player.get("/en/case/casino").find("input", attrs={"name": "seen"})["value"])
    team.player.post("/en/case/casino", {"seen": seen, "brand": CANARY})
    share(team.player, "may_write", "may_renew_key")
    share_id = share_id_of(team.caseworker)
    case = f"/en/staff/cases/{share_id}"
    assert CANARY in team.caseworker.get(case).get_text()
    said = {"words": f"{CANARY}, please", "is_request": "y"}
    assert team.caseworker.post(f"{case}/say/casino", said).status_code == 303
    team.caseworker.post(f"{case}/open")
    assert CANARY in team.caseworker.get("/en/case").get_text()
    team.caseworker.get(f"{case}/new-key")
    team.caseworker.post(f"{case}/new-key", {"how": "known", "more": CANARY})
    key = shown_key(team.caseworker.get("/en/staff/new-key"))
    found = [found_in(tmp_path, CANARY, key, key.replace("-", ""))]
    team.player.sign_in(key)
    team.player.get(PAGE)
    assert team.player.post(f"{PAGE}/stop").status_code == 303
    found.append(found_in(tmp_path, CANARY, key, share_id))  # nor which share it was
    assert found == [[], []]
    assert CANARY not in log.getvalue()
    assert key not in log.getvalue()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        CANARY.encode(),
        f"before {CANARY} after".encode("utf-16"),
        base64.b64encode(f"{CANARY}".encode()),
        base64.b64encode(f"a{CANARY}b".encode()),
        base64.b64encode(f"aa{CANARY}bcd".encode()),
        CANARY.encode().hex().encode(),
    ],
)
def test_the_search_finds_a_text_in_each_disguise(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(b"\x00\xff" + content + b"\x00")
    assert found_in(tmp_path, CANARY)
    assert not found_in(tmp_path, "Another text")


def test_nothing_of_a_large_upload_can_be_read_while_it_arrives_or_later(
    app: Flask, visitor: Visitor, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.start_case()
    visitor.get("/en/case/evidence")
    seen: list[str] = []
    write = FileWriter.write

    def watched(self: FileWriter, piece: bytes) -> None:
        write(self, piece)
        if self.size % 5_000_000 < len(piece):  # a look at the disk now and then
            seen.extend(found_in(tmp_path, CANARY))

    monkeypatch.setattr(FileWriter, "write", watched)
    app.extensions["settings"] = replace(app.extensions["settings"], file_max_bytes=40_000_000)
    content = two_pages(CANARY) + f"% {CANARY} ".encode() * 1_700_000  # 30 MB
    fields = {"csrf_token": visitor.token, "proves": ""}
    body, kind = multipart(fields, f"{CANARY}.pdf", content)
    answer = visitor.client.post("/en/case/evidence/upload", data=body, content_type=kind)
    assert answer.status_code == 303
    assert (seen, found_in(tmp_path, CANARY), list(temporary.iterdir())) == ([], [], [])
