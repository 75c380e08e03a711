"""The group's colours as a style sheet that follows ours and changes its tokens."""

import hashlib
from functools import lru_cache
from typing import Final

from portal.domain.group import Group
from portal.services.group import Site

_TOKENS: Final = {"background": "bg"}  # the others are called the same
_MARK_LENGTH: Final = 12
# A logo is drawn for white: on a dark page it keeps a white ground.
_LOGO: Final = (
    ".top .logo{flex:none;height:3rem;max-width:8rem;margin-right:.625rem;padding:.25rem;"
    "object-fit:contain;"
    "background:#fff;border-radius:var(--r)}\n"
)


@lru_cache(maxsize=4)
def _written(group: Group, has_logo: bool) -> str:
    """On screen only: paper stays black on white."""
    light, dark = (_tokens(group, is_dark=is_dark) for is_dark in (False, True))
    css = (
        f"@media screen{{:root{{{light}}}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )
    return (css if group.has_colours else "") + (_LOGO if has_logo else "")


def _tokens(group: Group, *, is_dark: bool) -> str:
    colours = group.palette(is_dark=is_dark)
    return ";".join(f"--c-{_TOKENS.get(name, name)}:{value}" for name, value in colours.items())


def stylesheet(site: Site) -> str:
    """The style sheet; its values are checked colours, and nothing that somebody typed."""
    return _written(site.group, site.logo is not None)


def stylesheet_mark(site: Site) -> str:
    """12 hex digits that change with the style sheet."""
    return hashlib.sha256(stylesheet(site).encode()).hexdigest()[:_MARK_LENGTH]
