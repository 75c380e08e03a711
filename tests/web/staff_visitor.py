"""A member of staff in a browser, for tests."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from portal.domain.staff import StaffRole
from portal.services import staff
from portal.vault.one_time_codes import STEP_SECONDS, code_at
from portal.web import clock
from tests.web.visitor import Visitor

PASSWORD = "drie fietsen naast de kerk"


class StaffVisitor(Visitor):
    """One browser of a member of staff, who has his app at hand (`seed`) and his recovery codes."""

    seed = ""
    email = ""
    recovery_codes: tuple[str, ...] = ()

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or some steps later (a code counts once)."""
        now = int(clock.now().timestamp()) // STEP_SECONDS
        return code_at(self.seed, now + steps)

    def join(self, token: str, **changed: str) -> TestResponse:
        """Fills in the page of an invitation."""
        page = self.get(f"/en/staff/join/{token}")
        self.seed = str(page.find("input", attrs={"name": "seed"})["value"])
        self.email = str(page.find("input", attrs={"name": "username"})["value"])
        typed = {"name": "Maria de Wit", "password": PASSWORD, "again": PASSWORD}
        typed |= {"seed": self.seed, "code": self.code(), **changed}
        return self.post(f"/en/staff/join/{token}", typed)

    def sign_in(self, code: str = "", password: str = PASSWORD, email: str = "") -> TestResponse:
        self.get("/en/staff/sign-in")
        typed = {"email": email or self.email, "password": password, "code": code or self.code(1)}
        return self.post("/en/staff/sign-in", typed)

    def sign_out(self) -> TestResponse:
        self.get("/en/staff")
        return self.post("/en/staff/sign-out")

    def is_in(self) -> bool:
        return self.client.get("/en/staff").status_code == 200

    def invite(self, email: str, role: StaffRole) -> str:
        """Makes an invitation on the site; what its link carries."""
        self.get("/en/staff/people/invite")
        answer = self.post("/en/staff/people/invite", {"email": email, "role": role.value})
        assert answer.status_code == 303
        shown = self.get("/en/staff/people").find(id="invitation-link")
        found = re.search(r"/en/staff/join/([0-9a-f]{32})$", shown.get_text())
        assert found
        return found[1]

    def approve(self, email: str) -> TestResponse:
        """Approves the one who waits."""
        page = self.get("/en/staff/people")
        (link,) = [
            one.find("a", href=re.compile("approve$"))["href"]
            for one in page.select("section.card")
            if email in one.get_text()
        ]
        self.get(link)
        return self.post(link)


def first_administrator(app: Flask) -> StaffVisitor:
    """The one whom the host invited by a command, signed in."""
    with app.app_context():
        token = staff.invite("admin@b.nl", StaffRole.ADMINISTRATOR, "", clock.now())
    return joined(app, token)


def joined(app: Flask, token: str) -> StaffVisitor:
    """Somebody new who uses an invitation."""
    visitor = StaffVisitor(app.test_client())
    assert visitor.join(token).status_code == 303
    shown = visitor.get("/en/staff/codes").find(id="recovery-codes")
    visitor.recovery_codes = tuple(shown.get_text().split())
    assert visitor.post("/en/staff/codes").status_code == 303
    return visitor


def small_team(app: Flask) -> tuple[StaffVisitor, StaffVisitor]:
    """An administrator and an approved caseworker, both signed in."""
    admin = first_administrator(app)
    caseworker = joined(app, admin.invite("first@b.nl", StaffRole.CASEWORKER))
    assert admin.approve("first@b.nl").status_code == 303
    return admin, caseworker
