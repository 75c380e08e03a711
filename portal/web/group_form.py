"""The administrator's form about the group: the same keys as `group.toml`."""

from collections.abc import Iterator
from typing import Any

import msgspec
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.codes import Topic
from portal.domain.colours import Colours
from portal.domain.group import (
    MAX_LINKS,
    MAX_OPENING,
    MAX_TEXT,
    Group,
    GroupFault,
    Link,
    Words,
    group_faults,
)
from portal.domain.rules import UNKNOWN, is_nobody
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.choices import CodeCheckboxes, regulator_choices
from portal.web.fields import email_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.known import all_packs
from portal.wording import colour_name, group_problem

COLOURS = Colours.__struct_fields__
_TEXTS = ("opening", "help", "privacy")
_MODES = ("colours", "dark_colours")
_LINK_PARTS = 3
_colour = Regexp("^#[0-9a-fA-F]{6}$", message=_l("Write a colour like #14506b."))
_months = NumberRange(1, 60, message=_l("Enter a number from 1 to 60."))
_phone = Regexp(r"^[0-9+() -]*$", message=_l("Use only digits, spaces, +, - and brackets."))


def _regulators() -> list[Any]:
    return regulator_choices(
        one for one in all_packs().values() if one.id != UNKNOWN and not is_nobody(one.id)
    )


class GroupForm(AnswerForm):
    """What a group may choose; what stays empty is as on every Hogerop."""

    name = StringField(
        _l("Name of the group"),
        validators=[InputRequired(_l("Enter the name of the group.")), AtMost(60)],
    )
    logo = FileField(_l("Logo"))
    without_logo = BooleanField(_l("Show no logo"))
    on_packets = BooleanField(_l("Name the group at the foot of each packet"))
    on_key_sheets = BooleanField(_l("Name the group on the sheet with the case key"))
    first_language = RadioField(
        _l("Language for visitors whose browser asks for neither"),
        choices=lambda: [("nl", _("Dutch")), ("en", _("English"))],
    )
    by_invitation = BooleanField(_l("Only people with an invitation code can start a case"))
    retention_months = IntegerField(
        _l("Months without a visit after which a case is deleted"), validators=[Optional(), _months]
    )
    closed_months = IntegerField(
        _l("Months that a closed case is kept"), validators=[Optional(), _months]
    )
    topics = CodeCheckboxes(_l("Topics that you offer"), Topic)
    authorities = SelectMultipleField(
        _l("Regulators that you help with"),
        choices=_regulators,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    address = TextAreaField(_l("Address"), validators=[AtMost(1000)])
    email = email_field(_l("E-mail address"))
    phone = StringField(_l("Telephone number"), validators=[AtMost(40), _phone])
    website = StringField(_l("Website"), validators=[AtMost(200)])
    opening_nl = TextAreaField(_l("Opening text in Dutch"), validators=[AtMost(MAX_OPENING)])
    opening_en = TextAreaField(_l("Opening text in English"), validators=[AtMost(MAX_OPENING)])
    help_nl = TextAreaField(_l("Help that you give, in Dutch"), validators=[AtMost(MAX_TEXT)])
    help_en = TextAreaField(_l("Help that you give, in English"), validators=[AtMost(MAX_TEXT)])
    privacy_nl = TextAreaField(_l("Your privacy statement in Dutch"), validators=[AtMost(MAX_TEXT)])
    privacy_en = TextAreaField(
        _l("Your privacy statement in English"), validators=[AtMost(MAX_TEXT)]
    )
    links = TextAreaField(_l("Links at the foot of each page"), validators=[AtMost(5000)])

    def colour_fields(self, mode: str) -> list[StringField]:
        """The fields of `colours` or `dark_colours`, in their order."""
        return [self[f"{mode}_{name}"] for name in COLOURS]

    @property
    def dark_errors(self) -> bool:
        """Whether something is wrong in the part that is folded away."""
        return any(one.errors for one in self.colour_fields("dark_colours"))

    def show_faults(self, faults: Iterator[GroupFault]) -> bool:
        """Puts each fault at its field; whether there was one."""
        found = False
        for fault in faults:
            found = True
            field = self[_field_of(fault.key)]
            field.errors = [*field.errors, group_problem(fault)]
        return found

    def validate(self, extra_validators: object = None) -> bool:
        """Both languages of a text or neither; and links in their three parts."""
        valid = bool(super().validate(extra_validators))
        for text in _TEXTS:
            dutch, english = self[f"{text}_nl"], self[f"{text}_en"]
            if bool(dutch.data) != bool(english.data):
                missing = english if dutch.data else dutch
                missing.errors = [group_problem(GroupFault(text, "language_missing"))]
                valid = False
        if _links(self.links.data) is None:
            self.links.errors = [_link_rule()]
            valid = False
        return self._has_fair_colours() and valid

    def _has_fair_colours(self) -> bool:
        """Told together with everything else, so that nobody sends the form twice."""
        if any(one.errors for mode in _MODES for one in self.colour_fields(mode)):
            return False
        light, dark = (self.chosen_colours(mode) for mode in _MODES)
        return not self.show_faults(group_faults(Group(colours=light, dark_colours=dark), ()))

    def chosen_colours(self, mode: str) -> Colours:
        """What was typed as `colours` or `dark_colours`; the fields are valid."""
        return Colours(**{name: self[f"{mode}_{name}"].data or None for name in COLOURS})


def _colour_label(mode: str, name: str) -> object:
    if mode == "colours":
        return _l("Colour: %(name)s", name=_Named(name))
    return _l("Colour in the dark mode: %(name)s", name=_Named(name))


class _Named:
    """The name of a colour in the language of the page, when it is shown."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return colour_name(self._name)


for _mode in _MODES:
    for _name in COLOURS:
        _field = StringField(_colour_label(_mode, _name), validators=[Optional(), _colour])
        setattr(GroupForm, f"{_mode}_{_name}", _field)


def _field_of(key: str) -> str:
    """The field of a key of `group.toml`: "opening.nl" is `opening_nl`, "links[0].url" `links`."""
    if key.startswith("links"):
        return "links"
    if key.startswith("contact"):
        return key.partition(".")[2] or "address"
    field = key.replace(".", "_")
    # A colour of ours that is too near to a ground of the group's: there is no field for it.
    table, _dot, name = key.partition(".")
    return f"{table}_background" if table in _MODES and name not in COLOURS else field


def _link_rule() -> str:
    return _(
        "Write each link on a line of its own: words in Dutch | words in English | address. "
        "%(most)s at most.",
        most=MAX_LINKS,
    )


def _links(text: str | None) -> tuple[Link, ...] | None:
    """The links that were typed; None when a line is not in three parts."""
    lines = [line for line in (text or "").splitlines() if line.strip()]
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    plain = [dict(zip(("nl", "en", "url"), one, strict=False)) for one in parts]
    try:
        if any(len(one) != _LINK_PARTS for one in parts) or len(lines) > MAX_LINKS:
            return None
        return tuple(msgspec.convert(one, Link) for one in plain)
    except msgspec.ValidationError:
        return None


def filled(group: Group) -> dict[str, Any]:
    """What the form shows of a group."""
    contact = group.contact
    values: dict[str, Any] = {
        name: getattr(group, name)
        for name in ("name", "on_packets", "on_key_sheets", "first_language", "by_invitation")
    }
    values |= {"retention_months": group.retention_months, "closed_months": group.closed_months}
    values |= {"topics": list(group.topics), "authorities": list(group.authorities)}
    values |= {"address": "\n".join(contact.address), "email": contact.email}
    values |= {"phone": contact.phone, "website": contact.website}
    values["links"] = "\n".join(f"{one.nl} | {one.en} | {one.url}" for one in group.links)
    for text in _TEXTS:
        words: Words | None = getattr(group, text)
        values |= {f"{text}_nl": words.nl if words else "", f"{text}_en": words.en if words else ""}
    for mode in _MODES:
        chosen = getattr(group, mode).chosen
        values |= {f"{mode}_{name}": chosen.get(name, "") for name in COLOURS}
    return values


def group_of(form: GroupForm) -> Group:
    """The group that a valid form describes; its logo comes from elsewhere.

    Raises msgspec.ValidationError for what no browser sends, as a line of 300 characters.
    """
    data = form.data
    plain = {
        name: data[name]
        for name in ("name", "on_packets", "on_key_sheets", "first_language", "by_invitation")
    }
    plain |= {name: data[name] for name in ("retention_months", "closed_months")}
    plain |= {"topics": data["topics"] or [], "authorities": data["authorities"] or []}
    address = [line.strip() for line in data["address"].splitlines() if line.strip()]
    plain["contact"] = {
        "address": address,
        **{name: data[name] or "" for name in ("email", "phone", "website")},
    }
    for text in _TEXTS:
        if data[f"{text}_nl"]:
            plain[text] = {one: data[f"{text}_{one}"] for one in ("nl", "en")}
    return msgspec.structs.replace(
        msgspec.convert(plain, Group),
        colours=form.chosen_colours("colours"),
        dark_colours=form.chosen_colours("dark_colours"),
        links=_links(data["links"]) or (),
    )
