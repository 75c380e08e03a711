"""Reminders: sealed with the site's mail key, without a way to a case, gone when sent."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update

from portal.store.models import ReminderRow, db
from portal.store.reminders import (
    MOST_PER_ADDRESS,
    TooManyReminders,
    drop_reminders,
    due_reminders,
    keep_reminder,
    stop_reminders,
)
from tests.store.examples import TODAY

pytestmark = pytest.mark.usefixtures("app")

SECRET = b"m" * 48
ADDRESS = "noor@example.org"


def keep(address: str = ADDRESS, day: date = TODAY) -> bytes:
    return keep_reminder(SECRET, address, "nl", day)


def test_a_reminder_is_due_on_its_day_and_stays_due() -> None:
    reminder_id = keep()
    assert due_reminders(SECRET, TODAY - timedelta(days=1)) == []
    for later in (0, 3):
        (found,) = due_reminders(SECRET, TODAY + timedelta(days=later))
        assert (found.id, found.address, found.language) == (reminder_id, ADDRESS, "nl")


def test_what_was_sent_is_gone() -> None:
    assert drop_reminders([keep()]) == 1
    assert due_reminders(SECRET, TODAY) == []
    assert drop_reminders([]) == 0


def test_the_reminders_of_one_address_stop_together_however_it_is_written() -> None:
    keep(), keep(" NOOR@example.org"), keep("other@example.org")
    mark = next(one.mark for one in due_reminders(SECRET, TODAY) if one.address == ADDRESS)
    assert stop_reminders(mark) == 2
    assert [one.address for one in due_reminders(SECRET, TODAY)] == ["other@example.org"]


def test_nobody_is_flooded() -> None:
    for number in range(MOST_PER_ADDRESS):
        keep(day=TODAY + timedelta(days=number))
    with pytest.raises(TooManyReminders):
        keep()
    keep("other@example.org")


def test_the_table_tells_no_address_and_names_no_case() -> None:
    keep()
    columns = {column.name for column in ReminderRow.__table__.columns}
    assert columns == {"id", "day", "mark", "sealed"}
    with db.engine.connect() as connection:
        row = connection.execute(select(ReminderRow)).one()
        assert b"noor" not in row.sealed
        assert connection.execute(text("SELECT count(*) FROM reminder")).scalar_one() == 1


def test_another_key_opens_nothing_and_what_nobody_can_send_is_deleted() -> None:
    keep()
    assert due_reminders(b"x" * 48, TODAY) == []
    assert due_reminders(SECRET, TODAY) == []


def test_a_reminder_that_was_moved_to_another_day_does_not_open() -> None:
    keep(day=TODAY + timedelta(days=9))
    with db.engine.begin() as connection:
        connection.execute(update(ReminderRow).values(day=TODAY))
    assert due_reminders(SECRET, TODAY) == []


def test_showing_a_reminder_shows_nothing_of_it() -> None:
    keep()
    assert repr(due_reminders(SECRET, TODAY)) == "[Reminder(…)]"
