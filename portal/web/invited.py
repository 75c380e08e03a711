"""The code of an invitation, where a case begins: on the start page and with a case file."""

from wtforms import StringField
from wtforms.validators import InputRequired

from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.forms import AtMost


def invitation_field() -> StringField:
    """A field for the code; typed in any way, as a case key."""
    required = InputRequired(_l("Enter your invitation code."))
    return StringField(_l("Your invitation code"), validators=[required, AtMost(100)])


def not_invited() -> str:
    """The same for a mistyped, unknown, used and expired code."""
    return _("This code does not work. Check it, or ask for a new one.")
