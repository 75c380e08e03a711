"""The case as a document: changes, order, what it refuses."""

import pytest

from portal.domain.answered_facts import unproven_facts
from portal.domain.case import (
    MAX_CONTACTS,
    Answer,
    Case,
    Contact,
    Dispatch,
    Exhibit,
    Fact,
    Player,
    Remedy,
    next_id,
)
from portal.domain.codes import AnswerKind, Channel, RemedyKind, Step
from portal.domain.parts import replace
from portal.domain.values import Moment, Money
from tests.domain.cases import complete, fact, final, manager, moment, send, support


def test_a_part_with_a_known_id_takes_the_place_of_the_old_one() -> None:
    case = complete()
    changed = case.with_contact(support("2026-09-04")).with_fact(fact(what="Anders"))
    assert [one.id for one in changed.contacts] == [one.id for one in case.contacts]
    assert changed.contacts[0].moment.date == "2026-09-04"
    assert [one.what for one in changed.facts] == ["Anders"]
    assert case == complete()


def test_a_part_with_a_new_id_comes_last() -> None:
    case = complete().with_contact(support(id="c3")).with_fact(fact(id="f2"))
    case = case.with_exhibit(Exhibit(id="e2"))
    assert [one.id for one in case.contacts] == ["c1", "c2", "c3"]
    assert [one.id for one in (*case.facts, *case.exhibits)] == ["f1", "f2", "e1", "e2"]


def test_parts_are_taken_out_by_id() -> None:
    case = send(complete(), "casino", "2026-09-10")
    assert case.without_contact("c1").contacts == (manager(),)
    assert case.without_fact("f1").facts == ()
    assert case.without_dispatch("d1") == complete()
    assert case.without_contact("c9") == case


def test_an_exhibit_leaves_together_with_every_mention_of_it() -> None:
    case = complete().with_exhibit(Exhibit(id="e2"))
    case = case.with_contact(support(exhibits=("e2", "e1")))
    left = case.without_exhibit("e1")
    assert [one.id for one in left.exhibits] == ["e2"]
    assert (left.facts[0].exhibits, left.contacts[0].exhibits) == ((), ("e2",))


def test_a_new_id_is_one_more_than_the_highest_so_far() -> None:
    assert next_id("c", ()) == "c1"
    assert next_id("c", complete().contacts) == "c3"
    assert next_id("c", complete().without_contact("c1").contacts) == "c3"
    assert next_id("c", (Contact(id="c9"), Contact(id="c10"), Contact(id="x99"))) == "c11"


def test_parts_are_ordered_by_date_then_time_then_entry() -> None:
    def at(part_id: str, date: str = "", time: str = "") -> Contact:
        return Contact(id=part_id, moment=Moment(date=date, time=time))

    contacts = (
        at("c10"),
        at("c9"),
        at("c3", "2026-09-14", "21:40"),
        at("c4", "2026-09-14", "09:00"),
        at("c5", "2026-09-14"),
        at("c6", "2026-09"),
    )
    ordered = Case(contacts=contacts).contacts_in_order
    assert [one.id for one in ordered] == ["c6", "c5", "c4", "c3", "c9", "c10"]
    assert Case(contacts=contacts).contacts_on(Step.MANAGER) == ()


def test_unproven_facts_are_those_without_an_exhibit() -> None:
    case = complete().with_fact(fact(id="f2", exhibits=()))
    assert [one.id for one in unproven_facts(case, None)] == ["f2"]


def test_the_first_letter_with_a_day_counts_with_what_came_back_on_any_copy() -> None:
    case = send(complete(), "casino", "2026-09-20", answer=replace(final("2026-10-09")))
    case = send(case, "casino", "2026-09-10", time="12:00", more_time_asked=True)
    case = send(case, "casino", "", answer=Answer(received_on="2026-09-12", kind="offered"))
    case = send(case, "dispute", "2026-09-01")
    letter = case.dispatch_to("casino")
    assert letter
    assert (letter.id, letter.sent_on, letter.more_time_asked) == ("d2", "2026-09-10", True)
    assert letter.answer == final("2026-10-09")
    assert case.dispatch_to("report:nl-ksa") is None
    assert case.dispatch_to("dispute") == case.dispatches[-1]


def test_what_came_back_on_copies_stands_together_the_latest_last() -> None:
    def letter(number: int, received_on: str) -> Dispatch:
        answer = Answer(received_on=received_on, kind=AnswerKind.OFFERED)
        return Dispatch(
            id=f"d{number}",
            recipient="casino",
            sent_on="2026-09-10",
            channel=Channel.EMAIL,
            answer=answer,
        )

    case = Case(dispatches=(letter(1, ""), letter(2, "2026-09-20"), letter(3, "2026-09-12")))
    found = case.dispatch_to("casino")
    assert found
    assert found.id == "d1"
    assert [one.received_on for one in found.replies] == ["", "2026-09-12", "2026-09-20"]


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "2026-00", "1899-12-31", "2200-01"])
def test_a_day_that_does_not_exist_is_refused_everywhere(text: str) -> None:
    def letter() -> Dispatch:
        return Dispatch(id="d1", recipient="casino", sent_on=text, channel=Channel.EMAIL)

    makers = (
        lambda: Moment(date=text),
        lambda: Answer(received_on=text, kind=AnswerKind.REJECTED),
        lambda: Player(date_of_birth=text),
        letter,
    )
    for make in makers:
        with pytest.raises(ValueError):
            make()


def test_only_an_exact_day_is_a_day() -> None:
    assert moment("2026-09").day is moment("").day is None
    assert moment("2026-09").is_dated
    assert not moment("").is_dated


def test_a_case_does_not_point_to_exhibits_that_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="f1 names an exhibit"):
        Case(facts=(Fact(id="f1", exhibits=("e1",)),))


def test_two_parts_of_a_kind_have_two_ids() -> None:
    with pytest.raises(ValueError, match="two contacts have the same id"):
        Case(contacts=(Contact(id="c1"), Contact(id="c1")))


def test_a_changed_part_is_checked_like_a_new_one() -> None:
    with pytest.raises(ValueError):
        replace(Money(amount="1.00"), amount="1,00")
    with pytest.raises(ValueError):
        replace(complete(), contacts=[support(id=f"c{n}") for n in range(MAX_CONTACTS + 1)])
    with pytest.raises(ValueError):
        replace(complete(), unheard_of="x")


def test_money_is_wanted_by_who_asks_a_payment_or_a_refund() -> None:
    wants = [kind for kind in RemedyKind if Remedy(kinds=(kind,)).wants_money]
    assert wants == [RemedyKind.PAY_OUT, RemedyKind.REFUND]
