"""The short name of each code: in lists, tables, buttons and the picture of the ladder."""

from enum import StrEnum

from portal.domain.codes import (
    AnswerKind,
    AskedFor,
    Channel,
    Confidence,
    DocumentKind,
    ExhibitKind,
    OfferReply,
    Outcome,
    RemedyKind,
    Result,
    State,
    Step,
    TextKind,
    Topic,
    TransactionKind,
    Unit,
)
from portal.domain.incoming import Direction
from portal.domain.ladder import RungState
from portal.domain.mail import Side
from portal.domain.next_step import Todo
from portal.domain.rules import Field, StartEvent, TermKind, WayIn
from portal.domain.staff import StaffRole
from portal.i18n import gettext, pgettext
from portal.wording.source import N_, Voice

# By type first: members of different lists may have the same value, and then are equal.
_LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Step: {
        Step.SUPPORT: N_("Customer service"),
        Step.MANAGER: N_("A manager"),
        Step.COMPLAINT: N_("Formal complaint"),
        Step.DISPUTE: N_("Dispute body"),
        Step.AUTHORITY: N_("Gambling regulator"),
    },
    Topic: {
        Topic.WITHDRAWAL: N_("A withdrawal that is not paid"),
        Topic.IDENTITY_CHECK: N_("An identity check"),
        Topic.BONUS: N_("A bonus"),
        Topic.ACCOUNT_CLOSED: N_("A closed or blocked account"),
        Topic.GAME_FAULT: N_("A technical fault in a game"),
        Topic.GAME_FAIRNESS: N_("Whether a game is fair"),
        Topic.LOSSES: N_("Money lost by gambling"),
        Topic.SELF_EXCLUSION: N_("Self-exclusion, limits and the duty of care"),
        Topic.MARKETING: N_("Marketing messages after a stop"),
        Topic.MINORS: N_("Gambling by someone who is too young"),
        Topic.PRIVACY: N_("Personal data and privacy"),
        Topic.OTHER: N_("Something else"),
    },
    Channel: {
        Channel.CHAT: N_("Chat"),
        Channel.EMAIL: N_("E-mail"),
        Channel.PHONE: N_("Telephone"),
        Channel.FORM: N_("Form on the website"),
        Channel.LETTER: N_("Letter"),
        Channel.REGISTERED_LETTER: N_("Registered letter (signed for)"),
        Channel.OTHER: N_("Another way"),
    },
    AskedFor: {
        AskedFor.HELP: N_("Help with the problem"),
        AskedFor.MANAGER: N_("Contact with a manager"),
        AskedFor.COMPLAINTS_ADDRESS: N_("The address for formal complaints"),
        AskedFor.ANSWER: N_("A reply"),
        AskedFor.FINAL_ANSWER: N_("The final response"),
    },
    Outcome: {
        Outcome.NO_ANSWER: N_("No reply"),
        Outcome.REFUSED: N_("They said no"),
        Outcome.PROMISED: N_("They promised something"),
        Outcome.OFFERED: N_("They offered something"),
        Outcome.PARTLY_SOLVED: N_("Partly solved"),
        Outcome.SOLVED: N_("Solved"),
        Outcome.NOT_SOLVED: N_("They replied, but it is not solved"),
        Outcome.CHAT_CLOSED: N_("They closed the chat"),
    },
    Direction: {
        Direction.FROM_CASINO: N_("The casino wrote it to me"),
        Direction.FROM_PLAYER: N_("I wrote it to the casino"),
    },
    Side: {
        Side.ME: N_("That is me"),
        Side.CASINO: N_("Somebody of the casino, or its chatbot"),
        Side.NOBODY: N_("Nobody: a message of the chat program"),
    },
    RemedyKind: {
        RemedyKind.PAY_OUT: N_("Pay out the money"),
        RemedyKind.REFUND: N_("Give money back"),
        RemedyKind.REOPEN: N_("Open the account again"),
        RemedyKind.CORRECT_DATA: N_("Correct the data"),
        RemedyKind.EXPLANATION: N_("Give an explanation"),
        RemedyKind.APOLOGY: N_("Give an apology"),
        RemedyKind.STOP_MARKETING: N_("Stop marketing messages"),
        RemedyKind.EXCLUDE: N_("Block me from gambling there"),
    },
    TransactionKind: {
        TransactionKind.DEPOSIT: N_("Paid in"),
        TransactionKind.STAKE: N_("Played with"),
        TransactionKind.WITHDRAWAL: N_("Withdrawal asked for"),
        TransactionKind.PROMISED: N_("Promised by the casino"),
        TransactionKind.RECEIVED: N_("Received from the casino"),
    },
    ExhibitKind: {
        ExhibitKind.SCREENSHOT: N_("Screenshot"),
        ExhibitKind.PHOTO: N_("Photo"),
        ExhibitKind.CHAT: N_("Chat transcript"),
        ExhibitKind.EMAIL: N_("E-mail message"),
        ExhibitKind.LETTER: N_("Letter"),
        ExhibitKind.STATEMENT: N_("Payment history or bank statement"),
        ExhibitKind.TERMS: N_("Terms and conditions"),
        ExhibitKind.NOTES: N_("Notes of a call"),
        ExhibitKind.OTHER: N_("Other evidence"),
    },
    AnswerKind: {
        AnswerKind.REJECTED: N_("Rejected"),
        AnswerKind.OFFERED: N_("They offered something"),
        AnswerKind.PARTLY_SOLVED: N_("Partly solved"),
        AnswerKind.SOLVED: N_("Solved"),
        AnswerKind.NOT_SOLVED: N_("They replied, but it is not solved"),
    },
    OfferReply: {
        OfferReply.ACCEPTED: N_("Offer accepted"),
        OfferReply.DECLINED: N_("Offer declined"),
        OfferReply.COUNTERED: N_("Other offer proposed"),
    },
    Result: {
        Result.SOLVED: N_("Solved"),
        Result.PARTLY_SOLVED: N_("Partly solved"),
        Result.NOT_SOLVED: N_("Not solved"),
    },
    DocumentKind: {
        DocumentKind.COMPLAINT: N_("Formal complaint"),
        DocumentKind.DISPUTE_SUBMISSION: N_("Submission to the dispute body"),
        DocumentKind.REFERRAL: N_("Referral to the regulator"),
        DocumentKind.REPORT: N_("Report to the regulator"),
    },
    State: {
        State.MET: N_("Completed"),
        State.MISSING: N_("Still needed"),
        State.WAITING: N_("Wait"),
        State.EXPIRED: N_("Too late"),
        State.WARNING: N_("Please note"),
        State.NOT_APPLICABLE: N_("Not needed"),
    },
    RungState: {
        RungState.DONE: N_("Completed"),
        RungState.NOW: N_("You are here"),
        RungState.WAITING: N_("Waiting for a reply"),
        RungState.LATER: N_("Later"),
        RungState.NOT_TAKEN: N_("Not taken"),
    },
    Todo: {  # on the button under the one thing to do now
        Todo.CHOOSE_TOPIC: N_("Choose the subject"),
        Todo.NAME_CASINO: N_("Fill in the casino"),
        Todo.TELL_FACTS: N_("Write down what happened"),
        Todo.CONTACT_SUPPORT: N_("Go to your contacts"),
        Todo.ASK_MANAGER: N_("Ask for a manager"),
        Todo.CHOOSE_REMEDY: N_("Choose what you want"),
        Todo.STATE_AMOUNT: N_("Fill in the amount"),
        Todo.ASK_ADDRESS: N_("Fill in the complaints address"),
        Todo.SAY_WHO: N_("Fill in who you are"),
        Todo.TOO_LATE: N_("Check the dates"),
        Todo.COMPLETE: N_("Complete this"),
        Todo.MAKE_PACKET: N_("Make the PDF"),
        Todo.SEND_PACKET: N_("Go to your PDF"),
        Todo.WAIT: N_("Write down a reply"),
        Todo.WAIT_FOR_DISPUTE: N_("Write down the decision"),
        Todo.WAIT_FOR_AUTHORITY: N_("Write down what you heard"),
        Todo.DECIDE_OFFER: N_("Look at your choices"),
        Todo.WAIT_FOR_OFFER: N_("Write down what they did"),
        Todo.WAIT_FOR_REPLY: N_("Write down their reply"),
        Todo.TELL_NO_REPLY: N_("Write down what came of it"),
        Todo.NO_REGULATOR: N_("Open the list"),
        Todo.LADDER_DONE: N_("Look who else can decide"),
        Todo.CLOSE: N_("Close your case"),
        Todo.CLOSED: N_("Look at your closed case"),
    },
    Unit: {
        Unit.HOURS: N_("hours"),
        Unit.CALENDAR_DAYS: N_("calendar days"),
        Unit.WORKING_DAYS: N_("working days"),
        Unit.WEEKS: N_("weeks"),
        Unit.MONTHS: N_("months"),
        Unit.YEARS: N_("years"),
    },
    TermKind: {
        TermKind.ACKNOWLEDGE: N_("Time for the casino to confirm that it got your complaint"),
        TermKind.ANSWER: N_("Time for the casino to reply to your complaint"),
        TermKind.COMPLAIN_WITHIN: N_("Time for you to complain to the casino"),
        TermKind.DISPUTE_WITHIN: N_("Time for you to go to the dispute body"),
        TermKind.DISPUTE_DURATION: N_("Time for the dispute body to decide"),
        TermKind.AUTHORITY_WITHIN: N_("Time for you to go to the regulator"),
    },
    WayIn: {
        WayIn.ONLINE_FORM: N_("Online form"),
        WayIn.EMAIL: N_("E-mail"),
        WayIn.PHONE: N_("Telephone"),
        WayIn.POST: N_("Post"),
        WayIn.WEBSITE: N_("Website"),
    },
    Confidence: {
        Confidence.HIGH: N_("Sure: read in the law or at the regulator itself"),
        Confidence.MEDIUM: N_("Fairly sure: read in a good source"),
        Confidence.LOW: N_("Not sure: read in one weaker source"),
        Confidence.BACKGROUND: N_("Not checked"),
    },
    Field: {
        Field.NAME: N_("Name"),
        Field.ADDRESS: N_("Address"),
        Field.EMAIL: N_("E-mail address"),
        Field.PHONE: N_("Telephone number"),
        Field.COUNTRY: N_("Country"),
        Field.DATE_OF_BIRTH: N_("Date of birth"),
        Field.CASINO: N_("The name of the casino"),
        Field.WEBSITE: N_("The website of the casino"),
        Field.USERNAME: N_("Username with the casino"),
        Field.LICENCE: N_("Licence number"),
        Field.TOPIC: N_("Subject"),
        Field.SUMMARY: N_("Short summary"),
        Field.FACTS: N_("What happened"),
        Field.AMOUNT: N_("The amount"),
        Field.REMEDY: N_("What you want"),
        Field.CONTACTS: N_("Contact with the casino"),
        Field.COMPLAINT: N_("When you complained to the casino"),
        Field.REFERENCE: N_("Your reference"),
    },
    TextKind: {
        TextKind.ASK_HELP: N_("Request for help"),
        TextKind.ASK_MANAGER: N_("Request for a manager"),
        TextKind.ASK_COMPLAINTS_ADDRESS: N_("Request for the address for formal complaints"),
        TextKind.COMPLAINT: N_("Formal complaint"),
        TextKind.REMINDER: N_("Reminder of the complaint"),
        TextKind.ASK_FINAL_ANSWER: N_("Request for the final response"),
        TextKind.NOTICE_OF_DEFAULT: N_("Notice of default (ingebrekestelling)"),
        TextKind.ASK_DATA: N_("Request for personal data (article 15 of the GDPR)"),
        TextKind.KEEP_EVIDENCE: N_("Request to keep the evidence"),
        TextKind.ASK_TERMS: N_("Request for the terms and conditions of that day"),
        TextKind.ASK_RECORDS: N_("Request for records"),
        TextKind.ACCEPT_OFFER: N_("Yes to the offer"),
        TextKind.DECLINE_OFFER: N_("No to the offer"),
        TextKind.COUNTER_OFFER: N_("Request for another offer"),
        TextKind.ON_FINAL_DECISION: N_("Questions about the decision"),
        TextKind.ON_BONUS_ABUSE: N_("Questions about the bonus rules"),
        TextKind.ON_IDENTITY_CHECK: N_("Questions about the identity check"),
        TextKind.ON_GAME_DEVELOPER: N_("Questions about a game"),
    },
    StaffRole: {
        StaffRole.ADMINISTRATOR: N_("Administrator"),
        StaffRole.CASEWORKER: N_("Caseworker"),
    },
    StartEvent: {
        StartEvent.INCIDENT: N_("counted from the day it happened"),
        StartEvent.FIRST_CONTACT: N_("counted from your first contact about this"),
        StartEvent.COMPLAINT_SENT: N_("counted from the day you sent the complaint"),
        StartEvent.FINAL_ANSWER: N_("counted from the end of the casino's own procedure"),
        StartEvent.DISPUTE_SENT: N_("counted from the day you sent it to the dispute body"),
    },
}


def label(code: StrEnum, voice: Voice = "screen") -> str:
    """The name of `code` in the current language; a letter has its own word for a few."""
    if voice == "paper" and code is RungState.NOW:
        return gettext("Current step")
    if voice == "paper" and (code is Step.COMPLAINT or code is DocumentKind.COMPLAINT):
        return pgettext("letter", "Formal complaint")
    return gettext(_LABELS[type(code)][code])


_SHORT: dict[Confidence, str] = {
    Confidence.HIGH: N_("Sure"),
    Confidence.MEDIUM: N_("Fairly sure"),
    Confidence.LOW: N_("Not sure"),
    Confidence.BACKGROUND: N_("Not checked"),
}


def short_confidence(confidence: Confidence) -> str:
    """How sure a fact is, in one or two words; `label` says why."""
    return gettext(_SHORT[confidence])
