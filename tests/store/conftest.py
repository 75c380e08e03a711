"""Every test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.store.database import init_store, migrate_database
from portal.store.models import db
from tests.postgres_cluster import Cluster


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture
def postgres_address(cluster: Cluster) -> str:
    return cluster.new_database()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with an empty database and an app context."""
    yield from app_on(request.getfixturevalue(f"{request.param}_address"), tmp_path)


@pytest.fixture
def app(empty_app: Flask) -> Flask:
    """An application with the newest tables and an app context."""
    migrate_database()
    return empty_app


@pytest.fixture
def sqlite_app(sqlite_address: str, tmp_path: Path) -> Iterator[Flask]:
    """The same on SQLite alone, for what only its files show."""
    for app in app_on(sqlite_address, tmp_path):
        migrate_database()
        yield app


def app_on(address: str, folder: Path) -> Iterator[Flask]:
    app = Flask(__name__, instance_path=str(folder))
    app.config["SQLALCHEMY_DATABASE_URI"] = address
    app.config["EVIDENCE_FOLDER"] = folder / "evidence"
    init_store(app)
    with app.app_context():
        yield app
        db.engine.dispose()
