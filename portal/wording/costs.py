"""What it costs a player to go somewhere, in one sentence."""

from portal.domain.rules import Cost, Refund
from portal.i18n import current_language, format_amount, gettext
from portal.wording.source import N_

_IT: dict[Refund | None, str] = {
    Refund.NEVER: N_("It costs %(amount)s. You do not get that back."),
    Refund.IF_WON: N_("It costs %(amount)s. You get that back if you win."),
    None: N_("It costs %(amount)s. We do not know whether you can get that back."),
}
_PART: dict[Refund | None, str] = {
    Refund.NEVER: N_("%(what)s costs %(amount)s. You do not get that back."),
    Refund.IF_WON: N_("%(what)s costs %(amount)s. You get that back if you win."),
    None: N_("%(what)s costs %(amount)s. We do not know whether you can get that back."),
}


def cost_sentence(cost: Cost) -> str:
    """That it is free, or how much it costs and whether he gets it back."""
    what = cost.what.in_language(current_language()) if cost.what else ""
    if cost.amount is None:
        if not what:
            return gettext("It is free for you.")
        return gettext("%(what)s is free for you.", what=what)
    sentences = _PART if what else _IT
    return gettext(sentences[cost.refund], what=what, amount=format_amount(cost.amount))
