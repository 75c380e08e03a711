"""What of a case goes to one reader: no more than that reader asks for."""

from portal.domain.case import Case
from portal.domain.parts import replace
from portal.domain.recipient import Recipient
from portal.domain.rules import Field, RulePack


def case_for(case: Case, recipient: Recipient, pack: RulePack) -> Case:
    """The case as it is attached to a packet for `recipient`, whose rules are in `pack`.

    The date of birth stays out unless this authority asks for it (docs/product.md, journey 8).
    """
    asks = recipient.authority and any(one.field is Field.DATE_OF_BIRTH for one in pack.fields)
    if asks:
        return case
    return replace(case, player=replace(case.player, date_of_birth=""))
