"""The database for commands, without the pages: quicker, and it works while a page is broken."""

import os

from flask import Flask

from portal.config import Settings, load_settings, make_instance_dir
from portal.store.database import init_store


def database_app(chosen: Settings | None = None) -> Flask:
    """Return an application that has only the database; use its context."""
    settings = chosen or load_settings(os.environ)
    make_instance_dir(settings)
    app = Flask("portal")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["EVIDENCE_FOLDER"] = settings.evidence_folder
    app.config["TOMBSTONES"] = settings.tombstones_file
    init_store(app)
    return app
