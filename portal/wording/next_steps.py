"""The one thing to do now: a title of a few words, and why."""

from collections.abc import Callable

from portal.domain.codes import RecipientKind
from portal.domain.finding import Code
from portal.domain.late import Late
from portal.domain.next_step import NextStep, Todo
from portal.domain.recipient import DISPUTE
from portal.i18n import format_day, format_partial, gettext, ngettext
from portal.wording.findings import finding_action, finding_sentence, when
from portal.wording.labels import label
from portal.wording.names import Names
from portal.wording.source import N_

_TITLES: dict[Todo, str] = {
    Todo.CHOOSE_TOPIC: N_("Choose what your complaint is about"),
    Todo.NAME_CASINO: N_("Fill in which casino it is"),
    Todo.TELL_FACTS: N_("Write down what happened"),
    Todo.CONTACT_SUPPORT: N_("Write down your contact with customer service"),
    Todo.ASK_MANAGER: N_("Ask for a manager"),
    Todo.CHOOSE_REMEDY: N_("Choose what you want"),
    Todo.STATE_AMOUNT: N_("Fill in or explain the amount"),
    Todo.ASK_ADDRESS: N_("Ask for the address for formal complaints"),
    Todo.SAY_WHO: N_("Fill in who you are"),
    Todo.TOO_LATE: N_("Check the dates: it may be too late"),
    Todo.WAIT: N_("Wait until %(until)s"),
    Todo.WAIT_FOR_DISPUTE: N_("Wait for the decision of %(body)s"),
    Todo.WAIT_FOR_AUTHORITY: N_("Wait for a reply from %(authority)s"),
    Todo.DECIDE_OFFER: N_("Decide about the offer of %(casino)s"),
    Todo.WAIT_FOR_OFFER: N_("Wait until %(until)s for what %(casino)s offered"),
    Todo.WAIT_FOR_REPLY: N_("Wait until %(until)s for a reply from %(casino)s"),
    Todo.TELL_NO_REPLY: N_("Write down what came of your request"),
    Todo.NO_REGULATOR: N_("See who else you can tell"),
    Todo.LADDER_DONE: N_("You took every step"),
    Todo.CLOSE: N_("Close your case"),
    Todo.CLOSED: N_("Your case is closed"),
}

_SENTENCES: dict[Todo, str] = {
    Todo.CHOOSE_TOPIC: N_("Then we ask the questions that fit, and you see what usually helps."),
    Todo.NAME_CASINO: N_("The licence of the casino decides which rules apply."),
    Todo.TELL_FACTS: N_(
        "Write one thing at a time, with its date. You do not have to know it all."
    ),
    Todo.CONTACT_SUPPORT: N_(
        "Have you had no contact yet? Then ask customer service for help first. "
        "You can use our text for it."
    ),
    Todo.ASK_MANAGER: N_(
        "You can use our text for it. If they refuse or do not reply, write that down: it counts."
    ),
    Todo.CHOOSE_REMEDY: N_("Then the casino knows what would solve it."),
    Todo.ASK_ADDRESS: N_(
        "Formal complaints have an address of their own. You can use our text to ask for it."
    ),
    Todo.SAY_WHO: N_("The reader must know who you are and where to send a reply."),
    Todo.WAIT_FOR_AUTHORITY: N_(
        "You have done what you can for now. Write down every reply that you get."
    ),
    Todo.DECIDE_OFFER: N_(
        "You can accept it, decline it or ask for something else. "
        "You see what each one means, with a text that you can send."
    ),
    Todo.WAIT_FOR_OFFER: N_(
        "You accepted the offer. Did they do it? Then write down that it is solved. "
        "If they did not do it by that day, we show you the next step."
    ),
    Todo.LADDER_DONE: N_(
        "The highest step that we know has replied. Close your case, or look who else can decide."
    ),
    Todo.NO_REGULATOR: N_(
        "You found no licence, so no regulator can make this casino reply. "
        "The list shows who takes a report. Get legal advice before you give your name."
    ),
    Todo.CLOSE: N_(
        "You wrote down that it is solved. Is everything done that they promised? "
        "Then you can close your case. Is it not? Then change what you wrote down."
    ),
    Todo.CLOSED: N_(
        "Thank you for writing it all down. You can still download everything, "
        "or open your case again."
    ),
}

_MAKE: dict[RecipientKind, str] = {
    RecipientKind.CASINO: N_("Make your formal complaint (PDF)"),
    RecipientKind.DISPUTE: N_("Make the PDF for %(body)s"),
    RecipientKind.AUTHORITY: N_("Make the PDF for %(authority)s"),
    RecipientKind.REPORT: N_("Make your report to %(authority)s (PDF)"),
}

_SEND: dict[RecipientKind, str] = {
    RecipientKind.CASINO: N_("Send your formal complaint to %(casino)s"),
    RecipientKind.DISPUTE: N_("Send the PDF to %(body)s"),
    RecipientKind.AUTHORITY: N_("Send the PDF to %(authority)s"),
    RecipientKind.REPORT: N_("Send your report to %(authority)s"),
}


def next_step_title(step: NextStep, names: Names) -> str:
    """What to do, as an instruction of a few words, without a full stop."""
    if step.todo is Todo.MAKE_PACKET:
        return gettext(_MAKE[step.recipient.kind], **_values(step, names))
    if step.todo is Todo.SEND_PACKET:
        return gettext(_SEND[step.recipient.kind], **_values(step, names))
    if step.todo is Todo.COMPLETE:
        found = finding_action(step.finding, names) if step.finding else ""
        return found or gettext("Complete what is still needed")
    return gettext(_TITLES[step.todo], **_values(step, names))


def next_step_sentence(step: NextStep, names: Names) -> str:
    """Why, or what to know about it: one to three whole sentences."""
    if step.todo in _SENTENCES:
        return gettext(_SENTENCES[step.todo])
    return _COUNTED[step.todo](step, names)


def _values(step: NextStep, names: Names) -> dict[str, str]:
    return {
        "casino": names.casino,
        "authority": names.authority,
        "body": names.dispute_body,
        "until": format_day(step.until) if step.until else "",
    }


def _make(_step: NextStep, _names: Names) -> str:
    return gettext("Everything that is needed is there. Read it through, then download it.")


def _send(_step: NextStep, _names: Names) -> str:
    return gettext(
        "We do not send anything: you do. Then write down the date, so that we can count."
    )


def _wait(step: NextStep, names: Names) -> str:
    who = (
        gettext("The dispute body still has time to decide.")
        if step.finding and step.finding.code is Code.DISPUTE_DECIDED
        else gettext("There is still time for %(casino)s to reply.", casino=names.casino)
    )
    sooner = gettext("If a reply comes sooner, write it down.")
    return f"{who} {_days_left(step)} {sooner}"


def _days_left(step: NextStep) -> str:
    if step.days == 0:
        return gettext("That is today.")
    return ngettext(
        "That is %(number)s day from now.", "That is %(number)s days from now.", step.days
    )


def _wait_for_reply(step: NextStep, _names: Names) -> str:
    sooner = gettext("If a reply comes sooner, write it down.")
    return f"{_text_that_was_sent(step)} {_days_left(step)} {sooner}"


def _tell_no_reply(step: NextStep, _names: Names) -> str:
    over = ngettext(
        "The day for a reply was %(number)s day ago.",
        "The day for a reply was %(number)s days ago.",
        step.days,
    )
    what = gettext("Did they refuse, or did you hear nothing? Then write that down: it counts.")
    return f"{_text_that_was_sent(step)} {over} {what}"


def _text_that_was_sent(step: NextStep) -> str:
    if step.text is None:
        return ""
    day, text = format_partial(step.text.sent_on), label(step.text.kind)
    return gettext("You sent this on %(day)s: %(text)s.", day=day, text=text)


def _wait_for_dispute(step: NextStep, names: Names) -> str:
    found = step.finding
    values = {"body": names.dispute_body, "when": when(found.day) if found else ""}
    said = gettext("You sent your case to %(body)s %(when)s.", **values)
    unknown = gettext("We do not know how long a decision takes there, so ask %(body)s.", **values)
    return f"{said} {unknown} {gettext('Write down the decision when you get it.')}"


def late_sentence(late: Late, names: Names) -> str:
    """Who is late and by how many days; only that the usual time is over where no rule says."""
    number = late.days
    if not late.by_rule:
        return _usual_time_is_over(late)
    if late.recipient == DISPUTE:
        return _late(
            ngettext(
                "%(name)s is %(number)s day late with its decision.",
                "%(name)s is %(number)s days late with its decision.",
                number,
                name=names.dispute_body,
            )
        )
    return _late(
        ngettext(
            "%(name)s is %(number)s day late with its reply.",
            "%(name)s is %(number)s days late with its reply.",
            number,
            name=names.casino,
        )
    )


def _usual_time_is_over(late: Late) -> str:
    if late.recipient == DISPUTE:
        return ngettext(
            "The usual time for a decision ended %(number)s day ago.",
            "The usual time for a decision ended %(number)s days ago.",
            late.days,
        )
    return ngettext(
        "The usual time for a reply ended %(number)s day ago.",
        "The usual time for a reply ended %(number)s days ago.",
        late.days,
    )


def _late(sentence: str) -> str:
    """The sentence with a capital, since a name such as "the casino" has none."""
    return sentence[:1].upper() + sentence[1:]


def _of_finding(step: NextStep, names: Names) -> str:
    if step.finding is None:
        return gettext("Look at the list of what is complete and what is not.")
    return finding_sentence(step.finding, names)


_COUNTED: dict[Todo, Callable[[NextStep, Names], str]] = {
    Todo.MAKE_PACKET: _make,
    Todo.SEND_PACKET: _send,
    Todo.WAIT: _wait,
    Todo.WAIT_FOR_DISPUTE: _wait_for_dispute,
    Todo.WAIT_FOR_REPLY: _wait_for_reply,
    Todo.TELL_NO_REPLY: _tell_no_reply,
    Todo.STATE_AMOUNT: _of_finding,
    Todo.TOO_LATE: _of_finding,
    Todo.COMPLETE: _of_finding,
}
