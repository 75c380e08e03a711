"""What a player agrees to when he shares his case, what the journal says, the parts of a case."""

from portal.domain.sharing import HelpEvent, JournalLine, Section, Terms
from portal.i18n import format_day, gettext
from portal.wording.source import N_

_SECTIONS: dict[Section, str] = {
    Section.TOPIC: N_("What it is about"),
    Section.CASINO: N_("The casino"),
    Section.FACTS: N_("What happened"),
    Section.CONTACTS: N_("Contact with the casino"),
    Section.REMEDY: N_("What you want"),
    Section.EVIDENCE: N_("Evidence"),
    Section.PLAYER: N_("About you"),
    Section.SENDING: N_("What you sent"),
}

_EVENTS: dict[HelpEvent, str] = {
    HelpEvent.SHARED: N_("You shared your case."),
    HelpEvent.SHARED_AT_DESK: N_("You shared your case at the desk. %(who)s wrote it down."),
    HelpEvent.OPENED: N_("%(who)s opened your case."),
    HelpEvent.WORKED: N_("%(who)s opened your case to work in it."),
    HelpEvent.HANDED_OVER: N_("%(who)s passed your case on. %(words)s looks after it now."),
    HelpEvent.KEY_RENEWED: N_("%(who)s gave you a new key, after this check: %(words)s"),
    HelpEvent.TAKEN_BACK: N_("You stopped sharing your case."),
    HelpEvent.ENDED: N_("The sharing ended by itself."),
    HelpEvent.CAME_IN_FILE: N_("You opened your case from a file. Older lines come from it."),
}

_NOBODY = N_("%(who)s passed your case on. Nobody in particular looks after it now.")


def consent_lines(terms: Terms, fingerprint: str) -> tuple[str, ...]:
    """The text that the player agrees to, one sentence or two in each line.

    A change of its meaning is a new CONSENT_VERSION (portal.domain.sharing).
    """
    return (
        *consent_frame(terms.group, fingerprint),
        gettext(
            "They can open it until and including %(day)s, or until I stop sharing.",
            day=format_day(terms.until),
        ),
        _writing(may_write=terms.may_write),
        _renewing(may_renew=terms.may_renew_key),
    )


def consent_frame(group: str, fingerprint: str) -> tuple[str, ...]:
    """What the player agrees to whatever he chooses: the form shows it above the choices."""
    return (
        gettext(
            "I share my whole case with the caseworkers of %(group)s: what I wrote, my evidence "
            "and my packets.",
            group=group,
        ),
        gettext("Their list shows casino, subject, reference and next step of my case."),
        gettext("My journal shows who opened the case itself, and on which day."),
        gettext("I can stop at any time. What they have read by then cannot be taken back."),
        gettext("The key of their team is %(fingerprint)s.", fingerprint=fingerprint),
    )


def _writing(*, may_write: bool) -> str:
    if may_write:
        return gettext("They may change my case, and leave comments.")
    return gettext("They may not change my case. They can leave comments.")


def _renewing(*, may_renew: bool) -> str:
    if may_renew:
        return gettext(
            "If I lose my key, they may give me a new one after they have checked who I am."
        )
    return gettext("They may not give me a new key.")


def journal_sentence(line: JournalLine) -> str:
    """One line of the journal, without its day and without the text that was agreed to."""
    if line.event is HelpEvent.HANDED_OVER and not line.words:
        return gettext(_NOBODY, who=line.who)
    return gettext(_EVENTS[line.event], who=line.who, words=line.words)


def section_title(section: Section) -> str:
    """The name of a part of the case, as the player's list of tasks has it."""
    return gettext(_SECTIONS[section])
