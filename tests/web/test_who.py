"""Who can decide: the page, with one recommended step and every recipient as a card."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from portal.domain.case import Case
from portal.domain.codes import Topic
from portal.domain.parts import replace
from portal.services.cases import adopt_case
from portal.web import cases as case_pages
from portal.web import who
from tests.domain.cases import TODAY, answered, casino, complete, player, sent
from tests.web.visitor import Visitor

PAGE = "/en/case/who"
LookAt = Callable[..., BeautifulSoup]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    for view in (who, case_pages):
        monkeypatch.setattr(view, "today", lambda: TODAY)


@pytest.fixture
def look_at(app: Flask) -> LookAt:
    """The page of a case that is put in."""

    def look(case: Case, path: str = PAGE) -> BeautifulSoup:
        with app.app_context():
            key, _opened = adopt_case(case, TODAY, 12)
        visitor = Visitor(app.test_client())
        visitor.sign_in(key.text)
        return visitor.get(path)

    return look


def card(page: BeautifulSoup, name: str) -> str:
    """What the first card with this name says."""
    found = [one for one in page.select("section.card") if name in one.h3.get_text()]
    assert found, [one.h3.get_text() for one in page.select("section.card")]
    return " ".join(found[0].get_text(" ").split())


def notices(page: BeautifulSoup) -> str:
    return " ".join(" ".join(one.get_text(" ").split()) for one in page.select(".note"))


CASES = [
    Case(),
    complete("nl-ksa"),
    answered("mt-mga", "ecogra"),
    sent("mt-mga", "2026-11-01"),
    casino(sent("unknown"), authority="none"),
    complete("cr-none"),
    replace(complete("gb-ukgc"), topic=Topic.PRIVACY),
    casino(complete("dk-spillemyndigheden"), dispute_body="A body"),
]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_page_is_whole_and_recommends_at_most_one_recipient(
    look_at: LookAt, case: Case, language: str
) -> None:
    page = look_at(case, f"/{language}/case/who")
    assert len(page.select("section.next")) == 1
    said = {"nl": "Dit is uw volgende stap.", "en": "This is your next step."}[language]
    assert page.get_text().count(said) <= 1
    assert page.find(["h1", "h2", "h3"]).name == "h1"


def test_the_recommended_step_is_that_of_the_case_page(look_at: LookAt) -> None:
    case = answered("mt-mga", "ecogra")
    here, home = look_at(case), look_at(case, "/en/case")
    for page in (here, home):
        assert isinstance(page.find(id="next-heading"), Tag)
    assert here.find(id="next-heading") == home.find(id="next-heading")
    assert "This is your next step." in card(here, "eCOGRA")


def test_a_card_says_when_what_it_can_do_what_it_costs_and_whence_we_know(look_at: LookAt) -> None:
    said = card(look_at(answered("mt-mga", "ecogra")), "eCOGRA")
    assert "You can go there now." in said
    assert "What you send: Submission to the dispute body" in said
    assert "It is free for you." in said
    assert "eCOGRA, policies and procedures for disputes" in said


def test_what_closes_is_said_at_the_recipient_that_closes_it(look_at: LookAt) -> None:
    said = card(look_at(casino(complete("mt-mga"), dispute_body="ecogra")), "Malta Gaming")
    assert "Do you go there first? Then this closes: eCOGRA." in said
    assert "It refuses a dispute that a regulator" in said


def test_who_must_wait_sees_the_day_and_how_it_was_counted(look_at: LookAt) -> None:
    said = card(look_at(sent(when="2026-11-01")), "Kansspelautoriteit")
    assert "You can go there from 28 December 2026." in said
    assert "8 weeks" in said


def test_warnings_stand_above_the_cards_with_what_we_know(look_at: LookAt) -> None:
    text = "Complaints: ec.europa.eu/consumers/odr. Seal: cert.cga.mba"
    said = notices(look_at(casino(complete(), authority="none", footer_text=text)))
    assert "You found no licence for this casino" in said
    assert "€8,700" in said
    assert "cert.cga.mba" in said
    assert "closed on 20 July 2025" in said


def test_a_licence_from_abroad_is_told_with_both_names(look_at: LookAt) -> None:
    said = notices(look_at(complete("mt-mga")))
    assert "Malta Gaming Authority" in said
    assert "Kansspelautoriteit" in said


def test_no_page_links_to_a_route_that_ended(look_at: LookAt) -> None:
    page = look_at(casino(complete(), footer_text="https://ec.europa.eu/consumers/odr/"))
    assert not page.select("a[href*='europa.eu/odr'], a[href*='consumers/odr']")


def test_without_a_country_the_player_is_asked_for_it(look_at: LookAt) -> None:
    page = look_at(player(complete(), country=""))
    assert page.find("a", href="/en/case/you", string=lambda text: text and "country" in text)


@pytest.mark.parametrize("path", ["/en/case", "/en/case/ready"])
def test_the_page_is_found_from_the_case_and_from_the_packets(look_at: LookAt, path: str) -> None:
    assert look_at(complete(), path).find("a", href=PAGE)


@pytest.mark.parametrize("body", ["ODR platform", "https://ec.europa.eu/consumers/odr"])
def test_a_dispute_body_that_ended_is_refused_where_it_is_filled_in(
    visitor: Visitor, body: str
) -> None:
    visitor.start_case()
    form = visitor.get("/en/case/casino/complaints")
    typed = {"seen": form.find("input", attrs={"name": "seen"})["value"], "dispute_body": body}
    answer = visitor.post("/en/case/casino/complaints", typed)
    assert answer.status_code == 422
    said = visitor.look_at(answer).find(id="dispute_body-error").get_text()
    assert "This no longer exists: European dispute website (ODR)." in said
    ticked = {**typed, "no_dispute_body": "y"}
    assert visitor.post("/en/case/casino/complaints", ticked).status_code == 303


def test_a_case_that_names_it_already_leads_to_where_it_is_changed(look_at: LookAt) -> None:
    page = look_at(casino(complete("mt-mga"), dispute_body="ODR platform"))
    assert page.select_one(".note a[href='/en/case/casino/complaints']")
