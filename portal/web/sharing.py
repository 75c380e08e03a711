"""Help from the group's caseworkers: sharing the case, its journal, taking it back."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import Blueprint, abort, flash, render_template, request, url_for
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from portal.domain.sharing import Section, Terms
from portal.i18n import format_day, ngettext
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import sharing
from portal.services.sharing import Agreed, Team
from portal.store.cases import OpenCase
from portal.web.clock import today
from portal.web.current import current_case, needs_case, needs_own_case, visit
from portal.web.forms import AnswerForm
from portal.web.group import site_name
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.wording import consent_lines

blueprint = Blueprint("sharing", __name__, url_prefix=f"{PREFIX}/case/caseworkers")

_DAYS = {1: 30, 3: 91, 6: 182, 12: 365}  # by months


class ShareForm(AnswerForm):
    """Until when, what they may do, and yes."""

    until = RadioField(
        _l("Until which day can they open your case?"),
        choices=lambda: list(_choices()),
        validators=[InputRequired(_l("Choose until which day they can open your case."))],
    )
    may_write = BooleanField(_l("They may change my case"))
    may_renew_key = BooleanField(_l("If I lose my key, they may give me a new one"))
    agrees = BooleanField(
        _l("I want to share my case with them"),
        validators=[InputRequired(_l("Tick this box if you want to share your case."))],
    )

    def terms(self) -> Terms:
        return Terms(
            group=site_name(),
            until=date.fromisoformat(self.until.data),
            may_write=self.may_write.data,
            may_renew_key=self.may_renew_key.data,
        )


def last_days() -> tuple[date, ...]:
    """The days until which a case can be shared: about one, three, six and twelve months on."""
    return tuple(today() + timedelta(days=days) for days in _DAYS.values())


def _choices() -> Iterator[tuple[str, str]]:
    for months, day in zip(_DAYS, last_days(), strict=True):
        name = ngettext(
            "%(day)s (about %(num)s month)",
            "%(day)s (about %(num)s months)",
            months,
            day=format_day(day),
        )
        yield day.isoformat(), name


def agreed_to(form: ShareForm, team: Team, noted_by: str = "") -> Agreed:
    """What the form says, in the words that the journal keeps."""
    terms = form.terms()
    words = "\n".join(consent_lines(terms, team.fingerprint))
    return Agreed(terms, words, today(), noted_by)


@blueprint.route("", methods=["GET", "POST"])
@needs_own_case
def overview() -> object:
    """Asks whether to share, or shows what is shared; with the journal and the comments."""
    opened, team = current_case(), sharing.team_of_site()
    if team is None and not opened.record.help.journal:
        abort(404)
    if sharing.share_of(opened, today()) or team is None:
        return _page(opened, team, None)
    form = ShareForm(request.form) if request.method == "POST" else ShareForm(formdata=None)
    if request.method == "POST" and form.validate():
        sharing.share(opened, agreed_to(form, team))
        flash(_("Your case is shared."))
        return go_to(url_for("sharing.overview"))
    return _page(opened, team, form), 422 if form.errors else 200


@blueprint.route("/stop", methods=["POST"])
@needs_own_case
def take_back() -> object:
    sharing.take_back(current_case(), today())
    flash(_("Your case is no longer shared. It has a new lock."))
    return go_to(url_for("sharing.overview"))


@blueprint.route("/<string:note_id>/done", methods=["POST"])
@needs_case
def done(note_id: str) -> object:
    """The player did what a caseworker asked."""
    sharing.say_done(current_case(), note_id, today())
    return go_to(url_for("cases.overview"))


@blueprint.route("/leave", methods=["POST"])
@needs_case
def stop_helping() -> object:
    """A caseworker leaves the case of a member, back to his own pages."""
    helper = current_case().helper
    if helper is None:
        abort(404)
    visit().sign_out()
    return go_to(url_for("staff_cases.case", share_id=helper.share_id.hex()))


def _page(opened: OpenCase, team: Team | None, form: ShareForm | None) -> str:
    return render_template(
        "pages/sharing/overview.html",
        form=form,
        help=opened.record.help,
        share=sharing.share_of(opened, today()),
        team=team,
        group=site_name(),
        sections=tuple(Section),
    )
