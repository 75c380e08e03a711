"""What the portal says about each topic."""

import re

import pytest

from portal.domain.codes import Topic
from portal.knowledge.loader import load_topics

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
        assert "?" in question.nl
        assert "?" in question.en


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
