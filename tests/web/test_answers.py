"""How every question page works: what was typed is kept, and nothing is overwritten."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.visitor import Visitor

FACT = "/en/case/facts/f1"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def seen(tree: BeautifulSoup) -> str:
    field = tree.find("input", attrs={"name": "seen"})
    assert isinstance(field, Tag)
    return str(field["value"])


def value(tree: BeautifulSoup, name: str) -> str:
    field = tree.find(attrs={"name": name})
    assert isinstance(field, Tag)
    return field.get_text().strip() if field.name == "textarea" else str(field.get("value", ""))


def send(visitor: Visitor, path: str, data: dict[str, object], **kwargs: object) -> TestResponse:
    """Looks at the form and sends it, as a player does."""
    mark = seen(visitor.get(path))
    return visitor.post(path, {"seen": mark, **data}, **kwargs)


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    return visitor


def test_a_valid_answer_is_saved_and_leads_on(player: Visitor) -> None:
    response = send(player, FACT, {"what": "I asked for my money.", "date": "27 mrt 2026"})
    assert (response.status_code, response.location) == (303, f"{FACT}/proof")
    tree = player.get(FACT)
    assert value(tree, "what") == "I asked for my money."
    assert value(tree, "date") == "27 March 2026"


def test_an_invalid_answer_is_shown_with_its_errors_and_kept(player: Visitor) -> None:
    response = send(player, FACT, {"what": "Paid on a day", "date": "31-2-2026"})
    assert response.status_code == 422
    tree = player.look_at(response)
    assert tree.title is not None
    assert tree.title.get_text().startswith("Error:")
    summary = tree.find(class_="error-summary")
    assert isinstance(summary, Tag)
    assert summary.has_attr("autofocus")
    again = player.get(FACT)
    assert (value(again, "what"), value(again, "date")) == ("Paid on a day", "31-2-2026")


def test_save_and_come_back_later_keeps_even_half_an_answer(player: Visitor) -> None:
    response = send(player, FACT, {"what": "", "date": "mrt", "later": "1"})
    assert (response.status_code, response.location) == (303, "/en/case")
    assert value(player.get(FACT), "date") == "mrt"


def test_a_later_valid_answer_replaces_the_draft(player: Visitor) -> None:
    send(player, FACT, {"what": "", "date": "nonsense"})
    send(player, FACT, {"what": "Now it is right.", "date": ""})
    assert value(player.get(FACT), "what") == "Now it is right."


def test_switching_the_language_keeps_the_place_and_what_was_typed(player: Visitor) -> None:
    response = send(player, FACT, {"what": "Half a sen", "switch_language": "nl"})
    assert (response.status_code, response.location) == (303, "/nl/case/facts/f1")
    assert value(player.get("/nl/case/facts/f1"), "what") == "Half a sen"


def test_a_stale_tab_never_overwrites_and_shows_both_versions(player: Visitor) -> None:
    send(player, FACT, {"what": "First"})
    stale = seen(player.get(FACT))
    send(player, FACT, {"what": "From the other tab"})
    response = player.post(FACT, {"seen": stale, "what": "From this tab"})
    assert response.status_code == 409
    tree = player.look_at(response)
    assert value(tree, "what") == "From this tab"
    assert "From the other tab" in tree.get_text()
    assert player.post(FACT, {"seen": seen(tree), "what": "Both"}).status_code == 303
    assert value(player.get(FACT), "what") == "Both"


def test_two_tabs_on_different_parts_do_not_disturb_each_other(player: Visitor) -> None:
    topic = seen(player.get("/en/case/topic"))
    send(player, FACT, {"what": "Meanwhile"})
    assert player.post("/en/case/topic", {"seen": topic, "topic": "bonus"}).status_code == 303
    assert value(player.get(FACT), "what") == "Meanwhile"


def test_a_double_click_stores_one(player: Visitor) -> None:
    mark = seen(player.get(FACT))
    for _click in range(2):
        assert player.post(FACT, {"seen": mark, "what": "Once"}).status_code == 303
    assert len(player.get("/en/case/facts").select(".timeline > li")) == 1


def test_two_tabs_that_each_add_a_row_keep_both(player: Visitor) -> None:
    mark = seen(player.get(FACT))
    assert player.post(FACT, {"seen": mark, "what": "From tab one"}).status_code == 303
    response = player.post(FACT, {"seen": mark, "what": "From tab two"})
    assert (response.status_code, response.location) == (303, "/en/case/facts/f2/proof")
    said = player.get("/en/case/facts").get_text()
    assert "From tab one" in said
    assert "From tab two" in said


def test_the_case_key_is_refused_as_part_of_a_case(visitor: Visitor) -> None:
    key = visitor.start_case()
    response = send(visitor, FACT, {"what": f"my key is {key.lower()}"})
    assert response.status_code == 422
    assert "case key" in response.text
    assert key not in visitor.get(FACT).get_text()


def test_an_invented_field_changes_nothing(player: Visitor) -> None:
    send(player, FACT, {"what": "x", "reference": "HACKED", "schema": "9", "exhibits": "e9"})
    assert "HACKED" not in player.get("/en/case").get_text()


def test_a_text_that_is_too_long_is_kept_and_said_so(player: Visitor) -> None:
    response = send(player, FACT, {"what": "x" * 5001})
    assert response.status_code == 422
    assert "Use at most 5000 characters" in response.text
    assert len(value(player.get(FACT), "what")) == 5001


@pytest.mark.parametrize("name", ["😀 Łukasz Żółć", "محمد علي", "Ιωάννης", "Robert'); DROP TABLE"])
def test_every_name_is_kept_as_it_was_typed(player: Visitor, name: str) -> None:
    assert send(player, "/en/case/you", {"name": name, "country": "NL"}).status_code == 303
    assert value(player.get("/en/case/you"), "name") == name


def test_an_event_is_added_on_the_page_of_the_list(player: Visitor) -> None:
    tree = player.get("/en/case/facts")
    data = {"seen": seen(tree), "row": value(tree, "row"), "what": "Added here"}
    response = player.post("/en/case/facts", data)
    assert (response.status_code, response.location) == (303, "/en/case/facts#facts-heading")
    again = player.get("/en/case/facts")
    assert "Added here" in again.get_text()
    assert value(again, "what") == ""


def test_an_event_is_added_in_place_with_htmx(player: Visitor) -> None:
    tree = player.get("/en/case/facts")
    data = {"seen": seen(tree), "row": value(tree, "row"), "what": "Added in place"}
    response = player.post("/en/case/facts", data, headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.text
    part = BeautifulSoup(response.text, "html.parser")
    assert "Added in place" in part.get_text()
    assert value(part, "what") == ""
    assert value(part, "row") == "f2"


def test_a_mistake_in_place_comes_back_with_what_was_typed(player: Visitor) -> None:
    tree = player.get("/en/case/facts")
    data = {"seen": seen(tree), "row": value(tree, "row"), "what": "Half", "date": "31-2-2026"}
    response = player.post("/en/case/facts", data, headers=HTMX)
    assert response.status_code == 422
    part = BeautifulSoup(response.text, "html.parser")
    assert (value(part, "what"), value(part, "date")) == ("Half", "31-2-2026")
    assert value(player.get("/nl/case/facts"), "what") == "Half"


def test_switching_the_language_beside_the_list_keeps_what_was_typed(player: Visitor) -> None:
    tree = player.get("/en/case/facts")
    data = {"seen": seen(tree), "row": "f1", "what": "Half", "switch_language": "nl"}
    assert player.post("/en/case/facts", data).location == "/nl/case/facts"
    left = player.post("/en/case/facts", data, headers=HTMX)
    assert left.headers["HX-Redirect"] == "/nl/case/facts"
    assert value(player.get("/nl/case/facts"), "what") == "Half"


def test_removing_a_row_asks_first_without_script(player: Visitor) -> None:
    send(player, FACT, {"what": "To be removed"})
    player.get(f"{FACT}/remove")
    assert player.post(f"{FACT}/remove").status_code == 303
    assert "To be removed" not in player.get("/en/case/facts").get_text()


def test_removing_a_row_with_htmx_gives_the_list_alone(player: Visitor) -> None:
    send(player, FACT, {"what": "To be removed"})
    player.get("/en/case/facts")
    response = player.post(f"{FACT}/remove", headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]
    assert "To be removed" not in response.text


def test_removing_what_is_gone_already_is_no_error(player: Visitor) -> None:
    player.get("/en/case/facts")
    assert player.post(f"{FACT}/remove").status_code == 303


@pytest.mark.parametrize("path", ["/en/case/facts/zzz", "/en/case/contacts/c9/said", "/en/x"])
def test_a_page_that_does_not_exist_says_so(player: Visitor, path: str) -> None:
    assert player.client.get(path).status_code == 404


def test_a_packet_that_is_not_ready_is_refused_with_its_findings(player: Visitor) -> None:
    player.get("/en/case/ready/casino")
    response = player.post("/en/case/ready/casino/packet", {"packet_language": "nl"})
    assert response.status_code == 422
    tree = player.look_at(response)
    summary = tree.find(class_="error-summary")
    assert isinstance(summary, Tag)
    assert len(summary.find_all("li")) > 3
    assert not re.search(r"/case/packet/", tree.decode())


def test_the_checklist_of_another_day_comes_as_a_fragment(player: Visitor) -> None:
    path = "/en/case/ready/casino?day=27-3-2027"
    assert "27 March 2027" in player.get(path).get_text()
    response = player.client.get(path, headers=HTMX)
    assert "<html" not in response.text
    assert "27 March 2027" in response.text


def test_licence_text_is_recognised_while_typing(player: Visitor) -> None:
    player.get("/en/case/casino/licence")
    data = {"footer_text": "Licensed under MGA/B2C/102/2000"}
    response = player.post("/en/case/casino/recognised", data, headers=HTMX)
    assert "Malta Gaming Authority" in response.text
    assert "<html" not in response.text


def test_a_footer_from_costa_rica_says_that_this_is_no_licence(player: Visitor) -> None:
    footer = {"footer_text": "Example SRL, registered in Costa Rica, number 3-102-123456."}
    for language, said in (("en", "has no gambling licence"), ("nl", "heeft geen gokvergunning")):
        player.get(f"/{language}/case/casino/licence")
        response = player.post(f"/{language}/case/casino/recognised", footer, headers=HTMX)
        assert said in response.text
    assert send(player, "/en/case/casino/licence", footer).status_code == 303
    page = player.get("/en/case/casino/authority")
    assert page.find("input", attrs={"value": "cr-none", "checked": True})
    assert "Costa Rica (no gambling regulator)" in player.get("/en/case/check").get_text()
    assert player.get("/en/case/ready").find("a", href=re.compile("authority")) is None


def test_a_term_for_some_subjects_names_them(player: Visitor) -> None:
    text = player.get("/en/authorities/km-anjouan").get_text()
    assert "14 calendar days, counted from the day it happened. Only about: " in text
    assert "Alleen over: " in player.get("/nl/authorities/cw-cga").get_text()


def test_regulators_are_listed_by_their_country(player: Visitor) -> None:
    expected = {
        "en": ["Belgium: Belgian Gaming Commission", "Malta Gaming Authority", "Sweden: Swedish"],
        "nl": ["België: Kansspelcommissie", "Nederland: Kansspelautoriteit", "Zweden: Zweedse"],
    }
    for language, names in expected.items():
        text = player.get(f"/{language}/case/casino/authority").get_text()
        places = [text.index(name) for name in names]
        assert places == sorted(places)


def test_another_case_is_not_opened_before_a_new_key_is_kept(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    other = new_visitor().start_case()
    visitor.start_and_see_key()
    assert visitor.client.get("/en/sign-in").location == "/en/case/key"
    assert visitor.post("/en/sign-in", {"key": other}).location == "/en/case/key"


def test_without_a_key_every_case_page_asks_for_it(client: FlaskClient) -> None:
    response = client.get("/nl/case")
    assert (response.status_code, response.location) == (303, "/nl/sign-in")
    lost = client.get("/nl/case/ready/casino", headers=HTMX)
    assert (lost.status_code, lost.headers["HX-Redirect"]) == (401, "/nl/sign-in")


def test_a_report_about_money_says_that_the_dispute_body_comes_first(player: Visitor) -> None:
    send(player, "/en/case/casino/authority", {"authority": "mt-mga"})
    assert "You can send this at any time." in player.get("/en/case/ready").get_text()
    send(player, "/en/case/remedy", {"kinds": ["pay_out"], "amount": "100"})
    said = player.get("/en/case/ready").get_text()
    assert "You can send this at any time." not in said
    assert "It may refuse a case that a regulator has looked at." in said
