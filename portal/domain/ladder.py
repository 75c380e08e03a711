"""The ladder as it stands today: rungs, contacts, days of silence, what opens when.

Screen and paper draw the same picture from it. It decides nothing: states come from the gate.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.case import Case, Contact, Dispatch
from portal.domain.codes import Outcome, RecipientKind, State, Step
from portal.domain.dates import partial_bounds
from portal.domain.finding import Code, Finding, Readiness, Way
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.rules import RulePack, is_nobody


class RungState(StrEnum):
    """How far the player is on one rung."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    LATER = "later"
    NOT_TAKEN = "not_taken"  # the player went on without it, and may


class Rung(Struct, frozen=True, kw_only=True):
    """One step of the ladder as it stands."""

    step: Step
    state: RungState
    contacts: tuple[Contact, ...] = ()
    dispatch: Dispatch | None = None
    silence_days: int | None = None  # without an answer, up to today or the next contact
    opens_on: date | None = None  # the first day on which the next step may be taken
    finding: Finding | None = None


def ladder_of(case: Case, pack: RulePack, today: date) -> tuple[Rung, ...]:
    """The rungs that exist for this case, in the order of climbing."""
    casino = assess(case, CASINO, pack, today)
    authority = assess(case, Recipient(RecipientKind.AUTHORITY, pack.id), pack, today)
    rungs = [
        _first_rung(case, Step.SUPPORT, casino.of(Code.SUPPORT_CONTACTED), today),
        _first_rung(case, Step.MANAGER, casino.of(Code.MANAGER_CONTACTED), today),
        _complaint_rung(case, casino, authority.of(Code.CASINO_ANSWERED), today),
    ]
    if has_dispute_step(case, pack):
        rungs.append(_dispute_rung(case, rungs[-1], authority.of(Code.DISPUTE_DECIDED), today))
    if not is_nobody(case.casino.authority):
        rungs.append(_authority_rung(case, authority, today))
    return tuple(_only_one_now(rungs))


def has_dispute_step(case: Case, pack: RulePack) -> bool:
    """The dispute step exists only where the rule pack or the casino's terms have it."""
    return pack.has_dispute_step(case.casino)


def _first_rung(case: Case, step: Step, finding: Finding | None, today: date) -> Rung:
    contacts = case.contacts_on(step)
    met = finding is not None and finding.state is State.MET
    sent = case.dispatch_to(CASINO.code)
    may_pass = finding is not None and finding.state is State.WARNING
    undone = RungState.NOT_TAKEN if sent or may_pass else RungState.NOW
    return Rung(
        step=step,
        state=RungState.DONE if met else undone,
        contacts=contacts,
        silence_days=_silence_after(case, contacts, today),
        finding=finding,
    )


def _complaint_rung(case: Case, casino: Readiness, answered: Finding | None, today: date) -> Rung:
    sent = case.dispatch_to(CASINO.code)
    steps = (casino.of(Code.SUPPORT_CONTACTED), casino.of(Code.MANAGER_CONTACTED))
    blocked = any(one is not None and one.closes for one in steps)
    state = RungState.LATER if blocked else RungState.NOW
    if answered:
        state = RungState.DONE if answered.state is State.MET else RungState.WAITING
    return Rung(
        step=Step.COMPLAINT,
        state=state,
        contacts=case.contacts_on(Step.COMPLAINT),
        dispatch=sent,
        silence_days=_silence_of(sent, today),
        opens_on=answered.until if answered else None,
        finding=answered,
    )


def _dispute_rung(case: Case, before: Rung, decided: Finding | None, today: date) -> Rung:
    sent = case.dispatch_to(DISPUTE.code)
    state = RungState.NOW if before.state is RungState.DONE else RungState.LATER
    if before.state is RungState.DONE and not case.remedy.wants_money:
        state = RungState.NOT_TAKEN
    has_ended = decided is not None and decided.way is Way.ENDED  # then it opens nothing
    if sent and not has_ended:
        met = decided is not None and decided.state is State.MET
        state = RungState.DONE if met or sent.answer else RungState.WAITING
    return Rung(
        step=Step.DISPUTE,
        state=state,
        contacts=case.contacts_on(Step.DISPUTE),
        dispatch=sent,
        silence_days=_silence_of(sent, today),
        opens_on=decided.until if decided and decided.state is State.WAITING else None,
        finding=decided,
    )


def _authority_rung(case: Case, authority: Readiness, today: date) -> Rung:
    its_own = f":{authority.recipient.authority}"  # a report at home is no rung of this ladder
    told = [one for one in case.dispatches if one.recipient.endswith(its_own)]
    sent = min(told, key=lambda one: one.sort_key, default=None)
    ladder = (Code.COMPLAINT_SENT, Code.CASINO_ANSWERED, Code.DISPUTE_DECIDED)
    blockers = [one for one in authority.blockers if one.code in ladder]
    only_waits = all(one.state is State.WAITING for one in blockers)
    return Rung(
        step=Step.AUTHORITY,
        state=RungState.DONE if sent else RungState.LATER if blockers else RungState.NOW,
        contacts=case.contacts_on(Step.AUTHORITY),
        dispatch=sent,
        silence_days=_silence_of(sent, today),
        opens_on=authority.waiting_until if only_waits else None,
    )


def _only_one_now(rungs: list[Rung]) -> list[Rung]:
    """Of the rungs that could be climbed now, the lowest is the one to climb."""
    first = next((rung.step for rung in rungs if rung.state is RungState.NOW), None)
    return [
        replace(rung, state=RungState.LATER)
        if rung.state is RungState.NOW and rung.step is not first
        else rung
        for rung in rungs
    ]


def _silence_after(case: Case, contacts: tuple[Contact, ...], today: date) -> int | None:
    """Days since the last contact of a rung that got no answer, until the next contact."""
    dated = [one for one in contacts if one.moment.day]
    if not dated or dated[-1].outcome is not Outcome.NO_ANSWER or not dated[-1].moment.day:
        return None
    asked = dated[-1].moment.day
    later = [one.moment.day for one in case.contacts if one.moment.day and one.moment.day > asked]
    return (min([*later, max(today, asked)]) - asked).days


def _silence_of(dispatch: Dispatch | None, today: date) -> int | None:
    """Days from the sending to the first reply, else to today."""
    if dispatch is None or dispatch.day is None:
        return None
    bounds = partial_bounds(dispatch.replies[0].received_on) if dispatch.replies else None
    until = bounds[0] if bounds else today
    return max((until - dispatch.day).days, 0)
