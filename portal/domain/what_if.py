"""What if the complaint goes out on a certain day, and nobody answers?"""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.case import Case, Dispatch, next_id
from portal.domain.codes import Channel, RecipientKind, State
from portal.domain.finding import Code, Finding
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.router_bodies import names_body
from portal.domain.rules import RulePack, is_nobody


class Opening(Struct, frozen=True, kw_only=True):
    """The first day on which the earlier steps are complete for `recipient`.

    `day` is None when nobody knows it: the dispute body must decide first, and no rule says
    within what time. `finding` is what is waited for last. `is_named` says whether we know which
    dispute body it is.
    """

    recipient: Recipient
    day: date | None
    finding: Finding | None
    is_named: bool = True


def openings(case: Case, pack: RulePack, sent_on: date) -> tuple[Opening, ...]:
    """When each later recipient opens if the complaint is sent on `sent_on`.

    Nobody answers, and the player goes on to the dispute body on the first day that he can. A
    complaint that was sent before keeps its own day. `pack` is that of the casino's authority.
    """
    case = _with_letter(case, CASINO, sent_on)
    found: list[Opening] = []
    on = sent_on
    if pack.has_dispute_step(case.casino):
        at_body = _opening(case, DISPUTE, pack, on)
        found.append(replace(at_body, is_named=names_body(case, pack)))
        on = at_body.day or on
        case = _with_letter(case, DISPUTE, on)
    if not is_nobody(case.casino.authority):
        found.append(_opening(case, Recipient(RecipientKind.AUTHORITY, pack.id), pack, on))
    return tuple(found)


def _opening(case: Case, recipient: Recipient, pack: RulePack, on: date) -> Opening:
    readiness = assess(case, recipient, pack, on)
    steps = (readiness.of(Code.CASINO_ANSWERED), readiness.of(Code.DISPUTE_DECIDED))
    never = next((one for one in steps if one and one.state is State.MISSING), None)
    if never:
        return Opening(recipient=recipient, day=None, finding=never)
    counted = {one.until: one for one in steps if one and one.until}
    last = max(counted, default=on)
    return Opening(recipient=recipient, day=max(last, on), finding=counted.get(last))


def _with_letter(case: Case, recipient: Recipient, day: date) -> Case:
    letter = Dispatch(
        id=next_id("d", case.dispatches),
        recipient=recipient.code,
        sent_on=day.isoformat(),
        channel=Channel.EMAIL,
    )
    return case.with_dispatch(letter)
