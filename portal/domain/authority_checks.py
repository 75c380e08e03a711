"""Checks of the gate that only an authority's packet needs (docs/product.md, "Recipient rules")."""

from typing import Any

from portal.domain.codes import RecipientKind, State, Step
from portal.domain.finding import Code, Finding, Page, Situation, Way
from portal.domain.ladder_checks import complaint_sent, manager_contacted, support_contacted
from portal.domain.recipient import DISPUTE
from portal.domain.rules import UNKNOWN, WayIn, is_nobody

RISK_OF_FINE = "unlicensed_player_liability"  # id of the warning in a rule pack


def authority_known(at: Situation) -> Finding | None:
    """The plain default knows no authority: the player must check its rules himself."""
    if at.pack.id != UNKNOWN:
        return None
    named = bool(at.case.casino.authority_name.strip())
    state = State.WARNING if named else State.MISSING
    return Finding(code=Code.AUTHORITY_KNOWN, state=state, page=Page.REGULATOR)


def its_licence(at: Situation) -> Finding | None:
    """The authority gave this casino its licence; a report may be about an unlicensed one."""
    base: dict[str, Any] = {"code": Code.ITS_LICENCE, "page": Page.REGULATOR}
    if at.pack.is_no_authority:
        return Finding(**base, state=State.MISSING)
    if at.case.casino.authority == at.pack.id:
        return Finding(**base, state=State.MET)
    takes = at.recipient.kind is RecipientKind.REPORT and at.pack.report
    if takes and takes.unlicensed:
        if is_nobody(at.case.casino.authority):
            return None  # the player looked and found none: nothing to check
        return Finding(**base, state=State.WARNING, **at.backing(takes))
    return Finding(**base, state=State.MISSING)


def risk_of_fine(at: Situation) -> Finding | None:
    """A warning before the player gives his name about a site that had no licence there."""
    found = next((one for one in at.pack.warnings if one.id == RISK_OF_FINE), None)
    if found is None or at.case.casino.authority == at.pack.id:
        return None
    return Finding(
        code=Code.RISK_OF_FINE,
        state=State.WARNING,
        page=Page.AUTHORITY,
        text=found.text,
        **at.backing(found),
    )


def takes_reports(at: Situation) -> Finding:
    """Whether this authority takes a report about this topic from anyone, without the ladder."""
    rule = at.pack.report
    base: dict[str, Any] = {"code": Code.TAKES_REPORTS, "page": Page.AUTHORITY}
    if rule and (not rule.topics or at.case.topic in rule.topics):
        return Finding(**base, state=State.MET, **at.backing(rule))
    return Finding(**base, state=State.MISSING, **at.backing(rule))


def reports_only(at: Situation) -> Finding | None:
    """This authority will not decide about the player's money."""
    rule = at.pack.decides_disputes
    if rule is None or rule.value or not at.case.remedy.wants_money:
        return None
    return Finding(
        code=Code.REPORTS_ONLY, state=State.WARNING, page=Page.AUTHORITY, **at.backing(rule)
    )


def right_channel(at: Situation) -> tuple[Finding, ...]:
    """Ways that the authority says not to use."""
    return tuple(
        Finding(
            code=Code.RIGHT_CHANNEL,
            state=State.WARNING,
            page=Page.AUTHORITY,
            names=(way.kind,),
            **at.backing(way),
        )
        for way in at.pack.ways
        if way.refused and way.kind is not WayIn.WEBSITE
    )


def language_read(at: Situation) -> Finding | None:
    """The player's own words are in a language that this authority reads."""
    known = at.pack.languages
    if known is None or not at.case.language:
        return None
    reads = at.case.language in known.values
    return Finding(
        code=Code.LANGUAGE_READ,
        state=State.MET if reads else State.WARNING,
        page=Page.AUTHORITY,
        names=known.values,
        **at.backing(known),
    )


def steps_not_taken(at: Situation) -> Finding:
    """A report says plainly which steps were not taken."""
    checks = {
        Step.SUPPORT: support_contacted(at),
        Step.MANAGER: manager_contacted(at),
        Step.COMPLAINT: complaint_sent(at),
    }
    names = [step for step, finding in checks.items() if finding.state is not State.MET]
    ended = at.pack.ended_body(at.case.casino.dispute_body)
    sent = at.case.dispatch_to(DISPUTE.code) and not ended
    if at.pack.has_dispute_step(at.case.casino) and not sent:
        names.append(Step.DISPUTE)
    return Finding(
        code=Code.STEPS_NOT_TAKEN,
        state=State.WARNING if names else State.MET,
        page=Page.CONTACTS,
        names=tuple(names),
    )


def pack_fresh(at: Situation) -> tuple[Finding, ...]:
    """What we know was checked not too long ago: of the licence, and of the body written to."""
    base: dict[str, Any] = {"code": Code.PACK_FRESH, "state": State.WARNING}
    found = []
    if at.pack.is_stale(at.today):
        found.append(Finding(**base, page=Page.AUTHORITY, day=at.pack.verified_on))
    body = at.pack.body_on_file(at.case.casino.dispute_body)
    is_asked = at.recipient.kind is RecipientKind.DISPUTE
    if is_asked and body and at.today > body.review_by:
        day = body.verified_on
        found.append(Finding(**base, page=Page.DISPUTE_BODY, way=Way.OF_BODY, day=day))
    return tuple(found)
