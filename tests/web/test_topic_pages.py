"""The questions of a topic, and the checklist of what decides such cases."""

import pytest
from bs4 import BeautifulSoup

from portal.domain.codes import Topic
from portal.knowledge.loader import load_topics
from tests.web.test_answers import player, seen, send, value
from tests.web.visitor import Visitor

__all__ = ["player"]  # a fixture

QUESTIONS = "/en/case/topic/questions"
EVIDENCE = "/en/case/topic/evidence"


def choose(visitor: Visitor, topic: Topic) -> None:
    assert send(visitor, "/en/case/topic", {"topic": topic}).status_code == 303


def answers(topic: Topic, **values: str) -> dict[str, object]:
    return {"topic": topic, **{f"q-{name.replace('__', '-')}": one for name, one in values.items()}}


def checked(page: BeautifulSoup) -> str:
    return page.get_text(" ", strip=True)


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_asks_its_questions_and_takes_nothing_for_an_answer(
    player: Visitor, topic: Topic
) -> None:
    choose(player, topic)
    page = player.get(QUESTIONS)
    for question in load_topics()[topic].questions:
        assert question.ask is not None
        assert question.ask.en in page.get_text()
    response = send(player, QUESTIONS, {"topic": topic})
    assert (response.status_code, response.location) == (303, "/en/case/casino")


def test_without_a_topic_nothing_is_asked(player: Visitor) -> None:
    for path in (QUESTIONS, EVIDENCE):
        response = player.client.get(path)
        assert (response.status_code, response.headers["Location"]) == (303, "/en/case/topic")


def test_answers_of_every_kind_are_kept_and_shown_back(player: Visitor) -> None:
    choose(player, Topic.BONUS)
    sent = answers(
        Topic.BONUS,
        bonus_name="WELKOM-50",
        bonus_accepted__date="3 mei 2026",
        bonus_accepted__time="21.40",
        bonus_accepted__zone="Europe/Malta",
        rule_named="Too high a stake",
        rounds__0__round_number="R-881",
        rounds__0__stake__amount="7,50",
        rounds__2__round_number="R-882",
        money_kept__amount="1.250",
    )
    assert send(player, QUESTIONS, sent).status_code == 303
    page = player.get(QUESTIONS)
    assert value(page, "q-bonus_name") == "WELKOM-50"
    assert value(page, "q-bonus_accepted-date") == "3 May 2026"
    assert value(page, "q-bonus_accepted-time") == "21:40"
    assert value(page, "q-rounds-1-round_number") == "R-882"  # an empty row is no row
    assert value(page, "q-money_kept-amount") == "€1,250.00"
    told = checked(player.get("/en/case/check"))
    assert "3 May 2026" in told
    assert "Number of the round: R-881; Stake: €7.50" in told


def test_yes_no_and_open_are_three_answers(player: Visitor) -> None:
    choose(player, Topic.WITHDRAWAL)
    name = "q-withdrawal_cancelled-yes"
    for sent in ("no", "yes", ""):
        assert send(player, QUESTIONS, {"topic": "withdrawal", name: sent}).status_code == 303
        box = player.get(QUESTIONS).select_one(f"input[name={name}][checked]")
        assert box is not None
        assert box["value"] == sent


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("q-withdrawal_asked-date", "31-2-2026"),
        ("q-withdrawal_asked-date", "1-1-2090"),
        ("q-withdrawal_asked-time", "21:40"),  # of which day?
        ("q-withdrawal_amount-amount", "much"),
        ("q-withdrawal_number", "9" * 201),
        ("q-rule_named", "x" * 5001),
        ("q-withdrawal_cancelled-yes", "maybe"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept(player: Visitor, field: str, text: str) -> None:
    choose(player, Topic.WITHDRAWAL)
    sent = {"topic": "withdrawal", "q-withdrawal_method": "Łódź بنك 🏦", field: text}
    response = send(player, QUESTIONS, sent)
    assert response.status_code == 422
    assert player.look_at(response).find(class_="error-summary")
    again = player.get(QUESTIONS)
    assert value(again, "q-withdrawal_method") == "Łódź بنك 🏦"
    if not field.endswith("-yes"):
        assert value(again, field) == text


def test_rows_can_be_added_up_to_the_limit(player: Visitor) -> None:
    choose(player, Topic.BONUS)
    for filled in (2, 3, 20):
        numbers = {f"q-rounds-{n}-round_number": f"R{n}" for n in range(filled)}
        response = send(player, QUESTIONS, {"topic": "bonus", "more": "rounds", **numbers})
        assert (response.status_code, response.location) == (303, f"{QUESTIONS}#ask-rounds")
        page = player.get(QUESTIONS)
        shown = page.select("input[name^=q-rounds-][name$=-round_number]")
        assert len(shown) == min(20, filled + 1)
    assert not page.find("button", attrs={"name": "more"})
    too_many = {f"q-rounds-{n}-round_number": "R" for n in range(99)}
    assert send(player, QUESTIONS, {"topic": "bonus", **too_many}).status_code == 303


def test_the_answers_of_a_topic_come_back_with_it(player: Visitor) -> None:
    choose(player, Topic.GAME_FAULT)
    send(player, QUESTIONS, answers(Topic.GAME_FAULT, game="Starburst", device="Phone"))
    choose(player, Topic.GAME_FAIRNESS)
    page = player.get(QUESTIONS)
    assert value(page, "q-game") == "Starburst"  # the same question
    assert "Phone" not in checked(player.get("/en/case/check"))
    send(player, QUESTIONS, answers(Topic.GAME_FAIRNESS, game="Starburst 2"))
    choose(player, Topic.GAME_FAULT)
    page = player.get(QUESTIONS)
    assert (value(page, "q-game"), value(page, "q-device")) == ("Starburst 2", "Phone")


def test_a_tab_with_the_questions_of_an_older_topic_loses_nothing(player: Visitor) -> None:
    choose(player, Topic.GAME_FAULT)
    old = seen(player.get(QUESTIONS))
    choose(player, Topic.MINORS)
    send(player, QUESTIONS, answers(Topic.MINORS, age_then="16"))
    sent = {"seen": old, **answers(Topic.GAME_FAULT, device="Tablet")}
    assert player.post(QUESTIONS, sent).status_code == 303
    assert value(player.get(QUESTIONS), "q-age_then") == "16"
    choose(player, Topic.GAME_FAULT)
    assert value(player.get(QUESTIONS), "q-device") == "Tablet"


def test_a_draft_of_one_topic_does_not_stand_in_the_form_of_another(player: Visitor) -> None:
    choose(player, Topic.GAME_FAULT)
    sent = answers(Topic.GAME_FAULT, game="Draft", stake__amount="much")
    assert send(player, QUESTIONS, sent).status_code == 422
    choose(player, Topic.GAME_FAIRNESS)
    assert value(player.get(QUESTIONS), "q-game") == ""


def test_a_stale_tab_shows_both_versions(player: Visitor) -> None:
    choose(player, Topic.BONUS)
    stale = seen(player.get(QUESTIONS))
    send(player, QUESTIONS, answers(Topic.BONUS, bonus_name="Other tab"))
    sent = {"seen": stale, **answers(Topic.BONUS, bonus_name="This tab")}
    response = player.post(QUESTIONS, sent)
    assert response.status_code == 409
    page = player.look_at(response)
    assert value(page, "q-bonus_name") == "This tab"
    assert "Other tab" in page.get_text()
    assert "Europe/Amsterdam" not in checked(page)  # nobody chose it


def test_the_case_key_is_refused_in_an_answer(visitor: Visitor) -> None:
    key = visitor.start_case()
    choose(visitor, Topic.BONUS)
    response = send(visitor, QUESTIONS, answers(Topic.BONUS, bonus_name=key))
    assert response.status_code == 422


def test_the_checklist_is_ticked_and_the_gate_says_what_is_missing(player: Visitor) -> None:
    choose(player, Topic.GAME_FAULT)
    exhibit = {"kind": "screenshot", "description": "The fault"}
    assert send(player, "/en/case/evidence/e1", exhibit).status_code == 303
    ready = player.get("/en/case/ready/casino")
    assert "5 things are not with your evidence" in ready.get_text()
    response = send(player, EVIDENCE, {"e-fault_picture": "e1", "e-error_text": ["e1", "e9"]})
    assert (response.status_code, response.location) == (303, "/en/case/evidence")
    ready = player.get("/en/case/ready/casino")
    assert "3 things are not with your evidence" in ready.get_text()
    letter = ready.select_one("a[href*='/words/ask_records/']")
    assert letter is not None
    text = player.get(str(letter["href"])).get_text()
    assert "my balance before and after the round" in text
    assert "the error messages" not in text
    assert "You have this." in player.get("/en/case/evidence").get_text()


def test_removed_evidence_is_missing_again(player: Visitor) -> None:
    choose(player, Topic.MINORS)
    send(player, "/en/case/evidence/e1", {"kind": "photo", "description": "Passport"})
    send(player, EVIDENCE, {"e-age_proof": "e1"})
    player.post("/en/case/evidence/e1/remove", {})
    page = player.get("/en/case/ready/casino")
    assert "4 things are not with your evidence" in page.get_text()


def test_the_topic_names_duties_only_for_its_own_licence(player: Visitor) -> None:
    choose(player, Topic.GAME_FAULT)
    assert "Bkoa" not in player.get("/en/case/topic/about").get_text()
    send(player, "/en/case/casino/authority", {"authority": "nl-ksa"})
    told = player.get("/en/case/topic/about").get_text()
    assert "every game can be reconstructed. (Bkoa art. 4.32)" in told
    assert "Besluit kansspelen op afstand (Bkoa), law text" in told


def test_the_topic_says_whom_else_to_write_to(player: Visitor) -> None:
    choose(player, Topic.PRIVACY)
    page = player.get("/nl/case/topic/about")
    link = page.find("a", string="Autoriteit Persoonsgegevens")
    assert link is not None
    assert str(link["href"]).startswith("https://")


MESSAGES = answers(
    Topic.MARKETING,
    no_marketing_asked__date="3 May 2026",
    no_marketing_asked_how="By chat",
    offers_received__0__received_at__date="1 June 2026",
    offers_received__0__offer="50 free spins",
    offers_received__1__received_at__date="4 June 2026",
    offers_received__1__offer="A bonus",
)


def test_an_answer_with_a_day_is_among_the_facts(player: Visitor) -> None:
    choose(player, Topic.MARKETING)
    assert send(player, QUESTIONS, MESSAGES).status_code == 303
    listed = player.get("/en/case/facts").select("ol.timeline > li")
    told = [one.get_text(" ", strip=True) for one in listed]
    assert "No more marketing asked for; How that was asked: By chat" in told[0]
    assert "From your answers" in told[0]
    assert "Marketing received; What was offered: A bonus" in told[2]
    assert [one["href"] for one in listed[2].select("a")] == [
        "/en/case/topic/questions#ask-offers_received",
        "/en/case/facts/answer/offers_received-1/proof",
    ]


def test_the_proof_of_a_row_stays_with_it_when_another_row_goes(player: Visitor) -> None:
    choose(player, Topic.MARKETING)
    assert send(player, QUESTIONS, MESSAGES).status_code == 303
    proof = "/en/case/facts/answer/offers_received-1/proof"
    shown = {"kind": "screenshot", "description": "The message"}
    assert send(player, proof, shown).status_code == 303
    again = {
        **MESSAGES,
        "q-offers_received-0-received_at-date": "",
        "q-offers_received-0-offer": "",
    }
    assert send(player, QUESTIONS, again).status_code == 303  # the first row goes
    listed = player.get("/en/case/facts").select("ol.timeline > li")
    assert len(listed) == 2
    assert "1 piece of evidence" in listed[1].get_text(" ", strip=True)
    unproven = player.get("/en/case/evidence").select("main li a[href*='/facts/answer/']")
    assert [one["href"] for one in unproven] == ["/en/case/facts/answer/no_marketing_asked/proof"]
    assert player.client.get(proof).status_code == 404


@pytest.mark.parametrize(
    ("answer", "leads_to"), [({"help": "1"}, "/en/help"), ({}, "/en/case/topic/about")]
)
def test_before_a_topic_about_harm_help_is_offered_once(
    player: Visitor, answer: dict[str, str], leads_to: str
) -> None:
    choose(player, Topic.WITHDRAWAL)
    player.get("/en/case/topic/about")
    choose(player, Topic.SELF_EXCLUSION)
    asked = player.client.get("/en/case/topic/about")
    assert (asked.status_code, asked.location) == (303, "/en/case/topic/help-first")
    player.get(asked.location)
    response = player.post(asked.location, answer)
    assert (response.status_code, response.location) == (303, leads_to)
    choose(player, Topic.LOSSES)
    player.get("/en/case/topic/about")


def test_the_offer_of_help_loses_nothing_that_was_typed(player: Visitor) -> None:
    page = player.get("/en/case/topic/about")
    choose(player, Topic.LOSSES)  # in another tab
    sent = {"seen": value(page, "seen"), "topic_words": "Mijn woorden"}
    assert player.post("/en/case/topic/about", sent).status_code == 303
    assert "Mijn woorden" in checked(player.get("/en/case/check"))
