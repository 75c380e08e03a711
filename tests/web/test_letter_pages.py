"""The page with all texts, "I sent this", and what came back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from portal.domain.case import Case
from portal.domain.codes import Outcome, TextKind
from portal.domain.letters import ASIDE
from portal.domain.offers import OFFER_TEXTS
from portal.domain.parts import replace
from portal.domain.values import Moment
from portal.i18n import format_day, use_language
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.web.clock import today
from portal.wording import label, text_for_later
from tests.web.visitor import Visitor

ALL = "/en/case/texts"
MANAGER = f"{ALL}/ask_manager/c8"
DATA = f"{ALL}/ask_data/l1"
TODAY = today().isoformat()


@pytest.fixture
def enter(make_app: Callable[..., Flask]) -> Callable[[Case], Visitor]:
    app = make_app()

    def enter(case: Case) -> Visitor:
        with app.app_context():
            key, _opened = adopt_case(case, today(), 12)
        visitor = Visitor(app.test_client())
        visitor.sign_in(key.text)
        return visitor

    return enter


@pytest.fixture
def player(enter: Callable[[Case], Visitor]) -> Visitor:
    """Somebody with seven contacts, whose complaint waits for its final response."""
    return enter(example_case("self_exclusion_breach"))


def day(days: int = 0) -> str:
    with use_language("en"):
        return format_day(today() + timedelta(days=days))


def fill(player: Visitor, page: str, **given: str) -> TestResponse:
    seen = player.get(page).find("input", attrs={"name": "seen"})
    assert isinstance(seen, Tag)
    return player.post(page, {"seen": seen["value"], "channel": "email", **given})


def cards(page: BeautifulSoup) -> list[str]:
    return [" ".join(card.get_text(" ").split()) for card in page.select("#letters .card")]


def summary_of(player: Visitor, answer: TestResponse) -> str:
    assert answer.status_code == 422
    found = player.look_at(answer).select_one(".error-summary")
    assert found
    return found.get_text()


# -- all texts -----------------------------------------------------------------------------


def test_every_text_is_on_one_page_with_what_it_is_for(player: Visitor) -> None:
    page = player.get(ALL)
    links = {str(link["href"]).split("/")[-2] for link in page.select("ul.texts a")}
    assert set(TextKind) - links <= {TextKind.ASK_RECORDS, *OFFER_TEXTS.values()}
    assert len(page.select("ul.texts li .muted")) == len(TextKind)


def test_a_text_that_the_case_does_not_back_is_named_without_a_link(
    enter: Callable[[Case], Visitor],
) -> None:
    page = enter(Case()).get(ALL)
    items = {item.get_text(): item for item in page.select("ul.texts li")}
    later = [text for text, item in items.items() if item.find("a") is None]
    assert len(later) == 7  # three follow up, one asks for records, three answer an offer
    said = {text_for_later(kind) for kind in TextKind} - {""}
    assert all(any(one in text for one in said) for text in later)


@pytest.mark.parametrize(
    "kind", sorted(set(TextKind) - {TextKind.ASK_RECORDS, *OFFER_TEXTS.values()})
)
def test_each_text_has_its_page_with_both_forms_and_their_length(
    player: Visitor, kind: TextKind
) -> None:
    page = player.get(f"/nl/case/contacts/words/{kind}/nl")
    for place in ("body", "short"):
        text = page.find(id=place)
        assert isinstance(text, Tag)
        length = len(text.get_text())
        assert f"{length} tekens" in page.get_text()
    short = page.find(id="short")
    assert isinstance(short, Tag)
    assert len(short.get_text()) <= 500


def test_the_term_of_a_notice_can_be_chosen_and_goes_along(player: Visitor) -> None:
    path = "/en/case/contacts/words/notice_of_default/en"
    page = player.get(f"{path}?days=28")
    chosen = page.select_one("nav [aria-current]")
    assert chosen
    assert chosen.get_text() == "28 days"
    to_record = page.find("a", string="I sent this")
    assert isinstance(to_record, Tag)
    form = player.get(str(to_record["href"]))
    named = form.find("input", attrs={"name": "reply_by"})
    assert isinstance(named, Tag)
    body = page.find(id="body")
    assert isinstance(body, Tag)
    assert str(named["value"]) in body.get_text()


@pytest.mark.parametrize("days", ["0", "-1", "9999999", "x", "", "2026-12-24"])
def test_a_term_that_is_no_choice_is_the_suggested_one(player: Visitor, days: str) -> None:
    page = player.get(f"/en/case/contacts/words/notice_of_default/en?days={days}")
    chosen = page.select_one("nav [aria-current]")
    assert chosen
    assert chosen.get_text() == "14 days"


# -- "I sent this" -------------------------------------------------------------------------


def test_a_request_for_a_manager_becomes_a_contact_with_a_clock(player: Visitor) -> None:
    answer = fill(player, MANAGER, sent_on=day(), reply_by=day(7))
    assert (answer.status_code, answer.headers["Location"]) == (303, ALL)
    (card,) = cards(player.get(ALL))
    assert f"You asked for a reply by {day(7)}. That is 7 days from now." in card
    assert "Contact with a manager" in player.get("/en/case/contacts/c8/said").get_text()
    assert player.get("/en/case/sent").select("#letters .card")


def test_a_request_for_data_becomes_a_letter_with_the_term_of_the_law(player: Visitor) -> None:
    fill(player, DATA, sent_on="1 September 2026")
    (card,) = cards(player.get(ALL))
    assert "article 12(3) of the GDPR" in card
    assert "1 October 2026" in card
    late = (today() - date(2026, 10, 1)).days
    assert f"That was {late} days ago. You can complain to a data protection authority." in card


def test_more_time_moves_the_term_of_a_request_for_data(player: Visitor) -> None:
    fill(player, DATA, sent_on="1 September 2026")
    answer = fill(player, f"{ALL}/l1/answer", more_time_asked="y")
    assert answer.status_code == 303
    (card,) = cards(player.get(ALL))
    assert "within three months (article 12(3) of the GDPR). The last day: 1 December 2026." in card


def test_a_reply_ends_the_waiting(player: Visitor) -> None:
    fill(player, DATA, sent_on="1 September 2026")
    assert fill(player, f"{ALL}/l1/answer", answered_on="October 2026").status_code == 303
    (card,) = cards(player.get(ALL))
    assert "You wrote down what came of it." in card
    assert "days ago" not in card


@pytest.mark.parametrize("given", ["", "31 August 2026", "August 2026"])
def test_a_reply_needs_a_day_that_is_not_before_the_letter(player: Visitor, given: str) -> None:
    fill(player, DATA, sent_on="1 September 2026")
    answer = fill(player, f"{ALL}/l1/answer", answered_on=given, words="kept")
    assert "day" in summary_of(player, answer)
    assert "kept" in answer.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sent_on": ""}, "Enter the day on which you sent it."),
        ({"sent_on": "September 2026"}, "Enter the exact day"),
        ({"sent_on": "1 September 2026", "reply_by": "31 August 2026"}, "not before the day"),
        ({"sent_on": "1 September 2026", "reply_by": "October 2026"}, "Enter an exact day"),
        ({"sent_on": "1 September 2026", "channel": ""}, "Select how you sent it."),
        ({"sent_on": "1 September 2026", "to": "x" * 201}, "too long"),
    ],
)
def test_what_cannot_be_counted_is_asked_again(
    player: Visitor, given: dict[str, str], said: str
) -> None:
    answer = fill(player, f"{ALL}/keep_evidence/l1", **given)
    assert said in summary_of(player, answer)
    assert cards(player.get(ALL)) == []


def test_two_tabs_that_both_add_a_text_each_get_one(player: Visitor) -> None:
    seen = player.get(DATA).find("input", attrs={"name": "seen"})
    assert isinstance(seen, Tag)
    for to in ("one@casino.example", "two@casino.example"):
        form = {"seen": seen["value"], "sent_on": day(), "channel": "email", "to": to}
        assert player.post(DATA, form).status_code == 303
    assert len(cards(player.get(ALL))) == 2


def test_a_change_in_another_tab_is_not_overwritten(player: Visitor) -> None:
    fill(player, DATA, sent_on="1 September 2026")
    seen = player.get(DATA).find("input", attrs={"name": "seen"})
    assert isinstance(seen, Tag)
    fill(player, DATA, sent_on="2 September 2026")
    form = {"seen": seen["value"], "sent_on": "3 September 2026", "channel": "email"}
    assert player.post(DATA, form).status_code == 409


def test_a_changed_day_keeps_what_else_the_contact_holds(player: Visitor) -> None:
    fill(player, MANAGER, sent_on="1 September 2026")
    fill(player, "/en/case/contacts/c8/said", asked="my own words", outcome="refused")
    fill(player, MANAGER, sent_on="2 September 2026")
    page = player.get("/en/case/contacts/c8/said")
    assert "my own words" in page.get_text()
    assert "2 September 2026" in cards(player.get(ALL))[0]


def test_a_letter_can_be_removed(player: Visitor) -> None:
    fill(player, DATA, sent_on=day())
    assert player.post(f"{ALL}/l1/remove", {}).status_code == 303
    assert cards(player.get(ALL)) == []


@pytest.mark.parametrize(
    "path",
    [
        f"{ALL}/ask_manager/c1",  # a contact that is no text of ours
        f"{ALL}/ask_manager/l1",
        f"{ALL}/ask_data/c1",
        f"{ALL}/complaint/c90",
        f"{ALL}/unknown/c90",
        f"{ALL}/l1/answer",
    ],
)
def test_what_is_no_record_of_that_text_is_not_there(player: Visitor, path: str) -> None:
    assert player.client.get(path).status_code == 404


@pytest.mark.parametrize("kind", sorted(ASIDE))
def test_each_kind_of_letter_can_be_recorded_in_both_languages(
    player: Visitor, kind: TextKind
) -> None:
    fill(player, f"{ALL}/{kind}/l1", sent_on=day())
    for language in ("en", "nl"):
        with use_language(language):
            name = label(kind)
        assert name in cards(player.get(f"/{language}/case/texts"))[0]


# -- where the texts lead ------------------------------------------------------------------


def test_the_home_waits_for_the_reply_to_a_text_and_then_asks_what_came_of_it(
    enter: Callable[[Case], Visitor],
) -> None:
    case = example_case("self_exclusion_breach")
    visitor = enter(replace(case, contacts=case.contacts[:1], dispatches=()))
    fill(visitor, MANAGER, sent_on=day(-1), reply_by=day(6))
    step = visitor.get("/en/case").select_one(".next")
    assert step
    assert day(6) in step.get_text()
    assert f"You sent this on {day(-1)}" in step.get_text()
    fill(visitor, MANAGER, sent_on=day(-9), reply_by=day(-2))
    late = visitor.get("/en/case").select_one(".next")
    assert late
    assert "2 days ago" in late.get_text()
    button = late.select_one("a.btn")
    assert button
    assert button["href"] == "/en/case/contacts/c8/said"


def test_a_spoken_offer_has_its_texts_and_its_own_clock(enter: Callable[[Case], Visitor]) -> None:
    case = replace(example_case("self_exclusion_breach"), dispatches=())
    spoken = replace(case.contacts[0], id="c9", outcome=Outcome.OFFERED, moment=Moment(date=TODAY))
    visitor = enter(case.with_contact(spoken))
    button = visitor.get("/en/case").select_one(".next a.btn")
    assert button
    assert button["href"] == ALL
    page = visitor.get("/en/case/contacts/words/accept_offer/en")
    to_record = page.find("a", string="I sent this")
    assert isinstance(to_record, Tag)
    fill(visitor, str(to_record["href"]), sent_on=day(), reply_by=day(14))
    step = visitor.get("/en/case").select_one(".next")
    assert step
    assert f"Wait until {day(14)}" in step.get_text()


def test_an_unusual_language_of_the_casino_breaks_no_page(
    enter: Callable[[Case], Visitor],
) -> None:
    case = example_case("self_exclusion_breach")
    visitor = enter(replace(case, casino=replace(case.casino, support_language="de")))
    for path in ("contacts", "casino/complaints", "who", "texts", "check"):
        assert visitor.client.get(f"/en/case/{path}").status_code == 200, path


def test_a_registered_letter_carries_its_number_its_time_and_its_receipt(player: Visitor) -> None:
    path = f"{ALL}/keep_evidence/l1"
    form = {"sent_on": "14-9-2026", "channel": "registered_letter", "time": "9:05"}
    assert fill(player, path, **form, reference="3SABC123").status_code == 303
    said = player.get(ALL).get_text()
    assert "Reference: 3SABC123" in said
    assert "You have not added proof that you sent it." in said
    receipt = {"kind": "photo", "description": "The receipt of the post office"}
    assert fill(player, f"{ALL}/l1/proof", **receipt).status_code == 303
    assert "1 piece of evidence" in player.get(ALL).get_text()
    assert fill(player, f"{ALL}/l1/answer", answered_on="2026-09-20").status_code == 303
    assert "1 piece of evidence" in player.get(ALL).get_text()
    assert player.get(path).find("input", {"value": "09:05"})


def test_a_request_keeps_the_number_that_it_got(player: Visitor) -> None:
    path = f"{ALL}/ask_manager/c9"
    form = {"sent_on": "14-9-2026", "channel": "chat", "time": "21:40", "reference": "TK-1"}
    assert fill(player, path, **form).status_code == 303
    assert "Reference: TK-1" in player.get(ALL).get_text()
    assert player.get("/en/case/contacts/c9").find("input", {"value": "TK-1"})


def test_there_is_no_proof_of_what_was_not_sent(player: Visitor) -> None:
    assert player.client.get(f"{ALL}/l9/proof").status_code == 404
