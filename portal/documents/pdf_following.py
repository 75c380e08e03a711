"""The pages of an exhibit behind its first one: drawn, stamped and tagged as WeasyPrint would.

Only the file's own page, a stamp and the lines that all pages repeat stand on them, so there is
nothing to lay out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from portal.domain.evidence import UPRIGHT_BOX, WIDE, WIDE_BOX

if TYPE_CHECKING:
    import pikepdf

_POINTS_PER_MM: Final = 72 / 25.4
_MARGIN: Final = 20 * _POINTS_PER_MM  # of `@page exhibit` in packet.css
_A4: Final = (595.275591, 841.889764)
_LARGEST_SCALE: Final = 2.0
"""How much larger than by itself a page is shown at most."""


class Fit(NamedTuple):
    """A page in the box that it gets, at its top, in its middle. All in points.

    `left` and `bottom` are counted from the box's own corner.
    """

    box: tuple[float, float]
    is_wide: bool
    left: float
    bottom: float
    width: float
    height: float


def fitted(width: float, height: float) -> Fit:
    """Where a page of this size (points) stands in its box."""
    is_wide = width > WIDE * height
    across, down = (side * _POINTS_PER_MM for side in (WIDE_BOX if is_wide else UPRIGHT_BOX))
    scale = min(across / width, down / height, _LARGEST_SCALE)
    wide, high = scale * width, scale * height
    return Fit((across, down), is_wide, (across - wide) / 2, down - high, wide, high)


class Tags:
    """The structure tree of a packet, to which figures are added (ISO 32000-1, 14.7)."""

    def __init__(self, packet: pikepdf.Pdf) -> None:
        self._packet = packet
        self._nums: Any = packet.Root.StructTreeRoot.ParentTree.Nums
        keys = range(0, len(self._nums), 2)
        self._rows = {int(self._nums[key]): self._nums[key + 1] for key in keys}
        self._next = max(self._rows) + 1

    def section_on(self, page: pikepdf.Page) -> Any:
        """The section that holds the figure on `page`."""
        row = self._rows[int(page.obj.StructParents)]
        element = next(one for one in row if one is not None and one.S == "/Figure")
        while element.S != "/Sect":
            element = element.P
        return element

    def add_figure(self, section: Any, page: Any, box: list[float], alt: str) -> None:
        """Say that the marked content 0 on `page` is a figure at `box`, and what it shows."""
        import pikepdf

        figure = self._packet.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem,
                S=pikepdf.Name.Figure,
                P=section,
                Pg=page,
                K=[0],
                Alt=pikepdf.String(alt),
                A=pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=box),
            )
        )
        section.K.append(figure)
        self._nums.extend([self._next, pikepdf.Array([figure])])
        page.StructParents = self._next
        self._next += 1


class PageWords(Struct, frozen=True):
    """What is stamped on a page of an exhibit, and what is said instead of it."""

    stamp: str
    alt: str

    def __repr__(self) -> str:
        return "PageWords(…)"


class FollowingPage(NamedTuple):
    """A page to be made. `drawing` is an object of the unit square that fills `fit`."""

    drawing: Any
    fit: Fit
    words: PageWords

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return (_A4[1], _A4[0]) if self.fit.is_wide else _A4

    def made(self, packet: pikepdf.Pdf, mark: str, fonts: Any, tags: Tags, section: Any) -> Any:
        """The page, with the operators `mark` behind its figure; `fonts` are the document's."""
        import pikepdf

        fit, (across, down) = self.fit, self.size
        left, bottom = _MARGIN + fit.left, down - _MARGIN - fit.box[1] + fit.bottom
        place = f"{fit.width:.3f} 0 0 {fit.height:.3f} {left:.3f} {bottom:.3f} cm"
        drawn = f"/Figure <</MCID 0>> BDC q {place} /Page Do Q EMC {mark}"
        paper = [0, 0, across, down]
        page = packet.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=paper,
                BleedBox=paper,
                TrimBox=paper,
                Resources={"/Font": fonts, "/XObject": {"/Page": self.drawing}},
                Contents=packet.make_stream(drawn.encode()),
                Tabs=pikepdf.Name.S,
            )
        )
        box = [left, bottom, left + fit.width, bottom + fit.height]
        tags.add_figure(section, page, box, self.words.alt)
        return page
