"""The bodies beside the authority that are there for this player (portal/knowledge/bodies)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from portal.domain.bodies import Body, BodyKind, Bound
from portal.domain.case import Case
from portal.domain.codes import Step
from portal.domain.rules import RulePack
from portal.domain.spelling import mentions
from portal.domain.values import Money

Bodies = Mapping[str, Body]


def dispute_body_of(case: Case, bodies: Bodies) -> Body | None:
    """The dispute body that the casino names, if we know it."""
    wanted = case.casino.dispute_body.strip().casefold()
    found = (one for one in bodies.values() if wanted and wanted in _names(one))
    return next((one for one in found if one.kind is BodyKind.DISPUTE_BODY), None)


def dispute_bodies_for(case: Case, pack: RulePack, bodies: Bodies) -> tuple[Body, ...]:
    """The one that the casino names; when it names none, or an ended one, those of its licence."""
    if case.casino.no_dispute_body:
        return ()
    if names_body(case, pack):
        named = dispute_body_of(case, bodies)
        return (named,) if named else ()
    return tuple(bodies[one.id] for one in pack.dispute_bodies if one.id in bodies)


def names_body(case: Case, pack: RulePack) -> bool:
    """Whether the casino names a dispute body that still exists, as far as we know."""
    named = case.casino.dispute_body
    return bool(named.strip() and not pack.ended_body(named))


def open_bodies(case: Case, pack: RulePack, bodies: Bodies) -> tuple[Body, ...]:
    """Those that take disputes without being named by the casino, where no rule sends to one.

    Such as the board for consumers of a country. One that he named is in the ladder already.
    """
    if pack.ladder_rule(Step.DISPUTE) or names_body(case, pack):
        return ()
    return tuple(bodies[one.id] for one in pack.dispute_bodies if one.id in bodies)


def mediators(bodies: Bodies) -> tuple[Body, ...]:
    """Those who look at a dispute although no authority or casino sends players to them."""
    return tuple(
        one
        for one in bodies.values()
        if one.kind is BodyKind.DISPUTE_BODY and not one.authorities and not one.country
    )


def neighbours(case: Case, pack: RulePack, bodies: Bodies) -> tuple[Body, ...]:
    """Those to whom a part of the case belongs; first those who are there for just this topic.

    A body of the player's own country, or for just this topic of the country of the licence.
    """
    near = [
        one
        for one in bodies.values()
        if one.kind is BodyKind.NEIGHBOUR and _is_for(case, pack, one)
    ]
    return tuple(sorted(near, key=lambda one: not _is_about(case, one)))


def retired_in(text: str, bodies: Bodies) -> tuple[Body, ...]:
    """Ended routes that a text (a casino's terms, or what its website says) still names."""
    ended = (one for one in bodies.values() if one.kind is BodyKind.RETIRED)
    return tuple(one for one in ended if mentions(text, one.spelled))


def is_under(bound: Bound | None, asked: Money | None) -> bool:
    """Whether the amount is surely smaller than the bound; other currencies are not compared."""
    return _compared(bound, asked) < 0


def is_over(bound: Bound | None, asked: Money | None) -> bool:
    return _compared(bound, asked) > 0


def _compared(bound: Bound | None, asked: Money | None) -> Decimal:
    if bound is None or asked is None or asked.currency != bound.money.currency:
        return Decimal(0)
    return asked.decimal - bound.money.decimal


def _is_for(case: Case, pack: RulePack, body: Body) -> bool:
    about = any(not one.topics or case.topic in one.topics for one in body.decides)
    if body.country and body.country == case.player.country:
        return about
    return bool(pack.country) and body.country == pack.country and _is_about(case, body)


def _is_about(case: Case, body: Body) -> bool:
    """Whether it names this topic."""
    return any(case.topic in one.topics for one in body.decides)


def _names(body: Body) -> Iterable[str]:
    return {body.id, *(name.casefold() for name in body.spelled)}
