"""The administrator's pages about the group: a draft, how it looks, and putting it on the site."""

import io

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.group import group_faults
from portal.i18n import gettext as _
from portal.services.group import (
    MAX_LOGO,
    BadDrawing,
    GroupChanged,
    Logo,
    Site,
    clean_logo,
    draft,
    drop_draft,
    keep_draft,
    publish,
)
from portal.services.sharing import team_of_site
from portal.web.clock import now
from portal.web.group import retention_months, this_site
from portal.web.group_form import GroupForm, filled, group_of
from portal.web.htmx import go_to
from portal.web.known import all_packs
from portal.web.language import PREFIX
from portal.web.roles import ADMINISTRATOR
from portal.web.staff_access import current_member, for_templates, leave_no_copy, needs_staff
from portal.web.uploads import LARGEST, SINKS
from portal.wording import logo_problem

blueprint = Blueprint("group_admin", __name__, url_prefix=f"{PREFIX}/staff/group")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)

_FORM_BYTES = 200_000  # the other fields of the form
# Pages of players on which a draft is looked at.
_LOOKS = {
    "home": "pages/home/index.html",
    "help": "pages/home/help.html",
    "privacy": "pages/home/privacy.html",
}

SINKS["group_admin.edit"] = io.BytesIO
LARGEST["group_admin.edit"] = lambda _settings: MAX_LOGO + _FORM_BYTES


@blueprint.route("", methods=["GET", "POST"])
@needs_staff(ADMINISTRATOR)
def edit() -> AnyResponse | tuple[str, int]:
    """The form; what is sent becomes the draft, which nobody else sees yet."""
    before = draft()
    start = before or this_site()
    if request.method != "POST":
        seen = str(before.version if before else 0)
        form = GroupForm(formdata=None, data={**filled(start.group), "seen": seen})
        return _page(form, start, has_draft=before is not None)
    form = GroupForm()
    if form.validate() and _kept(form, start):
        return go_to(url_for("group_admin.preview"))
    return _page(form, start, has_draft=before is not None)


def _kept(form: GroupForm, start: Site) -> bool:
    """Whether the draft was kept; else the form says why not."""
    try:
        group, logo = group_of(form), _logo_of(form, start)
        if form.show_faults(group_faults(group, all_packs())):
            return False
        keep_draft(int(form.seen.data or 0), group, logo)
    except BadDrawing as fault:
        form.logo.errors = [logo_problem(fault.code, fault.what)]
    except (GroupChanged, ValueError):  # the latter also for what no browser sends
        form.name.errors = [_("Another administrator changed this meanwhile. Open the page again.")]
    else:
        return True
    return False


def _logo_of(form: GroupForm, start: Site) -> Logo | None:
    if form.without_logo.data:
        return None
    data = form.logo.data.read() if form.logo.data else b""
    return clean_logo(data) if data else start.logo


def _page(form: GroupForm, start: Site, *, has_draft: bool) -> tuple[str, int]:
    page = render_template(
        "pages/staff/group.html",
        form=form,
        has_errors=bool(form.errors),
        has_draft=has_draft,
        logo_now=start.logo is not None,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/preview", methods=["GET", "POST"])
@needs_staff(ADMINISTRATOR)
def preview() -> AnyResponse | str:
    """Ways to look at the draft; sent, it is put on the site."""
    before = draft()
    if before is None:
        return go_to(url_for("group_admin.edit"))
    if request.method != "POST":
        looks = [(name, url_for("group_admin.look", page=name)) for name in _LOOKS]
        return render_template("pages/staff/group_preview.html", looks=looks, seen=before.version)
    if "drop" in request.form:
        drop_draft()
        flash(_("The draft is thrown away. The site stays as it is."))
        return go_to(url_for("group_admin.edit"))
    seen = request.form.get("seen", "")
    try:
        publish(int(seen) if seen.isdecimal() else 0, current_member().email, now())
    except GroupChanged:
        flash(_("Another administrator changed the draft meanwhile. Look at it again."))
        return go_to(url_for("group_admin.preview"))
    flash(_("This is on the site now."))
    return go_to(url_for("group_admin.edit"))


@blueprint.route("/look/<any({}):page>".format(", ".join(_LOOKS)))
@needs_staff(ADMINISTRATOR)
def look(page: str) -> str:
    """A page of players as it would be with the draft."""
    found = draft()
    if found is None:
        abort(404)
    g.site = found
    values = {"months": retention_months(), "has_case": False, "team": team_of_site()}
    return render_template(_LOOKS[page], is_preview=True, **values)
