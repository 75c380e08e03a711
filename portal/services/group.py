"""Whose site this is: read from the instance folder, or as an administrator made it since.

The file is where a site begins. Once an administrator put a draft on the site, that counts, whole,
on every node (docs/decisions/0019-group.md).
"""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from msgspec import UNSET, Struct
from msgspec.structs import replace

from portal.domain.group import FILE, Group, GroupMark, Mark, group_faults
from portal.domain.group_file import BadGroupFile, read_group, write_group
from portal.i18n import use_language
from portal.intake.logos import MAX_LOGO, PNG, Logo, clean_logo
from portal.intake.svg import BadDrawing
from portal.store import group as store
from portal.store.group import GroupChanged, StoredGroup
from portal.wording import group_problem, logo_problem

__all__ = [
    "MAX_LOGO",
    "BadDrawing",
    "BadGroup",
    "GroupChanged",
    "Logo",
    "Site",
    "clean_logo",
    "draft",
    "drop_draft",
    "keep_draft",
    "newest",
    "publish",
    "read_folder",
    "stored",
]


class BadGroup(Exception):
    """The file of the group is wrong; the message names file, key and reason, in English."""


class Site(Struct, frozen=True):
    """The group with its logo. `version` is of what the administrator saved; 0: the file."""

    group: Group = Group()
    logo: Logo | None = None
    version: int = 0

    def on_packets(self) -> Mark:
        """What packets say of the group: nothing, unless it wants so."""
        return self._mark() if self.group.on_packets else UNSET

    def on_key_sheets(self) -> Mark:
        """The same for key sheets, which tell their finder of a group only if it asks for that."""
        return self._mark() if self.group.on_key_sheets else UNSET

    def _mark(self) -> Mark:
        if not self.group.name:
            return UNSET
        logo = self.logo
        return GroupMark(
            name=self.group.name,
            logo=logo.data if logo else b"",
            media_type=logo.media_type if logo else "",
        )


def read_folder(folder: Path, packs: Collection[str]) -> Site:
    """The site as `group.toml` in the instance folder has it; ours when there is none.

    `packs` are the ids of the rule packs there are. Raises BadGroup.
    """
    path = folder / FILE
    if not path.exists():
        return Site()
    group = _read(path)
    with use_language("en"):
        for fault in group_faults(group, packs):
            raise BadGroup(f"{FILE}: {fault.key}: {group_problem(fault)}")
        return Site(group, _read_logo(folder / group.logo) if group.logo else None)


def _read(path: Path) -> Group:
    try:
        return read_group(path.read_text(encoding="utf-8"))
    except BadGroupFile as fault:
        raise BadGroup(f"{FILE}: {fault}") from fault
    except UnicodeDecodeError as fault:
        raise BadGroup(f"{FILE}: $: {fault}") from fault
    except OSError as fault:
        advice = " It must belong to the site's user." if isinstance(fault, PermissionError) else ""
        raise BadGroup(f"{FILE} cannot be read: {fault.strerror}.{advice}") from fault


def _read_logo(path: Path) -> Logo:
    try:
        return clean_logo(path.read_bytes())
    except OSError as fault:
        raise BadGroup(f"{FILE}: logo: {path.name}: {fault.strerror}") from fault
    except BadDrawing as fault:
        said = logo_problem(fault.code, fault.what)
        raise BadGroup(f"{FILE}: logo: {path.name}: {said}") from None


def newest(start: Site, latest: Site) -> Site:
    """The site as it is now: `latest` while nobody saved since, else what was saved.

    `start` is the file's, which counts while nothing is saved. Asks the database for a version.
    """
    version = store.group_version()
    if version == latest.version:
        return latest
    return stored() or start


def stored() -> Site | None:
    """What the administrator put on the site; None when nothing is."""
    return _site(store.load_group())


def draft() -> Site | None:
    """What administrators are working on; None when nothing is."""
    return _site(store.load_group(store.DRAFT))


def _site(row: StoredGroup | None) -> Site | None:
    if row is None:
        return None
    logo = Logo(row.logo, row.logo_type) if row.logo else None
    return Site(read_group(row.text), logo, row.version)


def keep_draft(seen: int, group: Group, logo: Logo | None) -> None:
    """Keeps a group without faults as the draft, in the place of the version that was `seen`.

    Raises GroupChanged when another administrator changed it meanwhile.
    """
    named = replace(group, logo=_file_name(logo))
    data, media_type = (logo.data, logo.media_type) if logo else (b"", "")
    store.keep_draft(seen, write_group(named), data, media_type)


def publish(seen: int, actor: str, now: datetime) -> None:
    """Puts this version of the draft in force; `actor` (an e-mail address) stands in the log.

    Raises GroupChanged.
    """
    store.publish_draft(seen, actor, now)


def drop_draft() -> None:
    """Throws the draft away."""
    store.drop_draft()


def _file_name(logo: Logo | None) -> str:
    """What a logo is called beside `group.toml`; "" without one."""
    if logo is None:
        return ""
    return "logo.png" if logo.media_type == PNG else "logo.svg"
