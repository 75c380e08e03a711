"""After sending: proof, receipt, contacts elsewhere, an offer, who is late, and the end."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from portal.domain.case import Answer, Case
from portal.domain.codes import AnswerKind, Topic
from portal.domain.parts import replace
from portal.services.cases import adopt_case
from portal.web import clock
from tests.domain.cases import casino, complete, final, sent, support
from tests.web.visitor import Visitor

DAY = date(2026, 11, 22)
ADDRESS = "klachten@zilverster.example"
OFFER = Answer(received_on="2026-10-01", kind=AnswerKind.OFFERED)


@pytest.fixture
def play(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Case], Visitor]:
    """Signs somebody in to a case on 22 November 2026."""
    for module in ("cases", "closing", "offers", "sending", "contacts", "words"):
        monkeypatch.setattr(f"portal.web.{module}.today", lambda: DAY, raising=True)
    monkeypatch.setattr(clock, "today", lambda: DAY)

    def start(case: Case) -> Visitor:
        app = make_app()
        with app.app_context():
            key, _opened = adopt_case(case, DAY, 12)
        visitor = Visitor(app.test_client())
        visitor.sign_in(key.text)
        return visitor

    return start


def fill(visitor: Visitor, path: str, **answers: Any) -> TestResponse:
    seen = visitor.get(path).find("input", attrs={"name": "seen"})
    assert isinstance(seen, Tag)
    return visitor.post(path, {"seen": seen["value"], **answers})


def main(page: BeautifulSoup) -> str:
    found = page.find("main")
    assert isinstance(found, Tag)
    return " ".join(found.get_text(" ").split())


def test_a_letter_that_was_made_is_ready_and_one_that_went_out_is_sent(
    play: Callable[[Case], Visitor],
) -> None:
    visitor = play(complete())
    visitor.get("/en/case/ready/casino")
    made = visitor.post("/en/case/ready/casino/packet", {"packet_language": "en"})
    assert made.status_code == 303
    page = visitor.get("/en/case/sent")
    assert [tag.get_text() for tag in page.select(".tag")] == ["Ready, not sent yet"]
    assert page.select_one(".tag.ready")
    path = "/en/case/sent/d1/to/casino"
    answer = fill(visitor, path, sent_on="20-11-2026", channel="email", time="9:00", to=ADDRESS)
    assert answer.status_code == 303
    page = visitor.get("/en/case/sent")
    assert [tag.get_text() for tag in page.select(".tag")] == ["Sent"]
    assert page.select_one(".tag.sent")


def test_a_letter_keeps_its_proof_when_its_day_is_changed(play: Callable[[Case], Visitor]) -> None:
    visitor = play(sent(to=ADDRESS))
    assert fill(visitor, "/en/case/sent/d1/proof", exhibits=["e1"]).status_code == 303
    path = "/en/case/sent/d1/receipt"
    answer = fill(visitor, path, delivered_on="11-9-2026", confirmed_on="September 2026")
    assert answer.status_code == 303
    path = "/en/case/sent/d1/to/casino"
    assert fill(visitor, path, sent_on="9-9-2026", channel="letter").status_code == 303
    said = main(visitor.get("/en/case/sent"))
    assert "Delivered: 11 September 2026." in said
    assert "Receipt confirmed: September 2026." in said
    assert "1 piece of evidence" in said
    assert "1 event or contact" not in said


def test_nothing_arrives_before_it_was_sent(play: Callable[[Case], Visitor]) -> None:
    visitor = play(sent())
    answer = fill(visitor, "/en/case/sent/d1/receipt", delivered_on="9-9-2026")
    assert answer.status_code == 422
    assert "Enter 10 September 2026 or a later day." in main(visitor.look_at(answer))


def test_a_contact_elsewhere_is_warned_of_until_it_was_about_something_else(
    play: Callable[[Case], Visitor],
) -> None:
    visitor = play(sent(to=ADDRESS).with_contact(support("2026-10-20", id="c3")))
    page = visitor.get("/en/case/contacts/c3/said")
    assert page.select_one(".note.warning")
    assert visitor.get("/en/case/contacts/c1/said").select_one(".note.warning") is None
    assert "1 contact went elsewhere" in main(visitor.get("/en/case/ready/authority:nl-ksa"))
    answer = fill(
        visitor, "/en/case/contacts/c3/said", outcome="refused", about_other="y", asked="A bonus"
    )
    assert answer.status_code == 303
    assert "went elsewhere" not in main(visitor.get("/en/case/ready/authority:nl-ksa"))
    page = visitor.get("/en/case/contacts")
    assert page.select_one(".note.warning") is None
    assert "About another question." in main(page)


def test_a_question_that_was_not_asked_changes_nothing(play: Callable[[Case], Visitor]) -> None:
    visitor = play(sent())
    answer = fill(visitor, "/en/case/contacts/c1/said", outcome="chat_closed", about_other="y")
    assert answer.status_code == 303
    said = main(visitor.get("/en/case/contacts"))
    assert "They closed the chat" in said
    assert "About another question." not in said


def test_an_offer_is_decided_about_with_texts_and_then_waited_for(
    play: Callable[[Case], Visitor],
) -> None:
    visitor = play(sent(to=ADDRESS, answer=OFFER))
    assert "Decide about the offer of Zilverster" in main(visitor.get("/en/case"))
    page = visitor.get("/en/case/sent/d1/offer")
    texts = [str(one["href"]) for one in page.select("main a[href*='/words/']")]
    assert len(texts) == 3
    for text in texts:
        assert "1 October 2026" in main(visitor.get(text))
    answers = {"offer_reply": "accepted", "offer_replied_on": "20-11-2026"}
    assert fill(visitor, "/en/case/sent/d1/offer", **answers).status_code == 303
    assert "Wait until 4 December 2026 for what Zilverster offered" in main(visitor.get("/en/case"))
    assert "Offer accepted: 20 November 2026" in main(visitor.get("/en/case/sent"))


def test_an_offer_is_not_replied_to_before_it_came(play: Callable[[Case], Visitor]) -> None:
    visitor = play(sent(answer=OFFER))
    answers = {"offer_reply": "declined", "offer_replied_on": "30-9-2026"}
    answer = fill(visitor, "/en/case/sent/d1/offer", **answers)
    assert answer.status_code == 422
    assert "Enter 1 October 2026 or a later day." in main(visitor.look_at(answer))
    empty = fill(visitor, "/en/case/sent/d1/offer", offer_replied_on="")
    assert empty.status_code == 422


@pytest.mark.parametrize("case", [sent(), sent(answer=final("2026-10-01")), complete()])
def test_there_is_no_page_about_an_offer_that_was_not_made(
    play: Callable[[Case], Visitor], case: Case
) -> None:
    visitor = play(case)
    assert visitor.client.get("/en/case/sent/d1/offer").status_code == 404


def test_a_reply_that_is_no_offer_any_more_forgets_what_was_said_to_the_offer(
    play: Callable[[Case], Visitor],
) -> None:
    visitor = play(sent(answer=OFFER))
    answers = {"offer_reply": "declined", "offer_replied_on": "2-10-2026"}
    fill(visitor, "/en/case/sent/d1/offer", **answers)
    reply = {"received_on": "1-10-2026", "is_final": "no"}
    fill(visitor, "/en/case/sent/d1/answer", kind="offered", words="200 euro", **reply)
    assert "Offer declined" in main(visitor.get("/en/case/sent"))
    fill(visitor, "/en/case/sent/d1/answer", kind="not_solved", **reply)
    said = main(visitor.get("/en/case/sent"))
    assert "Offer declined" not in said
    assert "They replied, but it is not solved" in said


def test_the_home_says_who_is_late_and_by_how_many_days(play: Callable[[Case], Visitor]) -> None:
    said = main(play(sent("nl-ksa", "2026-09-15")).get("/en/case"))
    assert "Zilverster is 12 days late with its reply." in said
    unknown = main(play(sent("unknown", "2026-09-15")).get("/nl/case"))
    assert "De gebruikelijke tijd voor een antwoord is 12 dagen voorbij." in unknown


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (replace(complete(), contacts=()), "ask_help"),
        (casino(complete(), complaints_email=""), "ask_complaints_address"),
        (sent("nl-ksa", "2026-09-15"), "ask_final_answer"),
        (complete(), ""),
    ],
)
def test_the_home_leads_to_the_exact_words_for_the_step(
    play: Callable[[Case], Visitor], case: Case, kind: str
) -> None:
    page = play(case).get("/en/case")
    assert [link["href"] for link in page.select(".next a[href*='/words/']")] == (
        [f"/en/case/contacts/words/{kind}/en"] if kind else []
    )


def test_the_home_has_the_days_for_a_calendar_while_some_are_to_come(
    play: Callable[[Case], Visitor],
) -> None:
    assert play(sent("nl-ksa", "2026-11-01")).get("/en/case").select("a[href$='/calendar']")
    assert not play(complete()).get("/en/case").select("a[href$='/calendar']")


def test_an_urgent_report_is_offered_beside_the_advice(play: Callable[[Case], Visitor]) -> None:
    page = play(replace(complete("mt-mga"), topic=Topic.SELF_EXCLUSION)).get("/en/case")
    own, at_home = page.select(".next a[href*='/ready/report:']")
    assert "without the other steps: Malta Gaming Authority" in own.get_text()
    assert at_home["href"].endswith("nl-ksa")
    assert "Read first" in at_home.parent.get_text()


def test_the_history_shows_a_picture_and_the_same_in_words(play: Callable[[Case], Visitor]) -> None:
    page = play(sent()).get("/nl/case/history")
    assert page.select_one("svg[role=img] title")
    assert len(page.select("main tbody tr")) == 4
    empty = play(Case()).get("/en/case/history")
    assert empty.select_one("svg") is None


def test_a_case_is_closed_with_thanks_and_a_day_and_opened_again(
    play: Callable[[Case], Visitor],
) -> None:
    solved = replace(OFFER, kind=AnswerKind.SOLVED)
    visitor = play(sent(answer=solved))
    assert visitor.client.get("/en/case/close/closed").status_code == 303
    page = visitor.get("/en/case/close")
    assert page.select_one("input[value=solved][checked]")
    assert visitor.post("/en/case/close", {"result": "partly_solved"}).status_code == 303
    said = main(visitor.get("/en/case/close/closed"))
    assert "Thank you" in said
    assert "How it ended: Partly solved." in said
    assert "We delete everything after 28 February 2027." in said
    assert "We delete everything after 28 February 2027." in main(visitor.get("/en/case"))
    assert visitor.client.get("/en/case/close").status_code == 303
    assert visitor.post("/en/case/close", {"result": "solved"}).status_code == 303
    assert "Partly solved" in main(visitor.get("/en/case/close/closed"))
    assert visitor.post("/en/case/close/closed").status_code == 303
    assert "Your case is closed" not in main(visitor.get("/en/case"))


def test_closing_asks_how_it_ended(play: Callable[[Case], Visitor]) -> None:
    visitor = play(sent())
    visitor.get("/en/case/close")
    answer = visitor.post("/en/case/close", {})
    assert answer.status_code == 422
    assert "Select how it ended." in main(visitor.look_at(answer))
