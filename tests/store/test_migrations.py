"""The tables come from migrations alone, and these agree with the models."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from portal.store.cases import create_case, open_case
from portal.store.database import MIGRATIONS, migrate_database
from portal.store.models import db
from portal.vault.keys import new_case_key
from tests.store.examples import MONTHS, RECORD, TODAY

FAILING = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", None, None, None
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("SELECT no_such_function()")
"""


REGISTER = {f"register_{name}" for name in ("edition", "holder", "licence", "name", "domain")}
STAFF = {"staff", "team", "team_key"} | {
    f"staff_{name}" for name in ("recovery_code", "invitation", "session", "log", "log_head")
}


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


@pytest.mark.usefixtures("empty_app")
def test_an_empty_database_gets_the_tables_and_a_second_run_changes_nothing():
    assert tables() == set()
    migrate_database()
    expected = {"case", "case_key", "blob", "packet", "receipt", "session", "alembic_version"}
    expected |= {"reminder", "share", "site_group", "counted", "member_code", "tombstone"}
    expected |= {*REGISTER, *STAFF}
    assert tables() == expected
    migrate_database()
    assert tables() == expected


@pytest.mark.usefixtures("app")
def test_models_and_migrations_agree():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.usefixtures("app")
def test_migrating_again_keeps_what_is_stored():
    key = new_case_key()
    create_case(RECORD, key, TODAY, MONTHS)
    migrate_database()
    assert open_case(key, TODAY, MONTHS).record == RECORD


def test_the_tables_can_be_taken_down_again(app: Flask):
    command.downgrade(app.extensions["migrate"].migrate.get_config(), "base")
    assert tables() == {"alembic_version"}


def test_a_failing_migration_leaves_nothing_half_done(empty_app: Flask, tmp_path: Path):
    copy_with(tmp_path / "migrations", FAILING)
    empty_app.extensions["migrate"].migrate.directory = str(tmp_path / "migrations")
    with pytest.raises(SQLAlchemyError):
        migrate_database()
    assert tables() == set()


def copy_with(folder: Path, migration: str) -> None:
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "alembic.ini", "script.py.mako"):
        (folder / name).write_bytes((MIGRATIONS / name).read_bytes())
    (folder / "versions" / "0002.py").write_text(migration)


@pytest.mark.usefixtures("sqlite_app")
def test_foreign_keys_are_on_again_after_migrating():
    migrate_database()
    with db.engine.connect() as first, db.engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
