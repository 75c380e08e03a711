"""Reads the TOML files of this room: rule packs, bodies, topic guides, imitations of licences.

Everything is checked while it is read: a file with a mistake is refused, never half used.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from portal.domain.bodies import Body, BodyKind
from portal.domain.codes import Topic
from portal.domain.known import Known
from portal.domain.licence import Imitation
from portal.domain.rules import RulePack, Source
from portal.domain.topics import TopicGuide
from portal.knowledge.checks import (
    Faults,
    PackError,
    body_faults,
    imitation_faults,
    name_faults,
    pack_faults,
)
from portal.knowledge.public_holidays import public_holidays
from portal.knowledge.topic_checks import differing_faults, topic_faults

HASH_LENGTH = 12
BODIES = "bodies"  # the folder of bodies, here and in a host's folder of packs

_HERE = Path(__file__).parent
OWN_PACKS, OWN_BODIES = _HERE / "authorities", _HERE / BODIES
_Kind = TypeVar("_Kind")


class _Imitations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: tuple[Source, ...]
    imitations: tuple[Imitation, ...]


def load_packs(extra_dir: Path | None = None) -> dict[str, RulePack]:
    """All rule packs by id; a host's own `*.toml` in `extra_dir` add to or replace ours.

    Raises PackError, which names the file, the key and the reason.
    """
    return _with_bodies(_packs(extra_dir), load_bodies(extra_dir))


def load_bodies(extra_dir: Path | None = None) -> dict[str, Body]:
    """All bodies by id; a host's own in `extra_dir`/bodies add to or replace ours.

    Raises PackError, which names the file, the key and the reason.
    """
    bodies = dict(_own_bodies())
    if extra_dir is not None:
        bodies.update(_bodies_in(extra_dir / BODIES))
    return bodies


def load_known(extra_dir: Path | None = None) -> Known:
    """Everything, with a host's own in `extra_dir`, which need not exist. Raises PackError."""
    packs, bodies = _packs(extra_dir), load_bodies(extra_dir)
    ours: dict[str, RulePack | Body] = {**_own_packs(), **_own_bodies()}
    used: dict[str, RulePack | Body] = {**packs, **bodies}
    return Known(
        packs=_with_bodies(packs, bodies),
        bodies=bodies,
        imitations=load_imitations(),
        own=frozenset(one.id for one in used.values() if one != ours.get(one.id)),
    )


def load_topics() -> dict[Topic, TopicGuide]:
    """The guide of every topic, in the order of `Topic`. Raises PackError."""
    return dict(_own_topics())


def load_imitations() -> tuple[Imitation, ...]:
    """Look-alike seals and retired licence numbers. Raises PackError."""
    return _own_imitations()


def read_pack(path: Path) -> RulePack:
    """The rule pack in one file, checked, with its hash and its holidays. Raises PackError."""
    data = path.read_bytes()
    pack = _checked(path, data, RulePack, pack_faults)
    free_days = public_holidays(pack.country)
    return msgspec.structs.replace(pack, hash=_hash(data), public_holidays=free_days)


def read_body(path: Path) -> Body:
    """The body in one file, checked, with its hash. Raises PackError."""
    data = path.read_bytes()
    body = _checked(path, data, Body, body_faults)
    return msgspec.structs.replace(body, hash=_hash(data))


def faults_in_packs(folder: Path) -> Iterator[PackError]:
    """Every mistake in the packs of `folder`; of a file without the right shape only the first."""
    return _faults_in(folder, RulePack, pack_faults)


def faults_in_bodies(folder: Path) -> Iterator[PackError]:
    """Every mistake in the bodies of `folder`, as `faults_in_packs`."""
    return _faults_in(folder, Body, body_faults)


def faults_together(extra_dir: Path) -> Iterator[PackError]:
    """What is wrong between a host's packs and ours, when each alone is right."""
    return name_faults({**_own_packs(), **_packs_in(extra_dir)}.values())


def unread_files(folder: Path) -> Iterator[PackError]:
    """What lies in a host's folder and is not read, so that nobody believes that it counts."""
    for place in (folder, folder / BODIES):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            is_read = path.suffix == ".toml" if path.is_file() else path == folder / BODIES
            if not is_read and not path.name.startswith("."):
                name = str(path.relative_to(folder))
                yield PackError(name, "$", "is not read: only files ending in .toml are")


def read_topic(path: Path) -> TopicGuide:
    """The topic guide in one file. Raises PackError."""
    guide = _decode(path, path.read_bytes(), TopicGuide)
    if guide.topic != path.stem:
        raise PackError(path.name, "$.topic", f"is {guide.topic}, but the file is {path.name}")
    for fault in topic_faults(path.name, guide, _own_bodies()):
        raise fault
    return guide


def read_imitations(path: Path) -> tuple[Imitation, ...]:
    """The imitations of licences in one file. Raises PackError."""
    known = _checked(
        path,
        path.read_bytes(),
        _Imitations,
        lambda file, one: imitation_faults(file, one.imitations, one.sources),
    )
    return tuple(
        msgspec.structs.replace(
            one, proof=tuple(source for source in known.sources if source.id in one.sources)
        )
        for one in known.imitations
    )


@cache
def _own_packs() -> MappingProxyType[str, RulePack]:
    return MappingProxyType(_packs_in(OWN_PACKS))


@cache
def _own_bodies() -> MappingProxyType[str, Body]:
    return MappingProxyType(_bodies_in(OWN_BODIES))


@cache
def _own_topics() -> MappingProxyType[Topic, TopicGuide]:
    guides = {topic: read_topic(_HERE / "topics" / f"{topic}.toml") for topic in Topic}
    for fault in differing_faults(guides.values()):
        raise fault
    return MappingProxyType(guides)


@cache
def _own_imitations() -> tuple[Imitation, ...]:
    return read_imitations(_HERE / "look_alike_seals.toml")


def _packs(extra_dir: Path | None) -> dict[str, RulePack]:
    packs = dict(_own_packs())
    if extra_dir is not None and extra_dir.is_dir():
        packs.update(_packs_in(extra_dir))
        for fault in name_faults(packs.values()):
            raise fault
    return packs


def _with_bodies(packs: Mapping[str, RulePack], bodies: Mapping[str, Body]) -> dict[str, RulePack]:
    """The packs, each with what the gate must know of the bodies that a casino can name."""
    named = tuple(body.in_short for body in bodies.values() if body.kind is not BodyKind.NEIGHBOUR)
    return {key: msgspec.structs.replace(pack, named=named) for key, pack in packs.items()}


def _packs_in(folder: Path) -> dict[str, RulePack]:
    packs = (read_pack(path) for path in sorted(folder.glob("*.toml")))
    return {pack.id: pack for pack in packs}


def _bodies_in(folder: Path) -> dict[str, Body]:
    bodies = (read_body(path) for path in sorted(folder.glob("*.toml")))
    return {body.id: body for body in bodies}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:HASH_LENGTH]


def _checked(
    path: Path, data: bytes, kind: type[_Kind], faults: Callable[[str, _Kind], Faults]
) -> _Kind:
    known = _decode(path, data, kind)
    for fault in faults(path.name, known):
        raise fault
    return known


def _faults_in(
    folder: Path, kind: type[_Kind], faults: Callable[[str, _Kind], Faults]
) -> Iterator[PackError]:
    for path in sorted(folder.glob("*.toml")):
        try:
            known = _decode(path, path.read_bytes(), kind)
        except PackError as fault:
            yield fault
        else:
            yield from faults(path.name, known)


def _decode(path: Path, data: bytes, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.convert(_parse(path, data), kind)
    except msgspec.ValidationError as error:
        found = re.search(r"^(.*?)(?: - at `(.*)`)?$", str(error), re.DOTALL)
        problem, key = (found[1], found[2]) if found else (str(error), None)
        raise PackError(path.name, key or "$", problem) from error


def _parse(path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(path.name, "$", str(error)) from error
