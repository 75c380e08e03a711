"""Every rule of every rule pack before the gate: the verdict, and why."""

from datetime import date

import pytest

from portal.domain.codes import DocumentKind
from portal.domain.packet import Deadline, build
from portal.domain.rules import TermKind
from portal.i18n import LANGUAGES, use_language
from tests.domain.cases import PACKS, TODAY, ask, complete, decided, sent
from tests.domain.pack_rows import ROWS
from tests.domain.rows import Row, rules_of

TABLE = [
    pytest.param(pack, row, id=f"{pack} {row.rule} {row.code}={row.state} {number}")
    for pack, rows in ROWS.items()
    for number, row in enumerate(rows)
]
# rules that every pack has, or only the plain default
ALWAYS = {"review", "authority"}
# the authorities that look at a dispute, or of which nobody knows what they do
REFERRED_TO = {
    *("unknown", "gi-ggc", "gg-agcc", "im-gsc", "ee-emta", "es-dgoj", "ca-igo", "ca-kgc", "ca-tgc"),
}
ONLY_ASKED = Deadline(asked=date(2026, 12, 7))
# what the letter to the casino says of the law when it is written on 22 November 2026:
# the last day for an answer, and for a confirmation; only firm rules are cited
DEADLINES = {
    "mt-mga": ONLY_ASKED,
    "nl-ksa": Deadline(
        asked=date(2026, 12, 7),
        legal=date(2027, 1, 17),
        acknowledge=date(2026, 11, 25),
        article="Bkoa art. 4.37(2)b",
    ),
    "cw-cga": Deadline(
        asked=date(2026, 12, 7), legal=date(2026, 12, 20), acknowledge=date(2026, 11, 29)
    ),
    "gb-ukgc": Deadline(
        asked=date(2026, 12, 7), legal=date(2026, 10, 29), article="LCCP SR code 6.1.1.2"
    ),
    "ca-igo": Deadline(asked=date(2026, 12, 7), legal=date(2027, 2, 20)),
    "es-dgoj": Deadline(asked=date(2026, 12, 7), legal=date(2026, 12, 22)),
    "km-anjouan": Deadline(asked=date(2026, 12, 7), legal=date(2026, 12, 22)),
    # the Danish casino may also name a later day: see the pack
    "dk-spillemyndigheden": ONLY_ASKED,
    **dict.fromkeys(("be-ksc", "gi-ggc", "gg-agcc", "im-gsc", "se-spelinspektionen"), ONLY_ASKED),
    **dict.fromkeys(("de-ggl", "ie-grai", "ee-emta", "ca-kgc", "ca-tgc"), ONLY_ASKED),
    **dict.fromkeys(("cr-none", "unknown"), ONLY_ASKED),
}


@pytest.mark.parametrize(("pack", "row"), TABLE)
def test_the_gate_gives_the_verdict_of_the_rule(pack: str, row: Row) -> None:
    readiness = ask(row.case, row.recipient, row.on, PACKS[pack])
    found = [one for one in readiness.findings if one.code is row.code]
    found = [one for one in found if not row.names or one.names == row.names]
    if row.state is None:
        assert found == []
    else:
        assert [(one.state, one.way) for one in found] == [(row.state, row.way)]
        assert not row.until or found[0].until == date.fromisoformat(row.until)
    assert {one.code for one in readiness.blockers} == row.closed_by
    assert readiness.is_ready == (not row.closed_by)


@pytest.mark.parametrize(("pack", "row"), TABLE)
def test_the_verdict_is_the_same_in_every_language(pack: str, row: Row) -> None:
    answers = []
    for language in LANGUAGES:
        with use_language(language):
            answers.append(ask(row.case, row.recipient, row.on, PACKS[pack]))
    assert answers == [answers[0]] * len(LANGUAGES)


def test_every_pack_has_a_table() -> None:
    assert set(ROWS) == set(PACKS) == set(DEADLINES)


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_of_the_pack_has_a_row(pack: str) -> None:
    """A rule that is added to a pack fails here until the table shows what it does."""
    shown = {row.rule for row in ROWS[pack]}
    on_paper = {f"terms/{TermKind.ACKNOWLEDGE}"}  # see the test of the letter's terms
    assert set(rules_of(PACKS[pack])) - on_paper <= shown
    assert shown <= {*rules_of(PACKS[pack]), *ALWAYS}


@pytest.mark.parametrize("pack", PACKS)
def test_a_finding_shows_the_sources_of_its_rule(pack: str) -> None:
    rules, shown = rules_of(PACKS[pack]), set()
    for row in ROWS[pack]:
        found = ask(row.case, row.recipient, row.on, PACKS[pack]).of(row.code)
        rule = rules.get(row.rule)
        if found and rule and found.sources == PACKS[pack].sources_of(rule):
            assert found.confidence is rule.confidence
            assert found.display is rule.display
            shown.add(row.rule)
    assert shown == {row.rule for row in ROWS[pack]} - ALWAYS


@pytest.mark.parametrize("pack", PACKS)
def test_the_letter_to_the_casino_names_the_terms_of_the_law(pack: str) -> None:
    case = complete(pack)
    content = build(case, ask(case, "casino"), PACKS[pack], is_draft=False)
    assert content.deadline == DEADLINES[pack]


def test_a_complaint_that_was_sent_counts_from_its_own_day() -> None:
    case = sent("cw-cga", "2026-11-01", more_time_asked=True)
    content = build(case, ask(case, "casino"), PACKS["cw-cga"], is_draft=False)
    assert content.deadline
    assert content.deadline.legal == date(2026, 12, 27)


@pytest.mark.parametrize("pack", PACKS)
def test_each_recipient_gets_the_document_that_it_can_use(pack: str) -> None:
    of_authority = DocumentKind.REFERRAL if pack in REFERRED_TO else DocumentKind.REPORT
    documents = {
        "casino": DocumentKind.COMPLAINT,
        "dispute": DocumentKind.DISPUTE_SUBMISSION,
        f"authority:{pack}": of_authority,
        f"report:{pack}": DocumentKind.REPORT,
    }
    assert {to: ask(decided(pack), to).document for to in documents} == documents


@pytest.mark.parametrize("pack", PACKS)
def test_a_case_that_took_every_step_is_ready_for_everyone(pack: str) -> None:
    takes_reports = (f"report:{pack}",) if PACKS[pack].report else ()
    authority = () if PACKS[pack].is_no_authority else (f"authority:{pack}",)
    for to in ("casino", "dispute", *authority, *takes_reports):
        assert ask(decided(pack), to, TODAY).blockers == ()
