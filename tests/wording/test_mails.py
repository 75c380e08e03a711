"""What is said of signatures: never more than was checked."""

from datetime import date

import pytest

from portal.domain.mail import KeyCheck, Mail, Side, Signature, Speaker
from portal.i18n import LANGUAGES, use_language
from portal.wording import signature_sentences, speaker_sentences

DAY = date(2026, 5, 4)
# Words that would say who wrote it.
OVERCLAIMS = ("authentic", "genuine", "verified", "proof", "echt", "bewijst", "betrouwbaar")


def told(language: str, *signatures: Signature) -> list[str]:
    with use_language(language):
        return list(signature_sentences(Mail(signatures=signatures)))


def test_a_signature_that_was_not_checked_says_so() -> None:
    signature = Signature(domain="casino.example", selector="k1")
    assert told("en", signature) == ["Signature (DKIM) of casino.example, not checked."]
    assert told("nl", signature) == ["Handtekening (DKIM) van casino.example, niet gecontroleerd."]
    assert told("en") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("check", list(KeyCheck))
def test_what_came_of_a_check_has_its_day_and_domain(language: str, check: KeyCheck) -> None:
    signature = Signature(domain="casino.example", selector="k1", check=check, checked_on=DAY)
    (sentence,) = told(language, signature)
    assert "casino.example" in sentence
    assert "4 May 2026" in sentence or "4 mei 2026" in sentence
    assert not any(word in sentence.lower().split() for word in OVERCLAIMS)


def test_the_same_signature_twice_is_told_once() -> None:
    signature = Signature(domain="casino.example", selector="k1")
    assert len(told("en", signature, signature)) == 1


def test_who_is_who_in_a_chat_is_told_as_the_players_word() -> None:
    speakers = (
        Speaker(name="Anna", side=Side.CASINO),
        Speaker(name="Bot", side=Side.NOBODY),
        Speaker(name="Ik", side=Side.ME),
    )
    with use_language("en"):
        assert list(speaker_sentences(speakers)) == [
            "Who wrote as the player, says the player: Ik.",
            "Who wrote for the casino, says the player: Anna.",
        ]
        assert list(speaker_sentences(())) == []
