"""The tables. Whatever a player wrote is in a sealed blob; a column holds only what the house needs
to find, count and delete rows without a key (docs/crypto-inventory.md says what that is). The
register of an authority is public: its tables, at the end, are not sealed.
"""

from datetime import date
from enum import StrEnum

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from portal.domain.hosts import MAX_HOST, MAX_PATH
from portal.domain.register import MAX_ACCOUNT, MAX_ACTIVITY, MAX_NAME, MAX_SHORT

ID_BYTES = 16
HASH_BYTES = 32


class KeyKind(StrEnum):
    """Which of a case's keys a wrap belongs to."""

    MAIN = "main"
    RECOVERY = "recovery"


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """Base of the tables. Names of constraints are fixed, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# The models have their own base, which type checkers understand; `db` brings engines and sessions.
db = SQLAlchemy(metadata=Base.metadata)


class CaseRow(Base):
    """One case: a sealed document, and when it may be purged."""

    __tablename__ = "case"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)  # counts saves, from 1
    created_month: Mapped[str] = mapped_column(String(7))  # "2026-11"
    expires_month: Mapped[str] = mapped_column(String(7), index=True)  # the last month it opens
    format: Mapped[int]  # format byte of `document`, for counting what is still to be rewritten
    document: Mapped[bytes] = mapped_column(LargeBinary)


class CaseKeyRow(Base):
    """One key that opens a case: the case data key, wrapped."""

    __tablename__ = "case_key"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    locator: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey(CaseRow.id, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))  # a KeyKind
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)


class PacketRow(Base):
    """One issued packet: a sealed PDF."""

    __tablename__ = "packet"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey(CaseRow.id, ondelete="CASCADE"), index=True)
    blob: Mapped[bytes] = mapped_column(LargeBinary)


class BlobRow(Base):
    """One sealed file in the evidence store; the object there is named after `id`, in hex."""

    __tablename__ = "blob"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey(CaseRow.id, ondelete="CASCADE"), index=True)
    # Seconds since 1970 (UTC) after which an upload that its case does not name is swept; None:
    # the case names it.
    unnamed_until: Mapped[int | None] = mapped_column(BigInteger, index=True)


class ReceiptRow(Base):
    """That a packet was made: found and opened only with the packet's own hash or printed code."""

    __tablename__ = "receipt"

    locator: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey(CaseRow.id, ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SessionRow(Base):
    """One visit with an open case: a payload that only its cookie opens."""

    __tablename__ = "session"

    id: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey(CaseRow.id, ondelete="CASCADE"), index=True)
    idle_expires: Mapped[int] = mapped_column(BigInteger, index=True)  # seconds since 1970, UTC
    absolute_expires: Mapped[int] = mapped_column(BigInteger)  # the same
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class ReminderRow(Base):
    """One e-mail to send on a day. Nothing leads from here to a case.

    `mark` is the same for all reminders of one address; only the site's mail key tells whose.
    """

    __tablename__ = "reminder"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TombstoneRow(Base):
    """That a case or a reminder was deleted; `mark` is made from its id and leads to nothing."""

    __tablename__ = "tombstone"

    mark: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)


class EditionRow(Base):
    """One import of a register: of which day its files are, and their SHA-256 together, in hex.

    Its entries are written while the edition before it is in use. It counts from the moment that
    it is `complete`; of several the newest counts.
    """

    __tablename__ = "register_edition"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    day: Mapped[date]
    digest: Mapped[str] = mapped_column(String(2 * HASH_BYTES))
    complete: Mapped[bool]


class HolderRow(Base):
    """A company with an account."""

    __tablename__ = "register_holder"
    __table_args__ = (Index("ix_register_holder_account", "account", "edition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey(EditionRow.id))
    account: Mapped[str] = mapped_column(String(MAX_ACCOUNT))
    name: Mapped[str] = mapped_column(String(MAX_NAME))


class LicenceRow(Base):
    """A licence of an account, for one activity; `plain` is its number without its version."""

    __tablename__ = "register_licence"
    __table_args__ = (
        Index("ix_register_licence_account", "account", "edition_id"),
        Index("ix_register_licence_plain", "plain", "edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey(EditionRow.id))
    account: Mapped[str] = mapped_column(String(MAX_ACCOUNT))
    number: Mapped[str] = mapped_column(String(MAX_SHORT))
    plain: Mapped[str] = mapped_column(String(MAX_SHORT))
    status: Mapped[str] = mapped_column(String(MAX_SHORT))
    kind: Mapped[str] = mapped_column(String(MAX_SHORT))
    activity: Mapped[str] = mapped_column(String(MAX_ACTIVITY))


class NameRow(Base):
    """A name of an account: a brand, or the company's own; `plain` is what is looked for."""

    __tablename__ = "register_name"
    __table_args__ = (Index("ix_register_name_plain", "plain", "edition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey(EditionRow.id))
    account: Mapped[str] = mapped_column(String(MAX_ACCOUNT))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    plain: Mapped[str] = mapped_column(String(MAX_NAME))
    status: Mapped[str] = mapped_column(String(MAX_SHORT))


class DomainRow(Base):
    """A website of an account, or with `path` a part of one."""

    __tablename__ = "register_domain"
    __table_args__ = (Index("ix_register_domain_host", "host", "edition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey(EditionRow.id))
    account: Mapped[str] = mapped_column(String(MAX_ACCOUNT))
    host: Mapped[str] = mapped_column(String(MAX_HOST))
    path: Mapped[str] = mapped_column(String(MAX_PATH))
    status: Mapped[str] = mapped_column(String(MAX_SHORT))
