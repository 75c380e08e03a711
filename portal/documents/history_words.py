"""The words of the history of a case: when, and what happened, in a few words for each entry."""

from collections.abc import Iterable

from babel.dates import format_interval
from msgspec import Struct

from portal.domain.codes import RecipientKind, TextKind
from portal.domain.recipient import Recipient
from portal.domain.timeline import Entry, Event, LastDay
from portal.domain.values import Moment
from portal.i18n import current_language, format_partial, gettext, ngettext
from portal.wording import Names, Voice, label
from portal.wording.source import N_

_LAST_DAYS: dict[LastDay, str] = {
    LastDay.REPLY_DUE: N_("Last day for a reply from %(casino)s"),
    LastDay.DECISION_DUE: N_("Last day for a decision from %(body)s"),
    LastDay.COMPLAIN_BY: N_("Last safe day to complain to %(casino)s"),
    LastDay.DISPUTE_BY: N_("Last safe day to go to %(body)s"),
    LastDay.AUTHORITY_BY: N_("Last safe day to go to %(authority)s"),
    LastDay.TEXT_DUE: N_("Last day for a reply to: %(text)s"),
}


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One row of the history in words; the numbers are those of the packet."""

    when: str
    what: str
    contacts: tuple[int, ...]
    dispatch: int  # of what was sent; 0 on every other row
    exhibits: tuple[int, ...]


def history_lines(
    entries: Iterable[Entry], names: Names, pack_id: str, voice: Voice = "screen"
) -> list[HistoryLine]:
    """The rows of the history; `pack_id` is the regulator that `names` calls by its name."""
    return [
        HistoryLine(
            when=_when(one),
            what=" · ".join(filter(None, _said(one, names, pack_id, voice))),
            contacts=one.contacts,
            dispatch=one.dispatch if one.event is Event.SENT else 0,
            exhibits=one.exhibits,
        )
        for one in entries
    ]


def span(first: str, last: str) -> str:
    """ "25 Jul – 26 Aug 2026"; months that are known without a day stay whole."""
    if first == last:
        return format_partial(first)
    start, end = Moment(date=first).day, Moment(date=last).day
    if start and end:
        locale = "en_GB" if current_language() == "en" else current_language()
        return str(format_interval(start, end, "yMMMd", locale=locale))
    return f"{format_partial(first)} – {format_partial(last)}"


def _when(entry: Entry) -> str:
    day = span(entry.first, entry.last) or gettext("Date unknown")
    if entry.time and entry.first:
        return gettext("%(date)s at %(time)s", date=day, time=entry.time)
    return day


def _said(entry: Entry, names: Names, pack_id: str, voice: Voice) -> list[str]:
    """What happened, as short phrases."""
    if entry.event is Event.CONTACT:
        return _contact(entry, voice)
    if entry.limit:
        values = {
            "casino": names.casino,
            "body": names.dispute_body,
            "authority": names.authority,
            "text": label(entry.text, voice) if entry.text else "",
        }
        return [gettext(_LAST_DAYS[entry.limit], **values)]
    if entry.text:
        return _beside(entry, entry.text, names, voice)
    return _letter(entry, _name(entry.recipient, names, pack_id))


def _contact(entry: Entry, voice: Voice) -> list[str]:
    who = label(entry.step, voice) if entry.step else ""
    number = len(entry.contacts)
    if number == 1:
        how = label(entry.channel) if entry.channel else ""
        what = label(entry.text, voice) if entry.text else ""
        return [who, how, what, label(entry.outcome) if entry.outcome else ""]
    silent = entry.unanswered
    return [
        who,
        ngettext("%(number)s contact", "%(number)s contacts", number),
        ngettext("%(number)s without a reply", "%(number)s without a reply", silent)
        if silent
        else "",
    ]


def _beside(entry: Entry, text: TextKind, names: Names, voice: Voice) -> list[str]:
    """A letter beside the ladder, or the reply to it; all of those go to the casino."""
    name = label(text, voice)
    if entry.event is Event.REPLY:
        return [gettext("Reply from %(name)s", name=names.casino), name]
    how = label(entry.channel) if entry.channel else ""
    return [gettext("Sent to %(name)s", name=names.casino), how, name]


def _letter(entry: Entry, name: str) -> list[str]:
    match entry.event:
        case Event.SENT:
            how = label(entry.channel) if entry.channel else ""
            return [gettext("Sent to %(name)s", name=name), how]
        case Event.DELIVERED:
            return [gettext("Delivered to %(name)s", name=name)]
        case Event.CONFIRMED:
            return [gettext("Receipt confirmed by %(name)s", name=name)]
        case Event.OFFER_REPLY:
            return [label(entry.offer_reply) if entry.offer_reply else ""]
    kind = label(entry.answer) if entry.answer else ""
    final = gettext("Final response") if entry.is_final else ""
    return [gettext("Reply from %(name)s", name=name), kind, final]


def _name(recipient: Recipient | None, names: Names, pack_id: str) -> str:
    if recipient is None or recipient.kind is RecipientKind.CASINO:
        return names.casino
    if recipient.kind is RecipientKind.DISPUTE:
        return names.dispute_body
    return names.authority if recipient.authority == pack_id else gettext("another regulator")
