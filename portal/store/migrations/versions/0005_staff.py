"""Staff: people, invitations, visits, the team's keys, and a log of what staff did."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "staff_recovery_code",
    "staff_invitation",
    "staff_session",
    "team_key",
    "team",
    "staff",
    "staff_log",
    "staff_log_head",
)


def upgrade() -> None:
    _make_people()
    _make_visits()
    _make_team()
    _make_log()


def _make_people() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("password_format", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("verifier", sa.LargeBinary(32), nullable=False),
        sa.Column("code_step", sa.BigInteger(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("email", name="uq_staff_email"),
    )
    op.create_table(
        "staff_recovery_code",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_staff_recovery_code"),
        _of_staff("staff_recovery_code"),
    )
    op.create_index("ix_staff_recovery_code_staff_id", "staff_recovery_code", ["staff_id"])


def _make_visits() -> None:
    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.LargeBinary(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_invitation"),
        sa.UniqueConstraint("email", name="uq_staff_invitation_email"),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.LargeBinary(32), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(16), nullable=False),
        sa.Column("idle_expires", sa.BigInteger(), nullable=False),
        sa.Column("absolute_expires", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_session"),
        _of_staff("staff_session"),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])
    op.create_index("ix_staff_session_idle_expires", "staff_session", ["idle_expires"])


def _make_team() -> None:
    op.create_table(
        "team",
        sa.Column("generation", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("generation", name="pk_team"),
    )
    op.create_table(
        "team_key",
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "staff_id", name="pk_team_key"),
        sa.ForeignKeyConstraint(
            ["generation"], ["team.generation"], name="fk_team_key_generation_team"
        ),
        _of_staff("team_key"),
    )
    op.create_index("ix_team_key_staff_id", "team_key", ["staff_id"])


def _make_log() -> None:
    op.create_table(
        "staff_log",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(254), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_staff_log"),
    )
    op.create_index("ix_staff_log_at", "staff_log", ["at"])
    head = op.create_table(
        "staff_log_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_log_head"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": bytes(32)}])


def _of_staff(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_staff_id_staff"
    return sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
