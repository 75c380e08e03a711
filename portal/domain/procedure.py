"""The way of the official complaint: what went round the address that handles it.

After it is sent, only the complaints address may talk about the problem (docs/product.md, "The
story", step 3). Other questions still go to customer service.
"""

from portal.domain.case import Case, Contact, Dispatch
from portal.domain.codes import State, Step
from portal.domain.dates import partial_bounds
from portal.domain.finding import Code, Finding, Page, Situation
from portal.domain.recipient import CASINO


def is_after_complaint(contact: Contact, complaint: Dispatch | None) -> bool:
    """Whether a contact surely came after the complaint went to its address.

    Nobody is blamed who was never told that address, so the complaint must have been sent to one.
    """
    if complaint is None or not complaint.to.strip():
        return False
    sent = partial_bounds(complaint.sent_on)
    return bool(sent and contact.moment.day and contact.moment.day > sent[1])


def is_outside_procedure(contact: Contact, complaint: Dispatch | None) -> bool:
    """Whether a contact about this problem went round the complaints address."""
    with_others = contact.step in {Step.SUPPORT, Step.MANAGER}
    return with_others and not contact.about_other and is_after_complaint(contact, complaint)


def outside_procedure(case: Case) -> tuple[Contact, ...]:
    """The contacts of `case` that went round the complaints address, in order of date."""
    sent = case.dispatch_to(CASINO.code)
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
