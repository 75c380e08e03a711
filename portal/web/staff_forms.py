"""The forms of the door of the staff: with passwords, which no other form has."""

from typing import Any

from flask import current_app, g
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.domain.staff import LONGEST_PASSWORD, MAX_STAFF_NAME
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.staff import is_seed, new_seed
from portal.services.weak_passwords import weakness
from portal.web.fields import email_field
from portal.web.forms import AnswerForm, AtMost
from portal.wording import weakness_sentence

_CODE = _l("Enter the code.")


class _PasswordMeta(AnswerForm.Meta):
    """A password counts as it was typed, with its blanks."""

    def bind_field(self, form: AnswerForm, unbound_field: Any, options: Any) -> object:
        if unbound_field.field_class is PasswordField:
            return unbound_field.bind(form=form, **options)
        return super().bind_field(form, unbound_field, options)


def _known_password(asked: object, missing: object) -> PasswordField:
    """A password that was chosen before: no other rule than that it may be one."""
    needed = InputRequired(missing)
    return PasswordField(asked, validators=[needed, AtMost(LONGEST_PASSWORD)])


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who somebody is, with the three things that prove it."""

    class Meta(_PasswordMeta):
        pass

    email = email_field(_l("E-mail address"))
    password = _known_password(_l("Password"), _l("Enter your password."))
    code = StringField(_l("Code"), validators=[InputRequired(_CODE), AtMost(100)])


class ChoiceForm(FlaskForm):  # type: ignore[misc]
    """A new password and a new app. `begin` comes before `validate`."""

    class Meta(_PasswordMeta):
        pass

    password = PasswordField(_l("Choose a password"))
    again = PasswordField(_l("Type the password once more"))
    seed = HiddenField()
    code = StringField(_l("Code of your app"), validators=[InputRequired(_CODE), AtMost(20)])
    email = ""

    def begin(self, email: str) -> None:
        """Says whose form it is. The seed is new at each visit, and stays after an error."""
        self.email = email
        if not is_seed(self.seed.data or ""):
            self.seed.data = new_seed()

    def validate_password(self, field: PasswordField) -> None:
        site_name = current_app.extensions["settings"].site_name
        found = weakness(field.data or "", (self.email, *self.own_words(), site_name))
        if found:
            raise ValidationError(weakness_sentence(found))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("This is not the same password."))

    def own_words(self) -> tuple[str, ...]:
        """What others know of him besides his address."""
        return ()


class JoinForm(ChoiceForm):
    """What somebody who was invited chooses and proves."""

    name = StringField(
        _l("Your name"),
        validators=[InputRequired(_l("Enter your name.")), AtMost(MAX_STAFF_NAME)],
    )

    def own_words(self) -> tuple[str, ...]:
        return (self.name.data or "",)


class RenewForm(ChoiceForm):
    """The same for a member, who proves himself with what he has now."""

    old_password = _known_password(_l("Your current password"), _l("Enter your current password."))
    old_code = StringField(
        _l("Current code of your app, or a recovery code"),
        validators=[
            InputRequired(_l("Enter the code that your app shows now, or a recovery code.")),
            AtMost(100),
        ],
    )

    def own_words(self) -> tuple[str, ...]:
        return (g.member.name,)
