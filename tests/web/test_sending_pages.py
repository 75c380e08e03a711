"""What came back on a letter: its day on the form."""

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
