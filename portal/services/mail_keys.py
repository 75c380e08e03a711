"""The keys that domains publish for the e-mails they sign, where the host allows to ask for them.

Asking tells the domain's name servers that somebody looks at one of its e-mails, so the host
decides (setting `mail_key_lookups`) and the player presses a button.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace as with_fields

from portal.domain.evidence import EvidenceFile
from portal.domain.incoming import with_signatures
from portal.domain.mail import KeyCheck, Signature
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.intake.child import Checked, PublishedKey, check_signatures
from portal.services.cases import update_record
from portal.services.evidence import NoFile, exhibit_of, original_of
from portal.store.cases import OpenCase

if TYPE_CHECKING:
    from dns.resolver import Resolver

AskForKey = Callable[[str, str], "PublishedKey | None"]
_SECONDS: Final = 3.0  # for one key; an e-mail has at most five
_LONGEST_KEY: Final = 4096  # bytes; a key of 4096 bits takes about 800
_LONGEST_NAME: Final = 253  # characters, RFC 1035


def published_key(
    domain: str, selector: str, resolver: Resolver | None = None
) -> PublishedKey | None:
    """The key of `selector` at `domain`, with an empty text when there is none.

    None when nobody answered in time or with sense. Asks the host's name servers, else `resolver`.
    """
    import dns.exception  # only for who asks: the site starts without it
    import dns.resolver

    name = f"{selector}._domainkey.{domain}"
    if len(name) > _LONGEST_NAME:
        return None
    nothing = PublishedKey(domain=domain, selector=selector, text=b"")
    try:
        asked = resolver or dns.resolver.get_default_resolver()
        found = asked.resolve(f"{name}.", "TXT", lifetime=_SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return nothing
    except (dns.exception.DNSException, OSError):
        return None
    texts = [b"".join(record.strings) for record in found]
    text = next((one for one in texts if b"p=" in one), b"")
    return with_fields(nothing, text=text) if len(text) <= _LONGEST_KEY else None


def check_mail(
    opened: OpenCase, exhibit_id: str, today: date, ask: AskForKey = published_key
) -> OpenCase:
    """Checks the signatures of an e-mail now, and keeps what came of it. Raises NoFile."""
    file, pieces = original_of(opened, exhibit_id)
    asked = {(one.domain, one.selector) for one in _signatures(file)}
    keys = tuple(filter(None, (ask(*place) for place in sorted(asked))))
    results = check_signatures(pieces, keys)

    def apply(record: CaseRecord) -> CaseRecord:
        exhibit = exhibit_of(record.case, exhibit_id)
        if exhibit is None or exhibit.file is None:
            raise NoFile(exhibit_id)
        checked = tuple(_checked(one, results, today) for one in _signatures(exhibit.file))
        case = record.case.with_exhibit(with_signatures(exhibit, checked))
        return with_fields(record, case=case)

    return update_record(opened, apply)


def _signatures(file: EvidenceFile) -> tuple[Signature, ...]:
    if file.mail is None:
        raise NoFile
    return file.mail.signatures


def _checked(signature: Signature, results: tuple[Checked, ...], today: date) -> Signature:
    place = (signature.domain, signature.selector)
    found = (one.check for one in results if (one.domain, one.selector) == place)
    return replace(signature, check=next(found, KeyCheck.UNCLEAR), checked_on=today)
