"""Reminders by e-mail: asked for in a case, kept apart from it, sent once and then deleted."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.record import CaseRecord, ReminderNote
from portal.services import cases
from portal.services.mailing import Deliver, Refused
from portal.store import reminders as store
from portal.store.cases import OpenCase
from portal.store.locks import Lock, alone
from portal.store.reminders import Reminder

Compose = Callable[[Reminder], EmailMessage]


class Sent(Struct, frozen=True, kw_only=True):
    """How a round of sending went: how many were sent, refused for good, and are still to go."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0


def remind(opened: OpenCase, secret: bytes, address: str, language: str, day: date) -> OpenCase:
    """Asks for a reminder on `day`; the case notes its id, so that the player can take it back.

    `secret` is the site's mail key. Raises store.TooManyReminders.
    """
    reminder_id = store.keep_reminder(secret, address, language, day)
    note = ReminderNote(id=reminder_id.hex(), day=day)
    return cases.update_record(opened, lambda record: _with(record, note))


def waiting(record: CaseRecord, today: date) -> tuple[ReminderNote, ...]:
    """The reminders of this case that are still to come, in the order of their days."""
    return tuple(sorted((one for one in record.reminders if one.day > today), key=_day))


def take_back(opened: OpenCase, reminder_id: str) -> OpenCase:
    """Deletes one reminder of this case; one that is gone already is none of our business."""
    mine = [one for one in opened.record.reminders if one.id == reminder_id]
    store.drop_reminders([bytes.fromhex(one.id) for one in mine])
    return cases.update_record(opened, lambda record: _without(record, *mine))


def take_all_back(opened: OpenCase) -> OpenCase:
    """Deletes every reminder that this case asked for: it closes, or goes."""
    gone = opened.record.reminders
    if not gone:
        return opened
    store.drop_reminders([bytes.fromhex(one.id) for one in gone])
    return cases.update_record(opened, lambda record: _without(record, *gone))


def send_due(secret: bytes, today: date, compose: Compose, deliver: Deliver) -> Sent:
    """Sends what is due, one message each, and deletes what was sent or refused for good.

    Two rounds at once, on two machines, send each message once: the second waits for the first.

    What the server does not take now stays for the next round. Raises mailing.NoMailServer
    when the connection is lost; what was not sent then stays too.
    """
    with alone(Lock.REMINDERS, waits=True):  # who comes second finds what the first left
        return _send(store.due_reminders(secret, today), compose, deliver)


def _send(due: list[Reminder], compose: Compose, deliver: Deliver) -> Sent:
    result = Sent()
    for reminder in due:
        try:
            deliver(compose(reminder))
        except Refused as refused:
            if not refused.is_final:
                result = replace(result, waiting=result.waiting + 1)
                continue
            result = replace(result, refused=result.refused + 1)
        else:
            result = replace(result, sent=result.sent + 1)
        store.drop_reminders([reminder.id])
    return result


def _with(record: CaseRecord, note: ReminderNote) -> CaseRecord:
    return replace(record, reminders=(*record.reminders, note))


def _without(record: CaseRecord, *gone: ReminderNote) -> CaseRecord:
    return replace(record, reminders=tuple(one for one in record.reminders if one not in gone))


def _day(note: ReminderNote) -> date:
    return note.day
