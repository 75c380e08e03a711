"""A reminder by e-mail on a day that the player chooses, and the end of it with one click."""

import re
from datetime import date, timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import InputRequired

from portal.config import Settings
from portal.domain.next_step import next_step
from portal.domain.values import Moment
from portal.i18n import format_partial
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.instance import read_mail_key
from portal.services import reminders
from portal.services.gate import pack_of
from portal.store.cases import OpenCase
from portal.store.reminders import TooManyReminders, stop_reminders
from portal.web.clock import today
from portal.web.current import current_case, needs_own_case
from portal.web.fields import date_field, email_field
from portal.web.forms import AnswerForm
from portal.web.htmx import go_to
from portal.web.known import known_packs
from portal.web.language import PREFIX

blueprint = Blueprint("reminders", __name__, url_prefix=PREFIX)

MOST = 3  # of one case at the same time
LONGEST = timedelta(days=400)
_USUAL = timedelta(days=7)
_MARK = re.compile(r"[0-9a-f]{32}")


class ReminderForm(AnswerForm):
    """Where to and when. The address is no part of the case, so nothing of it is filled in."""

    email = email_field(_l("To which e-mail address?"))
    remind_on = date_field(
        _l("On which day?"),
        allow_future=True,
        validators=[InputRequired(_l("Enter the day on which you want the reminder."))],
    )

    @property
    def exact_day(self) -> date | None:
        return Moment(date=self.remind_on.value or "").day

    def validate(self, extra_validators: object = None) -> bool:
        """The address is needed here, and the day is one that is still to come."""
        valid = bool(super().validate(extra_validators))
        if not self.email.data:
            self.email.errors = [_("Enter the e-mail address that the reminder goes to.")]
            valid = False
        if self.remind_on.errors:
            return False
        first, last = today() + timedelta(days=1), today() + LONGEST
        if self.exact_day is None or not first <= self.exact_day <= last:
            self.remind_on.errors = [
                _("Enter an exact day from tomorrow until about a year from now.")
            ]
            return False
        return valid


@blueprint.route("/case/reminder", methods=["GET", "POST"])
@needs_own_case
def ask() -> object:
    """Asks for a reminder, and shows those that are still to come."""
    if not _settings().mail_server:
        abort(404)
    opened = current_case()
    if request.method != "POST":
        form = ReminderForm(formdata=None, remind_on=_proposed(opened).isoformat())
        return _show(opened, form)
    form = ReminderForm(request.form)
    if not form.validate() or not _keep(opened, form):
        return _show(opened, form), 422
    flash(_("We will remind you on %(day)s.", day=format_partial(form.remind_on.value or "")))
    return go_to(url_for("reminders.ask"))


@blueprint.route("/case/reminder/<string:reminder_id>/end", methods=["POST"])
@needs_own_case
def take_back(reminder_id: str) -> object:
    reminders.take_back(current_case(), reminder_id)
    flash(_("The reminder is deleted."))
    return go_to(url_for("reminders.ask"))


@blueprint.route("/reminders/<string:mark>", methods=["GET", "POST"])
def stop(mark: str) -> AnyResponse | str:
    """Ends all reminders to one address: its link stands in each of them, and needs no key.

    A visit shows a button, since programs that look at mail open its links; a POST ends them.
    """
    raw = _mark_or_404(mark)
    if request.form.get("List-Unsubscribe") == "One-Click":
        stop_reminders(raw)
        return Response(status=200)
    if request.method == "POST":
        current_app.extensions["csrf"].protect()  # the page's own form has its token all the same
        stop_reminders(raw)
        return go_to(url_for("reminders.stop", mark=mark, ended="yes"))
    return render_template("pages/reminders/stop.html", ended="ended" in request.args)


def _keep(opened: OpenCase, form: ReminderForm) -> bool:
    day = form.exact_day
    if day is None or len(reminders.waiting(opened.record, today())) >= MOST:
        form.remind_on.errors = [_("You have as many reminders as we keep. Delete one first.")]
        return False
    try:
        reminders.remind(opened, _mail_key(), form.email.data, g.language, day)
    except TooManyReminders:
        form.email.errors = [
            _("There are already many reminders for this address. Use one of them, or wait.")
        ]
        return False
    return True


def _show(opened: OpenCase, form: ReminderForm) -> str:
    return render_template(
        "pages/reminders/ask.html",
        form=form,
        waiting=reminders.waiting(opened.record, today()),
        most=MOST,
    )


def _proposed(opened: OpenCase) -> date:
    """The day on which the player can go on, else a week from now."""
    case, packs = opened.record.case, known_packs()
    issued = {packet.recipient for packet in opened.record.packets}
    until = next_step(case, pack_of(case, packs), today(), issued).until
    return until if until and until > today() else today() + _USUAL


def _mark_or_404(mark: str) -> bytes:
    if not _MARK.fullmatch(mark):
        abort(404)
    return bytes.fromhex(mark)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _mail_key() -> bytes:
    return read_mail_key(_settings())
