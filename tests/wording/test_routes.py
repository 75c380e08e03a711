"""Who can decide, in words: every code has its sentence, in both languages, whatever the case."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from portal.domain.case import Case
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.domain.router import Ability, Possible, Who
from portal.domain.router_warnings import Alert, Warned
from portal.domain.values import Money
from portal.i18n import LANGUAGES, use_language
from portal.knowledge.loader import load_known
from portal.services.gate import pack_for, pack_of
from portal.services.routes import who_can_decide
from portal.wording import (
    ability_sentences,
    alert_sentence,
    alert_title,
    choice_name,
    choice_role,
    possible_sentence,
)
from portal.wording.routes import _ABILITIES, _ALERTS, _POSSIBLE, _ROLES
from tests.domain.cases import TODAY, answered, casino, complete, decided
from tests.domain.made_up import days_from, stories

KNOWN = load_known()
SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_code_has_its_words() -> None:
    assert set(_ROLES) == set(Who)
    assert set(_ABILITIES) == set(Ability)
    assert set(_ALERTS) == set(Alert)
    assert set(_POSSIBLE) == set(Possible) - {Possible.OWN_RULES}  # said once, above all of them


@given(case=stories(), on=days_from(TODAY, 500))
@SOME
def test_every_route_is_told_in_whole_sentences(case: Case, on: date) -> None:
    for language in LANGUAGES:
        with use_language(language):
            for said in _told(case, on):
                assert said.endswith((".", "?")), said
                assert "%(" not in said
                assert "  " not in said


def _told(case: Case, on: date) -> list[str]:
    found = who_can_decide(CaseRecord(case=case), KNOWN, on)
    told = [alert_sentence(one) for one in found.warnings]
    for one in found.choices:
        told += ability_sentences(one)
        assert choice_role(one)
        pack = pack_for(case, one.recipient, KNOWN.packs) if one.recipient else None
        assert choice_name(one, case, pack or pack_of(case, KNOWN.packs))
        if pack:
            told.append(possible_sentence(one))
    return told


@pytest.mark.parametrize("alert", Alert)
def test_a_warning_has_a_title_and_says_what_is_wrong(alert: Alert) -> None:
    warned = Warned(alert=alert)
    for language in LANGUAGES:
        with use_language(language):
            assert not alert_title(warned).endswith(".")
            assert alert_sentence(warned).endswith(".")


@pytest.mark.parametrize(
    ("case", "name"),
    [
        (casino(complete("mt-mga"), dispute_body="ecogra"), "eCOGRA"),
        (complete("mt-mga"), "The dispute body"),
        (decided("mt-mga", "a small board"), "A small board"),
    ],
)
def test_a_name_that_stands_alone_begins_as_it_should(case: Case, name: str) -> None:
    found = who_can_decide(CaseRecord(case=case), KNOWN, TODAY)
    (one,) = [route for route in found.choices if route.who is Who.DISPUTE]
    with use_language("en"):
        assert choice_name(one, case, pack_of(case, KNOWN.packs)) == name


def test_an_amount_that_is_too_small_is_told_with_the_limit() -> None:
    case = casino(answered("dk-spillemyndigheden"), dispute_body="maeglingsteamet")
    asked = replace(case.remedy, amount=Money(amount="10.00", currency="DKK"))
    case = replace(case, remedy=asked)
    found = who_can_decide(CaseRecord(case=case), KNOWN, TODAY)
    (one,) = [route for route in found.choices if route.who is Who.DISPUTE]
    with use_language("en"):
        assert any("1,110" in said for said in ability_sentences(one))
