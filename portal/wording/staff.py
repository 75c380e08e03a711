"""What the staff log says, and why a password is refused."""

from portal.domain.staff import LONGEST_PASSWORD, SHORTEST_PASSWORD, StaffEvent, Weakness
from portal.i18n import gettext
from portal.wording.source import N_

_EVENTS: dict[StaffEvent, str] = {
    StaffEvent.INVITED: N_("%(actor)s invited %(subject)s"),
    StaffEvent.WITHDRAWN: N_("%(actor)s withdrew the invitation of %(subject)s"),
    StaffEvent.JOINED: N_("%(actor)s joined"),
    StaffEvent.SIGNED_IN: N_("%(actor)s signed in"),
    StaffEvent.RECOVERY_CODE: N_("%(actor)s used a recovery code"),
    StaffEvent.RENEWED: N_("%(actor)s chose a new password and app"),
    StaffEvent.APPROVED: N_("%(actor)s approved %(subject)s as a caseworker"),
    StaffEvent.REMOVED: N_("%(actor)s removed %(subject)s"),
    StaffEvent.MEMBER_KEY: N_("%(actor)s gave a member a new key"),
    StaffEvent.CODES_MADE: N_("%(actor)s made codes for members: %(subject)s"),
    StaffEvent.CODES_ENDED: N_("%(actor)s ended codes for members: %(subject)s"),
    StaffEvent.TEAM_RENEWED: N_("%(actor)s caused a new team key, number %(subject)s"),
    StaffEvent.SITE_CHANGED: N_("%(actor)s changed the site"),
}

_WEAKNESSES: dict[Weakness, str] = {
    Weakness.SHORT: N_("Use at least %(shortest)s characters. A sentence of a few words is good."),
    Weakness.LONG: N_("Use at most %(longest)s characters."),
    Weakness.EASY: N_(
        "This password is easy to guess. It is made of well-known words, of your own name or "
        "address, of a row, or it repeats itself. Signs in the place of letters do not help. "
        "Use a sentence of a few words that you made up yourself."
    ),
}


def staff_event(event: StaffEvent, actor: str, subject: str) -> str:
    """One line of the log. `actor` is an e-mail address; "" is a command of the host."""
    who = actor or gettext("A command on the server")
    return gettext(_EVENTS[event], actor=who, subject=subject)


def weakness_sentence(weakness: Weakness) -> str:
    """Why a password is refused, and what to do."""
    limits = {"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD}
    return gettext(_WEAKNESSES[weakness], **limits)
