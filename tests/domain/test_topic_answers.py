"""What was answered about a topic: kept when the topic changes, shown only where it fits."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.case import Case, Exhibit
from portal.domain.codec import read_case, write_case
from portal.domain.codes import State, Topic
from portal.domain.errors import BadCaseFile
from portal.domain.finding import Code, Way
from portal.domain.packet import build
from portal.domain.packet_topic import duties_of
from portal.domain.parts import replace
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO
from portal.domain.topic_answers import Cell, DecidingEvidence, TopicAnswer
from portal.domain.topics import fitting_answers, missing_evidence, with_answers
from portal.domain.values import Moment, Money
from portal.knowledge.loader import load_topics
from tests.domain.cases import PACKS, TODAY, complete
from tests.domain.made_up_answers import answer_to, answered

GUIDES = load_topics()
GAME = TopicAnswer(question="game", words="Starburst")
STAKE = TopicAnswer(question="stake", amount=Money(amount="5.00"))
FAULT, FAIR = GUIDES[Topic.GAME_FAULT], GUIDES[Topic.GAME_FAIRNESS]


def case_of(topic: Topic, *answers: TopicAnswer, pack: str = "mt-mga") -> Case:
    return replace(complete(pack), topic=topic, topic_answers=answers)


@settings(max_examples=60, deadline=None)
@given(case=st.just(complete()).flatmap(answered))
def test_answers_survive_the_case_file(case: Case) -> None:
    assert read_case(write_case(case)) == case


@settings(max_examples=60, deadline=None)
@given(data=st.data(), topic=st.sampled_from(Topic))
def test_every_answer_of_the_right_kind_is_shown(data: st.DataObject, topic: Topic) -> None:
    guide = GUIDES[topic]
    answers = tuple(data.draw(answer_to(one)) for one in guide.questions)
    case = case_of(topic, *reversed(answers))
    assert fitting_answers(case, guide) == answers
    content = build(
        case,
        assess(case, CASINO, PACKS["mt-mga"], TODAY),
        PACKS["mt-mga"],
        is_draft=True,
        guide=guide,
    )
    assert len(content.topic_lines.answers) == len(answers)


def test_an_old_case_has_no_answers() -> None:
    assert read_case(b"{}").topic_answers == ()
    assert read_case(b"{}").deciding_evidence == ()


def test_another_topic_shows_what_fits_and_keeps_the_rest() -> None:
    case = case_of(Topic.GAME_FAIRNESS, GAME, STAKE)
    assert fitting_answers(case, FAULT) == (GAME, STAKE)
    assert fitting_answers(case, FAIR) == (GAME,)
    percentage = TopicAnswer(question="payout_percentage", words="96%")
    changed = replace(case, topic_answers=with_answers(case, FAIR, [percentage]))
    assert fitting_answers(changed, FAIR) == (percentage,)
    assert fitting_answers(changed, FAULT) == (STAKE,)  # what was asked again was left open


def test_an_open_answer_is_not_kept() -> None:
    case = case_of(Topic.GAME_FAULT, GAME)
    assert with_answers(case, FAULT, [TopicAnswer(question="game")]) == ()


@pytest.mark.parametrize(
    "answer",
    [
        TopicAnswer(question="stake", words="five euros"),
        TopicAnswer(question="fault_at", yes=True),
        TopicAnswer(question="game", amount=Money(amount="1.00")),
        TopicAnswer(question="game", rows=((Cell(column="stake", words="x"),),)),
        TopicAnswer(question="nobody_asks_this", words="x"),
    ],
)
def test_an_answer_of_another_kind_does_not_fit(answer: TopicAnswer) -> None:
    assert fitting_answers(case_of(Topic.GAME_FAULT, answer), FAULT) == ()


@pytest.mark.parametrize(
    "cell", [Cell(column="stake", words="x"), Cell(column="unheard_of", words="x")]
)
def test_a_row_of_another_kind_does_not_fit(cell: Cell) -> None:
    rounds = TopicAnswer(question="rounds", rows=((cell,),))
    assert fitting_answers(case_of(Topic.BONUS, rounds), GUIDES[Topic.BONUS]) == ()


@pytest.mark.parametrize(
    "document",
    [
        b'{"topic_answers": [{"question": "game"}, {"question": "game"}]}',
        b'{"topic_answers": [{"question": "The game"}]}',
        b'{"topic_answers": [{"question": "game", "rows": [[]]}]}',
        b'{"deciding_evidence": [{"evidence": "terms", "exhibits": ["e1"]}]}',
        b'{"deciding_evidence": [{"evidence": "terms", "exhibits": []}]}',
    ],
)
def test_a_wrong_answer_is_refused_with_the_case_file(document: bytes) -> None:
    with pytest.raises(BadCaseFile):
        read_case(document)


def test_evidence_that_was_removed_decides_nothing() -> None:
    shown = (
        DecidingEvidence(evidence="round_records", exhibits=("e1", "e7")),
        DecidingEvidence(evidence="error_text", exhibits=("e7",)),
    )
    case = complete().with_exhibit(Exhibit(id="e7"))
    case = replace(case, deciding_evidence=shown).without_exhibit("e7")
    assert case.deciding_evidence == (DecidingEvidence(evidence="round_records", exhibits=("e1",)),)


def test_missing_evidence_warns_and_never_stops() -> None:
    case = case_of(Topic.GAME_FAULT)
    without = assess(case, CASINO, PACKS["mt-mga"], TODAY)
    found = assess(case, CASINO, PACKS["mt-mga"], TODAY, FAULT)
    warned = found.of(Code.DECIDING_EVIDENCE)
    assert warned
    assert (warned.state, warned.way, warned.number) == (State.WARNING, Way.CASINO_HAS_IT, 5)
    assert found.blockers == without.blockers


def test_what_the_casino_does_not_have_is_not_asked_of_it() -> None:
    shown = tuple(
        DecidingEvidence(evidence=one.id, exhibits=("e1",)) for one in FAULT.evidence if one.request
    )
    case = replace(case_of(Topic.GAME_FAULT), deciding_evidence=shown)
    assert [one.id for one in missing_evidence(case, FAULT)] == ["fault_picture"]
    warned = assess(case, CASINO, PACKS["mt-mga"], TODAY, FAULT).of(Code.DECIDING_EVIDENCE)
    assert warned
    assert (warned.state, warned.way) == (State.WARNING, None)


# What research found, apart from the packs: article, and the confidence of its source.
DUTIES = {
    ("nl-ksa", Topic.GAME_FAULT): {"Bkoa art. 4.31", "Bkoa art. 4.32"},
    ("nl-ksa", Topic.MINORS): {"Bkoa art. 4.11, 4.16"},
    ("nl-ksa", Topic.PRIVACY): set(),
    ("nl-ksa", Topic.MARKETING): set(),
    ("mt-mga", Topic.WITHDRAWAL): set(),
    ("cw-cga", Topic.WITHDRAWAL): set(),
    ("unknown", Topic.WITHDRAWAL): set(),
}


@pytest.mark.parametrize(("pack", "topic"), DUTIES)
def test_only_verified_duties_about_the_topic_are_named(pack: str, topic: Topic) -> None:
    duties = duties_of(case_of(topic, pack=pack), PACKS[pack])
    assert {one.article for one in duties} == DUTIES[pack, topic]
    assert all(one.sources for one in duties)


def test_the_rules_of_a_regulator_do_not_bind_a_casino_that_it_did_not_license() -> None:
    case = case_of(Topic.GAME_FAULT, pack="mt-mga")
    assert duties_of(case, PACKS["nl-ksa"]) == ()


def test_the_packet_numbers_the_sources_of_duties_with_the_others() -> None:
    case, pack = case_of(Topic.GAME_FAULT, pack="nl-ksa"), PACKS["nl-ksa"]
    content = build(case, assess(case, CASINO, pack, TODAY), pack, is_draft=True, guide=FAULT)
    cited = {source for duty in content.topic_lines.duties for source in duty.sources}
    assert cited
    assert cited <= set(content.sources)
    assert len(content.sources) == len(set(content.sources))


def test_the_moments_of_all_answers_are_known_to_the_packet() -> None:
    when = Moment(date="2026-09-14", time="21:40", zone="Europe/Malta")
    rounds = TopicAnswer(question="rounds", rows=((Cell(column="played_at", moment=when),),))
    accepted = TopicAnswer(question="bonus_accepted", moment=when)
    case, pack = case_of(Topic.BONUS, rounds, accepted), PACKS["mt-mga"]
    readiness = assess(case, CASINO, pack, TODAY)
    content = build(case, readiness, pack, is_draft=True, guide=GUIDES[Topic.BONUS])
    assert content.topic_lines.moments == (when, when)
    assert msgspec.json.encode(content)
