"""The e-mail that reminds a player: neutral, for who reads over a shoulder or finds it by chance.

It names no casino, no case, no amount and no gambling; its only link to the site is the start page.
"""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from portal import i18n


def reminder_mail(
    language: str, *, sender: str, to: str, start: str, stop: str, now: datetime
) -> EmailMessage:
    """The message in `language` from `sender` to `to`, both e-mail addresses.

    `start` is the address of the site's start page, `stop` that of the page that ends all
    reminders to `to`; mail programs that offer "unsubscribe" post to it (RFC 8058).
    """
    with i18n.use_language(language):
        subject = i18n.gettext("Reminder")
        paragraphs = (
            i18n.gettext("You asked us to remind you today. Have a look at your papers."),
            i18n.gettext("You open it here, with your key: %(url)s", url=start),
            i18n.gettext("We deleted your e-mail address after sending this message."),
            i18n.gettext("Did you ask for more reminders? Stop them here: %(url)s", url=stop),
        )
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply comes back
    message["List-Unsubscribe"] = f"<{stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Content-Language"] = language
    message.set_content("\n\n".join(paragraphs) + "\n", cte="quoted-printable")
    return message
