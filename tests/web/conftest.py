"""The site as tests meet it: a new database for each test, no limits unless a test sets them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from portal.commands.compile_translations import TRANSLATIONS, compile_catalogue
from portal.config import Settings
from portal.factory import build_app
from portal.store.models import db
from tests.conftest import NewDatabase
from tests.web.visitor import Visitor

NO_LIMIT = "100000 per minute"
MAIL = {  # nobody listens there: pages send nothing
    "mail_server": "smtp://127.0.0.1:1",
    "mail_from": "site@example.org",
    "site_address": "https://example.org",
}
MakeApp = Callable[..., Flask]


class _Compiled(BytecodeCache):
    """Compiled templates, for all sites of all tests: to compile them takes a third of a test."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@pytest.fixture(scope="session", autouse=True)
def _routes_compiled_once() -> Iterator[None]:
    """Every site has the same routes; to compile them for each takes another quarter of a test."""
    compile_one = Rule._compile_builder
    known: dict[str, Callable[..., tuple[str, str]]] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = repr((rule._trace, rule.defaults, append_unknown))
        if key not in known:
            known[key] = compile_one(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compile_catalogue(source)


@pytest.fixture
def make_app(tmp_path: Path, new_database: NewDatabase) -> Iterator[MakeApp]:
    """Makes the site with settings of the test's choice."""
    made: list[Flask] = []

    def make(**chosen: object) -> Flask:
        folder = tmp_path / f"instance{len(made)}"
        folder.mkdir(mode=0o700)
        limits = {"sign_in_limit": NO_LIMIT, "new_case_limit": NO_LIMIT}
        places = {"instance_dir": folder, "database_url": new_database(folder)}
        app = build_app(Settings(render_processes=1, **{**limits, **places, **chosen}))  # type: ignore[arg-type]
        app.testing = True
        app.jinja_env.bytecode_cache = _COMPILED
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(**MAIL)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    """Makes one more visitor of the same site, with a browser of his own."""
    return lambda: Visitor(app.test_client())
