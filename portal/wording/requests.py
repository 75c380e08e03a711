"""What the player asks of the casino, as sentences in his own letter."""

from portal.domain.codes import RemedyKind
from portal.i18n import gettext
from portal.wording.source import N_

_REQUESTS: dict[RemedyKind, str] = {
    RemedyKind.PAY_OUT: N_("Please pay out my money."),
    RemedyKind.REFUND: N_("Please give my money back."),
    RemedyKind.REOPEN: N_("Please open my account again."),
    RemedyKind.CORRECT_DATA: N_("Please correct my data."),
    RemedyKind.EXPLANATION: N_("Please explain to me in writing what happened."),
    RemedyKind.APOLOGY: N_("Please offer me an apology."),
    RemedyKind.STOP_MARKETING: N_("Please stop sending me marketing messages."),
    RemedyKind.EXCLUDE: N_("Please block me from gambling with you."),
}

_OWED: dict[RemedyKind, str] = {
    RemedyKind.PAY_OUT: N_("pay out my money"),
    RemedyKind.REFUND: N_("give my money back"),
    RemedyKind.REOPEN: N_("open my account again"),
    RemedyKind.CORRECT_DATA: N_("correct my data"),
}


def request_sentence(kind: RemedyKind) -> str:
    """One request to the casino, in the first person; the amount has a sentence of its own."""
    return gettext(_REQUESTS[kind])


def owed_phrase(kind: RemedyKind) -> str:
    """What a notice of default says that the casino owes, as one of a list."""
    return gettext(_OWED[kind])
