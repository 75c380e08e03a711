"""The group whose site this is: its name, colours, texts and choices, and what may not be in them.

The same struct is `group.toml` in the instance folder and the administrator's page.
"""

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, UnsetType

from portal.domain.codes import Topic
from portal.domain.colours import Colours, faint, palette
from portal.domain.plain_text import bad_links, is_link

FILE: Final = "group.toml"
MAX_TEXT: Final = 6000  # characters
MAX_OPENING: Final = 600
MAX_LINKS: Final = 8
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")

Line = Annotated[str, Meta(max_length=200)]
Months = Annotated[int, Meta(ge=1, le=60)]


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in both languages: one of them alone is refused."""

    nl: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]
    en: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]

    def in_language(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the group is reached; what is empty is not shown."""

    address: Annotated[tuple[Line, ...], Meta(max_length=6)] = ()
    email: Annotated[str, Meta(pattern=r"^([^@\s<>]+@[^@\s<>]+)?$", max_length=200)] = ""
    phone: Annotated[str, Meta(pattern=r"^[0-9+() -]*$", max_length=40)] = ""
    website: Line = ""

    @property
    def is_empty(self) -> bool:
        return not (self.address or self.email or self.phone or self.website)


class Link(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link at the foot of every page, with its words in both languages."""

    nl: Annotated[str, Meta(min_length=1, max_length=60)]
    en: Annotated[str, Meta(min_length=1, max_length=60)]
    url: Annotated[str, Meta(max_length=500)]


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that makes the site the group's own. What it leaves out is ours.

    `name`, `retention_months` and `closed_months` fall back on the settings of the same name.
    `topics` and `authorities` (ids of rule packs) are those that are offered; (): all of them.
    """

    name: Annotated[str, Meta(max_length=60)] = ""
    logo: Annotated[str, Meta(pattern=r"^([A-Za-z0-9_-][A-Za-z0-9._-]{0,60}\.(svg|png))?$")] = ""
    on_packets: bool = False
    on_key_sheets: bool = False
    first_language: Literal["nl", "en"] = "nl"
    by_invitation: bool = False
    retention_months: Months | None = None
    closed_months: Months | None = None
    topics: tuple[Topic, ...] = ()
    authorities: tuple[Annotated[str, Meta(max_length=40)], ...] = ()
    contact: Contact = Contact()
    opening: Words | None = None
    help: Words | None = None
    privacy: Words | None = None
    colours: Colours = Colours()
    dark_colours: Colours = Colours()
    links: Annotated[tuple[Link, ...], Meta(max_length=MAX_LINKS)] = ()

    @property
    def has_colours(self) -> bool:
        return bool(self.colours.chosen or self.dark_colours.chosen)

    def palette(self, *, is_dark: bool) -> dict[str, str]:
        """The colours in force in one mode, by name."""
        return palette(self.colours, self.dark_colours, is_dark=is_dark)


class GroupMark(Struct, frozen=True, kw_only=True):
    """What a packet says of the group: part of its content, so part of its hash.

    `logo` is the clean file, `media_type` its kind; both empty without a logo.
    """

    name: str
    logo: bytes = b""
    media_type: str = ""

    def __repr__(self) -> str:
        return f"GroupMark({self.name!r})"


class GroupFault(Struct, frozen=True):
    """What is wrong with one key; `code` names the sentence, `values` fill it."""

    key: str
    code: str
    values: dict[str, str | float] = {}


Mark = GroupMark | UnsetType


def group_faults(group: Group, packs: Collection[str]) -> Iterator[GroupFault]:
    """Everything that is wrong beyond the shape; `packs` are the ids of the site's rule packs."""
    for key, text in _texts(group):
        if _CONTROL.search(text):
            yield GroupFault(key, "control_character")
        if not text.strip():
            yield GroupFault(key, "language_missing")
        yield from (GroupFault(key, "bad_link", {"link": url}) for url in bad_links(text))
    if group.opening and max(len(group.opening.nl), len(group.opening.en)) > MAX_OPENING:
        yield GroupFault("opening", "too_long", {"limit": MAX_OPENING})
    if (group.on_packets or group.on_key_sheets) and not group.name:
        yield GroupFault("name", "name_missing")
    yield from _address_faults(group)
    for pack in sorted(set(group.authorities) - set(packs)):
        yield GroupFault("authorities", "unknown_authority", {"authority": pack})
    yield from _colour_faults(group)


def _texts(group: Group) -> Iterator[tuple[str, str]]:
    """Every text that people read, by its key; those that are empty by right are left out."""
    for key in ("opening", "help", "privacy"):
        words: Words | None = getattr(group, key)
        if words:
            yield f"{key}.nl", words.nl
            yield f"{key}.en", words.en
    for place, link in enumerate(group.links):
        yield f"links[{place}].nl", link.nl
        yield f"links[{place}].en", link.en
    lines = (group.name, group.contact.website, *group.contact.address)
    yield from (("name" if line == group.name else "contact", line) for line in lines if line)


def _address_faults(group: Group) -> Iterator[GroupFault]:
    """Addresses of sites: a link of a page that comes over TLS leads to another such page."""
    urls = {"contact.website": group.contact.website}
    urls |= {f"links[{place}].url": link.url for place, link in enumerate(group.links)}
    for key, url in urls.items():
        needs_https = key == "contact.website" and not url.startswith("https://")
        if url and (needs_https or not is_link(url)):
            yield GroupFault(key, "bad_link", {"link": url})


def _colour_faults(group: Group) -> Iterator[GroupFault]:
    for table, is_dark in (("colours", False), ("dark_colours", True)):
        for pair in faint(group.palette(is_dark=is_dark)):
            values: dict[str, str | float] = {
                "colour": pair.colour,
                "name": pair.name,
                "ground": pair.ground,
                "ratio": int(pair.ratio * 100) / 100,  # never rounded up to what is asked
                "needed": pair.needed,
                "better": pair.better,
            }
            key = f"{table}.{_chosen_of(group, table, pair.name, pair.ground)}"
            yield GroupFault(key, "too_faint", values)


def _chosen_of(group: Group, table: str, name: str, ground: str) -> str:
    """Which of the two the group chose: that is the one to change."""
    chosen = getattr(group, table).chosen
    return ground if name not in chosen and ground in chosen else name
