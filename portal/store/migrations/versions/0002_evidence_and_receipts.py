"""Sealed evidence files and receipts of packets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("unnamed_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_blob"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_blob_case_id_case", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_blob_case_id", "blob", ["case_id"])
    op.create_index("ix_blob_unnamed_until", "blob", ["unnamed_until"])
    op.create_table(
        "receipt",
        sa.Column("locator", sa.LargeBinary(32), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("locator", name="pk_receipt"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name="fk_receipt_case_id_case", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_receipt_case_id", "receipt", ["case_id"])


def downgrade() -> None:
    for table in ("receipt", "blob"):
        op.drop_table(table)
