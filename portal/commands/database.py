"""The database for commands, without the pages: quicker, and it works while a page is broken."""

import os

from flask import Flask

from portal.config import Settings, load_settings
from portal.instance import make_instance_dir
from portal.store.database import init_store
from portal.store.object_bucket import Bucket


def database_app(chosen: Settings | None = None) -> Flask:
    """Return an application that has only the database; use its context."""
    settings = chosen or load_settings(os.environ)
    make_instance_dir(settings)
    app = Flask("portal")
    app.config.update(store_config(settings))
    init_store(app)
    return app


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
