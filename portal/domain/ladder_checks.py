"""Checks of the gate about the rungs of the ladder (docs/product.md, "Ladder rules")."""

from datetime import date
from typing import Any

from portal.domain.case import Answer, Contact, Dispatch
from portal.domain.clocks import (
    Limit,
    answer_clock,
    authority_limit,
    complaint_limit,
    day_after,
    dispute_clock,
    dispute_limit,
    final_answer,
)
from portal.domain.codes import (
    UNANSWERED,
    AskedFor,
    Outcome,
    RecipientKind,
    State,
    Step,
)
from portal.domain.dates import NEAR_DAYS, partial_bounds
from portal.domain.finding import Code, Finding, Page, Situation, Way
from portal.domain.recipient import CASINO, DISPUTE
from portal.domain.rules import Need, TermKind
from portal.domain.values import Moment

_NOT_GIVEN = UNANSWERED | {Outcome.REFUSED}


def support_contacted(at: Situation) -> Finding:
    """Complete with one dated contact with an outcome other than solved."""
    found = [
        one
        for one in at.case.contacts_on(Step.SUPPORT)
        if _took_place(one, at.today) and one.outcome and one.outcome is not Outcome.SOLVED
    ]
    if not found:
        rule = at.pack.ladder_rule(Step.SUPPORT)
        return Finding(
            code=Code.SUPPORT_CONTACTED,
            state=State.MISSING if _is_needed(at, Step.SUPPORT) else State.WARNING,
            page=Page.CONTACTS,
            step=Step.SUPPORT,
            **({} if at.recipient.kind is RecipientKind.CASINO else at.backing(rule)),
        )
    return _met_by_contact(Code.SUPPORT_CONTACTED, Step.SUPPORT, found[0], Way.CONTACT, len(found))


def manager_contacted(at: Situation) -> Finding:
    """Complete with a manager spoken to, a dated request refused or unanswered, or a reason.

    No authority that we know asks for this step, so it never stops a
    packet for one, nor a complaint whose last moment is near.
    """
    on_rung = [one for one in at.case.contacts_on(Step.MANAGER) if _took_place(one, at.today)]
    spoken = [one for one in on_rung if one.outcome not in UNANSWERED]
    if spoken:
        return _met_by_contact(Code.MANAGER_CONTACTED, Step.MANAGER, spoken[0], Way.CONTACT, 1)
    asked = [*_refused_requests(at, AskedFor.MANAGER), *on_rung]
    if asked:
        return _met_by_contact(Code.MANAGER_CONTACTED, Step.MANAGER, asked[0], Way.REQUEST, 1)
    base: dict[str, Any] = {
        "code": Code.MANAGER_CONTACTED,
        "page": Page.CONTACTS,
        "step": Step.MANAGER,
    }
    if at.case.no_manager_reason.strip():
        return Finding(**base, state=State.MET, way=Way.REASON)
    if at.recipient.kind is not RecipientKind.CASINO:
        return Finding(**base, state=State.WARNING, way=Way.NOT_ASKED)
    limit = complaint_limit(at.case, at.pack)
    if limit and (limit.earliest.last - at.today).days <= NEAR_DAYS:
        return Finding(
            **base,
            state=State.WARNING,
            way=Way.DEADLINE_NEAR,
            until=limit.earliest.last,
        )
    return Finding(**base, state=State.MISSING)


def complaints_address(at: Situation) -> Finding:
    """The address for official complaints, or the dated request for it that led nowhere."""
    base: dict[str, Any] = {"code": Code.COMPLAINTS_ADDRESS, "step": Step.COMPLAINT}
    casino = at.case.casino
    if casino.complaints_email.strip() or casino.address.strip():
        return Finding(**base, page=Page.COMPLAINTS, state=State.MET, way=Way.ADDRESS)
    asked = _refused_requests(at, AskedFor.COMPLAINTS_ADDRESS)
    if asked:
        return _met_by_contact(
            Code.COMPLAINTS_ADDRESS, Step.COMPLAINT, asked[0], Way.REQUEST, len(asked)
        )
    return Finding(**base, page=Page.COMPLAINTS, state=State.MISSING)


def complain_in_time(at: Situation) -> Finding:
    """The casino still has to accept the complaint; only a firm rule closes the gate."""
    base: dict[str, Any] = {
        "code": Code.COMPLAIN_IN_TIME,
        "page": Page.FACTS,
        "step": Step.COMPLAINT,
    }
    term = at.pack.term(TermKind.COMPLAIN_WITHIN, at.case.topic)
    if term is None:
        return Finding(**base, state=State.NOT_APPLICABLE)
    limit = complaint_limit(at.case, at.pack)
    if limit is None:
        return Finding(**base, state=State.WARNING, way=Way.NO_DATE, **at.backing(term))
    return _in_time(at, base, limit, at.case.dispatch_to(CASINO.code))


def complaint_sent(at: Situation) -> Finding:
    """The official complaint was sent: a dispatch with a date and a channel."""
    sent = at.case.dispatch_to(CASINO.code)
    base: dict[str, Any] = {
        "code": Code.COMPLAINT_SENT,
        "page": Page.SENDING,
        "step": Step.COMPLAINT,
    }
    backing = at.backing(at.pack.ladder_rule(Step.COMPLAINT))
    if sent and sent.day and sent.day <= at.today:
        return Finding(**base, state=State.MET, day=sent.day, **backing)
    return Finding(**base, state=State.MISSING, **backing)


def casino_answered(at: Situation) -> Finding | None:
    """A final answer came, or the answering time has passed. None when nothing was sent."""
    clock = answer_clock(at.case, at.pack)
    sent = at.case.dispatch_to(CASINO.code)
    if clock is None or sent is None or not sent.day or sent.day > at.today:
        return None
    count, term = clock
    base: dict[str, Any] = {
        "code": Code.CASINO_ANSWERED,
        "page": Page.SENDING,
        "step": Step.COMPLAINT,
    }
    if found := final_answer(sent, at.today):
        return Finding(**base, **_received(found), state=State.MET, way=Way.FINAL_ANSWER)
    opens = day_after(count.last)
    passed = at.today >= opens
    return Finding(
        **base,
        state=State.MET if passed else State.WAITING,
        way=Way.TIME_PASSED if passed else None,
        until=opens,
        count=count,
        article=term.article if term else "",
        **at.backing(term),
    )


def dispute_body_named(at: Situation) -> Finding:
    """A dispute body exists for this casino: the player wrote its name, and it did not end."""
    base: dict[str, Any] = {
        "code": Code.DISPUTE_BODY_NAMED,
        "page": Page.COMPLAINTS,
        "step": Step.DISPUTE,
    }
    if ended := at.pack.ended_body(at.case.casino.dispute_body):
        return Finding(**base, state=State.MISSING, way=Way.ENDED, day=ended.ended)
    backing = at.backing(at.pack.ladder_rule(Step.DISPUTE))
    if at.case.casino.dispute_body.strip():
        return Finding(**base, state=State.MET, **backing)
    way = Way.NONE_EXISTS if at.case.casino.no_dispute_body else None
    return Finding(**base, state=State.MISSING, way=way, **backing)


def dispute_in_time(at: Situation) -> Finding:
    """The dispute body still accepts the case."""
    base: dict[str, Any] = {
        "code": Code.DISPUTE_IN_TIME,
        "page": Page.SENDING,
        "step": Step.DISPUTE,
    }
    limit = dispute_limit(at.case, at.pack, at.today)
    if limit is None:
        return Finding(**base, state=State.NOT_APPLICABLE)
    return _in_time(at, base, limit, at.case.dispatch_to(DISPUTE.code))


def authority_in_time(at: Situation) -> Finding | None:
    """The authority still looks at what happened; None where it has no such rule."""
    limit = authority_limit(at.case, at.pack)
    if limit is None:
        return None
    base: dict[str, Any] = {
        "code": Code.AUTHORITY_IN_TIME,
        "page": Page.FACTS,
        "step": Step.AUTHORITY,
    }
    return _in_time(at, base, limit, at.case.dispatch_to(at.recipient.code))


def dispute_still_open(at: Situation) -> Finding | None:
    """Some bodies refuse what a regulator has considered.

    A warning when a regulator was written to already, or would be now, before the body.
    """
    if at.recipient.authority:
        return _dispute_first(at)
    told = any(":" in one.recipient for one in at.case.dispatches)
    refusal = _refusal(at)
    return _may_be_closed(at, refusal) if told and refusal else None


def _dispute_first(at: Situation) -> Finding | None:
    """For money, the body comes first wherever it would refuse what a regulator looked at.

    A report is also warned where the pack says so and no body is named yet. For another packet
    `dispute_decided` speaks there, and closes the gate.
    """
    rule = at.pack.ladder_rule(Step.DISPUTE)
    if rule and at.recipient.kind is RecipientKind.AUTHORITY:
        return None
    ended = at.pack.ended_body(at.case.casino.dispute_body)
    sent = at.case.dispatch_to(DISPUTE.code) and not ended
    refusal = _refusal(at) or (at.backing(rule) if rule else {})
    if at.case.casino.no_dispute_body or sent or not at.case.remedy.wants_money or not refusal:
        return None
    return _may_be_closed(at, refusal)


def _refusal(at: Situation) -> dict[str, Any]:
    """The proof that the named body refuses what a regulator looked at; empty when it does not.

    The pack's own word comes first; a casino may also name a body that its pack does not.
    """
    text = at.case.casino.dispute_body
    in_pack, on_file = at.pack.body_named(text), at.pack.body_on_file(text)
    if in_pack and in_pack.closed_after_regulator:
        return at.backing(in_pack)
    if on_file is None or on_file.refuses is None:
        return {}
    rule = on_file.refuses
    return {"sources": on_file.proof, "confidence": rule.confidence, "display": rule.display}


def _may_be_closed(at: Situation, proof: dict[str, Any]) -> Finding:
    """Nobody is sent to a body that ended, also when the casino still names it."""
    first = Way.ENDED if at.pack.ended_body(at.case.casino.dispute_body) else Way.DISPUTE_FIRST
    return Finding(
        code=Code.DISPUTE_STILL_OPEN,
        state=State.WARNING,
        page=Page.READY if at.recipient.authority else Page.SENDING,
        step=Step.DISPUTE,
        way=first if at.recipient.authority else None,
        **proof,
    )


def dispute_decided(at: Situation) -> Finding | None:
    """For money, the dispute body comes before an authority whose pack says so."""
    rule = at.pack.ladder_rule(Step.DISPUTE)
    if rule is None:
        return None
    base: dict[str, Any] = {
        "code": Code.DISPUTE_DECIDED,
        "page": Page.SENDING,
        "step": Step.DISPUTE,
    }
    base |= at.backing(rule)
    if rule.need is Need.REQUIRED_FOR_MONEY and not at.case.remedy.wants_money:
        return Finding(**base, state=State.NOT_APPLICABLE)
    if at.case.casino.no_dispute_body:
        return Finding(**base, state=State.WARNING, way=Way.NONE_EXISTS)
    if ended := at.pack.ended_body(at.case.casino.dispute_body):
        page = {"page": Page.COMPLAINTS, "day": ended.ended}
        return Finding(**{**base, **page}, state=State.MISSING, way=Way.ENDED)
    sent = at.case.dispatch_to(DISPUTE.code)
    if sent is None or sent.day is None or sent.day > at.today:
        return Finding(**base, state=State.MISSING)
    if found := final_answer(sent, at.today):
        return Finding(**base, **_received(found), state=State.MET, way=Way.DECIDED)
    return _undecided(at, sent.day, base)


def _received(answer: Answer) -> dict[str, Any]:
    """When the answer came: the day, or the month when that is all that is known."""
    day = Moment(date=answer.received_on).day
    return {"day": day, "month": "" if day else answer.received_on}


def _undecided(at: Situation, sent: date, base: dict[str, Any]) -> Finding:
    clock = dispute_clock(at.case, at.pack)
    if clock is None:
        return Finding(**base, state=State.MISSING, way=Way.DECIDED, day=sent)
    opens = day_after(clock[0].last)
    passed = at.today >= opens
    return Finding(
        **{**base, **at.backing(clock[1])},
        state=State.MET if passed else State.WAITING,
        way=Way.TIME_PASSED if passed else None,
        day=sent,
        until=opens,
        count=clock[0],
    )


def _in_time(at: Situation, base: dict[str, Any], limit: Limit, sent: Dispatch | None) -> Finding:
    base = {
        **base,
        **at.backing(limit.term),
        "until": limit.earliest.last,
        "count": limit.earliest,
        "latest": limit.latest if limit.latest.last > limit.earliest.last else None,
        "article": limit.term.article,
    }
    if sent and sent.day and sent.day <= min(limit.latest.last, at.today):
        return Finding(**base, state=State.MET, day=sent.day)
    if at.today <= limit.earliest.last:
        left = (limit.earliest.last - at.today).days
        return Finding(**base, state=State.MET, number=left)
    if at.today > limit.latest.last and limit.term.is_sure and limit.is_certain:
        return Finding(**{**base, "until": limit.latest.last}, state=State.EXPIRED)
    return Finding(**base, state=State.WARNING, way=Way.NOT_FIRM)


def _is_needed(at: Situation, step: Step) -> bool:
    """The casino always needs the step; another recipient when its pack surely requires it."""
    rule = at.pack.ladder_rule(step)
    if at.recipient.kind is RecipientKind.CASINO:
        return True
    return rule is not None and rule.need is Need.REQUIRED and rule.is_firm


def _refused_requests(at: Situation, wanted: AskedFor) -> list[Contact]:
    return [
        one
        for one in at.case.contacts_on(*Step)
        if wanted in one.asked_for and one.outcome in _NOT_GIVEN and _took_place(one, at.today)
    ]


def _took_place(contact: Contact, today: date) -> bool:
    """Dated, and not in the future: what is only planned proves nothing."""
    bounds = partial_bounds(contact.moment.date)
    return bounds is not None and bounds[0] <= today


def _met_by_contact(code: Code, step: Step, contact: Contact, way: Way, number: int) -> Finding:
    bounds = partial_bounds(contact.moment.date)
    return Finding(
        code=code,
        state=State.MET,
        page=Page.CONTACTS,
        step=step,
        way=way,
        day=contact.moment.day,
        month="" if contact.moment.day or not bounds else contact.moment.date,
        number=number,
        exhibits=contact.exhibits,
    )
