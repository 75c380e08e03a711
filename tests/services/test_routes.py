"""Who can decide: everyone who exists for this player, never at odds with gate and advice."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from portal.domain.case import Case
from portal.domain.codes import AnswerKind, DocumentKind, State, Step, Topic
from portal.domain.finding import Code, Way
from portal.domain.ladder import ladder_of
from portal.domain.next_step import Todo, next_step
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.domain.router import Ability, Choice, Possible, Routes, Who
from portal.domain.router_warnings import Alert
from portal.domain.values import Money
from portal.knowledge.loader import load_known
from portal.services.gate import ask, pack_of, recipients_of, report_packs
from portal.services.routes import who_can_decide
from tests.domain.cases import (
    TODAY,
    answered,
    casino,
    complete,
    day,
    final,
    player,
    send,
    sent,
    without_money,
)
from tests.domain.made_up import days_from, stories

KNOWN = load_known()
SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def routes(case: Case, on: date = TODAY) -> Routes:
    return who_can_decide(CaseRecord(case=case), KNOWN, on)


def choice(case: Case, code: str, on: date = TODAY) -> Choice:
    """The route to a recipient, or to a body, by its code or id."""
    found = [one for one in routes(case, on).choices if code in {code_of(one), body_of(one)}]
    assert len(found) == 1, (code, [code_of(one) for one in routes(case, on).choices])
    return found[0]


def code_of(one: Choice) -> str:
    return one.recipient.code if one.recipient else ""


def body_of(one: Choice) -> str:
    return one.body.id if one.body else ""


def stand(case: Case, code: str, on: date = TODAY) -> tuple[Possible, date | None]:
    found = choice(case, code, on)
    return found.possible, found.from_day


def bodies(case: Case) -> set[str]:
    return {body_of(one) for one in routes(case).choices if one.recipient is None}


def alerts(case: Case) -> list[Alert]:
    return [one.alert for one in routes(case).warnings]


# -- never at odds with the gate and the advice ---------------------------------------------


@given(case=stories(), on=days_from(TODAY, 500))
@SOME
def test_the_router_says_what_the_gate_says(case: Case, on: date) -> None:
    judged = [one for one in routes(case, on).choices if one.recipient]
    assert [one.recipient for one in judged] == list(recipients_of(case, KNOWN.packs))
    for one in judged:
        assert one.recipient
        answer = ask(case, one.recipient, KNOWN.packs, on)
        assert one.document is answer.document
        if one.possible is Possible.SENT:
            continue
        assert (one.possible is Possible.NOW) == answer.is_ready
        assert (one.from_day is not None) == (one.possible is Possible.LATER)
        if one.from_day:
            assert on < one.from_day == answer.waiting_until
        if any(found.state is State.EXPIRED for found in answer.blockers):
            assert one.possible is Possible.NOT


@given(case=stories(), on=days_from(TODAY, 500))
@SOME
def test_the_router_recommends_what_the_case_page_advises(case: Case, on: date) -> None:
    found = routes(case, on)
    assert found.step == next_step(
        case, pack_of(case, KNOWN.packs), on, set(), report_packs(case, KNOWN.packs)
    )
    marked = [one for one in found.choices if one.is_next]
    if found.step.todo in {Todo.CLOSE, Todo.CLOSED, Todo.NO_REGULATOR}:
        assert marked == []
        return
    (one,) = marked
    assert one.recipient == found.step.recipient
    match found.step.todo:
        case Todo.MAKE_PACKET | Todo.SEND_PACKET:
            assert one.possible is Possible.NOW
        case Todo.WAIT_FOR_DISPUTE | Todo.WAIT_FOR_AUTHORITY | Todo.LADDER_DONE:
            assert one.possible is Possible.SENT
        case Todo.DECIDE_OFFER | Todo.WAIT_FOR_OFFER:  # of the casino, which has the complaint
            assert one.possible is Possible.SENT
        case Todo.WAIT:
            assert (one.possible, one.from_day) == (Possible.LATER, found.step.until)
        case Todo.TOO_LATE:
            assert one.possible is Possible.NOT
        case _:
            assert one.possible not in {Possible.NOW, Possible.SENT}
            assert one.possible is Possible.NOT or one.open_things


@given(case=stories())
@SOME
def test_what_the_gate_warns_of_is_closed_by_name_where_the_file_names_who(case: Case) -> None:
    for one in routes(case).choices:
        warned = [found for found in one.beware if found.code is Code.DISPUTE_STILL_OPEN]
        if warned and one.who is Who.REPORT and case.casino.dispute_body in {"ecogra", "eCOGRA"}:
            assert [closed.name.en for closed in one.closes] == ["eCOGRA"]


# -- who, in which order --------------------------------------------------------------------


def test_the_recipients_come_in_the_order_of_the_ladder_and_neighbours_after_them() -> None:
    found = [code_of(one) or one.who for one in routes(complete("mt-mga")).choices]
    ladder = ["casino", "dispute", "authority:mt-mga", "report:mt-mga", "report:nl-ksa"]
    assert found[:6] == [*ladder, Who.MEDIATOR]
    assert set(found[6:]) == {Who.NEIGHBOUR}


def test_a_report_at_home_says_what_that_authority_does_and_is_no_step_of_the_ladder() -> None:
    case = send(answered("mt-mga", "ecogra"), "report:nl-ksa", "2026-11-01")
    assert choice(case, "report:nl-ksa").can
    assert stand(case, "report:nl-ksa") == (Possible.SENT, day("2026-11-01"))
    assert stand(case, "authority:mt-mga")[0] is Possible.AFTER
    top = ladder_of(case, KNOWN.packs["mt-mga"], TODAY)[-1]
    assert (top.step, top.dispatch) == (Step.AUTHORITY, None)


def test_each_is_written_to_in_a_document_of_its_own_kind() -> None:
    kinds = {code_of(one): one.document for one in routes(complete("ca-kgc")).choices}
    assert kinds["casino"] is DocumentKind.COMPLAINT
    assert kinds["authority:ca-kgc"] is DocumentKind.REFERRAL
    kinds = {code_of(one): one.document for one in routes(complete("mt-mga")).choices}
    assert kinds["dispute"] is DocumentKind.DISPUTE_SUBMISSION
    assert kinds["report:mt-mga"] is DocumentKind.REPORT
    assert kinds[""] is None


def test_neighbours_are_those_of_the_players_country() -> None:
    at_home = {"ecc-netherlands", "fraudehelpdesk", "ics", "juridisch-loket", "kifid"}
    assert bodies(complete("mt-mga")) == {"casino-guru", *at_home}
    assert bodies(player(complete("mt-mga"), country="DE")) == {"casino-guru"}
    assert bodies(player(complete("mt-mga"), country="")) == {"casino-guru"}


def test_privacy_also_belongs_to_the_country_of_the_licence_and_comes_first() -> None:
    case = replace(complete("mt-mga"), topic=Topic.PRIVACY)
    assert {"autoriteit-persoonsgegevens", "idpc"} < bodies(case)
    near = [body_of(one) for one in routes(case).choices if one.who is Who.NEIGHBOUR]
    assert set(near[:2]) == {"autoriteit-persoonsgegevens", "idpc"}


@pytest.mark.parametrize(
    ("topic", "is_there"), [(Topic.BONUS, True), (Topic.MARKETING, True), (Topic.MINORS, False)]
)
def test_a_body_for_some_topics_is_there_for_those(topic: Topic, is_there: bool) -> None:
    assert ("acm-consuwijzer" in bodies(replace(complete(), topic=topic))) is is_there


# -- now, later or not ----------------------------------------------------------------------


def test_who_is_possible_when_a_complaint_waits_for_its_reply() -> None:
    case = sent(when="2026-11-01")
    assert stand(case, "casino") == (Possible.SENT, day("2026-11-01"))
    assert stand(case, "authority:nl-ksa") == (Possible.LATER, day("2026-12-28"))
    assert stand(case, "authority:nl-ksa", day("2026-12-28")) == (Possible.NOW, None)
    assert stand(case, "report:nl-ksa") == (Possible.NOW, None)


def test_without_the_step_before_it_no_day_is_promised() -> None:
    """The casino's time runs, but for money the dispute body still comes before the authority."""
    case = casino(sent("mt-mga", "2026-11-01"), dispute_body="ecogra")
    assert stand(case, "authority:mt-mga") == (Possible.AFTER, None)
    found = choice(case, "authority:mt-mga").reason
    assert found
    assert found.code is Code.DISPUTE_DECIDED


def test_who_waits_is_told_what_he_can_fill_in_meanwhile() -> None:
    assert choice(sent(when="2026-11-01"), "authority:nl-ksa").open_things == 0
    found = choice(player(sent(when="2026-11-01"), name=""), "authority:nl-ksa")
    assert (found.possible, found.open_things) == (Possible.LATER, 1)


def test_what_is_only_not_filled_in_yet_is_no_reason_to_wait() -> None:
    assert stand(player(complete(), name=""), "casino") == (Possible.INCOMPLETE, None)


def test_a_licence_that_was_not_looked_for_yet_closes_nothing() -> None:
    assert stand(Case(), "authority:unknown") == (Possible.AFTER, None)
    elsewhere = casino(sent("mt-mga"), authority="xx-gone")  # a pack that the host took away
    assert stand(elsewhere, "authority:unknown") == (Possible.NOT, None)


def test_too_late_is_not_possible_and_names_its_rule() -> None:
    case = answered("mt-mga", "ecogra", "2026-10-01")
    assert stand(case, "dispute", day("2027-10-02")) == (Possible.NOT, None)
    reason = choice(case, "dispute", day("2027-10-02")).reason
    assert reason
    assert reason.code is Code.DISPUTE_IN_TIME


def test_a_report_that_was_sent_gave_the_authority_the_case() -> None:
    case = send(sent(), "report:nl-ksa", "2026-11-20")
    assert stand(case, "authority:nl-ksa") == (Possible.SENT, day("2026-11-20"))


# -- what each can do, costs and closes -----------------------------------------------------


def test_what_a_recipient_can_do_comes_from_its_file_with_its_source() -> None:
    found = choice(complete("mt-mga"), "authority:mt-mga")
    assert found.abilities == (Ability.NO_DECISION,)
    assert "does not decide who is right" in found.cannot[0].text.en
    assert found.cannot[0].sources
    free = choice(answered("mt-mga", "eCOGRA"), "ecogra").costs
    assert [one.cost.free for one in free] == [True]
    assert free[0].sources


def test_a_dispute_body_without_costs_of_its_own_costs_what_the_rules_of_the_licence_say() -> None:
    for named in ("", "A body", "MADRE"):
        found = choice(answered("mt-mga", named), "dispute").costs
        assert [(one.cost.free, bool(one.sources)) for one in found] == [(True, True)], named
    assert choice(answered("dk-spillemyndigheden", "A body"), "dispute").costs == ()


def test_the_casino_can_settle_and_some_authorities_decide() -> None:
    assert choice(complete(), "casino").abilities == (Ability.SETTLES,)
    assert choice(complete("ca-kgc"), "authority:ca-kgc").abilities == (Ability.DECIDES,)
    assert choice(complete("gi-ggc"), "authority:gi-ggc").abilities == (Ability.UNCLEAR,)


def test_a_dispute_body_that_is_not_named_yet_can_be_one_of_several() -> None:
    found = choice(complete("mt-mga"), "dispute")
    assert Ability.NOT_NAMED in found.abilities
    assert {one.id for one in found.bodies} >= {"ecogra", "thepogg", "madre"}


def test_a_dispute_body_that_we_do_not_know_is_said_to_be_unknown() -> None:
    found = choice(answered("mt-mga", "A body"), "dispute")
    assert (found.body, found.abilities) == (None, (Ability.UNCLEAR,))


def test_who_asks_no_money_does_not_need_the_dispute_body() -> None:
    case = without_money(casino(complete("mt-mga"), dispute_body="ecogra"))
    assert choice(case, "dispute").abilities == (Ability.NO_MONEY_ASKED,)


@pytest.mark.parametrize(
    ("amount", "currency", "ability"),
    [
        ("1109.99", "DKK", (Ability.UNDER_MINIMUM,)),
        ("1110.00", "DKK", ()),
        ("100000.00", "DKK", ()),
        ("100000.01", "DKK", (Ability.OVER_MAXIMUM,)),
        ("1.00", "EUR", ()),
    ],
)
def test_an_amount_is_held_against_the_limits_of_the_body(
    amount: str, currency: str, ability: tuple[Ability, ...]
) -> None:
    case = casino(complete("dk-spillemyndigheden"), dispute_body="maeglingsteamet")
    asked = replace(case.remedy, amount=Money(amount=amount, currency=currency))
    assert choice(replace(case, remedy=asked), "dispute").abilities == ability


@pytest.mark.parametrize("code", ["authority:mt-mga", "report:mt-mga", "casino-guru"])
def test_going_there_first_closes_the_body_that_refuses_what_others_saw(code: str) -> None:
    case = casino(complete("mt-mga"), dispute_body="eCOGRA")
    (closed,) = choice(case, code).closes
    assert closed.name.en == "eCOGRA"
    assert "regulator, another dispute body or a court" in closed.told[0].text.en


@pytest.mark.parametrize(
    "case",
    [
        casino(complete("mt-mga"), dispute_body="thepogg"),
        casino(complete("mt-mga"), no_dispute_body=True),
        without_money(casino(complete("mt-mga"), dispute_body="ecogra")),
        send(answered("mt-mga", "ecogra"), "dispute", "2026-10-05", answer=final("2026-11-01")),
        complete("nl-ksa"),
    ],
    ids=["another", "none", "no-money", "been-there", "no-step"],
)
def test_nothing_closes_where_there_is_nothing_to_close(case: Case) -> None:
    assert [one.closes for one in routes(case).choices if one.closes] == []


# -- warnings -------------------------------------------------------------------------------


def test_without_a_licence_the_player_hears_what_his_own_name_may_cost() -> None:
    case = casino(complete(), authority="none")
    (warned,) = routes(case).warnings
    assert warned.alert is Alert.UNLICENSED
    assert "€8,700" in warned.told[0].text.en
    abroad = player(case, country="FR")
    assert [(one.alert, one.told) for one in routes(abroad).warnings] == [(Alert.UNLICENSED, ())]


def test_a_country_without_an_authority_says_what_remains() -> None:
    (warned,) = routes(player(complete("cr-none"), country="FR")).warnings
    assert warned.alert is Alert.UNLICENSED
    assert warned.told


def test_a_licence_of_another_country_is_named_beside_the_authority_at_home() -> None:
    (warned,) = routes(complete("mt-mga")).warnings
    assert warned.alert is Alert.LICENCE_ELSEWHERE
    assert [one.en for one in warned.names] == ["Malta Gaming Authority", "Kansspelautoriteit"]
    assert "€8,700" in warned.told[0].text.en


@pytest.mark.parametrize("country", ["MT", "FR", ""])
def test_nothing_is_said_about_a_country_that_we_do_not_know(country: str) -> None:
    assert alerts(player(complete("mt-mga"), country=country)) == []


def test_a_copied_seal_and_an_ended_number_are_warned_of() -> None:
    text = "Licence 8048/JAZ, see https://cert.cga.mba/seal"
    found = routes(casino(complete(), footer_text=text)).warnings
    assert [one.alert for one in found] == [Alert.LOOK_ALIKE, Alert.LOOK_ALIKE]
    assert [one.names[0].en for one in found] == ["cert.cga.mba", "8048/JAZ"]


@pytest.mark.parametrize(
    "terms",
    [
        {"dispute_body": "the ODR platform"},
        {"dispute_body": "European dispute website (ODR)"},
        {"footer_text": "Complain at https://ec.europa.eu/consumers/odr/main/index.cfm?show=x"},
        {"footer_text": "Disputes: http://ec.europa.eu/odr."},
    ],
)
def test_an_ended_route_in_the_casinos_terms_is_warned_of(terms: dict[str, str]) -> None:
    (warned,) = routes(casino(complete(), **terms)).warnings
    assert warned.alert is Alert.RETIRED_ROUTE
    assert "20 July 2025" in warned.told[0].text.en


@pytest.mark.parametrize("text", ["ec.europa.eu/odrx", "ec.europa.eu", "we like odr", "moderate"])
def test_what_only_resembles_an_ended_route_is_not(text: str) -> None:
    assert alerts(casino(complete(), footer_text=text)) == []


def test_a_solved_case_has_no_next_recipient() -> None:
    found = routes(sent(answer=final("2026-10-01", AnswerKind.SOLVED)))
    assert found.step.todo is Todo.CLOSE
    assert not any(one.is_next for one in found.choices)


def test_a_board_that_no_casino_has_to_name_is_shown_with_its_smallest_amount() -> None:
    small = Money(amount="50.00", currency="SEK")
    case = player(answered("se-spelinspektionen"), country="SE")
    case = replace(case, remedy=replace(case.remedy, amount=small))
    found = choice(case, "arn")
    assert (found.who, found.recipient) == (Who.OPEN, None)
    assert Ability.UNDER_MINIMUM in found.abilities
    named = casino(case, dispute_body="ARN")
    assert [one.who for one in routes(named).choices if body_of(one) == "arn"] == [Who.DISPUTE]
    assert not any(one.who is Who.OPEN for one in routes(complete("mt-mga")).choices)


def test_an_ended_route_is_not_offered_as_the_dispute_body() -> None:
    case = casino(sent("mt-mga"), dispute_body="https://ec.europa.eu/consumers/odr")
    found = choice(case, "dispute")
    assert Ability.NOT_NAMED in found.abilities
    assert Ability.UNCLEAR not in found.abilities
    assert "ecogra" in {one.id for one in found.bodies}
    report = choice(case, "report:mt-mga")
    assert [one.name.en for one in report.closes] == ["eCOGRA"]
    warned = [one.way for one in report.beware if one.code is Code.DISPUTE_STILL_OPEN]
    assert warned == [Way.ENDED]
