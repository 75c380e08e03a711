"""Recognising the authority from a licence number or a pasted footer text, and known imitations.

The patterns come from the rule packs; the loader refuses patterns without an upper bound, so
that a long text costs time in proportion to its length only.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from msgspec import Struct

from portal.domain.rules import Backed, RulePack, Source, Text, is_nobody
from portal.domain.spelling import any_name, clean, folded, only_hosts


class Certainty(StrEnum):
    """How an authority was recognised."""

    NUMBER = "number"  # a licence number or the sentence that the authority prescribes
    NAME = "name"  # only its name or its website is mentioned


class Recognition(Struct, frozen=True, kw_only=True):
    """The authority that a text points to.

    `number` is the licence number as found, "" when only the name is mentioned. `others` are
    the ids of further authorities in the same text: then the licence for the player's own
    country counts, and only he can tell which one that is. A country without an authority is
    recognised only when no authority is.
    """

    authority: str
    number: str
    certainty: Certainty
    others: tuple[str, ...] = ()


class Imitation(Backed, frozen=True, kw_only=True):
    """Something that looks like a licence but is none: a host, or a kind of retired number.

    The loader fills in `proof`: the sources themselves.
    """

    id: str
    text: Text
    host: str = ""  # "cert.cga.mba": this host, and every host under it
    pattern: str = ""  # a regular expression for the number
    example: str = ""  # of such a number, when there is a pattern
    proof: tuple[Source, ...] = ()


class LookAlike(Struct, frozen=True, kw_only=True):
    """An imitation in a text; `found` is the host or number as it stands there."""

    imitation: Imitation
    found: str


def recognise(text: str, packs: Iterable[RulePack]) -> Recognition | None:
    """The authority that `text` (a licence number or a footer, any length) points to.

    A number beats a name; among equals the one that comes first in the text.
    """
    cleaned, known = clean(text), tuple(packs)
    numbers = [one for pack in known if (one := _numbered(cleaned, pack))]
    numbered = {one.authority for _, one in numbers}
    names = [one for one in _named(cleaned, known) if one[1].authority not in numbered]
    found = [*sorted(numbers, key=_place), *sorted(names, key=_place)]
    found = [one for one in found if not is_nobody(one[1].authority)] or found[:1]
    if not found:
        return None
    best = found[0][1]
    return Recognition(
        authority=best.authority,
        number=best.number,
        certainty=best.certainty,
        others=tuple(one.authority for _, one in found[1:]),
    )


def holder_in(text: str) -> str:
    """The first company in `text`, known by its legal form ("Example Limited"); "" for none."""
    found = _COMPANY.search(clean(text))
    return found[0] if found else ""


def look_alikes(text: str, imitations: Iterable[Imitation]) -> tuple[LookAlike, ...]:
    """Known imitations of a licence in `text`, in the order of `imitations`."""
    cleaned = clean(text)
    found = ((one, _find_imitation(cleaned, one)) for one in imitations)
    return tuple(LookAlike(imitation=one, found=match[0]) for one, match in found if match)


# Up to six words with a capital, and what companies have behind their name.
_COMPANY = re.compile(
    r"(?<![\w.-])(?:[A-Z0-9(][\w&'’()-]{0,40},? ){1,6}"
    r"(?:Limited|LIMITED|Ltd\.?|LTD|Plc|PLC|plc|LLP|LLC|Inc\.?|GmbH|AB|ApS|A/S|OÜ|SRL|"
    r"N\.V\.|NV|B\.V\.|BV|S\.A\.|SA)(?![\w-])"
)

_Mention = tuple[int, Recognition]  # the place in the text, and what it means


def _place(mention: _Mention) -> int:
    return mention[0]


def _numbered(text: str, pack: RulePack) -> _Mention | None:
    """A licence number of `pack` in `text`."""
    for licence in pack.licences:
        if match := _number(licence.pattern).search(text):
            number = match.groupdict().get("number") or match[0]
            found = Recognition(authority=pack.id, number=number, certainty=Certainty.NUMBER)
            return match.start(), found
    return None


def _named(text: str, packs: tuple[RulePack, ...]) -> list[_Mention]:
    """Names of packs in `text`, once for each pack.

    A name within a longer one does not count: the "Deense kansspelautoriteit" is not the Dutch.
    """
    owners = {name: pack.id for pack in packs for name in names_in_texts(pack)}
    if not owners:
        return []
    longest_first = tuple(sorted(owners, key=lambda name: (-len(name), name)))
    places: dict[str, int] = {}
    for match in any_name(longest_first).finditer(folded(only_hosts(text))):
        places.setdefault(owners[match[0]], match.start())
    return [
        (place, Recognition(authority=authority, number="", certainty=Certainty.NAME))
        for authority, place in places.items()
    ]


def names_in_texts(pack: RulePack) -> tuple[str, ...]:
    """The names by which a text points to this authority, folded; () for the plain default."""
    if not pack.country:  # the plain default is nobody's name
        return ()
    names = (pack.name.en, pack.name.nl, pack.short_name, *pack.aliases)
    if pack.is_no_authority:  # the bare name of a country is no sign of a licence
        names = pack.aliases
    return tuple(dict.fromkeys(folded(name) for name in names))


def _find_imitation(text: str, imitation: Imitation) -> re.Match[str] | None:
    if imitation.host:
        return any_name((folded(imitation.host),)).search(folded(text))
    return _number(imitation.pattern).search(text)


@cache
def _number(pattern: str) -> re.Pattern[str]:
    """The pattern as a whole number: not a part of a longer one."""
    return re.compile(rf"(?<![\w/-])(?:{pattern})(?!\w)", re.IGNORECASE)
