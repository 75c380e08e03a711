"""What lies in a case file that is a ZIP: `manifest.json`, and why such a file is not taken.

docs/case-file.md describes the file. The names in it are ours; those that the player gave stand in
`case.json` alone.
"""

import re
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from portal.domain.case import SCHEMA
from portal.domain.evidence import FileProblem, Sha256Hex
from portal.domain.parts import Part
from portal.domain.record import IssuedPacket
from portal.domain.sharing import Help
from portal.domain.values import Id, LanguageCode

VERSION = 1
MANIFEST = "manifest.json"
CASE = "case.json"
INDEX = "index.html"
EVIDENCE = "evidence/"
PACKETS = "packets/"
MAX_PACKETS = 400
MAX_MANIFEST_BYTES = 4 * 1024 * 1024

_PATH = (
    r"^(case\.json|index\.html|(evidence|packets)/[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.[a-z0-9]{1,8})$"
)

ZipPath = Annotated[str, Meta(pattern=_PATH)]


class CaseFileProblem(StrEnum):
    """Why a case file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_ONE = "not_one"  # neither a ZIP nor an age file
    LOCKED = "locked"  # and no passphrase came along
    NOT_UNLOCKED = "not_unlocked"  # by this passphrase
    SEALED_OTHERWISE = "sealed_otherwise"  # armour, a key instead of a passphrase, too much work
    DAMAGED = "damaged"  # cut off, not what the manifest says, or not readable
    LOCKED_ZIP = "locked_zip"  # a ZIP with a password of its own
    INCOMPLETE = "incomplete"  # something that the manifest or the case names is not there
    FOREIGN = "foreign"  # something that does not belong into it
    NEWER = "newer"  # made by a later release
    BAD_CASE = "bad_case"  # case.json or manifest.json breaks the format
    NO_ROOM = "no_room"  # more evidence than a case here may hold
    BAD_EVIDENCE = "bad_evidence"  # a file of evidence that would be refused by itself
    UNKNOWN_AUTHORITY = "unknown_authority"  # names one whose rules are not here
    BUSY = "busy"  # others are opening theirs


class CaseFileRefused(Exception):
    """The case file is not taken; nothing of it was kept.

    `exhibit` is the number of the piece of evidence that is refused, as in the names of the files
    in the ZIP, and `why` the reason.
    """

    def __init__(
        self, problem: CaseFileProblem, exhibit: int = 0, why: FileProblem | None = None
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.exhibit = exhibit
        self.why = why


class ListedFile(Part, frozen=True, kw_only=True):
    """One file in the ZIP; `exhibit` is set for the file of a piece of evidence."""

    path: ZipPath
    size: Annotated[int, Meta(ge=1)]  # bytes
    sha256: Sha256Hex
    exhibit: Annotated[str, Meta(pattern=r"^([0-9a-z]{1,16})?$")] = ""


class ListedPacket(Part, frozen=True, kw_only=True):
    """A packet in the ZIP. `proof` shows to the site that made it that it did; "" for none."""

    path: ZipPath
    issued: IssuedPacket
    proof: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$")] = ""


class Manifest(Part, frozen=True, kw_only=True):
    """`manifest.json`: every other file of the ZIP, and of each packet what was made of what."""

    format: Literal["hogerop-case-file"] = "hogerop-case-file"
    version: Annotated[int, Meta(ge=1, le=VERSION)] = VERSION
    language: LanguageCode = "nl"  # of index.html
    files: tuple[ListedFile, ...]
    packets: Annotated[tuple[ListedPacket, ...], Meta(max_length=MAX_PACKETS)] = ()
    help: Help = Help()  # the journal and the comments of caseworkers; nothing that is shared

    def __post_init__(self) -> None:
        paths = [one.path for one in self.files]
        exhibits = [one.exhibit for one in self.files if one.exhibit]
        packets = [one.path for one in self.packets]
        for names in (paths, exhibits, packets):
            if len(names) != len(set(names)):
                raise ValueError("something is listed twice")
        if not {CASE, *packets}.issubset(paths):
            raise ValueError("something is not listed")
        for one in self.files:
            if one.path.startswith(EVIDENCE) != bool(one.exhibit):
                raise ValueError("evidence and its files do not fit")
            if one.path.startswith(PACKETS) != (one.path in packets):
                raise ValueError("packets and their files do not fit")

    @property
    def by_exhibit(self) -> dict[Id, ListedFile]:
        """The files of evidence, by the ids of their exhibits."""
        return {one.exhibit: one for one in self.files if one.exhibit}

    @property
    def by_path(self) -> dict[str, ListedFile]:
        return {one.path: one for one in self.files}


class _Peek(msgspec.Struct, frozen=True):
    """What says whether a later release wrote it."""

    version: int = 1
    schema: int = 1


_decoder = msgspec.json.Decoder(Manifest)
_encoder = msgspec.json.Encoder(order="deterministic")
_peek = msgspec.json.Decoder(_Peek)


def read_manifest(data: bytes) -> Manifest:
    """The manifest in `data` (UTF-8 JSON). Raises CaseFileRefused: BAD_CASE or NEWER."""
    check_age(data)
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CaseFileRefused(CaseFileProblem.BAD_CASE) from None


def write_manifest(manifest: Manifest) -> bytes:
    return msgspec.json.format(_encoder.encode(manifest), indent=2)


def check_age(data: bytes) -> None:
    """Raises CaseFileRefused(NEWER) for a manifest or a case of a later release."""
    try:
        seen = _peek.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CaseFileRefused(CaseFileProblem.BAD_CASE) from None
    if seen.version > VERSION or seen.schema > SCHEMA:
        raise CaseFileRefused(CaseFileProblem.NEWER)


def is_zip_path(name: str) -> bool:
    """Whether a file of this name may be in the ZIP."""
    return name == MANIFEST or re.fullmatch(_PATH, name) is not None
