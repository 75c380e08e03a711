"""The texts to send claim nothing that the case does not hold."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.documents.texts import (
    SHORT_LIMIT,
    StepText,
    offered_texts,
    step_text,
    text_title,
)
from portal.domain.case import (
    Answer,
    Case,
    Casino,
    Contact,
    Dispatch,
    Exhibit,
    Fact,
    Player,
    Remedy,
)
from portal.domain.codes import (
    AnswerKind,
    Channel,
    Outcome,
    RemedyKind,
    Step,
    TextKind,
    Topic,
)
from portal.domain.errors import DomainError
from portal.domain.letters import STOCK_REPLIES, named_day
from portal.domain.parts import replace
from portal.domain.topic_answers import DecidingEvidence
from portal.domain.values import Moment, Money
from portal.i18n import LANGUAGES, format_day, use_language
from portal.knowledge.loader import load_topics
from tests.documents.hard_texts import HARD
from tests.wording.made_up import PACKS, TODAY, cases

SENT = Dispatch(id="d1", recipient="casino", sent_on="2026-09-14", channel=Channel.EMAIL)
FOLLOW_UPS = (TextKind.REMINDER, TextKind.ASK_FINAL_ANSWER)
ABOUT_OFFERS = (TextKind.ACCEPT_OFFER, TextKind.DECLINE_OFFER, TextKind.COUNTER_OFFER)
NOT_ALWAYS = {
    *FOLLOW_UPS,
    *ABOUT_OFFERS,
    TextKind.ASK_RECORDS,
    TextKind.NOTICE_OF_DEFAULT,
}


def text(kind: TextKind, case: Case, pack: str = "nl-ksa", language: str = "en") -> StepText:
    return step_text(kind, case, PACKS[pack], language, TODAY)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    case=cases(),
    kind=st.sampled_from(TextKind),
    pack_id=st.sampled_from(sorted(PACKS)),
    language=st.sampled_from(LANGUAGES),
)
def test_no_text_shows_an_empty_place(
    case: Case, kind: TextKind, pack_id: str, language: str
) -> None:
    assume(kind in offered_texts(case, TODAY))
    made = step_text(kind, case, PACKS[pack_id], language, TODAY)
    for part in (made.subject, made.body, made.short):
        assert part == part.strip() != ""
        assert "None" not in part
        assert "  " not in part
        assert "\n\n\n" not in part
        assert not re.search(r"%\((?!name\)s)|\{\{|\{%", part), part
        assert " ." not in part
        assert not part.endswith(":")
    assert "\n" not in made.subject
    assert len(made.short) <= SHORT_LIMIT


@pytest.mark.parametrize("kind", [kind for kind in TextKind if kind not in NOT_ALWAYS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_case_still_gives_texts_without_claims(kind: TextKind, language: str) -> None:
    """No number but the day of the reply that is asked for, and the articles of the law."""
    made = text(kind, Case(), "unknown", language)
    named = named_day(kind, TODAY)
    with use_language(language):
        body = made.body.replace(format_day(named) if named else "\n", "")
    assert not re.search(r"\d", re.sub(r"arti(cle|kel) 1[25]((\(|, lid )3\)?)?", "", body))
    assert not re.search("contacted|not solved|niet opgelost|username|gebruikersnaam", made.body)


@pytest.mark.parametrize("kind", FOLLOW_UPS)
def test_a_complaint_that_was_not_sent_is_not_followed_up(kind: TextKind) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    for case in (Case(), Case(dispatches=(replace(SENT, sent_on=tomorrow),))):
        assert kind not in offered_texts(case, TODAY)
        with pytest.raises(DomainError, match="text_not_backed"):
            text(kind, case)


@pytest.mark.parametrize("kind", FOLLOW_UPS)
def test_a_final_response_is_not_asked_for_twice(kind: TextKind) -> None:
    answer = Answer(received_on="2026-10-01", kind=AnswerKind.REJECTED, is_final=True)
    assert kind not in offered_texts(Case(dispatches=(replace(SENT, answer=answer),)), TODAY)


@pytest.mark.parametrize("kind", FOLLOW_UPS)
def test_a_follow_up_names_the_day_of_sending_and_a_day_to_reply(kind: TextKind) -> None:
    body = text(kind, Case(dispatches=(SENT,))).body
    assert "I sent it on 14 September 2026." in body
    assert "by 7 December 2026." in body


def test_a_month_is_not_made_into_a_day() -> None:
    case = Case(dispatches=(replace(SENT, sent_on="2026-09"),))
    assert "I sent it in September 2026." in text(TextKind.REMINDER, case).body


def test_the_end_of_the_term_is_claimed_only_by_a_rule_or_the_casinos_terms() -> None:
    case = Case(dispatches=(SENT,))
    assert "ended on 9 November 2026" in text(TextKind.REMINDER, case, "nl-ksa").body
    assert "ended" not in text(TextKind.REMINDER, case, "unknown").body


def test_a_solved_problem_is_not_called_unsolved() -> None:
    first = Contact(
        id="c1", step=Step.SUPPORT, moment=Moment(date="2026-09-01"), outcome=Outcome.REFUSED
    )
    case = Case(contacts=(first,))
    assert "My problem is not solved." in text(TextKind.ASK_MANAGER, case).body
    solved = case.with_contact(replace(first, id="c2", outcome=Outcome.SOLVED))
    assert "not solved" not in text(TextKind.ASK_MANAGER, solved).body


def test_long_names_do_not_push_the_request_out_of_the_short_text() -> None:
    case = Case(casino=Casino(username="u" * 200), dispatches=(replace(SENT, reference="r" * 200),))
    made = text(TextKind.REMINDER, case)
    assert made.short.startswith("Please reply to my formal complaint.")
    assert len(made.short) <= SHORT_LIMIT


def test_a_report_to_the_ksa_is_announced_as_a_report() -> None:
    case = Case(casino=Casino(authority="nl-ksa"), dispatches=(SENT,))
    assert "I will report this to the Ksa." in text(TextKind.REMINDER, case).body


def test_the_language_is_the_one_that_was_asked_for() -> None:
    english, dutch = (text(TextKind.ASK_MANAGER, Case(), language=one) for one in ("en", "nl"))
    assert english.body.startswith("Dear customer service,")
    assert dutch.body != english.body


def test_a_name_ends_the_letter() -> None:
    made = text(TextKind.ASK_HELP, Case(player=Player(name="Sanne van der Meulen")))
    assert made.body.endswith("Kind regards,\n\nSanne van der Meulen")


def test_every_text_has_a_title() -> None:
    assert len({text_title(kind) for kind in TextKind}) == len(TextKind)


OFFERED = replace(SENT, answer=Answer(received_on="2026-10-01", kind=AnswerKind.OFFERED))


@pytest.mark.parametrize("kind", ABOUT_OFFERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_to_an_offer_names_its_day_and_fits_a_chat(kind: TextKind, language: str) -> None:
    made = text(kind, Case(dispatches=(OFFERED,)), language=language)
    day = {"en": "1 October 2026", "nl": "1 oktober 2026"}[language]
    assert day in made.body
    assert day in made.short
    assert len(made.short) <= SHORT_LIMIT


@pytest.mark.parametrize("kind", ABOUT_OFFERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_to_a_spoken_offer_goes_to_customer_service(kind: TextKind, language: str) -> None:
    spoken = Contact(id="c1", moment=Moment(date="2026-10-01"), outcome=Outcome.OFFERED)
    made = text(kind, Case(contacts=(spoken,)), language=language)
    words = {
        "en": ("Dear customer service,", "1 October 2026", "final response"),
        "nl": ("Geachte klantenservice,", "1 oktober 2026", "definitieve"),
    }
    greeting, day, final = words[language]
    assert made.body.startswith(greeting)
    assert day in made.short
    assert final not in made.body
    assert len(made.short) <= SHORT_LIMIT


@pytest.mark.parametrize("kind", ABOUT_OFFERS)
def test_nobody_replies_to_an_offer_that_was_not_made(kind: TextKind) -> None:
    rejected = replace(SENT, answer=Answer(received_on="2026-10-01", kind=AnswerKind.REJECTED))
    for case in (Case(), Case(dispatches=(SENT,)), Case(dispatches=(rejected,))):
        assert kind not in offered_texts(case, TODAY)
        with pytest.raises(DomainError, match="text_not_backed"):
            text(kind, case)


def test_the_records_that_are_missing_are_asked_for_and_no_others() -> None:
    case = Case(topic=Topic.GAME_FAULT, exhibits=(Exhibit(id="e1"),))
    assert TextKind.ASK_RECORDS in offered_texts(case, TODAY)
    asked = text(TextKind.ASK_RECORDS, case).body
    assert "- my balance before and after the round" in asked
    assert "photo" not in asked  # the casino does not have it
    there = (DecidingEvidence(evidence="balance_around", exhibits=("e1",)),)
    rest = text(TextKind.ASK_RECORDS, replace(case, deciding_evidence=there)).body
    assert "my balance before" not in rest
    assert "- the rules of the game about faults" in rest


def test_nothing_is_asked_for_when_nothing_is_missing_or_there_is_no_topic() -> None:
    guide = load_topics()[Topic.GAME_FAULT]
    every = tuple(DecidingEvidence(evidence=one.id, exhibits=("e1",)) for one in guide.evidence)
    case = Case(topic=guide.topic, exhibits=(Exhibit(id="e1"),), deciding_evidence=every)
    for one in (case, Case()):
        assert TextKind.ASK_RECORDS not in offered_texts(one, TODAY)
        with pytest.raises(DomainError, match="text_not_backed"):
            text(TextKind.ASK_RECORDS, one)


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_text_asks_for_the_first_record_of_every_topic(
    topic: Topic, language: str
) -> None:
    made = text(TextKind.ASK_RECORDS, Case(topic=topic), language=language)
    first = next(one.request for one in load_topics()[topic].evidence if one.request)
    assert first.in_language(language) in made.short
    assert len(made.short) <= SHORT_LIMIT


# -- hard cases ----------------------------------------------------------------------------

ALL_BACKED = Case(
    remedy=Remedy(kinds=(RemedyKind.PAY_OUT,), amount=Money(amount="1250.00")),
    dispatches=(SENT,),
)

BACKED_KINDS = set(TextKind) - {*ABOUT_OFFERS, TextKind.ASK_RECORDS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(HARD))
def test_hard_names_and_numbers_leave_every_text_whole(name: str, language: str) -> None:
    hard = " ".join(HARD[name].split())[:200]
    case = replace(
        ALL_BACKED,
        casino=Casino(username=hard, dispute_body=hard),
        player=Player(name=hard),
        dispatches=(replace(SENT, reference=hard),),
    )
    assert set(offered_texts(case, TODAY)) == BACKED_KINDS
    for kind in BACKED_KINDS:
        made = text(kind, case, "mt-mga", language)
        assert made.subject
        assert "\n" not in made.subject
        assert 0 < len(made.short) <= SHORT_LIMIT


@pytest.mark.parametrize("kind", sorted(BACKED_KINDS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_names_a_day_names_it_long_and_short(kind: TextKind, language: str) -> None:
    made, named = text(kind, ALL_BACKED, language=language), named_day(kind, TODAY)
    if kind in {TextKind.COMPLAINT, TextKind.ASK_DATA}:
        assert not re.search("2026", made.short)
        return
    with use_language(language):
        assert named
        assert format_day(named) in made.body
        assert format_day(named) in made.short


def test_a_notice_gives_the_term_that_the_player_chose() -> None:
    notice = step_text(
        TextKind.NOTICE_OF_DEFAULT, ALL_BACKED, PACKS["nl-ksa"], "nl", TODAY, days=28
    )
    assert "tot en met 21 december 2026" in notice.body
    assert "stel ik u in gebreke" in notice.body
    assert "€ 1.250,00" in notice.body.replace("\xa0", " ")


def test_a_notice_that_the_case_does_not_back_is_refused() -> None:
    with pytest.raises(DomainError, match="text_not_backed"):
        text(TextKind.NOTICE_OF_DEFAULT, Case(remedy=Remedy(kinds=(RemedyKind.EXPLANATION,))))


def test_a_notice_names_only_what_can_be_owed() -> None:
    remedy = replace(ALL_BACKED.remedy, kinds=(RemedyKind.APOLOGY, RemedyKind.PAY_OUT))
    body = text(TextKind.NOTICE_OF_DEFAULT, replace(ALL_BACKED, remedy=remedy)).body
    assert "- pay out my money" in body
    assert "apology" not in body


@pytest.mark.parametrize("kind", sorted(STOCK_REPLIES))
def test_a_stock_reply_does_not_claim_that_the_casino_said_it(kind: TextKind) -> None:
    made = text(kind, ALL_BACKED)
    assert not re.search(r"[Yy]ou (wrote|said|told|accuse)", made.body + made.short)


def test_after_the_complaint_everything_goes_to_the_complaints_team() -> None:
    for kind in STOCK_REPLIES | {TextKind.ASK_TERMS, TextKind.KEEP_EVIDENCE}:
        assert text(kind, Case()).body.startswith("Dear customer service,")
        assert text(kind, ALL_BACKED).body.startswith("Dear complaints team,")


def test_who_has_the_final_response_is_not_made_to_ask_whether_it_is_final() -> None:
    answer = Answer(received_on="2026-10-01", kind=AnswerKind.REJECTED, is_final=True)
    case = replace(ALL_BACKED, dispatches=(replace(SENT, answer=answer),))
    made = text(TextKind.ON_FINAL_DECISION, case)
    assert "I received your final response on 1 October 2026." in made.body
    assert "whether your decision is final" not in made.body + made.short


def test_the_terms_of_the_first_day_are_asked_for() -> None:
    facts = tuple(
        Fact(id=f"f{number}", moment=Moment(date=day))
        for number, day in enumerate(("2026-07", "2026-05-04", ""))
    )
    made = text(TextKind.ASK_TERMS, Case(facts=facts, topic=Topic.BONUS))
    assert "applied on 4 May 2026" in made.subject
    assert "between then and July 2026" in made.body
    assert "terms of the bonus" in made.body
