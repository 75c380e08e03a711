"""Two web nodes on one PostgreSQL, one object store and one Redis, behind one address.

Every request goes to another node than the one before. Then one node is killed.
"""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from portal.commands.database import database_app
from portal.config import load_settings
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.store.models import db
from tests.counter_server import running_counter_server
from tests.nodes.round_robin import HOST, RoundRobin
from tests.nodes.running import Node, environment, running_nodes
from tests.object_server import NAME, ObjectServer
from tests.postgres_cluster import Cluster
from tests.web.test_answers import value
from tests.web.test_evidence_files import add, look, picture
from tests.web.visitor import Visitor

pytestmark = pytest.mark.postgres

KEY = "the same key on every node, for tests alone"
TRIES = 4
Site = tuple[RoundRobin, list[Node], dict[str, str]]


class Browser(Client):
    """A browser that knows the site by its one address."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, base_url=f"https://{HOST}", **kwargs)


@pytest.fixture
def site(tmp_path: Path, cluster: Cluster, object_server: ObjectServer) -> Iterator[Site]:
    with running_counter_server() as counters:
        settings = {
            "HOGEROP_DATABASE_URL": cluster.new_database(),
            "HOGEROP_OBJECTS_URL": f"s3://{NAME}/two-nodes",
            "HOGEROP_OBJECTS_ENDPOINT": object_server.endpoint,
            "HOGEROP_OBJECTS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "HOGEROP_LIMITS_URL": counters.url,
            "HOGEROP_SIGN_IN_LIMIT": f"{TRIES} per hour",
            "HOGEROP_SECRET_KEY": KEY,
        }
        with running_nodes([tmp_path / "one", tmp_path / "two"], settings) as nodes:
            yield RoundRobin(node.port for node in nodes), nodes, settings


def put_in_a_ready_case(folder: Path, settings: dict[str, str]) -> str:
    """The key of a case of which everything was answered."""
    app = database_app(load_settings(environment(folder, settings)))
    with app.app_context():
        key, _opened = adopt_case(example_case("withheld_withdrawal"), datetime.now(UTC).date(), 12)
        db.engine.dispose()
    return key.text


def issue(player: Visitor) -> tuple[str, bytes]:
    """The address of a new packet, and its file."""
    player.get("/en/case/ready/casino")
    chosen = {"packet_language": "nl", "size": "complete", "limit": "10"}
    page = player.get(player.post("/en/case/ready/casino/packet", chosen).location)
    link = str(page.select_one("main a[href$='/download']")["href"])
    return link, bytes(player.client.get(link).data)


def is_ours(player: Visitor, packet: bytes) -> bool:
    player.get("/en/verify")
    page = player.look_at(player.post("/en/verify", {"file": (io.BytesIO(packet), "a.pdf")}))
    told = page.get_text()
    return "This file is unchanged" in told and hashlib.sha256(packet).hexdigest() in told


def tell(player: Visitor, what: str) -> None:
    """Adds a fact to the case."""
    tree = player.get("/en/case/facts")
    data = {"seen": value(tree, "seen"), "row": value(tree, "row"), "what": what}
    assert player.post("/en/case/facts", data).status_code == 303


def test_a_journey_goes_on_when_a_node_is_killed(site: Site, tmp_path: Path) -> None:
    proxy, nodes, settings = site
    beginner, player = Visitor(Browser(proxy)), Visitor(Browser(proxy))
    key = beginner.start_case()
    tell(beginner, "The casino wrote that I wait too long.")
    assert add(beginner, "scherm.png", picture("red")).status_code == 303
    shown = look(beginner).tobytes()
    player.sign_in(put_in_a_ready_case(tmp_path / "one", settings))
    link, packet = issue(player)
    assert is_ours(player, packet)
    one, other = proxy.served.values()
    assert abs(one - other) <= 1  # each request met another node than the one before
    nodes[0].kill()
    before = proxy.served[nodes[0].port]
    tell(beginner, "It has closed my account.")
    told = beginner.get("/en/case/facts").get_text()
    assert "that I wait too long" in told
    assert "has closed my account" in told
    assert look(beginner).tobytes() == shown
    assert player.client.get(link).data == packet
    assert is_ours(player, packet)
    assert [Visitor(Browser(proxy)).sign_in(key).status_code for _ in range(TRIES)] == [
        *[303] * (TRIES - 1),
        429,  # both nodes counted together
    ]
    assert proxy.served[nodes[0].port] == before
    assert not list(tmp_path.rglob("evidence"))
