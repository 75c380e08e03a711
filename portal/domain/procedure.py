"""The way of the official complaint: what went round the address that handles it.

After it is sent, only the complaints address may talk about the problem (docs/product.md, "The
story", step 3). Other questions still go to customer service.
"""

from portal.domain.case import Case, Contact, Dispatch
from portal.domain.codes import Channel, State, Step
from portal.domain.dates import partial_bounds
from portal.domain.finding import Code, Finding, Page, Situation
from portal.domain.recipient import CASINO

_WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER, Channel.REGISTERED_LETTER})


def complaint_on_its_way(case: Case) -> Dispatch | None:
    """The complaint, once it was sent to somebody by a player who knows the address for it.

    Nobody is blamed who was never told that address: then there is no other way to go.
    """
    complaint = case.dispatch_to(CASINO.code)
    knows_it = complaint and complaint.to.strip() and case.casino.complaints_email.strip()
    return complaint if knows_it else None


def is_after_complaint(contact: Contact, complaint: Dispatch | None) -> bool:
    """Whether a contact surely came after `complaint` (`complaint_on_its_way`)."""
    sent = partial_bounds(complaint.sent_on) if complaint else None
    return bool(sent and contact.moment.day and contact.moment.day > sent[1])


def is_outside_procedure(contact: Contact, complaint: Dispatch | None) -> bool:
    """Whether the player went round the complaints address with a contact about this problem.

    A written message in which he asked nothing is the casino's own: he cannot help where it comes
    from.
    """
    with_others = contact.step in {Step.SUPPORT, Step.MANAGER}
    asked = contact.asked.strip() or contact.asked_for or contact.text
    is_theirs = contact.channel in _WRITTEN and not asked
    is_about_this = with_others and not is_theirs and not contact.about_other
    return is_about_this and is_after_complaint(contact, complaint)


def outside_procedure(case: Case) -> tuple[Contact, ...]:
    """The contacts of `case` that went round the complaints address, in order of date."""
    sent = complaint_on_its_way(case)
    return tuple(one for one in case.contacts_in_order if is_outside_procedure(one, sent))


def kept_to_one_address(at: Situation) -> Finding | None:
    """A warning about contacts outside the procedure; None without them. It stops nobody."""
    found = outside_procedure(at.case)
    if not found:
        return None
    return Finding(
        code=Code.ONE_ADDRESS,
        state=State.WARNING,
        page=Page.CONTACTS,
        step=Step.COMPLAINT,
        number=len(found),
    )
