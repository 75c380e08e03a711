"""The case record: everything that is sealed for one player, in one JSON document.

Beside the case itself it holds what the player has not finished typing and which packets he has.
SQL migrations cannot reach into it: a release with a new schema upgrades older records in
`read_record`, when their owners open them. `tests/store/golden` keeps one record of every schema.
"""

import datetime
import re
from typing import Annotated

import msgspec
from msgspec import Meta

from portal.domain.case import Case
from portal.domain.codes import DocumentKind
from portal.domain.errors import DomainError
from portal.domain.evidence import Sha256Hex
from portal.domain.parts import Line, Part
from portal.domain.sharing import Help
from portal.domain.values import LanguageCode

RECORD_SCHEMA = 1


class BadRecord(DomainError):
    """A stored record cannot be read; `field` is the path of the wrong value, never the value."""

    def __init__(self, field: str) -> None:
        super().__init__("bad_record", field=field)
        self.field = field


BlobId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]


class IssuedPacket(Part, frozen=True, kw_only=True):
    """One packet that was made, and what it was made from."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]  # the stored packet's id in hex
    recipient: Line  # as in `Recipient.code`
    document: DocumentKind
    language: LanguageCode
    issued_on: datetime.date
    sha256: Sha256Hex  # of the PDF
    pages: Annotated[int, Meta(ge=1)]
    size: Annotated[int, Meta(ge=1)]  # bytes
    file_name: Line  # as the player downloads it
    template: Line  # version of the paper's templates
    pack_hash: Line  # version of the rule pack
    content_hash: Sha256Hex  # of what this file shows
    whole_hash: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$")] = ""  # of all parts together
    part: Annotated[int, Meta(ge=1)] = 1
    parts: Annotated[int, Meta(ge=1)] = 1
    size_limit: Annotated[int, Meta(ge=0)] = 0  # bytes that one file was to stay under; 0: none
    made_here: bool = True  # False: it came in a case file, and nothing shows where it was made

    @property
    def packet_hash(self) -> str:
        """Of the whole packet's content: the same content is issued once."""
        return self.whole_hash or self.content_hash


class StoredFile(Part, frozen=True, kw_only=True):
    """Where the file of an exhibit lies, sealed with a key of its own (base64 of 32 bytes).

    Ids of blobs in hex: the untouched original, its normal form, and the small pictures of its
    pages ("" when there are none). `size` is that of the normal form, in bytes.
    """

    key: bytes
    original: BlobId
    normal: BlobId
    normal_size: Annotated[int, Meta(ge=1)]
    looks: Annotated[str, Meta(pattern=r"^([0-9a-f]{32})?$")] = ""
    looks_size: Annotated[int, Meta(ge=0)] = 0


class ReminderNote(Part, frozen=True, kw_only=True):
    """A reminder that this case asked for: the way to it leads from the case only."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    day: datetime.date


class CaseRecord(Part, frozen=True, kw_only=True):
    """What is sealed for one case. `drafts` maps a page to its fields as they were typed."""

    case: Case
    schema: Annotated[int, Meta(ge=1, le=RECORD_SCHEMA)] = RECORD_SCHEMA
    drafts: dict[str, dict[str, list[str]]] = msgspec.field(default_factory=dict)
    packets: tuple[IssuedPacket, ...] = ()
    has_recovery_key: bool = False
    files: dict[str, StoredFile] = msgspec.field(default_factory=dict)  # by exhibit
    reminders: tuple[ReminderNote, ...] = ()
    help_offered: bool = False  # what he said to that is kept nowhere
    was_counted: bool = False  # in the site's figures; stays when the case is opened again
    help: Help = Help()

    @property
    def blobs(self) -> frozenset[str]:
        """The ids of all sealed files that this case names."""
        return frozenset(
            one
            for stored in self.files.values()
            for one in (stored.original, stored.normal, stored.looks)
            if one
        )


_decoder = msgspec.json.Decoder(CaseRecord)
_encoder = msgspec.json.Encoder(order="deterministic")


def read_record(data: bytes) -> CaseRecord:
    """The record in `data` (UTF-8 JSON). Raises BadRecord, also for a newer release's schema."""
    try:
        return _decoder.decode(data)
    except msgspec.ValidationError as error:
        # The message can quote what the player typed, so only the path goes on.
        found = re.search(r" - at `([^`]*)`$", str(error))
        raise BadRecord(found[1] if found else "$") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadRecord("$") from None


def write_record(record: CaseRecord) -> bytes:
    """The record as JSON: UTF-8, everything in a fixed order: equal records give equal bytes."""
    return _encoder.encode(record)
