"""What the research could not verify is in no knowledge file, not even as a comment.

The list is derived from the research: every value marked hidden or background for these
authorities, and the addresses it says never to use.
"""

from pathlib import Path

import pytest

import portal.knowledge
from portal.domain.codes import Topic
from portal.domain.rules import TermKind
from portal.knowledge.loader import load_packs

FILES = sorted(Path(portal.knowledge.__file__).parent.rglob("*.toml"))
WHOLE = "\n".join(path.read_text(encoding="utf-8") for path in FILES).casefold()

UNVERIFIED = [
    "submit-a-complaint",  # Malta: address of the form, seen in foreign code only
    "online-gaming-support",
    "support.mga@",  # Malta: old e-mail address
    "mga/crp",  # Malta: letters of older numbers
    "mga/rn",
    "mga/cl",
    "netherlands gambling authority",  # its English name
    "25,000",  # limit of the Dutch small-claims judge
    "25.000",
    "700 per maand",  # deposit limits that do not exist
    "antillephone n.v.",  # Curaçao: who held which old number, and when it ended
    "8048",
    "5536",
    "365/jaz",
    "gaming services provider",
    "curaçao interactive licensing",
    "28 november 2024",
    "31 january 2025",
    "120 days",  # card disputes
    "120 dagen",
    "binnen een maand",  # answering term for personal data
    "within one month",
    "15 working days",
    "15 werkdagen",
    "complaints@gra.gi",  # obsolete
    "iomgsc.im",  # invented
    "@gra.gi",
    "exclusion@gamingcommission",  # Belgium: address of 2020
    "a+",  # Belgium: classes of licences
    "client provider",  # Kahnawake: name of its permits
    "0000064",  # Tobique: one number, of an unsure source
    "18li",  # Sweden: numbers in footers
    "19-0815058",  # Denmark: one number, too common a form
    "universalschlichtungsstelle",  # Germany
    "ttja",  # Estonia
    "21 days",  # Alderney
    "21 dagen",
    "askgamblers",  # no usable page was found
]
OF_ONE_PACK = {
    "mt-mga": ("10 days", "10 dagen", "ten days", "tien dagen"),  # the casino's answering term
    "be-ksc": ("working days", "werkdagen"),
    "gi-ggc": ("8 weeks", "acht weken", "7-28", "complaints@"),
    "im-gsc": ("complaints@", "complaint.html", "8 weeks"),
}


@pytest.mark.parametrize("value", UNVERIFIED)
def test_an_unverified_value_is_in_no_file(value: str):
    assert value not in WHOLE


@pytest.mark.parametrize("pack_id", OF_ONE_PACK)
def test_an_unverified_value_is_not_in_the_file_of_its_authority(pack_id: str):
    (path,) = [one for one in FILES if one.stem == pack_id]
    text = path.read_text(encoding="utf-8").casefold()
    assert [value for value in OF_ONE_PACK[pack_id] if value in text] == []


def test_the_files_are_found():
    assert "malta gaming authority" in WHOLE


@pytest.mark.parametrize("topic", [None, *Topic])
def test_malta_has_no_answering_term(topic: Topic | None):
    assert load_packs()["mt-mga"].term(TermKind.ANSWER, topic) is None


def test_languages_are_stated_only_where_they_were_read():
    stated = {pack.id for pack in load_packs().values() if pack.languages}
    assert stated == {"nl-ksa", "be-ksc", "km-anjouan", "ca-kgc"}


def test_form_fields_are_stated_only_where_a_source_lists_them():
    stated = {pack.id for pack in load_packs().values() if pack.fields}
    assert stated == {"mt-mga"}


def test_licence_patterns_are_stated_only_where_a_number_was_seen():
    stated = {pack.id for pack in load_packs().values() if pack.licences}
    well_known = {"mt-mga", "cw-cga", "gb-ukgc"}
    assert stated == well_known | {"gi-ggc", "gg-agcc", "ee-emta", "km-anjouan"}


def test_the_pattern_of_dutch_licence_numbers_is_not_guessed():
    assert load_packs()["nl-ksa"].licences == ()
