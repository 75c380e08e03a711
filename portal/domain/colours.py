"""Colours of a group, and whether people can read them: contrast by WCAG 2.2.

A colour is written "#rrggbb". Nothing here knows a style sheet but the names of its tokens.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct

Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]

TEXT_CONTRAST: Final = 7.0  # WCAG 2.2, 1.4.6 (AAA)
BORDER_CONTRAST: Final = 3.0  # WCAG 2.2, 1.4.11
_WHITE, _BLACK = "#ffffff", "#000000"
_STEPS = 200  # towards black or white; one step is finer than a screen shows

# As in static/css/site.css, which a test compares with these.
LIGHT: Final[Mapping[str, str]] = {
    "brand": "#14506b",
    "link": "#0f4c75",
    "text": "#161b20",
    "muted": "#424b54",
    "background": "#ffffff",
    "soft": "#eff4f6",
    "line": "#6a757f",
    "error": "#951b1b",
    "ok": "#10512f",
    "warn": "#5f3a00",
}
DARK: Final[Mapping[str, str]] = {
    "brand": "#9bd0e8",
    "link": "#a5d3f5",
    "text": "#edf1f4",
    "muted": "#c0c9d1",
    "background": "#12171b",
    "soft": "#1d252b",
    "line": "#8894a0",
    "error": "#ffb9b3",
    "ok": "#a2e0b8",
    "warn": "#f6d193",
}
_GROUNDS = ("background", "soft")
_OURS = ("error", "ok", "warn")  # they mean something, so no group changes them
_INKS = ("#ffffff", "#0b1e28")  # on the brand colour, whichever is read best


class Colours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a group chooses for one mode; what it leaves open is ours."""

    brand: Colour | None = None
    link: Colour | None = None
    text: Colour | None = None
    muted: Colour | None = None
    background: Colour | None = None
    soft: Colour | None = None
    line: Colour | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The colours that were chosen, by name, in small letters."""
        named = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: colour.lower() for name, colour in named.items() if colour}


class TooFaint(Struct, frozen=True):
    """A colour that is too near to another: on `ground` it has `ratio`, and `needed` is asked.

    `better` is the nearest colour in the place of `name` that passes on every ground; "" if none.
    """

    name: str
    colour: str
    ground: str
    ratio: float
    needed: float
    better: str


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (part / 255 for part in _parts(colour))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def nearest(colour: str, grounds: Iterable[str], needed: float) -> str:
    """The colour nearest to this one that has the contrast on all grounds; "" when none has.

    It only gets darker or lighter, so that it stays recognisable.
    """
    grounds = tuple(grounds)
    for step in range(_STEPS + 1):
        for end in (_BLACK, _WHITE):
            mixed = _mixed(colour, end, step / _STEPS)
            if all(contrast(mixed, ground) >= needed for ground in grounds):
                return mixed
    return ""


def _mixed(colour: str, end: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(end), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)


def palette(light: Colours, dark: Colours, *, is_dark: bool) -> dict[str, str]:
    """Every colour in force by its name, with `on-brand` for text on the brand colour.

    In the dark mode a brand or link colour that was only chosen for the light one becomes as
    light as it needs to be.
    """
    if not is_dark:
        return _with_ink({**LIGHT, **light.chosen})
    colours = {**DARK, **dark.chosen}
    grounds = [colours[ground] for ground in _GROUNDS]
    for name in ("brand", "link"):
        if name in light.chosen and name not in dark.chosen:
            colours[name] = nearest(light.chosen[name], grounds, TEXT_CONTRAST) or colours[name]
    return _with_ink(colours)


def _with_ink(colours: dict[str, str]) -> dict[str, str]:
    brand = colours["brand"]
    return {**colours, "on-brand": max(_INKS, key=lambda ink: contrast(ink, brand))}


def faint(colours: Mapping[str, str]) -> Iterator[TooFaint]:
    """Each colour of a `palette` that is too near to what it stands on, where that is worst.

    Texts need 7:1, borders 3:1. The brand colour is text too, and the ground of text on buttons.
    """
    grounds = {ground: colours[ground] for ground in _GROUNDS}
    for name in ("text", "muted", "link", *_OURS):
        yield from _too_near(name, colours[name], grounds, TEXT_CONTRAST)
    with_ink = {**grounds, "on-brand": colours["on-brand"]}
    yield from _too_near("brand", colours["brand"], with_ink, TEXT_CONTRAST)
    yield from _too_near("line", colours["line"], grounds, BORDER_CONTRAST)


def _too_near(
    name: str, colour: str, grounds: Mapping[str, str], needed: float
) -> Iterator[TooFaint]:
    worst = min(grounds, key=lambda ground: contrast(colour, grounds[ground]))
    ratio = contrast(colour, grounds[worst])
    if ratio < needed:
        better = nearest(colour, grounds.values(), needed)
        yield TooFaint(name, colour, worst, ratio, needed, better)
