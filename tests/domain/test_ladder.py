"""The ladder as it stands: rungs, silence, what opens when."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from portal.domain.case import Case
from portal.domain.codes import AnswerKind, Outcome, Step
from portal.domain.ladder import Rung, RungState, has_dispute_step, ladder_of
from portal.domain.next_step import Todo, next_step
from portal.domain.parts import replace
from tests.domain.cases import (
    PACKS,
    TODAY,
    answered,
    casino,
    complete,
    day,
    decided,
    final,
    manager,
    send,
    sent,
    support,
    without_money,
)
from tests.domain.made_up import PACK_IDS, days_from, stories

DONE, NOW, WAITING, LATER = RungState.DONE, RungState.NOW, RungState.WAITING, RungState.LATER
NOT_TAKEN = RungState.NOT_TAKEN


def rungs(case: Case, pack: str = "nl-ksa", on: date = TODAY) -> dict[Step, Rung]:
    return {one.step: one for one in ladder_of(case, PACKS[pack], on)}


def states(case: Case, pack: str = "nl-ksa", on: date = TODAY) -> list[RungState]:
    return [one.state for one in rungs(case, pack, on).values()]


BARE = replace(complete(), contacts=())


@pytest.mark.parametrize(
    ("case", "pack", "expected"),
    [
        (BARE, "nl-ksa", [NOW, LATER, LATER, LATER]),
        (BARE.with_contact(support()), "nl-ksa", [DONE, NOW, LATER, LATER]),
        (BARE.with_contact(manager()), "nl-ksa", [NOW, DONE, LATER, LATER]),
        (complete(), "nl-ksa", [DONE, DONE, NOW, LATER]),
        (sent(when="2026-11-01"), "nl-ksa", [DONE, DONE, WAITING, LATER]),
        (sent(), "nl-ksa", [DONE, DONE, DONE, NOW]),
        (send(BARE, "casino", "2026-09-10"), "nl-ksa", [NOT_TAKEN, NOT_TAKEN, DONE, NOW]),
        (sent("mt-mga", "2026-11-01"), "mt-mga", [DONE, DONE, WAITING, LATER, LATER]),
        (answered("mt-mga"), "mt-mga", [DONE, DONE, DONE, NOW, LATER]),
        (without_money(answered("mt-mga")), "mt-mga", [DONE, DONE, DONE, NOT_TAKEN, NOW]),
        (casino(sent("mt-mga"), no_dispute_body=True), "mt-mga", [DONE, DONE, DONE, NOW]),
        (decided("mt-mga"), "mt-mga", [DONE, DONE, DONE, DONE, NOW]),
        (
            send(answered("cw-cga"), "dispute", "2026-11-01"),
            "cw-cga",
            [DONE, DONE, DONE, WAITING, LATER],
        ),
        (send(sent(), "report:nl-ksa", "2026-11-20"), "nl-ksa", [DONE, DONE, DONE, DONE]),
    ],
)
def test_each_rung_says_how_far_the_player_is(
    case: Case, pack: str, expected: list[RungState]
) -> None:
    assert states(case, pack) == expected


def test_near_the_last_day_the_missing_manager_does_not_stand_in_the_way() -> None:
    case = replace(complete("cw-cga"), contacts=(support(),))
    assert states(case, "cw-cga", day("2027-02-20"))[:3] == [DONE, NOT_TAKEN, NOW]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=stories(), pack_id=PACK_IDS, on=days_from(TODAY, 100))
def test_at_most_one_rung_is_to_be_climbed_now_and_no_rung_is_twice(
    case: Case, pack_id: str, on: date
) -> None:
    ladder = ladder_of(case, PACKS[pack_id], on)
    assert [one.state for one in ladder].count(NOW) <= 1
    steps = [one.step for one in ladder]
    assert steps == [one for one in Step if one in steps]
    assert (Step.DISPUTE in steps) == has_dispute_step(case, PACKS[pack_id])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=stories(), on=days_from(TODAY, 100))
def test_the_rung_of_now_and_the_next_step_agree(case: Case, on: date) -> None:
    pack = PACKS.get(case.casino.authority, PACKS["unknown"])
    step = next_step(case, pack, on, ())
    now = {one.step for one in ladder_of(case, pack, on) if one.state is NOW}
    if step.todo is Todo.MAKE_PACKET:
        above = {"casino": Step.COMPLAINT, "dispute": Step.DISPUTE, "authority": Step.AUTHORITY}
        assert now == {above[step.recipient.kind]}
    if step.todo is Todo.CONTACT_SUPPORT and step.recipient.kind == "casino":
        assert now == {Step.SUPPORT}


def test_the_dispute_step_comes_from_the_rules_or_from_the_casino() -> None:
    assert has_dispute_step(complete("mt-mga"), PACKS["mt-mga"])
    assert not has_dispute_step(complete("nl-ksa"), PACKS["nl-ksa"])
    assert has_dispute_step(answered("nl-ksa", "A body"), PACKS["nl-ksa"])
    assert not has_dispute_step(answered("nl-ksa", "  "), PACKS["nl-ksa"])
    none = casino(complete("mt-mga"), no_dispute_body=True)
    assert not has_dispute_step(none, PACKS["mt-mga"])


def test_without_a_licence_no_rung_of_an_authority_is_invented() -> None:
    case = casino(answered("unknown"), authority="none")
    assert list(rungs(case, "unknown")) == [Step.SUPPORT, Step.MANAGER, Step.COMPLAINT]


def test_silence_is_counted_until_today_or_the_next_contact() -> None:
    unanswered = BARE.with_contact(support("2026-11-12", outcome=Outcome.NO_ANSWER))
    assert rungs(unanswered)[Step.SUPPORT].silence_days == 10
    went_on = unanswered.with_contact(manager("2026-11-15"))
    assert rungs(went_on)[Step.SUPPORT].silence_days == 3
    replied = unanswered.with_contact(support("2026-11-14", id="c3"))
    assert rungs(replied)[Step.SUPPORT].silence_days is None
    undated = BARE.with_contact(support("2026-11", outcome=Outcome.NO_ANSWER))
    assert rungs(undated)[Step.SUPPORT].silence_days is None


def test_after_a_letter_silence_is_counted_until_its_answer() -> None:
    assert rungs(sent(when="2026-11-01"))[Step.COMPLAINT].silence_days == 21
    assert rungs(answered("nl-ksa"))[Step.COMPLAINT].silence_days == 21
    copied = send(sent(when="2026-11-01"), "casino", "2026-11-05", answer=final("2026-11-08"))
    assert rungs(copied)[Step.COMPLAINT].silence_days == 7
    assert rungs(sent(when="2026-11-30"))[Step.COMPLAINT].silence_days == 0
    assert rungs(complete())[Step.COMPLAINT].silence_days is None


def test_a_rung_that_waits_says_from_which_day_the_next_one_opens() -> None:
    ladder = rungs(sent(when="2026-11-01"))
    assert ladder[Step.COMPLAINT].opens_on == day("2026-12-28")
    assert ladder[Step.AUTHORITY].opens_on == day("2026-12-28")


def test_no_day_is_promised_while_a_step_is_still_missing() -> None:
    ladder = rungs(sent("mt-mga", "2026-11-01"), "mt-mga")
    assert ladder[Step.COMPLAINT].opens_on == day("2026-12-28")
    assert ladder[Step.AUTHORITY].opens_on is None


def test_at_the_dispute_body_the_authority_opens_when_its_time_is_over() -> None:
    ladder = rungs(send(answered("cw-cga"), "dispute", "2026-11-01"), "cw-cga")
    assert ladder[Step.DISPUTE].opens_on == day("2027-01-31")
    assert ladder[Step.AUTHORITY].opens_on == day("2027-01-31")


def test_any_answer_of_the_dispute_body_ends_that_rung() -> None:
    offer = replace(final("2026-11-10", AnswerKind.OFFERED), is_final=False)
    case = send(answered("cw-cga"), "dispute", "2026-11-01", answer=offer)
    assert rungs(case, "cw-cga")[Step.DISPUTE].state is DONE


def test_the_first_letter_to_an_authority_stands_on_the_last_rung() -> None:
    case = send(decided("mt-mga"), "report:mt-mga", "2026-11-20")
    case = send(case, "authority:mt-mga", "2026-11-10")
    letter = rungs(case, "mt-mga")[Step.AUTHORITY].dispatch
    assert letter
    assert letter.recipient == "authority:mt-mga"
