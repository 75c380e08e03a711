"""What every rule pack that ships must hold."""

import re

import pytest

from portal.domain.authority_checks import RISK_OF_FINE
from portal.domain.codes import Confidence, Display, DocumentKind, Step, Topic
from portal.domain.rules import Need, RulePack, StartEvent, TermKind, WayIn
from portal.knowledge.checks import backed_values
from portal.knowledge.loader import load_packs

PACKS = load_packs()
KNOWN_WELL = {"mt-mga", "nl-ksa", "cw-cga", "gb-ukgc"}
ABROAD = {
    *("be-ksc", "gi-ggc", "gg-agcc", "im-gsc", "se-spelinspektionen", "dk-spillemyndigheden"),
    *("de-ggl", "ie-grai", "es-dgoj", "ee-emta", "ca-igo", "km-anjouan", "ca-kgc", "ca-tgc"),
}
every_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))


def test_eighteen_authorities_a_country_without_one_and_the_plain_default_ship():
    assert set(PACKS) == KNOWN_WELL | ABROAD | {"cr-none", "unknown"}
    assert len(PACKS) == 20


@every_pack
def test_every_value_names_its_sources(pack: RulePack):
    values = dict(backed_values(pack))
    assert values
    for key, value in values.items():
        assert pack.sources_of(value), key


@every_pack
def test_every_source_backs_something(pack: RulePack):
    used = {one for _, value in backed_values(pack) for one in value.sources}
    assert {source.id for source in pack.sources} == used


@every_pack
def test_no_value_is_hidden_or_background(pack: RulePack):
    assert all(value.is_shown for _, value in backed_values(pack))


@every_pack
def test_low_confidence_is_never_shown_as_a_fact(pack: RulePack):
    low = [one for one in backed_values(pack) if one[1].confidence is Confidence.LOW]
    assert all(value.display is Display.CHECK_FIRST for _, value in low)


@every_pack
def test_every_address_is_https(pack: RulePack):
    links = [source.url for source in pack.sources if source.url]
    links += [way.value for way in pack.ways if way.kind in {WayIn.ONLINE_FORM, WayIn.WEBSITE}]
    links += [body.website for body in pack.dispute_bodies]
    links += [pack.website] if pack.website else []
    links += [pack.register.url] if pack.register else []
    assert all(re.fullmatch(r"https://[^\s()]+", link) for link in links)


@every_pack
def test_every_pattern_finds_the_whole_number_of_its_example(pack: RulePack):
    for licence in pack.licences:
        assert re.search(rf"{licence.pattern}\b", licence.example)


@pytest.mark.parametrize("pack_id", sorted(KNOWN_WELL))
def test_an_authority_says_that_it_does_not_decide_and_takes_a_report(pack_id: str):
    pack = PACKS[pack_id]
    assert pack.document is DocumentKind.REPORT
    assert pack.decides_disputes
    assert pack.decides_disputes.value is False
    assert pack.handles
    assert pack.not_handles
    assert pack.outcomes


NEEDS = {
    "mt-mga": {
        Step.SUPPORT: Need.RECOMMENDED,
        Step.COMPLAINT: Need.REQUIRED,
        Step.DISPUTE: Need.REQUIRED_FOR_MONEY,
    },
    "nl-ksa": {Step.SUPPORT: Need.RECOMMENDED, Step.COMPLAINT: Need.RECOMMENDED},
    "cw-cga": {
        Step.SUPPORT: Need.REQUIRED,
        Step.COMPLAINT: Need.REQUIRED,
        Step.DISPUTE: Need.REQUIRED_FOR_MONEY,
    },
    "gb-ukgc": {Step.COMPLAINT: Need.REQUIRED, Step.DISPUTE: Need.REQUIRED_FOR_MONEY},
    "unknown": {Step.SUPPORT: Need.RECOMMENDED, Step.COMPLAINT: Need.RECOMMENDED},
    "km-anjouan": {Step.COMPLAINT: Need.REQUIRED, Step.DISPUTE: Need.REQUIRED_FOR_MONEY},
    **{key: {Step.COMPLAINT: Need.RECOMMENDED} for key in ("be-ksc", "gg-agcc")},
    **{
        key: {Step.COMPLAINT: Need.REQUIRED}
        for key in ("gi-ggc", "dk-spillemyndigheden", "es-dgoj", "ca-igo", "ca-kgc", "ca-tgc")
    },
    # they take reports, or nobody knows what they want
    **{key: {} for key in ("se-spelinspektionen", "de-ggl", "ie-grai", "im-gsc", "ee-emta")},
    "cr-none": {},
}


@every_pack
def test_the_ladder_is_as_researched(pack: RulePack):
    assert {rule.step: rule.need for rule in pack.ladder} == NEEDS[pack.id]


@every_pack
def test_no_authority_asks_for_a_manager(pack: RulePack):
    assert pack.ladder_rule(Step.MANAGER) is None


_SENT = StartEvent.COMPLAINT_SENT
TERMS = [
    ("mt-mga", TermKind.DISPUTE_WITHIN, None, "ecogra", "1 years", StartEvent.FINAL_ANSWER, True),
    ("nl-ksa", TermKind.ACKNOWLEDGE, None, "", "72 hours", StartEvent.COMPLAINT_SENT, True),
    ("nl-ksa", TermKind.ANSWER, None, "", "8 weeks", StartEvent.COMPLAINT_SENT, True),
    ("cw-cga", TermKind.COMPLAIN_WITHIN, None, "", "6 months", StartEvent.INCIDENT, True),
    ("cw-cga", TermKind.ACKNOWLEDGE, None, "", "1 weeks", StartEvent.COMPLAINT_SENT, True),
    ("cw-cga", TermKind.ANSWER, Topic.BONUS, "", "4 weeks", StartEvent.COMPLAINT_SENT, True),
    (
        "cw-cga",
        TermKind.ANSWER,
        Topic.SELF_EXCLUSION,
        "",
        "5 working_days",
        StartEvent.COMPLAINT_SENT,
        True,
    ),
    ("cw-cga", TermKind.DISPUTE_DURATION, None, "", "90 calendar_days", "dispute_sent", True),
    ("gb-ukgc", TermKind.ACKNOWLEDGE, None, "", "24 hours", _SENT, False),
    ("gb-ukgc", TermKind.DISPUTE_DURATION, None, "", "90 calendar_days", "dispute_sent", False),
    ("gb-ukgc", TermKind.ANSWER, None, "", "8 weeks", StartEvent.FIRST_CONTACT, True),
    ("gb-ukgc", TermKind.COMPLAIN_WITHIN, None, "", "6 months", StartEvent.INCIDENT, False),
    ("gb-ukgc", TermKind.DISPUTE_WITHIN, None, "", "12 months", StartEvent.FINAL_ANSWER, False),
    ("gb-ukgc", TermKind.DISPUTE_WITHIN, None, "ecogra", "1 years", StartEvent.FINAL_ANSWER, True),
    ("gi-ggc", TermKind.AUTHORITY_WITHIN, None, "", "2 years", StartEvent.INCIDENT, False),
    ("ie-grai", TermKind.AUTHORITY_WITHIN, None, "", "12 months", StartEvent.INCIDENT, True),
    ("ca-kgc", TermKind.AUTHORITY_WITHIN, None, "", "6 months", StartEvent.INCIDENT, False),
    ("ca-tgc", TermKind.AUTHORITY_WITHIN, None, "", "6 months", StartEvent.INCIDENT, False),
    (
        "se-spelinspektionen",
        TermKind.DISPUTE_WITHIN,
        None,
        "arn",
        "1 years",
        StartEvent.FIRST_CONTACT,
        True,
    ),
    ("dk-spillemyndigheden", TermKind.ANSWER, None, "", "14 calendar_days", _SENT, False),
    ("es-dgoj", TermKind.ANSWER, None, "", "1 months", _SENT, True),
    ("es-dgoj", TermKind.COMPLAIN_WITHIN, None, "", "3 months", StartEvent.INCIDENT, False),
    ("ca-igo", TermKind.ANSWER, None, "", "90 calendar_days", _SENT, True),
    ("km-anjouan", TermKind.ANSWER, None, "", "30 calendar_days", _SENT, True),
    (
        "km-anjouan",
        TermKind.COMPLAIN_WITHIN,
        Topic.GAME_FAULT,
        "",
        "14 calendar_days",
        StartEvent.INCIDENT,
        False,
    ),
    (
        "km-anjouan",
        TermKind.COMPLAIN_WITHIN,
        Topic.WITHDRAWAL,
        "",
        "30 calendar_days",
        StartEvent.INCIDENT,
        False,
    ),
]


@pytest.mark.parametrize(("pack_id", "kind", "topic", "body", "length", "starts", "firm"), TERMS)
def test_a_term_is_as_researched(pack_id, kind, topic, body, length, starts, firm):
    term = PACKS[pack_id].term(kind, topic, body)
    assert f"{term.period.number} {term.period.unit}" == length
    assert term.starts == starts
    assert term.is_firm is firm


def test_every_term_of_every_pack_is_in_that_list():
    researched = [PACKS[pack].term(kind, topic, body) for pack, kind, topic, body, *_ in TERMS]
    assert all(term in researched for pack in PACKS.values() for term in pack.terms)


def test_only_curacao_lets_the_casino_take_more_time_once():
    extended = [
        (pack.id, term.extension.number, term.extension.unit)
        for pack in PACKS.values()
        for term in pack.terms
        if term.extension
    ]
    assert extended == [("cw-cga", 4, "weeks")]


def test_malta_takes_reports_about_anything_but_not_about_unlicensed_casinos():
    report = PACKS["mt-mga"].report
    assert report.topics == ()
    assert not report.unlicensed


def test_the_netherlands_takes_reports_about_anything_and_any_casino():
    report = PACKS["nl-ksa"].report
    assert report.topics == ()
    assert report.unlicensed


def test_only_the_dutch_and_the_german_take_reports_about_unlicensed_casinos():
    takes = {pack.id for pack in PACKS.values() if pack.report and pack.report.unlicensed}
    assert takes == {"nl-ksa", "de-ggl"}


DECIDES = {
    **dict.fromkeys(KNOWN_WELL, False),
    **dict.fromkeys(("se-spelinspektionen", "dk-spillemyndigheden", "de-ggl"), False),
    "km-anjouan": False,
    "es-dgoj": True,
    "ca-kgc": True,
}


@every_pack
def test_it_decides_disputes_only_where_a_source_says_so(pack: RulePack):
    decides = pack.decides_disputes
    assert (decides.value if decides else None) == DECIDES.get(pack.id)


NOT_VERIFIED = ("gi-ggc", "im-gsc", "ie-grai", "ee-emta", "ca-tgc")


@pytest.mark.parametrize("pack_id", NOT_VERIFIED)
def test_who_has_no_verified_procedure_says_so_and_holds_no_sure_rule(pack_id: str):
    pack = PACKS[pack_id]
    assert "procedure_not_verified" in {one.id for one in pack.warnings}
    assert not any(rule.is_firm for rule in pack.ladder)
    assert not any(term.is_sure for term in pack.terms)
    assert pack.term(TermKind.ANSWER, None) is None
    assert pack.report is None


def test_a_country_without_an_authority_has_no_rule_and_nobody_to_reach():
    pack = PACKS["cr-none"]
    assert pack.is_no_authority
    assert not any((pack.ladder, pack.terms, pack.ways, pack.fields, pack.report, pack.website))
    assert {"no_gambling_licence", "what_remains"} == {one.id for one in pack.warnings}
    assert not any(one.is_no_authority for one in PACKS.values() if one is not pack)


@pytest.mark.parametrize("pack_id", ["nl-ksa", "be-ksc"])
def test_a_pack_warns_who_can_be_fined_for_playing(pack_id: str):
    assert RISK_OF_FINE in {one.id for one in PACKS[pack_id].warnings}


def test_no_two_packs_have_the_same_name():
    names = [
        name.casefold()
        for pack in PACKS.values()
        for name in {pack.name.en, pack.name.nl, pack.short_name, *pack.aliases}
    ]
    assert len(names) == len(set(names))


def test_curacao_and_the_default_promise_no_report_without_the_ladder():
    assert PACKS["cw-cga"].report is None
    assert PACKS["unknown"].report is None


def test_malta_refuses_complaints_by_email():
    refused = [way.kind for way in PACKS["mt-mga"].ways if way.refused]
    assert refused == [WayIn.EMAIL]


@pytest.mark.parametrize("pack_id", ["mt-mga", "gb-ukgc"])
def test_ecogra_closes_after_a_regulator(pack_id: str):
    assert PACKS[pack_id].body_named("eCOGRA").closed_after_regulator


def test_the_dutch_pack_warns_who_played_without_a_licence():
    warnings = {one.id: one for one in PACKS["nl-ksa"].warnings}
    assert "8.700" in warnings["unlicensed_player_liability"].text.nl


def test_the_default_holds_nothing_that_may_stop_a_player():
    default = PACKS["unknown"]
    assert not any(rule.is_firm for rule in default.ladder)
    assert default.terms == ()
    assert default.document is DocumentKind.REFERRAL


def test_the_hash_tells_the_packs_apart():
    hashes = {pack.hash for pack in PACKS.values()}
    assert len(hashes) == len(PACKS)
    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in hashes)
