"""In which language a recipient reads: the packet's default, apart from the screen."""

from portal.domain.case import Case
from portal.domain.codes import RecipientKind
from portal.domain.recipient import Recipient
from portal.domain.rules import RulePack
from portal.i18n import LANGUAGES

_WORLD_LANGUAGE = "en"  # what licence holders and dispute bodies outside the Netherlands read


def reading_language(case: Case, pack: RulePack, recipient: Recipient) -> str:
    """The language of the packet when the player does not choose: "nl" or "en"."""
    if recipient.kind is RecipientKind.CASINO and case.casino.support_language in LANGUAGES:
        return case.casino.support_language
    known = pack.languages.values if pack.languages else ()
    reads = [code for code in known if code in LANGUAGES]
    if reads:
        return reads[0]
    return "nl" if pack.country == "NL" else _WORLD_LANGUAGE
