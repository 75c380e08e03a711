"""Starting a case, keeping its key, opening and closing it, deleting it."""

import re

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.i18n import LANGUAGES, pgettext
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import cases, reminders, sharing
from portal.services.invitations import NotInvited, with_invitation
from portal.services.printing import print_key_sheet
from portal.store.cases import CaseNotFound, OpenCase, open_case
from portal.vault.keys import BadCaseKey, CaseKey, parse_case_key
from portal.web.clock import today
from portal.web.current import current_case, is_signed_in, needs_own_case, visit
from portal.web.forms import AnswerForm
from portal.web.group import retention_months, this_site
from portal.web.htmx import go_to
from portal.web.invited import invitation_field, not_invited
from portal.web.language import PREFIX
from portal.web.security import forget_everything, never_store

blueprint = Blueprint("access", __name__, url_prefix=PREFIX)

# A key that was made in this visit and not yet confirmed as kept: {"text": …, "is_second": …}.
# It lives in the sealed session only, and goes when the player says that he has it.
_NEW_KEY = "new_key"
_OWN_PAGE = re.compile(rf"/(?:{'|'.join(LANGUAGES)})((?:/[A-Za-z0-9:_.-]+)*)/?")


class KeyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The key that opens a case."""

    class Meta(AnswerForm.Meta):
        pass

    key = PasswordField(_l("Your case key"), validators=[InputRequired(_l("Enter your case key."))])


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """The code that a member got from the group."""

    class Meta(AnswerForm.Meta):
        pass

    code = invitation_field()


class DeleteForm(FlaskForm):  # type: ignore[misc]
    """A word to type, so that no slip of the finger deletes a case."""

    class Meta(AnswerForm.Meta):
        pass

    word = StringField(_l("Type the word"))

    def validate_word(self, field: StringField) -> None:
        if (field.data or "").casefold() != word_to_type():
            text = _("Type the word %(word)s to delete your case.", word=word_to_type())
            raise ValidationError(text)


def word_to_type() -> str:
    return pgettext("word to type before deleting", "delete")


@blueprint.route("/start", methods=["GET", "POST"])
def start() -> AnyResponse | tuple[str, int]:
    """A new case; on a site by invitation, a page that asks for the code first.

    The code is only ever in a form: an address ends up in histories and logs.
    """
    is_open = not this_site().group.by_invitation
    if is_signed_in():
        return go_to(url_for("cases.overview"))
    if request.method != "POST" and is_open:
        return go_to(url_for("home.index"))
    form = InvitationForm()
    if request.method == "POST" and (is_open or form.validate()):
        try:
            return _begin() if is_open else with_invitation(form.code.data, today(), _begin)
        except NotInvited:
            form.code.errors = [not_invited()]
    has_errors = bool(form.errors)
    page = render_template("pages/access/invitation.html", form=form, has_errors=has_errors)
    return page, 422 if has_errors else 200


def _begin() -> AnyResponse:
    key, opened = cases.start_case(g.language, today(), retention_months())
    visit().sign_in(opened)
    return show_once(key, is_second=False)


@blueprint.route("/case/key", methods=["GET", "POST"])
@needs_own_case
def key() -> AnyResponse:
    new = visit().get(_NEW_KEY)
    if request.method == "POST":
        visit().pop(_NEW_KEY, None)
        is_first = new is not None and not new["is_second"]
        is_new = is_first and current_case().record.case.topic is None
        return go_to(url_for("topic.choose" if is_new else "cases.overview"))
    page = render_template("pages/access/key.html", new=new, reference=_reference())
    return never_store(make_response(page))


@blueprint.route("/case/key/sheet")
@needs_own_case
def key_sheet() -> AnyResponse:
    """The key on paper, as long as it is shown."""
    new = visit().get(_NEW_KEY)
    if new is None:
        return go_to(url_for("access.key"))
    pdf = print_key_sheet(
        new["text"], g.language, current_app.extensions["render"], this_site().on_key_sheets()
    )
    response = Response(pdf, mimetype="application/pdf")
    file_name = _("key-sheet.pdf")
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    return never_store(response)


@blueprint.route("/case/second-key", methods=["GET", "POST"])
@needs_own_case
def second_key() -> AnyResponse | str:
    opened = current_case()
    if _NEW_KEY in visit():  # one key at a time, or the first would be lost unseen
        return go_to(url_for("access.key"))
    if request.method != "POST":
        has_one = opened.record.has_recovery_key
        return render_template("pages/access/second_key.html", has_second_key=has_one)
    key, _opened = cases.add_recovery_key(opened)
    return show_once(key, is_second=True)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> AnyResponse | tuple[str, int]:
    if must_keep_key():
        return keep_key_first()
    form = KeyForm()
    if request.method == "POST" and form.validate():
        opened = _open(form.key.data)
        if opened:
            page = page_to_return_to(visit().get("back"), g.language)
            visit().sign_in(opened)
            return go_to(page or url_for("cases.overview"))
        form.key.errors = [_("No case opens with this key. Check it and try again.")]
    status = 422 if form.errors else 200
    return render_template(
        "pages/access/sign_in.html",
        form=form,
        has_errors=bool(form.errors),
        is_visible="visible" in request.args,
    ), status


@blueprint.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> AnyResponse:
    if request.method != "POST":
        return go_to(url_for("home.index"))
    if must_keep_key():
        return keep_key_first()
    visit().sign_out()
    return _leave(url_for("access.signed_out"))


def must_keep_key() -> bool:
    """Whether a key was made in this visit that the player has not said to have."""
    return _NEW_KEY in visit()


def keep_key_first() -> AnyResponse:
    """The key is nowhere but on its page: whoever leaves now would lose the case."""
    flash(_("First keep your key. Without it you cannot open your case again."))
    return go_to(url_for("access.key"))


@blueprint.route("/signed-out")
def signed_out() -> str:
    return render_template("pages/access/signed_out.html")


@blueprint.route("/case/delete", methods=["GET", "POST"])
@needs_own_case
def delete() -> AnyResponse | tuple[str, int]:
    opened = current_case()
    form = DeleteForm()
    if request.method == "POST" and form.validate():
        reminders.take_all_back(opened)
        cases.delete_case(opened)
        visit().sign_out()
        return _leave(url_for("access.deleted"))
    status = 422 if form.errors else 200
    return render_template(
        "pages/access/delete.html",
        form=form,
        has_errors=bool(form.errors),
        record=opened.record,
        word=word_to_type(),
    ), status


@blueprint.route("/deleted")
def deleted() -> str:
    return render_template("pages/access/deleted.html")


def page_to_return_to(path: object, language: str) -> str:
    """The page that was asked for before signing in, in `language`; "" unless it is ours."""
    found = _OWN_PAGE.fullmatch(path) if isinstance(path, str) else None
    return f"/{language}{found[1]}" if found and found[1] else ""


def _open(text: str) -> OpenCase | None:
    """The case of a key; unknown, mistyped and expired keys are the same to the player."""
    try:
        return sharing.settle(open_case(parse_case_key(text), today(), retention_months()), today())
    except (BadCaseKey, CaseNotFound):
        return None


def show_once(key: CaseKey, *, is_second: bool) -> AnyResponse:
    """To the page that shows a new key; the visit must have opened its case."""
    visit()[_NEW_KEY] = {"text": key.text, "is_second": is_second}
    return never_store(go_to(url_for("access.key")))


def _leave(url: str) -> AnyResponse:
    return forget_everything(go_to(url))


def _reference() -> str:
    return current_case().record.case.reference
