"""What monitors are told, the numbers for Prometheus, and the log for programs."""

import json
import logging
import re
import shutil
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask, Response
from flask.signals import request_finished, request_started
from flask.testing import FlaskClient
from sqlalchemy import URL, create_engine, text

from portal.documents.pdf import RenderedPdf
from portal.store.models import db
from portal.store.objects import evidence
from portal.web.health import NO_ROOM
from portal.web.logs import JsonFormatter
from portal.web.metrics import serve_metrics
from tests.commands.test_serve import free_port
from tests.object_server import ObjectServer
from tests.web.conftest import MakeApp
from tests.web.visitor import Visitor


def test_a_site_that_works_is_live_and_ready(client: FlaskClient) -> None:
    for path in ("/health/live", "/health/ready"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert "Set-Cookie" not in answer.headers


def _no_tables(app: Flask, _patch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        db.drop_all()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")


def _no_database(app: Flask, _patch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        db.engine.dispose()
        address = db.engine.url
    if address.get_backend_name() == "sqlite":
        _spoil(Path(str(address.database)))
    else:
        _lock_out(address)


def _spoil(path: Path) -> None:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    path.write_bytes(b"not a database" * 1000)


def _lock_out(address: URL) -> None:
    """The server answers, and lets nobody into the database."""
    server = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{address.database}" ALLOW_CONNECTIONS false'))
    server.dispose()


def _no_room(_app: Flask, patch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=NO_ROOM - 1)
    patch.setattr(shutil, "disk_usage", lambda _path: usage)


def _no_evidence(app: Flask, _patch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        evidence().folder.write_text("a file where a folder should be")


@pytest.mark.parametrize("breaks", [_no_tables, _no_database, _no_room, _no_evidence])
def test_a_site_that_cannot_work_is_live_but_not_ready_and_tells_only_its_log(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    breaks: object,
) -> None:
    breaks(app, monkeypatch)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "not ready\n")
    assert client.get("/health/live").status_code == 200
    part = breaks.__name__.removeprefix("_no_")
    expected = {"tables": "database", "room": "disk"}.get(part, part)
    assert caplog.messages == [f"not ready: {expected}"]


def test_a_site_without_its_bucket_is_not_ready(
    make_app: MakeApp, object_server: ObjectServer
) -> None:
    there = object_server.bucket()
    settings = {
        "objects_endpoint": there.endpoint,
        "objects_region": there.region,
        "objects_access_key": there.access_key,
        "objects_secret_key": there.secret_key,
        "objects_allow_http": True,
    }
    for name, status in ((there.name, 200), ("mistyped", 503)):
        client = make_app(objects_url=f"s3://{name}/health", **settings).test_client()
        assert client.get("/health/ready").status_code == status


def numbers(port: int) -> dict[str, float]:
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(value) for name, value in pairs}


def test_numbers_are_told_on_their_own_port_and_name_nobody(make_app: MakeApp) -> None:
    port = free_port()
    app = make_app(metrics_port=port)
    serve_metrics(app)
    visitor = Visitor(app.test_client())
    key = visitor.start_case()
    visitor.get("/en/case")
    visitor.client.get("/en/no-such-page")
    visitor.post("/en/start", headers={"Sec-Fetch-Site": "cross-site"})
    told = numbers(port)
    assert told['hogerop_requests_total{route="cases.overview",status="2xx"}'] == 1
    assert told['hogerop_requests_total{route="none",status="4xx"}'] == 1
    assert told['hogerop_requests_total{route="access.start",status="4xx"}'] == 1
    assert told['hogerop_request_seconds_count{route="cases.overview"}'] == 1
    assert told["hogerop_print_processes"] == 1
    assert told["hogerop_print_busy"] == 0
    assert told["process_resident_memory_bytes"] > 1_000_000
    routes = set(re.findall('route="([^"]*)"', str(told)))
    assert routes <= {*app.view_functions, "none"}
    assert key.split("-")[0] not in str(told)
    assert visitor.client.get("/metrics").status_code == 404
    second = make_app(metrics_port=port)
    serve_metrics(second)  # the port is taken: the site serves all the same
    assert second.test_client().get("/health/live").status_code == 200


def test_printing_and_uploads_are_counted(make_app: MakeApp) -> None:
    app = make_app(metrics_port=free_port())
    app.extensions["render"] = app.extensions["metrics"].counting(
        lambda _job: RenderedPdf(pdf=b"%PDF", pages=1, faults=())
    )
    visitor = Visitor(app.test_client())
    visitor.start_and_see_key()
    assert visitor.client.get("/en/case/key/sheet").status_code == 200
    registry = app.extensions["metrics"].registry
    printed = registry.get_sample_value("hogerop_printed_total", {"route": "access.key_sheet"})
    assert printed == 1
    with app.test_request_context("/en/case/evidence/upload", method="POST", data=b"x" * 1000):
        request_started.send(app)
        request_finished.send(app, response=Response(status=303))
        request_finished.send(app, response=Response(status=422))
    assert registry.get_sample_value("hogerop_uploaded_bytes_total") == 1000


def test_without_a_port_nothing_is_counted(app: Flask) -> None:
    assert "metrics" not in app.extensions
    serve_metrics(app)


def test_a_line_for_programs_tells_what_a_line_for_people_does() -> None:
    player = "Marijke Canarie"
    try:
        raise ValueError(player)
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("portal", logging.ERROR, "", 1, "error in %s", ("a\nb",), error)
    line = JsonFormatter().format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert "Canarie" not in line
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "portal", "error in a\nb")
    assert told["error"][-1] == "builtins.ValueError"
    assert told["time"].endswith("+00:00")


def test_the_setting_chooses_the_form_of_the_log(make_app: MakeApp) -> None:
    handlers = logging.getLogger().handlers
    make_app(log_format="json")
    assert {type(one.formatter) for one in handlers} == {JsonFormatter}
    make_app()
    assert JsonFormatter not in {type(one.formatter) for one in handlers}
