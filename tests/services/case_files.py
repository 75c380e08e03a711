"""Making and opening case files in tests: a case with evidence, a ZIP to spoil."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from flask import current_app
from msgspec.structs import replace

from portal.knowledge.loader import load_packs
from portal.services.case_file_in import Taker, take_case_file
from portal.services.case_file_out import Handout, Maker, hand_out
from portal.services.evidence import Incoming, Room, take_in
from portal.store.cases import OpenCase
from portal.vault.scratch import Scratch

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTHS = 12
ROOM = Room(25_000_000, 100_000_000, 200, 400, 50_000_000)
SECRET = b"the secret of this site, 32 byte"
PACKS = load_packs()
TOTAL = 500_000_000
MAKER = Maker(language="nl", packs=PACKS, secret=SECRET, limit=TOTAL, today=TODAY)


def taker(**changes: object) -> Taker:
    usual = Taker(
        room=ROOM,
        total=TOTAL,
        packs=PACKS,
        secret=SECRET,
        scratch=Path(current_app.config["EVIDENCE_FOLDER"]).parent,
        today=TODAY,
        now=NOW,
        months=MONTHS,
    )
    return replace(usual, **changes)


def add(opened: OpenCase, name: str, content: bytes, proves: str = "") -> OpenCase:
    incoming = Incoming(opened, NOW, ROOM.file)
    incoming.write(content)
    return take_in(opened, incoming, name, proves, ROOM, NOW)[1]


def file_of(opened: OpenCase, passphrase: str = "", maker: Maker = MAKER) -> bytes:
    made: Handout = hand_out(opened, maker, passphrase)
    data = b"".join(made.pieces)
    assert made.size == len(data)
    return data


def opens(data: bytes, passphrase: str = "", **changes: object) -> OpenCase:
    """The case that the file becomes."""
    chosen = taker(**changes)
    with Scratch(chosen.scratch) as source:
        source.write(data)
        return take_case_file(source, passphrase, chosen)[1]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def packed(
    files: dict[str, bytes],
    way: int = zipfile.ZIP_STORED,
    mend: Callable[[zipfile.ZipInfo], None] | None = None,
) -> bytes:
    """A ZIP of these files; `mend` changes what stands in the list of entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", way) as made:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = way
            if mend:
                mend(info)
            made.writestr(info, content)
    return held.getvalue()
