"""Staff: inviting, joining, signing in. Two people are needed to let somebody in to cases.

Whoever joins has a password, an app that gives one-time codes, recovery codes and a key pair of his
own. A caseworker then waits until a colleague approves him (portal.services.team).
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from portal.domain.staff import StaffRole
from portal.services.team import generation_without
from portal.store import staff as store
from portal.store.models import ID_BYTES
from portal.store.staff import (
    Credentials,
    Invitation,
    Member,
    NewMember,
    NoInvitation,
    Renewal,
)
from portal.store.staff_sessions import SignedIn
from portal.vault.keys import in_characters, in_groups
from portal.vault.one_time_codes import app_link, is_seed, new_seed, step_of
from portal.vault.passwords import FORMAT, SALT_BYTES, new_salt, stretch
from portal.vault.sealing import Kind, seal, unseal
from portal.vault.team import new_key_pair

__all__ = [
    "INVITATION_LASTS",
    "RECOVERY_CODES",
    "CodeRefused",
    "Joined",
    "Joining",
    "NewCodeRefused",
    "Proof",
    "SignInRefused",
    "app_link",
    "find_invitation",
    "invite",
    "is_seed",
    "join",
    "new_seed",
    "plain_address",
    "remove",
    "renew",
    "sign_in",
]

INVITATION_LASTS = timedelta(hours=48)
RECOVERY_CODES = 10

_TOKEN = re.compile(r"[0-9a-f]{32}")
_RECOVERY_CHARACTERS = 16
_CHARACTER_BITS = 5
# What a password is tried on when nobody has the address: it takes as long, and never fits.
_NOBODY = Credentials(bytes(ID_BYTES), FORMAT, bytes(SALT_BYTES), b"", b"")
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class SignInRefused(Exception):
    """Nobody has this address, or it is another password: nobody learns which."""


class CodeRefused(Exception):
    """The code is not one of now, or was used before."""


class NewCodeRefused(Exception):
    """The code of the new app is not one of now."""


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """What a member proves himself with: password, and a code of his app or a recovery code."""

    password: str
    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Joining:
    """What somebody chooses: `seed` is what his app took, `code` what it showed."""

    password: str
    seed: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Joined:
    """Somebody who has joined, and the recovery codes that are shown this once."""

    signed_in: SignedIn
    recovery_codes: tuple[str, ...]


class _Secrets(Struct, frozen=True):
    private_key: bytes
    seed: str


_decoder = msgspec.json.Decoder(_Secrets)


def plain_address(email: str) -> str:
    """An e-mail address as it is stored and compared."""
    return email.strip().lower()


def invite(email: str, role: StaffRole, actor: str, now: datetime) -> str:
    """Invites somebody; returns what the link carries, 128 random bits as 32 hex digits.

    It works once, for INVITATION_LASTS. For somebody who is a member already it means: a new
    password and new keys, since nobody can open those of before. `actor` is the address of who
    invites; "" is a command of the host.
    """
    token = secrets.token_bytes(ID_BYTES)
    expires = now + INVITATION_LASTS
    invitation = Invitation(_hash(token), plain_address(email), role, expires)
    store.add_invitation(invitation, actor, now)
    return token.hex()


def find_invitation(token: str, now: datetime) -> Invitation:
    """The open invitation of a link. Raises NoInvitation."""
    found = _TOKEN.fullmatch(token) and store.find_invitation(_hash(bytes.fromhex(token)), now)
    if not found:
        raise NoInvitation
    return found


def join(token: str, joining: Joining, now: datetime, today: date) -> Joined:
    """Lets the invited person in, in the place of who had the address before.

    Raises NoInvitation, NewCodeRefused, and TeamChanged when the team changed at the same moment.
    The form has looked at the password already.
    """
    invitation = find_invitation(token, now)
    step = _new_step(joining, now)
    pair, staff_id = new_key_pair(), secrets.token_bytes(ID_BYTES)
    codes = _new_recovery_codes()
    new = NewMember(
        id=staff_id,
        email=invitation.email,
        name=joining.name,
        role=invitation.role,
        joined_on=today,
        code_step=step,
        public_key=pair.public,
        credentials=_lock(staff_id, joining.password, _Secrets(pair.private, joining.seed)),
        code_hashes=_hashes(codes),
    )
    before = [one for one in store.members() if one.email == invitation.email]
    renewal = generation_without(before[0], today) if before else None
    store.add_member(new, invitation.id, renewal, now)
    return Joined(SignedIn(staff_id, pair.private), codes)


def sign_in(email: str, password: str, code: str, now: datetime) -> SignedIn:
    """Proves who somebody is. `code` is one of his app or a recovery code.

    Raises SignInRefused, after the same work whether the address is known or not; CodeRefused when
    address and password are right.
    """
    known, secret = _prove(email, password, code, now)
    store.note_sign_in(known.staff_id, now)
    return SignedIn(known.staff_id, secret.private_key)


def renew(email: str, old: Proof, new: Joining, now: datetime) -> Joined:
    """A new password, app and recovery codes for a member who proves himself with the old ones.

    His key pair stays, so nobody has to approve him again. All his visits end. Raises what
    `sign_in` does, NewCodeRefused, and TeamChanged when he did the same elsewhere at this moment.
    """
    step = _new_step(new, now)
    known, secret = _prove(email, old.password, old.code, now)
    codes = _new_recovery_codes()
    credentials = _lock(known.staff_id, new.password, _Secrets(secret.private_key, new.seed))
    renewal = Renewal(credentials, step, _hashes(codes))
    store.renew_credentials(email, known.salt, renewal, now)
    return Joined(SignedIn(known.staff_id, secret.private_key), codes)


def remove(member: Member, actor: Member, now: datetime, today: date) -> None:
    """Ends somebody's visits and access at once; the team goes on with a new key.

    Raises TeamChanged when somebody else changed the team at the same moment.
    """
    store.remove_member(member, generation_without(member, today), actor.email, now)


def _new_step(new: Joining, now: datetime) -> int:
    step = step_of(new.seed, new.code, int(now.timestamp()))
    if step is None:
        raise NewCodeRefused
    return step


def _prove(email: str, password: str, code: str, now: datetime) -> tuple[Credentials, _Secrets]:
    known = store.find_credentials(plain_address(email))
    tried = known or _NOBODY
    keys = stretch(password, tried.salt)
    if not keys.fits(tried.verifier) or known is None:
        raise SignInRefused
    plain = unseal(Kind.STAFF, keys.key, known.sealed, known.staff_id, known.salt)
    secret = _decoder.decode(plain)
    if not _accept(known.staff_id, secret.seed, code, now):
        raise CodeRefused
    return known, secret


def _accept(staff_id: bytes, seed: str, code: str, now: datetime) -> bool:
    """Whether a code counts; it counts once."""
    typed = "".join(filter(str.isalnum, code)).upper()
    step = step_of(seed, typed, int(now.timestamp()))
    if step is not None:
        return store.accept_step(staff_id, step)
    return store.use_recovery_code(staff_id, _hash_of_code(typed), now)


def _lock(staff_id: bytes, password: str, secret: _Secrets) -> Credentials:
    """What is stored of a password, and what it locks."""
    salt = new_salt()
    keys = stretch(password, salt)
    sealed = seal(Kind.STAFF, keys.key, msgspec.json.encode(secret), staff_id, salt)
    return Credentials(staff_id, FORMAT, salt, keys.verifier, sealed)


def _new_recovery_codes() -> tuple[str, ...]:
    """Each has 80 random bits, "4G2K-9QWE-M1CQ-QRMN"; so many that its plain hash tells nothing."""
    size = _RECOVERY_CHARACTERS * _CHARACTER_BITS
    return tuple(
        in_groups(in_characters(secrets.randbits(size), _RECOVERY_CHARACTERS))
        for _ in range(RECOVERY_CODES)
    )


def _hashes(codes: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(_hash_of_code, codes))


def _hash_of_code(code: str) -> bytes:
    plain = "".join(filter(str.isalnum, code)).upper().translate(_LOOKALIKES)
    return _hash(plain.encode())


def _hash(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()
