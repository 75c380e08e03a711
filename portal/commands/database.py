"""The database for commands, without the pages: quicker, and it works while a page is broken."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from portal.config import Settings, SettingsError, load_settings, variable_name
from portal.instance import make_instance_dir
from portal.store.database import database_is_ready, init_store
from portal.store.object_bucket import Bucket
from portal.store.snapshot import NoDatabase, check_database


def database_app(chosen: Settings | None = None) -> Flask:
    """Return an application that has only the database; use its context."""
    settings = chosen or load_settings(os.environ)
    make_instance_dir(settings)
    app = Flask("portal")
    app.config.update(store_config(settings))
    init_store(app)
    return app


@contextmanager
def ready_database(chosen: Settings | None = None) -> Iterator[None]:
    """The context of a database that a command can work in: it has the tables of this release.

    Raises SettingsError with what to do; where there is no database yet, nothing is made.
    """
    settings = chosen or load_settings(os.environ)
    if not settings.database_url and not settings.database_file.exists():
        raise SettingsError(_no_tables(settings))
    with database_app(settings).app_context():
        try:
            revision = check_database()
        except NoDatabase as problem:
            name = variable_name("database_url")
            raise SettingsError(f"The database cannot be used. {problem} Check {name}.") from None
        if not revision:
            raise SettingsError(_no_tables(settings))
        if not database_is_ready():
            raise SettingsError("The database is of another release. First: ./hogerop migrate")
        yield


def _no_tables(settings: Settings) -> str:
    own = variable_name("database_url")
    where = f"the database of {own}" if settings.database_url else str(settings.database_file)
    return (
        f"There are no tables yet in {where}. Start the site once, or run ./hogerop migrate. "
        "On a server, work as the site's own user: deploy/as-site COMMAND"
    )


def store_config(settings: Settings) -> dict[str, object]:
    """The names by which `init_store` finds the database and the evidence of these settings."""
    return {
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "EVIDENCE_FOLDER": settings.evidence_folder,
        "EVIDENCE_BUCKET": _bucket(settings) if settings.objects_url else None,
        "TOMBSTONES": settings.tombstones_file,
    }


def _bucket(settings: Settings) -> Bucket:
    name, _slash, prefix = settings.objects_url.removeprefix("s3://").partition("/")
    return Bucket(
        name=name,
        prefix=prefix.strip("/"),
        endpoint=settings.objects_endpoint,
        region=settings.objects_region,
        access_key=settings.objects_access_key,
        secret_key=settings.objects_secret_key,
        allow_http=settings.objects_allow_http,
    )
