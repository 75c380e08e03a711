"""What is wrong with what a group filled in about itself, and how to mend it."""

from decimal import Decimal

from portal.domain.group import GroupFault
from portal.i18n import format_number, gettext
from portal.wording.source import N_

_PROBLEMS = {
    "control_character": N_("There is a character in this text that cannot be shown. Remove it."),
    "language_missing": N_("Write this text in Dutch and in English, or in neither."),
    "name_missing": N_("Enter the name of the group."),
    "bad_link": N_("The link “%(link)s” must begin with https://, mailto: or tel:."),
    "too_long": N_("Your text is too long. Use at most %(limit)s characters."),
    "unknown_authority": N_("There is no rule pack “%(authority)s”."),
}
_LOGO_PROBLEMS = {
    "too_large": N_("This logo is too large. Make the file smaller or the drawing simpler."),
    "not_logo": N_("Choose a logo in PNG or SVG."),
    "not_read": N_("We cannot read this picture. Save it as PNG again."),
    "not_svg": N_("We cannot read this drawing. Save it as “plain SVG”."),
    "no_size": N_("This drawing does not say how large it is, or is far too narrow."),
    "not_allowed": N_(
        "This drawing holds “%(what)s”, which we do not take. "
        "Turn texts into paths, leave out pictures and effects, and save it as “plain SVG”."
    ),
}
_COLOURS = {
    "brand": N_("main colour"),
    "link": N_("links"),
    "text": N_("text"),
    "muted": N_("small text"),
    "background": N_("background"),
    "soft": N_("light background"),
    "line": N_("lines and borders"),
    "error": N_("error messages"),
    "ok": N_("good news"),
    "warn": N_("warnings"),
    "on-brand": N_("text on a button"),
}


def group_problem(fault: GroupFault) -> str:
    """One sentence about a fault; one about colours says the contrast and the way out."""
    if fault.code != "too_faint":
        return gettext(_PROBLEMS[fault.code], **fault.values)
    values = {
        **fault.values,
        "ratio": format_number(Decimal(str(fault.values["ratio"]))),
        "needed": format_number(int(fault.values["needed"])),
        "name": colour_name(str(fault.values["name"])),
        "ground": colour_name(str(fault.values["ground"])),
    }
    said = gettext(
        "The contrast between “%(name)s” (%(colour)s) and “%(ground)s” is %(ratio)s to 1. "
        "It must be at least %(needed)s to 1.",
        **values,
    )
    if not fault.values["better"]:
        return " ".join([said, gettext("Choose a lighter or darker background.")])
    way_out = gettext("The nearest colour that is good enough is %(better)s.", **values)
    return f"{said} {way_out}"


def colour_name(name: str) -> str:
    """What a colour of `portal.domain.colours` is for."""
    return gettext(_COLOURS[name])


def logo_problem(code: str, what: str = "") -> str:
    """Why a logo is not taken; `code` and `what` are those of `intake.svg.BadDrawing`."""
    return gettext(_LOGO_PROBLEMS[code], what=what)
