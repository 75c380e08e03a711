"""What the results of the gate say about the steps of the ladder and their terms.

A name never opens a sentence: it may be "the casino", which has no capital.
"""

from portal.domain.codes import State
from portal.domain.finding import Code, Way
from portal.wording.source import N_, Said

Key = tuple[Code, State, Way | None]

_STEPS: dict[Key, Said] = {
    (Code.SUPPORT_CONTACTED, State.MET, Way.CONTACT): Said(
        N_("You contacted customer service %(when)s."),
        N_("Customer service was contacted %(when)s."),
    ),
    (Code.SUPPORT_CONTACTED, State.MISSING, None): Said(
        N_(
            "Write down one contact with customer service, with its date and what came of it. "
            "The next steps build on it."
        ),
        N_("No dated contact with customer service about an open problem is recorded yet."),
        N_("Add a contact with customer service"),
    ),
    (Code.SUPPORT_CONTACTED, State.WARNING, None): Said(
        N_(
            "You can write down a contact with customer service. "
            "The rules that we know do not ask for it."
        ),
        N_("No dated contact with customer service about an open problem is recorded."),
        N_("Add a contact with customer service"),
    ),
    (Code.MANAGER_CONTACTED, State.MET, Way.CONTACT): Said(
        N_("You had contact with a manager %(when)s."),
        N_("A manager was contacted %(when)s."),
    ),
    (Code.MANAGER_CONTACTED, State.MET, Way.REQUEST): Said(
        N_("You asked for a manager %(when)s and did not get one. That is enough to go on."),
        N_("A manager was asked for %(when)s. The request was refused or not answered."),
    ),
    (Code.MANAGER_CONTACTED, State.MET, Way.REASON): Said(
        N_("You wrote down why you could not reach a manager. That is enough to go on."),
        N_("This file states why no manager could be reached."),
    ),
    (Code.MANAGER_CONTACTED, State.WARNING, Way.NOT_ASKED): Said(
        N_("You can go on without a manager. This recipient does not ask for that step."),
        N_("No contact with a manager is recorded. This step is not required here."),
        N_("Add a contact with a manager"),
    ),
    (Code.MANAGER_CONTACTED, State.WARNING, Way.DEADLINE_NEAR): Said(
        N_(
            "Go on without a manager. Waiting could cost you time, "
            "because the last day to complain is %(until)s."
        ),
        N_(
            "No contact with a manager is recorded. "
            "It was not waited for, because of the last day to complain: %(until)s."
        ),
        N_("Add a contact with a manager"),
    ),
    (Code.MANAGER_CONTACTED, State.MISSING, None): Said(
        N_(
            "Ask for a manager and write down when you did. "
            "If they refuse or do not reply, that counts too."
        ),
        N_("No contact with a manager is recorded yet."),
        N_("Ask for a manager"),
    ),
    (Code.COMPLAINTS_ADDRESS, State.MET, Way.ADDRESS): Said(
        N_("You have an address for your formal complaint."),
        N_("An address of the casino for this complaint is known."),
    ),
    (Code.COMPLAINTS_ADDRESS, State.MET, Way.REQUEST): Said(
        N_(
            "You asked for the complaints address %(when)s and did not get it. "
            "That is enough to go on."
        ),
        N_(
            "The address for complaints was asked for %(when)s. "
            "The request was refused or not answered."
        ),
    ),
    (Code.COMPLAINTS_ADDRESS, State.MISSING, None): Said(
        N_(
            "Ask customer service for the e-mail address for formal complaints. "
            "Write down the address, or that you did not get it."
        ),
        N_("No address for complaints is known yet."),
        N_("Ask for the complaints address"),
    ),
    (Code.COMPLAINT_SENT, State.MET, None): Said(
        N_("You sent your formal complaint %(when)s."),
        N_("The formal complaint was sent to %(casino)s %(when)s."),
    ),
    (Code.COMPLAINT_SENT, State.MISSING, None): Said(
        N_(
            "Send your formal complaint to %(casino)s first, and write down the date. "
            "The time for a reply starts on that day."
        ),
        N_("No formal complaint with a date of sending is recorded yet."),
        N_("Write down when you sent your complaint"),
    ),
    (Code.CASINO_ANSWERED, State.MET, Way.FINAL_ANSWER): Said(
        N_("You got the final response of %(casino)s %(when)s. You can go on."),
        N_("The final response of %(casino)s came %(when)s."),
    ),
    (Code.CASINO_ANSWERED, State.MET, Way.TIME_PASSED): Said(
        N_("The time for a reply from %(casino)s is over. You can go on."),
        N_("The time for a reply has passed without a recorded final response."),
    ),
    (Code.CASINO_ANSWERED, State.WAITING, None): Said(
        N_(
            "Wait until %(until)s, because %(casino)s still has time to reply. "
            "You can go on sooner if you get the final response."
        ),
        N_("The time for a reply is not over. The next step is possible from %(until)s."),
        N_("Write down the reply when you get it"),
    ),
}

_DISPUTE: dict[Key, Said] = {
    (Code.DISPUTE_BODY_NAMED, State.MET, None): Said(
        N_("You named the dispute body: %(body)s."),
        N_("The dispute body is %(body)s."),
    ),
    (Code.DISPUTE_BODY_NAMED, State.MISSING, None): Said(
        N_(
            "Look up which dispute body the casino names. "
            "You often find it in the terms and conditions."
        ),
        N_("No dispute body is named yet."),
        N_("Write down the dispute body"),
    ),
    (Code.DISPUTE_BODY_NAMED, State.MISSING, Way.NONE_EXISTS): Said(
        N_(
            "You can skip this step, because you found no dispute body for this casino. "
            "If you find one later, write it down."
        ),
        N_("No dispute body was found for this casino."),
        N_("Write down the dispute body"),
    ),
    (Code.DISPUTE_BODY_NAMED, State.MISSING, Way.ENDED): Said(
        N_(
            "Look for another dispute body, because this one ended on %(day)s: %(body)s. "
            "Or write down that the casino names no other."
        ),
        N_("The dispute body that the casino names ended on %(day)s: %(body)s."),
        N_("Change the dispute body"),
    ),
    (Code.DISPUTE_STILL_OPEN, State.WARNING, None): Said(
        N_(
            "Ask %(body)s whether it can still take your case. "
            "It may refuse a case that a regulator has looked at."
        ),
        N_("This case was also sent to a regulator."),
        N_("Look at what you sent"),
    ),
    (Code.DISPUTE_STILL_OPEN, State.WARNING, Way.DISPUTE_FIRST): Said(
        N_(
            "Do you want money? Then go to %(body)s first. "
            "It may refuse a case that a regulator has looked at."
        ),
        N_("The dispute was not put to %(body)s."),
        N_("Look at your letters"),
    ),
    (Code.DISPUTE_STILL_OPEN, State.WARNING, Way.ENDED): Said(
        N_(
            "Do you want money? Then find a dispute body first. "
            "It may refuse a case that a regulator has looked at."
        ),
        N_("The dispute was not put to a dispute body."),
        N_("Look at your letters"),
    ),
    (Code.DISPUTE_DECIDED, State.NOT_APPLICABLE, None): Said(
        N_("You do not ask for money, so you do not need the dispute body first."),
        N_("No money is asked for, so the step to a dispute body does not apply."),
    ),
    (Code.DISPUTE_DECIDED, State.WARNING, Way.NONE_EXISTS): Said(
        N_("You can go on without a dispute body, because you found none for this casino."),
        N_("No dispute body was found for this casino."),
        N_("Write down the dispute body"),
    ),
    (Code.DISPUTE_DECIDED, State.MISSING, None): Said(
        N_(
            "Go to %(body)s first, because you ask for money. "
            "Write down the date on which you sent your case."
        ),
        N_("No submission to a dispute body with a date of sending is recorded yet."),
        N_("Write down when you sent it to the dispute body"),
    ),
    (Code.DISPUTE_DECIDED, State.MISSING, Way.ENDED): Said(
        N_(
            "You cannot use this dispute body, because it ended on %(day)s: %(body)s. "
            "Fill in another dispute body, or that the casino names no other."
        ),
        N_("The dispute body that the casino names ended on %(day)s: %(body)s."),
        N_("Change the dispute body"),
    ),
    (Code.DISPUTE_DECIDED, State.MET, Way.DECIDED): Said(
        N_("You got the decision of the dispute body %(when)s."),
        N_("The decision of the dispute body came %(when)s."),
    ),
    (Code.DISPUTE_DECIDED, State.MISSING, Way.DECIDED): Said(
        N_(
            "Wait for the decision of the dispute body and write it down. "
            "You sent your case %(when)s."
        ),
        N_("The case was sent to the dispute body %(when)s. No decision is recorded yet."),
        N_("Write down the decision when you get it"),
    ),
    (Code.DISPUTE_DECIDED, State.MET, Way.TIME_PASSED): Said(
        N_("The time for the dispute body to decide is over. You can go on."),
        N_("The time for the dispute body has passed without a recorded decision."),
    ),
    (Code.DISPUTE_DECIDED, State.WAITING, None): Said(
        N_(
            "Wait until %(until)s, because the dispute body still has time to decide. "
            "You can go on sooner if you get its decision."
        ),
        N_("The dispute body still has time to decide. The next step is possible from %(until)s."),
        N_("Write down the decision when you get it"),
    ),
}

_TERMS: dict[Key, Said] = {
    (Code.COMPLAIN_IN_TIME, State.NOT_APPLICABLE, None): Said(
        N_("We could not count a last day to complain. It is wise to complain soon."),
        N_("No last day to complain could be counted."),
    ),
    (Code.COMPLAIN_IN_TIME, State.WARNING, Way.NO_DATE): Said(
        N_("We could not count a last day to complain. It is wise to complain soon."),
        N_("No last day to complain could be counted."),
        N_("Check the dates of what happened"),
    ),
    (Code.COMPLAIN_IN_TIME, State.MET, None): Said(
        N_("You can complain until %(until)s."),
        N_("The last day to complain is %(until)s."),
    ),
    (Code.COMPLAIN_IN_TIME, State.EXPIRED, None): Said(
        N_(
            "You can still ask %(casino)s to look at your complaint, but it may refuse. "
            "By our count the last day was %(until)s."
        ),
        N_("By the rule used here, the last day to complain was %(until)s."),
        N_("Check the dates of what happened"),
    ),
    (Code.COMPLAIN_IN_TIME, State.WARNING, Way.NOT_FIRM): Said(
        N_("Send your complaint soon. By our count the last day may have been %(until)s."),
        N_("The last day to complain may have been %(until)s."),
        N_("Check the dates of what happened"),
    ),
    (Code.DISPUTE_IN_TIME, State.NOT_APPLICABLE, None): Said(
        N_("We could not count a last day for the dispute body. Look it up on its website."),
        N_("No last day for the dispute body could be counted."),
    ),
    (Code.DISPUTE_IN_TIME, State.MET, None): Said(
        N_("You can go to the dispute body until %(until)s."),
        N_("The last day for the dispute body is %(until)s."),
    ),
    (Code.DISPUTE_IN_TIME, State.EXPIRED, None): Said(
        N_(
            "Ask %(body)s whether it will still take your case. "
            "By our count the last day was %(until)s."
        ),
        N_("By the rule used here, the last day for the dispute body was %(until)s."),
        N_("Check the dates of what you sent"),
    ),
    (Code.DISPUTE_IN_TIME, State.WARNING, Way.NOT_FIRM): Said(
        N_(
            "Send your case to the dispute body soon. "
            "By our count the last day may have been %(until)s."
        ),
        N_("The last day for the dispute body may have been %(until)s."),
        N_("Check the dates of what you sent"),
    ),
    (Code.AUTHORITY_IN_TIME, State.MET, None): Said(
        N_("You can go to %(authority)s until %(until)s."),
        N_("The last day for the regulator is %(until)s."),
    ),
    (Code.AUTHORITY_IN_TIME, State.EXPIRED, None): Said(
        N_(
            "Ask %(authority)s whether it will still take your case. "
            "By our count the last day was %(until)s."
        ),
        N_("By the rule used here, the last day for the regulator was %(until)s."),
        N_("Check the dates of what happened"),
    ),
    (Code.AUTHORITY_IN_TIME, State.WARNING, Way.NOT_FIRM): Said(
        N_(
            "Send your case to %(authority)s soon. "
            "By our count the last day may have been %(until)s."
        ),
        N_("The last day for the regulator may have been %(until)s."),
        N_("Check the dates of what happened"),
    ),
}

# A term that is met because the letter already went out.
SENT_IN_TIME: dict[Code, Said] = {
    Code.COMPLAIN_IN_TIME: Said(
        N_("You sent your complaint %(when)s. By our count that is in time."),
        N_("The complaint was sent %(when)s, before the term ended."),
    ),
    Code.DISPUTE_IN_TIME: Said(
        N_("You sent your case to the dispute body %(when)s. By our count that is in time."),
        N_("The case was sent to the dispute body %(when)s, before the term ended."),
    ),
    Code.AUTHORITY_IN_TIME: Said(
        N_("You sent your case to %(authority)s %(when)s. By our count that is in time."),
        N_("The case was sent to the regulator %(when)s, before the term ended."),
    ),
}

LADDER: dict[Key, Said] = _STEPS | _DISPUTE | _TERMS
