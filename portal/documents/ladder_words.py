"""The words of one rung of the ladder: short notes for the picture, sentences for the text."""

from datetime import date

from babel import Locale
from babel.dates import format_interval
from msgspec import Struct

from portal.domain.case import Contact
from portal.domain.codes import UNANSWERED, Step
from portal.domain.dates import partial_bounds
from portal.domain.finding import Way
from portal.domain.ladder import Rung, RungState
from portal.domain.replies import final_reply
from portal.i18n import current_language, format_day, format_partial, gettext, ngettext
from portal.wording import Names, Voice, label, when


class Words(Struct, frozen=True, kw_only=True):
    """What stands on one rung; `contacts` says of each whether it was answered."""

    step: str
    name: str  # of the dispute body or the regulator, "" when it has none
    state: str
    notes: tuple[str, ...]
    contacts: tuple[bool, ...]
    dates: str
    sentences: tuple[str, ...]


def words_of(rung: Rung, names: Names, voice: Voice) -> Words:
    """The words of `rung` in the current language."""
    told = [_request(rung), _sent(rung), _replied(rung), _silent(rung), _opens(rung)]
    known = {Step.DISPUTE: names.dispute_body_label, Step.AUTHORITY: names.authority_label}
    return Words(
        step=label(rung.step, voice),
        name=known.get(rung.step, ""),
        state=label(rung.state, voice),
        notes=tuple(short for short, _ in told if short),
        contacts=tuple(one.outcome not in UNANSWERED for one in rung.contacts),
        dates=_dates(rung.contacts),
        sentences=tuple(
            said for said in (_contacted(rung.contacts), *(said for _, said in told)) if said
        ),
    )


def _request(rung: Rung) -> tuple[str, str]:
    """A manager that was asked for but not given, which completes the step too."""
    found = rung.finding
    if found is None or found.way is not Way.REQUEST:
        return "", ""
    asked = when(found.day, found.month)
    return (
        gettext("Asked for %(when)s", when=asked),
        gettext("It was asked for %(when)s and not given.", when=asked),
    )


def _sent(rung: Rung) -> tuple[str, str]:
    if rung.dispatch is None:
        return "", ""
    day = format_partial(rung.dispatch.sent_on)
    if rung.dispatch.day:
        return gettext("Sent on %(day)s", day=day), gettext("It was sent on %(day)s.", day=day)
    return gettext("Sent in %(month)s", month=day), gettext("It was sent in %(month)s.", month=day)


def _replied(rung: Rung) -> tuple[str, str]:
    sent = rung.dispatch
    answer = (final_reply(sent) or sent.answer) if sent else None
    day = format_partial(answer.received_on) if answer else ""
    if answer is None or not day:
        return "", ""
    if len(answer.received_on) == len("2026-09-14"):
        return gettext("Reply on %(day)s", day=day), gettext("The reply came on %(day)s.", day=day)
    return (
        gettext("Reply in %(month)s", month=day),
        gettext("The reply came in %(month)s.", month=day),
    )


def _silent(rung: Rung) -> tuple[str, str]:
    days = rung.silence_days
    if not days or (rung.dispatch and rung.dispatch.answer):
        return "", ""
    return (
        ngettext("%(number)s day without a reply", "%(number)s days without a reply", days),
        ngettext(
            "There was no reply for %(number)s day.",
            "There was no reply for %(number)s days.",
            days,
        ),
    )


def _opens(rung: Rung) -> tuple[str, str]:
    if rung.opens_on is None:
        return "", ""
    day = format_day(rung.opens_on)
    match rung.state:
        case RungState.WAITING:
            return (
                gettext("Next step from %(day)s", day=day),
                gettext("The next step is possible from %(day)s.", day=day),
            )
        case RungState.LATER:
            return (
                gettext("Not before %(day)s", day=day),
                gettext("This step is not possible before %(day)s.", day=day),
            )
        case _:
            return "", ""


def _contacted(contacts: tuple[Contact, ...]) -> str:
    number = len(contacts)
    if not number:
        return ""
    dates = _dates(contacts)
    if not dates:
        return ngettext(
            "There was %(number)s contact, on an unknown day.",
            "There were %(number)s contacts, on unknown days.",
            number,
        )
    return ngettext(
        "There was %(number)s contact: %(dates)s.",
        "There were %(number)s contacts: %(dates)s.",
        number,
        dates=dates,
    )


def _dates(contacts: tuple[Contact, ...]) -> str:
    """ "3 Sept – 12 Oct 2026": the first and the last day, or month when a day is not known."""
    dated = [one.moment.date for one in contacts if one.moment.is_dated]
    if not dated:
        return ""
    bounds = [found for text in dated if (found := partial_bounds(text))]
    first, last = min(low for low, _ in bounds), max(_start(text) for text in dated)
    only_months = any(len(text) == len("2026-09") for text in dated)
    locale = Locale("en", "GB") if current_language() == "en" else Locale(current_language())
    return str(format_interval(first, last, "yMMM" if only_months else "yMMMd", locale=locale))


def _start(text: str) -> date:
    bounds = partial_bounds(text)
    return bounds[0] if bounds else date.min
