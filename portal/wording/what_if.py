"""When one can go to whom, if the complaint is sent on a certain day and nobody replies."""

from portal.domain.codes import Display, RecipientKind
from portal.domain.what_if import Opening
from portal.i18n import format_day, gettext
from portal.wording.counting import basis
from portal.wording.names import Names


def opening_sentence(opening: Opening, names: Names) -> str:
    """From which day one can go to this recipient, and where the waiting time comes from."""
    if opening.day is None:
        return gettext(
            "You can go to %(authority)s when the dispute body has decided. "
            "We know no rule about the time for that.",
            authority=names.authority,
        )
    said = [_from_day(opening, format_day(opening.day), names)]
    if opening.finding:
        said.append(basis(opening.finding, names))
        if opening.finding.display is Display.CHECK_FIRST:
            said.append(gettext("Check this at the source before you rely on it."))
    return " ".join(filter(None, said))


def _from_day(opening: Opening, day: str, names: Names) -> str:
    if opening.recipient.kind is RecipientKind.DISPUTE:
        body = names.dispute_body if opening.is_named else gettext("the dispute body")
        return gettext("You can go to %(body)s from %(day)s.", body=body, day=day)
    return gettext("You can go to %(authority)s from %(day)s.", authority=names.authority, day=day)
