"""Asking the gate: which recipients a case has, and what each needs today."""

from collections.abc import Mapping
from datetime import date

from portal.domain.case import Case
from portal.domain.codes import RecipientKind
from portal.domain.errors import DomainError
from portal.domain.finding import Readiness
from portal.domain.ladder import has_dispute_step
from portal.domain.packet import PacketContent, build
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.rules import UNKNOWN, RulePack, is_nobody
from portal.domain.topics import TopicGuide
from portal.knowledge.loader import load_topics

Packs = Mapping[str, RulePack]


def pack_of(case: Case, packs: Packs) -> RulePack:
    """The rule pack of the casino's authority; the plain default when none is known."""
    return packs.get(case.casino.authority, packs[UNKNOWN])


def pack_for(case: Case, recipient: Recipient, packs: Packs) -> RulePack:
    """The rules that a packet is judged by. Raises DomainError("unknown_authority")."""
    if not recipient.authority:
        return pack_of(case, packs)
    if recipient.authority not in packs:
        raise DomainError("unknown_authority", authority=recipient.authority)
    return packs[recipient.authority]


def recipients_of(case: Case, packs: Packs) -> tuple[Recipient, ...]:
    """Whom a packet of this case can be for, in the order of the ladder."""
    pack = pack_of(case, packs)
    dispute = (DISPUTE,) if has_dispute_step(case, pack) else ()
    if is_nobody(case.casino.authority):
        return (CASINO, *dispute, *_reports_at_home(case, packs))
    report = (Recipient(RecipientKind.REPORT, pack.id),) if pack.report else ()
    authority = Recipient(RecipientKind.AUTHORITY, pack.id)
    at_home = () if pack.id == UNKNOWN else _reports_at_home(case, packs)
    abroad = tuple(one for one in at_home if one not in report)
    return (CASINO, *dispute, authority, *report, *abroad)


def _reports_at_home(case: Case, packs: Packs) -> tuple[Recipient, ...]:
    """The player's own country may take a report about a casino that it did not license."""
    return tuple(
        Recipient(RecipientKind.REPORT, pack.id)
        for pack in packs.values()
        if pack.report and pack.report.unlicensed and pack.country == case.player.country
    )


def report_packs(case: Case, packs: Packs) -> tuple[RulePack, ...]:
    """The packs of the regulators that may take a report about this case."""
    found = (one for one in recipients_of(case, packs) if one.kind is RecipientKind.REPORT)
    return tuple(packs[one.authority] for one in found)


def ask(case: Case, recipient: Recipient, packs: Packs, today: date) -> Readiness:
    """The gate's answer for one recipient. Raises DomainError for an unknown authority."""
    return assess(case, recipient, pack_for(case, recipient, packs), today, guide_of(case))


def guide_of(case: Case) -> TopicGuide | None:
    """What we know about the topic of a case."""
    return load_topics()[case.topic] if case.topic else None


def content_for(
    case: Case, recipient: Recipient, packs: Packs, today: date, *, is_draft: bool
) -> PacketContent:
    """What a packet of this case says. Raises DomainError for an unknown authority."""
    readiness = ask(case, recipient, packs, today)
    pack = pack_for(case, recipient, packs)
    return build(case, readiness, pack, is_draft=is_draft, guide=guide_of(case))
