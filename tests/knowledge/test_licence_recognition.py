"""Recognising the authority from what a player types or pastes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.licence import Certainty, Recognition, look_alikes, recognise
from portal.domain.rules import RulePack
from portal.knowledge.loader import load_imitations, load_packs
from tests.effort import at_most

PACKS = tuple(load_packs().values())
IMITATIONS = load_imitations()
NUMBER, NAME = Certainty.NUMBER, Certainty.NAME

BRITISH = "Example Ltd is licensed and regulated in Great Britain by the Gambling Commission under"

RECOGNISED = [
    ("MGA/B2C/102/2000", "mt-mga", "MGA/B2C/102/2000", NUMBER),
    ("mga/b2c/102/2000", "mt-mga", "mga/b2c/102/2000", NUMBER),
    (
        "Licence no. MGA / B2C / 102 / 2000, issued in Malta",
        "mt-mga",
        "MGA / B2C / 102 / 2000",
        NUMBER,
    ),
    ("MGA/B2C/\u200b102/2000", "mt-mga", "MGA/B2C/102/2000", NUMBER),
    ("licensed by the Malta Gaming Authority", "mt-mga", "", NAME),
    ("licence of the MGA.", "mt-mga", "", NAME),
    ("https://www.mga.org.mt/licensee-register/", "mt-mga", "", NAME),
    ("MGA/CRP/1/2001", "mt-mga", "", NAME),
    ("Vergunning van de Kansspelautoriteit", "nl-ksa", "", NAME),
    ("KSA", "nl-ksa", "", NAME),
    ("zie https://kansspelautoriteit.nl/", "nl-ksa", "", NAME),
    ("OGL/2024/586/0786", "cw-cga", "OGL/2024/586/0786", NUMBER),
    ("license no.OGL/2024/822/0338 in Curaçao", "cw-cga", "OGL/2024/822/0338", NUMBER),
    ("Curacao Gaming Authority", "cw-cga", "", NAME),
    ("CURAÇAO GAMING CONTROL BOARD", "cw-cga", "", NAME),
    ("https://cert.cga.cw/certificate?id=abc", "cw-cga", "", NAME),
    (f"{BRITISH} account number 12345.", "gb-ukgc", "12345", NUMBER),
    (f"{BRITISH}\n account numbers 1, 2 and 54743.", "gb-ukgc", "1, 2 and 54743", NUMBER),
    ("000-038991-R-319408-005", "gb-ukgc", "000-038991-R-319408-005", NUMBER),
    ("039265\u2010R\u2010319417\u2010009", "gb-ukgc", "039265-R-319417-009", NUMBER),
    ("000\u2013038991\u2013R\u2013319408\u2013005", "gb-ukgc", "000-038991-R-319408-005", NUMBER),
    ("MGA\u2044B2C\u2044102\u20442000", "mt-mga", "MGA/B2C/102/2000", NUMBER),
    ("OGL\u2215 2024 \u2215586\u22150786", "cw-cga", "OGL/ 2024 /586/0786", NUMBER),
    ("ALSI\u2014202502005\u2013FI1", "km-anjouan", "ALSI-202502005-FI1", NUMBER),
    ("Casino\u2013MGA\u2013licence", "mt-mga", "", NAME),
    ("https://user@www.mga.org.mt:443/x?y#z", "mt-mga", "", NAME),
    ("UK Gambling Commission", "gb-ukgc", "", NAME),
    ("https://www.gamblingcommission.gov.uk/public-register", "gb-ukgc", "", NAME),
    ("Licence of the Belgian Gaming Commission", "be-ksc", "", NAME),
    ("Vergund door de Kansspelcommissie", "be-ksc", "", NAME),
    ("Commission des Jeux de Hasard", "be-ksc", "", NAME),
    (
        (
            "licensed by the Government of Gibraltar and regulated by the Gibraltar Gambling "
            "Commissioner (RGL No. 051)"
        ),
        "gi-ggc",
        "RGL No. 051",
        NUMBER,
    ),
    ("RGL Nos. 010", "gi-ggc", "RGL Nos. 010", NUMBER),
    ("Gibraltar Gambling Commissioner", "gi-ggc", "", NAME),
    (
        "Alderney Gambling Control Commission (License Number: 136C1)",
        "gg-agcc",
        "136C1",
        NUMBER,
    ),
    ("Alderney Gambling Control Commission", "gg-agcc", "", NAME),
    ("https://www.gamblingcontrol.org/", "gg-agcc", "", NAME),
    ("licensed by the Isle of Man Gambling Supervision Commission", "im-gsc", "", NAME),
    ("Licens från Spelinspektionen", "se-spelinspektionen", "", NAME),
    ("Zweedse kansspelautoriteit", "se-spelinspektionen", "", NAME),
    ("Tilladelse fra Spillemyndigheden", "dk-spillemyndigheden", "", NAME),
    ("de Deense kansspelautoriteit", "dk-spillemyndigheden", "", NAME),
    ("Gemeinsame Glücksspielbehörde der Länder (GGL)", "de-ggl", "", NAME),
    ("Gemeinsame Gluecksspielbehoerde der Laender", "de-ggl", "", NAME),
    ("Gambling Regulatory Authority of Ireland", "ie-grai", "", NAME),
    ("Dirección General de Ordenación del Juego", "es-dgoj", "", NAME),
    ("JUEGO SEGURO", "es-dgoj", "", NAME),
    ("tegevusluba HKT000062", "ee-emta", "HKT000062", NUMBER),
    ("Maksu- ja Tolliamet", "ee-emta", "", NAME),
    ("iGaming Ontario", "ca-igo", "", NAME),
    ("registered with the AGCO", "ca-igo", "", NAME),
    ("Licence ALSI-202502005-FI1", "km-anjouan", "ALSI-202502005-FI1", NUMBER),
    ("Anjouan Licensing Services Inc.", "km-anjouan", "", NAME),
    ("Kahnawake Gaming Commission", "ca-kgc", "", NAME),
    ("Kahnawà:ke Gaming Commission", "ca-kgc", "", NAME),
    ("licensed by the Tobique Gaming Commission", "ca-tgc", "", NAME),
    ("a company registered in Costa Rica", "cr-none", "", NAME),
    ("operated under the laws of Costa Rica", "cr-none", "", NAME),
]


@pytest.mark.parametrize(("text", "authority", "number", "certainty"), RECOGNISED)
def test_it_recognises(text: str, authority: str, number: str, certainty: Certainty):
    found = recognise(text, PACKS)
    assert found == Recognition(authority=authority, number=number, certainty=certainty)


NOT_RECOGNISED = [
    "",
    "   ",
    "Play responsibly. 18+",
    "1668/JAZ",
    "the gambling regulator",
    "de toezichthouder",
    "XMGA/B2C/102/2000",
    "OGL/2024/586",
    "Gaming Commission",
    "Players from Costa Rica, Cuba and Iran are not accepted",
    "136C1",
    "telephone 19-0815058",
    "HKT00006",
    "ALSI-2025-FI1",
    "RGL 5",
    "https://anjouongamingboard.org/compliance",
    "https://gamingcommission.ca.example.com/",
    "https://cert.cga.mba/page",
    "https://cert-gcb.cv/page",
    "https://mga.org.mt.example.com/",
    "https://not-mga.org.mt/",
    "https://example.com/?seal=www.mga.org.mt",
    "https://example.com/mga.org.mt/verify",
    "https://www.mga.org.mt@example.com/",
    "https://example.com\\www.mga.org.mt",
    "\u041cGA/B2C/102/2000",  # a Cyrillic M
    "magma",
]


@pytest.mark.parametrize("text", NOT_RECOGNISED)
def test_it_does_not_recognise(text: str):
    assert recognise(text, PACKS) is None


def test_a_longer_number_is_not_taken_for_a_licence_number():
    assert recognise("OGL/2024/586/07861", PACKS) is None


def test_a_number_beats_a_name_and_the_other_licence_is_mentioned():
    footer = "In Great Britain: Gambling Commission. Elsewhere: MGA/B2C/102/2000."
    found = recognise(footer, PACKS)
    assert found == Recognition(
        authority="mt-mga", number="MGA/B2C/102/2000", certainty=NUMBER, others=("gb-ukgc",)
    )


def test_a_name_within_a_longer_one_does_not_count():
    found = recognise("Zweedse kansspelautoriteit", PACKS)
    assert found.others == ()
    both = recognise("Zweedse kansspelautoriteit, en de Kansspelautoriteit", PACKS)
    assert (both.authority, both.others) == ("se-spelinspektionen", ("nl-ksa",))


def test_a_country_without_a_regulator_counts_only_when_no_regulator_is_named():
    footer = "Registered in Costa Rica. Licence of Anjouan Gaming."
    found = recognise(footer, PACKS)
    assert (found.authority, found.others) == ("km-anjouan", ())


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_authority_is_recognised_from_a_footer_with_its_name(pack: RulePack):
    if not pack.country:
        return
    name = pack.aliases[0] if pack.is_no_authority else pack.name.en
    found = recognise(f"© 2026 Example Ltd. 18+. {name}. Play responsibly.", PACKS)
    assert (found.authority, found.others) == (pack.id, ())


def test_of_two_names_the_first_in_the_text_comes_first():
    found = recognise("Kansspelautoriteit and Malta Gaming Authority", PACKS)
    assert (found.authority, found.others) == ("nl-ksa", ("mt-mga",))


def test_the_order_of_the_packs_makes_no_difference():
    text = "OGL/2024/586/0786 MGA/B2C/102/2000 Kansspelautoriteit"
    assert recognise(text, PACKS) == recognise(text, reversed(PACKS))


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_number_is_found_between_any_other_lines(before: str, after: str):
    found = recognise(f"{before} \n OGL/2024/586/0786 \n {after}", PACKS)
    assert found is not None
    assert found.certainty is NUMBER


FAKES = [
    ("https://cert.cga.mba/page/certification_policy", "cert-cga-mba", "cert.cga.mba"),
    ("HTTPS://WWW.CERT.CGA.MBA/", "cert-cga-mba", "cert.cga.mba"),
    ("seal: cert-gcb.cv/x", "cert-gcb-cv", "cert-gcb.cv"),
    ("Licence 1668/JAZ", "retired-jaz", "1668/JAZ"),
    ("No. 1668 / jaz", "retired-jaz", "1668 / jaz"),
    ("No.1668/JAZ2019-015", "retired-jaz", "1668/JAZ2019-015"),
    ("https://anjouongamingboard.org/x", "anjouongamingboard-org", "anjouongamingboard.org"),
]


@pytest.mark.parametrize(("text", "imitation", "found"), FAKES)
def test_a_known_imitation_is_found(text: str, imitation: str, found: str):
    (hit,) = look_alikes(text, IMITATIONS)
    assert (hit.imitation.id, hit.found) == (imitation, found)


@pytest.mark.parametrize(
    "text", ["https://cert.cga.cw/x", "OGL/2024/586/0786", "cert.cga.mba.example.com", "JAZZ", ""]
)
def test_a_genuine_seal_is_no_imitation(text: str):
    assert look_alikes(text, IMITATIONS) == ()


def test_several_imitations_are_all_named():
    hits = look_alikes("1668/JAZ at cert.cga.mba", IMITATIONS)
    assert {hit.imitation.id for hit in hits} == {"cert-cga-mba", "retired-jaz"}


LONG = 100_000
HOSTILE = [
    "0" * LONG,
    "0" * LONG + "-",
    "MGA/B2C/" * (LONG // 8),
    "OGL/2024/586/078 " * (LONG // 17),
    "000-" * (LONG // 4),
    " " * LONG,
    "a" * LONG,
    f"{BRITISH} account numbers " + "1, " * (LONG // 3),
    f"{BRITISH} account number " * (LONG // 110),
    "cert.cga." * (LONG // 9),
    "\u0301" * LONG,
    "//" * (LONG // 2),
    "//a@" * (LONG // 4),
    "1\u2013" * (LONG // 2),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_a_hostile_text_of_100_kb_takes_well_under_a_second(text: str):
    with at_most(seconds=1):
        recognise(text, PACKS)
        look_alikes(text, IMITATIONS)
