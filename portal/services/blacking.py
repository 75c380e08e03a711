"""The text of evidence as it leaves the house: without what its player blacked out."""

from msgspec.structs import replace as with_fields

from portal.domain.blacking import masked, told
from portal.domain.case import Case
from portal.domain.evidence import EvidenceFile, NormalForm, Transcript, read_normal
from portal.domain.record import StoredFile
from portal.services.evidence import stored_file
from portal.store.cases import OpenCase
from portal.store.files import read_file


def normal_of(opened: OpenCase, exhibit_id: str) -> NormalForm:
    """What the packet shows of the file: `BLACK` where its text is blacked out. Raises NoFile."""
    file, stored = stored_file(opened.record, exhibit_id)
    return shown_normal(file, _kept_normal(opened, stored))


def shown_normal(file: EvidenceFile, normal: NormalForm) -> NormalForm:
    """The normal form without what the player blacked out in its text."""
    if not file.black or normal.transcript is None:
        return normal
    return with_fields(normal, transcript=masked(normal.transcript, file.black), mail=None)


def whole_text_of(opened: OpenCase, exhibit_id: str) -> Transcript | None:
    """The whole text, for its player alone; None for pages. Raises NoFile."""
    _known, stored = stored_file(opened.record, exhibit_id)
    return _kept_normal(opened, stored).transcript


def _kept_normal(opened: OpenCase, stored: StoredFile) -> NormalForm:
    return read_normal(b"".join(read_file(opened, stored.normal, stored.key, stored.normal_size)))


def told_case(opened: OpenCase) -> Case:
    """The case as it leaves the house: it tells nothing that is blacked out in its evidence."""
    case = opened.record.case
    for exhibit in case.exhibits:
        if exhibit.file and exhibit.file.black and exhibit.id in opened.record.files:
            text = whole_text_of(opened, exhibit.id)
            case = case.with_exhibit(told(exhibit, text) if text else exhibit)
    return case
