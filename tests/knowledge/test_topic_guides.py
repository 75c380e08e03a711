"""What the portal says about each topic."""

import re

import pytest

from portal.domain.codes import Topic
from portal.knowledge.loader import load_bodies, load_topics

GUIDES = load_topics()
every_guide = pytest.mark.parametrize("guide", GUIDES.values(), ids=list(GUIDES))


def test_every_topic_has_a_guide_in_the_order_of_the_codes():
    assert list(GUIDES) == list(Topic)


@every_guide
def test_a_guide_tells_what_decides_and_what_to_write_down(guide):
    assert len(guide.evidence) >= 3
    assert len(guide.questions) >= 4


@every_guide
def test_questions_are_asked_as_questions(guide):
    for question in guide.questions:
        assert "?" in question.ask.nl
        assert "?" in question.ask.en


@every_guide
def test_a_name_for_the_packet_speaks_to_nobody(guide):
    """The same words go to the casino and to an authority, in the player's name."""
    named = [*guide.questions, *guide.evidence, *(c for q in guide.questions for c in q.columns)]
    for one in named:
        assert not re.search(r"\b(you|your)\b", one.name.en, re.IGNORECASE), one.id
        assert not re.search(r"\b(u|uw)\b", one.name.nl, re.IGNORECASE), one.id
        assert len(one.name.en) <= 60
        assert len(one.name.nl) <= 60


@every_guide
def test_what_a_letter_asks_for_stands_in_a_list(guide):
    for one in guide.evidence:
        if one.request:
            assert not re.search(r"^[A-Z]|[.?]$", one.request.en), one.id
            assert not re.search(r"^[A-Z]|[.?]$", one.request.nl), one.id


def test_what_belongs_to_another_body_names_one_that_is_open():
    bodies = load_bodies()
    named = {name for guide in GUIDES.values() for name in guide.also}
    assert {bodies[name].kind for name in named} == {"neighbour"}
    assert "autoriteit-persoonsgegevens" in GUIDES[Topic.PRIVACY].also


@every_guide
def test_no_guide_promises_success(guide):
    words = f"{guide.outlook.en} {guide.outlook.nl}"
    assert not re.search(
        r"you will win|guarantee|zeker terug|u wint|garantie", words, re.IGNORECASE
    )


def test_fairness_says_what_the_casino_will_answer():
    outlook = GUIDES[Topic.GAME_FAIRNESS].outlook
    assert "certificate of the game's developer" in outlook.en
    assert "certificaat van de maker" in outlook.nl


def test_losses_explains_kindly_and_points_at_limits_and_duty_of_care():
    outlook = GUIDES[Topic.LOSSES].outlook
    assert "limits" in outlook.en
    assert "duty of care" in outlook.en
    assert "limieten" in outlook.nl
    assert "zorgplicht" in outlook.nl


@pytest.mark.parametrize("topic", [Topic.SELF_EXCLUSION, Topic.GAME_FAULT])
def test_what_gets_attention_is_said(topic):
    assert "attention" in GUIDES[topic].outlook.en
    assert "aandacht" in GUIDES[topic].outlook.nl
