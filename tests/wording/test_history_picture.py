"""The history is drawn for screen and paper, and told in words with the same rows."""

import itertools
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.documents.history_picture import history_svg
from portal.documents.history_words import history_lines
from portal.documents.ladder_picture import WIDTH
from portal.domain.case import Case
from portal.domain.parts import replace
from portal.domain.recipient import parse_recipient
from portal.domain.timeline import Entry, Event, bounds_of, timeline_of
from portal.i18n import LANGUAGES, use_language
from portal.knowledge.examples import example_case, example_names
from portal.wording import Names, names_of
from tests.domain.cases import complete, sent, support
from tests.effort import at_most
from tests.wording.made_up import PACKS, TODAY, cases

SVG = "{http://www.w3.org/2000/svg}"
NAMES = Names(casino="the casino", authority="the MGA", dispute_body="eCOGRA")


def history(case: Case, today: date = TODAY) -> tuple[Entry, ...]:
    return timeline_of(case, PACKS.get(case.casino.authority, PACKS["unknown"]), today)


def drawn(case: Case, today: date = TODAY) -> ElementTree.Element:
    return ElementTree.fromstring(str(history_svg(history(case, today), today)))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    case=cases(),
    later=st.integers(-400, 400),
    language=st.sampled_from(LANGUAGES),
    voice=st.sampled_from(["screen", "paper"]),
)
def test_any_case_gives_a_well_formed_picture_that_fits_a_narrow_phone(
    case: Case, later: int, language: str, voice: str
) -> None:
    today = TODAY + timedelta(days=later)
    entries = history(case, today)
    with use_language(language):
        picture = str(history_svg(entries, today, voice))  # type: ignore[arg-type]
    if not any(map(bounds_of, entries)):
        assert picture == ""
        return
    for text in ElementTree.fromstring(picture).iter(f"{SVG}text"):
        assert float(text.attrib["font-size"]) >= 14
        assert leftmost(text) >= -1
        assert leftmost(text) + width(text) <= WIDTH + 1, text.text


def width(text: ElementTree.Element) -> float:
    return 0.5 * float(text.attrib["font-size"]) * len(text.text or "")


def leftmost(text: ElementTree.Element) -> float:
    return float(text.attrib["x"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases(), language=st.sampled_from(LANGUAGES))
def test_every_row_is_told_in_words(case: Case, language: str) -> None:
    pack = PACKS.get(case.casino.authority, PACKS["unknown"])
    entries = history(case)
    with use_language(language):
        lines = history_lines(entries, names_of(case, pack), pack.id)
    assert len(lines) == len(entries)
    assert all(one.when and one.what for one in lines)
    assert {n for one in lines for n in one.contacts} == {
        n for one in entries for n in one.contacts
    }


@pytest.mark.parametrize("name", example_names())
def test_both_languages_have_the_same_rows_and_places(name: str) -> None:
    case = example_case(name)
    pack = PACKS[case.casino.authority]
    pictures, rows = [], []
    for language in LANGUAGES:
        with use_language(language):
            pictures.append(
                re.findall("<(?:circle|path)[^>]+>", str(history_svg(history(case), TODAY)))
            )
            lines = history_lines(history(case), names_of(case, pack), pack.id)
            rows.append([(one.contacts, one.dispatch, one.exhibits) for one in lines])
    assert pictures[0] == pictures[1]
    assert rows[0] == rows[1]


def test_the_picture_has_no_style_script_or_address() -> None:
    picture = str(history_svg(history(example_case("withheld_withdrawal")), TODAY))
    assert not re.search(r"\bstyle=|<script|<style|\bon\w+=|href|url\(", picture)


def test_contacts_that_would_touch_are_one_dot_with_their_number() -> None:
    contacts = tuple(support("2026-11-20", id=f"c{number}") for number in range(1, 251))
    texts = [one.text for one in drawn(replace(complete(), contacts=contacts)).iter(f"{SVG}text")]
    assert "250" in texts


def test_dots_never_cover_each_other() -> None:
    contacts = tuple(
        support((TODAY - timedelta(days=number)).isoformat(), id=f"c{number}")
        for number in range(1, 251)
    )
    picture = drawn(replace(complete(), contacts=contacts))
    circles = picture.findall(f"{SVG}circle")  # without the legend
    dots = sorted((float(one.attrib["cx"]), float(one.attrib["r"])) for one in circles)
    assert len(dots) > 5
    for (x, radius), (other, other_radius) in itertools.pairwise(dots):
        assert other - x >= radius + other_radius - 0.2


def test_a_last_day_far_away_does_not_squeeze_the_picture() -> None:
    case = sent("gb-ukgc", "2026-11-01")
    limits = [one for one in history(case) if one.event is Event.LIMIT]
    assert limits
    near = drawn(case).findall(f"{SVG}path")  # without the legend
    squares = [one.attrib["d"] for one in near if one.attrib["class"] == "full"]
    assert squares
    assert all(float(re.findall(r"M([\d.]+)", one)[0]) > 40 for one in squares)


def test_what_the_player_typed_is_escaped() -> None:
    case = sent(to="<b>")
    names = Names(casino="<i>&", authority="the MGA", dispute_body="eCOGRA")
    (line,) = [one for one in history_lines(history(case), names, "nl-ksa") if one.dispatch]
    assert "<i>&" in line.what  # a text: the template escapes it
    assert "<i>" not in str(history_svg(history(case), TODAY))


def test_a_regulator_that_did_not_license_the_casino_is_not_called_by_its_name() -> None:
    (entry,) = [one for one in history(sent()) if one.event is Event.SENT]
    other = replace_recipient(entry)
    (line,) = history_lines([other], NAMES, "mt-mga")
    assert "another regulator" in line.what
    (own,) = history_lines([other], NAMES, "nl-ksa")
    assert "the MGA" in own.what


def replace_recipient(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, recipient=parse_recipient("report:nl-ksa"))


def test_the_largest_case_is_drawn_at_once() -> None:
    contacts = tuple(
        support((TODAY - timedelta(days=3 * number)).isoformat(), id=f"c{number}")
        for number in range(1, 251)
    )
    case = replace(complete(), contacts=contacts)
    with at_most(seconds=3):
        drawn(case)
