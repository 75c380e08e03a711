"""What all tests share: the database server, and a database for each test."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.commands.database import database_app
from portal.config import Settings
from portal.store.database import migrate_database
from portal.store.models import db
from tests.object_server import ObjectServer, running_object_server
from tests.postgres_cluster import Cluster, NoPostgres, running_cluster

NewDatabase = Callable[[Path], str]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the tests of services and web run on (those of the store run on both)",
    )


def pytest_collection_finish() -> None:
    """Ten thousand tests stay in memory. Printing a packet looks for garbage; without this it looks
    through all of them too, in a process that on a host holds nothing else.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL server for this process. Fails when it is not installed."""
    try:
        with running_cluster() as running:
            yield running
    except NoPostgres as problem:
        pytest.fail(str(problem))


@pytest.fixture(scope="session")
def object_server() -> Iterator[ObjectServer]:
    """One S3-compatible store for this process."""
    with running_object_server() as running:
        yield running


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with its tables and nothing in them."""
    settings = Settings(instance_dir=tmp_path_factory.mktemp("empty"))
    make_tables(settings)
    return settings.instance_dir / "hogerop.db"


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The address of the same on PostgreSQL."""
    address = cluster.new_database()
    make_tables(Settings(database_url=address))
    return address


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Iterator[NewDatabase]:
    """Makes one database after the other for a test, on what --database chose: with tables and
    nothing in them, for the site whose instance folder is given. Returns its SQLAlchemy address.
    """
    if request.config.getoption("--database") == "sqlite":
        file = request.getfixturevalue("empty_file")
        yield lambda folder: f"sqlite:///{shutil.copy(file, folder / 'hogerop.db')}"
        return
    cluster, template = map(request.getfixturevalue, ("cluster", "template"))
    made: list[str] = []

    def make(_folder: Path) -> str:
        made.append(cluster.new_database(like=template))
        return made[-1]

    yield make
    for address in made:
        cluster.drop_database(address)


def make_tables(settings: Settings) -> None:
    with database_app(settings).app_context():
        migrate_database()
        db.engine.dispose()
