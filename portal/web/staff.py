"""The door of the staff: signing in and out, joining by invitation, and the log."""

from typing import Any

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.config import Settings
from portal.documents.qr import qr_code
from portal.domain.staff import StaffRole
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import staff, team
from portal.services.staff import CodeRefused, Joining, SignInRefused
from portal.services.weak_passwords import weakness
from portal.store.models import MAX_STAFF_NAME
from portal.store.staff import Invitation, NoInvitation
from portal.store.staff_log import log_is_whole, read_log
from portal.store.staff_sessions import end_staff_sessions_of
from portal.store.team import TeamChanged
from portal.web.clock import now, today
from portal.web.fields import email_field
from portal.web.forms import AnswerForm, AtMost
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
from portal.wording import weakness_sentence

blueprint = Blueprint("staff", __name__, url_prefix=f"{PREFIX}/staff")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

LOG_LINES = 500
_CODE = _l("Enter the code.")


class _PasswordMeta(AnswerForm.Meta):
    """A password counts as it was typed, with its blanks."""

    def bind_field(self, form: AnswerForm, unbound_field: Any, options: Any) -> object:
        if unbound_field.field_class is PasswordField:
            return unbound_field.bind(form=form, **options)
        return super().bind_field(form, unbound_field, options)


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who somebody is, with the three things that prove it."""

    class Meta(_PasswordMeta):
        pass

    email = email_field(_l("E-mail address"))
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password."))])
    code = StringField(_l("Code"), validators=[InputRequired(_CODE), AtMost(100)])


class JoinForm(FlaskForm):  # type: ignore[misc]
    """What somebody who was invited chooses and proves."""

    class Meta(_PasswordMeta):
        pass

    name = StringField(
        _l("Your name"),
        validators=[InputRequired(_l("Enter your name.")), AtMost(MAX_STAFF_NAME)],
    )
    password = PasswordField(_l("Choose a password"))
    again = PasswordField(_l("Type the password once more"))
    seed = HiddenField()
    code = StringField(_l("Code of your app"), validators=[InputRequired(_CODE), AtMost(20)])
    email = ""

    def validate_password(self, field: PasswordField) -> None:
        typed = field.data or ""
        found = weakness(typed, (self.email, self.name.data or "", _settings().site_name))
        if found:
            raise ValidationError(weakness_sentence(found))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("This is not the same password."))


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
    staff_visit().sign_out()
    flash(_("You are signed out."))
    return forget_pages(go_to(url_for("staff.sign_in")))


@blueprint.route("/join/<string:token>", methods=["GET", "POST"])
def join(token: str) -> AnyResponse | tuple[str, int]:
    """The page of an invitation. The seed for the app is new at each visit, not at each error."""
    try:
        invitation = staff.find_invitation(token, now())
        form = JoinForm()
        form.email = invitation.email
        if not staff.is_seed(form.seed.data or ""):
            form.seed.data = staff.new_seed()
        if request.method == "POST" and form.validate() and _has_joined(token, form):
            return go_to(url_for("staff.codes"))
    except NoInvitation:
        return render_template("pages/staff/no_invitation.html"), 410
    return _join_page(invitation, form)


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
        form.code.errors = [_("This code is not right, or it was used. Wait for the next one.")]
        return False
    staff_visit().sign_in(signed_in)
    return True


def _has_joined(token: str, form: JoinForm) -> bool:
    """Lets the invited person in, signed in at once. Raises NoInvitation."""
    code = "".join(form.code.data.split())
    joining = Joining(form.name.data, form.password.data, form.seed.data, code)
    try:
        joined = staff.join(token, joining, now(), today())
    except CodeRefused:
        form.code.errors = [_("This code is not right. Type the one that your app shows now.")]
        return False
    except TeamChanged:
        form.form_errors.append(_("The team was changed at this moment. Please try again."))
        return False
    staff_visit().sign_in(joined.signed_in)
    staff_visit()[NEW_CODES] = list(joined.recovery_codes)
    return True


def _join_page(invitation: Invitation, form: JoinForm) -> tuple[str, int]:
    link = staff.app_link(form.seed.data, _settings().site_name, invitation.email)
    page = render_template(
        "pages/staff/join.html",
        form=form,
        invitation=invitation,
        is_caseworker=invitation.role is StaffRole.CASEWORKER,
        app_link=link,
        qr_code=qr_code(link, _("QR code for your app; the same as the text below")),
        has_errors=bool(form.errors),
    )
    return page, 422 if form.errors else 200


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
