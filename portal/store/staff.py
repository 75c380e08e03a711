"""The people who work for the group, and invitations to join them. Needs an app context."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.domain.staff import StaffEvent, StaffRole
from portal.store.database import checkpoint
from portal.store.models import (
    InvitationRow,
    RecoveryCodeRow,
    StaffRow,
    StaffSessionRow,
    TeamKeyRow,
    TeamRow,
    db,
)
from portal.store.staff_log import note
from portal.store.team import NewGeneration, TeamChanged, begin_generation


class NoInvitation(Exception):
    """The invitation was used, withdrawn or is too old."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of staff, without anything secret.

    `holds_key` says whether the team's newest key is wrapped to him.
    """

    id: bytes
    email: str
    name: str
    role: StaffRole
    joined_on: date
    public_key: bytes
    holds_key: bool

    @property
    def waits(self) -> bool:
        """Whether this is a caseworker whom nobody has approved yet."""
        return self.role is StaffRole.CASEWORKER and not self.holds_key


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a password is tried on. `format` is that of portal.vault.passwords."""

    staff_id: bytes
    format: int
    salt: bytes
    verifier: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True, repr=False)
class NewMember:
    """A member as he joins; `code_hashes` are those of his recovery codes."""

    id: bytes
    email: str
    name: str
    role: StaffRole
    joined_on: date
    code_step: int
    public_key: bytes
    credentials: Credentials
    code_hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Renewal:
    """What takes the place of a member's password, app and recovery codes."""

    credentials: Credentials
    code_step: int
    code_hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation."""

    id: bytes
    email: str
    role: StaffRole
    expires: datetime  # UTC


def members() -> list[Member]:
    """Everybody, by name."""
    with db.engine.connect() as connection:
        rows = connection.execute(_member_query().order_by(StaffRow.name, StaffRow.email)).all()
    return [_member(row) for row in rows]


def find_member(staff_id: bytes) -> Member | None:
    with db.engine.connect() as connection:
        row = connection.execute(_member_query().where(StaffRow.id == staff_id)).one_or_none()
    return _member(row) if row else None


def find_credentials(email: str) -> Credentials | None:
    """What the password of an address (in small letters) is tried on."""
    with db.engine.connect() as connection:
        row = connection.execute(select(StaffRow).where(StaffRow.email == email)).one_or_none()
    if row is None:
        return None
    return Credentials(row.id, row.password_format, row.salt, row.verifier, row.sealed)


def accept_step(staff_id: bytes, step: int) -> bool:
    """Notes that a code of this step was used; False when it or a later one was used before.

    Of two at the same moment one gets False.
    """
    older = (StaffRow.id == staff_id, StaffRow.code_step < step)
    with db.engine.begin() as connection:
        moved = connection.execute(update(StaffRow).where(*older).values(code_step=step))
    return moved.rowcount == 1


def use_recovery_code(staff_id: bytes, code_hash: bytes, now: datetime) -> bool:
    """Uses up a recovery code; False when there is no such code (any more)."""
    his = (RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.hash == code_hash)
    with db.engine.begin() as connection:
        if connection.execute(delete(RecoveryCodeRow).where(*his)).rowcount != 1:
            return False
        email = connection.execute(select(StaffRow.email).where(StaffRow.id == staff_id)).scalar()
        note(connection, now, email or "", StaffEvent.RECOVERY_CODE)
    return True


def note_sign_in(staff_id: bytes, now: datetime) -> None:
    """One line in the log."""
    with db.engine.begin() as connection:
        email = connection.execute(select(StaffRow.email).where(StaffRow.id == staff_id)).scalar()
        note(connection, now, email or "", StaffEvent.SIGNED_IN)


def add_invitation(invitation: Invitation, actor: str, now: datetime) -> None:
    """Opens an invitation; an earlier one to the same address is worth nothing from then on."""
    row = {
        "id": invitation.id,
        "email": invitation.email,
        "role": invitation.role.value,
        "expires": int(invitation.expires.timestamp()),
    }
    with db.engine.begin() as connection:
        connection.execute(delete(InvitationRow).where(InvitationRow.email == invitation.email))
        connection.execute(insert(InvitationRow).values(row))
        note(connection, now, actor, StaffEvent.INVITED, invitation.email)


def open_invitations(now: datetime) -> list[Invitation]:
    """The invitations that can still be used, by address."""
    query = select(InvitationRow).where(InvitationRow.expires > int(now.timestamp()))
    with db.engine.connect() as connection:
        return list(map(_invitation, connection.execute(query.order_by(InvitationRow.email))))


def find_invitation(invitation_id: bytes, now: datetime) -> Invitation | None:
    found = [one for one in open_invitations(now) if one.id == invitation_id]
    return found[0] if found else None


def withdraw_invitation(email: str, actor: str, now: datetime) -> bool:
    """Ends an invitation; False when there is none to this address."""
    with db.engine.begin() as connection:
        mine = InvitationRow.email == email
        if connection.execute(delete(InvitationRow).where(mine)).rowcount != 1:
            return False
        note(connection, now, actor, StaffEvent.WITHDRAWN, email)
    return True


def sweep_invitations(now: datetime) -> int:
    """Deletes the invitations that nobody can use any more; how many."""
    old = InvitationRow.expires <= int(now.timestamp())
    with db.engine.begin() as connection:
        return connection.execute(delete(InvitationRow).where(old)).rowcount


def add_member(
    new: NewMember, invitation_id: bytes, renewal: NewGeneration | None, now: datetime
) -> None:
    """Lets somebody in, in the place of who had this address before, and uses up the invitation.

    Raises NoInvitation, and TeamChanged as `remove_member`.
    """
    still_open = (InvitationRow.id == invitation_id, InvitationRow.expires > int(now.timestamp()))
    codes = [{"hash": one, "staff_id": new.id} for one in new.code_hashes]
    try:
        with db.engine.begin() as connection:
            if connection.execute(delete(InvitationRow).where(*still_open)).rowcount != 1:
                raise NoInvitation
            connection.execute(delete(StaffRow).where(StaffRow.email == new.email))
            connection.execute(insert(StaffRow).values(_values(new)))
            connection.execute(insert(RecoveryCodeRow), codes)
            note(connection, now, new.email, StaffEvent.JOINED)
            if renewal:
                begin_generation(connection, renewal, now, new.email)
    except IntegrityError:
        raise TeamChanged from None
    checkpoint()


def renew_credentials(email: str, old_salt: bytes, renewal: Renewal, now: datetime) -> None:
    """Puts a new password, app and codes in the place of the old ones, and ends every visit.

    Raises TeamChanged when `old_salt` is not that of the password any more.
    """
    proof = renewal.credentials
    mine = (StaffRow.id == proof.staff_id, StaffRow.salt == old_salt)
    values = {**_proof_values(proof), "code_step": renewal.code_step}
    codes = [{"hash": one, "staff_id": proof.staff_id} for one in renewal.code_hashes]
    old_codes = RecoveryCodeRow.staff_id == proof.staff_id
    visits = StaffSessionRow.staff_id == proof.staff_id
    with db.engine.begin() as connection:
        if connection.execute(update(StaffRow).where(*mine).values(values)).rowcount != 1:
            raise TeamChanged
        connection.execute(delete(RecoveryCodeRow).where(old_codes))
        connection.execute(insert(RecoveryCodeRow), codes)
        connection.execute(delete(StaffSessionRow).where(visits))
        note(connection, now, email, StaffEvent.RENEWED)
    checkpoint()


def remove_member(member: Member, renewal: NewGeneration | None, actor: str, now: datetime) -> None:
    """Deletes a member with his visits, codes and keys, and begins the generation without him.

    Raises TeamChanged when he, or the team, was changed at the same moment.
    """
    try:
        with db.engine.begin() as connection:
            gone = connection.execute(delete(StaffRow).where(StaffRow.id == member.id)).rowcount
            if gone != 1:
                raise TeamChanged
            note(connection, now, actor, StaffEvent.REMOVED, member.email)
            if renewal:
                begin_generation(connection, renewal, now, actor)
    except IntegrityError:
        raise TeamChanged from None
    checkpoint()


def _member_query() -> Select[Any]:
    newest = select(TeamRow.generation).order_by(TeamRow.generation.desc()).limit(1)
    held = (TeamKeyRow.staff_id == StaffRow.id, TeamKeyRow.generation == newest.scalar_subquery())
    holds = exists().where(*held).label("holds_key")
    return select(*StaffRow.__table__.columns, holds)


def _member(row: Row[Any]) -> Member:
    return Member(
        id=row.id,
        email=row.email,
        name=row.name,
        role=StaffRole(row.role),
        joined_on=row.joined_on,
        public_key=row.public_key,
        holds_key=bool(row.holds_key),
    )


def _invitation(row: Row[Any]) -> Invitation:
    expires = datetime.fromtimestamp(row.expires, UTC)
    return Invitation(row.id, row.email, StaffRole(row.role), expires)


def _values(new: NewMember) -> dict[str, object]:
    return {
        **_proof_values(new.credentials),
        "id": new.id,
        "email": new.email,
        "name": new.name,
        "role": new.role.value,
        "joined_on": new.joined_on,
        "code_step": new.code_step,
        "public_key": new.public_key,
    }


def _proof_values(proof: Credentials) -> dict[str, object]:
    return {
        "password_format": proof.format,
        "salt": proof.salt,
        "verifier": proof.verifier,
        "sealed": proof.sealed,
    }
