"""Who may come where: every route has one line here, or the site does not start."""

from flask import Flask

from portal.config import Settings

ANYONE = "anyone"
CASE = "case"  # a visit with an open case: its player, or a caseworker whom he let in
OWNER = "owner"  # a visit that has opened a case with its key
STAFF = "staff"  # a member of staff, of either role
ADMINISTRATOR = "administrator"
CASEWORKER = "caseworker"

ROLES: dict[str, str] = {
    "access.delete": OWNER,
    "access.deleted": ANYONE,
    "access.key": OWNER,
    "access.key_sheet": OWNER,
    "access.second_key": OWNER,
    "access.sign_in": ANYONE,
    "access.sign_out": ANYONE,
    "access.signed_out": ANYONE,
    "access.start": ANYONE,
    "authorities.authority": ANYONE,
    "authorities.body": ANYONE,
    "authorities.everyone": ANYONE,
    "authorities.look_alikes": ANYONE,
    "case_files.download": OWNER,
    "case_files.open_file": ANYONE,
    "case_files.overview": OWNER,
    "cases.check": CASE,
    "cases.overview": CASE,
    "casino.authority": CASE,
    "casino.complaints": CASE,
    "casino.licence": CASE,
    "casino.name": CASE,
    "casino.recognised": CASE,
    "cases.history": CASE,
    "chat_rows.overview": CASE,
    "chat_rows.row": CASE,
    "chats.add": CASE,
    "chats.chat": CASE,
    "chats.who": CASE,
    "closing.close": OWNER,
    "closing.closed": OWNER,
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
    "facts.answer_proof": CASE,
    "facts.fact": CASE,
    "facts.overview": CASE,
    "facts.proof": CASE,
    "facts.remove": CASE,
    "file_pages.choose": CASE,
    "file_pages.page": CASE,
    "figures.overview": STAFF,
    "figures.report": STAFF,
    "figures.rows": STAFF,
    "files.look": CASE,
    "files.original": CASE,
    "files.upload": CASE,
    "group_admin.edit": ADMINISTRATOR,
    "group_admin.look": ADMINISTRATOR,
    "group_admin.preview": ADMINISTRATOR,
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
    "logo": ANYONE,
    "mails.add": CASE,
    "mails.check": CASE,
    "mails.letter_reply": CASE,
    "mails.mail": CASE,
    "mails.reply": CASE,
    "offers.decide": CASE,
    "letters.answered": CASE,
    "letters.overview": CASE,
    "letters.proof": CASE,
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
    "reminders.ask": OWNER,
    "reminders.stop": ANYONE,
    "reminders.take_back": OWNER,
    "replies.remove": CASE,
    "replies.reply": CASE,
    "root": ANYONE,
    "sending.more_time": CASE,
    "sending.overview": CASE,
    "sending.proof": CASE,
    "sending.receipt": CASE,
    "sending.remove": CASE,
    "sending.sent": CASE,
    "sharing.done": CASE,
    "sharing.overview": OWNER,
    "sharing.stop_helping": CASE,
    "sharing.take_back": OWNER,
    "static": ANYONE,
    "theme": ANYONE,
    "staff.codes": STAFF,
    "staff.home": STAFF,
    "staff.join": ANYONE,
    "staff.log": ADMINISTRATOR,
    "staff.renew": STAFF,
    "staff.sign_in": ANYONE,
    "staff.sign_out": STAFF,
    "staff_cases.case": CASEWORKER,
    "staff_cases.enter": CASEWORKER,
    "staff_cases.hand_over": CASEWORKER,
    "staff_cases.overview": CASEWORKER,
    "staff_cases.say": CASEWORKER,
    "staff_cases.unsay": CASEWORKER,
    "staff_codes.end": ADMINISTRATOR,
    "staff_codes.make": ADMINISTRATOR,
    "staff_codes.new": ADMINISTRATOR,
    "staff_codes.overview": ADMINISTRATOR,
    "staff_codes.table": ADMINISTRATOR,
    "staff_desk.key": CASEWORKER,
    "staff_desk.key_sheet": CASEWORKER,
    "staff_desk.renew": CASEWORKER,
    "staff_desk.start": CASEWORKER,
    "staff_people.approve": STAFF,
    "staff_people.invite": ADMINISTRATOR,
    "staff_people.overview": STAFF,
    "staff_people.remove": ADMINISTRATOR,
    "staff_people.withdraw": ADMINISTRATOR,
    "topic.about": CASE,
    "topic.choose": CASE,
    "topic.evidence": CASE,
    "topic.help_first": CASE,
    "topic.questions": CASE,
    "transcripts.black": CASE,
    "verify.page": ANYONE,
    "who.overview": CASE,
}


class RolesDiffer(RuntimeError):
    """The table and the routes do not agree; the message names the routes."""


def check_roles(app: Flask, _settings: Settings) -> None:
    """Raises RolesDiffer unless every route is in the table and guarded as the table says.

    `needs_case`, `needs_own_case` and `needs_staff` mark a view as guarded by giving it `role`.
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
