"""The dispute bodies, neighbours and ended routes that ship, and mistakes in their files."""

import re
from datetime import date
from pathlib import Path

import pytest

from portal.domain.bodies import Body, BodyKind, Forum
from portal.domain.case import Casino
from portal.domain.codes import Confidence, Display
from portal.domain.rules import Refund, StartEvent, TermKind, WayIn
from portal.knowledge.checks import PackError, backed_values
from portal.knowledge.loader import OWN_BODIES, OWN_PACKS, load_bodies, load_packs, read_body

BODIES = load_bodies()
every_body = pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
DISPUTES = {
    *("ecogra", "ibas", "thepogg", "madre", "eadr", "abc-adr", "pardee", "sigma-adr", "cedr"),
    *("adr-group", "arn", "maeglingsteamet", "casino-guru"),
}
NEIGHBOURS = {
    *("kifid", "ecc-netherlands", "autoriteit-persoonsgegevens", "idpc", "fraudehelpdesk"),
    *("juridisch-loket", "acm-consuwijzer", "ics"),
}


def test_the_bodies_that_were_researched_ship():
    kinds = {body.id: body.kind for body in BODIES.values()}
    assert kinds == {
        **dict.fromkeys(DISPUTES, BodyKind.DISPUTE_BODY),
        **dict.fromkeys(NEIGHBOURS, BodyKind.NEIGHBOUR),
        "eu-odr": BodyKind.RETIRED,
    }


@every_body
def test_every_value_names_a_source_and_every_source_backs_one(body: Body):
    values = dict(backed_values(body))
    assert values
    assert all(body.sources_of(value) for value in values.values())
    used = {one for value in values.values() for one in value.sources}
    assert {source.id for source in body.sources} == used


@every_body
def test_unsure_values_are_never_shown_as_facts(body: Body):
    for _, value in backed_values(body):
        assert value.is_shown
        assert value.confidence is not Confidence.LOW or value.display is Display.CHECK_FIRST


@every_body
def test_every_address_is_https(body: Body):
    links = [source.url for source in body.sources if source.url]
    links += [way.value for way in body.ways if way.kind in {WayIn.ONLINE_FORM, WayIn.WEBSITE}]
    links += [body.website] if body.website else []
    assert all(re.fullmatch(r"https://[^\s()]+", link) for link in links)


@every_body
def test_the_authorities_whose_casinos_name_it_exist(body: Body):
    assert set(body.authorities) <= set(load_packs())


@pytest.mark.parametrize("pack", load_packs().values(), ids=list(load_packs()))
def test_what_a_pack_says_of_a_dispute_body_agrees_with_the_body(pack):
    for named in pack.dispute_bodies:
        body = BODIES[named.id]
        assert body.kind is BodyKind.DISPUTE_BODY
        assert pack.id in body.authorities
        assert named.website == body.website
        assert named.closed_after_regulator == (Forum.REGULATOR in body.closed_by)
        own = [(one.kind, one.period, one.starts) for one in body.terms]
        for term in pack.terms:
            if term.dispute_body == named.id:
                assert (term.kind, term.period, term.starts) in own


CLOSED_BY = {
    "ecogra": {Forum.REGULATOR, Forum.DISPUTE_BODY, Forum.COURT},
    "ibas": {Forum.DISPUTE_BODY},
    "abc-adr": {Forum.DISPUTE_BODY},
    "ecc-netherlands": {Forum.COURT},
}


@every_body
def test_who_closes_a_door_is_as_researched(body: Body):
    assert body.closed_by == CLOSED_BY.get(body.id, set())


TERMS = [
    ("ecogra", TermKind.DISPUTE_WITHIN, "1 years", StartEvent.FINAL_ANSWER),
    ("arn", TermKind.DISPUTE_WITHIN, "1 years", StartEvent.FIRST_CONTACT),
    ("kifid", TermKind.ANSWER, "8 weeks", StartEvent.COMPLAINT_SENT),
    ("kifid", TermKind.DISPUTE_WITHIN, "3 months", StartEvent.FINAL_ANSWER),
    ("kifid", TermKind.DISPUTE_WITHIN, "1 years", StartEvent.FIRST_CONTACT),
]


def test_the_terms_are_as_researched_and_there_are_no_others():
    terms = [
        (body.id, term.kind, f"{term.period.number} {term.period.unit}", term.starts)
        for body in BODIES.values()
        for term in body.terms
    ]
    assert sorted(terms) == sorted(TERMS)


def test_the_smallest_and_largest_amounts_are_as_researched():
    found = {
        (body.id, name, bound.money.amount, bound.money.currency)
        for body in BODIES.values()
        for name in ("minimum", "maximum")
        if (bound := getattr(body, name))
    }
    assert found == {
        ("arn", "minimum", "1000", "SEK"),
        ("maeglingsteamet", "minimum", "1110", "DKK"),
        ("maeglingsteamet", "maximum", "100000", "DKK"),
    }


def test_the_european_website_is_retired_and_its_address_is_only_recognised():
    odr = BODIES["eu-odr"]
    assert odr.ended
    assert odr.ended.day == date(2025, 7, 20)
    assert odr.website is None
    assert odr.ways == ()
    assert {"ec.europa.eu/odr", "ec.europa.eu/consumers/odr"} <= set(odr.aliases)
    files = [*OWN_PACKS.glob("*.toml"), *OWN_BODIES.glob("*.toml")]
    naming = [one.stem for one in files if "ec.europa.eu" in one.read_text(encoding="utf-8")]
    assert naming == ["eu-odr"]


@pytest.mark.parametrize("body_id", ["ibas", "cedr", "adr-group", "ecogra"])
def test_british_bodies_say_that_their_accreditation_was_not_verified(body_id: str):
    assert "accreditation_not_verified" in {one.id for one in BODIES[body_id].warnings}


@pytest.mark.parametrize("body_id", ["juridisch-loket", "acm-consuwijzer"])
def test_an_address_that_nobody_read_is_left_out(body_id: str):
    assert BODIES[body_id].website is None
    assert BODIES[body_id].ways == ()


BODY = """
id = "test-body"
kind = "dispute_body"
name = { en = "Test", nl = "Proef" }
website = "https://example.org/"
verified_on = 2026-11-22
review_after_days = 180

[[refuses]]
id = "court"
after = ["court"]
text = { en = "All.", nl = "Alles." }
sources = ["law"]
confidence = "high"

[minimum]
money = { amount = "10", currency = "EUR" }
sources = ["law"]
confidence = "high"

[[costs]]
amount = { amount = "25", currency = "EUR" }
refund = "if_won"
what = { en = "The form", nl = "Het formulier" }
sources = ["law"]
confidence = "high"

[[costs]]
free = true
what = { en = "A question", nl = "Een vraag" }
sources = ["law"]
confidence = "high"

[[sources]]
id = "law"
title = "The law"
date = "2020"
"""

MISTAKES = {
    "wrong id": ('"test-body"', '"other"', "$.id"),
    "wrong kind": ('"dispute_body"', '"court"', "$.kind"),
    "not retired": (
        "[minimum]",
        '[ended]\nday = 2025-01-01\nsources = ["law"]\nconfidence = "high"\n[minimum]',
        "$.ended",
    ),
    "no end": ('"dispute_body"', '"retired"', "$.ended"),
    "unknown forum": ('["court"]', '["pub"]', "$.refuses[0].after[0]"),
    "no currency": (', currency = "EUR"', "", "$.minimum.money"),
    "wrong currency": ('currency = "EUR"', 'currency = "euro"', "$.minimum.money.currency"),
    "not a number": ('"10"', '"ten"', "$.minimum.money.amount"),
    "unknown source": ('sources = ["law"]', 'sources = ["lore"]', "$.refuses[0].sources"),
    "hidden": (
        'confidence = "high"',
        'confidence = "high"\ndisplay = "hidden"',
        "$.refuses[0].display",
    ),
    "background": ('"high"', '"background"', "$.refuses[0].confidence"),
    "one language": (', nl = "Alles."', "", "$.refuses[0].text"),
    "free and not": ('refund = "if_won"', "free = true", "$.costs[0]"),
    "no cost at all": ("free = true\n", "", "$.costs[1]"),
    "costs nothing": ('"25"', '"0.00"', "$.costs[0].amount"),
    "cost without a currency": ('"25", currency = "EUR"', '"25"', "$.costs[0].amount"),
    "refund of nothing": ("free = true", 'free = true\nrefund = "never"', "$.costs[1].refund"),
    "unknown refund": ('"if_won"', '"perhaps"', "$.costs[0].refund"),
    "two costs alike": ('what = { en = "A question", nl = "Een vraag" }\n', "", "$.costs[1].what"),
    "cost in one language": (', nl = "Een vraag"', "", "$.costs[1].what"),
    "http": ("https://example.org/", "http://example.org/", "$.website"),
}


def write(folder: Path, text: str, name: str = "test-body.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_body_of_these_tests_is_right(tmp_path: Path):
    assert read_body(write(tmp_path, BODY)).closed_by == {Forum.COURT}


@pytest.mark.parametrize(("old", "new", "key"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, key: str):
    assert old in BODY
    with pytest.raises(PackError) as caught:
        read_body(write(tmp_path, BODY.replace(old, new, 1)))
    assert (caught.value.file, caught.value.key) == ("test-body.toml", key)


def test_a_retired_body_offers_no_address(tmp_path: Path):
    text = BODY.replace('"dispute_body"', '"retired"').replace(
        "[minimum]", '[ended]\nday = 2025-01-01\nsources = ["law"]\nconfidence = "high"\n[minimum]'
    )
    with pytest.raises(PackError, match="no address to offer"):
        read_body(write(tmp_path, text))


def test_a_host_adds_a_body_in_a_folder_beside_his_packs(tmp_path: Path):
    (tmp_path / "bodies").mkdir()
    write(tmp_path / "bodies", BODY)
    assert set(load_bodies(tmp_path)) == {*load_bodies(), "test-body"}
    assert load_bodies(tmp_path / "none") == load_bodies()


def test_a_body_is_stale_after_its_days():
    body = BODIES["kifid"]
    assert not body.is_stale(date(2027, 5, 21))
    assert body.is_stale(date(2027, 5, 22))


def test_what_it_costs_is_what_the_facts_verify():
    found = {
        (one.id, cost.free, cost.amount and cost.amount.amount, cost.refund, cost.display)
        for one in BODIES.values()
        for cost in one.costs
    }
    fact = Display.FACT
    assert found == {
        ("arn", False, "150", None, fact),
        ("eadr", True, None, None, Display.CHECK_FIRST),
        ("ecogra", True, None, None, fact),
        ("kifid", True, None, None, fact),
        ("maeglingsteamet", False, "100", Refund.NEVER, fact),
        ("maeglingsteamet", False, "400", Refund.IF_WON, fact),
        ("sigma-adr", True, None, None, Display.CHECK_FIRST),
        ("thepogg", True, None, None, fact),
    }


def test_the_rules_of_three_licences_make_the_dispute_body_free():
    packs = load_packs().values()
    assert {one.id for one in packs if one.dispute_costs} == {"cw-cga", "gb-ukgc", "mt-mga"}
    assert all(cost.free for one in packs for cost in one.dispute_costs)


def test_the_gate_knows_what_each_body_is_called_and_whether_it_ended(tmp_path: Path):
    pack = load_packs()["mt-mga"]
    assert {one.id for one in pack.named if one.ended} == {"eu-odr"}
    assert pack.ended_body("https://ec.europa.eu/consumers/odr/")
    assert not pack.ended_body("eCOGRA, or the ODR platform")
    assert not pack.ended_body("ODRA")
    ksa = load_packs()["nl-ksa"]
    assert not ksa.has_dispute_step(Casino(dispute_body="ODR platform"))
    assert ksa.has_dispute_step(Casino(dispute_body="A body"))
    (tmp_path / "bodies").mkdir()
    write(tmp_path / "bodies", BODY)
    own = load_packs(tmp_path)["mt-mga"].body_on_file(" TEST ")
    assert own
    assert own.id == "test-body"
