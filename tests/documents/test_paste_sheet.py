"""A text for each field of a form, and the case in 50 to 150 words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from portal.documents.paste_sheet import PasteSheet, paste_sheet
from portal.documents.summary import MOST_WORDS, short_summary
from portal.domain.case import Case, Fact
from portal.domain.finding import Page
from portal.domain.parts import replace
from portal.domain.recipient import CASINO, DISPUTE, parse_recipient
from portal.domain.rules import Field
from portal.domain.values import Moment
from portal.i18n import LANGUAGES, use_language
from portal.knowledge.examples import example_case
from tests.wording.made_up import PACKS, cases

MGA = parse_recipient("authority:mt-mga")
CASE = example_case("withheld_withdrawal")


def sheet(case: Case = CASE, to: str = "authority:mt-mga", language: str = "en") -> PasteSheet:
    return paste_sheet(case, parse_recipient(to), PACKS["mt-mga"], language)


def test_the_known_fields_stand_in_the_order_of_the_form() -> None:
    asked = sheet().asked
    assert [one.field for one in asked] == [one.field for one in PACKS["mt-mga"].fields]
    assert asked[0].text == "Sanne van der Meulen"
    assert all(one.check_first for one in asked)  # known from one weaker source


def test_no_field_stands_twice_and_a_date_of_birth_only_where_it_is_asked() -> None:
    for to in ("casino", "dispute", "authority:mt-mga"):
        made = sheet(to=to)
        fields = [one.field for one in (*made.asked, *made.usual)]
        assert len(fields) == len(set(fields))
        assert Field.DATE_OF_BIRTH not in fields


def test_a_casino_is_not_asked_to_read_its_own_name() -> None:
    fields = {one.field for one in sheet(to=CASINO.code).usual}
    assert Field.CASINO not in fields
    assert Field.CASINO in {one.field for one in sheet(to=DISPUTE.code).usual}


def test_an_empty_case_gives_no_text_and_says_where_to_fill_it_in() -> None:
    made = sheet(Case())
    assert {one.text for one in (*made.asked, *made.usual)} == {""}
    pages = {one.field: one.page for one in (*made.asked, *made.usual)}
    assert pages[Field.NAME] is Page.PLAYER
    assert pages[Field.FACTS] is Page.FACTS


def test_a_text_that_is_too_long_for_the_form_says_by_how_much() -> None:
    fields = tuple(changed(one, limit=10) for one in PACKS["mt-mga"].fields)
    made = paste_sheet(CASE, MGA, changed(PACKS["mt-mga"], fields=fields), "en")
    assert made.asked[0].excess == len("Sanne van der Meulen") - 10
    assert made.asked[3].excess == len("Netherlands") - 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["withheld_withdrawal", "self_exclusion_breach"])
def test_a_summary_of_an_example_has_50_to_150_words(name: str, language: str) -> None:
    with use_language(language):
        words = short_summary(example_case(name)).split()
    assert 50 <= len(words) <= MOST_WORDS


def test_a_summary_of_little_keeps_a_long_story_short() -> None:
    fact = Fact(id="f1", moment=Moment(date="2026-09"), what="woord " * 800)
    with use_language("nl"):
        words = short_summary(replace(CASE, topic_words="x " * 900, facts=(fact,))).split()
    assert len(words) <= MOST_WORDS
    assert "…" in words


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases(), language=st.sampled_from(LANGUAGES), pack=st.sampled_from(sorted(PACKS)))
def test_no_field_shows_an_empty_place(case: Case, language: str, pack: str) -> None:
    made = paste_sheet(case, parse_recipient(f"authority:{pack}"), PACKS[pack], language)
    for one in (*made.asked, *made.usual):
        assert one.text == one.text.strip()
        assert "None" not in one.text
        if one.field is Field.SUMMARY:
            assert one.words <= MOST_WORDS
