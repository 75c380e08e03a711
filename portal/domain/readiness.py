"""The gate: is every earlier step complete for this recipient on this day?

The only place that decides. Checklist, ladder picture, button, refusal, packet page and
command line all read what `assess` returns. It is pure: same arguments, same answer, in every
language and whatever the order in which the player entered his case.
"""

from collections.abc import Callable, Iterable
from datetime import date

from portal.domain import authority_checks as authority
from portal.domain import content_checks as content
from portal.domain import ladder_checks as ladder
from portal.domain.case import Case
from portal.domain.codes import DocumentKind, RecipientKind
from portal.domain.errors import DomainError
from portal.domain.finding import Finding, Readiness, Situation
from portal.domain.procedure import kept_to_one_address
from portal.domain.recipient import Recipient
from portal.domain.rules import RulePack
from portal.domain.topics import TopicGuide

Check = Callable[[Situation], Finding | tuple[Finding, ...] | None]

_CONTENT: tuple[Check, ...] = (
    content.casino_named,
    content.topic_chosen,
    content.facts_told,
    content.facts_proven,
    content.deciding_evidence,
    content.remedy_chosen,
    content.amount_agrees,
    content.player_named,
    content.player_reachable,
)

# A report tells what happened; what the player wants from the casino is no condition for it.
_REPORT_CONTENT = tuple(
    check for check in _CONTENT if check not in {content.remedy_chosen, content.amount_agrees}
)

_CHECKS: dict[RecipientKind, tuple[Check, ...]] = {
    RecipientKind.CASINO: (
        ladder.support_contacted,
        ladder.manager_contacted,
        ladder.complaints_address,
        ladder.complain_in_time,
        kept_to_one_address,
        *_CONTENT,
        authority.pack_fresh,
    ),
    RecipientKind.DISPUTE: (
        ladder.dispute_body_named,
        ladder.manager_contacted,
        ladder.complaint_sent,
        ladder.casino_answered,
        kept_to_one_address,
        ladder.dispute_in_time,
        ladder.dispute_still_open,
        *_CONTENT,
        authority.pack_fresh,
    ),
    RecipientKind.AUTHORITY: (
        authority.authority_known,
        authority.its_licence,
        ladder.support_contacted,
        ladder.manager_contacted,
        ladder.complaint_sent,
        ladder.casino_answered,
        kept_to_one_address,
        ladder.dispute_decided,
        ladder.authority_in_time,
        authority.reports_only,
        *_CONTENT,
        content.fields_given,
        authority.language_read,
        authority.right_channel,
        authority.risk_of_fine,
        authority.pack_fresh,
    ),
    RecipientKind.REPORT: (
        authority.takes_reports,
        authority.its_licence,
        authority.steps_not_taken,
        ladder.dispute_still_open,
        authority.reports_only,
        *_REPORT_CONTENT,
        content.fields_given,
        authority.language_read,
        authority.right_channel,
        authority.risk_of_fine,
        authority.pack_fresh,
    ),
}

_DOCUMENTS = {
    RecipientKind.CASINO: DocumentKind.COMPLAINT,
    RecipientKind.DISPUTE: DocumentKind.DISPUTE_SUBMISSION,
    RecipientKind.REPORT: DocumentKind.REPORT,
}


def assess(
    case: Case,
    recipient: Recipient,
    pack: RulePack,
    today: date,
    guide: TopicGuide | None = None,
) -> Readiness:
    """All findings for a packet to `recipient` if it were made on `today`.

    `pack` is the rule pack of the casino's authority, and for an authority its own. `guide` is
    that of the case's topic: it only warns, so those who ask what is still open need none.
    Raises DomainError("wrong_pack") when an authority is judged by another one's rules.
    """
    if recipient.authority and recipient.authority != pack.id:
        raise DomainError("wrong_pack", recipient=recipient.code, pack=pack.id)
    at = Situation(case, recipient, pack, today, guide)
    return Readiness(
        recipient=recipient,
        document=document_of(recipient, pack),
        today=today,
        findings=tuple(_all(check(at) for check in _CHECKS[recipient.kind])),
    )


def document_of(recipient: Recipient, pack: RulePack) -> DocumentKind:
    """What a packet to `recipient` is; an authority's pack says what it takes."""
    return _DOCUMENTS.get(recipient.kind, pack.document)


def _all(results: Iterable[Finding | tuple[Finding, ...] | None]) -> Iterable[Finding]:
    for result in results:
        if isinstance(result, Finding):
            yield result
        elif result:
            yield from result
