"""What the sentences call the casino, the regulator and the dispute body."""

from collections.abc import Callable

from msgspec import Struct

from portal.domain.case import Case, Casino
from portal.domain.codes import DocumentKind, RecipientKind
from portal.domain.packet import PacketContent, PackLine
from portal.domain.recipient import Recipient
from portal.domain.rules import UNKNOWN, RulePack, is_nobody
from portal.i18n import current_language, gettext
from portal.wording.labels import label
from portal.wording.source import Voice

_LONGEST_SHORT = len("Ksa")  # letters of an abbreviation that has small letters


class Names(Struct, frozen=True, kw_only=True):
    """Names as they stand in the middle of a sentence, with their article: "the MGA".

    The two labels stand alone ("MGA"), "" when the name is not known.
    """

    casino: str
    authority: str
    dispute_body: str
    authority_label: str = ""
    dispute_body_label: str = ""

    def __repr__(self) -> str:
        return "Names(…)"


def names_of(case: Case, pack: RulePack) -> Names:
    """The names for the sentences of a case, in the current language."""
    body = pack.body_named(case.casino.dispute_body)
    return _names(case.casino, pack, body.name if body else case.casino.dispute_body)


def names_on_paper(content: PacketContent) -> Names:
    """The same names, from what the packet holds."""
    is_addressee = content.addressee.kind is RecipientKind.DISPUTE
    body = content.addressee.name_en if is_addressee else content.casino.dispute_body
    return _names(content.casino, content.pack, body)


def recipient_name(recipient: Recipient, pack: RulePack, case: Case) -> str:
    """Whom a packet is for, by name and in full, for titles and lists."""
    match recipient.kind:
        case RecipientKind.CASINO:
            return case.casino.brand.strip() or case.casino.website.strip() or gettext("The casino")
        case RecipientKind.DISPUTE:
            body = pack.body_named(case.casino.dispute_body)
            typed = case.casino.dispute_body.strip()
            given = body.name if body else "" if pack.ended_body(typed) else typed
            return given or gettext("the dispute body")
        case RecipientKind.AUTHORITY | RecipientKind.REPORT:
            return _authority_in_full(case, pack)


def standing_alone(name: str) -> str:
    """A name as a title: "the regulator" begins with a capital, "eCOGRA" is written its own way."""
    return name[:1].upper() + name[1:] if name.partition(" ")[0].islower() else name


def document_title(document: DocumentKind, recipient: str = "", voice: Voice = "paper") -> str:
    """The title of a packet; `recipient` is the full name, left out when it is not known.

    Dutch screens have another word for a complaint than the letter itself.
    """
    if document is DocumentKind.COMPLAINT:
        return label(document, voice)
    if not recipient:
        return _UNADDRESSED[document]()
    return _TITLES[document](recipient)


_TITLES: dict[DocumentKind, Callable[[str], str]] = {
    DocumentKind.DISPUTE_SUBMISSION: lambda name: gettext("Submission to %(name)s", name=name),
    DocumentKind.REFERRAL: lambda name: gettext("Referral to %(name)s", name=name),
    DocumentKind.REPORT: lambda name: gettext("Report to %(name)s", name=name),
}
_UNADDRESSED: dict[DocumentKind, Callable[[], str]] = {
    DocumentKind.DISPUTE_SUBMISSION: lambda: gettext("Submission to the dispute body"),
    DocumentKind.REFERRAL: lambda: gettext("Referral to the regulator"),
    DocumentKind.REPORT: lambda: gettext("Report to the regulator"),
}


def _casino(casino: Casino) -> str:
    given = casino.brand or casino.licence_holder or casino.website
    return given.strip() or gettext("the casino")


def _names(casino: Casino, pack: RulePack | PackLine, body: str) -> Names:
    is_known = pack.id != UNKNOWN and not is_nobody(pack.id)
    typed = casino.authority_name.strip()
    authority = _with_article(pack.short_name) if is_known else typed or gettext("the regulator")
    return Names(
        casino=_casino(casino),
        authority=authority,
        dispute_body=body.strip() or gettext("the dispute body"),
        authority_label=pack.short_name if is_known else typed,
        dispute_body_label=body.strip(),
    )


def _with_article(short_name: str) -> str:
    """ "the MGA"; a name that is one whole word, as Spelinspektionen, stands without an article."""
    is_word = short_name.isalpha() and short_name.istitle() and len(short_name) > _LONGEST_SHORT
    return short_name if is_word else gettext("the %(name)s", name=short_name)


def _authority_in_full(case: Case, pack: RulePack) -> str:
    if pack.id == UNKNOWN:
        return case.casino.authority_name.strip() or gettext("the regulator")
    return f"{pack.name.in_language(current_language())} ({pack.short_name})"
