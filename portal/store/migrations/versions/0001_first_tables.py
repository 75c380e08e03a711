"""The first tables: cases, their keys, packets, sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_month", sa.String(7), nullable=False),
        sa.Column("expires_month", sa.String(7), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
    )
    op.create_index("ix_case_expires_month", "case", ["expires_month"])
    op.create_table(
        "case_key",
        sa.Column("locator", sa.LargeBinary(32), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("locator", name="pk_case_key"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_case_key_case_id_case", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("case_id", "kind", name="uq_case_key_case_id_kind"),
    )
    op.create_table(
        "packet",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_packet"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_packet_case_id_case", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_packet_case_id", "packet", ["case_id"])
    op.create_table(
        "session",
        sa.Column("id", sa.LargeBinary(32), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("idle_expires", sa.BigInteger(), nullable=False),
        sa.Column("absolute_expires", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_session_case_id_case", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_session_case_id", "session", ["case_id"])
    op.create_index("ix_session_idle_expires", "session", ["idle_expires"])


def downgrade() -> None:
    for table in ("session", "packet", "case_key", "case"):
        op.drop_table(table)
