"""Use cases against a real store; a test may count the printing instead of doing it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.store.database import init_store
from portal.store.models import db
from tests.conftest import NewDatabase


@pytest.fixture(autouse=True)
def store(tmp_path: Path, new_database: NewDatabase) -> Iterator[None]:
    """An empty database, and the context that every use case needs."""
    app = Flask("portal")
    app.config["SQLALCHEMY_DATABASE_URI"] = new_database(tmp_path)
    app.config["EVIDENCE_FOLDER"] = tmp_path / "evidence"
    init_store(app)
    with app.app_context():
        yield
        db.engine.dispose()
