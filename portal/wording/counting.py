"""How a date was counted, written out, so that a player can count it again."""

from datetime import date

from portal.domain.codes import Unit
from portal.domain.dates import Count, is_in_weekend
from portal.domain.finding import Code, Finding
from portal.domain.rules import StartEvent
from portal.domain.values import Period
from portal.i18n import format_day, format_days, format_period, gettext, ngettext
from portal.wording.names import Names
from portal.wording.source import N_, Voice

_STARTS: dict[StartEvent, dict[Voice, str]] = {
    StartEvent.INCIDENT: {
        "screen": N_("It happened on %(start)s."),
        "paper": N_("The event was on %(start)s."),
    },
    StartEvent.FIRST_CONTACT: {
        "screen": N_("Your first contact about this was on %(start)s."),
        "paper": N_("The first contact about this was on %(start)s."),
    },
    StartEvent.COMPLAINT_SENT: {
        "screen": N_("You sent the complaint on %(start)s."),
        "paper": N_("The complaint was sent on %(start)s."),
    },
    StartEvent.FINAL_ANSWER: {
        "screen": N_("The casino's own procedure ended on %(start)s."),
        "paper": N_("The casino's own procedure ended on %(start)s."),
    },
    StartEvent.DISPUTE_SENT: {
        "screen": N_("You sent your case to the dispute body on %(start)s."),
        "paper": N_("The case was sent to the dispute body on %(start)s."),
    },
}

_MOST_DAYS_NAMED = 10
_LIMITS = frozenset({Code.COMPLAIN_IN_TIME, Code.DISPUTE_IN_TIME, Code.AUTHORITY_IN_TIME})
_OF_DISPUTE_BODY = frozenset({Code.DISPUTE_IN_TIME, Code.DISPUTE_DECIDED})


def arithmetic(finding: Finding, names: Names, voice: Voice = "screen") -> str:
    """`arithmetic_lines` as one paragraph."""
    return " ".join(arithmetic_lines(finding, names, voice))


def arithmetic_lines(finding: Finding, names: Names, voice: Voice = "screen") -> tuple[str, ...]:
    """The steps from the first day to `finding.until`, and where the period comes from.

    Empty when the finding was not counted.
    """
    count = finding.count
    if count is None:
        return ()
    lines = (
        gettext(_STARTS[StartEvent(count.event)][voice], start=format_day(count.start)),
        _added(count),
        _adjusted(count),
        *_skipped(count),
        _extended(count),
        _meaning(finding, voice),
        _latest(finding),
        basis(finding, names, voice),
    )
    return tuple(line for line in lines if line)


def basis(finding: Finding, names: Names, voice: Voice = "screen") -> str:
    """Where the period of a counted finding comes from; says so when it is our own default."""
    count = finding.count
    if count is None:
        return ""
    if count.basis == "default":
        return _default_basis(count.period, voice)
    if count.basis == "casino_terms":
        return gettext("This period is in the casino's own terms.")
    return _rule_basis(finding, names)


def _default_basis(period: Period, voice: Voice) -> str:
    if voice == "paper":
        return gettext(
            "No rule was found for this; %(period)s is used as a usual time.",
            period=format_period(period),
        )
    return gettext(
        "We found no rule for this, so we use a usual time: %(period)s.",
        period=format_period(period),
    )


def _rule_basis(finding: Finding, names: Names) -> str:
    if finding.article:
        return gettext("This period comes from the rules: %(article)s.", article=finding.article)
    if finding.code in _OF_DISPUTE_BODY:
        return gettext("This period comes from the rules for the dispute body.")
    return gettext(
        "This period comes from the rules for a licence from %(authority)s.",
        authority=names.authority,
    )


def _added(count: Count) -> str:
    return gettext(
        "%(period)s later is %(last)s.",
        period=format_period(count.period),
        last=format_day(count.before_extension or count.last),
    )


def _adjusted(count: Count) -> str:
    """What a period means where it is not simply added."""
    match count.period.unit:
        case Unit.HOURS:
            days = (count.last - count.start).days
            return ngettext(
                "That counts as %(number)s day.", "That counts as %(number)s days.", days
            )
        case Unit.MONTHS | Unit.YEARS if count.last.day < count.start.day:
            return gettext(
                "That month has no day %(number)s, so its last day counts.", number=count.start.day
            )
    return ""


def _skipped(count: Count) -> tuple[str, ...]:
    """The days on the way that do not count, each with its date; only their number when many."""
    if count.period.unit is not Unit.WORKING_DAYS:
        return ()
    in_weekend = [day for day in count.skipped if is_in_weekend(day)]
    on_holiday = [day for day in count.skipped if not is_in_weekend(day)]
    said = gettext(
        "Only Monday to Friday count, without the public holidays that are known. "
        "A local holiday may make it a day later."
    )
    return (said, *_weekends(in_weekend), *_holidays(on_holiday))


def _weekends(days: list[date]) -> tuple[str, ...]:
    number = len(days)
    if number > _MOST_DAYS_NAMED:
        return (gettext("Not counted: %(number)s days in a weekend.", number=number),)
    return (gettext("Not counted: %(days)s.", days=format_days(days)),) if days else ()


def _holidays(days: list[date]) -> tuple[str, ...]:
    said = gettext("Not counted because of a public holiday: %(days)s.", days=format_days(days))
    return (said,) if days else ()


def _extended(count: Count) -> str:
    if count.before_extension is None:
        return ""
    return gettext("With the extra time of the casino it is %(last)s.", last=format_day(count.last))


def _meaning(finding: Finding, voice: Voice) -> str:
    if not finding.until:
        return ""
    until = format_day(finding.until)
    if finding.code in _LIMITS:
        if finding.latest:
            return gettext("That is the last safe day.")
        return gettext("That is the last day.")
    if voice == "paper":
        return gettext("The next step is possible from %(day)s.", day=until)
    return gettext("From %(day)s you can go on.", day=until)


def _latest(finding: Finding) -> str:
    """The second count, where it is not sure on which day the term began."""
    if finding.latest is None:
        return ""
    return gettext(
        "If it began on %(start)s, the last day is %(last)s.",
        start=format_day(finding.latest.start),
        last=format_day(finding.latest.last),
    )
