"""The ladder rules that hold for every authority (docs/product.md, "The gate")."""

from datetime import date

import pytest
from msgspec.structs import replace as changed

from portal.domain.case import Case, Contact, Fact, Remedy
from portal.domain.codes import (
    AskedFor,
    Confidence,
    Display,
    DocumentKind,
    Outcome,
    RemedyKind,
    State,
    Step,
    Topic,
    Unit,
)
from portal.domain.errors import DomainError
from portal.domain.finding import Code, Finding, Way
from portal.domain.parts import replace
from portal.domain.readiness import assess
from portal.domain.recipient import parse_recipient
from portal.domain.rules import Field, FormField, StartEvent, Term, TermKind
from portal.domain.values import Money, Period
from tests.domain.cases import (
    PACKS,
    TODAY,
    answered,
    ask,
    casino,
    complete,
    day,
    decided,
    fact,
    final,
    manager,
    player,
    send,
    sent,
    support,
    without_money,
)

MET, MISSING, WARNING = State.MET, State.MISSING, State.WARNING


def found(case: Case, code: Code, to: str = "casino", on: date = TODAY) -> Finding:
    finding = ask(case, to, on).of(code)
    assert finding
    return finding


def of_support(*contacts: Contact) -> State:
    return found(replace(complete(), contacts=contacts), Code.SUPPORT_CONTACTED).state


def of_manager(*contacts: Contact, reason: str = "") -> tuple[State, Way | None]:
    case = replace(complete(), contacts=contacts, no_manager_reason=reason)
    finding = found(case, Code.MANAGER_CONTACTED)
    return finding.state, finding.way


def asks_manager(outcome: Outcome | None, when: str = "2026-09-05") -> Contact:
    return support(when, id="c9", asked_for=(AskedFor.MANAGER,), outcome=outcome)


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.SOLVED])
def test_support_is_complete_with_a_dated_contact_that_did_not_solve_it(outcome: Outcome) -> None:
    assert of_support(support(outcome=outcome)) is MET
    assert of_support(support("2026-09", outcome=outcome)) is MET


def test_support_is_not_met_by_a_contact_that_solved_it() -> None:
    assert of_support(support(outcome=Outcome.SOLVED)) is MISSING


def test_support_is_not_met_without_a_date_or_without_what_came_of_it() -> None:
    assert of_support(support("")) is MISSING
    assert of_support(support(outcome=None)) is MISSING


def test_support_is_not_met_by_a_contact_that_is_still_to_come() -> None:
    assert of_support(support("2026-11-23")) is MISSING
    assert of_support(support("2026-12")) is MISSING
    assert of_support(support("2026-11")) is MET


def test_support_is_not_met_by_a_contact_on_another_step() -> None:
    assert of_support(manager()) is MISSING


def test_a_manager_is_met_by_speaking_to_one() -> None:
    assert of_manager(manager()) == (MET, Way.CONTACT)
    assert of_manager(manager(outcome=None)) == (MET, Way.CONTACT)
    assert of_manager(manager("")) == (MISSING, None)
    assert of_manager(manager("2026-11-23")) == (MISSING, None)


def test_a_manager_who_did_not_answer_was_asked_for_and_not_spoken_to() -> None:
    assert of_manager(manager(outcome=Outcome.NO_ANSWER)) == (MET, Way.REQUEST)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NO_ANSWER])
def test_a_manager_is_met_by_a_dated_request_that_led_nowhere(outcome: Outcome) -> None:
    assert of_manager(asks_manager(outcome)) == (MET, Way.REQUEST)
    assert of_manager(asks_manager(outcome, "")) == (MISSING, None)
    assert of_manager(asks_manager(outcome, "2026-11-23")) == (MISSING, None)


@pytest.mark.parametrize("outcome", [None, Outcome.PROMISED, Outcome.OFFERED, Outcome.SOLVED])
def test_a_request_for_a_manager_that_was_not_refused_does_not_count(
    outcome: Outcome | None,
) -> None:
    assert of_manager(asks_manager(outcome)) == (MISSING, None)


def test_a_manager_is_met_by_a_stated_reason() -> None:
    assert of_manager(reason="Niemand nam op.") == (MET, Way.REASON)
    assert of_manager(reason="  ") == (MISSING, None)


@pytest.mark.parametrize("to", ["dispute", "authority:nl-ksa"])
def test_no_other_recipient_stops_a_player_for_want_of_a_manager(to: str) -> None:
    case = replace(decided("nl-ksa"), contacts=(support(),))
    finding = found(case, Code.MANAGER_CONTACTED, to)
    assert (finding.state, finding.way) == (WARNING, Way.NOT_ASKED)
    assert ask(case, to).is_ready


def test_the_complaint_needs_its_address_or_a_request_for_it_that_led_nowhere() -> None:
    bare = casino(complete(), complaints_email=" ", address="")
    by_post = casino(bare, address="Straat 1")
    wanted = (AskedFor.COMPLAINTS_ADDRESS,)
    refused = bare.with_contact(support(id="c3", asked_for=wanted))
    promised = bare.with_contact(support(id="c3", asked_for=wanted, outcome=Outcome.PROMISED))
    code = Code.COMPLAINTS_ADDRESS
    assert found(bare, code).state is MISSING
    assert found(complete(), code).way is found(by_post, code).way is Way.ADDRESS
    assert (found(refused, code).state, found(refused, code).way) == (MET, Way.REQUEST)
    assert found(promised, code).state is MISSING


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (casino(complete(), brand=" ", website=""), Code.CASINO_NAMED),
        (replace(complete(), topic=None), Code.TOPIC_CHOSEN),
        (replace(complete(), facts=()), Code.FACTS_TOLD),
        (replace(complete(), facts=(fact(what="  "),)), Code.FACTS_TOLD),
        (player(complete(), name=" "), Code.PLAYER_NAMED),
        (player(complete(), email=" "), Code.PLAYER_REACHABLE),
        (player(complete(), email="", address="Straat 1"), Code.PLAYER_REACHABLE),
    ],
)
@pytest.mark.parametrize("to", ["casino", "report:nl-ksa"])
def test_every_packet_says_what_happened_what_is_wanted_and_who_asks(
    case: Case, code: Code, to: str
) -> None:
    assert code in {one.code for one in ask(case, to).blockers}
    assert found(complete(), code, to).state is MET


def test_a_letter_needs_a_remedy_and_a_bare_report_does_not() -> None:
    case = replace(complete(), remedy=Remedy())
    assert Code.REMEDY_CHOSEN in {one.code for one in ask(case, "casino").blockers}
    assert ask(case, "report:nl-ksa").is_ready


def test_a_whole_postal_address_reaches_the_player_too() -> None:
    case = player(complete(), email="", address="Straat 1", city="Utrecht")
    assert found(case, Code.PLAYER_REACHABLE).state is MET


def test_unproven_facts_warn_and_are_counted() -> None:
    case = complete().with_fact(Fact(id="f2", what="Zonder bewijs"))
    finding = found(case, Code.FACTS_PROVEN)
    assert (finding.state, finding.number) == (WARNING, 1)
    assert found(complete(), Code.FACTS_PROVEN).state is MET
    assert ask(case, "casino").is_ready


@pytest.mark.parametrize(
    ("amount", "explained", "state", "way"),
    [
        ("1250.00", "", MET, None),  # the sum of the facts
        ("1250", "", MET, None),
        ("1000.00", "", MET, None),  # one of the facts
        ("1300.00", "", MISSING, Way.DIFFERS),
        ("1300.00", "  ", MISSING, Way.DIFFERS),
        ("1300.00", "Met kosten.", MET, Way.EXPLAINED),
        (None, "Met kosten.", MISSING, Way.NO_AMOUNT),
    ],
)
def test_the_amount_agrees_with_the_facts_or_is_explained(
    amount: str | None, explained: str, state: State, way: Way | None
) -> None:
    facts = (
        fact(amount=Money(amount="1000.00")),
        fact(id="f2", amount=Money(amount="250.00")),
        fact(id="f3", amount=Money(amount="50.00", currency="USD")),
    )
    remedy = Remedy(
        kinds=(RemedyKind.REFUND,),
        amount=Money(amount=amount) if amount else None,
        amount_explanation=explained,
    )
    finding = found(replace(complete(), facts=facts, remedy=remedy), Code.AMOUNT_AGREES)
    assert (finding.state, finding.way) == (state, way)
    if amount:
        assert finding.amounts == (Money(amount=amount), Money(amount="1250.00"))


def test_who_asks_no_money_needs_no_amount() -> None:
    finding = found(without_money(complete()), Code.AMOUNT_AGREES)
    assert finding.state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("pack", "own", "basis", "opens"),
    [
        ("nl-ksa", None, "pack", "2026-11-06"),
        ("nl-ksa", Period(number=3, unit=Unit.WEEKS), "pack", "2026-11-06"),
        ("mt-mga", Period(number=15, unit=Unit.CALENDAR_DAYS), "casino_terms", "2026-09-26"),
        ("mt-mga", None, "default", "2026-11-06"),
    ],
)
def test_the_answering_time_comes_from_the_rules_then_the_casino_then_a_stated_default(
    pack: str, own: Period | None, basis: str, opens: str
) -> None:
    case = casino(sent(pack), answer_time=own)
    finding = found(case, Code.CASINO_ANSWERED, f"authority:{pack}", day("2026-09-20"))
    assert finding.state is State.WAITING
    assert finding.until == day(opens)
    assert finding.count
    assert (finding.count.basis, finding.count.start) == (basis, day("2026-09-10"))
    assert bool(finding.sources) == (basis == "pack")


def test_a_final_answer_ends_the_wait_and_another_answer_does_not() -> None:
    on, code, to = day("2026-10-01"), Code.CASINO_ANSWERED, "authority:nl-ksa"
    answer = final("2026-10-01")
    whole, offer = sent(answer=answer), sent(answer=replace(answer, is_final=False))
    assert (found(whole, code, to, on).state, found(whole, code, to, on).day) == (MET, on)
    assert found(whole, code, to, day("2026-09-30")).state is State.WAITING
    assert found(offer, code, to, on).state is State.WAITING
    assert found(sent(answer=final("")), code, to, on).state is State.WAITING
    by_month = found(sent(answer=final("2026-10")), code, to, on)
    assert (by_month.state, by_month.day, by_month.month) == (MET, None, "2026-10")


def test_a_later_copy_of_the_complaint_does_not_restart_the_clock() -> None:
    twice = send(sent(), "casino", "2026-11-20")
    finding = found(twice, Code.CASINO_ANSWERED, "authority:nl-ksa")
    assert (finding.state, finding.until) == (MET, day("2026-11-06"))


def test_the_final_answer_on_a_copy_counts() -> None:
    twice = send(sent(when="2026-11-01"), "casino", "2026-11-10", answer=final("2026-11-15"))
    finding = found(twice, Code.CASINO_ANSWERED, "authority:nl-ksa")
    assert (finding.way, finding.day) == (Way.FINAL_ANSWER, day("2026-11-15"))


def test_a_letter_without_a_day_does_not_hide_one_with_a_day() -> None:
    for unclear in ("", "2026-09"):
        case = send(send(complete(), "casino", unclear), "casino", "2026-10-01")
        finding = found(case, Code.COMPLAINT_SENT, "authority:nl-ksa")
        assert (finding.state, finding.day) == (MET, day("2026-10-01"))


def test_the_dispute_step_exists_only_where_the_rules_or_the_casino_have_it() -> None:
    assert found(complete("mt-mga"), Code.DISPUTE_BODY_NAMED, "dispute").state is MISSING
    none = casino(complete("mt-mga"), no_dispute_body=True)
    assert found(none, Code.DISPUTE_BODY_NAMED, "dispute").way is Way.NONE_EXISTS
    assert found(answered("nl-ksa", "A body"), Code.DISPUTE_BODY_NAMED, "dispute").state is MET
    assert ask(decided("nl-ksa"), "authority:nl-ksa").of(Code.DISPUTE_DECIDED) is None


def test_a_report_needs_no_ladder_and_says_which_steps_were_not_taken() -> None:
    nothing_done = replace(complete("mt-mga"), contacts=())
    finding = found(nothing_done, Code.STEPS_NOT_TAKEN, "report:mt-mga")
    assert finding.state is WARNING
    assert finding.names == (Step.SUPPORT, Step.MANAGER, Step.COMPLAINT, Step.DISPUTE)
    assert ask(nothing_done, "report:mt-mga").is_ready
    assert found(decided("mt-mga"), Code.STEPS_NOT_TAKEN, "report:mt-mga").state is MET


def test_a_report_misses_no_dispute_step_where_there_is_none() -> None:
    to, code = "report:mt-mga", Code.STEPS_NOT_TAKEN
    assert found(casino(sent("mt-mga"), no_dispute_body=True), code, to).names == ()
    assert found(casino(sent(), dispute_body="A body"), code, "report:nl-ksa").names == ("dispute",)


def test_a_report_goes_only_to_an_authority_that_takes_reports() -> None:
    assert found(complete("cw-cga"), Code.TAKES_REPORTS, "report:cw-cga").state is MISSING


def test_a_report_is_only_about_the_topics_that_the_authority_takes() -> None:
    pack = PACKS["nl-ksa"]
    assert pack.report
    case, to = complete(), parse_recipient("report:nl-ksa")
    other = changed(pack, report=changed(pack.report, topics=(Topic.MINORS,)))
    assert [one.code for one in assess(case, to, other, TODAY).blockers] == [Code.TAKES_REPORTS]


@pytest.mark.parametrize("licence", ["", "none", "mt-mga"])
def test_an_authority_that_did_not_license_the_casino_is_the_wrong_one(licence: str) -> None:
    case = casino(decided("cw-cga"), authority=licence)
    closed = {one.code for one in ask(case, "authority:cw-cga").blockers}
    assert Code.ITS_LICENCE in closed


def test_only_a_firm_rule_of_high_confidence_is_too_late() -> None:
    late = date(2027, 3, 2)
    for confidence, display, state in [
        (Confidence.HIGH, Display.FACT, State.EXPIRED),
        (Confidence.MEDIUM, Display.FACT, WARNING),
        (Confidence.HIGH, Display.CHECK_FIRST, WARNING),
    ]:
        term = Term(
            kind=TermKind.COMPLAIN_WITHIN,
            period=Period(number=6, unit=Unit.MONTHS),
            starts=StartEvent.INCIDENT,
            sources=("bkoa",),
            confidence=confidence,
            display=display,
        )
        pack = changed(PACKS["nl-ksa"], terms=(term,))
        finding = ask(complete(), "casino", late, pack).of(Code.COMPLAIN_IN_TIME)
        assert finding
        assert finding.state is state


def test_a_term_counts_from_the_first_fact_and_is_over_only_after_the_last() -> None:
    facts = (fact("2026-09"), fact("2026-10-15", id="f2"))
    case = replace(complete("cw-cga"), facts=facts)
    finding = found(case, Code.COMPLAIN_IN_TIME)
    assert finding.until == date(2027, 3, 1)
    firm = changed(
        PACKS["cw-cga"],
        terms=tuple(changed(t, confidence=Confidence.HIGH) for t in PACKS["cw-cga"].terms),
    )
    for on, state in [
        (date(2027, 3, 1), MET),
        (date(2027, 3, 2), WARNING),
        (date(2027, 4, 15), WARNING),
        (date(2027, 4, 16), State.EXPIRED),
    ]:
        counted = ask(case, "casino", on, firm).of(Code.COMPLAIN_IN_TIME)
        assert counted
        assert counted.state is state


def test_where_no_rule_limits_complaining_nothing_is_counted() -> None:
    finding = found(complete("nl-ksa"), Code.COMPLAIN_IN_TIME)
    assert (finding.state, finding.sources) == (State.NOT_APPLICABLE, ())


def test_a_field_that_is_surely_asked_closes_the_gate() -> None:
    field = FormField(field=Field.PHONE, sources=("ksa-melden",), confidence=Confidence.HIGH)
    pack = changed(PACKS["nl-ksa"], fields=(field,))
    case = player(decided("nl-ksa"), phone=" ")
    closed = ask(case, "authority:nl-ksa", TODAY, pack).blockers
    assert [(one.code, one.names) for one in closed] == [(Code.FIELD_GIVEN, ("phone",))]


@pytest.mark.parametrize("field", Field)
def test_every_field_is_found_in_the_case(field: Field) -> None:
    wanted = FormField(field=field, sources=("ksa-melden",), confidence=Confidence.LOW)
    pack = changed(PACKS["nl-ksa"], fields=(wanted,))
    whole = player(complete(), address="Straat 1", date_of_birth="1990-01-31")
    assert ask(whole, "report:nl-ksa", TODAY, pack).of(Code.FIELD_GIVEN) is None
    finding = ask(Case(), "report:nl-ksa", TODAY, pack).of(Code.FIELD_GIVEN)
    assert finding
    assert finding.names == (field,)


def test_an_authority_is_not_judged_by_the_rules_of_another() -> None:
    with pytest.raises(DomainError) as error:
        assess(complete(), parse_recipient("authority:mt-mga"), PACKS["nl-ksa"], TODAY)
    assert error.value.code == "wrong_pack"


def test_a_ready_packet_has_no_findings_that_close_it() -> None:
    ready, not_ready = ask(complete(), "casino"), ask(Case(), "casino")
    assert (ready.is_ready, ready.blockers, ready.waiting_until) == (True, (), None)
    assert not not_ready.is_ready
    assert all(one.closes for one in not_ready.blockers)
    assert not_ready.document is DocumentKind.COMPLAINT
