"""Codes for members, on a site that is by invitation: making, handing out once, ending."""

import csv
import io
from datetime import date

from flask import Blueprint, Response, flash, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired

from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.invitations import MAX_USES, end_batch, invite
from portal.store.invitations import MAX_BATCH, batches
from portal.web.clock import now, today
from portal.web.fields import date_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.group import this_site
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.roles import ADMINISTRATOR
from portal.web.staff_access import (
    current_member,
    for_templates,
    leave_no_copy,
    needs_staff,
    staff_visit,
)

blueprint = Blueprint("staff_codes", __name__, url_prefix=f"{PREFIX}/staff/member-codes")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

MOST = 200  # codes at once: they wait in the visit; more come from the command line
# The codes that were made in this visit, until they are written down.
_NEW = "member-codes"
_DAY_LENGTH = len("2027-01-31")


class CodesForm(AnswerForm):
    """How many codes, for how long; `name` is what the group calls them."""

    name = StringField(
        _l("What do you call these codes?"),
        validators=[InputRequired(_l("Enter a name, such as Members 2027.")), AtMost(MAX_BATCH)],
    )
    count = IntegerField(_l("How many codes do you need?"))
    uses = IntegerField(_l("How many cases can one code start?"))
    last_day = date_field(_l("The last day on which they work"), allow_future=True)

    def validate(self, extra_validators: object = None) -> bool:
        """Everything is needed here, and codes of one name are made once."""
        super().validate(extra_validators)
        for field, most in ((self.count, MOST), (self.uses, MAX_USES)):
            if field.data is None or not 1 <= field.data <= most:
                field.errors = [_("Enter a number from 1 to %(most)s.", most=most)]
        if not self.last_day.errors and self.day is None:
            self.last_day.errors = [_("Enter a day from today on, such as 31-12-2027.")]
        if not self.name.errors and self.name.data in {one.name for one in batches()}:
            self.name.errors = [_("There are codes with this name already. Choose another one.")]
        return not self.errors

    @property
    def day(self) -> date | None:
        """The last day; None when it is no whole day, or over."""
        text = self.last_day.value or ""
        day = date.fromisoformat(text) if len(text) == _DAY_LENGTH else None
        return day if day and day >= today() else None


@blueprint.route("")
@needs_staff(ADMINISTRATOR)
def overview() -> str:
    """What is open, without the codes themselves: of these only hashes are kept."""
    return render_template(
        "pages/staff_codes/overview.html",
        batches=batches(),
        day_now=today(),
        are_asked=this_site().group.by_invitation,
    )


@blueprint.route("/make", methods=["GET", "POST"])
@needs_staff(ADMINISTRATOR)
def make() -> AnyResponse | tuple[str, int]:
    form = CodesForm(uses=1)
    if request.method == "POST" and form.validate() and form.day:
        codes = invite(
            *(form.count.data, form.uses.data, form.day, form.name.data),
            by=(current_member().email, now()),
        )
        kept = {"name": form.name.data, "uses": form.uses.data, "last_day": form.day.isoformat()}
        staff_visit()[_NEW] = {**kept, "codes": list(codes)}
        return go_to(url_for("staff_codes.new"))
    page = render_template("pages/staff_codes/make.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/new", methods=["GET", "POST"])
@needs_staff(ADMINISTRATOR)
def new() -> AnyResponse | str:
    """The codes, until somebody has written them down."""
    made = staff_visit().get(_NEW)
    if made is None:
        return go_to(url_for("staff_codes.overview"))
    if request.method == "POST":
        staff_visit().pop(_NEW)
        flash(_("The codes are no longer here. Only you have them."))
        return go_to(url_for("staff_codes.overview"))
    last_day = date.fromisoformat(made["last_day"])
    return render_template("pages/staff_codes/new.html", made=made, last_day=last_day)


@blueprint.route("/new/table.csv")
@needs_staff(ADMINISTRATOR)
def table() -> AnyResponse:
    """The codes for a spreadsheet, as long as they are shown."""
    made = staff_visit().get(_NEW)
    if made is None:
        return go_to(url_for("staff_codes.overview"))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([_("Code"), _("Uses"), _("Last day")])
    rows.writerows([code, made["uses"], made["last_day"]] for code in made["codes"])
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=_("codes.csv"))
    return response


@blueprint.route("/end", methods=["POST"])
@needs_staff(ADMINISTRATOR)
def end() -> AnyResponse:
    """Ends all codes of the name in the form."""
    if end_batch(request.form.get("name", ""), current_member().email, now()):
        flash(_("These codes no longer work."))
    return go_to(url_for("staff_codes.overview"))
