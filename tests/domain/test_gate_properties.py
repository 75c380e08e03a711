"""What holds for the gate whatever the case."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.case import Answer, Case, Contact
from portal.domain.codec import read_case, write_case
from portal.domain.codes import State, Unit
from portal.domain.finding import Code
from portal.domain.ladder import RungState, ladder_of
from portal.domain.next_step import next_step
from portal.domain.packet import build
from portal.domain.parts import replace
from portal.domain.readiness import assess
from portal.domain.replies import with_reply
from portal.domain.rules import RulePack
from portal.domain.values import Period
from portal.i18n import LANGUAGES, use_language
from tests.domain.cases import PACKS, TODAY, casino, complete, fact, final, send
from tests.domain.made_up import ANSWERS, CONTACTS, PACK_IDS, days_from, recipients_at, stories
from tests.wording.made_up import cases as wild_cases

SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
STEPS = frozenset(
    {
        Code.SUPPORT_CONTACTED,
        Code.MANAGER_CONTACTED,
        Code.COMPLAINTS_ADDRESS,
        Code.COMPLAINT_SENT,
        Code.CASINO_ANSWERED,
        Code.DISPUTE_DECIDED,
    }
)


def met_steps(case: Case, pack: RulePack, on: date) -> set[tuple[str, Code]]:
    return {
        (to.code, one.code)
        for to in recipients_at(pack.id)
        for one in assess(case, to, pack, on).in_state(State.MET)
        if one.code in STEPS
    }


def done_rungs(case: Case, pack: RulePack, on: date) -> set[str]:
    return {one.step for one in ladder_of(case, pack, on) if one.state is RungState.DONE}


@SOME
@given(case=stories(), pack_id=PACK_IDS, contact=CONTACTS, on=days_from(TODAY, 100))
def test_another_contact_never_makes_a_met_step_unmet(
    case: Case, pack_id: str, contact: Contact, on: date
) -> None:
    pack, longer = PACKS[pack_id], case.with_contact(contact)
    assert met_steps(case, pack, on) <= met_steps(longer, pack, on)
    assert done_rungs(case, pack, on) <= done_rungs(longer, pack, on)


@SOME
@given(case=stories(), reply=ANSWERS, on=days_from(TODAY, 100))
def test_a_reply_that_is_not_final_closes_nothing_that_was_open(
    case: Case, reply: Answer, on: date
) -> None:
    pack = PACKS.get(case.casino.authority, PACKS["unknown"])
    more = replace(reply, id="r9", is_final=False)
    longer = replace(case, dispatches=tuple(with_reply(one, more) for one in case.dispatches))
    for to in recipients_at(pack.id):
        assert assess(longer, to, pack, on) == assess(case, to, pack, on)
    assert done_rungs(case, pack, on) <= done_rungs(longer, pack, on)


@SOME
@given(
    pack_id=PACK_IDS,
    sent_on=days_from(TODAY - timedelta(days=90), 90),
    data=st.data(),
    at_body=st.booleans(),
)
def test_who_only_waits_is_ready_on_the_day_named_and_not_before(
    pack_id: str, sent_on: date, data: st.DataObject, at_body: bool
) -> None:
    case = casino(send(complete(pack_id), "casino", sent_on.isoformat()), dispute_body="A body")
    if at_body:
        sent_at_body = data.draw(days_from(sent_on, (TODAY - sent_on).days))
        case = send(case, "dispute", sent_at_body.isoformat())
    for to in recipients_at(pack_id):
        readiness = assess(case, to, PACKS[pack_id], TODAY)
        if any(one.state is not State.WAITING for one in readiness.blockers):
            continue
        until = readiness.waiting_until or TODAY
        assert assess(case, to, PACKS[pack_id], until).is_ready
        if until > TODAY:
            earlier = data.draw(days_from(TODAY, (until - TODAY).days - 1))
            for on in (earlier, until - timedelta(days=1)):
                assert not assess(case, to, PACKS[pack_id], on).is_ready


@SOME
@given(case=stories(), on=days_from(TODAY, 100))
def test_made_up_cases_that_only_wait_open_on_their_day(case: Case, on: date) -> None:
    pack = PACKS.get(case.casino.authority, PACKS["unknown"])
    for to in recipients_at(pack.id):
        readiness = assess(case, to, pack, on)
        until = readiness.waiting_until
        if until and readiness.blockers == readiness.in_state(State.WAITING):
            assert assess(case, to, pack, until).is_ready
            assert not assess(case, to, pack, until - timedelta(days=1)).is_ready


@SOME
@given(case=stories(), pack_id=PACK_IDS, seed=st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(case: Case, pack_id: str, seed: random.Random) -> None:
    pack = PACKS[pack_id]
    parts = ("facts", "contacts", "exhibits", "dispatches")
    shuffled = replace(
        case, **{name: seed.sample(getattr(case, name), len(getattr(case, name))) for name in parts}
    )
    for to in recipients_at(pack_id):
        readiness = assess(case, to, pack, TODAY)
        assert assess(shuffled, to, pack, TODAY) == readiness
    assert next_step(shuffled, pack, TODAY, ()) == next_step(case, pack, TODAY, ())
    assert ladder_of(shuffled, pack, TODAY) == ladder_of(case, pack, TODAY)


@SOME
@given(case=st.one_of(stories(), wild_cases()), pack_id=PACK_IDS, on=days_from(TODAY, 800))
def test_everything_about_a_valid_case_can_be_asked(case: Case, pack_id: str, on: date) -> None:
    pack = PACKS[pack_id]
    next_step(case, pack, on, ())
    for to in recipients_at(pack_id):
        readiness = assess(case, to, pack, on)
        assert readiness.is_ready == (not any(one.closes for one in readiness.findings))
        assert build(case, readiness, pack, is_draft=True).hash


@pytest.mark.parametrize("edge", ["1900-01-01", "2199-12-31", "2199-12", "2024-02-29"])
@pytest.mark.parametrize("pack_id", PACKS)
def test_the_ends_of_the_calendar_are_counted_too(pack_id: str, edge: str) -> None:
    case = casino(complete(pack_id), answer_time=Period(number=1000, unit=Unit.YEARS))
    case = case.with_fact(fact(edge, id="f2"))
    case = send(case, "casino", edge[:10], answer=final(edge), more_time_asked=True)
    case = send(casino(case, dispute_body="ecogra"), "dispute", edge)
    for on in (date(1900, 1, 1), TODAY, date(2199, 12, 31)):
        next_step(case, PACKS[pack_id], on, ())
        for to in recipients_at(pack_id):
            build(case, assess(case, to, PACKS[pack_id], on), PACKS[pack_id], is_draft=True)


@SOME
@given(case=stories(), pack_id=PACK_IDS)
def test_the_language_of_the_screen_changes_no_verdict(case: Case, pack_id: str) -> None:
    answers = []
    for language in LANGUAGES:
        with use_language(language):
            answers.append(
                [assess(case, to, PACKS[pack_id], TODAY) for to in recipients_at(pack_id)]
            )
    assert answers == [answers[0]] * len(LANGUAGES)


@SOME
@given(case=st.one_of(stories(), wild_cases()), words=st.text(max_size=300))
def test_a_case_survives_being_written_and_read(case: Case, words: str) -> None:
    case = replace(case, topic_words=words)
    data = write_case(case)
    assert read_case(data) == case
    assert write_case(read_case(data)) == data
