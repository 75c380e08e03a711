"""The staff in a browser: an administrator invites a caseworker, approves and removes him."""

from collections.abc import Callable

from portal.domain.staff import StaffRole
from portal.services import staff
from portal.vault.one_time_codes import STEP_SECONDS, code_at
from portal.web import clock
from portal.web.staff import JoinForm, SignInForm
from portal.web.staff_people import InviteForm
from tests.browser.player import Player
from tests.browser.site import Site
from tests.web.staff_visitor import PASSWORD

ADMINISTRATOR, CASEWORKER = "beheer@b.nl", "hulp@b.nl"
Look = Callable[[str], None]


def look_at_the_staff(player: Player, site: Site, look: Look = lambda _name: None) -> None:
    """Every page of the staff; nobody but the administrator is left. `look` gets each by name."""
    assert player.open(f"/staff/join/{'0' * 32}").status == 410
    look("no-invitation")
    with site.app.app_context():
        first = staff.invite(ADMINISTRATOR, StaffRole.ADMINISTRATOR, "", clock.now())
    seed = join(player, f"/staff/join/{first}", "Noor Beheer", look)
    look("home-administrator")
    player.follow("New password and app")
    assert player.press("Change").status == 422
    look("renew")
    link = invite(player, look)
    player.press("Sign out")
    player.watch.state = "caseworker"
    join(player, link, "Maria de Wit", look)
    look("home-waiting")
    player.open("/staff/people")
    player.press("Sign out")
    player.watch.state = "administrator"
    player.open("/staff/sign-in")
    look("sign-in")
    assert player.press("Sign in").status == 422
    sign_in(player, ADMINISTRATOR, seed)
    approve_and_remove(player, look)
    player.press("Sign out")
    player.watch.state = ""


def join(player: Player, path: str, name: str, look: Look) -> str:
    """Uses an invitation, after a try with too short a password; the seed of the app."""
    player.open(path)
    seed = player.page.locator("input[name=seed]").input_value()
    look("join")
    for password, status in (("short", 422), (PASSWORD, 200)):
        player.fill(JoinForm, name=name, code=code(seed))
        for box in player.page.locator("input[type=password]").all():
            box.fill(password)
        assert player.press("Join").status == status
        look(f"join-{status}")
    player.press("I have kept my codes")
    return seed


def invite(player: Player, look: Look) -> str:
    """Invites a caseworker, after a try without an address; where the link leads."""
    player.follow("Staff members")
    player.follow("Invite somebody")
    assert player.press("Make the link").status == 422
    player.fill(InviteForm, email=CASEWORKER)
    player.choose(InviteForm, "role", player.name_of(StaffRole.CASEWORKER))
    look("invite")
    player.press("Make the link")
    look("people-link")
    _site, _language, path = (
        player.page.locator("#invitation-link").inner_text().partition(f"/{player.language}/")
    )
    return f"/{path}"


def sign_in(player: Player, email: str, seed: str) -> None:
    """With the next code of the app: this one was used to join."""
    player.fill(SignInForm, email=email, code=code(seed, 1))
    player.page.locator("input[type=password]").fill(PASSWORD)
    assert player.press("Sign in").status == 200


def approve_and_remove(player: Player, look: Look) -> None:
    player.follow("Staff members")
    look("people")
    player.go(player.page.locator("a[href$=approve]"))
    look("approve")
    player.press("The fingerprint is the same: approve")
    look("approved")
    player.go(player.page.locator("a[href$=remove]"))
    look("remove")
    player.press("Remove this person")
    player.follow("Log")
    look("log")


def code(seed: str, steps: int = 0) -> str:
    return code_at(seed, int(clock.now().timestamp()) // STEP_SECONDS + steps)
