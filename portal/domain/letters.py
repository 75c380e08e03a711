"""Our texts after they were sent: which record each becomes, and until when to wait for a reply.

A text that is a step of the ladder becomes a contact, which the gate reads like any other. One
that stands apart from the ladder, as a request for personal data, becomes a letter. Neither
decides anything at the gate by itself.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from portal.domain.case import Case, Contact, Letter
from portal.domain.clocks import ASKED_DAYS, final_answer_day
from portal.domain.codes import AnswerKind, AskedFor, Channel, Outcome, RemedyKind, Step, TextKind
from portal.domain.dates import NO_DAYS, add_months, next_working_day, partial_bounds
from portal.domain.offers import OFFER_TEXTS
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.domain.rules import Source
from portal.domain.values import Moment

# Both were read in copies of the law, not at the address itself.
GDPR: Final = Source(
    id="gdpr",
    title="Regulation (EU) 2016/679 (GDPR), articles 3, 12 and 15",
    url="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    date="2016-04-27",
)
CIVIL_CODE: Final = Source(
    id="bw6",
    title="Burgerlijk Wetboek Boek 6, artikelen 81 tot en met 85",
    url="https://wetten.overheid.nl/BWBR0005289",
    date="2025-07-01",
)

# GDPR article 12(3): one month after receipt; two months more when the company says so in time.
_DATA_MONTHS: Final = 1
_DATA_EXTENSION: Final = 2
# Ours: who sends paper does not know the day of receipt.
_POST_DAYS: Final = 2
# Ours too: customer service replies sooner than a complaints team.
SERVICE_DAYS: Final = 7
NOTICE_DAYS: Final = (14, 21, 28)
"""The terms that a notice of default can give; the law only says that it is reasonable."""

ASIDE: Final = frozenset(
    {
        TextKind.NOTICE_OF_DEFAULT,
        TextKind.ASK_DATA,
        TextKind.ASK_RECORDS,
        TextKind.KEEP_EVIDENCE,
        TextKind.ASK_TERMS,
    }
)
"""Texts that are no step of the ladder: kept as letters."""

STOCK_REPLIES: Final = frozenset(
    {
        TextKind.ON_FINAL_DECISION,
        TextKind.ON_BONUS_ABUSE,
        TextKind.ON_IDENTITY_CHECK,
        TextKind.ON_GAME_DEVELOPER,
    }
)
TOLD_IN_WORDS: Final = STOCK_REPLIES | set(OFFER_TEXTS.values())
"""Texts that become a contact whose words say which text it was."""

_STEPS: Final = {
    TextKind.ASK_HELP: (Step.SUPPORT, AskedFor.HELP),
    TextKind.ASK_MANAGER: (Step.SUPPORT, AskedFor.MANAGER),
    TextKind.ASK_COMPLAINTS_ADDRESS: (Step.SUPPORT, AskedFor.COMPLAINTS_ADDRESS),
    TextKind.REMINDER: (Step.COMPLAINT, AskedFor.ANSWER),
    TextKind.ASK_FINAL_ANSWER: (Step.COMPLAINT, AskedFor.FINAL_ANSWER),
}
_TO_SERVICE: Final = frozenset(
    {TextKind.ASK_HELP, TextKind.ASK_MANAGER, TextKind.ASK_COMPLAINTS_ADDRESS}
)
_BY_POST: Final = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER})
# What can be owed, so that a casino can be late with it; an explanation or an apology is not.
_OWED: Final = frozenset(
    {RemedyKind.PAY_OUT, RemedyKind.REFUND, RemedyKind.REOPEN, RemedyKind.CORRECT_DATA}
)


class Basis(StrEnum):
    """What the last day for a reply comes from."""

    LAW = "law"
    NAMED = "named"  # the text named it
    OURS = "ours"  # nothing was named: the time that we suggest


class WaitState(StrEnum):
    """Where a sent text stands."""

    CLOSED = "closed"
    WAITING = "waiting"
    LATE = "late"
    UNCOUNTED = "uncounted"  # the day of sending is not known, so nothing can be counted


class SentText(Struct, frozen=True, kw_only=True):
    """A text that was sent, wherever the case keeps it: `id` is of a contact or of a letter."""

    id: str
    kind: TextKind
    sent_on: str
    channel: Channel | None
    to: str
    reply_by: str
    more_time_asked: bool
    is_closed: bool  # a reply, or that none came, was written down
    is_contact: bool
    reference: str = ""
    proofs: int = 0  # how many exhibits show it


class Waiting(Struct, frozen=True, kw_only=True):
    """The clock of one sent text; `days` are left until `last`, or gone by since then."""

    sent: SentText
    state: WaitState
    last: date | None = None
    basis: Basis | None = None
    days: int = 0


# -- before sending ------------------------------------------------------------------------


def can_be_recorded(kind: TextKind) -> bool:
    """The complaint itself is recorded as the sending of a packet."""
    return kind in ASIDE or kind in TOLD_IN_WORDS or kind in _STEPS


def named_day(kind: TextKind, today: date, days: int = 0) -> date | None:
    """The day by which the text asks for a reply; `days` is a term that the player chose.

    A request for personal data names none: its term is in the law.
    """
    if kind is TextKind.ASK_DATA:
        return None
    usual = SERVICE_DAYS if kind in _TO_SERVICE else ASKED_DAYS
    return next_working_day(today + timedelta(days=days or usual))


def is_solved(case: Case) -> bool:
    """Whether the player wrote down that his problem is solved."""
    answers = [one.answer for one in case.dispatches if one.answer]
    return any(one.outcome is Outcome.SOLVED for one in case.contacts) or any(
        one.kind is AnswerKind.SOLVED for one in answers
    )


def can_give_notice(case: Case) -> bool:
    """Whether a notice of default can say what is owed: it was asked for, and is not solved.

    It rests on Dutch law, so it is for players who live in the Netherlands.
    """
    remedy = case.remedy
    is_exact = remedy.amount is not None or not remedy.wants_money
    is_dutch = case.player.country in {"", "NL"}
    return is_exact and is_dutch and bool(owed(case)) and not is_solved(case)


def owed(case: Case) -> tuple[RemedyKind, ...]:
    """What the player asks that can be owed, in his order."""
    return tuple(kind for kind in case.remedy.kinds if kind in _OWED)


def is_complaint_sent(case: Case, today: date) -> bool:
    """Whether the official complaint went out on `today` or before."""
    sent = case.dispatch_to(CASINO.code)
    bounds = partial_bounds(sent.sent_on) if sent else None
    return bounds is not None and bounds[0] <= today


def awaits_final_answer(case: Case, today: date) -> bool:
    """Whether the official complaint was sent and has no final answer yet."""
    sent = case.dispatch_to(CASINO.code)
    return bool(sent and is_complaint_sent(case, today) and not final_answer_day(sent, today))


# -- once sent -----------------------------------------------------------------------------


def as_contact(contact: Contact, kind: TextKind, case: Case, today: date) -> Contact:
    """`contact` as the record of this text: its step, and what it asks for."""
    is_sent = is_complaint_sent(case, today)
    other = (Step.COMPLAINT if is_sent else Step.SUPPORT, AskedFor.ANSWER)
    step, asked = _STEPS.get(kind, other)
    return replace(contact, text=kind, step=step, asked_for=(asked,))


def sent_texts(case: Case) -> tuple[SentText, ...]:
    """Every text of ours that was sent, in the order of sending; unknown days come last."""
    found = (*_of_contacts(case.contacts_in_order), *map(_of_letter, case.letters_in_order))
    return tuple(sorted(found, key=lambda one: one.sent_on or "9999"))


def _of_contacts(contacts: Iterable[Contact]) -> Iterable[SentText]:
    for one in contacts:
        if one.text:
            yield SentText(
                id=one.id,
                kind=one.text,
                sent_on=one.moment.date,
                channel=one.channel,
                to=one.with_whom,
                reply_by=one.reply_by,
                more_time_asked=False,
                is_closed=one.outcome is not None,
                is_contact=True,
                reference=one.reference,
                proofs=len(one.exhibits),
            )


def _of_letter(letter: Letter) -> SentText:
    return SentText(
        id=letter.id,
        kind=letter.kind,
        sent_on=letter.sent_on,
        channel=letter.channel,
        to=letter.to,
        reply_by=letter.reply_by,
        more_time_asked=letter.more_time_asked,
        is_closed=bool(letter.answered_on),
        is_contact=False,
        reference=letter.reference,
        proofs=len(letter.exhibits),
    )


def waiting_for(sent: SentText, today: date, free_days: frozenset[date] = NO_DAYS) -> Waiting:
    """Until when to wait for a reply to `sent`, or since when it is late.

    `free_days` are public holidays where the casino is licensed.
    """
    if sent.is_closed:
        return Waiting(sent=sent, state=WaitState.CLOSED)
    found = _last_day(sent, free_days)
    if found is None:
        return Waiting(sent=sent, state=WaitState.UNCOUNTED)
    last, basis = found
    state = WaitState.LATE if today > last else WaitState.WAITING
    return Waiting(sent=sent, state=state, last=last, basis=basis, days=abs((last - today).days))


def open_text(
    case: Case, kind: TextKind, today: date, free_days: frozenset[date] = NO_DAYS
) -> Waiting | None:
    """The clock of the last text of this kind without a reply; None when it cannot be counted."""
    clocks = [waiting_for(one, today, free_days) for one in sent_texts(case) if one.kind is kind]
    counted = [one for one in clocks if one.state in {WaitState.WAITING, WaitState.LATE}]
    return counted[-1] if counted else None


def last_day(letter: Letter, free_days: frozenset[date] = NO_DAYS) -> date | None:
    """The last day for a reply to a letter; None when it cannot be counted."""
    found = _last_day(_of_letter(letter), free_days)
    return found[0] if found else None


def _last_day(sent: SentText, free_days: frozenset[date]) -> tuple[date, Basis] | None:
    named, day = Moment(date=sent.reply_by).day, Moment(date=sent.sent_on).day
    if sent.kind is not TextKind.ASK_DATA and named:
        return named, Basis.NAMED
    if day is None:
        return None
    if sent.kind is TextKind.ASK_DATA:
        return _data_day(sent, day, free_days), Basis.LAW
    usual = SERVICE_DAYS if sent.kind in _TO_SERVICE else ASKED_DAYS
    return next_working_day(day + timedelta(days=usual), free_days), Basis.OURS


def _data_day(sent: SentText, day: date, free_days: frozenset[date]) -> date:
    """On a day off the term of a European rule runs on (Regulation 1182/71, article 3(4))."""
    post = _POST_DAYS if sent.channel in _BY_POST else 0
    months = _DATA_MONTHS + (_DATA_EXTENSION if sent.more_time_asked else 0)
    return next_working_day(add_months(day + timedelta(days=post), months), free_days)
