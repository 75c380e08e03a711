"""The database of a release, kept for ever: every later release must be able to take it over.

With the release `python -m scripts.golden_database 0.2.0` writes one more file; those that are
there already are never changed. It is a dump of SQLite; the first line has the key of its case.
"""

import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command
from flask import Flask

from portal.domain.case import Case, Casino, Contact, Player
from portal.domain.codes import DocumentKind
from portal.domain.record import CaseRecord
from portal.store.cases import create_case
from portal.store.database import init_store
from portal.store.models import db
from portal.store.packets import keep_packet
from portal.store.receipts import Receipt, by_code, keep_receipts
from portal.store.reminders import keep_reminder
from portal.store.sessions import start_session
from portal.vault.keys import new_case_key

GOLDEN = Path(__file__).resolve().parents[1] / "tests/store/golden"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONTHS = 12
# What every golden database holds; it stays as it is, so that all of them can be compared with it.
RECORD = CaseRecord(
    case=Case(
        reference="HO-TEST22",
        casino=Casino(brand="Zonnekoning Casino"),
        contacts=(Contact(id="c1", answered="Uw opname is geweigerd."),),
        player=Player(name="Marijke Canarie"),
    ),
    drafts={"player": {"name": ["Marijke Canar"]}},
)
PACKET = b"%PDF-1.7 Zonnekoning"
PACKET_ID = b"packet of golden"
MAIL_KEY = b"m" * 32
REMINDED = "marijke@example.org"
VISIT = "-- session: "
KEY = "-- key: "
RECEIPT = Receipt(
    issued_on=TODAY, sha256="5" * 64, document=DocumentKind.COMPLAINT, language="nl", pages=3
)
BY_CODE = by_code("HO-TEST22", "0123456789AB")


def dump(folder: Path, revision: str) -> str:
    """A database of `revision` with one of everything, as SQL."""
    app = Flask(__name__, instance_path=str(folder))
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'golden.db'}"
    app.config["EVIDENCE_FOLDER"] = folder / "evidence"
    init_store(app)
    with app.app_context():
        command.upgrade(app.extensions["migrate"].migrate.get_config(), revision)
        key = new_case_key()
        opened = create_case(RECORD, key, TODAY, MONTHS)
        keep_packet(opened, PACKET_ID, PACKET)
        keep_receipts(opened, RECEIPT, BY_CODE)
        keep_reminder(MAIL_KEY, REMINDED, "nl", TODAY)
        secret = start_session(opened, {"step": "manager"}, NOW)
        db.engine.dispose()
    with sqlite3.connect(folder / "golden.db") as connection:
        lines = [f"{KEY}{key.text}", f"{VISIT}{secret.hex()}", *connection.iterdump()]
    return "\n".join(lines) + "\n"


def main(version: str, revision: str = "head") -> None:
    """Write the file of a release; one that is there is left alone (FileExistsError)."""
    with tempfile.TemporaryDirectory() as folder:
        text = dump(Path(folder), revision)
    with (GOLDEN / f"release-{version}.sql").open("x", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
