"""Blacking out parts of a chat or an e-mail, and how the page shows what the packet will show."""

from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.web.test_chats import paste
from tests.web.test_evidence_files import EVIDENCE, add, picture
from tests.web.test_mails import values
from tests.web.visitor import Visitor

LINES = f"{EVIDENCE}/e1/lines"
SENT = "/en/case/sent/d1/to/casino"
IBAN = "NL91 ABNA 0417 1643 00"
TOLD = {"description": "A chat", "unknown": "y"}
TEXT = (
    "[14:02] Anna: What is your account?\n"
    f"[14:03] Me: It is {IBAN}\n"
    "\n"
    "[14:05] Anna: So NL91ABNA0417164300?\n"
    "[14:06] Me: I live in Kerkstraat 12."
)


def black_out(visitor: Visitor, path: str = LINES, **chosen: object) -> TestResponse:
    """Sends the form as it is on the page, with what is chosen."""
    seen = values(visitor.get(path))["seen"]
    return visitor.post(path, {"seen": seen, **chosen})


def shown(visitor: Visitor) -> list[str]:
    """The lines on the exhibit's page."""
    return [one.get_text() for one in visitor.get(f"{EVIDENCE}/e1").select(".lines li")]


def said(page: BeautifulSoup) -> str:
    return " ".join(page.get_text().split())


def boxes(page: BeautifulSoup, name: str) -> list[str]:
    return [str(one["value"]) for one in page.select(f"input[name={name}]")]


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    paste(visitor, TEXT)
    return visitor


def test_the_page_shows_the_lines_as_the_packet_will(player: Visitor) -> None:
    page = player.get(f"{EVIDENCE}/e1")
    assert [one.get_text() for one in page.select(".lines li")] == TEXT.split("\n")
    region = page.select_one(".lines")
    assert (region["tabindex"], region["role"]) == ("0", "region")
    assert page.find("a", href=LINES)


def test_words_are_black_everywhere_however_they_are_written(player: Visitor) -> None:
    answer = black_out(player, words="nl91abna0417164300")
    assert answer.headers["Location"] == f"{EVIDENCE}/e1#text"
    assert shown(player)[1] == "[14:03] Me: It is [blacked out by the player]"
    assert shown(player)[3] == "[14:05] Anna: So [blacked out by the player]?"


def test_ticked_lines_are_black_and_keep_their_numbers(player: Visitor) -> None:
    black_out(player, lines=["line:5", "line:1"])
    lines = shown(player)
    assert lines[0] == lines[4] == "[blacked out by the player]"
    assert lines[1:4] == TEXT.split("\n")[1:4]


def test_the_original_stays_home_once_something_is_black(player: Visitor) -> None:
    black_out(player, words="Kerkstraat 12")
    page = player.get(f"{EVIDENCE}/e1")
    assert page.find("input", {"name": "attach"}).get("checked") is None
    assert "so it is not sent along" in said(page)
    form = {**values(page), **TOLD, "attach": "y"}
    assert player.post(f"{EVIDENCE}/e1", form).status_code == 303
    assert "and it goes along" in said(player.get(f"{EVIDENCE}/e1"))
    black_out(player, words="Anna")
    assert "and it goes along" in said(player.get(f"{EVIDENCE}/e1"))


def test_what_is_black_can_be_shown_again(player: Visitor) -> None:
    black_out(player, words=IBAN, lines=["line:2", "line:5"])
    page = player.get(LINES)
    assert boxes(page, "lines") == ["line:1", "line:4"]
    words = [one for one in boxes(page, "again") if one.startswith("word:")]
    black_out(player, again=["line:2"])
    assert shown(player)[1] == "[14:03] Me: It is [blacked out by the player]"
    assert len(words) == 1  # the number, though it stands there in two ways
    black_out(player, again=[*words, "line:5"])
    assert shown(player) == TEXT.split("\n")
    assert player.get(LINES).select("input[name=again]") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Leidsestraat", "These words are not in this text"),
        ("x", "at least 2 letters"),
        (" . ", "at least 2 letters"),
        ("a" * 201, "at most 200 characters"),
    ],
)
def test_words_that_cannot_be_black_are_told_and_kept_as_typed(
    player: Visitor, words: str, told: str
) -> None:
    answer = black_out(player, words=words, lines=["line:5"])
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert told in said(page.select_one(".error-summary"))
    assert page.find("input", {"name": "words"})["value"] == words.strip()
    assert page.find("input", {"value": "line:5"}).has_attr("checked")
    assert shown(player) == TEXT.split("\n")


def test_boxes_that_are_not_there_change_nothing(player: Visitor) -> None:
    odd = ["line:999", "line:0", "head:1", "line:3", "x", "line:1:2"]
    assert black_out(player, lines=odd, again=odd).status_code == 303
    assert shown(player) == TEXT.split("\n")


def test_more_than_a_case_keeps_is_refused(
    player: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.domain.blacking.MAX_BLACK", 1)
    answer = black_out(player, lines=["line:1", "line:2"])
    assert answer.status_code == 422
    assert "too much for one text" in said(player.look_at(answer))


def test_two_tabs_are_told_apart_and_nothing_black_comes_back(player: Visitor) -> None:
    seen = values(player.get(LINES))["seen"]
    black_out(player, words=IBAN)
    answer = player.post(LINES, {"seen": seen, "words": "Kerkstraat 12", "lines": ["line:1"]})
    assert answer.status_code == 409
    page = player.look_at(answer)
    assert "changed in another tab" in said(page)
    assert page.find("input", {"name": "words"})["value"] == "Kerkstraat 12"
    again = {**values(page), "lines": ["line:1"]}
    assert player.post(LINES, again).status_code == 303
    hidden = "[blacked out by the player]"
    assert shown(player)[0] == hidden
    assert shown(player)[1] == f"[14:03] Me: It is {hidden}"
    assert shown(player)[4] == f"[14:06] Me: I live in {hidden}."


def test_the_form_about_the_exhibit_lets_nothing_come_back(player: Visitor) -> None:
    before = {**values(player.get(f"{EVIDENCE}/e1")), **TOLD}
    black_out(player, words=IBAN)
    assert player.post(f"{EVIDENCE}/e1", before).status_code == 409
    assert "blacked out" in shown(player)[1]


def test_a_long_text_is_given_in_pieces(visitor: Visitor) -> None:
    visitor.start_case()
    paste(visitor, "\n".join(f"line {number}" for number in range(1, 351)))
    page = visitor.get(f"{EVIDENCE}/e1")
    assert len(page.select(".lines li")) == 300
    assert "And 50 more lines" in said(page)
    assert len(boxes(visitor.get(LINES), "lines")) == 100
    last = f"{LINES}?begin=301"
    assert boxes(visitor.get(last), "lines")[0] == "line:301"
    black_out(visitor, last, lines=["line:302"])
    assert boxes(visitor.get(last), "again") == ["line:302"]
    for wrong in ("0", "-1", "351"):
        assert visitor.client.get(f"{LINES}?begin={wrong}").status_code == 404


def mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Help <help@casino.example>"
    message["To"] = "Jan Speler <jan.speler@mail.example>"
    message["Subject"] = "About your account"
    message.set_content("Dear Jan Speler,\n\nWe closed it.\n")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="Jan Speler.png")
    return message.as_bytes()


def test_the_head_of_an_e_mail_can_be_black_too(visitor: Visitor) -> None:
    visitor.start_case()
    add(visitor, "Jan Speler.eml", mail())
    assert boxes(visitor.get(LINES), "lines")[:3] == ["head:1", "head:2", "head:3"]
    black_out(visitor, words="Jan Speler", lines=["head:2"])
    page = visitor.get(f"{EVIDENCE}/e1").select_one(".lines")
    assert "Jan" not in page.get_text()
    assert "help@casino.example" in page.get_text()
    proposed = values(visitor.get("/en/case/mail/e1"))
    assert "Jan" not in proposed["words"]
    assert proposed["with_whom"] == "Help"


def test_a_chat_is_read_as_before_and_proposes_nothing_that_is_black(player: Visitor) -> None:
    names = [one.get_text() for one in player.get("/en/case/chat/e1").select("legend")]
    black_out(player, words=IBAN, lines=["line:5"])
    page = player.get("/en/case/chat/e1")
    assert [one.get_text() for one in page.select("legend")] == names == ["Anna", "Me"]
    player.post("/en/case/chat/e1", values(page))
    proposed = values(player.get("/en/case/chat/e1/contact"))
    assert "Kerkstraat" not in proposed["asked"]
    assert "0417" not in proposed["asked"] + proposed["answered"]
    assert proposed["answered"].startswith("What is your account?")


def test_the_page_names_the_own_words_in_which_it_also_stands(player: Visitor) -> None:
    player.post("/en/case/chat/e1", values(player.get("/en/case/chat/e1")))
    path = "/en/case/chat/e1/contact"
    contact = {**values(player.get(path)), "outcome": "refused", "unknown": "y"}
    player.post(path, contact)
    black_out(player, lines=["line:1"])
    page = player.get(f"{EVIDENCE}/e1")
    assert page.find("a", href="/en/case/contacts/c1/said")
    black_out(player, again=["line:1"])
    assert "also stands in your own words" not in said(player.get(f"{EVIDENCE}/e1"))


def test_the_page_names_a_reply_with_the_same_words(player: Visitor) -> None:
    fresh = {"sent_on": "1 May 2026", "channel": "email"}
    player.post(SENT, {**values(player.get(SENT)), **fresh})
    path = "/en/case/sent/d1/answer"
    reply = {"received_on": "2 May 2026", "kind": "rejected", "is_final": "no", "words": IBAN}
    assert player.post(path, {**values(player.get(path)), **reply}).status_code == 303
    black_out(player, words=IBAN)
    assert player.get(f"{EVIDENCE}/e1").find("a", href="/en/case/sent#d1")


def test_only_a_text_of_this_case_can_be_blacked_out(player: Visitor) -> None:
    add(player, "a.png", picture())
    assert player.client.get(f"{EVIDENCE}/e2/lines").status_code == 404
    assert player.client.get(f"{EVIDENCE}/e3/lines").status_code == 404
    assert player.client.get(f"{EVIDENCE}/x/lines").status_code == 404
