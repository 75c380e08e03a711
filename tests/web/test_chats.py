"""Chats that are pasted or added as a text: who is who, then a contact."""

import hashlib
import io

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.test_evidence_files import sealed_files
from tests.web.test_mails import values
from tests.web.visitor import Visitor

CHAT = "/en/case/chat"
CONTACTS = "/en/case/contacts"
TEXT = (
    "[14:02] Anna: Hello, how can I help?\n"
    "[14:03] Me: Where is my money 😀 محمد\n"
    "since a week?\n"
    "[14:05] Anna: Our manager says no.\n"
    "[14:06] System: Anna left the chat"
)


def paste(visitor: Visitor, text: str) -> TestResponse:
    visitor.get(CHAT)
    return visitor.post(CHAT, {"text": text}, content_type="multipart/form-data")


def send(visitor: Visitor, name: str, content: bytes, text: str = "") -> TestResponse:
    visitor.get(CHAT)
    fields = {"csrf_token": visitor.token, "text": text, "file": (io.BytesIO(content), name)}
    return visitor.client.post(CHAT, data=fields, content_type="multipart/form-data")


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    return visitor


def test_a_pasted_chat_becomes_numbered_lines_and_a_contact(player: Visitor) -> None:
    assert paste(player, TEXT).headers["Location"] == f"{CHAT}/e1"
    page = player.get(f"{CHAT}/e1")
    proposed = values(page)
    assert [legend.get_text() for legend in page.select("legend")] == ["Anna", "Me", "System"]
    assert [proposed[f"side{n}"] for n in range(3)] == ["casino", "me", "nobody"]
    assert [item["value"] for item in page.select("ol.rows li")] == ["1", "2", "4", "5"]
    answer = player.post(f"{CHAT}/e1", proposed)
    assert answer.headers["Location"] == f"{CHAT}/e1/contact"
    contact = values(player.get(f"{CHAT}/e1/contact"))
    assert contact["asked"] == "Where is my money 😀 محمد\nsince a week?"
    assert contact["answered"] == "Hello, how can I help?\nOur manager says no."
    assert (contact["with_whom"], contact["time"], contact["date"]) == ("Anna", "14:02", "")
    given = {**contact, "date": "3 May 2026", "outcome": "refused"}
    assert player.post(f"{CHAT}/e1/contact", given).headers["Location"] == CONTACTS
    assert "Not in your list yet" not in player.get(CONTACTS).get_text()
    assert values(player.get(f"{CONTACTS}/c1"))["channel"] == "chat"
    assert "5 numbered lines" in player.get("/en/case/evidence/e1").get_text()


def test_the_text_is_kept_exactly_as_it_was_pasted(player: Visitor) -> None:
    paste(player, TEXT.replace("\n", "\r\n"))
    original = player.client.get("/en/case/evidence/e1/original").data
    assert original == TEXT.encode()
    player.post(f"{CHAT}/e1", {**values(player.get(f"{CHAT}/e1")), "side0": "nobody"})
    assert player.client.get("/en/case/evidence/e1/original").data == original
    assert hashlib.sha256(original).digest() == hashlib.sha256(TEXT.encode()).digest()


def test_a_text_file_is_taken_instead(player: Visitor) -> None:
    export = "12-03-2026 14:02 - Anna: hallo\n12-03-2026 14:03 - Ik: dag\n"
    assert send(player, "WhatsApp.txt", export.encode()).headers["Location"] == f"{CHAT}/e1"
    player.post(f"{CHAT}/e1", values(player.get(f"{CHAT}/e1")))
    assert values(player.get(f"{CHAT}/e1/contact"))["date"] == "12 March 2026"


def test_a_chat_without_names_is_taken_too(player: Visitor) -> None:
    paste(player, "We will look into it.\nThank you.")
    page = player.get(f"{CHAT}/e1")
    assert "did not find names" in page.get_text()
    assert player.post(f"{CHAT}/e1", values(page)).headers["Location"] == f"{CHAT}/e1/contact"
    assert player.get(f"{CHAT}/e1/contact")


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "Paste the chat"), ("a\n" * 6000, "too long"), ("x" * 100_001, "too long")],
    ids=["nothing", "lines", "letters"],
)
def test_what_cannot_be_read_stays_on_the_page(
    app: Flask, player: Visitor, text: str, told: str
) -> None:
    answer = paste(player, text)
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert told in page.select_one(".error-summary").get_text()
    assert page.select_one("textarea").get_text().strip() == text.strip()
    assert sealed_files(app) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4 x"),
        ("a.eml", b"From: a@b.example\nTo: c@d.example\n\nx"),
        ("a.txt", b"\0\1"),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    app: Flask, player: Visitor, name: str, content: bytes
) -> None:
    answer = send(player, name, content)
    assert answer.status_code == 422
    assert "no plain text" in player.look_at(answer).select_one(".error-summary").get_text()
    assert sealed_files(app) == []


def test_a_file_and_a_paste_are_not_mixed_up(app: Flask, player: Visitor) -> None:
    answer = send(player, "a.txt", TEXT.encode(), text="my chat")
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert "Add one of them first" in page.select_one(".error-summary").get_text()
    assert page.select_one("textarea").get_text().strip() == "my chat"
    assert sealed_files(app) == []


def test_the_language_switch_keeps_the_paste(player: Visitor) -> None:
    player.get(CHAT)
    answer = player.post(CHAT, {"text": TEXT, "switch_language": "nl"})
    assert answer.headers["Location"] == "/nl/case/chat"
    assert player.get("/nl/case/chat").select_one("textarea").get_text().strip() == TEXT
    paste(player, TEXT)
    assert player.get(CHAT).select_one("textarea").get_text().strip() == ""


def test_a_double_click_adds_one_chat_and_one_contact(player: Visitor) -> None:
    assert paste(player, TEXT).headers["Location"] == f"{CHAT}/e1"
    assert paste(player, TEXT).headers["Location"] == f"{CHAT}/e1"
    given = {**values(player.get(f"{CHAT}/e1/contact")), "outcome": "refused", "unknown": "y"}
    for _ in range(2):
        assert player.post(f"{CHAT}/e1/contact", given).status_code == 303
    assert player.post(f"{CHAT}/e1/contact", {**given, "asked": "x"}).status_code == 409
    assert "1 contact" in player.get(CONTACTS).get_text()


def test_a_case_key_in_a_chat_is_refused(visitor: Visitor) -> None:
    key = visitor.start_and_see_key()
    visitor.post("/en/case/key")
    answer = paste(visitor, f"[14:02] Me: my key is {key}")
    assert answer.status_code == 422
    assert "looks like your case key" in answer.text


def test_only_a_chat_has_these_pages(player: Visitor) -> None:
    assert player.client.get(f"{CHAT}/e1").status_code == 404
    assert player.client.get(f"{CHAT}/e1/contact").status_code == 404
    assert player.client.get(f"{CHAT}/x").status_code == 404
