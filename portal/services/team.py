"""The team: whose key opens what players share, who holds it, and how it passes on.

    player's case --share--> team key (generation n) --wrap--> key of each caseworker

A caseworker gives the key to the next one. The first one has nobody: an administrator approves
him, and the site then makes the first generation for that caseworker alone. Administrators never
hold a team key: a generation that their click begins is wrapped to caseworkers and forgotten.
"""

from collections.abc import Mapping
from datetime import date, datetime

from portal.domain.staff import StaffRole
from portal.store import team as store
from portal.store.staff import Member
from portal.store.staff_sessions import SignedIn
from portal.store.team import Generation, NewGeneration, TeamChanged, Wrap
from portal.vault.team import TeamKey, fingerprint, new_team_key, unwrap_team_key, wrap_team_key


class MayNotApprove(Exception):
    """Only who holds the team's key can give it; an administrator only when nobody holds it."""


def team_fingerprint() -> str:
    """By what everybody can compare the team's key; "" while there is no team."""
    current = store.current_generation()
    return fingerprint(current.public_key) if current else ""


def own_fingerprint(member: Member) -> str:
    """By what a colleague recognises the key of a caseworker who waits."""
    return fingerprint(member.public_key)


def team_keys(signed_in: SignedIn) -> dict[int, TeamKey]:
    """Every generation's key that a caseworker holds, by generation. Raises NotOpened."""
    return {
        wrap.generation: unwrap_team_key(
            signed_in.private_key, wrap.generation, wrap.staff_id, wrap.wrapped
        )
        for wrap in store.wraps_of(signed_in.staff_id)
    }


def may_approve(actor: Member) -> bool:
    """Whether this member can let a waiting caseworker in."""
    if actor.role is StaffRole.ADMINISTRATOR:
        return store.current_generation() is None
    return actor.holds_key


def approve(
    actor: Member, signed_in: SignedIn, subject: Member, now: datetime, today: date
) -> None:
    """Gives a waiting caseworker every team key that `actor` holds, or begins the team with him.

    Raises MayNotApprove, and TeamChanged when he is no longer there or waits no more.
    """
    if not may_approve(actor):
        raise MayNotApprove
    if not subject.waits:
        raise TeamChanged
    people = {subject.id: subject.public_key}
    if actor.role is StaffRole.ADMINISTRATOR:
        store.approve((), _new_generation(people, today), now, actor.email, subject.email)
        return
    wraps = [_wrap(key, people) for key in team_keys(signed_in).values()]
    store.approve(sum(wraps, ()), None, now, actor.email, subject.email)


def generation_without(member: Member, today: date) -> NewGeneration | None:
    """The generation that begins when `member` goes, for the others who hold the key.

    None when he did not hold it, or nobody else does: then the next approval begins one.
    """
    current = store.current_generation()
    if current is None or not member.holds_key:
        return None
    people = store.holders_of(current.number)
    people.pop(member.id, None)
    return _new_generation(people, today) if people else None


def _new_generation(people: Mapping[bytes, bytes], today: date) -> NewGeneration:
    """A new key for these caseworkers (public keys by staff id); nobody else ever has it."""
    key = new_team_key(store.last_generation() + 1)
    generation = Generation(key.generation, key.pair.public, today)
    return NewGeneration(generation, _wrap(key, people))


def _wrap(key: TeamKey, people: Mapping[bytes, bytes]) -> tuple[Wrap, ...]:
    return tuple(
        Wrap(key.generation, staff_id, wrap_team_key(key, staff_id, public))
        for staff_id, public in people.items()
    )
