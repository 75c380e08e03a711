"""The pages of the case file: what they say, what comes out, what is opened and what is refused."""

import io
import itertools
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.documents.pdf import RenderedPdf
from portal.services.evidence import Incoming
from portal.vault.scratch import Scratch
from portal.web import case_files
from portal.web.clock import today
from portal.web.files import room_of
from tests.adopted import adopted_example
from tests.web.test_canary import CANARY, found_in
from tests.web.test_evidence_files import TEXT, add, multipart, sealed_files
from tests.web.visitor import Visitor, shown_key

PAGE = "/en/case/file"
DOWNLOAD = f"{PAGE}/download"
OPEN = "/en/open-file"
WORDS = "four words and a duck"


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    """A case with a topic and a piece of evidence."""
    visitor.start_case()
    seen = str(visitor.get("/en/case/topic").find("input", {"name": "seen"})["value"])
    answer = visitor.post("/en/case/topic", {"topic": "withdrawal", "seen": seen})
    assert answer.status_code == 303
    add(visitor, "chat.txt", TEXT)
    return visitor


def downloaded(visitor: Visitor, **fields: str) -> TestResponse:
    visitor.get(PAGE)
    answer = visitor.post(DOWNLOAD, fields, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_length == len(answer.data)
    return answer


def send(visitor: Visitor, content: bytes, path: str = OPEN, **fields: str) -> TestResponse:
    visitor.get(path)
    values = {"csrf_token": visitor.token, "passphrase": "", **fields}
    body, kind = multipart(values, "case.zip", content)
    return visitor.client.post(path, data=body, content_type=kind)


def refused(visitor: Visitor, answer: TestResponse, status: int = 422) -> str:
    """The error, which stands in the summary and leads to its field."""
    assert answer.status_code == status
    page = visitor.look_at(answer)
    (link,) = page.select(".error-summary a")
    assert str(link["href"]) in {"#file", "#passphrase"}
    return str(link.get_text(strip=True))


def test_the_page_says_what_is_in_it_and_who_can_read_it(player: Visitor) -> None:
    page = player.get(PAGE)
    text = page.get_text(" ", strip=True)
    assert "1 piece of evidence" in text
    assert "Anyone who has this file can read your whole case" in text
    assert "We do not keep it" in text
    assert len(str(page.find(id="passphrase")["value"])) > 12
    for where in ("/en/case", "/en/case/delete"):
        assert player.get(where).find("a", href=PAGE)


def test_the_open_file_is_a_zip_with_the_evidence_as_it_was(player: Visitor) -> None:
    answer = downloaded(player)
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as held:
        assert held.testzip() is None
        assert held.read("evidence/E01-chat.txt") == TEXT
        assert b'lang="en"' in held.read("index.html")


def test_the_locked_file_opens_with_its_passphrase_alone(player: Visitor) -> None:
    answer = downloaded(player, passphrase=WORDS)
    assert ".zip.age" in answer.headers["Content-Disposition"]
    assert pyrage.passphrase.decrypt(answer.data, WORDS).startswith(b"PK")
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(answer.data, WORDS.upper())


@pytest.mark.parametrize("words", ["", " " * 30, "elf tekens!"])
def test_a_short_passphrase_is_refused_and_kept_as_typed(player: Visitor, words: str) -> None:
    player.get(PAGE)
    answer = player.post(DOWNLOAD, {"passphrase": words})
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert page.select_one(".error-summary a[href='#passphrase']")
    assert page.find(id="passphrase")["value"] == words.strip()
    assert player.client.get(DOWNLOAD).status_code == 303


@pytest.mark.parametrize("words", ["", WORDS])
def test_a_deleted_case_opens_again_with_a_new_key(
    player: Visitor, words: str, new_visitor: Callable[[], Visitor]
) -> None:
    fields = {"passphrase": words} if words else {}
    data = downloaded(player, **fields).data
    before = player.get("/en/case/check").find("main").get_text()
    player.get("/en/case/delete")
    player.post("/en/case/delete", {"word": "delete"})
    answer = send(player, data, passphrase=words)
    assert answer.status_code == 303
    assert "four" not in answer.headers["Location"]
    key = shown_key(player.get(answer.headers["Location"]))
    assert player.post("/en/case/key").headers["Location"] == "/en/case"
    assert player.get("/en/case/check").find("main").get_text() == before
    assert player.client.get("/en/case/evidence/e1/original").data == TEXT
    other = new_visitor()
    assert other.sign_in(key).headers["Location"] == "/en/case"


def test_a_new_case_beside_the_old_one_leaves_the_old_one_as_it_was(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    key = visitor.start_case()
    data = downloaded(visitor).data
    assert send(visitor, data).status_code == 303
    other = new_visitor()
    assert other.sign_in(key).status_code == 303


def test_a_key_that_was_not_kept_comes_first(player: Visitor) -> None:
    data = downloaded(player).data
    send(player, data)
    assert player.client.get(OPEN).headers["Location"] == "/en/case/key"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose your case file first"),
        (b"%PDF-1.7", "This is not a case file"),
        (b"PK\x03\x04" + bytes(500), "damaged"),
        (b"age-encryption.org/v1\n" + bytes(500), "locked"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "locked in a way"),
    ],
)
def test_what_is_no_case_file_is_told_with_what_to_do(
    visitor: Visitor, content: bytes, said: str
) -> None:
    assert said in refused(visitor, send(visitor, content))
    assert not visitor.has_case()


def test_a_form_without_a_file_asks_for_one_in_both_languages(visitor: Visitor) -> None:
    visitor.get(OPEN)
    assert "Choose your case file" in refused(visitor, visitor.post(OPEN, {"passphrase": ""}))
    visitor.get("/nl/open-file")
    answer = visitor.post("/nl/open-file", {"passphrase": ""})
    assert "Kies eerst het bestand" in refused(visitor, answer)


def test_a_wrong_or_missing_passphrase_is_told_at_its_field(player: Visitor) -> None:
    data = downloaded(player, passphrase=WORDS).data
    assert "locked" in refused(player, send(player, data))
    assert "does not open" in refused(player, send(player, data, passphrase="four words"))
    page = player.look_at(send(player, data, passphrase="four words"))
    assert page.find(id="passphrase").get("value") in {None, ""}


def test_a_file_that_is_too_large_is_told_on_the_page(make_app: Callable[..., Flask]) -> None:
    visitor = Visitor(make_app(case_file_max_bytes=100_000).test_client())
    answer = send(visitor, b"PK\x03\x04" + bytes(300_000))
    assert "100\N{NO-BREAK SPACE}kB" in refused(visitor, answer, 413)


def test_only_some_are_opened_at_once(player: Visitor) -> None:
    data = downloaded(player).data
    for _ in range(case_files._AT_ONCE):
        assert case_files._places.acquire(blocking=False)
    assert "Try again in a minute" in refused(player, send(player, data), 503)
    for _ in range(case_files._AT_ONCE):
        case_files._places.release()
    assert send(player, data).status_code == 303


def test_every_place_is_free_again_whatever_came(player: Visitor) -> None:
    data = downloaded(player).data
    for content in (b"", b"x", data[:-5], data):
        body, kind = multipart({"csrf_token": "wrong"}, "case.zip", content)
        assert player.client.post(OPEN, data=body, content_type=kind).status_code == 400
        send(player, content)
        player.post("/en/case/key")
    taken = [case_files._places.acquire(blocking=False) for _ in range(case_files._AT_ONCE)]
    assert all(taken)
    for _ in taken:
        case_files._places.release()


def test_nothing_of_a_case_file_can_be_read_on_the_disk_while_it_is_opened(
    app: Flask, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of the ZIP nor of what is in it, nor the passphrase; afterwards nothing is left."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    visitor.start_case()
    visitor.post("/en/case/topic/about", {"topic_words": CANARY})
    add(visitor, f"{CANARY}.txt", f"{CANARY}\n".encode() * 20_000)
    words = f"{CANARY} in de mijn"
    data = downloaded(visitor, passphrase=words).data
    seen = watched(monkeypatch, lambda: found_in(tmp_path, CANARY))
    before = len(sealed_files(app))
    assert send(visitor, data, passphrase="a wrong passphrase").status_code == 422
    assert send(visitor, data[:-9], passphrase=words).status_code == 422
    assert len(sealed_files(app)) == before
    assert send(visitor, data, passphrase=words).status_code == 303
    assert len(seen) > 2
    assert not any(seen)
    assert (found_in(tmp_path, CANARY), list(temporary.iterdir())) == ([], [])


def watched(monkeypatch: pytest.MonkeyPatch, look: Callable[[], list[str]]) -> list[list[str]]:
    """What `look` sees at every fifth piece that is written while a case file is opened."""
    seen: list[list[str]] = []
    count = itertools.count()

    def watching(kind: type) -> None:
        write = kind.write

        def watched_write(self: object, piece: bytes) -> int:
            taken = int(write(self, piece))
            if next(count) % 5 == 1:
                seen.append(look())
            return taken

        monkeypatch.setattr(kind, "write", watched_write)

    watching(Scratch)
    watching(Incoming)
    return seen


def test_a_packet_from_elsewhere_is_not_called_ours(make_app: Callable[..., Flask]) -> None:
    """The packet's page says so, and sends nobody to the page that checks packets."""
    here = with_example(make_app())
    here.get("/en/case/ready/casino")
    made = here.post(
        "/en/case/ready/casino/packet", {"packet_language": "nl", "size": "complete", "limit": "10"}
    )
    assert "can check here" in here.get(made.headers["Location"]).get_text()
    data = downloaded(here).data
    other = make_app(secret_key="another secret of at least 32 characters")
    elsewhere = Visitor(other.test_client())
    status = send(elsewhere, data).status_code
    assert status == 303
    elsewhere.get("/en/case/key")
    elsewhere.post("/en/case/key")
    links = elsewhere.get("/en/case/ready/casino").find_all("a")
    (found,) = {str(one["href"]) for one in links if "/case/packet/" in str(one.get("href"))}
    text = elsewhere.get(found).get_text()
    assert "We cannot show that it was made here" in text
    assert "can check here" not in text


def with_example(app: Flask) -> Visitor:
    """Who has the example case; its packets are printed at once."""
    app.extensions["render"] = lambda job: RenderedPdf(
        pdf=b"%PDF-1.7 " + job.title.encode(), pages=1, faults=()
    )
    with app.app_context():
        day = today()
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        room = room_of(app.extensions["settings"])
        key, _opened = adopted_example("withheld_withdrawal", day, 12, room, moment)
    visitor = Visitor(app.test_client())
    visitor.sign_in(key.text)
    return visitor
