"""Inviting members: codes for a group whose site is not open to everybody."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from portal.store import invitations as store
from portal.vault.invitations import new_invitation, parse_invitation, shown
from portal.vault.keys import BadCaseKey, invitation_locator

Begun = TypeVar("Begun")

MAX_CODES, MAX_USES = 10_000, 1_000


class NotInvited(Exception):
    """The code is mistyped, unknown, used up or over; nobody learns which."""


def invite(
    count: int, uses: int, last_day: date, batch: str, *, by: tuple[str, datetime] | None = None
) -> tuple[str, ...]:
    """`count` new codes as members get them; from now on nobody can read them back.

    Each starts `uses` cases until `last_day`, itself included. `batch` is what the host calls them;
    `by` an administrator and the moment, for the log of the staff.
    """
    codes = tuple(new_invitation() for _ in range(count))
    store.add_invitations(map(invitation_locator, codes), batch, uses, last_day, by)
    return tuple(map(shown, codes))


def with_invitation(text: str, today: date, begin: Callable[[], Begun]) -> Begun:
    """Begins a case with the code that was typed, which has one use less then.

    Raises NotInvited, and what `begin` raises: the use is given back then.
    """
    try:
        locator = invitation_locator(parse_invitation(text))
    except BadCaseKey:
        raise NotInvited from None
    if not store.use_invitation(locator, today):
        raise NotInvited
    try:
        return begin()
    except BaseException:
        store.give_back(locator)
        raise


def end_batch(name: str, actor: str, now: datetime) -> int:
    """Ends the codes of the batch with this name, as an administrator; how many."""
    return store.end_batch(name, actor, now)


def withdraw(name: str) -> int:
    """Ends one code, or all of the batch with this name; how many."""
    try:
        locator = invitation_locator(parse_invitation(name))
    except BadCaseKey:
        return store.withdraw_batch(name)
    return int(store.withdraw_code(locator)) or store.withdraw_batch(name)
