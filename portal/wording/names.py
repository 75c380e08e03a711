"""What the sentences call the casino, the regulator and the dispute body."""

from collections.abc import Callable

from msgspec import Struct

from portal.domain.case import Case, Casino
from portal.domain.codes import DocumentKind, RecipientKind
from portal.domain.packet import PacketContent
from portal.domain.recipient import Recipient
from portal.domain.rules import UNKNOWN, RulePack
from portal.i18n import current_language, gettext, pgettext


class Names(Struct, frozen=True, kw_only=True):
    """Names as they stand in the middle of a sentence, with their article: "the MGA"."""

    casino: str
    authority: str
    dispute_body: str

    def __repr__(self) -> str:
        return "Names(…)"


def names_of(case: Case, pack: RulePack) -> Names:
    """The names for the sentences of a case, in the current language."""
    body = pack.body_named(case.casino.dispute_body)
    return Names(
        casino=_casino(case.casino),
        authority=_authority(case.casino, pack.id, pack.short_name),
        dispute_body=body.name if body else _dispute_body(case.casino.dispute_body),
    )


def names_on_paper(content: PacketContent) -> Names:
    """The same names, from what the packet holds."""
    addressee = content.addressee
    is_body = addressee.kind is RecipientKind.DISPUTE
    body = addressee.name_en if is_body else content.casino.dispute_body
    return Names(
        casino=_casino(content.casino),
        authority=_authority(content.casino, content.pack.id, content.pack.short_name),
        dispute_body=_dispute_body(body),
    )


def recipient_name(recipient: Recipient, pack: RulePack, case: Case) -> str:
    """Whom a packet is for, by name and in full, for titles and lists."""
    match recipient.kind:
        case RecipientKind.CASINO:
            return case.casino.brand.strip() or case.casino.website.strip() or gettext("The casino")
        case RecipientKind.DISPUTE:
            body = pack.body_named(case.casino.dispute_body)
            given = body.name if body else case.casino.dispute_body.strip()
            return given or gettext("The dispute body")
        case RecipientKind.AUTHORITY | RecipientKind.REPORT:
            return _authority_in_full(case, pack)


def document_title(document: DocumentKind, recipient: str = "") -> str:
    """The title of a packet; `recipient` is the full name, left out when it is not known."""
    if document is DocumentKind.COMPLAINT:
        return pgettext("letter", "Formal complaint")
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


def _authority(casino: Casino, pack_id: str, short_name: str) -> str:
    if pack_id != UNKNOWN:
        return gettext("the %(name)s", name=short_name)
    return casino.authority_name.strip() or gettext("the regulator")


def _authority_in_full(case: Case, pack: RulePack) -> str:
    if pack.id == UNKNOWN:
        return case.casino.authority_name.strip() or gettext("The gambling regulator")
    return f"{pack.name.in_language(current_language())} ({pack.short_name})"


def _dispute_body(name: str) -> str:
    return name.strip() or gettext("the dispute body")
