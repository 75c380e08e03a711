"""What is counted of a case: bands and codes, and nothing that a player wrote."""

from datetime import date

import msgspec
import pytest

from portal.domain.case import Answer, Case, Casino, Contact, Dispatch, Remedy
from portal.domain.codes import AnswerKind, Channel, RemedyKind, Result, Step, Topic
from portal.domain.counting import (
    AmountBand,
    AnswerBand,
    CountedCase,
    counted_case,
    domain_name,
    quarter_of,
    week_of,
)
from portal.domain.parts import replace
from portal.domain.values import Money
from portal.knowledge.examples import example_case, example_names
from portal.knowledge.loader import load_known

DAY = date(2027, 1, 2)
PACKS = load_known(None).packs


def count(case: Case) -> CountedCase:
    return counted_case(case, Result.SOLVED, DAY, PACKS)


def sent(answered: str = "", on: str = "2026-09-01") -> Case:
    answer = Answer(received_on=answered, kind=AnswerKind.REJECTED) if answered else None
    dispatch = Dispatch(
        id="d1", recipient="casino", sent_on=on, channel=Channel.EMAIL, answer=answer
    )
    return Case(dispatches=(dispatch,))


@pytest.mark.parametrize(
    ("case", "band"),
    [
        (Case(), AnswerBand.NOT_SENT),
        (sent(), AnswerBand.NO_ANSWER),
        (sent("2026-09-15"), AnswerBand.TWO_WEEKS),
        (sent("2026-09-16"), AnswerBand.FOUR_WEEKS),
        (sent("2026-09-30"), AnswerBand.EIGHT_WEEKS),
        (sent("2026-10-28"), AnswerBand.LONGER),
        (sent("2026-10"), AnswerBand.NOT_DATED),
        (sent("2026-10-28", on="2026-09"), AnswerBand.NOT_DATED),
    ],
)
def test_days_to_an_answer_are_a_band(case: Case, band: AnswerBand) -> None:
    assert count(case).answer is band


@pytest.mark.parametrize(
    ("amount", "currency", "band"),
    [
        ("0", "EUR", AmountBand.NONE),
        ("99.99", "EUR", AmountBand.BELOW_100),
        ("100", "EUR", AmountBand.BELOW_500),
        ("2499.99", "EUR", AmountBand.BELOW_2500),
        ("2500", "EUR", AmountBand.BELOW_10000),
        ("10000", "EUR", AmountBand.FROM_10000),
        ("50", "GBP", AmountBand.OTHER_CURRENCY),
    ],
)
def test_an_amount_is_a_band(amount: str, currency: str, band: AmountBand) -> None:
    asked = Remedy(kinds=(RemedyKind.REFUND,), amount=Money(amount=amount, currency=currency))
    assert count(Case(remedy=asked)).amount is band


@pytest.mark.parametrize(
    ("website", "name"),
    [
        ("https://Jan.Jansen.Casino.com/jan?user=jan", "casino.com"),
        ("www.example.co.uk", "example.co.uk"),
        ("jan@casino.com", "casino.com"),
        ("the site of Jan", ""),
        ("", ""),
    ],
)
def test_of_a_website_only_the_registered_name_is_counted(website: str, name: str) -> None:
    assert domain_name(website) == name


def test_the_highest_step_counts_and_only_known_authorities() -> None:
    steps = {"c1": Step.MANAGER, "c2": Step.SUPPORT}
    contacts = tuple(Contact(id=name, step=step) for name, step in steps.items())
    case = Case(contacts=contacts, casino=Casino(authority="zz-jan"), topic=Topic.BONUS)
    assert (count(case).step, count(case).authority, count(case).topic) == ("manager", "", "bonus")
    report = Dispatch(id="d1", recipient="report:nl-ksa", sent_on="", channel=Channel.FORM)
    assert count(replace(case, dispatches=(report,))).step == "authority"
    assert count(Case()).step == ""


@pytest.mark.parametrize("name", example_names())
def test_nothing_that_a_player_wrote_is_in_it(name: str) -> None:
    case = example_case(name)
    told = msgspec.json.encode(count(case)).decode()
    player = case.player
    words = (case.reference, player.name, player.email, case.casino.username, case.casino.brand)
    assert all(word not in told for word in words if word)


def test_the_week_belongs_to_its_own_year() -> None:
    assert week_of(DAY) == "2026-W53"
    weeks = ("01", "13", "14", "39", "40", "53")
    assert [quarter_of(f"2026-W{week}") for week in weeks] == [1, 1, 2, 3, 4, 4]
