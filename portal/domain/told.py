"""What a pack or a body says, for one player: the statement with its proof, ready to be shown."""

from collections.abc import Iterable

from msgspec import Struct

from portal.domain.bodies import Body
from portal.domain.codes import Display, Topic
from portal.domain.rules import Backed, Cost, RulePack, Source, Statement, Text


class Told(Struct, frozen=True):
    """One statement; `check_first` when the player must not rely on it unchecked.

    `check_at` is where he can: an address, or "" when we know none.
    """

    text: Text
    sources: tuple[Source, ...]
    check_first: bool
    check_at: str = ""


def told(
    known: RulePack | Body, statements: Iterable[Statement], topic: Topic | None
) -> tuple[Told, ...]:
    """The statements of `known` that may be shown and are about `topic`."""
    return tuple(
        Told(one.text, known.sources_of(one), is_unsure(one), check_at(known, one))
        for one in statements
        if one.is_shown and (not one.topics or topic in one.topics)
    )


class Priced(Struct, frozen=True):
    """What it costs, with its proof; the rest as in Told."""

    cost: Cost
    sources: tuple[Source, ...]
    check_first: bool
    check_at: str = ""


def priced(known: RulePack | Body, costs: Iterable[Cost]) -> tuple[Priced, ...]:
    """Those of `costs` (of `known`) that may be shown."""
    return tuple(
        Priced(one, known.sources_of(one), is_unsure(one), check_at(known, one))
        for one in costs
        if one.is_shown
    )


def check_at(known: RulePack | Body, value: Backed) -> str:
    """Where an unsure value can be checked: its own website, else a source; "" for a sure one.

    A page of a casino is no such place.
    """
    if not is_unsure(value):
        return ""
    read_at = (source.url for source in known.sources_of(value) if not source.of_casino)
    return known.website or next(filter(None, read_at), "")


def is_unsure(value: Backed) -> bool:
    return value.display is Display.CHECK_FIRST
