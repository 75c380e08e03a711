"""Our texts to the casino: when each is needed, what it is for, and until when to wait."""

from collections.abc import Callable

from msgspec import Struct

from portal.domain.codes import TextKind
from portal.domain.letters import Basis, Waiting, WaitState
from portal.i18n import format_day, gettext, ngettext
from portal.wording.source import N_

_GROUPS: tuple[tuple[str, tuple[TextKind, ...]], ...] = (
    (
        N_("Before your formal complaint"),
        (TextKind.ASK_HELP, TextKind.ASK_MANAGER, TextKind.ASK_COMPLAINTS_ADDRESS),
    ),
    (
        N_("Your formal complaint, and after it"),
        (
            TextKind.COMPLAINT,
            TextKind.REMINDER,
            TextKind.ASK_FINAL_ANSWER,
            TextKind.NOTICE_OF_DEFAULT,
        ),
    ),
    (
        N_("When you need information or evidence"),
        (
            TextKind.KEEP_EVIDENCE,
            TextKind.ASK_RECORDS,
            TextKind.ASK_TERMS,
            TextKind.ASK_DATA,
        ),
    ),
    (
        N_("When the casino makes an offer"),
        (TextKind.ACCEPT_OFFER, TextKind.DECLINE_OFFER, TextKind.COUNTER_OFFER),
    ),
    (
        N_("When the casino gives a standard reply"),
        (
            TextKind.ON_FINAL_DECISION,
            TextKind.ON_BONUS_ABUSE,
            TextKind.ON_IDENTITY_CHECK,
            TextKind.ON_GAME_DEVELOPER,
        ),
    ),
)

_PURPOSES: dict[TextKind, str] = {
    TextKind.ASK_HELP: N_("Start here. You tell what happened and what you want."),
    TextKind.ASK_MANAGER: N_("Use it when customer service does not solve your problem."),
    TextKind.ASK_COMPLAINTS_ADDRESS: N_(
        "Use it when you want to make a formal complaint and do not know where to send it."
    ),
    TextKind.COMPLAINT: N_("This goes with the PDF of your complaint."),
    TextKind.REMINDER: N_("Use it when you sent your complaint and hear nothing."),
    TextKind.ASK_FINAL_ANSWER: N_(
        "Use it when the time to reply is over, or when you do not know whether a reply is final."
    ),
    TextKind.NOTICE_OF_DEFAULT: N_(
        "You give the casino one last date. It is a letter apart from your complaint. "
        "You choose whether you send it."
    ),
    TextKind.KEEP_EVIDENCE: N_(
        "Use it early. You ask the casino not to throw away chats, calls and records of games."
    ),
    TextKind.ASK_TERMS: N_(
        "Terms change. You ask for the text of the day on which your problem began."
    ),
    TextKind.ASK_DATA: N_(
        "You ask which data the casino has about you. It can show what happened."
    ),
    TextKind.ASK_RECORDS: N_("You ask for the records that decide a case like yours."),
    TextKind.ACCEPT_OFFER: N_("You say yes to the offer, and when you expect it to be done."),
    TextKind.DECLINE_OFFER: N_("You say no to the offer. Your complaint goes on."),
    TextKind.COUNTER_OFFER: N_("You say what offer you would accept."),
    TextKind.ON_FINAL_DECISION: N_("You ask what was decided, why, and where you can go next."),
    TextKind.ON_BONUS_ABUSE: N_("You ask which rule it is about, and in which rounds."),
    TextKind.ON_IDENTITY_CHECK: N_("You ask what is still missing, and when the check ends."),
    TextKind.ON_GAME_DEVELOPER: N_("You ask the casino to look into the game itself."),
}

_LATER: dict[TextKind, str] = {
    TextKind.ASK_RECORDS: N_("For when you chose a subject and the deciding evidence is missing."),
    TextKind.ACCEPT_OFFER: N_("Available once you have written down an offer."),
    TextKind.DECLINE_OFFER: N_("Available once you have written down an offer."),
    TextKind.COUNTER_OFFER: N_("Available once you have written down an offer."),
    TextKind.REMINDER: N_("For after your formal complaint, until you have the final response."),
    TextKind.ASK_FINAL_ANSWER: N_(
        "For after your formal complaint, until you have the final response."
    ),
    TextKind.NOTICE_OF_DEFAULT: N_(
        "For when the casino must pay, reopen or correct something, and you live in the "
        "Netherlands. If it is about money, fill in the amount first."
    ),
}

_AFTER: dict[TextKind, str] = {
    TextKind.ASK_HELP: N_("No reply? Write that down. It counts for the next step."),
    TextKind.ASK_MANAGER: N_("No reply? Write that down. It counts for the next step."),
    TextKind.ASK_COMPLAINTS_ADDRESS: N_("No reply? Write that down. It counts for the next step."),
    TextKind.NOTICE_OF_DEFAULT: N_(
        "Ask for legal advice before you go to court, for example from the Juridisch Loket."
    ),
    TextKind.ASK_DATA: N_(
        "You can complain to a data protection authority. In the Netherlands that is the "
        "Autoriteit Persoonsgegevens."
    ),
}


class TextGroup(Struct, frozen=True):
    """Texts that are needed at the same time."""

    title: str
    kinds: tuple[TextKind, ...]


def text_groups() -> tuple[TextGroup, ...]:
    """Every text, by when it is needed."""
    return tuple(TextGroup(gettext(title), kinds) for title, kinds in _GROUPS)


def text_purpose(kind: TextKind) -> str:
    """What a text is for, and when to use it."""
    return gettext(_PURPOSES[kind])


def text_for_later(kind: TextKind) -> str:
    """Why the case does not have this text now; "" for a text that every case has."""
    return gettext(_LATER[kind]) if kind in _LATER else ""


def waiting_sentences(waiting: Waiting) -> str:
    """Until when to wait for a reply, or since when it is late and what to do then."""
    return _STATES[waiting.state](waiting)


def _closed(_waiting: Waiting) -> str:
    return ""


def _uncounted(_waiting: Waiting) -> str:
    return gettext("We cannot count until when you wait: the exact day is missing.")


def _waiting(waiting: Waiting) -> str:
    if waiting.days == 0:
        left = gettext("That is today.")
    else:
        left = ngettext(
            "That is %(number)s day from now.", "That is %(number)s days from now.", waiting.days
        )
    return f"{_until(waiting)} {left}"


def _late(waiting: Waiting) -> str:
    gone = ngettext("That was %(number)s day ago.", "That was %(number)s days ago.", waiting.days)
    usual = N_("No reply? You can write once more. Tell it in your next letter too.")
    then = gettext(_AFTER.get(waiting.sent.kind, usual))
    return f"{_until(waiting)} {gone} {then}"


def _until(waiting: Waiting) -> str:
    day = format_day(waiting.last) if waiting.last else ""
    if waiting.basis is Basis.NAMED:
        return gettext("You asked for a reply by %(day)s.", day=day)
    if waiting.basis is Basis.OURS:
        return gettext("No rule sets a last day. A usual reply comes by %(day)s.", day=day)
    if waiting.sent.more_time_asked:
        return gettext(
            "The casino asked for more time. So it must reply within three months (article 12(3) "
            "of the GDPR). The last day: %(day)s.",
            day=day,
        )
    return gettext(
        "The casino must reply within a month after it got your request (article 12(3) of the "
        "GDPR). The last day: %(day)s.",
        day=day,
    )


_STATES: dict[WaitState, Callable[[Waiting], str]] = {
    WaitState.CLOSED: _closed,
    WaitState.UNCOUNTED: _uncounted,
    WaitState.WAITING: _waiting,
    WaitState.LATE: _late,
}
