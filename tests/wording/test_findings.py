"""Every result that the gate can give has its own whole sentences."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.case import Case
from portal.domain.codes import Display, State, Unit
from portal.domain.dates import Count, add
from portal.domain.finding import Code, Finding, Page, Readiness, Way
from portal.domain.next_step import Todo, next_step
from portal.domain.readiness import assess
from portal.domain.recipient import Recipient
from portal.domain.rules import Field, RulePack, StartEvent
from portal.domain.values import Money, Period
from portal.i18n import LANGUAGES, use_language
from portal.wording import (
    Names,
    arithmetic,
    document_title,
    finding_action,
    finding_sentence,
    finding_title,
    is_for_paper,
    names_of,
    next_step_sentence,
    next_step_title,
    recipient_name,
)
from portal.wording import findings as wording_findings
from portal.wording import next_steps as wording_next_steps
from portal.wording.findings_content import CONTENT
from portal.wording.findings_ladder import LADDER, SENT_IN_TIME
from tests.wording.made_up import FIRM_PACKS, PACKS, RECIPIENTS, TODAY, cases

NAMES = Names(casino="the casino", authority="the MGA", dispute_body="eCOGRA")
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_code_has_a_title() -> None:
    with_own_title = {Code.FIELD_GIVEN}
    assert set(wording_findings._TITLES) == set(Code) - with_own_title


@MANY
@given(
    case=cases(),
    recipient=st.sampled_from(RECIPIENTS),
    packs=st.sampled_from([PACKS, FIRM_PACKS]),
    later=st.integers(-60, 400),
    language=st.sampled_from(LANGUAGES),
)
def test_every_finding_of_the_gate_is_said_in_whole_sentences(
    case: Case,
    recipient: tuple[Recipient, str],
    packs: dict[str, RulePack],
    later: int,
    language: str,
) -> None:
    who, pack = recipient[0], packs[recipient[1]]
    readiness = assess(case, who, pack, TODAY + timedelta(days=later))
    with use_language(language):
        check_words(readiness, names_of(case, pack))
        assert document_title(readiness.document, recipient_name(who, pack, case))


def check_words(readiness: Readiness, names: Names) -> None:
    for finding in readiness.findings:
        said = [
            finding_title(finding),
            finding_sentence(finding, names),
            finding_action(finding, names),
        ]
        if is_for_paper(finding):
            said.append(finding_sentence(finding, names, "paper"))
        assert said[0]
        assert said[1].endswith((".", "!")), said
        assert bool(said[2]) == (finding.state not in {State.MET, State.NOT_APPLICABLE})
        for text in (*said, arithmetic(finding, names), arithmetic(finding, names, "paper")):
            assert "None" not in text
            assert "  " not in text.replace("a  b", ""), text
            assert " ." not in text, text


@MANY
@given(
    case=cases(),
    pack_id=st.sampled_from(sorted(PACKS)),
    issued=st.sets(st.sampled_from([recipient.code for recipient, _ in RECIPIENTS])),
)
def test_the_next_step_is_always_said(case: Case, pack_id: str, issued: set[str]) -> None:
    pack = PACKS[pack_id]
    step = next_step(case, pack, TODAY, issued)
    names = names_of(case, pack)
    assert next_step_title(step, names)
    assert not next_step_title(step, names).endswith(".") or names.casino.endswith(".")
    assert next_step_sentence(step, names).endswith(".")


@pytest.mark.parametrize("key", LADDER | CONTENT)
@pytest.mark.parametrize("voice", ["screen", "paper"])
def test_every_row_of_the_tables_can_be_said(
    key: tuple[Code, State, Way | None], voice: str
) -> None:
    """Also the rare ones, that made-up cases may not reach."""
    code, state, way = key
    finding = Finding(
        code=code,
        state=state,
        way=way,
        page=Page.FACTS,
        month="2026-09",
        until=TODAY,
        amounts=(Money(amount="10.00"), Money(amount="20.00")),
        number=1,
        names=(Field.NAME,) if code is Code.FIELD_GIVEN else (),
    )
    said = finding_sentence(finding, NAMES, voice)  # type: ignore[arg-type]
    assert said.endswith(".")
    assert "%" not in said
    assert bool(finding_action(finding, NAMES)) == (state not in {State.MET, State.NOT_APPLICABLE})


def test_every_kind_of_next_step_has_words() -> None:
    titled = set(wording_next_steps._TITLES) | {Todo.MAKE_PACKET, Todo.SEND_PACKET, Todo.COMPLETE}
    said = set(wording_next_steps._SENTENCES) | set(wording_next_steps._COUNTED)
    assert titled == said == set(Todo)


@pytest.mark.parametrize("voice", ["screen", "paper"])
def test_a_fact_to_check_first_says_so(voice: str) -> None:
    finding = Finding(code=Code.COMPLAINT_SENT, state=State.MISSING, page=Page.SENDING)
    unsure = Finding(
        code=Code.COMPLAINT_SENT,
        state=State.MISSING,
        page=Page.SENDING,
        display=Display.CHECK_FIRST,
    )
    sure = finding_sentence(finding, NAMES, voice)  # type: ignore[arg-type]
    said = finding_sentence(unsure, NAMES, voice)  # type: ignore[arg-type]
    assert said.startswith(sure)
    assert "source" in said.removeprefix(sure)


def test_paper_never_speaks_to_the_player() -> None:
    sentences = [said.paper for said in (LADDER | CONTENT).values()]
    sentences += [said.paper for said in SENT_IN_TIME.values()]
    assert [text for text in sentences if re.search(r"\b(you|your|we|our)\b", text, re.I)] == []


def test_no_sentence_starts_with_a_name() -> None:
    """A name may be "the casino", which has no capital."""
    sentences = [text for said in (LADDER | CONTENT).values() for text in said]
    starts = re.compile(r"(^|[.?!] )%\((casino|authority|body)\)s")
    assert [text for text in sentences if starts.search(text)] == []


def counted(basis: str, event: StartEvent, period: Period, **more: object) -> Finding:
    start = TODAY - timedelta(days=80)
    last = add(start, period)
    values = {"until": last + timedelta(days=1), **more}
    return Finding(
        code=Code.CASINO_ANSWERED,
        state=State.WAITING,
        page=Page.SENDING,
        count=Count(start, event, period, values.pop("last", last), basis),  # type: ignore[arg-type]
        **values,  # type: ignore[arg-type]
    )


def test_the_arithmetic_can_be_counted_again() -> None:
    eight_weeks = Period(number=8, unit=Unit.WEEKS)
    finding = counted("pack", StartEvent.COMPLAINT_SENT, eight_weeks, article="Bkoa art. 4.37(2)b")
    with use_language("en"):
        assert arithmetic(finding, NAMES) == (
            "You sent the complaint on 3 September 2026. 8 weeks later is 29 October 2026. "
            "From 30 October 2026 you can go on. "
            "This period comes from the rules: Bkoa art. 4.37(2)b."
        )


def test_a_period_of_our_own_is_said_to_be_ours() -> None:
    period = Period(number=8, unit=Unit.WEEKS)
    with use_language("en"):
        own = arithmetic(counted("default", StartEvent.COMPLAINT_SENT, period), NAMES)
        terms = arithmetic(counted("casino_terms", StartEvent.COMPLAINT_SENT, period), NAMES)
    assert "We found no rule for this" in own
    assert "the casino's own terms" in terms


def test_working_days_say_that_a_holiday_may_be_unknown() -> None:
    period = Period(number=5, unit=Unit.WORKING_DAYS)
    with use_language("en"):
        said = arithmetic(counted("pack", StartEvent.COMPLAINT_SENT, period), NAMES)
    assert "A local holiday may make it a day later." in said


@pytest.mark.parametrize("event", StartEvent)
@pytest.mark.parametrize("voice", ["screen", "paper"])
def test_every_start_of_a_term_is_said(event: StartEvent, voice: str) -> None:
    finding = counted("pack", event, Period(number=1, unit=Unit.MONTHS))
    assert "3 September 2026" in arithmetic(finding, NAMES, voice)  # type: ignore[arg-type]


def test_a_result_without_a_sentence_is_an_error() -> None:
    unknown = Finding(code=Code.CASINO_NAMED, state=State.EXPIRED, page=Page.CASINO, way=Way.REASON)
    with pytest.raises(KeyError):
        finding_sentence(unknown, NAMES)
