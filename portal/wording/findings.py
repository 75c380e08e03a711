"""The results of the gate as whole sentences, on screen and on paper."""

from collections.abc import Callable
from datetime import date

from portal.domain.codes import Display, State, Step
from portal.domain.finding import Code, Finding, Way
from portal.domain.rules import Field, WayIn
from portal.i18n import (
    current_language,
    format_amount,
    format_day,
    format_languages,
    format_partial,
    gettext,
    ngettext,
)
from portal.wording.findings_content import CONTENT, STEP_NOT_COMPLETE, WRONG_CHANNEL
from portal.wording.findings_ladder import LADDER, SENT_IN_TIME
from portal.wording.labels import label
from portal.wording.names import Names
from portal.wording.source import N_, Said, Voice

_SAID = LADDER | CONTENT

_TITLES: dict[Code, str] = {
    Code.CASINO_NAMED: N_("The casino"),
    Code.TOPIC_CHOSEN: N_("The subject"),
    Code.SUPPORT_CONTACTED: N_("Customer service"),
    Code.MANAGER_CONTACTED: N_("A manager"),
    Code.COMPLAINTS_ADDRESS: N_("Address for complaints"),
    Code.FACTS_TOLD: N_("What happened"),
    Code.FACTS_PROVEN: N_("Evidence"),
    Code.REMEDY_CHOSEN: N_("The request"),
    Code.AMOUNT_AGREES: N_("The amount"),
    Code.PLAYER_NAMED: N_("Name"),
    Code.PLAYER_REACHABLE: N_("Address for a reply"),
    Code.COMPLAIN_IN_TIME: N_("Last day to complain"),
    Code.COMPLAINT_SENT: N_("Complaint sent"),
    Code.CASINO_ANSWERED: N_("Reply of the casino"),
    Code.DISPUTE_BODY_NAMED: N_("Dispute body"),
    Code.DISPUTE_DECIDED: N_("Decision of the dispute body"),
    Code.DISPUTE_IN_TIME: N_("Last day for the dispute body"),
    Code.DISPUTE_STILL_OPEN: N_("Dispute body and regulator"),
    Code.ITS_LICENCE: N_("The licence"),
    Code.TAKES_REPORTS: N_("Report without earlier steps"),
    Code.REPORTS_ONLY: N_("What this regulator does"),
    Code.RIGHT_CHANNEL: N_("How to send it"),
    Code.LANGUAGE_READ: N_("Language"),
    Code.STEPS_NOT_TAKEN: N_("Earlier steps"),
    Code.RISK_OF_FINE: N_("Before you give your name"),
    Code.PACK_FRESH: N_("How recent the rules are"),
    Code.AUTHORITY_KNOWN: N_("The regulator"),
    Code.AUTHORITY_IN_TIME: N_("Last day for the regulator"),
    Code.ONE_ADDRESS: N_("One address for the complaint"),
    Code.DECIDING_EVIDENCE: N_("Deciding evidence"),
}

# Advice to the player; its reader on paper would be somebody else.
_FOR_THE_PLAYER = frozenset(
    {Code.RISK_OF_FINE, Code.RIGHT_CHANNEL, Code.LANGUAGE_READ, Code.DECIDING_EVIDENCE}
)


def finding_title(finding: Finding) -> str:
    """What the finding is about, in a few words; for a field of a form, the field's name."""
    if finding.code is Code.FIELD_GIVEN:
        return label(Field(finding.names[0]))
    return gettext(_TITLES[finding.code])


def is_for_paper(finding: Finding) -> bool:
    """Whether the recipient of a packet may read it; the rest is advice to the player."""
    return finding.code not in _FOR_THE_PLAYER


def finding_sentence(finding: Finding, names: Names, voice: Voice = "screen") -> str:
    """What the gate found, in one to three whole sentences.

    `names` come from `names_of` or, for paper, `names_on_paper`. Raises KeyError for a finding
    that the checks do not make. For paper, ask `is_for_paper` first.
    """
    special = _SPECIAL.get(finding.code)
    said = special(finding, names, voice) if special else _from_table(finding, names, voice)
    return f"{said} {_caution(voice)}" if finding.display is Display.CHECK_FIRST else said


def finding_action(finding: Finding, names: Names) -> str:
    """What the link to `finding.page` says; "" when nothing is left to do."""
    if finding.state in {State.MET, State.NOT_APPLICABLE}:
        return ""
    if finding.code in _ACTIONS:
        return gettext(_ACTIONS[finding.code])
    return gettext(_said(finding).action, **_values(finding, names))


_ACTIONS: dict[Code, str] = {
    Code.FACTS_TOLD: N_("Write down what happened"),
    Code.FACTS_PROVEN: N_("Add evidence"),
    Code.RIGHT_CHANNEL: N_("Read how to send it"),
    Code.LANGUAGE_READ: N_("Read what this regulator does"),
    Code.RISK_OF_FINE: N_("Read what this regulator does"),
    Code.STEPS_NOT_TAKEN: N_("Look at your contacts"),
    Code.ONE_ADDRESS: N_("Look at your contacts"),
    Code.DECIDING_EVIDENCE: N_("Look at what decides such cases"),
}


def _from_table(finding: Finding, names: Names, voice: Voice) -> str:
    said = _said(finding)
    sentence = said.screen if voice == "screen" else said.paper
    return gettext(sentence, **_values(finding, names))


def _said(finding: Finding) -> Said:
    if finding.state is State.MET and finding.day and finding.code in SENT_IN_TIME:
        return SENT_IN_TIME[finding.code]
    return _SAID[finding.code, finding.state, finding.way]


def _values(finding: Finding, names: Names) -> dict[str, str]:
    asked, total = (*map(format_amount, finding.amounts), "", "")[:2]
    is_field = finding.code is Code.FIELD_GIVEN
    return {
        "casino": names.casino,
        "authority": names.authority,
        "body": names.dispute_body,
        "when": when(finding.day, finding.month),
        "day": format_day(finding.day) if finding.day else "",
        "until": format_day(finding.until) if finding.until else "",
        "asked": asked,
        "total": total,
        "field": label(Field(finding.names[0])) if is_field else "",
    }


def when(day: date | None, month: str = "") -> str:
    """ "on 3 September 2026" or "in September 2026", to stand inside a sentence."""
    if day:
        return gettext("on %(day)s", day=format_day(day))
    return gettext("in %(month)s", month=format_partial(month)) if month else ""


def _caution(voice: Voice) -> str:
    if voice == "paper":
        return gettext("This rule could not be checked at its source.")
    return gettext("Check this at the source before you rely on it.")


# -- findings with a number, a list or a text of their own ---------------------------------


def _support_contacted(finding: Finding, names: Names, voice: Voice) -> str:
    said = _from_table(finding, names, voice)
    more = finding.number - 1
    if more < 1:
        return said
    also = (
        ngettext(
            "You wrote down %(number)s more contact.",
            "You wrote down %(number)s more contacts.",
            more,
        )
        if voice == "screen"
        else ngettext(
            "%(number)s later contact is recorded.", "%(number)s later contacts are recorded.", more
        )
    )
    return f"{said} {also}"


def _facts_told(finding: Finding, names: Names, voice: Voice) -> str:
    if finding.state is not State.MET:
        return _from_table(finding, names, voice)
    number = finding.number
    if voice == "paper":
        return ngettext(
            "%(number)s event is described.", "%(number)s events are described.", number
        )
    return ngettext("You wrote down %(number)s event.", "You wrote down %(number)s events.", number)


def _facts_proven(finding: Finding, names: Names, voice: Voice) -> str:
    if finding.state is State.MET:
        return _from_table(finding, names, voice)
    number = finding.number
    if voice == "paper":
        return ngettext(
            "%(number)s event is not linked to evidence.",
            "%(number)s events are not linked to evidence.",
            number,
        )
    return ngettext(
        "Add evidence if you have it, because %(number)s event has none. You can go on without.",
        "Add evidence if you have it, because %(number)s events have none. You can go on without.",
        number,
    )


def _deciding_evidence(finding: Finding, names: Names, voice: Voice) -> str:  # noqa: ARG001
    if finding.state is State.MET:
        return gettext("Everything that often decides such cases is with your evidence.")
    said = ngettext(
        "Look at what often decides such cases: %(number)s thing is not with your evidence. "
        "You can go on without.",
        "Look at what often decides such cases: %(number)s things are not with your evidence. "
        "You can go on without.",
        finding.number,
    )
    if finding.way is not Way.CASINO_HAS_IT:
        return said
    ask = gettext("You can ask the casino for it.")
    return f"{said} {ask}"


def _complain_in_time(finding: Finding, names: Names, voice: Voice) -> str:
    said = _from_table(finding, names, voice)
    still_open = finding.state is State.MET and not finding.day
    if voice == "paper" or not still_open:
        return said
    left = ngettext(
        "You have %(number)s day left.", "You have %(number)s days left.", finding.number
    )
    today = gettext("That is today.")
    return f"{said} {left if finding.number else today}"


def _right_channel(finding: Finding, names: Names, voice: Voice) -> str:  # noqa: ARG001
    return gettext(WRONG_CHANNEL[WayIn(finding.names[0])], authority=names.authority)


def _language_read(finding: Finding, names: Names, voice: Voice) -> str:  # noqa: ARG001
    if finding.state is State.MET:
        return gettext(
            "The language of your own words is read by %(authority)s.", authority=names.authority
        )
    return gettext(
        "Ask someone to translate your own words if you can. "
        "We know that %(authority)s reads this: %(languages)s.",
        authority=names.authority,
        languages=format_languages(finding.names),
    )


def _steps_not_taken(finding: Finding, names: Names, voice: Voice) -> str:
    if finding.state is State.MET:
        return _from_table(finding, names, voice)
    steps = [gettext(STEP_NOT_COMPLETE[Step(name)]) for name in finding.names]
    if voice == "screen":
        steps = [gettext("You can go on, and your report says this plainly."), *steps]
    return " ".join(steps)


def _risk_of_fine(finding: Finding, names: Names, voice: Voice) -> str:  # noqa: ARG001
    return finding.text.in_language(current_language()) if finding.text else ""


def _one_address(finding: Finding, names: Names, voice: Voice) -> str:  # noqa: ARG001
    number = finding.number
    if voice == "paper":
        return ngettext(
            "%(number)s contact after the complaint was sent did not go to the complaints address.",
            "%(number)s contacts after the complaint was sent "
            "did not go to the complaints address.",
            number,
        )
    return ngettext(
        "From now on, write to the casino about this only at the complaints address. "
        "%(number)s contact went elsewhere. You can go on, and your PDF says it. "
        "Was it about something else? Then say so.",
        "From now on, write to the casino about this only at the complaints address. "
        "%(number)s contacts went elsewhere. You can go on, and your PDF says it. "
        "Were they about something else? Then say so.",
        number,
    )


_SPECIAL: dict[Code, Callable[[Finding, Names, Voice], str]] = {
    Code.SUPPORT_CONTACTED: _support_contacted,
    Code.FACTS_TOLD: _facts_told,
    Code.FACTS_PROVEN: _facts_proven,
    Code.DECIDING_EVIDENCE: _deciding_evidence,
    Code.COMPLAIN_IN_TIME: _complain_in_time,
    Code.DISPUTE_IN_TIME: _complain_in_time,
    Code.AUTHORITY_IN_TIME: _complain_in_time,
    Code.RIGHT_CHANNEL: _right_channel,
    Code.LANGUAGE_READ: _language_read,
    Code.STEPS_NOT_TAKEN: _steps_not_taken,
    Code.RISK_OF_FINE: _risk_of_fine,
    Code.ONE_ADDRESS: _one_address,
}
