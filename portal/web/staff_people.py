"""The people of the staff: who they are, inviting, approving, removing."""

import re

from flask import Blueprint, abort, current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.config import Settings
from portal.domain.staff import StaffRole
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import staff, team
from portal.services.team import MayNotApprove
from portal.store.staff import (
    Member,
    find_member,
    members,
    open_invitations,
    withdraw_invitation,
)
from portal.store.team import TeamChanged
from portal.web.clock import now, today
from portal.web.fields import email_field
from portal.web.forms import AnswerForm
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.roles import ADMINISTRATOR
from portal.web.staff_access import (
    current_keys,
    current_member,
    for_templates,
    leave_no_copy,
    needs_staff,
    staff_visit,
)
from portal.wording import label

blueprint = Blueprint("staff_people", __name__, url_prefix=f"{PREFIX}/staff/people")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

# The link of an invitation that was made in this visit: shown until the next page is left.
_LINK = "invitation"
_STAFF_ID = re.compile(r"[0-9a-f]{32}")


class InviteForm(AnswerForm):
    """Whom to invite, as what."""

    email = email_field(_l("E-mail address"))
    role = RadioField(
        _l("What will this person do?"),
        choices=lambda: [(one.value, label(one)) for one in StaffRole],
        validators=[InputRequired(_l("Choose what this person will do."))],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """The address is needed here."""
        valid = bool(super().validate(extra_validators))
        if not self.email.data:
            self.email.errors = [_("Enter the e-mail address of the person.")]
        return valid and bool(self.email.data)


@blueprint.route("")
@needs_staff()
def overview() -> str:
    return render_template(
        "pages/staff/people.html",
        members=members(),
        invitations=open_invitations(now()),
        link=staff_visit().get(_LINK),
        may_approve=team.may_approve(current_member()),
        team_fingerprint=team.team_fingerprint(),
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@needs_staff(ADMINISTRATOR)
def invite() -> AnyResponse | tuple[str, int]:
    form = InviteForm(role=StaffRole.CASEWORKER.value)
    if request.method == "POST" and form.validate():
        role = StaffRole(form.role.data)
        token = staff.invite(form.email.data, role, current_member().email, now())
        staff_visit()[_LINK] = {"email": form.email.data, "url": _full_link(token)}
        return go_to(url_for("staff_people.overview"))
    has_errors = bool(form.errors)
    page = render_template("pages/staff/invite.html", form=form, has_errors=has_errors)
    return page, 422 if has_errors else 200


@blueprint.route("/withdraw", methods=["POST"])
@needs_staff(ADMINISTRATOR)
def withdraw() -> AnyResponse:
    """Ends the invitation of an address, which stands in the form and not in an address."""
    staff_visit().pop(_LINK, None)
    if withdraw_invitation(request.form.get("email", ""), current_member().email, now()):
        flash(_("The invitation is withdrawn."))
    return go_to(url_for("staff_people.overview"))


@blueprint.route("/<string:staff_id>/approve", methods=["GET", "POST"])
@needs_staff()
def approve(staff_id: str) -> AnyResponse | str:
    """Asks whether this is the colleague himself, and gives him the team's key."""
    subject, actor = _member_or_404(staff_id), current_member()
    if not team.may_approve(actor) or not subject.waits:
        abort(404)
    if request.method != "POST":
        fingerprint = team.own_fingerprint(subject)
        return render_template("pages/staff/approve.html", subject=subject, fingerprint=fingerprint)
    try:
        team.approve(actor, current_keys(), subject, now(), today())
    except (MayNotApprove, TeamChanged):
        return _changed_meanwhile()
    flash(_("%(name)s can now open the cases that players share.", name=subject.name))
    return go_to(url_for("staff_people.overview"))


@blueprint.route("/<string:staff_id>/remove", methods=["GET", "POST"])
@needs_staff(ADMINISTRATOR)
def remove(staff_id: str) -> AnyResponse | str:
    """Asks first. Nobody removes himself, so there is always an administrator."""
    subject, actor = _member_or_404(staff_id), current_member()
    if subject.id == actor.id:
        abort(404)
    if request.method != "POST":
        others = [one for one in members() if one.holds_key and one.id != subject.id]
        is_last = subject.holds_key and not others
        return render_template("pages/staff/remove.html", subject=subject, is_last=is_last)
    try:
        staff.remove(subject, actor, now(), today())
    except TeamChanged:
        return _changed_meanwhile()
    flash(_("%(name)s is removed and signed out everywhere.", name=subject.name))
    return go_to(url_for("staff_people.overview"))


def _changed_meanwhile() -> AnyResponse:
    flash(_("Somebody else changed the team at this moment. Look at the list, and try again."))
    return go_to(url_for("staff_people.overview"))


def _member_or_404(staff_id: str) -> Member:
    member = find_member(bytes.fromhex(staff_id)) if _STAFF_ID.fullmatch(staff_id) else None
    return member or abort(404)


def _full_link(token: str) -> str:
    """The link as it is sent to somebody: with the site's own address, where the host gave it."""
    settings: Settings = current_app.extensions["settings"]
    path = url_for("staff.join", token=token)
    return f"{settings.site_address or request.host_url.rstrip('/')}{path}"
