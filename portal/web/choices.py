"""The choices that a form offers, with their words in the language of the page."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.rules import RulePack
from portal.i18n import country_name, country_names, current_language
from portal.i18n import gettext as _
from portal.wording import label

CodeT = TypeVar("CodeT", bound=StrEnum)

Choices = list[SelectChoice]

_NEAR = ("NL", "BE")  # where most players live


def choices_of(codes: Iterable[StrEnum]) -> Choices:
    """A choice for each code, in the order given."""
    return [SelectChoice(str(code), label(code)) for code in codes]


def country_choices() -> Choices:
    """Every country by its name in the language of the page; the nearest ones come first."""
    names = country_names()
    near = [SelectChoice(code, names[code]) for code in _NEAR]
    others = sorted((name, code) for code, name in names.items() if code not in _NEAR)
    none = SelectChoice("", _("Choose a country"))
    return [none, *near, *(SelectChoice(code, name) for name, code in others)]


def regulator_choices(packs: Iterable[RulePack]) -> Choices:
    """The regulators in the order of their countries: players know where, not what it is called."""
    choices = [SelectChoice(pack.id, regulator_label(pack)) for pack in packs]
    return sorted(choices, key=lambda choice: choice.label)


def regulator_label(pack: RulePack) -> str:
    """The regulator's name, after its country's where the name does not begin with that."""
    name, country = pack.name.in_language(current_language()), country_name(pack.country)
    if name.startswith(country):
        return name
    return _("%(country)s: %(name)s", country=country, name=name)


def packet_languages() -> Choices:
    """Dutch and English, by their names in the language of the page."""
    return [SelectChoice("nl", _("Dutch")), SelectChoice("en", _("English"))]


def packet_sizes() -> Choices:
    """With the original files, or small enough for e-mail."""
    return [
        SelectChoice("complete", _("Complete: with your original files inside")),
        SelectChoice("small", _("Small, for e-mail: smaller pictures and no original files")),
    ]


class CodeRadios(RadioField):  # type: ignore[misc]  # WTForms has no types
    """Radio buttons for a closed list of codes; no choice is an answer unless it is required."""

    def __init__(
        self,
        text: object,
        codes: Iterable[StrEnum] | Callable[[], Iterable[StrEnum]],
        **kwargs: Any,
    ) -> None:
        offered = tuple(codes).__iter__ if isinstance(codes, Iterable) else codes
        super().__init__(
            text, choices=lambda: choices_of(offered()), validate_choice=True, coerce=str, **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)

    def code(self, kind: type[CodeT]) -> CodeT | None:
        return kind(self.data) if self.data else None


class CodeCheckboxes(SelectMultipleField):  # type: ignore[misc]
    """Checkboxes for a closed list of codes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, text: object, codes: Iterable[StrEnum], **kwargs: Any) -> None:
        codes = tuple(codes)
        super().__init__(text, choices=lambda: choices_of(codes), coerce=str, **kwargs)

    def codes(self, kind: type[CodeT]) -> tuple[CodeT, ...]:
        chosen = set(self.data or ())
        return tuple(one for one in kind if one in chosen)
