"""How Alembic runs the migrations: all of them in one transaction, on SQLite too."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from portal.store.locks import Lock

extension = current_app.extensions["migrate"]


def run(connection: Connection) -> None:
    """Runs the pending migrations; on an error none of them has happened."""
    context.configure(
        connection=connection,
        target_metadata=extension.db.metadata,
        transactional_ddl=True,
        **extension.configure_args,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # a second starter waits, then finds it done
            number = {"number": int(Lock.MIGRATION)}
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), number)
        context.run_migrations()


def run_on_sqlite(connection: Connection) -> None:
    """The same with SQLite's two traps avoided.

    Its driver begins no transaction for DDL, so one is begun here; a second starter waits for it.
    Batch mode replaces tables, and dropping the old one would delete the rows that refer to it,
    so foreign keys rest meanwhile (https://www.sqlite.org/lang_altertable.html, section 7).
    """
    connection.detach()  # closed afterwards: the pool gets no connection without foreign keys
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.commit()
    with connection.begin():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        run(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise RuntimeError("a migration left rows that refer to nothing")


if context.is_offline_mode():
    raise RuntimeError("migrations run on a database; writing them as SQL is not supported")
with extension.db.engine.connect() as opened:
    (run_on_sqlite if opened.dialect.name == "sqlite" else run)(opened)
