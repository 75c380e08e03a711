"""The base of every form: our languages, our rules for text, our hidden fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.i18n import get_translations
from wtforms.validators import StopValidation

from portal.i18n import current_language
from portal.i18n import gettext as _
from portal.vault.keys import holds_case_key

# Fields and buttons that are not answers, so never part of a draft.
NOT_ANSWERS = frozenset({"csrf_token", "seen", "later", "next", "stay", "switch_language"})


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form for one part of the case; `seen` marks the version that the page showed."""

    seen = HiddenField()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, _form: "AnswerForm") -> object:
            """WTForms' own messages, in the language of the page."""
            return _messages(current_language())

        def bind_field(self, form: "AnswerForm", unbound_field: Any, options: Any) -> object:
            """Strips the blanks around what was typed, in every text field."""
            if issubclass(unbound_field.field_class, (StringField, TextAreaField)):
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), strip]
            return unbound_field.bind(form=form, **options)

    def answers(self) -> dict[str, Any]:
        """The values of the fields that are answers."""
        return {name: value for name, value in self.data.items() if name not in NOT_ANSWERS}

    @property
    def holds_key(self) -> bool:
        """Whether a case key was typed into the case: it must never be in a packet."""
        return any(self.is_key(value) for value in self.data.values())

    @staticmethod
    def is_key(value: object) -> bool:
        return isinstance(value, str) and holds_case_key(value)


class AtMost:
    """A text of at most so many characters, as the case file allows; says so in our words.

    No later rule looks at a longer text: a pattern can take minutes for a million characters.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: AnswerForm, field: Any) -> None:
        if len(field.data or "") > self.limit:
            said = _("Your text is too long. Use at most %(limit)s characters.", limit=self.limit)
            raise StopValidation(said)


def strip(text: str | None) -> str | None:
    """Without blanks around; line ends as one character, as the browser does not send them."""
    return text.strip().replace("\r\n", "\n") if isinstance(text, str) else text


def typed(form: AnswerForm, form_data: "MultiDict[str, str]") -> dict[str, list[str]]:
    """What was typed into `form`, as a draft keeps it; never a case key."""
    return {
        name: values
        for name, values in form_data.to_dict(flat=False).items()
        if name in form and name not in NOT_ANSWERS and not any(map(form.is_key, values))
    }


def from_draft(draft: Mapping[str, Sequence[str]]) -> "MultiDict[str, str]":
    return MultiDict([(name, value) for name, values in draft.items() for value in values])


_catalogues: dict[str, object] = {}


def _messages(language: str) -> object:
    if language not in _catalogues:
        _catalogues[language] = get_translations([language if language != "en" else "en_GB"])
    return _catalogues[language]
