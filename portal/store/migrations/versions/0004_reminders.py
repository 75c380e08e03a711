"""Reminders by e-mail: the address is sealed with the site's mail key, and no case is named."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mark", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_day", "reminder", ["day"])
    op.create_index("ix_reminder_mark", "reminder", ["mark"])


def downgrade() -> None:
    op.drop_table("reminder")
