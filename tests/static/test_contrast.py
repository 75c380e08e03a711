"""The colours of static/css/site.css, in both modes, against WCAG 2.2 (1.4.6, 1.4.11, 2.4.13)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "css" / "site.css").read_text()
MODES = ("light", "dark")
GROUNDS = ("bg", "soft")
TEXTS = ("text", "muted", "link", "brand", "error", "ok", "warn")


def tokens(mode: str) -> dict[str, str]:
    """The colours in force: the dark block overrides the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    declared = light + (dark if mode == "dark" else "")
    return dict(re.findall(r"--c-([\w-]+): (#[0-9a-f]+);", declared))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, of #rgb or #rrggbb."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_seven_to_one(mode: str, ground: str, text: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), [("on-brand", "brand"), ("focus-ink", "focus")])
def test_text_on_a_colour_stands_out_seven_to_one(mode: str, text: str, ground: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_borders_stand_out_three_to_one(mode: str, ground: str) -> None:
    colours = tokens(mode)
    assert contrast(colours["line"], colours[ground]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", [*GROUNDS, "brand"])
def test_one_ring_of_the_focus_stands_out_everywhere(mode: str, ground: str) -> None:
    colours = tokens(mode)
    rings = [contrast(colours[ring], colours[ground]) for ring in ("focus", "focus-ink")]
    assert max(rings) >= 3


def test_the_dark_mode_changes_every_colour_but_the_focus() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert {name for name in light if light[name] == dark[name]} == {"focus", "focus-ink"}
