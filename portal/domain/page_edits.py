"""Changing how one page is shown: the player points at it as he sees it, kept is where that was on
the page as it came.
"""

from portal.domain.evidence import FULL, Box, EvidenceFile, PageEdit
from portal.domain.parts import replace

_QUARTER = 90
_WHOLE_TURN = 360


def turned(edit: PageEdit, quarters: int) -> PageEdit:
    """Turned further, clockwise; -1 is a quarter to the left."""
    return replace(edit, turn=(edit.turn + quarters * _QUARTER) % _WHOLE_TURN)


def blackened(edit: PageEdit, seen: Box) -> PageEdit:
    """With one more part made black; `seen` is on the page as it is shown now."""
    return replace(edit, black=(*edit.black, on_whole_page(edit, seen)))


def cropped(edit: PageEdit, seen: Box) -> PageEdit:
    """Cut down to the part `seen` on the page as it is shown now."""
    return replace(edit, crop=on_whole_page(edit, seen))


def with_edit(file: EvidenceFile, edit: PageEdit) -> EvidenceFile:
    """The file with `edit` in the place of that page's earlier one; an empty edit goes."""
    others = tuple(one for one in file.edits if one.page != edit.page)
    kept = () if edit == PageEdit(page=edit.page) else (edit,)
    return replace(file, edits=tuple(sorted((*others, *kept), key=lambda one: one.page)))


def on_whole_page(edit: PageEdit, seen: Box) -> Box:
    """A part of the page as shown (cut, then turned) as a part of the whole upright page.

    Rounded outwards: what is to be hidden is hidden whole.
    """
    upright = _turned_back(seen, edit.turn)
    crop = edit.crop or Box(left=0, top=0, right=FULL, bottom=FULL)
    left, right = _within(crop.left, crop.right, upright.left, upright.right)
    top, bottom = _within(crop.top, crop.bottom, upright.top, upright.bottom)
    return Box(left=left, top=top, right=right, bottom=bottom)


def _turned_back(box: Box, turn: int) -> Box:
    """`box` before a clockwise turn by `turn` degrees."""
    for _ in range(turn // _QUARTER):
        box = Box(left=box.top, top=FULL - box.right, right=box.bottom, bottom=FULL - box.left)
    return box


def _within(start: int, end: int, low: int, high: int) -> tuple[int, int]:
    length = end - start
    return start + low * length // FULL, start - (-high * length // FULL)
