"""Who can decide? Everyone to whom this player can go, in order, and what each can do for him.

It decides nothing: what is possible when comes from the gate's own answers, the one thing to do
from `next_step`, and what a body does from its file. So it cannot contradict any of them.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.bodies import Body, Forum
from portal.domain.case import Case, Dispatch
from portal.domain.codes import DocumentKind, RecipientKind, State
from portal.domain.finding import Code, Finding, Readiness
from portal.domain.finding import Way as HowMet
from portal.domain.known import Known
from portal.domain.next_step import NextStep, Todo
from portal.domain.recipient import DISPUTE, Recipient
from portal.domain.router_bodies import (
    dispute_bodies_for,
    dispute_body_of,
    is_over,
    is_under,
    mediators,
    names_body,
    neighbours,
    open_bodies,
)
from portal.domain.router_warnings import Warned, warnings_of
from portal.domain.rules import RulePack, Text
from portal.domain.told import Priced, Told, priced, told


class Who(StrEnum):
    """What a recipient is to the player."""

    CASINO = "casino"
    DISPUTE = "dispute"
    AUTHORITY = "authority"
    REPORT = "report"  # the authority too, without the ladder
    OPEN = "open"  # a dispute body that no casino has to name
    MEDIATOR = "mediator"  # looks at disputes although no authority names it
    NEIGHBOUR = "neighbour"  # for a part of the case


class Possible(StrEnum):
    """Whether the player can go there today."""

    NOW = "now"
    SENT = "sent"
    INCOMPLETE = "incomplete"  # nothing to wait for: something is still to be filled in
    AFTER = "after"  # after an earlier step that was not taken yet
    LATER = "later"  # from `Choice.from_day`
    NOT = "not"
    OWN_RULES = "own_rules"  # we do not know its rules well enough to judge


class Ability(StrEnum):
    """What a recipient can do for this player, where his case or a flag says so."""

    SETTLES = "settles"  # it can give what the player asks
    DECIDES = "decides"
    NO_DECISION = "no_decision"
    UNCLEAR = "unclear"  # nothing verified says whether it decides
    NO_MONEY_ASKED = "no_money_asked"  # so this step is not needed
    NOT_NAMED = "not_named"  # the player has not written down which body it is
    UNDER_MINIMUM = "under_minimum"
    OVER_MAXIMUM = "over_maximum"


class Closed(Struct, frozen=True):
    """A body that refuses the case once this recipient looked at it first."""

    name: Text
    told: tuple[Told, ...] = ()


class Choice(Struct, frozen=True, kw_only=True):
    """One recipient, for this player on this day."""

    who: Who
    possible: Possible
    recipient: Recipient | None = None  # None: no packet is made for it
    document: DocumentKind | None = None
    from_day: date | None = None  # later: the first day; sent: the day, when it is known
    reason: Finding | None = None  # of the gate: why later or not
    open_things: int = 0  # what closes the gate besides waiting
    body: Body | None = None
    bodies: tuple[Body, ...] = ()  # when none is named: who it can be
    abilities: tuple[Ability, ...] = ()
    can: tuple[Told, ...] = ()
    cannot: tuple[Told, ...] = ()
    first: tuple[Told, ...] = ()  # what must be done before
    costs: tuple[Priced, ...] = ()
    notes: tuple[Told, ...] = ()
    closes: tuple[Closed, ...] = ()
    beware: tuple[Finding, ...] = ()  # the gate's warnings
    is_next: bool = False


class Routes(Struct, frozen=True, kw_only=True):
    """The recipients in order, the one thing to do, and what to know before."""

    step: NextStep
    choices: tuple[Choice, ...]
    warnings: tuple[Warned, ...]


_EARLIER = {
    Code.SUPPORT_CONTACTED,
    Code.MANAGER_CONTACTED,
    Code.COMPLAINT_SENT,
    Code.DISPUTE_DECIDED,
}
_NEVER = {Code.ITS_LICENCE, Code.TAKES_REPORTS}
_WARNINGS = {
    Code.DISPUTE_STILL_OPEN,
    Code.ITS_LICENCE,
    Code.RISK_OF_FINE,
    Code.AUTHORITY_KNOWN,
    Code.PACK_FRESH,
}
# advice that is not about one recipient
_NO_RECIPIENT = {Todo.CLOSE, Todo.CLOSED, Todo.NO_REGULATOR}


def routes_of(
    case: Case, pack: RulePack, answers: Iterable[Readiness], step: NextStep, known: Known
) -> Routes:
    """The routes of `case`.

    `pack` is the one of the casino's authority, `answers` are the gate's for every recipient
    that exists, in the order of the ladder, `step` is the one thing to do.
    """
    judged = tuple(_judged(case, pack, answer, step, known) for answer in answers)
    beside = (
        *(
            _beside(case, Who.OPEN, one, pack, known)
            for one in open_bodies(case, pack, known.bodies)
        ),
        *(_beside(case, Who.MEDIATOR, one, pack, known) for one in mediators(known.bodies)),
        *(
            _beside(case, Who.NEIGHBOUR, one, pack, known)
            for one in neighbours(case, pack, known.bodies)
        ),
    )
    choices = (*judged, *beside)
    return Routes(step=step, choices=choices, warnings=warnings_of(case, pack, known))


def _judged(case: Case, pack: RulePack, answer: Readiness, step: NextStep, known: Known) -> Choice:
    """A recipient for whom the gate answers."""
    recipient = answer.recipient
    sent = _sent_to(case, recipient)
    possible, reason = (Possible.SENT, None) if sent else _when(case, answer)
    later = answer.waiting_until if possible is Possible.LATER else None
    made = Choice(
        who=Who(recipient.kind),
        possible=possible,
        recipient=recipient,
        document=answer.document,
        from_day=sent.day if sent else later,
        reason=reason,
        open_things=len(answer.blockers) - len(answer.in_state(State.WAITING)),
        beware=tuple(one for one in answer.in_state(State.WARNING) if one.code in _WARNINGS),
        is_next=recipient == step.recipient and step.todo not in _NO_RECIPIENT,
    )
    match recipient.kind:
        case RecipientKind.CASINO:
            return replace(made, abilities=(Ability.SETTLES,))
        case RecipientKind.DISPUTE:
            return _dispute(case, made, pack, known)
        case _:
            return _authority(case, made, known.packs[recipient.authority], pack, known)


def _sent_to(case: Case, recipient: Recipient) -> Dispatch | None:
    """What went there already; an authority that got a report has the case."""
    as_report = Recipient(RecipientKind.REPORT, recipient.authority).code
    codes = (recipient.code, as_report) if recipient.authority else (recipient.code,)
    return next((sent for code in codes if (sent := case.dispatch_to(code))), None)


def _when(case: Case, answer: Readiness) -> tuple[Possible, Finding | None]:
    """What the gate's answer means, and the finding that says why."""
    if answer.is_ready:
        return Possible.NOW, None
    never = [one for one in answer.blockers if _is_final(case, one)]
    earlier = [one for one in answer.blockers if one.code in _EARLIER and _is_undone(one)]
    waiting = [one for one in answer.in_state(State.WAITING) if one.until]
    if never:
        return Possible.NOT, never[0]
    if earlier:
        return Possible.AFTER, earlier[0]
    if waiting:
        return Possible.LATER, max(waiting, key=lambda one: one.until or date.min)
    return Possible.INCOMPLETE, None


def _is_final(case: Case, finding: Finding) -> bool:
    """Whether no work and no waiting of the player opens the gate again."""
    if finding.code is Code.ITS_LICENCE and not case.casino.authority:
        return False  # he has not looked yet
    is_nobody = finding.code is Code.DISPUTE_BODY_NAMED and finding.way is HowMet.NONE_EXISTS
    return finding.state is State.EXPIRED or finding.code in _NEVER or is_nobody


def _is_undone(finding: Finding) -> bool:
    return finding.state is State.MISSING


def _dispute(case: Case, made: Choice, pack: RulePack, known: Known) -> Choice:
    body = dispute_body_of(case, known.bodies)
    made = replace(made, body=body)
    if body:
        made = _with_body(case, made, body)
    made = replace(made, costs=made.costs or priced(pack, pack.dispute_costs))
    abilities = list(made.abilities)
    if not names_body(case, pack):
        made = replace(made, bodies=dispute_bodies_for(case, pack, known.bodies))
        abilities.append(Ability.NOT_NAMED)
    elif not made.can:
        abilities.append(Ability.UNCLEAR)
    if case.remedy.kinds and not case.remedy.wants_money:
        abilities.append(Ability.NO_MONEY_ASKED)
    return replace(made, abilities=tuple(abilities))


def _authority(case: Case, made: Choice, its_own: RulePack, pack: RulePack, known: Known) -> Choice:
    """`its_own` is the pack of this authority; `pack` that of the casino's.

    A report to the casino's own authority does not repeat what stands at that authority.
    """
    made = replace(
        made,
        abilities=(_decides(its_own),),
        closes=_closes(case, pack, known, Forum.REGULATOR),
        costs=priced(its_own, its_own.costs),
    )
    if made.who is Who.REPORT and its_own.id == pack.id:
        return made
    return replace(
        made,
        can=told(its_own, its_own.handles, case.topic),
        cannot=told(its_own, its_own.not_handles, case.topic),
        notes=told(its_own, its_own.outcomes, case.topic),
    )


def _decides(pack: RulePack) -> Ability:
    if pack.decides_disputes is None or not pack.decides_disputes.is_shown:
        return Ability.UNCLEAR
    return Ability.DECIDES if pack.decides_disputes.value else Ability.NO_DECISION


def _beside(case: Case, who: Who, body: Body, pack: RulePack, known: Known) -> Choice:
    made = Choice(who=who, possible=Possible.OWN_RULES, body=body)
    closes = _closes(case, pack, known, Forum.DISPUTE_BODY) if who is Who.MEDIATOR else ()
    return replace(_with_body(case, made, body), closes=closes)


def _with_body(case: Case, made: Choice, body: Body) -> Choice:
    """What the file of the body says, for this case."""
    asked = case.remedy.amount if case.remedy.wants_money else None
    abilities = [Ability.UNDER_MINIMUM] if is_under(body.minimum, asked) else []
    abilities += [Ability.OVER_MAXIMUM] if is_over(body.maximum, asked) else []
    return replace(
        made,
        abilities=tuple(abilities),
        can=told(body, body.decides, case.topic),
        cannot=told(body, (*body.not_decides, *body.refuses), case.topic),
        first=told(body, (*body.first, *body.asks), case.topic),
        costs=priced(body, body.costs),
        notes=told(body, (*body.outcomes, *body.warnings), case.topic),
    )


def _closes(case: Case, pack: RulePack, known: Known, forum: Forum) -> tuple[Closed, ...]:
    """The dispute bodies that refuse the case once a forum of this kind looked at it first.

    Only while the player may still need one: it is about money, or he has not said yet.
    """
    has_step = pack.has_dispute_step(case.casino)
    is_done = case.dispatch_to(DISPUTE.code) is not None
    no_money = case.remedy.kinds and not case.remedy.wants_money
    if is_done or no_money or not has_step:
        return ()
    return tuple(
        Closed(
            body.name,
            told(body, (one for one in body.refuses if forum in one.after), case.topic),
        )
        for body in dispute_bodies_for(case, pack, known.bodies)
        if forum in body.closed_by
    )
