"""The one thing to do now: what the home of a case says first of all.

Read off the gate, in the order in which a player works: it decides nothing itself.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.case import Case
from portal.domain.codes import (
    AnswerKind,
    Display,
    Outcome,
    RecipientKind,
    State,
    Step,
    TextKind,
    Topic,
)
from portal.domain.dates import Count
from portal.domain.finding import Code, Finding, Page, Readiness, Way
from portal.domain.ladder import has_dispute_step
from portal.domain.late import Late, late_reply
from portal.domain.letters import SentText, Waiting, WaitState, open_text
from portal.domain.offers import (
    is_undecided,
    open_offer,
    promise_until,
    spoken_offer,
    wrote_after,
)
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
    WAIT_FOR_DISPUTE = "wait_for_dispute"  # for as long as it takes: no term is known
    WAIT_FOR_AUTHORITY = "wait_for_authority"
    DECIDE_OFFER = "decide_offer"
    WAIT_FOR_OFFER = "wait_for_offer"  # the casino must do what the player accepted
    WAIT_FOR_REPLY = "wait_for_reply"  # to one of our texts
    TELL_NO_REPLY = "tell_no_reply"  # the day that such a text named is over
    NO_REGULATOR = "no_regulator"  # nobody licensed this casino
    LADDER_DONE = "ladder_done"  # the regulator replied too
    CLOSE = "close"
    CLOSED = "closed"


class UrgentReport(Struct, frozen=True):
    """A report that can be sent at once, beside the one thing.

    `warns` when who sends it had better read first what giving his name can mean for him.
    """

    recipient: Recipient
    warns: bool


class NextStep(Struct, frozen=True, kw_only=True):
    """What to do, where, for whom; when waiting: until when and how that was counted.

    `dispatch` is the id of the letter that it is about, `text` the text whose reply is awaited,
    `late` who should have replied by now, `last` the last day on which the recipient takes it.
    """

    todo: Todo
    page: Page
    recipient: Recipient
    until: date | None = None
    days: int = 0  # days still to wait
    count: Count | None = None
    finding: Finding | None = None
    dispatch: str = ""
    text: SentText | None = None
    late: Late | None = None
    last: date | None = None
    reports: tuple[UrgentReport, ...] = ()


# A report about these helps others at once, so the player hears of it without looking.
_URGENT = frozenset({Topic.SELF_EXCLUSION, Topic.MINORS})

_LAST_DAYS = (Code.COMPLAIN_IN_TIME, Code.DISPUTE_IN_TIME, Code.AUTHORITY_IN_TIME)

# What each of our texts asks for: while its reply is awaited there is nothing else to do for it.
_ASKED: dict[Code, TextKind] = {
    Code.SUPPORT_CONTACTED: TextKind.ASK_HELP,
    Code.MANAGER_CONTACTED: TextKind.ASK_MANAGER,
    Code.COMPLAINTS_ADDRESS: TextKind.ASK_COMPLAINTS_ADDRESS,
}

# Nobody asks for a manager before customer service has had its time.
_HELD_UP = {Code.SUPPORT_CONTACTED: Code.MANAGER_CONTACTED}

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


def next_step(
    case: Case,
    pack: RulePack,
    today: date,
    issued: Collection[str],
    report_to: Iterable[RulePack] = (),
) -> NextStep:
    """The one thing to do on `today`.

    `issued` are the codes of recipients with a packet, `report_to` the packs of the regulators
    that may take a report about this case.
    """
    if case.closing:
        return NextStep(todo=Todo.CLOSED, page=Page.SENDING, recipient=CASINO)
    if _is_solved(case):
        return NextStep(todo=Todo.CLOSE, page=Page.SENDING, recipient=CASINO)
    step = _about_an_offer(case, pack, today) or _on_the_ladder(case, pack, today, issued)
    goes_out = step.todo in {Todo.MAKE_PACKET, Todo.SEND_PACKET}
    gets_it = step.recipient.authority if goes_out else ""
    others = (one for one in report_to if one.id != gets_it)
    return replace(step, reports=tuple(_reports_now(case, others, today)))


def _is_solved(case: Case) -> bool:
    """Whether a letter solved it, or the last contact did and nothing was sent after it."""
    if any(one.answer and one.answer.kind is AnswerKind.SOLVED for one in case.dispatches):
        return True
    contacts = case.contacts_on(*Step)
    if not contacts or contacts[-1].outcome is not Outcome.SOLVED:
        return False
    return not wrote_after(case, contacts[-1].moment.date)


def _about_an_offer(case: Case, pack: RulePack, today: date) -> NextStep | None:
    """First decide about it, then wait for what was accepted."""
    letter, contact = open_offer(case), spoken_offer(case)
    if letter or (contact and is_undecided(contact, case)):
        return NextStep(
            todo=Todo.DECIDE_OFFER,
            page=Page.SENDING,
            recipient=CASINO,
            dispatch=letter.id if letter else "",
        )
    accepted = open_text(case, TextKind.ACCEPT_OFFER, today, pack.public_holidays)
    is_open = accepted and not wrote_after(case, accepted.sent.sent_on)
    if accepted and is_open and accepted.state is WaitState.WAITING:
        return _waiting_for_text(accepted, Todo.WAIT_FOR_OFFER)
    until = promise_until(case, today)
    if until is None:
        return None
    return NextStep(
        todo=Todo.WAIT_FOR_OFFER,
        page=Page.SENDING,
        recipient=CASINO,
        until=until,
        days=(until - today).days,
    )


def _on_the_ladder(case: Case, pack: RulePack, today: date, issued: Collection[str]) -> NextStep:
    for recipient in _recipients(case, pack):
        if case.dispatch_to(recipient.code) is None:
            readiness = assess(case, recipient, pack, today)
            late, last = late_reply(case, pack, today), _last_day(readiness)
            step = _towards(readiness, issued, _texts_out(case, pack, today))
            return replace(step, late=late, last=last)
    return _after_the_ladder(case, pack, today)


def _texts_out(case: Case, pack: RulePack, today: date) -> dict[Code, Waiting]:
    """The clocks of our texts without a reply, by what they ask for."""
    clocks = {
        code: open_text(case, kind, today, pack.public_holidays) for code, kind in _ASKED.items()
    }
    return {code: clock for code, clock in clocks.items() if clock}


def _waiting_for_text(clock: Waiting, todo: Todo) -> NextStep:
    return NextStep(
        todo=todo,
        page=Page.CONTACTS,
        recipient=CASINO,
        until=clock.last,
        days=clock.days,
        text=clock.sent,
    )


def _last_day(readiness: Readiness) -> date | None:
    found = (readiness.of(code) for code in _LAST_DAYS)
    days = [one.until for one in found if one and one.until and one.display is not Display.HIDDEN]
    return min(days, default=None)


def _reports_now(case: Case, packs: Iterable[RulePack], today: date) -> Iterator[UrgentReport]:
    """To whom a report about this has everything that it needs, and did not go yet."""
    if case.topic not in _URGENT:
        return
    for pack in packs:
        report = assess(case, Recipient(RecipientKind.REPORT, pack.id), pack, today)
        was_told = any(one.recipient.endswith(f":{pack.id}") for one in case.dispatches)
        if report.is_ready and not was_told:
            yield UrgentReport(report.recipient, report.of(Code.RISK_OF_FINE) is not None)


def _after_the_ladder(case: Case, pack: RulePack, today: date) -> NextStep:
    authority = Recipient(RecipientKind.AUTHORITY, pack.id)
    if not is_nobody(case.casino.authority):
        told = [one for one in case.dispatches if one.recipient.endswith(f":{pack.id}")]
        is_final = any(reply.is_final for one in told for reply in one.replies)
        todo = Todo.LADDER_DONE if is_final else Todo.WAIT_FOR_AUTHORITY
        return NextStep(todo=todo, page=Page.SENDING, recipient=authority)
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
    return NextStep(
        todo=Todo.NO_REGULATOR,
        page=Page.READY,
        recipient=CASINO,
        late=late_reply(case, pack, today),
    )


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


def _towards(
    readiness: Readiness, issued: Collection[str], texts: Mapping[Code, Waiting]
) -> NextStep:
    """What still has to be done; what one of our `texts` asks for waits, while the rest goes on."""
    recipient = readiness.recipient
    missing = {one.code for one in readiness.blockers}
    out = {
        code: clock
        for code, clock in texts.items()
        if code in missing and clock.state is WaitState.WAITING
    }
    held_up = {*out, *(_HELD_UP[code] for code in out if code in _HELD_UP)}
    blockers = {one.code: one for one in readiness.blockers if one.code not in held_up}
    for code, todo in _ORDER.items():
        if code in blockers and code in texts:
            return _waiting_for_text(texts[code], Todo.TELL_NO_REPLY)
        if code in blockers:
            found = blockers[code]
            return NextStep(todo=todo, page=found.page, recipient=recipient, finding=found)
    if out and _only_wait(blockers.values()):
        return _waiting_for_text(max(out.values(), key=_last_of), Todo.WAIT_FOR_REPLY)
    if blockers:
        return _blocked(readiness, tuple(blockers.values()))
    todo = Todo.SEND_PACKET if recipient.code in issued else Todo.MAKE_PACKET
    page = Page.SENDING if recipient.code in issued else Page.READY
    return NextStep(todo=todo, page=page, recipient=recipient)


def _only_wait(blockers: Iterable[Finding]) -> bool:
    return all(one.state is State.WAITING for one in blockers)


def _last_of(clock: Waiting) -> date:
    return clock.last or date.min


def _blocked(readiness: Readiness, blockers: tuple[Finding, ...]) -> NextStep:
    waiting = readiness.in_state(State.WAITING)
    others = [one for one in blockers if one.state is not State.WAITING]
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
    first = others[0] if others else blockers[0]
    if first.code is Code.DISPUTE_DECIDED and first.way is Way.DECIDED:
        return NextStep(
            todo=Todo.WAIT_FOR_DISPUTE, page=Page.SENDING, recipient=DISPUTE, finding=first
        )
    todo = Todo.TOO_LATE if first.state is State.EXPIRED else Todo.COMPLETE
    return NextStep(todo=todo, page=first.page, recipient=readiness.recipient, finding=first)
