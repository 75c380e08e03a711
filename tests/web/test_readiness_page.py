"""The checklist for one recipient: its sums line by line, and what opens if it is sent today."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from portal.domain.case import Case
from portal.services.cases import adopt_case
from portal.web import packets
from tests.domain.cases import casino, complete, sent
from tests.web.visitor import Visitor

DAY = date(2026, 9, 10)
PAGE = "/en/case/ready/casino"

Readers = Callable[[Case], Visitor]


@pytest.fixture
def with_case(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Readers:
    """A visitor who has this case, on 10 September 2026."""
    monkeypatch.setattr(packets, "today", lambda: DAY)

    def made(case: Case) -> Visitor:
        app = make_app()
        with app.app_context():
            key, _opened = adopt_case(case, DAY, 12)
        visitor = Visitor(app.test_client())
        visitor.sign_in(key.text)
        return visitor

    return made


def told(visitor: Visitor, page: str = PAGE) -> str:
    found = visitor.get(page).select_one("#findings")
    assert found
    return found.get_text(" ", strip=True)


def test_a_complaint_that_is_not_sent_says_when_each_next_step_opens(with_case: Readers) -> None:
    visitor = with_case(casino(complete("cw-cga"), dispute_body="A body"))
    page = told(visitor)
    assert "If you send your complaint today and nobody replies:" in page
    assert "You can go to A body from 9 October 2026." in page
    assert "You can go to the CGA from 8 January 2027." in page


def test_another_day_moves_what_opens(with_case: Readers) -> None:
    visitor = with_case(casino(complete("cw-cga"), no_dispute_body=True))
    page = told(visitor, f"{PAGE}?day=2027-02-01")
    assert "If you send your complaint on 1 February 2027 and nobody replies:" in page
    assert "You can go to the CGA from 2 March 2027." in page


def test_an_unknown_time_of_the_dispute_body_is_said(with_case: Readers) -> None:
    page = told(with_case(casino(complete("mt-mga"), dispute_body="MADRE")))
    assert "You can go to the MGA when the dispute body has decided." in page


def test_a_complaint_that_was_sent_has_no_what_if(with_case: Readers) -> None:
    assert "nobody replies" not in told(with_case(sent("cw-cga")))


def test_a_sum_stands_line_by_line(with_case: Readers) -> None:
    page = with_case(complete("cw-cga")).get(PAGE)
    lines = [one.get_text(strip=True) for one in page.select(".finding li")]
    first = lines.index("It happened on 1 September 2026.")
    assert lines[first + 1 : first + 3] == [
        "6 months later is 1 March 2027.",
        "That is the last day.",
    ]
