"""Members of staff for tests of the store, without the slow hash."""

import secrets
from datetime import date

from portal.domain.staff import StaffRole
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
