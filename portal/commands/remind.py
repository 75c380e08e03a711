"""Send the reminders of today by e-mail. Run it once a day; what cannot be sent now stays."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from portal.commands.database import ready_database
from portal.config import Settings, SettingsError, load_settings, variable_name
from portal.documents.reminder_mail import reminder_mail
from portal.instance import read_mail_key
from portal.services.mailing import NoMailServer, mail_server
from portal.services.reminders import send_due
from portal.store.reminders import Reminder
from portal.web.clock import now, today


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print how many were sent; 1 when the mail server could not be used.

    Raises SettingsError without a mail server.
    """
    settings = load_settings(os.environ)
    if not settings.mail_server:
        raise SettingsError(f"{variable_name('mail_server')} is not set: no reminders are kept.")
    secret = read_mail_key(settings)
    with ready_database():
        try:
            with mail_server(settings.mail_server) as deliver:
                result = send_due(secret, today(), _composer(settings, now()), deliver)
        except NoMailServer as problem:
            print(f"The mail server cannot be used now ({problem}).", file=sys.stderr)
            return 1
    print(
        f"Reminders: {result.sent} sent, {result.refused} refused for good, "
        f"{result.waiting} to be tried again."
    )
    return 0


def _composer(settings: Settings, moment: datetime) -> Callable[[Reminder], EmailMessage]:
    def compose(reminder: Reminder) -> EmailMessage:
        start = f"{settings.site_address}/{reminder.language}/"
        return reminder_mail(
            reminder.language,
            sender=settings.mail_from,
            to=reminder.address,
            start=start,
            stop=f"{start}reminders/{reminder.mark.hex()}",
            now=moment,
        )

    return compose
