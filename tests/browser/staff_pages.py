"""The staff in a browser: an administrator invites a caseworker, approves and removes him."""

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from portal.domain.staff import StaffRole
from portal.services import staff
from portal.store.counts import add_count, sweep_counts
from portal.vault.one_time_codes import STEP_SECONDS, code_at
from portal.web import clock
from portal.web.staff import JoinForm, SignInForm
from portal.web.staff_codes import CodesForm
from portal.web.staff_people import InviteForm
from tests.browser.group_pages import make_it_theirs
from tests.browser.player import Player
from tests.browser.sharing_pages import share_and_take_back, work_at_the_desk
from tests.browser.site import Site
from tests.domain.counted_cases import SUN, a_year
from tests.web.staff_visitor import PASSWORD

ADMINISTRATOR, CASEWORKER = "beheer@b.nl", "hulp@b.nl"
Look = Callable[[str], None]


def look_at_the_staff(
    player: Player, site: Site, key: str, look: Look = lambda _name: None
) -> None:
    """Every page of the staff; nobody but the administrator is left. `look` gets each by name.

    `key` is that of a case that its player shares meanwhile.
    """
    seed, recovery = join_as_the_first(player, site, look)
    look("home-administrator")
    player.follow("New password and app")
    assert player.press("Change").status == 422
    look("renew")
    link = invite(player, look)
    player.press("Sign out")
    hers = join_and_wait(player, link, look)
    player.open("/staff/sign-in")
    look("sign-in")
    assert player.press("Sign in").status == 422
    sign_in(player, ADMINISTRATOR, code(seed, 1))  # the code of now was used to join
    approve(player, look)
    player.press("Sign out")
    help_a_player(player, code(hers, 1), key, look)
    sign_in(player, ADMINISTRATOR, recovery)
    remove(player, look)
    make_codes(player, look)
    make_it_theirs(player, site, look)
    look_at_figures(player, site, look)
    player.press("Sign out")


def join_as_the_first(player: Player, site: Site, look: Look) -> tuple[str, str]:
    """An administrator, after two links that lead nowhere; the seed of the app, a recovery code."""
    assert player.open(f"/staff/join/{'0' * 32}").status == 410
    look("no-invitation")
    with site.app.app_context():
        first = staff.invite(ADMINISTRATOR, StaffRole.ADMINISTRATOR, "", clock.now())
    refuse_short_password(player, f"/staff/join/{first}")
    look("join-refused")
    return join(player, "Noor Beheer", look)


def join_and_wait(player: Player, link: str, look: Look) -> str:
    """A caseworker whom nobody has approved yet; the seed of her app."""
    player.open(link)
    look("join")
    seed, _recovery = join(player, "Maria de Wit", look)
    player.watch.state = "waiting"
    player.open("/staff")
    look("home-waiting")
    player.press("Sign out")
    player.watch.state = ""
    return seed


def help_a_player(player: Player, proof: str, key: str, look: Look) -> None:
    sign_in(player, CASEWORKER, proof)
    share_and_take_back(player, key, look)
    work_at_the_desk(player, look)
    player.open("/staff")
    player.press("Sign out")


def refuse_short_password(player: Player, path: str) -> None:
    player.open(path)
    assert player.press("Join").status == 422


def join(player: Player, name: str, look: Look) -> tuple[str, str]:
    """Fills in the page of an invitation; the seed of the app, and a recovery code."""
    seed = player.page.locator("input[name=seed]").input_value()
    player.fill(JoinForm, name=name, code=code(seed))
    for box in player.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    assert player.press("Join").status == 200
    look("codes")
    recovery = player.page.locator("#recovery-codes").inner_text().split()[0]
    player.press("I have kept my codes")
    return seed, recovery


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


def sign_in(player: Player, email: str, proof: str) -> None:
    """With a code of the app, or a recovery code."""
    player.fill(SignInForm, email=email, code=proof)
    player.page.locator("input[type=password]").fill(PASSWORD)
    assert player.press("Sign in").status == 200


def approve(player: Player, look: Look) -> None:
    player.watch.state = "waiting"
    player.follow("Staff members")
    look("people")
    player.watch.state = ""
    player.go(player.page.locator("a[href$=approve]"))
    look("approve")
    player.press("The fingerprint is the same: approve")
    look("approved")


def remove(player: Player, look: Look) -> None:
    player.follow("Staff members")
    player.go(player.page.locator("a[href$=remove]"))
    look("remove")
    player.press("Remove this person")
    player.follow("Log")
    look("log")


def make_codes(player: Player, look: Look) -> None:
    """Codes for members, after a try without anything; ended again."""
    player.follow("Member codes")
    look("no-member-codes")
    player.follow("Make codes")
    assert player.press("Make the codes").status == 422
    look("member-codes-refused")
    last_day = f"31-12-{clock.today().year + 1}"
    player.fill(CodesForm, name="Leden", count="3", last_day=last_day)
    player.press("Make the codes")
    look("member-codes-new")
    player.press("I have kept the codes")
    look("member-codes")
    player.page.locator("summary").last.click()
    look("member-codes-end")
    player.go(player.page.locator("details button"))


def look_at_figures(player: Player, site: Site, look: Look) -> None:
    """Without a year that is over, then the year before this one, and one casino of it."""
    player.follow("Figures")
    look("no-figures")
    last_year = clock.today().isocalendar().year - 1
    with site.app.app_context():
        for case in a_year(150, Random(1)).elements():
            add_count(replace(case, week=f"{last_year}{case.week[-4:]}"))
    player.follow("Figures")
    look("figures")
    player.watch.state = "about-a-casino"
    player.open(f"/staff/figures?year={last_year}&part=casino:mt-mga:{SUN}")
    look("figures-casino")
    with site.app.app_context():
        sweep_counts(last_year + 1)


def code(seed: str, steps: int = 0) -> str:
    return code_at(seed, int(clock.now().timestamp()) // STEP_SECONDS + steps)
