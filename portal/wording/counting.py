"""How a date was counted, written out, so that a player can count it again."""

from portal.domain.case import Period
from portal.domain.codes import Unit
from portal.domain.dates import Count, add
from portal.domain.finding import Code, Finding
from portal.domain.rules import StartEvent
from portal.i18n import format_day, format_period, gettext
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

_LIMITS = frozenset({Code.COMPLAIN_IN_TIME, Code.DISPUTE_IN_TIME, Code.AUTHORITY_IN_TIME})
_OF_DISPUTE_BODY = frozenset({Code.DISPUTE_IN_TIME, Code.DISPUTE_DECIDED})


def arithmetic(finding: Finding, names: Names, voice: Voice = "screen") -> str:
    """The steps from the first day to `finding.until`, and where the period comes from.

    "" when the finding was not counted.
    """
    count = finding.count
    if count is None:
        return ""
    parts = [
        gettext(_STARTS[StartEvent(count.event)][voice], start=format_day(count.start)),
        _added(count),
        _meaning(finding, voice),
        *_holidays(count.period),
        basis(finding, names, voice),
    ]
    return " ".join(part for part in parts if part)


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
    """The sum; a longer end than the period gives is the extra time that the casino took."""
    plain = add(count.start, count.period)
    said = gettext(
        "%(period)s later is %(last)s.",
        period=format_period(count.period),
        last=format_day(plain),
    )
    if plain == count.last:
        return said
    extra = gettext(
        "With the extra time of the casino it is %(last)s.", last=format_day(count.last)
    )
    return f"{said} {extra}"


def _meaning(finding: Finding, voice: Voice) -> str:
    if not finding.until:
        return ""
    until = format_day(finding.until)
    if finding.code in _LIMITS:
        return gettext("That is the last day.")
    if voice == "paper":
        return gettext("The next step is possible from %(day)s.", day=until)
    return gettext("From %(day)s you can go on.", day=until)


def _holidays(period: Period) -> tuple[str, ...]:
    if period.unit is not Unit.WORKING_DAYS:
        return ()
    return (gettext("Only Monday to Friday count. A public holiday may make it a day later."),)
