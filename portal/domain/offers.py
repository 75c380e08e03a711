"""What the casino offered to end the dispute, and what the player did with it."""

from datetime import date, timedelta

from portal.domain.case import Answer, Case, Contact, Dispatch
from portal.domain.codes import AnswerKind, OfferReply, Outcome, Step, TextKind
from portal.domain.dates import next_working_day, partial_bounds
from portal.domain.recipient import CASINO

# The polite term that our text of acceptance names; not a rule of law
DAYS_TO_FULFIL = 14

OFFER_TEXTS = {
    OfferReply.ACCEPTED: TextKind.ACCEPT_OFFER,
    OfferReply.DECLINED: TextKind.DECLINE_OFFER,
    OfferReply.COUNTERED: TextKind.COUNTER_OFFER,
}
"""The text with which the player says it."""


def offer_on(letter: Dispatch) -> bool:
    """Whether what came back on a letter to the casino was an offer."""
    is_offer = letter.answer is not None and letter.answer.kind is AnswerKind.OFFERED
    return is_offer and letter.recipient == CASINO.code


def offer_of(case: Case) -> Dispatch | None:
    """The letter to the casino on which its last offer came; None without an offer."""
    offered = [one for one in case.dispatches_in_order if offer_on(one)]
    return max(offered, key=_received, default=None)


def spoken_offer(case: Case) -> Contact | None:
    """The last contact, with a date, that brought an offer, as long as none came on a letter."""
    if offer_of(case):
        return None
    contacts = (one for one in case.contacts_on(*Step) if one.moment.date)
    offered = [one for one in contacts if one.outcome is Outcome.OFFERED]
    return offered[-1] if offered else None


def is_undecided(offered: Contact, case: Case) -> bool:
    """Whether nothing came after a spoken offer: no other contact, no letter and no reply."""
    is_last = case.contacts_on(*Step)[-1] == offered
    return is_last and not wrote_after(case, offered.moment.date)


def wrote_after(case: Case, day: str) -> bool:
    """Whether a letter went out or was replied to after `day` (partial, ISO); no if that is ""."""
    replies = (reply.received_on for one in case.dispatches for reply in one.replies)
    days = (*(one.sent_on for one in case.dispatches), *replies)
    return bool(day) and any(one > day for one in days)


def open_offer(case: Case) -> Dispatch | None:
    """The last offer, when the player has said nothing to it and went to nobody else."""
    letter = offer_of(case)
    if letter is None or letter.answer is None or letter.answer.offer_reply or _went_on(case):
        return None
    return letter


def promise_until(case: Case, today: date) -> date | None:
    """Until when to wait for what the casino offered and the player accepted.

    None when nothing was accepted, when it is over, when the casino said no to it after all, or
    when the player went on to somebody else.
    """
    sent, offer = case.dispatch_to(CASINO.code), None
    for reply in sent.replies if sent else ():
        if reply.kind is AnswerKind.OFFERED:
            offer = reply
        elif _ends_a_promise(reply):
            offer = None
    if offer is None or offer.offer_reply is not OfferReply.ACCEPTED or _went_on(case):
        return None
    bounds = partial_bounds(offer.offer_replied_on)
    until = next_working_day(bounds[1] + timedelta(days=DAYS_TO_FULFIL)) if bounds else None
    return until if until and until >= today else None


def _received(letter: Dispatch) -> str:
    return letter.answer.received_on if letter.answer else ""


def _ends_a_promise(reply: Answer) -> bool:
    return reply.is_final or reply.kind in {AnswerKind.REJECTED, AnswerKind.SOLVED}


def _went_on(case: Case) -> bool:
    return any(one.recipient != CASINO.code for one in case.dispatches)
