"""A player and a team that can help him, for tests."""

import re
from dataclasses import dataclass

from flask import Flask

from tests.web.staff_visitor import StaffVisitor, small_team
from tests.web.visitor import Visitor

FINGERPRINT = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")
PAGE = "/en/case/caseworkers"


@dataclass
class Helped:
    """A player with a case and its key, and the people of the team."""

    player: Visitor
    key: str
    admin: StaffVisitor
    caseworker: StaffVisitor

    @property
    def fingerprint(self) -> str:
        found = FINGERPRINT.search(self.caseworker.get("/en/staff").get_text())
        assert found
        return found[0]


def helped(app: Flask) -> Helped:
    admin, caseworker = small_team(app)
    player = Visitor(app.test_client())
    return Helped(player, player.start_case(), admin, caseworker)


def share(player: Visitor, *allowed: str) -> None:
    """Shares the case for the shortest time; `allowed` are "may_write", "may_renew_key"."""
    page = player.get(PAGE)
    until = page.find("input", attrs={"name": "until"})["value"]
    chosen = {"until": str(until), "agrees": "y"} | dict.fromkeys(allowed, "y")
    answer = player.post(PAGE, chosen)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)


def share_id_of(caseworker: StaffVisitor) -> str:
    """The one case on the list."""
    (link,) = caseworker.get("/en/staff/cases").select("tbody a")
    return str(link["href"]).rpartition("/")[2]
