"""Parts of which a case has several: their ids, and how one is put in, taken out, unlinked."""

from typing import TypeVar

from portal.domain.parts import Part, replace
from portal.domain.values import Id


class Listed(Part, frozen=True, kw_only=True):
    """A part of which a case has several; `id` is unique among its kind in the case."""

    id: Id


class Provable(Listed, frozen=True, kw_only=True):
    """A part that evidence can prove; `exhibits` are ids of exhibits."""

    exhibits: tuple[Id, ...] = ()


ListedT = TypeVar("ListedT", bound=Listed)
ProvableT = TypeVar("ProvableT", bound=Provable)


def check_once(name: str, ids: list[str]) -> None:
    """Raises ValueError when an id stands twice in `ids`, those of the parts called `name`."""
    if len(ids) != len(set(ids)):
        raise ValueError(f"two {name} have the same id")


def put(parts: tuple[ListedT, ...], new: ListedT) -> tuple[ListedT, ...]:
    """`parts` with `new` in the place of the part with its id, else at the end."""
    if any(part.id == new.id for part in parts):
        return tuple(new if part.id == new.id else part for part in parts)
    return (*parts, new)


def drop(parts: tuple[ListedT, ...], part_id: str) -> tuple[ListedT, ...]:
    """`parts` without the one with this id, if it is there."""
    return tuple(part for part in parts if part.id != part_id)


def counted(part_id: str) -> tuple[int, str]:
    """Orders ids as they were given out: "f2" before "f10"."""
    return (len(part_id), part_id)


def unlink(part: ProvableT, exhibit_id: str) -> ProvableT:
    """The same part, which no longer names this exhibit."""
    kept = tuple(one for one in part.exhibits if one != exhibit_id)
    return part if kept == part.exhibits else replace(part, exhibits=kept)
