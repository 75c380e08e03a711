"""The group on paper: its name in the footer, and on the first page its logo.

A logo travels inside the HTML as an address of a kind of its own: nothing is fetched to print it.
"""

from __future__ import annotations

import base64
import re
from typing import Final, NamedTuple

from portal.domain.group import GroupMark, Mark
from portal.i18n import gettext

_LOGO: Final = re.compile(r"group-logo:(image/(?:png|svg\+xml));base64,([A-Za-z0-9+/=]+)")


class MarkLines(NamedTuple):
    """The lines below the first page, and the logo as an address ("" without one)."""

    footer: str
    words: str
    logo: str
    name: str


def mark_lines(footer: str, mark: Mark) -> MarkLines | None:
    """For the templates, in the language that is on; None when the group is not named.

    `footer` is what the packet says there without the group.
    """
    if not isinstance(mark, GroupMark):
        return None
    words = gettext("Made on the site of %(name)s", name=mark.name)
    return MarkLines(footer, words, logo_address(mark.logo, mark.media_type), mark.name)


def logo_address(logo: bytes, media_type: str) -> str:
    """The whole logo as an address; "" without one."""
    return f"group-logo:{media_type};base64,{base64.b64encode(logo).decode()}" if logo else ""


def logo_in(url: str) -> tuple[str, bytes] | None:
    """The media type and the bytes of a logo from its address; None for any other address."""
    found = _LOGO.fullmatch(url)
    return (found[1], base64.b64decode(found[2])) if found else None


def named_in_footer(footer: str, mark: Mark) -> str:
    """The footer of every page, with the group's name behind it if it is named."""
    return f"{footer} · {mark.name}" if isinstance(mark, GroupMark) else footer
