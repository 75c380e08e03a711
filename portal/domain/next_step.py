"""The one thing to do now: what the home of a case says first of all.

Read off the gate, in the order in which a player works: it decides nothing itself.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.codes import AnswerKind, RecipientKind, State
from portal.domain.dates import Count
from portal.domain.finding import Code, Finding, Page, Readiness
from portal.domain.ladder import has_dispute_step
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.rules import RulePack, is_nobody


class Todo(StrEnum):
    """What the one thing is; wording.py has its sentences."""

    CHOOSE_TOPIC = "choose_topic"
    NAME_CASINO = "name_casino"
    TELL_FACTS = "tell_facts"
    CONTACT_SUPPORT = "contact_support"
    ASK_MANAGER = "ask_manager"
    CHOOSE_REMEDY = "choose_remedy"
    STATE_AMOUNT = "state_amount"
    ASK_ADDRESS = "ask_address"
    SAY_WHO = "say_who"
    TOO_LATE = "too_late"
    COMPLETE = "complete"  # something else that the gate names
    MAKE_PACKET = "make_packet"
    SEND_PACKET = "send_packet"
    WAIT = "wait"
    WAIT_FOR_AUTHORITY = "wait_for_authority"
    NO_REGULATOR = "no_regulator"  # nobody licensed this casino
    CLOSE = "close"


class NextStep(Struct, frozen=True, kw_only=True):
    """What to do, where, for whom; when waiting: until when and how that was counted."""

    todo: Todo
    page: Page
    recipient: Recipient
    until: date | None = None
    days: int = 0  # days still to wait
    count: Count | None = None
    finding: Finding | None = None


_ORDER: dict[Code, Todo] = {
    Code.TOPIC_CHOSEN: Todo.CHOOSE_TOPIC,
    Code.CASINO_NAMED: Todo.NAME_CASINO,
    Code.FACTS_TOLD: Todo.TELL_FACTS,
    Code.SUPPORT_CONTACTED: Todo.CONTACT_SUPPORT,
    Code.MANAGER_CONTACTED: Todo.ASK_MANAGER,
    Code.REMEDY_CHOSEN: Todo.CHOOSE_REMEDY,
    Code.AMOUNT_AGREES: Todo.STATE_AMOUNT,
    Code.COMPLAINTS_ADDRESS: Todo.ASK_ADDRESS,
    Code.PLAYER_NAMED: Todo.SAY_WHO,
    Code.PLAYER_REACHABLE: Todo.SAY_WHO,
}


def next_step(case: Case, pack: RulePack, today: date, issued: Collection[str]) -> NextStep:
    """The one thing to do on `today`; `issued` are the codes of recipients with a packet."""
    if any(one.answer and one.answer.kind is AnswerKind.SOLVED for one in case.dispatches):
        return NextStep(todo=Todo.CLOSE, page=Page.SENDING, recipient=CASINO)
    for recipient in _recipients(case, pack):
        if case.dispatch_to(recipient.code) is None:
            return _towards(assess(case, recipient, pack, today), issued)
    return _after_the_ladder(case, pack, today)


def _after_the_ladder(case: Case, pack: RulePack, today: date) -> NextStep:
    authority = Recipient(RecipientKind.AUTHORITY, pack.id)
    if not is_nobody(case.casino.authority):
        return NextStep(todo=Todo.WAIT_FOR_AUTHORITY, page=Page.SENDING, recipient=authority)
    answered = assess(case, authority, pack, today).of(Code.CASINO_ANSWERED)
    if answered and answered.state is State.WAITING and answered.until:
        return NextStep(
            todo=Todo.WAIT,
            page=Page.SENDING,
            recipient=CASINO,
            until=answered.until,
            days=(answered.until - today).days,
            count=answered.count,
            finding=answered,
        )
    return NextStep(todo=Todo.NO_REGULATOR, page=Page.READY, recipient=CASINO)


def _recipients(case: Case, pack: RulePack) -> tuple[Recipient, ...]:
    authority = Recipient(RecipientKind.AUTHORITY, pack.id)
    for_dispute = has_dispute_step(case, pack) and case.remedy.wants_money
    reported = case.dispatch_to(Recipient(RecipientKind.REPORT, pack.id).code)
    nobody = is_nobody(case.casino.authority)
    return (
        CASINO,
        *((DISPUTE,) if for_dispute else ()),
        *(() if reported or nobody else (authority,)),
    )


def _towards(readiness: Readiness, issued: Collection[str]) -> NextStep:
    recipient = readiness.recipient
    blockers = {finding.code: finding for finding in readiness.blockers}
    for code, todo in _ORDER.items():
        if code in blockers:
            found = blockers[code]
            return NextStep(todo=todo, page=found.page, recipient=recipient, finding=found)
    if blockers:
        return _blocked(readiness, next(iter(blockers.values())))
    todo = Todo.SEND_PACKET if recipient.code in issued else Todo.MAKE_PACKET
    page = Page.SENDING if recipient.code in issued else Page.READY
    return NextStep(todo=todo, page=page, recipient=recipient)


def _blocked(readiness: Readiness, first: Finding) -> NextStep:
    waiting = readiness.in_state(State.WAITING)
    others = [one for one in readiness.blockers if one.state is not State.WAITING]
    if waiting and not others:
        last = max(waiting, key=lambda one: one.until or date.min)
        days = (last.until - readiness.today).days if last.until else 0
        return NextStep(
            todo=Todo.WAIT,
            page=Page.SENDING,
            recipient=readiness.recipient,
            until=last.until,
            days=days,
            count=last.count,
            finding=last,
        )
    first = others[0] if others else first
    todo = Todo.TOO_LATE if first.state is State.EXPIRED else Todo.COMPLETE
    return NextStep(todo=todo, page=first.page, recipient=readiness.recipient, finding=first)
