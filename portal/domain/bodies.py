"""Bodies beside the licensing authorities, as data (portal/knowledge/bodies/*.toml).

Dispute bodies, neighbours to whom a part of the case belongs (a bank, a privacy regulator), and
routes that ended.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from portal.domain.rules import (
    Amount,
    Backed,
    Codes,
    Cost,
    NamedBody,
    Source,
    Statement,
    Term,
    Text,
    Way,
)


class BodyKind(StrEnum):
    """What a body is to a player."""

    DISPUTE_BODY = "dispute_body"  # decides or mediates between the player and the casino
    NEIGHBOUR = "neighbour"  # not about gambling, but for a part of the case
    RETIRED = "retired"  # ended; terms of casinos may still name it


class Forum(StrEnum):
    """Who else can have looked at a case."""

    REGULATOR = "regulator"
    DISPUTE_BODY = "dispute_body"
    COURT = "court"


class Refusal(Statement, frozen=True, kw_only=True):
    """When it refuses a case; `after` names who closes it by looking at it first."""

    after: tuple[Forum, ...] = ()


class Bound(Backed, frozen=True, kw_only=True):
    """The smallest or the largest amount that it takes."""

    money: Amount


class Ending(Backed, frozen=True, kw_only=True):
    """The day on which a route ended."""

    day: date


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One body. `hash` is filled in by the loader from the file's bytes."""

    id: Annotated[str, Meta(pattern=r"^[a-z]+(-[a-z]+)*$")]
    kind: BodyKind
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")] = ""  # "": of no one country
    name: Text
    aliases: tuple[str, ...] = ()
    website: Annotated[str, Meta(pattern=r"^https://")] | None = None
    verified_on: date
    review_after_days: Annotated[int, Meta(ge=1)]
    authorities: tuple[str, ...] = ()  # ids of rule packs whose casinos name it
    decides: tuple[Statement, ...] = ()
    not_decides: tuple[Statement, ...] = ()
    first: tuple[Statement, ...] = ()  # what must be done before
    asks: tuple[Statement, ...] = ()  # what it wants to have
    costs: tuple[Cost, ...] = ()
    outcomes: tuple[Statement, ...] = ()
    refuses: tuple[Refusal, ...] = ()
    warnings: tuple[Statement, ...] = ()
    terms: tuple[Term, ...] = ()
    minimum: Bound | None = None
    maximum: Bound | None = None
    languages: Codes | None = None
    ways: tuple[Way, ...] = ()
    ended: Ending | None = None
    sources: tuple[Source, ...] = ()
    hash: str = ""

    def sources_of(self, value: Backed) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source.id in value.sources)

    def is_stale(self, today: date) -> bool:
        return today > self.review_by

    @property
    def review_by(self) -> date:
        """The last day on which what we know counts as fresh."""
        return self.verified_on + timedelta(days=self.review_after_days)

    @property
    def spelled(self) -> tuple[str, ...]:
        """Its names and addresses, as casinos write them."""
        return (self.name.en, self.name.nl, *self.aliases)

    @property
    def in_short(self) -> NamedBody:
        """What the gate must know of it."""
        return NamedBody(
            id=self.id,
            spelled=self.spelled,
            ended=self.ended.day if self.ended else None,
            verified_on=self.verified_on,
            review_by=self.review_by,
        )

    @property
    def closed_by(self) -> frozenset[Forum]:
        """Who closes the way to it by looking at the case first."""
        return frozenset(forum for refusal in self.refuses for forum in refusal.after)
