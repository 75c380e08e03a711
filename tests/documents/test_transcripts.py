"""The lines of a transcript are divided over sheets, so that each says which it is."""

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.transcripts import _LONGEST_BLACK, text_sheets
from portal.domain.blacking import BLACK
from portal.domain.evidence import Transcript
from portal.i18n import LANGUAGES, use_language
from portal.wording import blacked_out


@given(st.lists(st.text(max_size=400), max_size=150))
def test_every_line_stands_once_in_order_and_is_counted_on(lines: list[str]) -> None:
    with use_language("en"):
        sheets = text_sheets("E2", Transcript(lines=tuple(lines)))
    assert [line for sheet in sheets for line in sheet.lines] == lines
    numbers = [sheet.first + place for sheet in sheets for place in range(len(sheet.lines))]
    assert numbers == list(range(1, len(lines) + 1))
    assert [sheet.stamp for sheet in sheets] == [
        f"E2, page {number} of {len(sheets)}" for number in range(1, len(sheets) + 1)
    ]


def test_an_e_mail_leaves_room_for_its_header() -> None:
    lines = tuple("x" for _ in range(60))
    head = tuple((f"Name {n}", "value") for n in range(8))
    with use_language("nl"):
        plain = text_sheets("B1", Transcript(lines=lines))
        mail = text_sheets("B1", Transcript(lines=lines, head=head))
    assert len(mail[0].lines) < len(plain[0].lines)


@given(st.lists(st.text(f"a b{BLACK}", max_size=300), max_size=150))
def test_black_parts_take_the_same_pages_in_both_languages(lines: list[str]) -> None:
    made = {}
    for language in LANGUAGES:
        with use_language(language):
            made[language] = text_sheets("E1", Transcript(lines=tuple(lines)))
            assert len(blacked_out(BLACK)) <= _LONGEST_BLACK
    assert {len(sheets) for sheets in made.values()} == {len(made["nl"])}
    firsts = [[sheet.first for sheet in sheets] for sheets in made.values()]
    assert firsts[0] == firsts[1]
    assert not any(BLACK in line for sheets in made.values() for s in sheets for line in s.lines)
