"""Contrast as WCAG counts it, and the colours that a group may choose."""

import pytest

from portal.domain.colours import (
    DARK,
    LIGHT,
    TEXT_CONTRAST,
    Colours,
    contrast,
    faint,
    nearest,
    palette,
)
from tests.static.test_contrast import tokens


@pytest.mark.parametrize(
    ("one", "other", "ratio"),  # as published with WCAG's own techniques and by its tools
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(("ours", "mode"), [(LIGHT, "light"), (DARK, "dark")])
def test_our_colours_are_those_of_the_style_sheet(ours: dict[str, str], mode: str) -> None:
    sheet = tokens(mode)
    named = {name: sheet["bg" if name == "background" else name] for name in ours}
    named = {name: "#ffffff" if colour == "#fff" else colour for name, colour in named.items()}
    assert named == dict(ours)
    assert not list(faint(palette(Colours(), Colours(), is_dark=mode == "dark")))


@pytest.mark.parametrize("colour", ["#ff8800", "#00aa55", "#888888", "#ffff00", "#14506b"])
def test_the_nearest_colour_passes_and_is_kept_where_it_already_does(colour: str) -> None:
    grounds = [LIGHT["background"], LIGHT["soft"]]
    found = nearest(colour, grounds, TEXT_CONTRAST)
    assert min(contrast(found, ground) for ground in grounds) >= TEXT_CONTRAST
    assert nearest(found, grounds, TEXT_CONTRAST) == found


def test_grounds_that_no_colour_suits_are_said_to_have_none() -> None:
    assert nearest("#14506b", ["#777777"], TEXT_CONTRAST) == ""


def test_a_main_colour_for_light_pages_becomes_light_on_dark_ones() -> None:
    chosen = Colours(brand="#7a0026", link="#5b1a8c")
    dark = palette(chosen, Colours(), is_dark=True)
    assert dark["brand"] not in {chosen.brand, DARK["brand"]}
    assert not list(faint(dark))
    assert palette(chosen, Colours(brand="#ffc0d0"), is_dark=True)["brand"] == "#ffc0d0"
