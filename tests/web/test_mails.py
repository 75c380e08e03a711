"""E-mails that are added as files: proposed, put right, made contacts or replies."""

import io
import time
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from portal.intake.child import PublishedKey
from portal.web import mails
from tests.intake.signed import DOMAIN, SELECTOR, published, signed
from tests.web.test_evidence_files import sealed_files
from tests.web.visitor import Visitor

MAIL = "/en/case/mail"
CONTACTS = "/en/case/contacts"
SENT = datetime(2026, 5, 4, 0, 30, tzinfo=timezone(timedelta(hours=4)))


def letter(text: str = "Dear player,\n\nno.", sent: str | None = None, **head: str) -> bytes:
    message = EmailMessage()
    given = {
        "From": "Anna of Casino <complaints@casino.example>",
        "To": "player@example.org",
        "Date": sent if sent is not None else format_datetime(SENT),
        "Subject": "Your complaint, ticket #AB-12345",
        "Message-ID": "<1@casino.example>",
        **{name.replace("_", "-"): value for name, value in head.items()},
    }
    for name, value in given.items():
        if value:
            message[name] = value
    message.set_content(text)
    return message.as_bytes()


def add(visitor: Visitor, *files: tuple[str, bytes]) -> TestResponse:
    visitor.get(MAIL)
    sent = [FileStorage(io.BytesIO(content), filename=name) for name, content in files]
    fields = {"csrf_token": visitor.token, "file": sent}
    # Encoded here: the test client would keep a large one in a file that it leaves open.
    boundary, body = encode_multipart(MultiDict(fields))
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post(MAIL, data=body, content_type=kind)


def values(page: BeautifulSoup) -> dict[str, Any]:
    """What the form holds, as a browser would send it."""
    found: dict[str, Any] = {}
    for one in page.select("#answer input, #answer textarea, #answer select"):
        kind = one.get("type", "text")
        if kind in {"radio", "checkbox"}:
            if one.has_attr("checked"):
                found[one["name"]] = one["value"]
        elif one.name == "select":
            found[one["name"]] = one.select_one("[selected]")["value"]
        else:
            found[one["name"]] = one.get_text()[0:].lstrip("\r\n") or one.get("value", "")
    found.pop("csrf_token", None)
    return found


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    seen = visitor.get("/en/case/casino/complaints").find("input", {"name": "seen"})["value"]
    visitor.post(
        "/en/case/casino/complaints",
        {"complaints_email": "complaints@casino.example", "seen": seen, "answer_time": ""},
    )
    return visitor


def test_an_e_mail_is_proposed_and_becomes_a_contact(player: Visitor) -> None:
    answer = add(player, ("antwoord.eml", letter()))
    assert answer.headers["Location"] == f"{MAIL}/e1"
    page = player.get(f"{MAIL}/e1")
    assert "Dear player," in page.get_text()
    proposed = values(page)
    assert proposed["direction"] == "from_casino"
    assert proposed["step"] == "complaint"
    assert (proposed["date"], proposed["time"]) == ("3 May 2026", "22:30")
    assert (proposed["with_whom"], proposed["reference"]) == ("Anna of Casino", "AB-12345")
    saved = player.post(f"{MAIL}/e1", {**proposed, "outcome": "refused"})
    assert saved.headers["Location"] == CONTACTS
    text = player.get(CONTACTS).get_text()
    assert "Formal complaint" in text or "complaint" in text
    assert "Not in your list yet" not in text
    contact = values(player.get(f"{CONTACTS}/c1/said"))
    assert contact["answered"] == "Dear player,\n\nno."
    assert contact["outcome"] == "refused"
    proof = player.get(f"{CONTACTS}/c1/proof")
    assert proof.find("input", {"name": "exhibits", "value": "e1", "checked": True})


def test_sending_the_form_twice_makes_one_contact(player: Visitor) -> None:
    add(player, ("a.eml", letter()))
    proposed = values(player.get(f"{MAIL}/e1"))
    assert player.post(f"{MAIL}/e1", proposed).status_code == 303
    assert player.post(f"{MAIL}/e1", proposed).status_code == 303
    changed = player.post(f"{MAIL}/e1", {**proposed, "words": "other"})
    assert changed.status_code == 409
    assert "1 contact" in player.get(CONTACTS).get_text()


def test_nothing_that_is_typed_is_lost_when_it_cannot_be_read(player: Visitor) -> None:
    add(player, ("a.eml", letter(sent="")))
    page = player.get(f"{MAIL}/e1")
    assert "no date that we can read" in page.get_text()
    answer = player.post(f"{MAIL}/e1", {**values(page), "date": "gisteren?", "words": "mine"})
    assert answer.status_code == 422
    assert values(player.look_at(answer))["words"] == "mine"
    assert values(player.get(f"{MAIL}/e1"))["date"] == "gisteren?"


def test_an_e_mail_of_the_player_is_known_by_his_address(player: Visitor) -> None:
    add(
        player,
        ("a.eml", letter(From="player@example.org", To="Help <complaints@casino.example>")),
    )
    assert values(player.get(f"{MAIL}/e1"))["direction"] == "from_player"
    assert player.post(f"{MAIL}/e1", values(player.get(f"{MAIL}/e1"))).status_code == 303
    assert values(player.get(f"{CONTACTS}/c1/said"))["asked"] == "Dear player,\n\nno."


def test_several_e_mails_wait_one_after_another(player: Visitor) -> None:
    add(
        player,
        ("a.eml", letter("one")),
        ("b.eml", letter("two", Message_ID="<2@casino.example>")),
    )
    text = player.get(CONTACTS).get_text()
    assert "Not in your list yet" in text
    answer = player.post(f"{MAIL}/e1", values(player.get(f"{MAIL}/e1")))
    assert answer.headers["Location"] == f"{MAIL}/e2"


def test_a_mailbox_is_cut_into_its_e_mails(app: Flask, player: Visitor) -> None:
    begin = b"From casino@example Mon May  4 10:00:00 2026\n"
    parts = [letter(f"number {n}\n>From here on", Message_ID=f"<{n}@x.example>") for n in range(3)]
    answer = add(player, ("casino.mbox", b"".join(begin + one + b"\n" for one in parts)))
    assert answer.headers["Location"] == f"{MAIL}/e1"
    for number in range(3):
        page = player.get(f"{MAIL}/e{number + 1}")
        assert f"number {number}" in page.get_text()
        original = player.client.get(f"/en/case/evidence/e{number + 1}/original")
        sent = parts[number].strip().replace(b"\n>From", b"\nFrom")
        assert original.data.strip() == sent
    assert "casino 1.eml" in player.get("/en/case/evidence/e1").get_text()
    assert len(sealed_files(app)) == 6  # the mailbox itself is not kept


def test_the_same_e_mail_is_taken_once_and_a_copy_is_told(player: Visitor) -> None:
    add(player, ("a.eml", letter()))
    again = add(player, ("b.eml", letter()))
    assert again.status_code == 303
    assert "there already" in player.get(again.headers["Location"]).get_text()
    add(player, ("c.eml", letter("Dear player,\n\nno. (forwarded)")))
    assert "same number" in player.get(f"{MAIL}/e2").get_text()
    assert "/mail/e3" not in str(player.get(CONTACTS))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"%PDF-1.4 nothing", "is no e-mail"),
        ("a.txt", b"only words", "is no e-mail"),
        ("a.eml", b"", "empty"),
        ("a.eml", letter("word\n" * 6000), "too long"),
        ("a.eml", letter(X="1", Cc="a@b.example, " * 3000), "We cannot read a.eml"),
    ],
    ids=["pdf", "text", "empty", "long", "head"],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    app: Flask, player: Visitor, name: str, content: bytes, told: str
) -> None:
    answer = add(player, (name, content))
    assert answer.status_code == 422
    assert told in player.look_at(answer).select_one(".error-summary").get_text()
    assert sealed_files(app) == []


def test_good_e_mails_are_taken_beside_a_bad_file(player: Visitor) -> None:
    answer = add(player, ("a.pdf", b"%PDF-1.4 nothing"), ("b.eml", letter()))
    assert answer.headers["Location"] == f"{MAIL}/e1"
    assert "a.pdf is no e-mail" in player.get(f"{MAIL}/e1").get_text()


def test_no_more_files_are_taken_than_the_page_says(player: Visitor) -> None:
    many = [(f"{n}.eml", letter(f"text {n}", Message_ID="")) for n in range(22)]
    add(player, *many)
    assert "first 20 files" in player.get(f"{MAIL}/e1").get_text()
    assert player.client.get(f"{MAIL}/e20").status_code == 200
    assert player.client.get(f"{MAIL}/e21").status_code == 404


def test_no_file_chosen_says_so(player: Visitor) -> None:
    player.get(MAIL)
    answer = player.post(MAIL, {}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_hostile_headers_are_shown_as_text(player: Visitor) -> None:
    odd = (
        "From: =?utf-8?q?a=0D=0ABcc:_x@y.example?= <complaints@casino.example>\r\n"
        "To: player@example.org\r\nDate: Mon, 4 May 2026 10:00:00 -9959\r\n"
        "Subject: <script>alert(1)</script> محمد 😀\r\n"
        "Message-ID: <3@x>\r\nContent-Type: text/html\r\n\r\n<p>only <b>html</b><img src=x></p>"
    ).encode()
    add(player, ("a.eml", odd))
    page = player.get(f"{MAIL}/e1")
    assert "<script>alert(1)" not in str(page.select_one("dl"))
    assert "محمد 😀" in page.get_text()
    assert "only html" in page.get_text()
    assert player.post(f"{MAIL}/e1", {**values(page), "date": "4 May 2026"}).status_code == 303


def test_a_date_in_the_future_is_asked_for(player: Visitor) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(days=40))
    add(player, ("a.eml", letter(sent=later)))
    page = player.get(f"{MAIL}/e1")
    assert "in the future" in page.get_text()
    assert values(page)["date"] == ""


def test_an_e_mail_can_be_the_reply_to_what_was_sent(player: Visitor) -> None:
    path = "/en/case/sent/d1/to/casino"
    form = {**values(player.get(path)), "sent_on": "1 May 2026", "channel": "email"}
    assert player.post(path, form).status_code == 303
    add(player, ("a.eml", letter()))
    link = player.get(f"{MAIL}/e1").find("a", href=f"{MAIL}/e1/reply/d1")
    assert "1 May 2026" in link.get_text()
    proposed = values(player.get(f"{MAIL}/e1/reply/d1"))
    assert (proposed["received_on"], proposed["words"]) == ("3 May 2026", "Dear player,\n\nno.")
    answer = player.post(f"{MAIL}/e1/reply/d1", {**proposed, "kind": "rejected", "is_final": "yes"})
    assert answer.headers["Location"] == CONTACTS
    assert "Not in your list yet" not in player.get(CONTACTS).get_text()
    assert player.get("/en/case/sent/d1/proof").find("input", {"value": "e1", "checked": True})


def test_a_second_e_mail_is_one_reply_more_however_often_its_form_is_sent(player: Visitor) -> None:
    path = "/en/case/sent/d1/to/casino"
    form = {**values(player.get(path)), "sent_on": "1 May 2026", "channel": "email"}
    assert player.post(path, form).status_code == 303
    second = letter("Again.", sent="Tue, 12 May 2026 10:00:00 +0200")
    add(player, ("a.eml", letter()), ("b.eml", second))
    for exhibit in ("e1", "e2"):
        reply = player.get(f"{MAIL}/{exhibit}").find("a", href=f"{MAIL}/{exhibit}/reply/d1")
        proposed = {**values(player.get(reply["href"])), "is_final": "no", "kind": "rejected"}
        for _click in range(2):
            assert player.post(reply["href"], proposed).status_code == 303
        assert player.get(f"{MAIL}/{exhibit}").find("a", href=reply["href"]) is None
    changed = player.post(reply["href"], {**proposed, "kind": "offered"})
    assert changed.status_code == 409
    said = player.get("/en/case/sent").get_text()
    assert [said.count(day) for day in ("Reply: 3 May 2026", "Reply: 12 May 2026")] == [1, 1]


def test_an_e_mail_can_be_the_reply_to_a_text_beside_the_complaint(player: Visitor) -> None:
    path = "/en/case/texts/keep_evidence/l1"
    form = {**values(player.get(path)), "sent_on": "1 May 2026", "channel": "email", "reply_by": ""}
    assert player.post(path, form).status_code == 303
    add(player, ("a.eml", letter()))
    link = player.get(f"{MAIL}/e1").find("a", href=f"{MAIL}/e1/answers/l1")
    assert "It is a reply to my text of 1 May 2026" in link.get_text()
    proposed = values(player.get(f"{MAIL}/e1/answers/l1"))
    assert (proposed["answered_on"], proposed["words"]) == ("3 May 2026", "Dear player,\n\nno.")
    for _click in range(2):
        assert player.post(f"{MAIL}/e1/answers/l1", proposed).headers["Location"] == CONTACTS
    assert player.get(f"{MAIL}/e1").find("a", href=f"{MAIL}/e1/answers/l1") is None
    assert player.get("/en/case/texts/l1/proof").find("input", {"value": "e1", "checked": True})
    assert "Not in your list yet" not in player.get(CONTACTS).get_text()


def test_an_earlier_e_mail_is_no_reply(player: Visitor) -> None:
    path = "/en/case/sent/d1/to/casino"
    form = {**values(player.get(path)), "sent_on": "5 May 2026", "channel": "email"}
    assert player.post(path, form).status_code == 303
    add(player, ("a.eml", letter()))
    assert player.get(f"{MAIL}/e1").find("a", href=f"{MAIL}/e1/reply/d1") is None


def test_signatures_are_named_and_not_checked_by_default(player: Visitor) -> None:
    add(player, ("a.eml", signed(letter())))
    assert f"Signature (DKIM) of {DOMAIN}, not checked." in player.get(f"{MAIL}/e1").get_text()
    assert player.post(f"{MAIL}/e1/check").status_code == 404


def test_where_the_host_allows_it_a_signature_is_checked(
    make_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(make_app(mail_key_lookups=True).test_client())
    visitor.start_case()
    asked: list[tuple[str, str]] = []

    def look_up(domain: str, selector: str) -> PublishedKey:
        asked.append((domain, selector))
        return PublishedKey(domain=domain, selector=selector, text=published())

    monkeypatch.setattr(mails, "published_key", look_up)
    add(visitor, ("a.eml", signed(letter())))
    assert "not checked" in visitor.get(f"{MAIL}/e1").get_text()
    assert asked == []
    assert visitor.post(f"{MAIL}/e1/check").headers["Location"] == f"{MAIL}/e1"
    text = visitor.get(f"{MAIL}/e1").get_text()
    assert f"the signature fits the key that {DOMAIN} published" in text
    assert asked == [(DOMAIN, SELECTOR)]


def test_a_mailbox_of_many_small_e_mails_is_refused_in_time(player: Visitor) -> None:
    begin = b"From a@b.example Mon May  4 10:00:00 2026\n"
    started = time.monotonic()
    answer = add(player, ("a.mbox", (begin + letter("x") + b"\n") * 5000))
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert time.monotonic() - started < 20


def test_an_e_mail_about_another_question_is_marked_as_such(player: Visitor) -> None:
    add(player, ("a.eml", letter()))
    proposed = values(player.get(f"{MAIL}/e1"))
    player.post(f"{MAIL}/e1", {**proposed, "step": "support", "about_other": "y"})
    assert values(player.get(f"{MAIL}/e1"))["about_other"] == "y"
    assert "another question" in player.get(CONTACTS).get_text()
