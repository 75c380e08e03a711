"""Several replies to one letter: which is the current one, and what stays of those before it."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.case import MAX_EARLIER_ANSWERS, Answer, Case, Dispatch
from portal.domain.codec import read_case, write_case
from portal.domain.codes import AnswerKind, OfferReply
from portal.domain.counting import AnswerBand, counted_case
from portal.domain.errors import BadCaseFile
from portal.domain.ladder import ladder_of
from portal.domain.letters import is_solved
from portal.domain.next_step import Todo, next_step
from portal.domain.offers import open_offer
from portal.domain.parts import replace
from portal.domain.replies import reply_of, with_reply, without_reply
from portal.domain.timeline import Event, timeline_of
from tests.domain.cases import PACKS, TODAY, complete, final, send, sent
from tests.domain.made_up import REPLIES, with_replies

PACK = PACKS["nl-ksa"]
LETTER = sent().dispatches[0]
DECLINED = Answer(
    id="r1",
    received_on="2026-10-01",
    kind=AnswerKind.OFFERED,
    words="200 euro",
    offer_reply=OfferReply.DECLINED,
    offer_replied_on="2026-10-05",
)
NO = replace(final("2026-10-20"), id="r2")


def story(*replies: Answer) -> Case:
    letter = LETTER
    for one in replies:
        letter = with_reply(letter, one)
    return sent().with_dispatch(letter)


def ids(letter: Dispatch) -> list[str]:
    return [one.id for one in letter.replies]


def test_a_later_reply_keeps_the_offer_and_what_the_player_said_to_it() -> None:
    case = story(DECLINED, NO)
    (letter,) = case.dispatches
    assert (letter.answer, letter.earlier_answers) == (NO, (DECLINED,))
    told = [(one.event, one.first) for one in timeline_of(case, PACK, TODAY) if one.dispatch]
    assert told == [
        (Event.SENT, "2026-09-10"),
        (Event.REPLY, "2026-10-01"),
        (Event.OFFER_REPLY, "2026-10-05"),
        (Event.REPLY, "2026-10-20"),
    ]
    assert open_offer(case) is None


def test_an_accepted_offer_stays_when_the_case_is_solved() -> None:
    accepted = replace(DECLINED, offer_reply=OfferReply.ACCEPTED)
    case = story(accepted, replace(NO, kind=AnswerKind.SOLVED))
    assert next_step(case, PACK, TODAY, ()).todo is Todo.CLOSE
    assert is_solved(case)
    assert case.dispatches[0].earlier_answers == (accepted,)


def test_what_was_solved_once_is_not_solved_when_the_casino_comes_back_on_it() -> None:
    case = story(replace(DECLINED, kind=AnswerKind.SOLVED), NO)
    assert not is_solved(case)
    assert next_step(case, PACK, TODAY, ()).todo is not Todo.CLOSE


def test_a_final_answer_stays_one_and_a_later_offer_is_to_be_decided_about() -> None:
    offer = replace(DECLINED, id="r3", received_on="2026-11-01", offer_reply=None)
    case = story(NO, replace(offer, offer_replied_on=""))
    rungs = {one.step: one.state for one in ladder_of(case, PACK, TODAY)}
    assert rungs == {one.step: one.state for one in ladder_of(story(NO), PACK, TODAY)}
    assert next_step(case, PACK, TODAY, ()).todo is Todo.DECIDE_OFFER


def test_the_regulators_final_word_stays_when_it_writes_again() -> None:
    case = send(story(NO), "authority:nl-ksa", "2026-10-25", answer=final("2026-11-10"))
    more = Answer(id="r2", received_on="2026-11-15", kind=AnswerKind.NOT_SOLVED)
    case = case.with_dispatch(with_reply(case.dispatches[-1], more))
    assert next_step(case, PACK, TODAY, ()).todo is Todo.LADDER_DONE


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("2026-10-20", "2026-10-01"), ["r2", "r1"]),  # written down late
        (("2026-10-01", "2026-10-01"), ["r1", "r2"]),
        (("2026-10", "2026-10-20"), ["r1", "r2"]),  # a month does not say which came first
        (("2026-10-20", "2026-10"), ["r1", "r2"]),
        (("2026-10-20", "2026-09"), ["r2", "r1"]),
        (("", "2026-10-20"), ["r1", "r2"]),
        (("2026-10-20", ""), ["r1", "r2"]),
        (("2026-10-20", "2026-10", "2026-10-05"), ["r3", "r1", "r2"]),
    ],
)
def test_the_latest_reply_is_the_current_one(days: tuple[str, ...], order: list[str]) -> None:
    replies = [replace(DECLINED, received_on=one) for one in days]
    assert ids(with_replies(LETTER, replies)) == order


def test_a_corrected_day_puts_a_reply_in_its_place() -> None:
    letter = with_replies(LETTER, [DECLINED, NO])
    later = with_reply(letter, replace(DECLINED, received_on="2026-11-01"))
    assert ids(later) == ["r2", "r1"]
    assert with_reply(later, DECLINED) == letter


@settings(deadline=None)
@given(replies=REPLIES, number=st.integers(1, 3))
def test_who_takes_a_reply_away_has_the_others(replies: list[Answer], number: int) -> None:
    letter = with_replies(LETTER, replies)
    left = without_reply(letter, f"r{number}")
    assert sorted(ids(left)) == sorted(set(ids(letter)) - {f"r{number}"})
    assert reply_of(left, f"r{number}") is None
    assert (left.answer is None) == (not left.replies)
    assert without_reply(left, f"r{number}") == left


def test_replies_go_out_and_come_back_and_an_older_file_still_opens() -> None:
    case = story(DECLINED, NO)
    assert read_case(write_case(case)) == case
    old = json.loads(write_case(story(NO)))
    del old["dispatches"][0]["earlier_answers"], old["dispatches"][0]["answer"]["id"]
    (letter,) = read_case(json.dumps(old).encode()).dispatches
    assert (letter.answer, letter.earlier_answers) == (replace(NO, id="r1"), ())


def _without_answer(sent_out: dict[str, object]) -> None:
    sent_out["answer"] = None


def _twice(sent_out: dict[str, object]) -> None:
    sent_out["earlier_answers"] = [sent_out["answer"]]


def _too_many(sent_out: dict[str, object]) -> None:
    many = [{**json.loads(json.dumps(sent_out["answer"])), "id": f"x{n}"} for n in range(21)]
    sent_out["earlier_answers"] = many


@pytest.mark.parametrize("spoil", [_without_answer, _twice, _too_many])
def test_replies_that_cannot_be_are_refused(spoil: object) -> None:
    assert MAX_EARLIER_ANSWERS == 20
    data = json.loads(write_case(story(DECLINED, NO)))
    assert callable(spoil)
    spoil(data["dispatches"][0])
    with pytest.raises(BadCaseFile, match=r"dispatches|replies"):
        read_case(json.dumps(data).encode())


@pytest.mark.parametrize(
    ("replies", "band"),
    [
        ((DECLINED,), AnswerBand.FOUR_WEEKS),
        ((DECLINED, NO), AnswerBand.EIGHT_WEEKS),
        ((DECLINED, replace(NO, is_final=False)), AnswerBand.FOUR_WEEKS),
    ],
)
def test_the_casino_took_until_its_final_answer_else_until_its_first(
    replies: tuple[Answer, ...], band: AnswerBand
) -> None:
    counted = counted_case(story(*replies), "solved", date(2026, 11, 27), {"nl-ksa"})
    assert counted.answer is band


def test_the_silence_ended_with_the_first_reply() -> None:
    rung = next(one for one in ladder_of(story(DECLINED, NO), PACK, TODAY) if one.dispatch)
    assert rung.silence_days == 21


def test_replies_on_two_copies_of_a_letter_stand_together() -> None:
    many = [replace(DECLINED, received_on=f"2026-10-{n:02}") for n in range(1, 16)]
    case = complete()
    for _copy in range(2):
        case = send(case, "casino", "2026-09-10")
        case = case.with_dispatch(with_replies(case.dispatches[-1], many))
    found = case.dispatch_to("casino")
    assert found
    assert len(found.replies) == 30
