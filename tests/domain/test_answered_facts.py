"""Answers with a day are facts of the case: numbered, proven, and changed where they were asked."""

from portal.domain.answered_facts import answered_facts, facts_told, unproven_facts, with_proof
from portal.domain.case import Case
from portal.domain.codec import read_case, write_case
from portal.domain.codes import RemedyKind, State, Topic
from portal.domain.finding import Code
from portal.domain.packet import PacketContent, build
from portal.domain.parts import replace
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO
from portal.domain.topic_answers import Cell, TopicAnswer
from portal.domain.values import Moment, Money
from portal.knowledge.loader import load_topics
from tests.domain.cases import PACKS, TODAY, complete

GUIDE = load_topics()[Topic.SELF_EXCLUSION]
PACK = PACKS["mt-mga"]
STOP = TopicAnswer(question="stop_asked", moment=Moment(date="2026-08-20", time="21:40"))
HOW = TopicAnswer(question="stop_asked_how", words="In the chat")


def deposit(day: str, euros: str) -> tuple[Cell, ...]:
    return (
        Cell(column="deposited_at", moment=Moment(date=day)),
        Cell(column="deposited", amount=Money(amount=euros)),
        Cell(column="transaction_number", words="T-1"),
    )


UNDATED = (Cell(column="deposited", amount=Money(amount="5")),)
DEPOSITS = TopicAnswer(
    question="deposits_after_stop",
    rows=(deposit("2026-09-02", "40"), UNDATED, deposit("2026-08-25", "60.50")),
)


def told_case() -> Case:
    answers = (STOP, HOW, DEPOSITS)
    return replace(complete("mt-mga"), topic=Topic.SELF_EXCLUSION, topic_answers=answers)


def packet(case: Case) -> PacketContent:
    readiness = assess(case, CASINO, PACK, TODAY, GUIDE)
    return build(case, readiness, PACK, is_draft=True, guide=GUIDE)


def test_an_answer_with_a_day_is_a_fact_with_what_belongs_to_it() -> None:
    stop, first, second = answered_facts(told_case(), GUIDE)
    assert (stop.id, stop.moment, stop.amount) == ("stop_asked", STOP.moment, None)
    assert [(one.name.en, one.shown.value) for one in stop.details] == [
        ("How the stop or limit was asked for", HOW)
    ]
    assert (first.id, second.id) == ("deposits_after_stop-0", "deposits_after_stop-2")
    assert second.amount == Money(amount="60.50")
    assert [one.name.en for one in second.details] == ["Transaction number"]


def test_what_has_no_day_or_fits_no_question_is_no_fact() -> None:
    unknown = replace(STOP, moment=Moment(unknown=True))
    of_other_topic = TopicAnswer(question="fault_at", moment=STOP.moment)
    case = replace(told_case(), topic_answers=(unknown, of_other_topic))
    assert answered_facts(case, GUIDE) == ()
    assert answered_facts(told_case(), None) == ()


def test_what_the_player_wrote_down_himself_is_not_told_twice() -> None:
    case = told_case()
    own = replace(case.facts[0], id="f2", exhibits=(), amount=None)
    same_time = replace(own, moment=STOP.moment)
    only_that_day = replace(own, moment=Moment(date="2026-08-20"))
    same_amount = replace(
        own, moment=Moment(date="2026-09-02"), amount=Money(amount="40.00"), what="I paid."
    )
    wanted = {same_time: "stop_asked", only_that_day: "", same_amount: "deposits_after_stop-0"}
    everything = {one.id for one in answered_facts(case, GUIDE)}
    for written, left_out in wanted.items():
        found = answered_facts(case.with_fact(written), GUIDE)
        assert everything - {one.id for one in found} == ({left_out} if left_out else set())
    proven = with_proof(case, replace(answered_facts(case, GUIDE)[0], exhibits=("e1",)))
    assert answered_facts(proven.with_fact(same_time), GUIDE)[0].id == "stop_asked"


def test_the_packet_numbers_all_facts_in_order_of_date_and_lists_the_unproven() -> None:
    content = packet(told_case())
    assert [(one.number, one.moment.date, one.what) for one in content.facts] == [
        (1, "2026-08-20", ""),
        (2, "2026-08-25", ""),
        (3, "2026-09-01", content.facts[2].what),
        (4, "2026-09-02", ""),
    ]
    assert content.facts[2].what
    assert [one.name.en for one in content.facts if one.name] == [
        "Stop or limit asked for",
        "Deposit after the stop",
        "Deposit after the stop",
    ]
    assert content.unproven == (1, 2, 4)
    found = next(one for one in content.findings if one.code is Code.FACTS_PROVEN)
    assert (found.state, found.number) == (State.WARNING, 3)


def test_proof_of_an_answer_is_kept_with_it_cited_and_taken_away_with_its_exhibit() -> None:
    case = told_case()
    for fact in answered_facts(case, GUIDE):
        case = with_proof(case, replace(fact, exhibits=("e1",)))
    assert read_case(write_case(case)) == case
    assert unproven_facts(case, GUIDE) == ()
    content = packet(case)
    assert [one.exhibits for one in content.facts] == [(1,)] * 4
    assert {"F1", "F2", "F3", "F4"} <= set(content.exhibits[0].cited_by)
    without = case.without_exhibit("e1")
    assert len(unproven_facts(without, GUIDE)) == len(facts_told(without, GUIDE)) == 4


def test_an_answer_alone_does_not_tell_what_went_wrong() -> None:
    case = replace(told_case(), facts=())
    told = assess(case, CASINO, PACK, TODAY, GUIDE).of(Code.FACTS_TOLD)
    assert told
    assert told.state is State.MISSING


def test_the_amount_asked_agrees_with_one_answer_or_with_the_sum_of_a_list() -> None:
    wanted = {"40": True, "60.50": True, "100.50": True, "100": False}
    for asked, agrees in wanted.items():
        case = replace(told_case(), transactions=())
        money = Money(amount=asked)
        remedy = replace(case.remedy, kinds=(RemedyKind.REFUND,), amount=money)
        found = assess(replace(case, remedy=remedy), CASINO, PACK, TODAY, GUIDE)
        amount = found.of(Code.AMOUNT_AGREES)
        assert amount
        assert (amount.state is State.MET) is agrees, asked
