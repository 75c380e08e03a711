"""Reads the TOML files of this room: rule packs, topic guides, imitations of licences.

Everything is checked while it is read: a file with a mistake is refused, never half used.
"""

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from portal.domain.codes import Topic
from portal.domain.licence import Imitation
from portal.domain.rules import RulePack, Source
from portal.domain.topics import TopicGuide
from portal.knowledge.checks import PackError, check_imitations, check_pack

HASH_LENGTH = 12

_HERE = Path(__file__).parent
_Kind = TypeVar("_Kind")


class _Imitations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: tuple[Source, ...]
    imitations: tuple[Imitation, ...]


def load_packs(extra_dir: Path | None = None) -> dict[str, RulePack]:
    """All rule packs by id; a host's own `*.toml` in `extra_dir` add to or replace ours.

    Raises PackError, which names the file, the key and the reason.
    """
    packs = dict(_own_packs())
    if extra_dir is not None and extra_dir.is_dir():
        packs.update(_packs_in(extra_dir))
    return packs


def load_topics() -> dict[Topic, TopicGuide]:
    """The guide of every topic, in the order of `Topic`. Raises PackError."""
    return dict(_own_topics())


def load_imitations() -> tuple[Imitation, ...]:
    """Look-alike seals and retired licence numbers. Raises PackError."""
    return _own_imitations()


def read_pack(path: Path) -> RulePack:
    """The rule pack in one file, checked, with its hash. Raises PackError."""
    data = path.read_bytes()
    pack = _decode(path, data, RulePack)
    check_pack(path.name, pack)
    return msgspec.structs.replace(pack, hash=hashlib.sha256(data).hexdigest()[:HASH_LENGTH])


def read_topic(path: Path) -> TopicGuide:
    """The topic guide in one file. Raises PackError."""
    guide = _decode(path, path.read_bytes(), TopicGuide)
    if guide.topic != path.stem:
        raise PackError(path.name, "$.topic", f"is {guide.topic}, but the file is {path.name}")
    return guide


def read_imitations(path: Path) -> tuple[Imitation, ...]:
    """The imitations of licences in one file. Raises PackError."""
    known = _decode(path, path.read_bytes(), _Imitations)
    check_imitations(path.name, known.imitations, known.sources)
    return known.imitations


@cache
def _own_packs() -> MappingProxyType[str, RulePack]:
    return MappingProxyType(_packs_in(_HERE / "authorities"))


@cache
def _own_topics() -> MappingProxyType[Topic, TopicGuide]:
    return MappingProxyType(
        {topic: read_topic(_HERE / "topics" / f"{topic}.toml") for topic in Topic}
    )


@cache
def _own_imitations() -> tuple[Imitation, ...]:
    return read_imitations(_HERE / "look_alike_seals.toml")


def _packs_in(folder: Path) -> dict[str, RulePack]:
    packs = (read_pack(path) for path in sorted(folder.glob("*.toml")))
    return {pack.id: pack for pack in packs}


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
