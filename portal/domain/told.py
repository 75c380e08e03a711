"""What a pack or a body says, for one player: the statement with its proof, ready to be shown."""

from collections.abc import Iterable

from msgspec import Struct

from portal.domain.bodies import Body
from portal.domain.codes import Display, Topic
from portal.domain.rules import Backed, RulePack, Source, Statement, Text


class Told(Struct, frozen=True):
    """One statement; `check_first` when the player must not rely on it unchecked."""

    text: Text
    sources: tuple[Source, ...]
    check_first: bool


def told(
    known: RulePack | Body, statements: Iterable[Statement], topic: Topic | None
) -> tuple[Told, ...]:
    """The statements of `known` that may be shown and are about `topic`."""
    return tuple(
        Told(one.text, known.sources_of(one), is_unsure(one))
        for one in statements
        if one.is_shown and (not one.topics or topic in one.topics)
    )


def is_unsure(value: Backed) -> bool:
    return value.display is Display.CHECK_FIRST
