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
    "10 days",  # Malta: answering term of the casino
    "10 dagen",
    "ten days",
    "tien dagen",
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
    "ec.europa.eu/consumers/odr",  # closed
    "complaints@gra.gi",  # obsolete
    "iomgsc.im",  # invented
]


@pytest.mark.parametrize("value", UNVERIFIED)
def test_an_unverified_value_is_in_no_file(value: str):
    assert value not in WHOLE


def test_the_files_are_found():
    assert "malta gaming authority" in WHOLE


@pytest.mark.parametrize("topic", [None, *Topic])
def test_malta_has_no_answering_term(topic: Topic | None):
    assert load_packs()["mt-mga"].term(TermKind.ANSWER, topic) is None


def test_languages_are_stated_only_where_they_were_read():
    stated = {pack.id for pack in load_packs().values() if pack.languages}
    assert stated == {"nl-ksa"}


def test_form_fields_are_stated_only_where_a_source_lists_them():
    stated = {pack.id for pack in load_packs().values() if pack.fields}
    assert stated == {"mt-mga"}


def test_the_pattern_of_dutch_licence_numbers_is_not_guessed():
    assert load_packs()["nl-ksa"].licences == ()
