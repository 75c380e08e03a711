"""Handing out a case as one file: a ZIP that is written while it is sent, sealed on request."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from io import RawIOBase
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace as with_fields

from portal.documents.case_page import Included, case_page
from portal.domain.case import Case
from portal.domain.codec import write_case
from portal.domain.evidence import EvidenceFile
from portal.domain.manifest import (
    CASE,
    EVIDENCE,
    INDEX,
    MANIFEST,
    MAX_PACKETS,
    PACKETS,
    ListedFile,
    ListedPacket,
    Manifest,
    write_manifest,
)
from portal.domain.packet_exhibits import exhibit_numbers
from portal.domain.parts import replace
from portal.domain.record import CaseRecord, IssuedPacket
from portal.domain.sharing import as_handed_out
from portal.services.blacking import told_case
from portal.services.evidence import original_of
from portal.services.gate import Packs, pack_of
from portal.store import packets as packet_store
from portal.store.cases import OpenCase
from portal.vault.age import AgeSealer, passphrase_sealer, sealed_size
from portal.vault.keys import packet_proof

ZIP_TYPE: Final = "application/zip"
AGE_TYPE: Final = "application/octet-stream"  # the age format has no registered media type

_PAST: Final = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier time; ours says nothing
_LONGEST_NAME: Final = 40
_LETTERS: Final = {"nl": "B", "en": "E"}  # as exhibits are numbered in packets
# The kind of file is what intake found, not what the name says: nothing in it starts a script.
_ENDINGS: Final = {
    "application/pdf": "pdf",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tiff",
    "image/webp": "webp",
    "message/rfc822": "eml",
    "text/plain": "txt",
}
_FIXED_BYTES: Final = 22  # the end of a ZIP
# Room for what is not evidence or packets: the case, its page (about twice as long), the rest.
_TEXTS: Final = 3
_SPARE: Final = 1_000_000  # bytes
_ENTRY_BYTES: Final = 30 + 16 + 46  # header, descriptor and place in the list, without the names
_PIECE: Final = 64 * 1024
_ZIP64_FROM: Final = 2**31 - 1  # from here on `zipfile` writes longer headers

Pieces = Callable[[], Iterable[bytes]]


class Entry(Struct, frozen=True):
    """One file that goes into the ZIP: its path, size in bytes, and what opens it."""

    path: str
    size: int
    pieces: Pieces


class Contents(Struct, frozen=True, kw_only=True):
    """What a case file holds; `left_out` are packets that would make it too large."""

    entries: tuple[Entry, ...]
    left_out: tuple[IssuedPacket, ...]

    @property
    def size(self) -> int:
        """Bytes of the ZIP; exact unless it needs ZIP64."""
        names = sum(2 * len(one.path) for one in self.entries)
        content = sum(one.size for one in self.entries)
        return content + names + len(self.entries) * _ENTRY_BYTES + _FIXED_BYTES


class Handout(Struct, frozen=True, kw_only=True):
    """A file to send: its pieces come once. `size` is None when it is not known."""

    pieces: Iterator[bytes]
    size: int | None
    file_name: str
    media_type: str


class Maker(Struct, frozen=True, kw_only=True):
    """What making a case file takes besides the case.

    `secret` is the site's own, `limit` the size in bytes from which packets are left out.
    """

    language: str
    packs: Packs
    secret: bytes
    limit: int
    today: datetime.date


def contents_of(opened: OpenCase, maker: Maker) -> Contents:
    """What the case file of this case holds, without reading the evidence."""
    record = opened.record
    record = with_fields(record, case=_with_held_files(record, record.case))
    case_json = write_case(record.case)
    files = tuple(_listed_files(record, maker.language))
    room = maker.limit - sum(one.size for one in files) - _TEXTS * len(case_json) - _SPARE
    kept = _that_fit(record.packets, room)
    packets = tuple(_listed_packets(record, kept, maker.secret))
    shown = with_fields(record, case=_with_held_files(record, told_case(opened)))
    texts = {INDEX: _page(shown, files, packets, maker), CASE: case_json}
    listed = (*(_listed(path, data) for path, data in texts.items()), *files)
    listed += tuple(_of_packet(one) for one in packets)
    told = as_handed_out(record.help)
    manifest = Manifest(language=maker.language, files=listed, packets=packets, help=told)
    texts[MANIFEST] = write_manifest(manifest)
    return Contents(
        entries=(
            *(_text_entry(path, data) for path, data in texts.items()),
            *(_file_entry(opened, one) for one in files),
            *(_packet_entry(opened, one) for one in packets),
        ),
        left_out=tuple(one for one in record.packets if one not in kept),
    )


def _page(
    record: CaseRecord,
    files: tuple[ListedFile, ...],
    packets: tuple[ListedPacket, ...],
    maker: Maker,
) -> bytes:
    paths = {one.issued.id: one.path for one in packets}
    included = Included(
        evidence={one.exhibit: one.path for one in files},
        packets=tuple((one, paths.get(one.id, "")) for one in record.packets),
    )
    pack = pack_of(record.case, maker.packs)
    return case_page(record.case, included, maker.packs, pack, maker.language, maker.today)


def hand_out(opened: OpenCase, maker: Maker, passphrase: str = "") -> Handout:
    """The case file, sealed when there is a passphrase. Needs an app context until its end."""
    contents = contents_of(opened, maker)
    size = contents.size if contents.size < _ZIP64_FROM else None
    name = file_name(opened.record.case.reference)
    pieces = zip_pieces(contents.entries)
    if not passphrase:
        return Handout(pieces=pieces, size=size, file_name=name, media_type=ZIP_TYPE)
    return Handout(
        pieces=_sealed(passphrase_sealer(passphrase), pieces),
        size=sealed_size(size) if size is not None else None,
        file_name=f"{name}.age",
        media_type=AGE_TYPE,
    )


def file_name(reference: str) -> str:
    return f"{reference.lower() or 'case'}.zip"


def packet_facts(packet: IssuedPacket, reference: str) -> bytes:
    """All that a proof is about: the packet and the reference of its case."""
    known = with_fields(packet, id="0" * 32, made_here=True)
    return msgspec.json.encode((reference, known), order="deterministic")


def zip_pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The ZIP, piece by piece. Equal entries give equal bytes."""
    sink = _Outbox()
    with ZipFile(sink, "w", ZIP_STORED) as zip_file:
        for entry in entries:
            info = ZipInfo(entry.path, _PAST)
            info.file_size, info.create_system, info.external_attr = entry.size, 3, 0o600 << 16
            with zip_file.open(info, "w") as opened:
                for piece in entry.pieces():
                    opened.write(piece)
                    yield sink.take()
    yield sink.take()


def _sealed(sealer: AgeSealer, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield sealer.start()
    for piece in pieces:
        yield sealer.update(piece)
    yield sealer.finish()


class _Outbox(RawIOBase):
    """What was written since somebody took it; it cannot be sought in, so sizes come behind."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def write(self, piece: Any, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _with_held_files(record: CaseRecord, case: Case) -> Case:
    """`case`, in which a piece of evidence without its file here is described only."""
    exhibits = (one if one.id in record.files else replace(one, file=None) for one in case.exhibits)
    return replace(case, exhibits=tuple(exhibits))


# -- what goes in --------------------------------------------------------------------------


def _listed(path: str, data: bytes) -> ListedFile:
    return ListedFile(path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _listed_files(record: CaseRecord, language: str) -> Iterator[ListedFile]:
    numbers = exhibit_numbers(record.case)
    held = {one.id: one.file for one in record.case.exhibits}
    for exhibit_id, number in numbers.items():
        file = held[exhibit_id]
        if file and exhibit_id in record.files:
            yield ListedFile(
                path=f"{EVIDENCE}{_LETTERS[language]}{number:02}-{_plain(file)}",
                size=file.size,
                sha256=file.sha256,
                exhibit=exhibit_id,
            )


def _plain(file: EvidenceFile) -> str:
    """A name that every system takes: "chat-with-support.png"."""
    stem = file.name.rpartition(".")[0] or file.name
    ascii_stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_stem.lower())[:_LONGEST_NAME].strip("-") or "file"
    return f"{words}.{_ENDINGS.get(file.media_type, 'bin')}"


def _that_fit(packets: tuple[IssuedPacket, ...], room: int) -> tuple[IssuedPacket, ...]:
    """The newest packets, as many as there is room for (bytes), in their order."""
    kept: list[IssuedPacket] = []
    for packet in reversed(packets):
        if packet.size <= room and len(kept) < MAX_PACKETS:
            kept.insert(0, packet)
            room -= packet.size
    return tuple(kept)


def _listed_packets(
    record: CaseRecord, packets: tuple[IssuedPacket, ...], secret: bytes
) -> Iterator[ListedPacket]:
    for number, one in enumerate(packets, 1):
        facts = packet_facts(one, record.case.reference)
        yield ListedPacket(
            path=f"{PACKETS}{number:02}-{one.document.replace('_', '-')}-{one.language}.pdf",
            issued=one,
            proof=packet_proof(secret, facts) if one.made_here else "",
        )


def _of_packet(one: ListedPacket) -> ListedFile:
    return ListedFile(path=one.path, size=one.issued.size, sha256=one.issued.sha256)


def _text_entry(path: str, data: bytes) -> Entry:
    return Entry(path, len(data), lambda: [data])


def _file_entry(opened: OpenCase, one: ListedFile) -> Entry:
    return Entry(one.path, one.size, lambda: original_of(opened, one.exhibit)[1])


def _packet_entry(opened: OpenCase, one: ListedPacket) -> Entry:
    packet_id = bytes.fromhex(one.issued.id)
    return Entry(
        one.path, one.issued.size, lambda: _cut(packet_store.load_packet(opened, packet_id))
    )


def _cut(pdf: bytes) -> Iterator[bytes]:
    return (pdf[start : start + _PIECE] for start in range(0, len(pdf), _PIECE))
