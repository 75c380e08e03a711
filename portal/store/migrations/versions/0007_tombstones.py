"""Tombstones: marks of what was deleted, so that no backup brings it back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("mark", sa.LargeBinary(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_tombstone"),
    )
    op.create_index("ix_tombstone_day", "tombstone", ["day"])


def downgrade() -> None:
    op.drop_table("tombstone")
