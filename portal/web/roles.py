"""Who may come where: every route has one line here, or the site does not start."""

from flask import Flask

from portal.config import Settings

ANYONE = "anyone"
CASE = "case"  # a visit that has opened a case with its key

ROLES: dict[str, str] = {
    "access.delete": CASE,
    "access.deleted": ANYONE,
    "access.key": CASE,
    "access.key_sheet": CASE,
    "access.second_key": CASE,
    "access.sign_in": ANYONE,
    "access.sign_out": ANYONE,
    "access.signed_out": ANYONE,
    "access.start": ANYONE,
    "authorities.authority": ANYONE,
    "authorities.body": ANYONE,
    "authorities.everyone": ANYONE,
    "authorities.look_alikes": ANYONE,
    "case_files.download": CASE,
    "case_files.open_file": ANYONE,
    "case_files.overview": CASE,
    "cases.check": CASE,
    "cases.overview": CASE,
    "casino.authority": CASE,
    "casino.complaints": CASE,
    "casino.licence": CASE,
    "casino.name": CASE,
    "casino.recognised": CASE,
    "cases.history": CASE,
    "chats.add": CASE,
    "chats.chat": CASE,
    "chats.who": CASE,
    "closing.close": CASE,
    "closing.closed": CASE,
    "contacts.no_manager": CASE,
    "contacts.overview": CASE,
    "contacts.proof": CASE,
    "contacts.remove": CASE,
    "contacts.said": CASE,
    "contacts.when": CASE,
    "contacts.words": CASE,
    "evidence.exhibit": CASE,
    "evidence.overview": CASE,
    "evidence.remove": CASE,
    "facts.fact": CASE,
    "facts.overview": CASE,
    "facts.proof": CASE,
    "facts.remove": CASE,
    "file_pages.choose": CASE,
    "file_pages.page": CASE,
    "files.look": CASE,
    "files.original": CASE,
    "files.upload": CASE,
    "health.live": ANYONE,
    "health.ready": ANYONE,
    "home.exit_page": ANYONE,
    "home.help": ANYONE,
    "home.index": ANYONE,
    "home.privacy": ANYONE,
    "leaving.calendar": CASE,
    "leaving.letter": CASE,
    "leaving.mail": CASE,
    "leaving.paste": CASE,
    "mails.add": CASE,
    "mails.check": CASE,
    "mails.mail": CASE,
    "mails.reply": CASE,
    "offers.decide": CASE,
    "letters.answered": CASE,
    "letters.overview": CASE,
    "letters.remove": CASE,
    "letters.sent": CASE,
    "packets.download": CASE,
    "packets.issue": CASE,
    "packets.overview": CASE,
    "packets.packet": CASE,
    "packets.preview": CASE,
    "packets.ready": CASE,
    "payments.overview": CASE,
    "payments.payment": CASE,
    "payments.remove": CASE,
    "payments.rows": CASE,
    "player.player": CASE,
    "remedy.remedy": CASE,
    "reminders.ask": CASE,
    "reminders.stop": ANYONE,
    "reminders.take_back": CASE,
    "root": ANYONE,
    "sending.answered": CASE,
    "sending.more_time": CASE,
    "sending.overview": CASE,
    "sending.proof": CASE,
    "sending.receipt": CASE,
    "sending.remove": CASE,
    "sending.sent": CASE,
    "static": ANYONE,
    "topic.about": CASE,
    "topic.choose": CASE,
    "topic.evidence": CASE,
    "topic.questions": CASE,
    "verify.page": ANYONE,
    "who.overview": CASE,
}


class RolesDiffer(RuntimeError):
    """The table and the routes do not agree; the message names the routes."""


def check_roles(app: Flask, _settings: Settings) -> None:
    """Raises RolesDiffer unless every route is in the table and guarded as the table says.

    `needs_case` marks a view as guarded by giving it `role`.
    """
    guarded = {
        endpoint: getattr(view, "role", ANYONE) for endpoint, view in app.view_functions.items()
    }
    differing = sorted(set(guarded.items()) ^ set(ROLES.items()))
    if differing:
        raise RolesDiffer(f"portal/web/roles.py and the views differ: {differing}")


def role_of(endpoint: str | None) -> str:
    """The role that a route asks for; an unknown address asks for none."""
    return ROLES.get(endpoint or "", ANYONE)
