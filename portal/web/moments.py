"""When did it happen? The same few fields on every page that asks it."""

from typing import Any, Protocol

from wtforms import BooleanField, SelectChoice, SelectField

from portal import i18n
from portal.domain.values import Moment
from portal.i18n import lazy_gettext as _l
from portal.web.fields import TypedField, date_field, time_field

HOME_ZONE = "Europe/Amsterdam"
# Where the players, the casinos and their log files are; the packet prints the zone's name.
ZONES = {
    HOME_ZONE: _l("Netherlands and Belgium"),
    "Europe/London": _l("Great Britain"),
    "Europe/Malta": _l("Malta"),
    "America/Curacao": _l("Curaçao"),
    "UTC": _l("World time (UTC)"),
}


def format_moment(moment: Moment) -> str:
    """A moment as screens show it: the zone is told only where it is another one than at home."""
    return i18n.format_moment(moment, HOME_ZONE)


def zone_choices() -> list[SelectChoice]:
    """The zones by their places, in the language of the page."""
    return [SelectChoice(zone, str(name)) for zone, name in ZONES.items()]


class MomentFields:
    """Day or month, "I do not know", time and zone."""

    date = date_field(_l("When was it?"))
    unknown = BooleanField(_l("I do not know"))
    time = time_field(_l("At what time?"))
    zone = SelectField(_l("In which time zone is that?"), choices=zone_choices, default=HOME_ZONE)


class HasMoment(Protocol):
    """A form with the fields of MomentFields."""

    date: TypedField
    unknown: BooleanField
    time: TypedField
    zone: SelectField


def moment_of(form: HasMoment) -> Moment:
    """The moment that was entered; "I do not know" wins from an old date."""
    unknown = bool(form.unknown.data) and not form.date.value
    return Moment(
        date=form.date.value or "",
        time=form.time.value or "",
        zone=form.zone.data or HOME_ZONE,
        unknown=unknown,
    )


def moment_values(moment: Moment) -> dict[str, Any]:
    """What the fields show for `moment`."""
    return {
        "date": moment.date,
        "unknown": moment.unknown,
        "time": moment.time,
        "zone": moment.zone if moment.zone in ZONES else HOME_ZONE,
    }
