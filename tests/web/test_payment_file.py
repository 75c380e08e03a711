"""A payment history as a CSV file: in every encoding that spreadsheets write, and what is none."""

import io
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.web.payment_file import LARGEST_FILE, NoRows, RowsSink, read_text
from portal.web.payment_rows import LONGEST_TEXT
from tests.web.test_canary import CANARY, found_in
from tests.web.test_evidence_files import multipart
from tests.web.visitor import Visitor

ROWS = "/en/case/payments/rows"
DUTCH = "Datum;Soort;Bedrag;Munt;Omschrijving\r\n12-07-2026;storting;€ 1.250,50;EUR;café\r\n"
ENGLISH = 'Date,Kind,Amount,Note\n12 July 2026,deposit,"1,250.50",café\n'
TABS = "12-07-2026\tstorting\t1250,50\tEUR\tcafé\n"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    visitor.get(ROWS)
    return visitor


def send(player: Visitor, content: bytes, name: str = "a.csv") -> TestResponse:
    body, kind = multipart({"csrf_token": player.token}, name, content)
    return player.client.post(ROWS, data=body, content_type=kind)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [DUTCH, ENGLISH, TABS, f"sep=;\r\n{DUTCH}"])
def test_a_file_gives_the_same_preview_as_pasted_lines(
    player: Visitor, text: str, encoding: str
) -> None:
    answer = send(player, text.encode(encoding))
    assert answer.status_code == 200
    page = player.look_at(answer)
    said = " ".join(page.main.get_text(" ").split())
    assert "1 line is read" in said
    assert "12 July 2026: Paid in, €1,250.50, café" in said
    assert "cannot be read" not in said
    assert "There are no lines yet" in player.get("/en/case/payments").get_text()
    fields = {name: page.find(attrs={"name": name}) for name in ("rows", "seen")}
    sent = {"rows": fields["rows"].get_text(), "seen": fields["seen"]["value"], "add": "yes"}
    assert player.post(ROWS, sent).status_code == 303
    assert "€1,250.50" in player.get("/en/case/payments").get_text()


def test_lines_that_cannot_be_read_are_told_with_their_number(player: Visitor) -> None:
    said = send(player, f"{DUTCH}13-07-2026;cadeau;1\r\n14-07-2026;storting;veel".encode()).text
    assert "Line 3: 13-07-2026 cadeau 1" in said
    assert "Line 4: 14-07-2026 storting veel" in said
    assert "1 line is read" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing in this file"),
        (b"\xef\xbb\xbf", "nothing in this file"),
        (b"\xff\xfe", "nothing in this file"),
        (b" \r\n\r\n", "nothing in this file"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "no CSV file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", "no CSV file"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "no CSV file"),
        (b"\x81\x8d\x8f", "no CSV file"),
        (b"%PDF-1.4\n1 0 obj\n", "no CSV file"),
        (b"<html><table><tr><td>1-2-2026", "no CSV file"),
        (b"\xff\xfea", "no CSV file"),
        (b"a" * (LONGEST_TEXT + 1), "too large"),
        (b"a;b\n" * (LARGEST_FILE // 2), "too large"),
    ],
    ids=range(13),
)
def test_what_is_no_csv_file_is_refused_with_what_to_do(
    player: Visitor, content: bytes, said: str
) -> None:
    answer = send(player, content)
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert said in page.select_one(".error-summary").get_text()
    assert said in page.find(id="file-error").get_text()
    assert page.find("textarea", attrs={"name": "rows"})


def test_no_file_chosen_is_told(player: Visitor) -> None:
    answer = player.post(ROWS, {"file": (io.BytesIO(b""), "")})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_more_lines_than_there_is_room_for_are_told(player: Visitor) -> None:
    said = send(player, b"12-07-2026;storting;1\n" * 501).text
    assert "500 lines are read" in said
    assert "Your payment history is full" in said


@pytest.mark.parametrize("name", ["../../a.csv", "a.xlsx", "\N{PILE OF POO}.csv", "a" * 300])
def test_the_name_of_the_file_does_not_matter(player: Visitor, name: str) -> None:
    assert send(player, DUTCH.encode(), name).status_code == 200


def test_a_file_without_the_token_of_the_form_is_refused(player: Visitor) -> None:
    answer = player.client.post(ROWS, data={"file": (io.BytesIO(DUTCH.encode()), "a.csv")})
    assert answer.status_code != 200


def test_nothing_of_the_file_is_kept_in_clear(
    app: Flask, player: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    large = DUTCH.replace("café", CANARY) + "\n".join(f"1-7-2026;storting;{n}" for n in range(5000))
    answer = send(player, large.encode())
    assert CANARY in answer.text
    page = player.look_at(answer)
    sent = {"rows": page.find("textarea").get_text(), "add": "yes"}
    sent["seen"] = page.find("input", {"name": "seen"})["value"]
    assert player.post(ROWS, sent).status_code == 303
    assert CANARY in player.get("/en/case/payments").get_text()
    assert found_in(app.extensions["settings"].instance_dir, CANARY) == []
    assert found_in(tmp_path, CANARY) == []


def test_the_sink_keeps_no_more_than_the_largest_file() -> None:
    sink = RowsSink()
    for _ in range(3):
        assert sink.write(b"a" * LARGEST_FILE) == LARGEST_FILE
    assert len(sink.data) == LARGEST_FILE + 1
    with pytest.raises(NoRows, match="too_large"):
        read_text(bytes(sink.data))
