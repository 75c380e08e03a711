"""The page that asks for a reminder, and the one that ends them all."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.i18n import format_day
from portal.instance import read_mail_key
from portal.store.reminders import Reminder, due_reminders
from portal.web.clock import today
from tests.web.conftest import MakeApp
from tests.web.visitor import Visitor

PAGE = "/en/case/reminder"
TOMORROW = today() + timedelta(days=1)
GOOD = {"email": "noor@example.org", "remind_on": format_day(TOMORROW)}


def kept(app: Flask) -> list[Reminder]:
    with app.app_context():
        secret = read_mail_key(app.extensions["settings"])
        return due_reminders(secret, today() + timedelta(days=500))


def ask(visitor: Visitor, **changed: str) -> int:
    visitor.get(PAGE)
    return visitor.post(PAGE, {**GOOD, **changed}).status_code


def test_a_reminder_is_asked_for_seen_and_taken_back(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    assert ask(visitor) == 303
    (reminder,) = kept(app)
    assert (reminder.address, reminder.language) == ("noor@example.org", "en")
    page = visitor.get(PAGE)
    assert format_day(TOMORROW) in page.text
    assert "noor@" not in page.text
    end = page.find("form", attrs={"action": True})
    assert end is not None
    assert visitor.post(str(end["action"])).status_code == 303
    assert kept(app) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "noor"},
        {"email": "a@b.org\r\nBcc: c@d.org"},
        {"remind_on": ""},
        {"remind_on": format_day(today())},
        {"remind_on": "someday"},
        {"remind_on": format_day(today() + timedelta(days=900))},
        {"remind_on": "October 2027"},
    ],
    ids=repr,
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    app: Flask, visitor: Visitor, wrong: dict[str, str]
) -> None:
    visitor.start_case()
    visitor.get(PAGE)
    answer = visitor.post(PAGE, {**GOOD, **wrong})
    assert answer.status_code == 422
    page = visitor.look_at(answer)
    assert page.select_one(".error-summary") is not None
    for name, text in {**GOOD, **wrong}.items():
        field = page.find("input", attrs={"name": name})
        assert field is not None
        assert field.get("value", "") == text.replace("\r\n", "\n").strip()
    assert kept(app) == []


def test_a_case_keeps_three_at_most(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    assert [ask(visitor) for _ in range(4)] == [303, 303, 303, 422]
    assert len(kept(app)) == 3


def test_an_address_gets_five_at_most(app: Flask) -> None:
    answers = []
    for _ in range(2):
        visitor = Visitor(app.test_client())
        visitor.start_case()
        answers += [ask(visitor) for _ in range(3)]
    assert answers == [303, 303, 303, 303, 303, 422]


def test_reminders_go_with_their_case(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    ask(visitor)
    visitor.get("/en/case/delete")
    assert visitor.post("/en/case/delete", {"word": "delete"}).status_code == 303
    assert kept(app) == []


def test_a_closed_case_calls_nobody_back(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    ask(visitor)
    visitor.get("/en/case/close")
    assert visitor.post("/en/case/close", {"result": "not_solved"}).status_code == 303
    assert kept(app) == []
    visitor.get("/en/case/close/closed")
    assert visitor.post("/en/case/close/closed").status_code == 303
    assert format_day(TOMORROW) not in visitor.get(PAGE).get_text()


def test_the_link_in_a_message_asks_before_it_ends_anything(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    ask(visitor)
    stop = f"/en/reminders/{kept(app)[0].mark.hex()}"
    stranger = Visitor(app.test_client())
    stranger.get(stop)
    assert len(kept(app)) == 1
    answer = stranger.post(stop)
    assert answer.status_code == 303
    assert "deleted your e-mail address" in stranger.get(str(answer.location)).text
    assert kept(app) == []


def test_a_mail_program_ends_them_without_a_form(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    ask(visitor)
    stop = f"/en/reminders/{kept(app)[0].mark.hex()}"
    answer = app.test_client().post(stop, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert kept(app) == []


def test_an_unknown_mark_tells_nothing(app: Flask, visitor: Visitor) -> None:
    visitor.get(f"/en/reminders/{'0' * 32}")
    for odd in ("x", "0" * 31, "G" * 32, "%00"):
        assert app.test_client().get(f"/en/reminders/{odd}").status_code == 404


def test_one_player_cannot_take_back_the_reminder_of_another(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    ask(visitor)
    other = Visitor(app.test_client())
    other.start_case()
    other.get(PAGE)
    other.post(f"{PAGE}/{kept(app)[0].id.hex()}/end")
    assert len(kept(app)) == 1


def test_a_site_without_a_mail_server_offers_none(make_app: MakeApp) -> None:
    visitor = Visitor(make_app().test_client())
    visitor.start_case()
    assert visitor.client.get(PAGE).status_code == 404
    assert "reminder" not in visitor.get("/en/case").text
