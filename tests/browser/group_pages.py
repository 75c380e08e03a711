"""The site as a group's own in a browser: an administrator makes it so, visitors see it."""

from collections.abc import Callable

from portal.store.group import forget_group
from portal.web.access import InvitationForm
from portal.web.group_form import GroupForm
from tests.browser.player import Player
from tests.browser.site import Site

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><defs><linearGradient id="a">'
    b'<stop offset="0" stop-color="#7a0026"/><stop offset="1" stop-color="#d86"/></linearGradient>'
    b'</defs><rect width="120" height="40" rx="9" fill="url(#a)"/>'
    b'<path d="M20 20h18M29 11v18" stroke="#fff" stroke-width="5"/></svg>'
)
TEXTS = {
    "opening_nl": "Wij helpen spelers in het noorden. Zie [onze site](https://a.example).",
    "opening_en": "We help players in the north. See [our site](https://a.example).",
    "help_nl": "Bel ons op werkdagen: [020 123 45 67](tel:+31201234567).\n\nOf kom langs.",
    "help_en": "Call us on working days: [020 123 45 67](tel:+31201234567).\n\nOr come by.",
    "privacy_nl": "Wij delen niets met anderen.",
    "privacy_en": "We share nothing with others.",
    "links": "Over ons | About us | https://a.example/about",
}
Look = Callable[[str], None]


def make_it_theirs(player: Player, site: Site, look: Look) -> None:
    """By an administrator who is signed in; afterwards the site is ours again."""
    player.watch.state = "group"
    player.follow("The site")
    look("site")
    player.fill(GroupForm, name="Meldpunt Kansspelen Noord", colours_brand="#aa3300")
    player.page.locator("summary").click()
    player.fill(GroupForm, dark_colours_text="#333333", help_nl="Alleen dit")
    assert player.press("Preview").status == 422
    look("site-refused")
    fill_in(player)
    player.press("Preview")
    look("site-preview")
    for page in ("home", "help", "privacy"):
        assert player.open(f"/staff/group/look/{page}").status == 200
        look(f"site-look-{page}")
    player.follow("Back to your choice")
    player.press("Put this on the site")
    player.page.context.clear_cookies(name="case")  # who has a case open begins no other
    for path in ("/", "/help", "/privacy", "/start", "/sign-in", "/open-file"):
        assert player.open(path).status == 200
        look(f"group{path.replace('/', '-')}")
    player.open("/start")
    player.fill(InvitationForm, code="0000-0000")
    assert player.press("Start your complaint").status == 422
    with site.app.app_context():
        forget_group()
    player.open("/staff")


def fill_in(player: Player) -> None:
    logo = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO}
    player.page.locator("input[name=logo]").set_input_files(logo)
    player.fill(GroupForm, colours_brand="#7a0026", dark_colours_text="", phone="020 123 45 67")
    player.fill(GroupForm, **TEXTS)
    player.tick(GroupForm, "by_invitation")
    player.tick(GroupForm, "on_packets")
