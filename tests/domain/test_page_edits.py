"""Where the player points, as a part of the whole page."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.evidence import FULL, Box, EvidenceFile, PageEdit
from portal.domain.page_edits import blackened, cropped, on_whole_page, turned, with_edit

TURNS = st.sampled_from([0, 90, 180, 270])
FILE = EvidenceFile(name="a.png", media_type="image/png", size=1, sha256="0" * 64)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, right = sorted(draw(st.lists(st.integers(0, FULL), min_size=2, max_size=2, unique=True)))
    top, bottom = sorted(draw(st.lists(st.integers(0, FULL), min_size=2, max_size=2, unique=True)))
    return Box(left=left, top=top, right=right, bottom=bottom)


def shown(point: tuple[float, float], turn: int) -> tuple[float, float]:
    """Where a point of the upright page lands after a clockwise turn."""
    x, y = point
    return {0: (x, y), 90: (FULL - y, x), 180: (FULL - x, FULL - y), 270: (y, FULL - x)}[turn]


@given(boxes(), TURNS)
def test_a_part_of_a_turned_page_is_turned_back(box: Box, turn: int) -> None:
    base = on_whole_page(PageEdit(page=1, turn=turn), box)
    corners = [shown((base.left, base.top), turn), shown((base.right, base.bottom), turn)]
    assert {min(x for x, _ in corners), max(x for x, _ in corners)} == {box.left, box.right}
    assert {min(y for _, y in corners), max(y for _, y in corners)} == {box.top, box.bottom}


@given(boxes(), boxes(), TURNS)
def test_a_part_of_a_cut_page_stays_inside_the_cut(crop: Box, box: Box, turn: int) -> None:
    base = on_whole_page(PageEdit(page=1, turn=turn, crop=crop), box)
    assert crop.left <= base.left < base.right <= crop.right
    assert crop.top <= base.top < base.bottom <= crop.bottom


def test_the_left_half_of_the_left_half_is_the_left_quarter() -> None:
    half = Box(left=0, top=0, right=500, bottom=1000)
    edit = cropped(cropped(PageEdit(page=1), half), half)
    assert edit.crop == Box(left=0, top=0, right=250, bottom=1000)


def test_the_top_of_a_page_turned_to_the_right_is_its_left_side() -> None:
    top = Box(left=0, top=0, right=1000, bottom=200)
    edit = blackened(turned(PageEdit(page=2), 1), top)
    assert edit.black == (Box(left=0, top=0, right=200, bottom=1000),)


@given(TURNS)
def test_four_quarters_are_a_whole_turn(turn: int) -> None:
    edit = PageEdit(page=1, turn=turn)
    assert turned(turned(edit, 1), -1) == edit
    for _ in range(4):
        edit = turned(edit, 1)
    assert edit.turn == turn


def test_an_edit_replaces_the_earlier_one_of_its_page_and_an_empty_one_goes() -> None:
    two, one = turned(PageEdit(page=2), 1), turned(PageEdit(page=1), 2)
    file = with_edit(with_edit(FILE, two), one)
    assert file.edits == (one, two)
    assert with_edit(file, turned(two, 1)).edit_of(2).turn == 180
    assert with_edit(file, PageEdit(page=2)).edits == (one,)


def test_only_what_is_hidden_counts_as_hiding() -> None:
    assert not with_edit(FILE, turned(PageEdit(page=1), 1)).hides
    assert with_edit(FILE, cropped(PageEdit(page=1), Box(left=0, top=0, right=9, bottom=9))).hides
