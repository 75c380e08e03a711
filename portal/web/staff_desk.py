"""With a member at the desk: starting a case with him, and a new key when he lost his."""

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
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired

from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import helping, sharing
from portal.services.printing import print_key_sheet
from portal.vault.keys import CaseKey
from portal.web.clock import now, today
from portal.web.forms import AnswerForm, AtMost
from portal.web.group import retention_months, site_name, this_site
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.roles import CASEWORKER
from portal.web.sharing import ShareForm, agreed_to
from portal.web.staff_access import (
    current_member,
    for_templates,
    leave_no_copy,
    needs_staff,
    staff_visit,
)
from portal.web.staff_cases import open_or_404

blueprint = Blueprint("staff_desk", __name__, url_prefix=f"{PREFIX}/staff")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

# A key that was made in this visit for a member, until he has it: {"text": …, "share": …}.
# It lives in the sealed session only.
_NEW_KEY = "new_key"


class DeskForm(ShareForm):
    """The same consent, given at the desk."""

    agrees = BooleanField(
        _l("The member has read this, or I read it out, and the member agrees"),
        validators=[InputRequired(_l("Without the member's consent the case cannot be shared."))],
    )


class IdentityForm(AnswerForm):
    """How it was made sure that this is the member."""

    how = RadioField(
        _l("How did you check who this is?"),
        choices=lambda: list(_checks().items()),
        validators=[InputRequired(_l("Choose how you checked it."))],
    )
    more = StringField(_l("What did you see or ask?"), validators=[AtMost(200)])

    @property
    def checked(self) -> str:
        """The check, as the journal says it."""
        return ". ".join(filter(None, (_checks()[self.how.data], self.more.data)))


@blueprint.route("/start-case", methods=["GET", "POST"])
@needs_staff(CASEWORKER)
def start() -> object:
    """A new case with a member, who agrees on the spot that it is shared."""
    team = sharing.team_of_site()
    if team is None:
        abort(404)
    form = DeskForm(request.form) if request.method == "POST" else DeskForm(formdata=None)
    if request.method == "POST" and form.validate():
        agreed = agreed_to(form, team, noted_by=current_member().name)
        key, share_id = helping.start_with_member(
            agreed, current_member(), g.language, retention_months()
        )
        return _show(key, share_id)
    page = render_template("pages/staff_desk/start.html", form=form, team=team, group=site_name())
    return page, 422 if form.errors else 200


@blueprint.route("/cases/<string:share_id>/new-key", methods=["GET", "POST"])
@needs_staff(CASEWORKER)
def renew(share_id: str) -> object:
    """A new key for a member who lost his, after a check that is written into his journal."""
    shared = open_or_404(share_id)
    terms = shared.help.terms
    if terms is None or not terms.may_renew_key:
        abort(404)
    form = IdentityForm(request.form) if request.method == "POST" else IdentityForm(formdata=None)
    if request.method == "POST" and form.validate():
        key = helping.renew_key(shared, form.checked, current_member(), now(), today())
        return _show(key, share_id)
    page = render_template(
        "pages/staff_desk/renew.html", form=form, record=shared.opened.record, share_id=share_id
    )
    return page, 422 if form.errors else 200


@blueprint.route("/new-key", methods=["GET", "POST"])
@needs_staff(CASEWORKER)
def key() -> object:
    """The key of a member, until he has it."""
    new = staff_visit().get(_NEW_KEY)
    if new is None:
        return go_to(url_for("staff_cases.overview"))
    if request.method == "POST":
        staff_visit().pop(_NEW_KEY)
        flash(_("The key is no longer here. Only the member has it."))
        return go_to(url_for("staff_cases.case", share_id=new["share"]))
    return render_template("pages/staff_desk/key.html", new=new)


@blueprint.route("/new-key/sheet")
@needs_staff(CASEWORKER)
def key_sheet() -> AnyResponse:
    """The key on paper, as long as it is shown."""
    new = staff_visit().get(_NEW_KEY)
    if new is None:
        return go_to(url_for("staff_cases.overview"))
    pdf = print_key_sheet(
        new["text"], g.language, current_app.extensions["render"], this_site().on_key_sheets()
    )
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=_("key-sheet.pdf"))
    return response


def _show(key: CaseKey, share_id: str) -> AnyResponse:
    staff_visit()[_NEW_KEY] = {"text": key.text, "share": share_id}
    return go_to(url_for("staff_desk.key"))


def _checks() -> dict[str, str]:
    return {
        "document": _("Looked at an identity document"),
        "known": _("Knows the member personally"),
        "details": _("Asked about details of the case that only the member knows"),
    }
