"""Whom a packet can be for, and by whose rules it is judged."""

from datetime import date

import pytest

from portal.domain.case import Case, Casino, Player
from portal.domain.codes import State
from portal.domain.errors import DomainError
from portal.domain.finding import Code
from portal.domain.recipient import parse_recipient
from portal.knowledge.loader import load_packs
from portal.services.gate import ask, pack_for, recipients_of

DAY = date(2026, 11, 22)


def codes(case: Case) -> list[str]:
    return [recipient.code for recipient in recipients_of(case, load_packs())]


def test_a_maltese_casino_has_a_dispute_body_an_authority_and_a_report() -> None:
    case = Case(casino=Casino(authority="mt-mga"))
    assert codes(case) == ["casino", "dispute", "authority:mt-mga", "report:mt-mga"]


def test_no_dispute_body_is_offered_when_the_terms_name_none() -> None:
    case = Case(casino=Casino(authority="mt-mga", no_dispute_body=True))
    assert "dispute" not in codes(case)


def test_an_unknown_authority_gets_the_plain_default() -> None:
    assert codes(Case(casino=Casino(authority="unknown"))) == ["casino", "authority:unknown"]


def test_without_a_licence_no_authority_is_offered() -> None:
    assert codes(Case(casino=Casino(authority="none"))) == ["casino"]


def test_without_a_licence_the_players_own_country_may_take_a_report() -> None:
    case = Case(casino=Casino(authority="none"), player=Player(country="NL"))
    assert codes(case) == ["casino", "report:nl-ksa"]
    readiness = ask(case, parse_recipient("report:nl-ksa"), load_packs(), DAY)
    warned = readiness.of(Code.RISK_OF_FINE)
    assert warned is not None
    assert warned.state is State.WARNING


def test_an_authority_that_we_do_not_know_is_refused_by_name() -> None:
    with pytest.raises(DomainError) as refused:
        pack_for(Case(), parse_recipient("authority:xx-none"), load_packs())
    assert refused.value.code == "unknown_authority"


def test_a_licence_of_another_country_leaves_the_players_own_country_its_report() -> None:
    case = Case(casino=Casino(authority="se-spelinspektionen"), player=Player(country="NL"))
    assert codes(case)[-1] == "report:nl-ksa"
    warned = ask(case, parse_recipient("report:nl-ksa"), load_packs(), DAY)
    for code in (Code.ITS_LICENCE, Code.RISK_OF_FINE):
        found = warned.of(code)
        assert found is not None
        assert found.state is State.WARNING


def test_a_licence_of_the_players_own_country_has_one_report() -> None:
    case = Case(casino=Casino(authority="nl-ksa"), player=Player(country="NL"))
    assert codes(case) == ["casino", "authority:nl-ksa", "report:nl-ksa"]


def test_who_does_not_know_the_licence_is_not_sent_to_report_a_casino_without_one() -> None:
    case = Case(casino=Casino(authority="unknown"), player=Player(country="NL"))
    assert codes(case) == ["casino", "authority:unknown"]
