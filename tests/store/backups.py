"""Installations with something in them, and backups of them."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from msgspec.structs import replace
from sqlalchemy import insert, select

from portal.domain.record import StoredFile
from portal.services.backup import End, write_backup
from portal.services.restore import Restored, restore_backup
from portal.store.cases import OpenCase, create_case, open_case, save_case
from portal.store.database import init_store, migrate_database
from portal.store.files import FileWriter, new_file_key, read_file
from portal.store.models import CaseRow, EditionRow, db
from portal.store.objects import evidence
from portal.store.packets import keep_packet, load_packet
from portal.store.reminders import keep_reminder
from portal.store.sessions import start_session
from portal.store.tombstones import Tombstones, all_tombstones
from portal.vault.age_keys import new_private_key, public_key_of
from portal.vault.keys import CaseKey, new_case_key
from tests.store.examples import MONTHS, NOW, RECORD, TODAY

PRIVATE = new_private_key()
PUBLIC = public_key_of(PRIVATE)
MAIL_KEY = b"m" * 32
PACKET = b"%PDF-1.7 Zonnekoning"
CONTENT = b"Zonnekoning weigert de opname. " * 10_000


@dataclass
class Site:
    """One installation, in whose context the tests work."""

    app: Flask
    files: dict[str, bytes] = field(default_factory=dict)
    """What a restore wrote into the instance folder."""

    def backup(self, before_write: Callable[[], object] = lambda: None) -> tuple[bytes, End]:
        """A backup of it; `before_write` is called each time that a piece is written."""
        whole = io.BytesIO()

        def write(piece: bytes) -> None:
            before_write()
            whole.write(piece)

        secret = Path(self.app.instance_path) / "secret-key"
        secret.write_text("s" * 48)
        with self.app.app_context():
            end = write_backup(write, [PUBLIC], {"secret-key": secret}, NOW, "0.1.0")
        return whole.getvalue(), end

    def restore(self, backup: bytes, tombstones: Tombstones | None = None) -> Restored:
        """Puts `backup` in."""
        with self.app.app_context():
            return restore_backup(
                lambda: io.BytesIO(backup),
                [PRIVATE],
                (tombstones or {}) | all_tombstones(),
                self.files.__setitem__,
            )


@contextmanager
def site(folder: Path, address: str = "", *, is_new: bool = True) -> Iterator[Site]:
    """An installation with empty tables, or the one in `folder`; without an address on SQLite."""
    folder.mkdir(mode=0o700, exist_ok=not is_new)
    app = Flask(__name__, instance_path=str(folder))
    app.config["SQLALCHEMY_DATABASE_URI"] = address or f"sqlite:///{folder / 'hogerop.db'}"
    app.config["EVIDENCE_FOLDER"] = folder / "evidence"
    init_store(app)
    if is_new:
        with app.app_context():
            migrate_database()
    try:
        yield Site(app)
    finally:
        with app.app_context():
            db.engine.dispose()


def add_case(content: bytes = CONTENT) -> CaseKey:
    """A case with a file of evidence, a packet and a visit. Needs the context of a site."""
    key = new_case_key()
    opened = create_case(RECORD, key, TODAY, MONTHS)
    start_session(opened, {}, NOW)
    keep_packet(opened, packet_id(opened), PACKET)
    file_key = new_file_key()
    writer = FileWriter(opened, file_key, NOW)
    writer.write(content)
    writer.finish()
    stored = StoredFile(
        key=file_key, original=writer.name, normal=writer.name, normal_size=len(content)
    )
    save_case(opened, replace(opened.record, files={"e1": stored}))
    return key


def add_rest() -> bytes:
    """A register and a reminder, whose id is returned. Needs the context of a site."""
    with db.engine.begin() as connection:
        edition = {"day": TODAY, "digest": "d" * 64, "complete": True}
        connection.execute(insert(EditionRow).values(edition))
    return keep_reminder(MAIL_KEY, "marijke@example.org", "nl", TODAY)


def opened_case(key: CaseKey) -> OpenCase:
    """The case, looked at on the day of the examples. Raises CaseNotFound."""
    return open_case(key, TODAY, MONTHS)


def has_everything(key: CaseKey, content: bytes = CONTENT) -> bool:
    """Whether the case is as `add_case` made it, its file and its packet too."""
    opened = opened_case(key)
    stored = opened.record.files["e1"]
    file = b"".join(read_file(opened, stored.original, stored.key, stored.normal_size))
    packet = load_packet(opened, packet_id(opened))
    return (opened.record.case, file, packet) == (RECORD.case, content, PACKET)


def packet_id(opened: OpenCase) -> bytes:
    """The id of the one packet of a case."""
    return opened.case_id[::-1]


def is_empty(one: Site) -> bool:
    """Whether there is no case and no file of evidence."""
    with one.app.app_context(), db.engine.connect() as connection:
        return not connection.execute(select(CaseRow.id)).all() and not evidence().names()
