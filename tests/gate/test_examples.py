"""Every example of the gate: the verdict, its reasons and its days are as counted by hand."""

from datetime import date

import pytest

from portal.domain.codes import State
from portal.domain.finding import CLOSING, Code, Finding, Readiness
from portal.domain.packet import build
from portal.domain.rules import LadderRule, Term
from portal.services import gate
from portal.web import clock
from tests.domain.cases import PACKS
from tests.domain.rows import rules_of
from tests.gate.examples import Example, case_of, read_examples, recipient_of

FILES = read_examples()
EXAMPLES = [
    pytest.param(file.authority, example, id=f"{name} {number} {example.story}")
    for name, file in FILES.items()
    for number, example in enumerate(file.example, 1)
]
WAITS = (Code.CASINO_ANSWERED, Code.DISPUTE_DECIDED)
LIMITS = (Code.COMPLAIN_IN_TIME, Code.DISPUTE_IN_TIME, Code.AUTHORITY_IN_TIME)
SIDES = {"before", "on", "after"}
CONFIRMATION = "terms/acknowledge"  # the letter to the casino names it; it stops nobody


def asked(example: Example, authority: str, monkeypatch: pytest.MonkeyPatch) -> Readiness:
    """The gate's answer, as the site would give it."""
    case, recipient = case_of(example.case, authority), recipient_of(example, authority)
    assert (recipient in gate.recipients_of(case, PACKS)) == example.offered
    return gate.ask(case, recipient, PACKS, day_of(example, monkeypatch))


def day_of(example: Example, monkeypatch: pytest.MonkeyPatch) -> date:
    if example.day:
        return example.day
    monkeypatch.setattr(clock, "now", lambda: example.now)
    return clock.today()


def state_of(readiness: Readiness, code: Code) -> State | str:
    found = readiness.of(code)
    return found.state if found else "none"


def of_kind(readiness: Readiness, example: Example, codes: tuple[Code, ...]) -> Finding:
    """The finding with a date that the example names."""
    code = next(one for one in example.findings if one in codes)
    found = readiness.of(code)
    assert found
    return found


@pytest.mark.parametrize(("authority", "example"), EXAMPLES)
def test_the_gate_says_what_the_story_expects(
    authority: str, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness = asked(example, authority, monkeypatch)
    closing = {code for code in example.findings if state_of(readiness, code) in CLOSING}
    assert {code: state_of(readiness, code) for code in example.findings} == example.findings
    assert {one.code for one in readiness.blockers} == closing
    assert readiness.is_ready == example.ready


@pytest.mark.parametrize(("authority", "example"), EXAMPLES)
def test_the_days_are_those_counted_by_hand(
    authority: str, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness = asked(example, authority, monkeypatch)
    if example.opens:
        assert of_kind(readiness, example, WAITS).until == example.opens
    if example.last:
        limit = of_kind(readiness, example, LIMITS)
        assert limit.count
        assert limit.count.last == example.last
        assert (limit.latest.last if limit.latest else None) == example.latest
    if example.rule == CONFIRMATION:
        case = case_of(example.case, authority)
        content = build(case, readiness, PACKS[authority], is_draft=False)
        assert content.deadline
        assert content.deadline.acknowledge == example.confirm_by


def test_there_are_at_least_250_examples_and_each_tells_another_story() -> None:
    stories = [f"{file.authority} {one.story}" for file in FILES.values() for one in file.example]
    assert len(stories) >= 250
    assert len(set(stories)) == len(stories)


def sides_shown(pack: str) -> dict[str, set[str]]:
    """The rules of a pack that examples are about, and on which sides of their limits."""
    shown: dict[str, set[str]] = {}
    for file in FILES.values():
        for one in file.example if file.authority == pack else ():
            if one.rule:
                shown.setdefault(one.rule, set()).add(one.side)
    return shown


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_of_a_pack_has_an_example(pack: str) -> None:
    """A rule that is added to a pack fails here until a story shows what it does."""
    assert set(sides_shown(pack)) == set(rules_of(PACKS[pack]))


@pytest.mark.parametrize("pack", PACKS)
def test_every_term_and_step_of_a_pack_has_examples_on_both_sides_and_on_its_limit(
    pack: str,
) -> None:
    limits = {
        name for name, rule in rules_of(PACKS[pack]).items() if isinstance(rule, LadderRule | Term)
    }
    shown = sides_shown(pack)
    wanted = {name: {"on"} if name == CONFIRMATION else SIDES for name in limits}
    assert {name: shown[name] for name in limits} == wanted
