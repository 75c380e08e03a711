"""Fields that read what players type: dates, times and amounts, in either language."""

from collections.abc import Callable
from typing import Any

from wtforms import EmailField, StringField
from wtforms.validators import Optional, Regexp, ValidationError

from portal import entry
from portal.domain.values import Money
from portal.i18n import format_amount, format_partial
from portal.i18n import lazy_gettext as _l
from portal.web.clock import today
from portal.web.forms import AtMost
from portal.wording import problem_message

_LONGEST = 200  # characters; the readers take far too long for a million

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


class TypedField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A text field whose `value` is what the text means; `None` while it is empty.

    `read` turns text into the value (or raises entry.EntryProblem), `show` a value into text.
    """

    value: Any = None

    def __init__(
        self,
        *args: Any,
        read: Callable[[str], Any],
        show: Callable[[Any], str],
        **kwargs: Any,
    ) -> None:
        self.read, self.show = read, show
        super().__init__(*args, **kwargs)

    def process_data(self, value: Any) -> None:
        self.value = value or None
        self.data = self.show(value) if value else ""

    def pre_validate(self, form: Any) -> None:
        self.value = None
        AtMost(_LONGEST)(form, self)
        if self.data:
            try:
                self.value = self.read(self.data)
            except entry.EntryProblem as problem:
                raise ValidationError(problem_message(problem)) from problem


def date_field(label: object, *, allow_future: bool = False, **kwargs: Any) -> TypedField:
    """A day, or at least a month: the value is a PartialDate ("2026-09-14", "2026-09")."""

    def read(text: str) -> str:
        return entry.read_date(text, today(), allow_future=allow_future)

    return TypedField(label, read=read, show=format_partial, **kwargs)


def time_field(label: object, **kwargs: Any) -> TypedField:
    """A time of day: the value is "21:40"."""
    return TypedField(label, read=entry.read_time, show=str, **kwargs)


def amount_field(label: object, **kwargs: Any) -> TypedField:
    """An amount of money; euros unless another currency is written. The value is Money."""

    def read(text: str) -> Money:
        return entry.read_amount(text, "EUR")

    return TypedField(label, read=read, show=format_amount, **kwargs)


def email_field(label: object) -> EmailField:
    """An e-mail address, or nothing."""
    told = _l("Enter an e-mail address like name@example.org.")
    return EmailField(label, validators=[Optional(), AtMost(200), Regexp(_EMAIL, message=told)])
