"""What a stranger, a broken browser or a bad day may send: refused in words, never a fault."""

import pytest
from bs4 import BeautifulSoup, Tag

from portal.domain.case import MAX_CONTACTS, MAX_EXHIBITS, Case, Contact, Exhibit
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.store.cases import OpenCase, reopen_case, save_case
from portal.web.session import CaseSession
from tests.web.visitor import Visitor

FACT = "/en/case/facts/f1"
CONTACT = "/en/case/contacts/c1"
WHEN = {"step": "support", "channel": "chat", "date": "1 Sep 2026", "zone": "Europe/Amsterdam"}
SAID = {"outcome": "no_answer", "asked": "Where is my money?"}
EXHIBIT = {"kind": "screenshot", "description": "The page", "zone": "UTC"}
SENT = {"sent_on": "1 September 2026", "channel": "email"}
# Patterns that look for a rule in these take hours, so the length is looked at first.
SLOW_AMOUNT = "-" * 900_000
SLOW_ADDRESS = "a@" + "." * 900_000 + "@"


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    return visitor


def seen(tree: BeautifulSoup) -> str:
    field = tree.find("input", attrs={"name": "seen"})
    assert isinstance(field, Tag)
    return str(field["value"])


def send(visitor: Visitor, path: str, data: dict[str, str]) -> int:
    """Looks at the form and sends it; the status."""
    mark = seen(visitor.get(path))
    return visitor.post(path, {"seen": mark, **data}).status_code


def opened_by(visitor: Visitor) -> OpenCase:
    """The visitor's case, as it is stored."""
    with visitor.client.session_transaction() as session:
        assert isinstance(session, CaseSession)
        assert session.stored is not None
        case_id, data_key = session.stored.case_id, session.stored.key
    with visitor.client.application.app_context():
        return reopen_case(case_id, data_key)


def record_of(visitor: Visitor) -> CaseRecord:
    return opened_by(visitor).record


def store(visitor: Visitor, case: Case) -> None:
    """Puts `case` in the place of the visitor's own."""
    opened = opened_by(visitor)
    with visitor.client.application.app_context():
        save_case(opened, replace(opened.record, case=case))


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/en/case/facts/f1", {"what": "x", "zone": "UTC", "amount": SLOW_AMOUNT}),
        ("/en/case/facts/f1", {"what": "x", "zone": "UTC", "date": "1-" * 400_000}),
        ("/en/case/you", {"name": "x", "country": "NL", "email": SLOW_ADDRESS}),
        ("/en/case/casino/complaints", {"complaints_email": SLOW_ADDRESS}),
    ],
)
def test_a_text_that_is_too_long_is_not_looked_at_any_further(
    player: Visitor, path: str, data: dict[str, str]
) -> None:
    mark = seen(player.get(path))
    answer = player.post(path, {"seen": mark, **data})
    assert answer.status_code == 422
    assert "Use at most 200 characters." in answer.text


@pytest.mark.parametrize("part", ["contacts/c1٣", "facts/f1٣", "evidence/e1٣", "facts/f10000"])
def test_an_id_that_no_page_of_ours_makes_is_not_there(player: Visitor, part: str) -> None:
    player.get(FACT)
    assert player.client.get(f"/en/case/{part}").status_code == 404
    assert player.post(f"/en/case/{part}", {**WHEN, **EXHIBIT, "what": "x"}).status_code == 404


def test_the_word_none_is_not_a_choice(player: Visitor) -> None:
    assert send(player, "/en/case/topic", {"topic": "None"}) == 422
    assert send(player, CONTACT, {**WHEN, "channel": "None"}) == 422
    assert send(player, CONTACT, WHEN) == 303
    assert send(player, f"{CONTACT}/said", {**SAID, "outcome": "None"}) == 422
    assert send(player, "/en/case/evidence/e1", {**EXHIBIT, "kind": "None"}) == 422
    assert send(player, "/en/case/sent/d1/to/casino", {**SENT, "channel": "None"}) == 422
    assert send(player, "/en/case/sent/d1/to/casino", SENT) == 303
    reply = {"received_on": "1 October 2026", "kind": "None", "is_final": "yes"}
    assert send(player, "/en/case/sent/d1/answer", reply) == 422


@pytest.mark.parametrize("day", ["31-12-9999", "1-1-2200", "0000", "%00", "x" * 3000])
def test_the_checklist_of_an_impossible_day_is_that_of_today(player: Visitor, day: str) -> None:
    page = player.get(f"/en/case/ready/casino?day={day}")
    assert "The checklist today" in page.get_text()


def test_the_address_of_a_packet_to_be_made_leads_to_its_checklist(player: Visitor) -> None:
    answer = player.client.get("/en/case/ready/casino/packet")
    assert (answer.status_code, answer.location) == (303, "/en/case/ready/casino")


def test_a_new_row_shows_nothing_of_a_row_that_was_removed(player: Visitor) -> None:
    assert send(player, CONTACT, WHEN) == 303
    assert send(player, f"{CONTACT}/said", {"asked": "Half a secret"}) == 422
    assert player.post(f"{CONTACT}/remove").status_code == 303
    assert send(player, CONTACT, WHEN) == 303
    assert "Half a secret" not in player.get(f"{CONTACT}/said").get_text()


def test_removing_a_row_leaves_the_drafts_of_its_neighbours(player: Visitor) -> None:
    for number in (1, 10):
        assert send(player, f"/en/case/facts/f{number}", {"what": "x", "zone": "UTC"}) == 303
    assert send(player, "/en/case/facts/f10", {"what": "Kept", "date": "?", "zone": "UTC"}) == 422
    assert player.post("/en/case/facts/f1/remove").status_code == 303
    assert "Kept" in player.get("/en/case/facts/f10").get_text()


def test_a_draft_of_a_new_row_stays_apart_from_the_row_of_another_tab(player: Visitor) -> None:
    mark = seen(player.get(FACT))
    assert player.post(FACT, {"seen": mark, "what": "Tab one", "zone": "UTC"}).status_code == 303
    tab_two = {"seen": mark, "what": "Tab two", "date": "?", "zone": "UTC"}
    assert player.post(FACT, tab_two).status_code == 422
    assert "Tab one" in player.get(FACT).get_text()
    assert "Tab two" in player.get("/en/case/facts/f2").get_text()


def test_a_draft_keeps_the_fields_of_its_form_alone(player: Visitor) -> None:
    mark = seen(player.get(FACT))
    sent = {"seen": mark, "what": "", "zone": "UTC", "invented": "y" * 500_000}
    for _time in range(2):
        assert player.post(FACT, sent).status_code == 422
    assert record_of(player).drafts["fact-f1"].keys() == {"what", "zone"}


def test_switching_the_language_keeps_no_case_key(visitor: Visitor) -> None:
    key = visitor.start_case()
    mark = seen(visitor.get(FACT))
    sent = {"seen": mark, "what": key, "switch_language": "nl"}
    assert visitor.post(FACT, sent).status_code == 303
    assert key not in visitor.get("/nl/case/facts/f1").decode()


def test_a_date_of_birth_can_be_taken_out_again(player: Visitor) -> None:
    you = {"name": "A. Player", "country": "NL"}
    assert send(player, "/en/case/you", {**you, "date_of_birth": "1 May 1980"}) == 303
    assert send(player, "/en/case/you", {**you, "name": "B. Player"}) == 303
    assert record_of(player).case.player.date_of_birth == "1980-05-01"  # was not asked
    assert send(player, "/en/case/you", {**you, "date_of_birth": ""}) == 303
    assert record_of(player).case.player.date_of_birth == ""


def test_a_full_list_says_so_before_anything_is_typed(player: Visitor) -> None:
    full = tuple(Contact(id=f"c{number}") for number in range(1, MAX_CONTACTS + 1))
    store(player, Case(contacts=full))
    new = f"/en/case/contacts/c{MAX_CONTACTS + 1}"
    answer = player.client.get(new)
    assert (answer.status_code, answer.location) == (303, "/en/case/contacts")
    assert f"at most {MAX_CONTACTS}" in player.get("/en/case/contacts").get_text()
    assert send(player, CONTACT, WHEN) == 303  # what is there can still be changed


def test_a_form_for_one_row_too_many_keeps_what_was_typed(player: Visitor) -> None:
    full = tuple(Contact(id=f"c{number}") for number in range(1, MAX_CONTACTS + 1))
    store(player, Case(contacts=full[:-1]))
    mark = seen(player.get(f"/en/case/contacts/c{MAX_CONTACTS}"))
    store(player, Case(contacts=full))
    answer = player.post(
        f"/en/case/contacts/c{MAX_CONTACTS + 1}", {"seen": mark, **WHEN, "with_whom": "Robin"}
    )
    assert (answer.status_code, answer.location) == (303, "/en/case/contacts")
    assert player.post(f"{CONTACT}/remove").status_code == 303
    assert "Robin" in player.get(f"/en/case/contacts/c{MAX_CONTACTS + 1}").decode()


def test_one_piece_of_evidence_too_many_is_refused_on_the_proof_page(player: Visitor) -> None:
    full = tuple(Exhibit(id=f"e{number}") for number in range(1, MAX_EXHIBITS + 1))
    store(player, Case(contacts=(Contact(id="c1"),), exhibits=full))
    path = f"{CONTACT}/proof"
    answer = player.post(path, {"seen": seen(player.get(path)), **EXHIBIT})
    assert answer.status_code == 422
    assert f"at most {MAX_EXHIBITS}" in answer.text
