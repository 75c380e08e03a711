"""What two machines do at the same moment is done once, and nobody waits for ever."""

from datetime import date
from email.message import EmailMessage

import pytest
from sqlalchemy import select, text

from portal.services.reminders import Sent, send_due
from portal.store.cases import create_case
from portal.store.database import migrate_database
from portal.store.locks import Lock, Taken, alone
from portal.store.models import CaseRow, db
from portal.store.reminders import keep_reminder
from portal.store.retention import purge
from portal.vault.keys import new_case_key
from tests.store.conftest import app_on
from tests.store.examples import MONTHS, RECORD, TODAY

SECRET = b"for tests alone" * 3


@pytest.mark.usefixtures("app")
def test_while_one_round_of_reminders_goes_out_no_other_begins() -> None:
    keep_reminder(SECRET, "daan@example.org", "nl", TODAY)
    sent: list[EmailMessage] = []

    def deliver(message: EmailMessage) -> None:
        with pytest.raises(Taken), alone(Lock.REMINDERS, waits=False):
            pass
        sent.append(message)

    for expected in (Sent(sent=1), Sent()):
        assert send_due(SECRET, TODAY, lambda _reminder: EmailMessage(), deliver) == expected
    assert len(sent) == 1
    with alone(Lock.REMINDERS, waits=False):
        pass


@pytest.mark.postgres
def test_two_purges_share_the_work_and_do_not_wait(postgres_address, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for _app in app_on(postgres_address, tmp_path):
        migrated_with_two_expired_cases()
        with db.engine.begin() as other:  # another purge, in the midst of its work
            one = select(CaseRow.id).limit(1).with_for_update()
            assert other.execute(one).one()
            assert purge(TODAY) == 1
        assert purge(TODAY) == 1
        assert purge(TODAY) == 0


def migrated_with_two_expired_cases() -> None:
    migrate_database()
    with db.engine.begin() as connection:  # who waits after all is told so, not held for ever
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET lock_timeout = '5s'"))
    db.engine.dispose()
    for _ in range(2):
        create_case(RECORD, new_case_key(), date(2025, 10, 31), MONTHS)
