"""Codes with which members start a case; no case is named."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_code",
        sa.Column("locator", sa.LargeBinary(32), nullable=False),
        sa.Column("batch", sa.String(40), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("locator", name="pk_member_code"),
    )
    op.create_index("ix_member_code_batch", "member_code", ["batch"])
    op.create_index("ix_member_code_last_day", "member_code", ["last_day"])


def downgrade() -> None:
    op.drop_table("member_code")
