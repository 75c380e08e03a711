"""Sharing: a case's data key sealed to the team; the data key apart from the player's own keys."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HELPER = "fk_session_staff_id_staff"


def upgrade() -> None:
    number = sa.Column("key_number", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("case", number)
    op.add_column("case", sa.Column("sealed_key", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("staff_id", sa.LargeBinary(16), nullable=True))
        session.create_foreign_key(HELPER, "staff", ["staff_id"], ["id"], ondelete="CASCADE")
        session.create_index("ix_session_staff_id", ["staff_id"])
    op.create_table(
        "share",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_share_case_id_case", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["generation"], ["team.generation"], name="fk_share_generation_team"
        ),
        sa.UniqueConstraint("case_id", name="uq_share_case_id"),
    )
    op.create_index("ix_share_generation", "share", ["generation"])
    op.create_index("ix_share_until", "share", ["until"])


def downgrade() -> None:
    """A case that was shared is lost with its sealed data key; those that never were still open."""
    op.drop_table("share")
    with op.batch_alter_table("session") as session:
        session.drop_index("ix_session_staff_id")
        session.drop_constraint(HELPER, type_="foreignkey")
        session.drop_column("staff_id")
    with op.batch_alter_table("case") as case:
        case.drop_column("sealed_key")
        case.drop_column("key_number")
