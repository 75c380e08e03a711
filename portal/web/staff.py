"""The door of the staff: signing in and out, joining by invitation, and the log."""

from flask import Blueprint, current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.config import Settings
from portal.documents.qr import qr_code
from portal.domain.staff import StaffRole
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import staff, team
from portal.services.staff import (
    CodeRefused,
    Joined,
    Joining,
    NewCodeRefused,
    Proof,
    SignInRefused,
)
from portal.store.sessions import end_visits_of_helper
from portal.store.staff import NoInvitation
from portal.store.staff_log import log_is_whole, read_log
from portal.store.staff_sessions import end_staff_sessions_of
from portal.store.team import TeamChanged
from portal.web.clock import now, today
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.roles import ADMINISTRATOR
from portal.web.security import forget_pages
from portal.web.staff_access import (
    NEW_CODES,
    current_member,
    for_templates,
    leave_no_copy,
    needs_staff,
    staff_visit,
)
from portal.web.staff_forms import ChoiceForm, JoinForm, RenewForm, SignInForm

blueprint = Blueprint("staff", __name__, url_prefix=f"{PREFIX}/staff")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

LOG_LINES = 500
_CODE_REFUSED = _l("This code is not right, or it was used. Wait for the next one.")


@blueprint.route("")
@needs_staff()
def home() -> str:
    member = current_member()
    return render_template(
        "pages/staff/home.html",
        own_fingerprint=team.own_fingerprint(member),
        team_fingerprint=team.team_fingerprint(),
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> AnyResponse | tuple[str, int]:
    if staff_visit().stored is not None:
        return go_to(url_for("staff.home"))
    form = SignInForm()
    if request.method == "POST" and form.validate() and _is_let_in(form):
        return go_to(url_for("staff.home"))
    template = "pages/staff/sign_in.html"
    has_errors = bool(form.errors)
    return render_template(template, form=form, has_errors=has_errors), 422 if has_errors else 200


@blueprint.route("/sign-out", methods=["POST"])
@needs_staff()
def sign_out() -> AnyResponse:
    if "everywhere" in request.form:
        end_staff_sessions_of(current_member().id)
    end_visits_of_helper(current_member().id)  # in the cases of members
    staff_visit().sign_out()
    flash(_("You are signed out."))
    return forget_pages(go_to(url_for("staff.sign_in")))


@blueprint.route("/join/<string:token>", methods=["GET", "POST"])
def join(token: str) -> AnyResponse | tuple[str, int]:
    """The page of an invitation. The seed for the app is new at each visit, not at each error."""
    try:
        invitation = staff.find_invitation(token, now())
        form = JoinForm()
        form.begin(invitation.email)
        if request.method == "POST" and form.validate() and _has_joined(token, form):
            return go_to(url_for("staff.codes"))
    except NoInvitation:
        return render_template("pages/staff/no_invitation.html"), 410
    is_caseworker = invitation.role is StaffRole.CASEWORKER
    return _choice_page("join", form, is_caseworker=is_caseworker)


@blueprint.route("/access", methods=["GET", "POST"])
@needs_staff()
def renew() -> AnyResponse | tuple[str, int]:
    """A new password, app and recovery codes, with the old ones as proof."""
    form = RenewForm()
    form.begin(current_member().email)
    if request.method == "POST" and form.validate() and _has_renewed(form):
        return go_to(url_for("staff.codes"))
    return _choice_page("renew", form)


@blueprint.route("/codes", methods=["GET", "POST"])
@needs_staff()
def codes() -> AnyResponse | str:
    """The recovery codes, as long as they are shown."""
    if request.method == "POST":
        staff_visit().pop(NEW_CODES, None)
    new = staff_visit().get(NEW_CODES)
    if new is None:
        return go_to(url_for("staff.home"))
    return render_template("pages/staff/codes.html", codes=new)


@blueprint.route("/log")
@needs_staff(ADMINISTRATOR)
def log() -> str:
    return render_template(
        "pages/staff/log.html", lines=read_log(LOG_LINES), is_whole=log_is_whole()
    )


def _is_let_in(form: SignInForm) -> bool:
    try:
        signed_in = staff.sign_in(form.email.data or "", form.password.data, form.code.data, now())
    except SignInRefused:
        form.password.errors = [_("This e-mail address and password do not belong together.")]
        return False
    except CodeRefused:
        form.code.errors = [_CODE_REFUSED]
        return False
    staff_visit().sign_in(signed_in)
    return True


def _has_joined(token: str, form: JoinForm) -> bool:
    """Lets the invited person in, signed in at once. Raises NoInvitation."""
    try:
        joined = staff.join(token, _chosen(form, form.name.data), now(), today())
    except (NewCodeRefused, TeamChanged) as refused:
        return _say_why(form, refused)
    return _show_codes(joined)


def _has_renewed(form: RenewForm) -> bool:
    """A new password and app in the place of the old ones; every other visit has ended."""
    old = Proof(form.old_password.data, form.old_code.data)
    try:
        renewed = staff.renew(current_member().email, old, _chosen(form), now())
    except SignInRefused:
        form.old_password.errors = [_("This is not your current password.")]
        return False
    except CodeRefused:
        form.old_code.errors = [_CODE_REFUSED]
        return False
    except (NewCodeRefused, TeamChanged) as refused:
        return _say_why(form, refused)
    return _show_codes(renewed)


def _chosen(form: ChoiceForm, name: str = "") -> Joining:
    code = "".join(form.code.data.split())
    return Joining(form.password.data, form.seed.data, code, name)


def _say_why(form: ChoiceForm, refused: Exception) -> bool:
    if isinstance(refused, NewCodeRefused):
        form.code.errors = [_("This code is not right. Type the one that your app shows now.")]
    else:
        form.form_errors.append(_("The team was changed at this moment. Please try again."))
    return False


def _show_codes(joined: Joined) -> bool:
    staff_visit().sign_in(joined.signed_in)
    staff_visit()[NEW_CODES] = list(joined.recovery_codes)
    return True


def _choice_page(name: str, form: ChoiceForm, **context: object) -> tuple[str, int]:
    link = staff.app_link(form.seed.data, _settings().site_name, form.email)
    page = render_template(
        f"pages/staff/{name}.html",
        form=form,
        app_link=link,
        qr_code=qr_code(link, _("QR code for your app; the same as the text below")),
        has_errors=bool(form.errors),
        **context,
    )
    return page, 422 if form.errors else 200


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
