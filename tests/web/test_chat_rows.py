"""The messages of a chat put right one by one: who, when, where one begins; the text stays."""

import pytest
from bs4 import BeautifulSoup

from tests.web.test_chats import CHAT, paste
from tests.web.test_mails import values
from tests.web.visitor import Visitor

ROWS = f"{CHAT}/e1/messages"
TEXT = (
    "[14:02] Anna: Hello\n"
    "[14:03] Me: My money\n"
    "Note: 5 days now\n"
    "We will look into it.\n"
    "[14:05] Me: Thank you\n"
    "[14:06] Anna: Bye"
)


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    paste(visitor, TEXT)
    return visitor


def told(page: BeautifulSoup) -> list[tuple[str, str]]:
    """The first line and the name of each message on the page."""
    rows = page.select("#messages li")
    return [(str(one["value"]), one.b.get_text() if one.b else "") for one in rows]


def put_right(player: Visitor, line: int, **changed: str) -> str:
    page = player.get(f"{ROWS}/{line}")
    checked = {str(one["name"]): one["value"] for one in page.select("input[type=radio][checked]")}
    response = player.post(f"{ROWS}/{line}", {**values(page), **checked, **changed})
    assert response.status_code == 303, response.status
    return str(response.location)


def test_one_message_gets_another_writer_and_time_and_the_others_stay(player: Visitor) -> None:
    assert told(player.get(ROWS)) == [("1", "Anna"), ("2", "Me"), ("5", "Me"), ("6", "Anna")]
    assert put_right(player, 5, who="Anna", time="14.04").startswith(ROWS)
    page = player.get(ROWS)
    assert told(page) == [("1", "Anna"), ("2", "Me"), ("5", "Anna"), ("6", "Anna")]
    assert "14:04 Anna: Thank you" in page.select("#messages li")[2].get_text()
    assert page.get_text().count("You put this right") == 1
    assert put_right(player, 6, other="Sanne")
    names = [one.get_text() for one in player.get(f"{CHAT}/e1").select("legend")]
    assert set(names) == {"Anna", "Me", "Sanne"}


def test_a_message_is_parted_and_put_together_again(player: Visitor) -> None:
    assert put_right(player, 2, begins="4") == f"{ROWS}/4"
    put_right(player, 4, who="Anna")
    put_right(player, 5, joins="y")
    rows = told(player.get(ROWS))
    assert rows == [("1", "Anna"), ("2", "Me"), ("4", "Anna"), ("6", "Anna")]
    given = {**values(player.get(f"{CHAT}/e1")), "side0": "casino", "side1": "me"}
    player.post(f"{CHAT}/e1", given)
    contact = values(player.get(f"{CHAT}/e1/contact"))
    assert contact["asked"] == "My money\nNote: 5 days now"
    assert "We will look into it.\n[14:05] Me: Thank you\nBye" in contact["answered"]
    put_right(player, 4, begins="5")  # what was recognised there comes back
    assert ("5", "Me") in told(player.get(ROWS))
    assert player.client.get("/en/case/evidence/e1/original").data == TEXT.encode()


def test_what_cannot_be_read_is_kept_on_the_page(player: Visitor) -> None:
    page = player.get(f"{ROWS}/2")
    wrong = {**values(page), "other": "Łódź بنك", "time": "quarter past", "begins": "9"}
    answer = player.post(f"{ROWS}/2", wrong)
    assert answer.status_code == 422
    again = values(player.get(f"{ROWS}/2"))
    assert (again["other"], again["time"], again["begins"]) == ("Łódź بنك", "quarter past", "9")
    shown = values(player.get(f"{ROWS}/5"))
    late = player.post(f"{ROWS}/5", {**shown, "time": "9:00", "seen": "0" * 16})
    assert late.status_code == 409


def test_a_chat_without_names_can_be_given_them(player: Visitor) -> None:
    paste(player, "We will look into it.\nThank you.")
    path = f"{CHAT}/e2/messages"
    page = player.get(f"{path}/1")
    player.post(f"{path}/1", {**values(page), "other": "Anna", "begins": "2"})
    page = player.get(f"{path}/2")
    player.post(f"{path}/2", {**values(page), "other": "Ik"})
    assert told(player.get(path)) == [("1", "Anna"), ("2", "Ik")]


def test_a_long_chat_is_shown_in_pieces(player: Visitor) -> None:
    paste(player, "\n".join(f"[14:02] Anna: {number}" for number in range(250)))
    path = f"{CHAT}/e2/messages"
    page = player.get(path)
    assert len(told(page)) == 100
    link = page.find("a", string="The next messages")
    assert link
    assert told(player.get(str(link["href"])))[0] == ("101", "Anna")
    assert player.client.get(f"{path}/9999").status_code == 303
