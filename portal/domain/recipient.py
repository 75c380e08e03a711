"""Whom a packet is for, and how that is written as one short text."""

from msgspec import Struct

from portal.domain.codes import RecipientKind
from portal.domain.errors import DomainError


class Recipient(Struct, frozen=True):
    """The casino, its dispute body, or an authority (with the ladder, or as a bare report)."""

    kind: RecipientKind
    authority: str = ""  # id of the rule pack for `AUTHORITY` and `REPORT`

    @property
    def code(self) -> str:
        """ "casino", "dispute", "authority:mt-mga" or "report:mt-mga"."""
        return f"{self.kind}:{self.authority}" if self.authority else str(self.kind)


CASINO = Recipient(RecipientKind.CASINO)
DISPUTE = Recipient(RecipientKind.DISPUTE)


def parse_recipient(text: str) -> Recipient:
    """Reads `Recipient.code`. Raises DomainError("unknown_recipient")."""
    kind, colon, authority = text.partition(":")
    needs_authority = kind in {RecipientKind.AUTHORITY, RecipientKind.REPORT}
    is_whole = bool(authority) if needs_authority else not colon
    if kind not in set(RecipientKind) or not is_whole:
        raise DomainError("unknown_recipient", recipient=text)
    return Recipient(RecipientKind(kind), authority)
