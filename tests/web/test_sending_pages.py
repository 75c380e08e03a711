"""What was sent: the day of a reply on the form, and forms of pages that are old by now."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import Tag
from flask import Flask
from werkzeug.test import TestResponse

from portal.services.cases import adopt_case
from tests.domain.cases import sent
from tests.web.visitor import Visitor

PAGE = "/en/case/sent/d1/answer"
REPLY = {"kind": "rejected", "is_final": "yes"}


@pytest.fixture
def player(make_app: Callable[..., Flask]) -> Visitor:
    """Somebody who sent his complaint on 10 September 2026."""
    app = make_app()
    with app.app_context():
        key, _opened = adopt_case(sent("nl-ksa", "2026-09-10"), date(2026, 11, 22), 12)
    visitor = Visitor(app.test_client())
    visitor.sign_in(key.text)
    return visitor


def reply(player: Visitor, day: str) -> TestResponse:
    seen = player.get(PAGE).find("input", attrs={"name": "seen"})
    assert isinstance(seen, Tag)
    return player.post(PAGE, {"seen": seen["value"], "received_on": day, **REPLY})


@pytest.mark.parametrize("day", ["2026-09-09", "2025-10-01", "2026-08"])
def test_a_reply_from_before_the_letter_is_refused_with_the_day_of_the_letter(
    player: Visitor, day: str
) -> None:
    answer = reply(player, day)
    assert answer.status_code == 422
    page = player.look_at(answer)
    summary = page.select_one(".error-summary")
    assert summary
    assert "Enter 10 September 2026 or a later day." in summary.get_text()


@pytest.mark.parametrize("day", ["2026-09-10", "2026-09-11", "2026-09"])
def test_a_reply_from_that_day_on_is_kept(player: Visitor, day: str) -> None:
    assert reply(player, day).status_code == 303


SENT = "/en/case/sent"
CASINO = f"{SENT}/d1/to/casino"
REPORT = f"{SENT}/d1/to/report:nl-ksa"
FORM = {"sent_on": "12-10-2026", "channel": "form", "reference": "KSA-1"}


def seen(player: Visitor, path: str) -> str:
    found = player.get(path).find("input", attrs={"name": "seen"})
    assert isinstance(found, Tag)
    return str(found["value"])


def letters(player: Visitor) -> int:
    return len(player.get(SENT).select(".tag.sent"))


@pytest.fixture
def nothing_sent(player: Visitor) -> Visitor:
    """The same player, who took back what he said to have sent."""
    player.get(SENT)
    assert player.post(f"{SENT}/d1/remove").status_code == 303
    return player


def test_a_form_of_an_old_page_becomes_a_letter_of_its_own_and_only_one(player: Visitor) -> None:
    mark = seen(player, REPORT)
    for _click in range(2):
        assert player.post(REPORT, {"seen": mark, **FORM}).status_code == 303
    assert letters(player) == 2
    assert "10 September 2026" in player.get(SENT).get_text()
    assert player.get(f"{SENT}/d2/to/report:nl-ksa").find("input", {"value": "KSA-1"})


def test_a_mistake_in_such_a_form_loses_nothing(player: Visitor) -> None:
    mark = seen(player, REPORT)
    refused = player.post(REPORT, {"seen": mark, **FORM, "sent_on": ""})
    assert refused.status_code == 422
    assert player.get(REPORT).find("input", {"value": "KSA-1"})


def test_two_tabs_with_one_new_id_for_two_recipients_each_keep_theirs(
    nothing_sent: Visitor,
) -> None:
    marks = {path: seen(nothing_sent, path) for path in (CASINO, REPORT)}
    for path, mark in marks.items():
        assert nothing_sent.post(path, {"seen": mark, **FORM}).status_code == 303
    assert letters(nothing_sent) == 2


def test_the_same_letter_in_two_tabs_shows_both_versions(nothing_sent: Visitor) -> None:
    mark = seen(nothing_sent, CASINO)
    assert nothing_sent.post(CASINO, {"seen": mark, **FORM}).status_code == 303
    stale = nothing_sent.post(CASINO, {"seen": mark, **FORM, "reference": "KSA-2"})
    assert stale.status_code == 409
    assert nothing_sent.look_at(stale).find("input", {"value": "KSA-2"})
    assert letters(nothing_sent) == 1
