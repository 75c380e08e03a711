"""Taking in the files of exhibits, changing how they are shown, reading them back."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct, msgpack
from msgspec.structs import replace as with_fields

from portal.domain.answered_facts import answered_facts, with_proof
from portal.domain.case import MAX_EXHIBITS, Case, Exhibit, next_id
from portal.domain.codes import ExhibitKind
from portal.domain.evidence import (
    EvidenceFile,
    FileForm,
    FileProblem,
    FileRefused,
    NormalForm,
    write_normal,
)
from portal.domain.listed import Provable
from portal.domain.parts import replace
from portal.domain.record import CaseRecord, StoredFile
from portal.intake.child import Limits, normalise
from portal.services.cases import PartChanged, update_record
from portal.services.gate import guide_of
from portal.store.cases import OpenCase
from portal.store.files import FileWriter, delete_files, new_file_key, read_file

ChangeFile = Callable[[EvidenceFile], EvidenceFile]

_LONGEST_NAME = 200
_KINDS = {FileForm.EMAIL: ExhibitKind.EMAIL, FileForm.TEXT: ExhibitKind.CHAT}
_PICTURE_KINDS = {"image/png": ExhibitKind.SCREENSHOT}


class ListFull(Exception):
    """The case has as many exhibits as it may have."""


class NoFile(LookupError):
    """This exhibit has no file, or is not there (any more)."""


class Room(Struct, frozen=True):
    """How much a case may hold: bytes and shown pages of one file and of all, pixels of a page."""

    file: int
    case: int
    pages: int
    all_pages: int
    pixels: int

    def limits(self, case: Case, exhibit_id: str = "") -> Limits:
        """What is left for the file of one exhibit, or for a new one: at least a page."""
        others = sum(one.file.pages for one in case.exhibits if one.file and one.id != exhibit_id)
        left = max(self.all_pages - others, 1)
        return Limits(max_pages=min(self.pages, left), max_pixels=self.pixels)


class Incoming:
    """A file while it arrives: sealed piece by piece, counted and hashed, nowhere in the clear.

    More than `most` bytes are counted, but no longer kept. It is a binary file to write into.
    """

    def __init__(self, opened: OpenCase, now: datetime, most: int) -> None:
        self.key = new_file_key()
        self.size = 0
        self._most = most
        self._hash = hashlib.sha256()
        self._writer: FileWriter | None = FileWriter(opened, self.key, now)

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        if self.size > self._most:
            self.discard()
        if self._writer:
            self._hash.update(piece)
            self._writer.write(piece)
        return len(piece)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def finish(self) -> str:
        """The id of the sealed file. Raises FileRefused for one that is empty or too large."""
        if not self.size:
            raise FileRefused(FileProblem.EMPTY)
        if self._writer is None:
            raise FileRefused(FileProblem.TOO_LARGE)
        self._writer.finish()
        return self._writer.name

    def discard(self) -> None:
        """Deletes what was written, unless the case names it by now."""
        if self._writer:
            self._writer.discard()
            self._writer = None

    def hand_over(self) -> None:
        """The case names the file: it stays."""
        self._writer = None


def bytes_of(case: Case) -> int:
    """The size of all originals of a case."""
    return sum(one.file.size for one in case.exhibits if one.file)


def exhibit_of(case: Case, exhibit_id: str) -> Exhibit | None:
    return next((one for one in case.exhibits if one.id == exhibit_id), None)


def take_in(
    opened: OpenCase,
    incoming: Incoming,
    name: str,
    proves: str,
    room: Room,
    now: datetime,
) -> tuple[str, OpenCase]:
    """Adds an exhibit for the file that arrived: its id, and the case.

    `proves` is the id of a fact or contact that it shows, or that of an exhibit which was described
    before and gets its file now, or "". Raises FileRefused, ListFull; then nothing is kept.
    """
    try:
        stored, file = _normalised(opened, incoming, name, room, now)
        exhibit_id, opened = _add(opened, stored, file, proves)
    except BaseException:
        incoming.discard()
        raise
    incoming.hand_over()
    return exhibit_id, opened


def _normalised(
    opened: OpenCase,
    incoming: Incoming,
    name: str,
    room: Room,
    now: datetime,
) -> tuple[StoredFile, EvidenceFile]:
    check_room(opened.record.case, incoming, room)
    blob = incoming.finish()
    name = kept_name(name)
    source = read_file(opened, blob, incoming.key, incoming.size)
    normal = normalise(source, name, limits=room.limits(opened.record.case))
    stored = store_normal(opened, incoming.key, blob, normal, now)
    return stored, file_facts(name, incoming.size, incoming.sha256, normal)


def kept_name(name: str) -> str:
    """The name of a file as the case keeps it."""
    return name.strip()[-_LONGEST_NAME:] or "file"


class Original(Struct, frozen=True):
    """A sealed original that no case names yet: its key and blob, its name, bytes, hex digest."""

    key: bytes
    blob: str
    name: str
    size: int
    sha256: str

    def __repr__(self) -> str:
        return "Original(…)"


def put_in(
    opened: OpenCase, original: Original, normal: NormalForm, now: datetime
) -> tuple[str, OpenCase]:
    """Adds an exhibit for a file that was looked at already: its id, and the case.

    Raises ListFull. Then the original stays with whom called.
    """
    stored = store_normal(opened, original.key, original.blob, normal, now)
    facts = file_facts(original.name, original.size, original.sha256, normal)
    return _add(opened, stored, facts, "")


def file_facts(name: str, size: int, sha256: str, normal: NormalForm) -> EvidenceFile:
    """What the case says of a file: of the original (bytes, hex digest) and of its normal form."""
    file = EvidenceFile(
        name=name, media_type=normal.media_type, size=size, sha256=sha256, mail=normal.mail
    )
    return replace(file, **shown(normal))


def check_room(case: Case, incoming: Incoming, room: Room) -> None:
    """Raises FileRefused (NO_ROOM) when all files together would be more than the host allows."""
    if incoming.size <= room.file and bytes_of(case) + incoming.size > room.case:
        raise FileRefused(FileProblem.NO_ROOM)


def shown(normal: NormalForm) -> dict[str, object]:
    """What the case says of a normal form."""
    return {
        "form": normal.form,
        "problem": normal.problem,
        "source_pages": normal.source_pages,
        "pages": len(normal.pages),
        "lines": len(normal.transcript.lines) if normal.transcript else 0,
        "has_location": normal.has_location,
    }


def store_normal(
    opened: OpenCase, key: bytes, original: str, normal: NormalForm, now: datetime
) -> StoredFile:
    """Seals what was made of the file `original` (its blob's id) under the key of the file."""
    looks = msgpack.encode(normal.looks)
    normal_id, normal_size = _write(opened, key, write_normal(_without_looks(normal)), now)
    try:
        looks_id, looks_size = _write(opened, key, looks, now) if normal.looks else ("", 0)
    except BaseException:
        delete_files([normal_id])
        raise
    return StoredFile(
        key=key,
        original=original,
        normal=normal_id,
        normal_size=normal_size,
        looks=looks_id,
        looks_size=looks_size,
    )


def _without_looks(normal: NormalForm) -> NormalForm:
    return with_fields(normal, looks=())


def _write(opened: OpenCase, key: bytes, content: bytes, now: datetime) -> tuple[str, int]:
    writer = FileWriter(opened, key, now)
    writer.write(content)
    writer.finish()
    return writer.name, writer.size


def _add(
    opened: OpenCase, stored: StoredFile, file: EvidenceFile, proves: str
) -> tuple[str, OpenCase]:
    """Names the file in the case. When that fails, what was made of it goes."""
    added = ""

    def apply(record: CaseRecord) -> CaseRecord:
        nonlocal added
        exhibit = _described(record.case, proves)
        if exhibit is None and len(record.case.exhibits) >= MAX_EXHIBITS:
            raise ListFull
        exhibit = exhibit or _new(record.case, file)
        added = exhibit.id
        case = _linked(record.case.with_exhibit(replace(exhibit, file=file)), proves, added)
        return with_fields(record, case=case, files={**record.files, added: stored})

    try:
        saved = update_record(opened, apply)
    except BaseException:
        delete_files(one for one in (stored.normal, stored.looks) if one)
        raise
    return added, saved


def _new(case: Case, file: EvidenceFile) -> Exhibit:
    """What an e-mail shows is its subject until the player says it better."""
    subject = file.mail.subject if file.mail else ""
    return Exhibit(id=next_id("e", case.exhibits), kind=_kind(file), description=subject)


def _described(case: Case, exhibit_id: str) -> Exhibit | None:
    """The exhibit with this id, if it still waits for its file."""
    found = exhibit_of(case, exhibit_id)
    return found if found and found.file is None else None


def _kind(file: EvidenceFile) -> ExhibitKind:
    """The likely kind of evidence; the player can choose another."""
    if file.form is FileForm.IMAGE:
        return _PICTURE_KINDS.get(file.media_type, ExhibitKind.PHOTO)
    return _KINDS.get(file.form, ExhibitKind.OTHER) if file.form else ExhibitKind.OTHER


def _linked(case: Case, part_id: str, exhibit_id: str) -> Case:
    """The part is proven by the exhibit; one that is gone meanwhile is no error."""
    kinds: tuple[tuple[tuple[Provable, ...], Callable[[Case, Any], Case]], ...] = (
        (case.facts, Case.with_fact),
        (case.contacts, Case.with_contact),
        (case.dispatches, Case.with_dispatch),
        (case.letters, Case.with_letter),
    )
    for parts, put in kinds:
        for part in (one for one in parts if one.id == part_id):
            return put(case, replace(part, exhibits=(*part.exhibits, exhibit_id)))
    for fact in answered_facts(case, guide_of(case)):
        if fact.id == part_id:
            return with_proof(case, replace(fact, exhibits=(*fact.exhibits, exhibit_id)))
    return case


def change_file(
    opened: OpenCase, exhibit_id: str, change: ChangeFile, room: Room, now: datetime
) -> OpenCase:
    """Shows the file in another way: makes its normal form anew, from the untouched original.

    An exhibit that begins to hide something is sent without its original from then on, until the
    player says otherwise. Raises FileRefused when the result cannot be shown (nothing is changed
    then), NoFile, and PartChanged when another tab changed the file meanwhile: what one tab made
    black must not come back through another.
    """
    file, stored = stored_file(opened.record, exhibit_id)
    changed = change(file)
    if changed == file:
        return opened
    source = read_file(opened, stored.original, stored.key, file.size)
    limits = room.limits(opened.record.case, exhibit_id)
    normal = normalise(source, file.name, limits=limits, chosen=changed.chosen, edits=changed.edits)
    if normal.problem and not file.problem:
        raise FileRefused(normal.problem)
    attach = changed.attach and (file.hides or not changed.hides)
    changed = replace(changed, attach=attach, **shown(normal))
    renewed = store_normal(opened, stored.key, stored.original, normal, now)

    def apply(record: CaseRecord) -> CaseRecord:
        exhibit = exhibit_of(record.case, exhibit_id)
        if exhibit is None or exhibit.file != file:
            raise PartChanged(opened)
        case = record.case.with_exhibit(replace(exhibit, file=changed))
        return with_fields(record, case=case, files={**record.files, exhibit_id: renewed})

    try:
        return update_record(opened, apply)
    except BaseException:
        delete_files(one for one in (renewed.normal, renewed.looks) if one)
        raise


def stored_file(record: CaseRecord, exhibit_id: str) -> tuple[EvidenceFile, StoredFile]:
    """What the case says of an exhibit's file, and where it is kept. Raises NoFile."""
    exhibit, stored = exhibit_of(record.case, exhibit_id), record.files.get(exhibit_id)
    if exhibit is None or exhibit.file is None or stored is None:
        raise NoFile(exhibit_id)
    return exhibit.file, stored


def original_of(opened: OpenCase, exhibit_id: str) -> tuple[EvidenceFile, Iterator[bytes]]:
    """The untouched original, in pieces. Raises NoFile."""
    file, stored = stored_file(opened.record, exhibit_id)
    return file, read_file(opened, stored.original, stored.key, file.size)


def looks_of(opened: OpenCase, exhibit_id: str) -> tuple[bytes, ...]:
    """JPEG pictures of the pages as the packet shows them. Raises NoFile."""
    _known, stored = stored_file(opened.record, exhibit_id)
    if not stored.looks:
        return ()
    data = b"".join(read_file(opened, stored.looks, stored.key, stored.looks_size))
    return msgpack.decode(data, type=tuple[bytes, ...])
