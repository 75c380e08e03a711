"""Limits counted in Redis: for all web nodes together, and when Redis is gone."""

from portal.commands.checkup_nodes import check_counters
from portal.commands.told import State
from portal.web.limits import counters_answer
from tests.counter_server import CounterServer, running_counter_server
from tests.web.conftest import MakeApp
from tests.web.visitor import Visitor

NETWORK = "203.0.113.7"
KEY = "the same on every node, for tests alone"


def test_nodes_count_together_and_each_by_itself_while_redis_is_gone(make_app: MakeApp) -> None:
    with running_counter_server() as counters:
        shared = {"limits_url": counters.url, "secret_key": KEY, "sign_in_limit": "2 per hour"}
        one, other = (visitor_of(make_app, shared) for _ in range(2))
        tried = [tries(one), tries(other), tries(one), tries(other)]
        assert tried == [422, 422, 429, 429]
        assert_nothing_is_told(counters)
        counters.stop()
        assert [tries(one) for _ in range(3)] == [422, 422, 429]
        assert tries(other) == 422
        one.get("/nl/")
        one.get("/en/sign-in")


def visitor_of(make_app: MakeApp, shared: dict[str, str]) -> Visitor:
    visitor = Visitor(make_app(**shared).test_client())
    visitor.client.environ_base["REMOTE_ADDR"] = NETWORK
    return visitor


def tries(visitor: Visitor) -> int:
    return visitor.sign_in("wrong").status_code


def assert_nothing_is_told(counters: CounterServer) -> None:
    names = counters.everything()
    assert "sign_in" in names
    assert NETWORK.rpartition(".")[0] not in names


def test_doctor_tells_whether_redis_answers(make_app: MakeApp) -> None:
    assert counters_answer("memory://")
    with running_counter_server() as counters:
        settings = make_app(limits_url=counters.url).extensions["settings"]
        assert [one.state for one in check_counters(settings)] == [State.FINE]
        counters.stop()
        (told,) = check_counters(settings)
    assert told.state is State.FAULT
    assert "HOGEROP_LIMITS_URL" in told.text
    assert counters.url not in told.text
