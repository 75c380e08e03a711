"""Another reply came: it is added, corrected, decided about and removed, and nothing is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from portal.domain.case import MAX_EARLIER_ANSWERS, Answer, Case
from portal.domain.codes import AnswerKind, OfferReply
from portal.domain.parts import replace
from portal.services.cases import adopt_case
from tests.domain.cases import final, sent
from tests.domain.made_up import with_replies
from tests.web.visitor import Visitor

Play = Callable[[Case], Visitor]
SENT = "/en/case/sent"
OFFER = Answer(
    received_on="2026-10-01",
    kind=AnswerKind.OFFERED,
    words="200 euro",
    offer_reply=OfferReply.DECLINED,
    offer_replied_on="2026-10-05",
)
NO = {"received_on": "20-10-2026", "kind": "rejected", "is_final": "yes", "words": "No."}


@pytest.fixture
def play(make_app: Callable[..., Flask]) -> Play:
    """Signs somebody in to a case."""

    def start(case: Case) -> Visitor:
        app = make_app()
        with app.app_context():
            key, _opened = adopt_case(case, date(2026, 11, 22), 12)
        visitor = Visitor(app.test_client())
        visitor.sign_in(key.text)
        return visitor

    return start


def seen(page: BeautifulSoup) -> str:
    found = page.find("input", attrs={"name": "seen"})
    assert isinstance(found, Tag)
    return str(found["value"])


def fill(visitor: Visitor, path: str, **answers: Any) -> TestResponse:
    return visitor.post(path, {"seen": seen(visitor.get(path)), **answers})


def main(page: BeautifulSoup) -> str:
    found = page.find("main")
    assert isinstance(found, Tag)
    return " ".join(found.get_text(" ").split())


def link(page: BeautifulSoup, words: str) -> str:
    found = [one for one in page.select("main a") if one.get_text().startswith(words)]
    return str(found[-1]["href"])


def offered(**changes: Any) -> Case:
    return sent(answer=replace(OFFER, **changes))


def test_the_casino_offers_and_then_says_no_for_good(play: Play) -> None:
    visitor = play(offered())
    path = link(visitor.get(SENT), "Another reply came")
    assert path == f"{SENT}/d1/answer/r2"
    page = visitor.get(path)
    assert "What they wrote before stays in your case." in main(page)
    assert fill(visitor, path, **NO).status_code == 303
    said = main(visitor.get(SENT))
    assert "Reply: 1 October 2026. Result: They offered something." in said
    assert "Offer declined: 5 October 2026" in said
    assert "Reply: 20 October 2026. Result: Rejected. This is their final response." in said
    history = main(visitor.get("/en/case/history"))
    assert "They offered something" in history
    assert "Offer declined" in history
    assert "Final response" in history


def test_it_is_said_in_dutch_too(play: Play) -> None:
    visitor = play(offered())
    path = link(visitor.get("/nl/case/sent"), "Er kwam nog een antwoord")
    page = visitor.get(path)
    assert "Nog een antwoord van: Zilverster" in main(page)
    assert "Uw volgende stap volgt uit het nieuwste antwoord." in main(page)
    assert fill(visitor, path, **NO).status_code == 303
    page = visitor.get("/nl/case/sent")
    assert link(page, "Wijzig dit antwoord").endswith("/answer/r2")
    assert "Voeg dat antwoord dan toe" in main(visitor.get(link(page, "Wijzig dit antwoord")))
    assert "Wilt u dit antwoord verwijderen?" in main(
        visitor.get(link(page, "Verwijder dit antwoord"))
    )


def test_an_accepted_offer_stays_beside_solved(play: Play) -> None:
    visitor = play(offered(offer_reply=OfferReply.ACCEPTED))
    solved = {**NO, "kind": "solved", "is_final": "no"}
    assert fill(visitor, f"{SENT}/d1/answer/r2", **solved).status_code == 303
    said = main(visitor.get(SENT))
    assert "Offer accepted: 5 October 2026" in said
    assert "Solved" in said


def test_a_correction_changes_that_reply_and_no_other(play: Play) -> None:
    visitor = play(offered())
    fill(visitor, f"{SENT}/d1/answer/r2", **NO)
    words = "250 euro"
    changed = {"received_on": "2-10-2026", "kind": "offered", "is_final": "no", "words": words}
    assert fill(visitor, f"{SENT}/d1/answer/r1", **changed).status_code == 303
    said = main(visitor.get(SENT))
    assert "Reply: 2 October 2026. Result: They offered something." in said
    assert "Offer declined: 5 October 2026" in said
    assert "Reply: 20 October 2026" in said


def test_an_earlier_offer_can_still_be_decided_about(play: Play) -> None:
    visitor = play(offered(offer_reply=None, offer_replied_on=""))
    fill(visitor, f"{SENT}/d1/answer/r2", **NO)
    assert visitor.client.get(f"{SENT}/d1/offer").status_code == 404
    path = link(visitor.get(SENT), "Decide about the offer")
    assert path == f"{SENT}/d1/answer/r1/offer"
    assert "200 euro" in main(visitor.get(path))
    early = {"offer_reply": "declined", "offer_replied_on": "30-9-2026"}
    assert fill(visitor, path, **early).status_code == 422
    declined = {"offer_reply": "declined", "offer_replied_on": "5-10-2026"}
    assert fill(visitor, path, **declined).status_code == 303
    assert "Offer declined: 5 October 2026" in main(visitor.get(SENT))


@pytest.mark.parametrize(("removed", "left"), [("r2", "1 October 2026"), ("r1", "20 October 2026")])
def test_a_reply_is_removed_after_a_question(play: Play, removed: str, left: str) -> None:
    visitor = play(offered())
    fill(visitor, f"{SENT}/d1/answer/r2", **NO)
    path = f"{SENT}/d1/answer/{removed}/remove"
    assert "Do you want to remove this reply?" in main(visitor.get(path))
    for _click in range(2):
        assert visitor.post(path).status_code == 303
    said = main(visitor.get(SENT))
    assert said.count("Reply:") == 1
    assert f"Reply: {left}" in said


def test_two_tabs_that_each_add_a_reply_keep_both_and_a_double_click_adds_one(play: Play) -> None:
    visitor = play(offered())
    path = f"{SENT}/d1/answer/r2"
    mark = seen(visitor.get(path))
    for _click in range(2):
        assert visitor.post(path, {"seen": mark, **NO}).status_code == 303
    assert main(visitor.get(SENT)).count("Reply:") == 2
    other = {**NO, "words": "From tab two", "received_on": "21-10-2026"}
    assert visitor.post(path, {"seen": mark, **other}).status_code == 303
    assert main(visitor.get(SENT)).count("Reply:") == 3


@pytest.mark.parametrize("case", [sent(), offered()])
def test_a_stale_tab_never_overwrites_a_reply(play: Play, case: Case) -> None:
    visitor = play(case)
    path = f"{SENT}/d1/answer"
    mark = seen(visitor.get(path))
    assert visitor.post(path, {"seen": mark, **NO}).status_code == 303
    stale = visitor.post(path, {"seen": mark, **NO, "words": "From this tab"})
    assert stale.status_code == 409
    page = visitor.look_at(stale)
    assert "From this tab" in str(page.find("textarea"))
    assert "No." in main(page)
    assert main(visitor.get(SENT)).count("Reply:") == 1


def test_what_cannot_be_read_is_kept(play: Play) -> None:
    visitor = play(offered())
    path = f"{SENT}/d1/answer/r2"
    assert fill(visitor, path, **{**NO, "received_on": "1-9-2026"}).status_code == 422
    assert "No." in str(visitor.get(path).find("textarea"))


def test_a_letter_holds_a_bounded_number_of_replies(play: Play) -> None:
    case = sent()
    many = [OFFER] * (MAX_EARLIER_ANSWERS + 1)
    visitor = play(case.with_dispatch(with_replies(case.dispatches[0], many)))
    answer = visitor.client.get(f"{SENT}/d1/answer/r22")
    assert (answer.status_code, answer.location) == (303, SENT)
    assert "at most 21" in main(visitor.get(SENT))
    assert visitor.get(f"{SENT}/d1/answer/r21")


@pytest.mark.parametrize(
    "path", ["d9/answer/r1", "d1/answer/x1", "d1/answer/r0", "d1/answer/r1/offer"]
)
def test_what_is_no_reply_is_not_there(play: Play, path: str) -> None:
    visitor = play(sent(answer=final("2026-10-01")))
    assert visitor.client.get(f"{SENT}/{path}").status_code == 404
