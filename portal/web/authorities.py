"""What we know of authorities, other bodies and look-alikes: every value with its source."""

from collections.abc import Iterable

from flask import Blueprint, abort, render_template
from msgspec import Struct

from portal.domain.bodies import Body, BodyKind
from portal.domain.rules import UNKNOWN, RulePack, Source
from portal.i18n import current_language
from portal.web.choices import regulator_label
from portal.web.clock import today
from portal.web.known import known
from portal.web.language import PREFIX
from portal.wording import Section, dossier, standing_alone

blueprint = Blueprint("authorities", __name__, url_prefix=f"{PREFIX}/authorities")


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the list of everyone that we know."""

    id: str
    name: str


@blueprint.route("")
def everyone() -> str:
    """All authorities, by country, and all other bodies, by what they are to a player."""
    packs = [one for one in known().packs.values() if one.id != UNKNOWN]
    bodies = known().bodies.values()
    return render_template(
        "pages/authorities/everyone.html",
        packs=_sorted(Entry(id=one.id, name=regulator_label(one)) for one in packs),
        bodies={
            kind: _sorted(_entry(one) for one in bodies if one.kind is kind) for kind in BodyKind
        },
    )


@blueprint.route("/<string:pack_id>")
def authority(pack_id: str) -> str:
    pack = known().packs.get(pack_id)
    if pack is None:
        abort(404)
    return _page(pack)


@blueprint.route("/body/<string:body_id>")
def body(body_id: str) -> str:
    """A dispute body, a neighbour, or a route that ended."""
    found = known().bodies.get(body_id)
    if found is None:
        abort(404)
    return _page(found)


@blueprint.route("/look-alikes")
def look_alikes() -> str:
    """Seals and numbers that look like a licence; none of their addresses is a link."""
    imitations = known().imitations
    return render_template(
        "pages/authorities/look_alikes.html",
        imitations=imitations,
        sources=_unique(source for one in imitations for source in one.proof),
    )


def _page(what: RulePack | Body) -> str:
    sections = dossier(what)
    return render_template(
        "pages/authorities/authority.html",
        what=what,
        name=standing_alone(what.name.in_language(current_language())),
        sections=sections,
        sources=_cited(sections),
        related=_related(what),
        has_ended=isinstance(what, Body) and what.kind is BodyKind.RETIRED,
        is_own=what.id in known().own,
        is_stale=what.is_stale(today()),
    )


def _cited(sections: Iterable[Section]) -> tuple[Source, ...]:
    """The sources of what is shown, in the order in which they are first named."""
    lines = (line for section in sections for line in section.lines)
    return _unique(source for line in lines for source in line.sources)


def _unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


def _related(what: RulePack | Body) -> list[Entry]:
    """The authorities whose casinos name this body."""
    wanted = what.authorities if isinstance(what, Body) else ()
    packs = known().packs
    return [Entry(id=one, name=regulator_label(packs[one])) for one in wanted if one in packs]


def _entry(one: Body) -> Entry:
    return Entry(id=one.id, name=one.name.in_language(current_language()))


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: one.name.casefold())
