"""What a casino's footer and licence number say: the authority, and imitations to beware of."""

from msgspec import Struct

from portal.domain.case import Casino
from portal.domain.known import Known
from portal.domain.licence import LookAlike, Recognition, look_alikes, recognise


class LicenceFound(Struct, frozen=True):
    """What was recognised; `warnings` are look-alike seals and numbers that are no licence."""

    recognition: Recognition | None
    warnings: tuple[LookAlike, ...]


def recognise_licence(casino: Casino, known: Known) -> LicenceFound:
    """Reads the licence number and the footer text that the player copied."""
    text = f"{casino.licence_number}\n{casino.footer_text}"
    recognition = recognise(text, known.packs.values()) if text.strip() else None
    return LicenceFound(recognition, look_alikes(text, known.imitations))
