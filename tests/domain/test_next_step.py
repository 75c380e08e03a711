"""The one thing to do now."""

from collections.abc import Callable

import pytest

from portal.domain.case import Case, Fact, Remedy
from portal.domain.closing import Closing
from portal.domain.codes import (
    AnswerKind,
    Channel,
    RemedyKind,
    Result,
    Step,
    TextKind,
    Topic,
)
from portal.domain.finding import Code, Page
from portal.domain.next_step import NextStep, Todo, next_step
from portal.domain.parts import replace
from portal.domain.values import Money
from tests.domain.cases import (
    PACKS,
    TODAY,
    answered,
    casino,
    complete,
    day,
    decided,
    fact,
    final,
    manager,
    moment,
    player,
    send,
    sent,
    support,
)
from tests.domain.stand import NO_MANAGER, OFFER, Stand, accepted, asked


def told(case: Case) -> Case:
    """Facts without an amount, so that the amount must be explained."""
    return case.with_fact(Fact(id="f1", moment=moment("2026-09-01"), what="Geweigerd"))


def asks_money(case: Case) -> Case:
    return replace(case, remedy=Remedy(kinds=(RemedyKind.PAY_OUT,)))


def explained(case: Case) -> Case:
    remedy = replace(case.remedy, amount=Money(amount="10.00"), amount_explanation="Mijn inzet")
    return replace(case, remedy=remedy)


# what the player does when he follows the advice
_DO: dict[Todo, Callable[[Case], Case]] = {
    Todo.CHOOSE_TOPIC: lambda case: replace(case, topic=Topic.BONUS),
    Todo.TELL_FACTS: told,
    Todo.CONTACT_SUPPORT: lambda case: case.with_contact(support()),
    Todo.ASK_MANAGER: lambda case: case.with_contact(manager()),
    Todo.CHOOSE_REMEDY: asks_money,
    Todo.STATE_AMOUNT: explained,
    Todo.ASK_ADDRESS: lambda case: casino(case, complaints_email="klachten@casino.example"),
    Todo.SAY_WHO: lambda case: player(case, name="Sanne", email="sanne@example.org"),
}
_COMPLETE: dict[Code, Callable[[Case], Case]] = {
    Code.DISPUTE_BODY_NAMED: lambda case: casino(case, dispute_body="A body"),
    Code.DISPUTE_DECIDED: lambda case: case.with_dispatch(
        replace(case.dispatches[-1], answer=final(case.dispatches[-1].sent_on))
    ),
}


def follow(stand: Stand, pack: str) -> Stand:
    """The stand after the player did what the portal advised."""
    step, case = stand.step, stand.case
    match step.todo:
        case Todo.NAME_CASINO:
            named = casino(case, brand="Zilverster", authority=pack, authority_name="A board")
            return stand._replace(case=named)
        case Todo.MAKE_PACKET:
            return stand._replace(issued=stand.issued | {step.recipient.code})
        case Todo.SEND_PACKET:
            letter = send(case, step.recipient.code, stand.today.isoformat())
            return stand._replace(case=letter)
        case Todo.WAIT_FOR_DISPUTE:
            return stand._replace(case=_COMPLETE[Code.DISPUTE_DECIDED](case))
        case Todo.WAIT:
            assert step.until
            assert (step.until - stand.today).days == step.days > 0
            return stand._replace(today=step.until)
        case Todo.COMPLETE:
            assert step.finding
            return stand._replace(case=_COMPLETE[step.finding.code](case))
    return stand._replace(case=_DO[step.todo](case))


def mark(step: NextStep) -> tuple[Todo, str, Code | None]:
    return step.todo, step.recipient.code, step.finding.code if step.finding else None


# the last day to complain is near in this story, so nobody waits for a manager there
_SHORT_OF_TIME = {"es-dgoj", "km-anjouan"}
_AT_THE_TOP = {Todo.WAIT_FOR_AUTHORITY, Todo.NO_REGULATOR}


@pytest.mark.parametrize("pack", PACKS)
def test_who_follows_the_advice_climbs_the_whole_ladder_and_never_goes_round(pack: str) -> None:
    stand, seen = Stand(Case()), []
    while stand.step.todo not in _AT_THE_TOP:
        assert mark(stand.step) not in seen
        seen.append(mark(stand.step))
        stand = follow(stand, pack)
    sent_to = [one.recipient for one in stand.case.dispatches]
    has_body = PACKS[pack].ladder_rule(Step.DISPUTE)
    authority = [] if PACKS[pack].is_no_authority else [f"authority:{pack}"]
    assert sent_to == ["casino", *(["dispute"] if has_body else []), *authority]
    expected = set(_DO) | {Todo.MAKE_PACKET, Todo.SEND_PACKET}
    expected -= {Todo.ASK_MANAGER} if pack in _SHORT_OF_TIME else set()
    assert {todo for todo, _, _ in seen} >= expected


def test_the_advice_follows_the_work_in_its_order() -> None:
    stand, seen = Stand(Case()), []
    while stand.step.todo is not Todo.MAKE_PACKET:
        seen.append(stand.step.todo)
        stand = follow(stand, "nl-ksa")
    assert seen == [
        Todo.CHOOSE_TOPIC,
        Todo.NAME_CASINO,
        Todo.TELL_FACTS,
        Todo.CONTACT_SUPPORT,
        Todo.ASK_MANAGER,
        Todo.CHOOSE_REMEDY,
        Todo.STATE_AMOUNT,
        Todo.ASK_ADDRESS,
        Todo.SAY_WHO,
    ]


REACHED = [
    (Todo.CHOOSE_TOPIC, Stand(Case()), "casino"),
    (Todo.NAME_CASINO, Stand(casino(complete(), brand="", website="")), "casino"),
    (Todo.TELL_FACTS, Stand(replace(complete(), facts=())), "casino"),
    (Todo.CONTACT_SUPPORT, Stand(replace(complete(), contacts=())), "casino"),
    (Todo.ASK_MANAGER, Stand(replace(complete(), contacts=(support(),))), "casino"),
    (Todo.CHOOSE_REMEDY, Stand(replace(complete(), remedy=Remedy())), "casino"),
    (Todo.STATE_AMOUNT, Stand(asks_money(complete())), "casino"),
    (Todo.ASK_ADDRESS, Stand(casino(complete(), complaints_email="")), "casino"),
    (Todo.SAY_WHO, Stand(player(complete(), email="")), "casino"),
    (
        Todo.TOO_LATE,
        Stand(answered("mt-mga", "ecogra", "2026-10-01"), day("2027-10-02")),
        "dispute",
    ),
    (Todo.COMPLETE, Stand(answered("mt-mga")), "dispute"),
    (Todo.MAKE_PACKET, Stand(complete()), "casino"),
    (Todo.SEND_PACKET, Stand(complete(), issued=frozenset({"casino"})), "casino"),
    (Todo.WAIT, Stand(sent(when="2026-11-01")), "authority:nl-ksa"),
    (
        Todo.WAIT_FOR_DISPUTE,
        Stand(send(answered("mt-mga", "ecogra"), "dispute", "2026-10-05")),
        "dispute",
    ),
    (
        Todo.WAIT_FOR_AUTHORITY,
        Stand(send(decided("mt-mga"), "authority:mt-mga", "2026-11-10")),
        "authority:mt-mga",
    ),
    (Todo.DECIDE_OFFER, Stand(sent(answer=OFFER)), "casino"),
    (Todo.WAIT_FOR_OFFER, Stand(sent(answer=accepted("2026-11-20"))), "casino"),
    (
        Todo.WAIT_FOR_REPLY,
        Stand(asked(TextKind.ASK_MANAGER, "2026-11-20", "2026-11-27", NO_MANAGER)),
        "casino",
    ),
    (
        Todo.TELL_NO_REPLY,
        Stand(asked(TextKind.ASK_MANAGER, "2026-11-01", "2026-11-10", NO_MANAGER)),
        "casino",
    ),
    (
        Todo.NO_REGULATOR,
        Stand(casino(answered("unknown"), authority="none")),
        "casino",
    ),
    (
        Todo.LADDER_DONE,
        Stand(
            send(decided("mt-mga"), "authority:mt-mga", "2026-11-10", answer=final("2026-11-20"))
        ),
        "authority:mt-mga",
    ),
    (Todo.CLOSE, Stand(sent(answer=final("2026-10-01", AnswerKind.SOLVED))), "casino"),
    (
        Todo.CLOSED,
        Stand(replace(sent(), closing=Closing(on=TODAY, result=Result.NOT_SOLVED))),
        "casino",
    ),
]


@pytest.mark.parametrize(("todo", "stand", "recipient"), REACHED)
def test_every_kind_of_advice_is_reached(todo: Todo, stand: Stand, recipient: str) -> None:
    assert (stand.step.todo, stand.step.recipient.code) == (todo, recipient)


def test_no_kind_of_advice_is_left_out_above() -> None:
    assert [todo for todo, _, _ in REACHED] == list(Todo)


def test_who_waits_is_told_until_when_and_how_that_was_counted() -> None:
    step = Stand(sent(when="2026-11-01")).step
    assert (step.until, step.days, step.page) == (day("2026-12-28"), 36, Page.SENDING)
    assert step.count
    assert step.count.start == day("2026-11-01")


def test_without_a_licence_the_player_still_waits_for_the_casino_first() -> None:
    stand = Stand(casino(sent("unknown", "2026-11-01"), authority="none"))
    assert (stand.step.todo, stand.step.until) == (Todo.WAIT, day("2026-12-28"))
    assert stand.step.days == 36
    after = stand._replace(today=day("2026-12-28"))
    assert after.step.todo is Todo.NO_REGULATOR


def test_waiting_is_not_the_advice_while_something_else_can_be_done() -> None:
    step = Stand(player(sent(when="2026-11-01"), name="")).step
    assert (step.todo, step.recipient.code) == (Todo.SAY_WHO, "authority:nl-ksa")


def test_a_report_that_was_sent_is_not_followed_by_a_packet_for_the_same_authority() -> None:
    stand = Stand(send(sent(), "report:nl-ksa", "2026-11-20"))
    assert stand.step.todo is Todo.WAIT_FOR_AUTHORITY


def test_who_asks_no_money_is_not_sent_to_a_dispute_body() -> None:
    case = replace(answered("mt-mga"), remedy=Remedy(kinds=(RemedyKind.APOLOGY,)))
    assert Stand(case).step.recipient.code == "authority:mt-mga"


def test_a_casino_without_a_dispute_body_is_passed_over() -> None:
    case = casino(answered("mt-mga"), no_dispute_body=True)
    assert Stand(case).step.recipient.code == "authority:mt-mga"


def test_a_letter_without_a_day_asks_for_its_day() -> None:
    step = Stand(send(complete(), "casino", "", channel=Channel.EMAIL)).step
    assert step.finding
    assert (step.todo, step.finding.code) == (Todo.COMPLETE, Code.COMPLAINT_SENT)


def test_an_old_fact_does_not_stop_a_complaint_by_an_unsure_rule() -> None:
    case = replace(complete("cw-cga"), facts=(fact("2025-01-01"),))
    assert Stand(case).step.todo is Todo.MAKE_PACKET


@pytest.mark.parametrize(
    ("case", "today", "late"),
    [
        (sent(when="2026-09-10"), "2026-11-05", None),
        (sent(when="2026-09-10"), "2026-11-17", ("casino", 12, True)),
        (sent(when="2026-09-10", answer=final("2026-10-01")), "2026-11-18", None),
        (sent("unknown", "2026-09-10"), "2026-11-06", ("casino", 1, False)),
    ],
)
def test_who_is_late_and_by_how_many_days(
    case: Case, today: str, late: tuple[str, int, bool] | None
) -> None:
    found = Stand(case, day(today)).step.late
    assert (found and (found.recipient.code, found.days, found.by_rule)) == late


def test_a_report_that_can_be_sent_at_once_stands_beside_the_advice() -> None:
    urgent = replace(complete("nl-ksa"), topic=Topic.SELF_EXCLUSION)
    (report,) = Stand(urgent).step.reports
    assert (report.recipient.code, report.warns) == ("report:nl-ksa", False)
    assert Stand(complete("nl-ksa")).step.reports == ()
    assert Stand(player(urgent, name="")).step.reports == ()
    assert Stand(send(urgent, "report:nl-ksa", "2026-11-20")).step.reports == ()


def test_a_report_can_go_to_another_regulator_than_that_of_the_casino() -> None:
    urgent = replace(complete("mt-mga"), topic=Topic.MINORS)
    at_home = [PACKS[one] for one in ("mt-mga", "nl-ksa", "de-ggl", "gb-ukgc")]
    found = next_step(urgent, PACKS["mt-mga"], TODAY, (), at_home).reports
    assert [(one.recipient.code, one.warns) for one in found] == [
        ("report:mt-mga", False),
        ("report:nl-ksa", True),  # who played there without a Dutch licence can be fined
        ("report:de-ggl", False),
    ]  # the British regulator takes reports about its own casinos
    told = send(urgent, "report:nl-ksa", "2026-11-20")
    assert len(next_step(told, PACKS["mt-mga"], TODAY, (), at_home).reports) == 2
