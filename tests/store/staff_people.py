"""Members of staff for tests of the store, without the slow hash."""

import secrets
from datetime import date

from sqlalchemy import insert

from portal.domain.staff import StaffRole
from portal.store.models import StaffRow, db
from portal.store.staff import Credentials, NewMember

TODAY = date(2026, 11, 2)


def new_member(email: str, role: StaffRole = StaffRole.CASEWORKER, codes: int = 2) -> NewMember:
    """Somebody who may join, with random keys."""
    staff_id = secrets.token_bytes(16)
    return NewMember(
        id=staff_id,
        email=email,
        name=email.partition("@")[0],
        role=role,
        joined_on=TODAY,
        code_step=100,
        public_key=secrets.token_bytes(64),
        credentials=Credentials(
            staff_id, 1, secrets.token_bytes(16), secrets.token_bytes(32), b"sealed"
        ),
        code_hashes=tuple(secrets.token_bytes(32) for _ in range(codes)),
    )


def add_staff(email: str) -> bytes:
    """A caseworker straight in the database, without an invitation: his staff id."""
    new = new_member(email)
    plain = ("id", "email", "name", "role", "joined_on", "code_step", "public_key")
    proof = ("salt", "verifier", "sealed")
    row = {name: getattr(new, name) for name in plain}
    row |= {name: getattr(new.credentials, name) for name in proof}
    with db.engine.begin() as connection:
        connection.execute(insert(StaffRow).values(**row, password_format=1))
    return new.id
