"""What we know of an authority or another body, as a page: every value with its proof.

A value that may not be shown is in no section. What is not known and would be missed, is said.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from portal.domain.bodies import Body, BodyKind
from portal.domain.rules import UNKNOWN, Backed, DisputeBody, RulePack, Source, Way, WayIn
from portal.domain.told import check_at, is_unsure
from portal.i18n import gettext
from portal.wording.dossier_lines import said
from portal.wording.labels import short_confidence
from portal.wording.source import N_

Known = RulePack | Body


class Line(Struct, frozen=True, kw_only=True):
    """One value in words. Without `sure` it is no fact of its own."""

    text: str
    url: str = ""  # an address of somebody else
    body: str = ""  # the id of a body, which may have a page
    sure: str = ""
    sources: tuple[Source, ...] = ()
    check_first: bool = False
    check_at: str = ""  # an address where he can, when we know one


class Section(Struct, frozen=True, kw_only=True):
    """Lines under one heading; `is_long` waits behind a click."""

    title: str
    lines: tuple[Line, ...]
    is_long: bool = False


_Part = tuple[str, tuple[str, ...]]  # a heading, and the fields of the file under it

_PACK: tuple[_Part, ...] = (
    (N_("What the regulator does"), ("decides_disputes", "report", "handles")),
    (N_("What the regulator does not do"), ("not_handles",)),
    (N_("What may come of it"), ("outcomes",)),
    (N_("Beware"), ("warnings",)),
    (N_("Before you go there"), ("ladder",)),
    (N_("Time limits"), ("terms",)),
    (N_("How to reach it"), ("ways", "languages", "file_limit")),
    (N_("What it wants to know"), ("fields",)),
    (N_("What it costs"), ("costs",)),
    (N_("Who has its licence"), ("register", "licences")),
    (N_("Independent dispute bodies"), ("dispute_bodies", "dispute_costs")),
    (N_("Rules"), ("laws",)),
)
_BODY: tuple[_Part, ...] = (
    (N_("When it ended"), ("ended",)),
    (N_("What it can do"), ("decides",)),
    (N_("What it does not do"), ("not_decides", "refuses", "minimum", "maximum")),
    (N_("What may come of it"), ("outcomes",)),
    (N_("Beware"), ("warnings",)),
    (N_("Before you go there"), ("first", "asks")),
    (N_("Time limits"), ("terms",)),
    (N_("What it costs"), ("costs",)),
    (N_("How to reach this body"), ("ways", "languages")),
)
_LONG = {"laws"}


def dossier(known: Known) -> tuple[Section, ...]:
    """The sections that have something to say, in the current language."""
    parts = _PACK if isinstance(known, RulePack) else _BODY
    sections = (
        Section(
            title=gettext(title),
            lines=tuple(_lines(known, fields)),
            is_long=bool(_LONG.intersection(fields)),
        )
        for title, fields in parts
    )
    return tuple(one for one in sections if one.lines)


def _lines(known: Known, fields: Iterable[str]) -> Iterator[Line]:
    for field in fields:
        shown = [one for one in _values(known, field) if one.is_shown]
        yield from (_line(known, field, one) for one in shown)
        if field == "ladder" and shown and isinstance(known, RulePack):
            yield from _without_steps(known)
        if not shown and field in _UNKNOWN and _is_asked(known):
            yield Line(text=_UNKNOWN[field]())


def _without_steps(pack: RulePack) -> Iterator[Line]:
    """Who only reports may skip these steps; the proof of that stands with the report."""
    if pack.report and pack.report.is_shown:
        words = gettext("Do you only want to report something? Then you do not need these steps.")
        yield Line(text=words)


def _values(known: Known, field: str) -> tuple[Backed, ...]:
    value = getattr(known, field)
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _line(known: Known, field: str, value: Backed) -> Line:
    return Line(
        text=said(known, field, value),
        url=_url(value),
        body=value.id if isinstance(value, DisputeBody) else "",
        sure=short_confidence(value.confidence),
        sources=known.sources_of(value),
        check_first=is_unsure(value),
        check_at=check_at(known, value),
    )


def _url(value: Backed) -> str:
    """An address to open; that of a way which is refused is nobody's business."""
    if isinstance(value, Way):
        is_page = value.kind in {WayIn.ONLINE_FORM, WayIn.WEBSITE} and not value.refused
        return value.value if is_page else ""
    return getattr(value, "url", "")


def _is_asked(known: Known) -> bool:
    """Whether a player could go there, so that he misses what we do not know."""
    if isinstance(known, Body):
        return known.kind is not BodyKind.RETIRED
    return known.id != UNKNOWN and not known.is_no_authority


_UNKNOWN: dict[str, Callable[[], str]] = {
    "costs": lambda: gettext("We do not know what it costs. Ask before you send anything."),
    "terms": lambda: gettext("We found no time limit that is sure. Ask it how long you have."),
}
