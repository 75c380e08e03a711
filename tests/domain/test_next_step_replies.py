"""The one thing to do while an offer is open, a text is out, or a contact solved it."""

import pytest

from portal.domain.case import Answer, Case
from portal.domain.codes import AnswerKind, OfferReply, Outcome, TextKind
from portal.domain.next_step import Todo
from portal.domain.parts import replace
from portal.domain.replies import with_reply
from tests.domain.cases import casino, complete, day, player, send, sent, support
from tests.domain.stand import NO_MANAGER, OFFER, Stand, accepted, asked, said


def test_a_declined_offer_leads_on_and_an_accepted_one_waits_two_weeks() -> None:
    declined = sent(when="2026-11-01", answer=accepted("2026-11-20", OfferReply.DECLINED))
    assert Stand(declined).step.todo is Todo.WAIT
    taken = Stand(sent(when="2026-09-10", answer=accepted("2026-11-20")))
    step = taken.step
    assert (step.todo, step.until, step.days) == (Todo.WAIT_FOR_OFFER, day("2026-12-04"), 12)
    assert taken._replace(today=day("2026-12-04")).step.todo is Todo.WAIT_FOR_OFFER
    assert taken._replace(today=day("2026-12-05")).step.todo is Todo.MAKE_PACKET


def test_an_offer_is_no_advice_any_more_once_the_player_went_on() -> None:
    case = send(sent(answer=OFFER), "authority:nl-ksa", "2026-11-20")
    assert Stand(case).step.todo is Todo.WAIT_FOR_AUTHORITY


@pytest.mark.parametrize(
    ("outcome", "then"),
    [(Outcome.SOLVED, Todo.CLOSE), (Outcome.OFFERED, Todo.DECIDE_OFFER)],
)
def test_what_was_said_in_the_last_contact_leads(outcome: Outcome, then: Todo) -> None:
    case = said(outcome)
    assert Stand(case).step.todo is then
    later = case.with_contact(support("2026-11-02", id="c10"))
    assert Stand(later).step.todo is Todo.MAKE_PACKET
    assert Stand(send(case, "casino", "2026-11-05")).step.todo is Todo.WAIT
    complained = send(case, "casino", "2026-10-05")
    assert Stand(complained).step.todo is then
    refused = Answer(received_on="2026-11-03", kind=AnswerKind.REJECTED)
    replied = replace(complained.dispatches[0], answer=refused)
    assert Stand(complained.with_dispatch(replied)).step.todo is Todo.WAIT
    other = replace(case.contacts[-1], about_other=True)
    assert Stand(case.with_contact(other)).step.todo is Todo.MAKE_PACKET


def test_a_spoken_offer_that_was_accepted_is_awaited_until_the_day_that_was_named() -> None:
    case = asked(TextKind.ACCEPT_OFFER, "2026-11-20", "2026-12-04", said(Outcome.OFFERED))
    step = Stand(case).step
    assert (step.todo, step.until, step.days) == (Todo.WAIT_FOR_OFFER, day("2026-12-04"), 12)
    assert Stand(case, day("2026-12-05")).step.todo is Todo.MAKE_PACKET
    assert Stand(send(case, "casino", "2026-11-21")).step.todo is Todo.WAIT
    declined = asked(TextKind.DECLINE_OFFER, "2026-11-20", "2026-12-04", said(Outcome.OFFERED))
    assert Stand(declined).step.todo is Todo.MAKE_PACKET


def test_only_a_refusal_ends_the_wait_for_an_accepted_offer() -> None:
    case = sent(when="2026-09-10", answer=accepted("2026-11-20"))
    (letter,) = case.dispatches

    def then(kind: AnswerKind) -> Todo:
        reply = Answer(id="r2", received_on="2026-11-21", kind=kind)
        return Stand(case.with_dispatch(with_reply(letter, reply))).step.todo

    assert then(AnswerKind.NOT_SOLVED) is Todo.WAIT_FOR_OFFER
    assert then(AnswerKind.REJECTED) is Todo.MAKE_PACKET
    assert then(AnswerKind.SOLVED) is Todo.CLOSE


def test_an_accepted_offer_is_awaited_until_a_working_day_as_its_text_says() -> None:
    taken = Stand(sent(when="2026-09-10", answer=accepted("2026-11-21")), day("2026-11-22"))
    assert taken.step.until == day("2026-12-07")  # two weeks later is a Saturday


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        (TextKind.ASK_HELP, replace(complete(), contacts=())),
        (TextKind.ASK_MANAGER, NO_MANAGER),
        (TextKind.ASK_COMPLAINTS_ADDRESS, casino(complete(), complaints_email="")),
    ],
)
def test_who_asked_waits_for_the_reply_and_then_tells_that_none_came(
    kind: TextKind, without: Case
) -> None:
    case = asked(kind, "2026-11-19", "2026-11-26", without)
    waiting, over = Stand(case).step, Stand(case, day("2026-11-28")).step
    assert (waiting.todo, waiting.until, waiting.days) == (
        Todo.WAIT_FOR_REPLY,
        day("2026-11-26"),
        4,
    )
    assert (over.todo, over.days) == (Todo.TELL_NO_REPLY, 2)
    assert over.text
    assert over.text.id == "c8"


def test_while_a_reply_is_awaited_the_rest_can_be_done() -> None:
    case = asked(TextKind.ASK_MANAGER, "2026-11-19", "2026-11-26", NO_MANAGER)
    unnamed = player(case, name="")
    assert Stand(unnamed).step.todo is Todo.SAY_WHO
    assert Stand(unnamed, day("2026-11-28")).step.todo is Todo.TELL_NO_REPLY
    assert Stand(case).step.todo is Todo.WAIT_FOR_REPLY


def test_a_second_request_for_help_holds_nothing_up() -> None:
    case = asked(TextKind.ASK_HELP, "2026-11-19", "2026-11-26", NO_MANAGER)
    assert Stand(case).step.todo is Todo.ASK_MANAGER
