"""Counts of closed cases: values in bands and a number, no id of anything."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted",
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("casino", sa.String(253), nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("amount", sa.String(16), nullable=False),
        sa.Column("result", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "week",
            "authority",
            "casino",
            "topic",
            "step",
            "answer",
            "amount",
            "result",
            name="pk_counted",
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("counted")
