"""The tables. Whatever a player wrote is in a sealed blob; a column holds only what the house needs
to find, count and delete rows without a key (docs/crypto-inventory.md says what that is). The
register of an authority is public: its tables are not sealed. The staff of the site and the team's
keys have the tables at the end.
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
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from portal.domain.hosts import MAX_HOST, MAX_PATH
from portal.domain.register import MAX_ACCOUNT, MAX_ACTIVITY, MAX_NAME, MAX_SHORT
from portal.domain.staff import MAX_STAFF_NAME

ID_BYTES = 16
HASH_BYTES = 32
MAX_ADDRESS = 254  # characters; RFC 5321, section 4.5.3.1.3


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
    # How many data keys the case had beside its root key, which the wraps hold, and the newest,
    # sealed with the root key. 0 and None: never shared, and the root key is the data key.
    key_number: Mapped[int] = mapped_column(BigInteger)
    sealed_key: Mapped[bytes | None] = mapped_column(LargeBinary)


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
    # The caseworker whose visit it is; None: the player's own.
    staff_id: Mapped[bytes | None] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), index=True
    )


class ReminderRow(Base):
    """One e-mail to send on a day. Nothing leads from here to a case.

    `mark` is the same for all reminders of one address; only the site's mail key tells whose.
    """

    __tablename__ = "reminder"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class GroupRow(Base):
    """What the administrator made of the site: `group.toml` and a clean logo; also as a draft."""

    __tablename__ = "site_group"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1 is in force
    version: Mapped[int] = mapped_column(BigInteger)  # another number after each save
    text: Mapped[str] = mapped_column(Text)
    logo: Mapped[bytes] = mapped_column(LargeBinary)  # empty: none
    logo_type: Mapped[str] = mapped_column(String(20))  # "image/png", "image/svg+xml" or ""


class MemberCodeRow(Base):
    """One code with which members start a case. Nothing leads from here to a case."""

    __tablename__ = "member_code"

    locator: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    batch: Mapped[str] = mapped_column(String(40), index=True)  # the host's name for them
    uses: Mapped[int]  # as many as it was made for
    uses_left: Mapped[int]
    last_day: Mapped[date] = mapped_column(index=True)


class CountRow(Base):
    """How many closed cases were counted with these values. No id: the values are the key.

    SQLite keeps the table in the order of its key, so it does not tell what came in when.
    """

    __tablename__ = "counted"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    week: Mapped[str] = mapped_column(String(8), primary_key=True)  # "2026-W48"
    authority: Mapped[str] = mapped_column(String(40), primary_key=True)
    casino: Mapped[str] = mapped_column(String(MAX_HOST), primary_key=True)
    topic: Mapped[str] = mapped_column(String(32), primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    answer: Mapped[str] = mapped_column(String(16), primary_key=True)
    amount: Mapped[str] = mapped_column(String(16), primary_key=True)
    result: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int]


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


class StaffRow(Base):
    """One member of staff: what proves the password, a public key, and sealed what is secret.

    `sealed` holds the private key and the seed of the one-time codes; the password alone opens it.
    """

    __tablename__ = "staff"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    email: Mapped[str] = mapped_column(String(MAX_ADDRESS), unique=True)  # in small letters
    name: Mapped[str] = mapped_column(String(MAX_STAFF_NAME))
    role: Mapped[str] = mapped_column(String(16))  # a StaffRole
    joined_on: Mapped[date]
    password_format: Mapped[int]  # portal.vault.passwords.FORMAT
    salt: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES))
    verifier: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES))
    code_step: Mapped[int] = mapped_column(BigInteger)  # of the last code that was accepted
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecoveryCodeRow(Base):
    """One code that stands in for the app once: its SHA-256."""

    __tablename__ = "staff_recovery_code"

    hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    staff_id: Mapped[bytes] = mapped_column(ForeignKey(StaffRow.id, ondelete="CASCADE"), index=True)


class InvitationRow(Base):
    """One open invitation: found by the SHA-256 of what its link carries."""

    __tablename__ = "staff_invitation"

    id: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    email: Mapped[str] = mapped_column(String(MAX_ADDRESS), unique=True)
    role: Mapped[str] = mapped_column(String(16))  # a StaffRole
    expires: Mapped[int] = mapped_column(BigInteger)  # seconds since 1970, UTC


class StaffSessionRow(Base):
    """One visit of a member of staff: a payload that only its cookie opens."""

    __tablename__ = "staff_session"

    id: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    staff_id: Mapped[bytes] = mapped_column(ForeignKey(StaffRow.id, ondelete="CASCADE"), index=True)
    idle_expires: Mapped[int] = mapped_column(BigInteger, index=True)  # seconds since 1970, UTC
    absolute_expires: Mapped[int] = mapped_column(BigInteger)  # the same
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class TeamRow(Base):
    """The team's key of one generation: what cases are shared with."""

    __tablename__ = "team"

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    began_on: Mapped[date]


class TeamKeyRow(Base):
    """The team's private key of one generation, sealed to one caseworker."""

    __tablename__ = "team_key"

    generation: Mapped[int] = mapped_column(ForeignKey(TeamRow.generation), primary_key=True)
    staff_id: Mapped[bytes] = mapped_column(
        ForeignKey(StaffRow.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class ShareRow(Base):
    """A case that its player shared: its data key, sealed to the team's key of a generation.

    `id` is random, and new each time that a case is shared; it says nothing about the case.
    """

    __tablename__ = "share"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID_BYTES), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey(CaseRow.id, ondelete="CASCADE"), unique=True)
    generation: Mapped[int] = mapped_column(ForeignKey(TeamRow.generation), index=True)
    until: Mapped[date] = mapped_column(index=True)  # the last day
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)


class StaffLogRow(Base):
    """One line of the staff log; `hash` is the SHA-256 of the line with the hash before it."""

    __tablename__ = "staff_log"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger, index=True)  # seconds since 1970, UTC
    actor: Mapped[str] = mapped_column(String(MAX_ADDRESS))
    event: Mapped[str] = mapped_column(String(32))  # a StaffEvent
    subject: Mapped[str] = mapped_column(String(MAX_ADDRESS))
    hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES))


class StaffLogHeadRow(Base):
    """The one row that says how long the staff log is, and its last hash; writers wait for it."""

    __tablename__ = "staff_log_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES))
