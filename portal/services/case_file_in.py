"""Opening a case from a case file: a new case with a new key, or nothing at all.

Of what the file says only the player's own words and choices are taken. Each file of evidence goes
through intake as if it were uploaded (docs/decisions/0014-case-files.md).
"""

import io
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from hmac import compare_digest
from pathlib import Path
from typing import Final, cast

from msgspec import Struct
from msgspec.structs import replace as with_fields

from portal.domain.case import Case, Exhibit
from portal.domain.errors import DomainError
from portal.domain.evidence import EvidenceFile, FileRefused, NormalForm
from portal.domain.manifest import CaseFileProblem, CaseFileRefused, ListedPacket
from portal.domain.packet_exhibits import exhibit_numbers
from portal.domain.parts import replace
from portal.domain.recipient import parse_recipient
from portal.domain.record import CaseRecord, IssuedPacket, StoredFile
from portal.domain.sharing import as_taken_in
from portal.intake.child import normalise
from portal.services.case_file_out import packet_facts
from portal.services.case_zip import PIECE, Bounds, CaseZip, open_case_zip
from portal.services.evidence import Incoming, Room, file_facts, store_normal
from portal.services.gate import Packs
from portal.services.packets import new_packet_id
from portal.services.verify import keep_packet_receipts
from portal.store import cases as store
from portal.store.cases import OpenCase
from portal.store.files import read_file
from portal.store.packets import keep_packet
from portal.vault.age import (
    ARMOUR,
    MAGIC,
    BadAgeFile,
    TooMuchWork,
    WrongPassphrase,
    unseal_age,
)
from portal.vault.keys import CaseKey, new_case_key, packet_proof
from portal.vault.scratch import Scratch

LARGEST_PACKET: Final = 200_000_000  # bytes; what the page that checks packets reads
_ZIP_MAGIC: Final = b"PK\x03\x04"
_AT_ONCE: Final = os.cpu_count() or 1  # files that intake looks at side by side
_PDF: Final = b"%PDF-"
# What the case says of a file, beside what intake finds. Not what was checked of an e-mail's
# signatures: a file could claim that.
_OWN: Final = ("attach", "chosen", "edits", "speakers", "chat_edits", "black")


class Taker(Struct, frozen=True, kw_only=True):
    """What opening a case file takes besides the file.

    `total` is the largest case file in bytes, `scratch` a folder on the disk, `secret` the site's
    own; `months` is how long a case is kept.
    """

    room: Room
    total: int
    packs: Packs
    secret: bytes
    scratch: Path
    today: date
    now: datetime
    months: int

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.room, self.total)


def bounds_of(room: Room, total: int) -> Bounds:
    return Bounds(file=room.file, evidence=room.case, packet=LARGEST_PACKET, total=total)


def take_case_file(source: Scratch, passphrase: str, taker: Taker) -> tuple[CaseKey, OpenCase]:
    """The case in the file, under a new key. Raises CaseFileRefused; then nothing is kept.

    `passphrase` opens a sealed file, and is "" for none. Should this process die on the way, an
    empty case without a key is left until the end of the month, and files that are swept.
    """
    with _plain(source, passphrase, taker) as plain, open_case_zip(plain, taker.bounds) as found:
        _check_recipients(found, taker.packs)
        key = new_case_key()
        empty = CaseRecord(case=Case(reference=found.case.reference))
        opened = store.create_case(empty, key, taker.today, 0)
        try:
            saved = store.save_case(opened, _record(opened, found, taker))
        except BaseException:
            store.delete_case(opened)
            raise
    store.keep_case(saved, taker.today, taker.months)
    return key, saved


# -- the seal ------------------------------------------------------------------------------


@contextmanager
def _plain(source: Scratch, passphrase: str, taker: Taker) -> Iterator[io.BufferedReader]:
    """The ZIP, which lies sealed on the disk either way."""
    source.finish()
    source.seek(0)
    head = source.read(PIECE)
    if not head:
        raise CaseFileRefused(CaseFileProblem.EMPTY)
    if head.startswith(ARMOUR):
        raise CaseFileRefused(CaseFileProblem.SEALED_OTHERWISE)
    if head.startswith(MAGIC):
        with Scratch(taker.scratch) as opened:
            _unseal(source, passphrase, opened)
            yield io.BufferedReader(opened)
    elif head.startswith(_ZIP_MAGIC):
        yield io.BufferedReader(source)
    else:
        raise CaseFileRefused(CaseFileProblem.NOT_ONE)


def _unseal(source: Scratch, passphrase: str, into: Scratch) -> None:
    if not passphrase:
        raise CaseFileRefused(CaseFileProblem.LOCKED)
    source.seek(0)
    try:
        for piece in unseal_age(iter(lambda: source.read(PIECE), b""), passphrase):
            into.write(piece)
    except WrongPassphrase:
        raise CaseFileRefused(CaseFileProblem.NOT_UNLOCKED) from None
    except TooMuchWork:
        raise CaseFileRefused(CaseFileProblem.SEALED_OTHERWISE) from None
    except BadAgeFile:
        raise CaseFileRefused(CaseFileProblem.DAMAGED) from None
    into.finish()
    into.seek(0)


# -- what is taken -------------------------------------------------------------------------


def _check_recipients(found: CaseZip, packs: Packs) -> None:
    """Every recipient is one whose rules are here: pages of the case show them."""
    codes = [one.recipient for one in found.case.dispatches]
    codes += [one.issued.recipient for one in found.manifest.packets]
    try:
        named = {parse_recipient(code).authority for code in codes} - {""}
    except DomainError:
        raise CaseFileRefused(CaseFileProblem.BAD_CASE) from None
    if named - packs.keys():
        raise CaseFileRefused(CaseFileProblem.UNKNOWN_AUTHORITY)


def _record(opened: OpenCase, found: CaseZip, taker: Taker) -> CaseRecord:
    case, files = _evidence(opened, found, taker)
    packets = [_packet(opened, found, one, taker) for one in found.manifest.packets]
    help_ = as_taken_in(found.manifest.help, taker.today)
    return with_fields(opened.record, case=case, files=files, packets=tuple(packets), help=help_)


class _Arrived(Struct, frozen=True):
    """A file of evidence: its original is sealed by now, its normal form is being made."""

    number: int
    exhibit: Exhibit
    incoming: Incoming
    blob: str
    normal: Future[NormalForm]


def _evidence(opened: OpenCase, found: CaseZip, taker: Taker) -> tuple[Case, dict[str, StoredFile]]:
    """The case with what intake says of its files now, and the files, a few at a time."""
    case = found.case
    files: dict[str, StoredFile] = {}
    numbers = exhibit_numbers(case)
    held = [(numbers[one.id], one) for one in case.exhibits if one.file]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for start in range(0, len(held), _AT_ONCE):
            together = held[start : start + _AT_ONCE]
            for one in [_arrive(opened, found, *piece, taker, pool) for piece in together]:
                file, files[one.exhibit.id] = _finish(opened, one, taker.now)
                case = case.with_exhibit(replace(one.exhibit, file=file))
    if sum(one.file.pages for one in case.exhibits if one.file) > taker.room.all_pages:
        raise CaseFileRefused(CaseFileProblem.NO_ROOM)
    return case, files


def _arrive(
    opened: OpenCase,
    found: CaseZip,
    number: int,
    exhibit: Exhibit,
    taker: Taker,
    pool: ThreadPoolExecutor,
) -> _Arrived:
    told = _told(exhibit)
    incoming = Incoming(opened, taker.now, taker.room.file)
    for piece in found.read(found.manifest.by_exhibit[exhibit.id].path):
        incoming.write(piece)
    blob = incoming.finish()
    normal = pool.submit(
        normalise,
        read_file(opened, blob, incoming.key, incoming.size),
        told.name,
        limits=taker.room.limits(found.case, exhibit.id),
        chosen=told.chosen,
        edits=told.edits,
    )
    return _Arrived(number, exhibit, incoming, blob, normal)


def _finish(opened: OpenCase, one: _Arrived, now: datetime) -> tuple[EvidenceFile, StoredFile]:
    told = _told(one.exhibit)
    try:
        normal = one.normal.result()
    except FileRefused as refused:
        problem = CaseFileProblem.BAD_EVIDENCE
        raise CaseFileRefused(problem, one.number, refused.problem) from None
    stored = store_normal(opened, one.incoming.key, one.blob, normal, now)
    file = file_facts(told.name, one.incoming.size, one.incoming.sha256, normal)
    return replace(file, **{name: getattr(told, name) for name in _OWN}), stored


def _told(exhibit: Exhibit) -> EvidenceFile:
    """What the case says of the file; only those with a file come here."""
    return cast(EvidenceFile, exhibit.file)


def _packet(opened: OpenCase, found: CaseZip, listed: ListedPacket, taker: Taker) -> IssuedPacket:
    """The packet as it was issued. With this site's own proof its receipts are there again."""
    pdf = b"".join(found.read(listed.path))
    if not pdf.startswith(_PDF):
        raise CaseFileRefused(CaseFileProblem.BAD_CASE)
    facts = packet_facts(listed.issued, opened.record.case.reference)
    made_here = compare_digest(listed.proof, packet_proof(taker.secret, facts))
    packet = with_fields(listed.issued, id=new_packet_id(), made_here=made_here)
    if not made_here:
        packet = with_fields(packet, file_name=listed.path.rpartition("/")[2])
    keep_packet(opened, bytes.fromhex(packet.id), pdf)
    if made_here:
        keep_packet_receipts(opened, packet)
    return packet
