"""The public register of the Gambling Commission: public data, so nothing of it is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("register_holder", "register_licence", "register_name", "register_domain")


def upgrade() -> None:
    op.create_table(
        "register_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_register_edition"),
    )
    _entries("register_holder", sa.Column("name", sa.String(300), nullable=False))
    _entries(
        "register_licence",
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("plain", sa.String(100), nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("activity", sa.String(200), nullable=False),
    )
    _entries(
        "register_name",
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("plain", sa.String(300), nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
    )
    _entries(
        "register_domain",
        sa.Column("host", sa.String(253), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
    )
    # What is looked for comes first: else PostgreSQL, before it knows the table, reads an edition.
    for table, column in (
        ("register_holder", "account"),
        ("register_licence", "account"),
        ("register_licence", "plain"),
        ("register_name", "plain"),
        ("register_domain", "host"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column, "edition_id"])


def _entries(table: str, *columns: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(10), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["register_edition.id"],
            name=f"fk_{table}_edition_id_register_edition",
        ),
    )


def downgrade() -> None:
    for table in (*TABLES, "register_edition"):
        op.drop_table(table)
