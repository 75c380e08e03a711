"""What the results of the gate say about the content of a packet and about its recipient."""

from portal.domain.codes import State, Step
from portal.domain.finding import Code, Way
from portal.domain.rules import WayIn
from portal.wording.findings_ladder import Key
from portal.wording.source import N_, Said

_CONTENT: dict[Key, Said] = {
    (Code.CASINO_NAMED, State.MET, None): Said(
        N_("You named the casino."),
        N_("The casino is named."),
    ),
    (Code.CASINO_NAMED, State.MISSING, None): Said(
        N_("Fill in the name or the website of the casino. Every reader needs to know it."),
        N_("The casino is not named yet."),
        N_("Fill in the casino"),
    ),
    (Code.TOPIC_CHOSEN, State.MET, None): Said(
        N_("You chose what your complaint is about."),
        N_("The subject is stated."),
    ),
    (Code.TOPIC_CHOSEN, State.MISSING, None): Said(
        N_("Choose what your complaint is about. It decides which rules apply."),
        N_("The subject is not stated yet."),
        N_("Choose the subject"),
    ),
    (Code.FACTS_TOLD, State.MISSING, None): Said(
        N_("Write down what happened, one thing at a time. The reader starts with that."),
        N_("No events are described yet."),
        N_("Write down what happened"),
    ),
    (Code.FACTS_PROVEN, State.MET, None): Said(
        N_("Every event points to its evidence."),
        N_("Every event is linked to evidence."),
    ),
    (Code.REMEDY_CHOSEN, State.MET, None): Said(
        N_("You chose what you want."),
        N_("The request is stated."),
    ),
    (Code.REMEDY_CHOSEN, State.MISSING, None): Said(
        N_("Choose what you want. Then the reader knows what would solve it."),
        N_("The request is not stated yet."),
        N_("Choose what you want"),
    ),
    (Code.AMOUNT_AGREES, State.NOT_APPLICABLE, None): Said(
        N_("You do not ask for money, so no amount is needed."),
        N_("No money is asked for."),
    ),
    (Code.AMOUNT_AGREES, State.MET, None): Said(
        N_("The amount of %(asked)s agrees with your events."),
        N_("The amount of %(asked)s agrees with the facts."),
    ),
    (Code.AMOUNT_AGREES, State.MET, Way.EXPLAINED): Said(
        N_(
            "You ask for %(asked)s, and your events add up to %(total)s. "
            "You explained the difference."
        ),
        N_(
            "The request is for %(asked)s, and the facts add up to %(total)s. "
            "The difference is explained."
        ),
    ),
    (Code.AMOUNT_AGREES, State.MISSING, Way.NO_AMOUNT): Said(
        N_("Fill in the amount that you ask for. The reader needs one clear amount."),
        N_("The amount is not stated yet."),
        N_("Fill in the amount"),
    ),
    (Code.AMOUNT_AGREES, State.MISSING, Way.DIFFERS): Said(
        N_(
            "Change an amount, or explain the difference. "
            "You ask for %(asked)s, and your events add up to %(total)s."
        ),
        N_(
            "The request is for %(asked)s, and the facts add up to %(total)s. "
            "The difference is not explained yet."
        ),
        N_("Change or explain the amount"),
    ),
    (Code.AMOUNT_AGREES, State.MET, Way.BY_HISTORY): Said(
        N_("The amount of %(asked)s agrees with your payment history."),
        N_("The amount of %(asked)s agrees with the payment history."),
    ),
    (Code.AMOUNT_AGREES, State.MET, Way.HISTORY_EXPLAINED): Said(
        N_(
            "You ask for %(asked)s, and by your payment history it is %(total)s. "
            "You explained the difference."
        ),
        N_(
            "The request is for %(asked)s, and by the payment history it is %(total)s. "
            "The difference is explained."
        ),
    ),
    (Code.AMOUNT_AGREES, State.MISSING, Way.HISTORY_DIFFERS): Said(
        N_(
            "Change the amount or your payment history, or explain the difference. "
            "You ask for %(asked)s, and by your payment history it is %(total)s."
        ),
        N_(
            "The request is for %(asked)s, and by the payment history it is %(total)s. "
            "The difference is not explained yet."
        ),
        N_("Change or explain the amount"),
    ),
    (Code.PLAYER_NAMED, State.MET, None): Said(
        N_("Your name is filled in."),
        N_("The name of the sender is stated."),
    ),
    (Code.PLAYER_NAMED, State.MISSING, None): Said(
        N_("Fill in your name. The reader needs to know who you are."),
        N_("The name of the sender is not stated yet."),
        N_("Fill in your name"),
    ),
    (Code.PLAYER_REACHABLE, State.MET, None): Said(
        N_("A reply can reach you."),
        N_("The sender can be reached for a reply."),
    ),
    (Code.PLAYER_REACHABLE, State.MISSING, None): Said(
        N_("Fill in your e-mail address, or your address and town. Then a reply can reach you."),
        N_("No address for a reply is stated yet."),
        N_("Fill in how to reach you"),
    ),
    (Code.FIELD_GIVEN, State.MISSING, None): Said(
        N_("Fill in: %(field)s. The form of %(authority)s asks for it."),
        N_("Not stated yet: %(field)s."),
        N_("Fill in: %(field)s"),
    ),
    (Code.FIELD_GIVEN, State.WARNING, None): Said(
        N_("Fill in if you can: %(field)s. The form of %(authority)s may ask for it."),
        N_("Not stated: %(field)s."),
        N_("Fill in: %(field)s"),
    ),
}

_AUTHORITY: dict[Key, Said] = {
    (Code.AUTHORITY_KNOWN, State.WARNING, None): Said(
        N_(
            "Look up the rules of %(authority)s before you send anything. "
            "We do not know those rules."
        ),
        N_("The rules of %(authority)s were not available for these checks."),
        N_("Check the licence"),
    ),
    (Code.AUTHORITY_KNOWN, State.MISSING, None): Said(
        N_(
            "Fill in which regulator gave the licence. "
            "You often find it at the bottom of the casino's website."
        ),
        N_("The regulator that gave the licence is not named yet."),
        N_("Fill in the regulator"),
    ),
    (Code.ITS_LICENCE, State.MET, None): Said(
        N_("By what you filled in, the casino has a licence from %(authority)s."),
        N_("By this file, the casino has a licence from %(authority)s."),
    ),
    (Code.ITS_LICENCE, State.WARNING, None): Said(
        N_(
            "Check the licence of the casino once more. "
            "By what you filled in, it is not from %(authority)s."
        ),
        N_("By this file, the casino has no licence from %(authority)s."),
        N_("Check the licence"),
    ),
    (Code.ITS_LICENCE, State.MISSING, None): Said(
        N_(
            "Check the licence of the casino. "
            "By what you filled in, it is not from %(authority)s, which then cannot help."
        ),
        N_("By this file, the casino has no licence from %(authority)s."),
        N_("Check the licence"),
    ),
    (Code.TAKES_REPORTS, State.MET, None): Said(
        N_("You may report this to %(authority)s without the earlier steps."),
        N_("Reports about this subject go to %(authority)s without earlier steps."),
    ),
    (Code.TAKES_REPORTS, State.MISSING, None): Said(
        N_(
            "Take the steps of the ladder first. "
            "We found no rule that lets %(authority)s take this report without them."
        ),
        N_("No rule was found for a report about this subject without earlier steps."),
        N_("Read what this regulator does"),
    ),
    (Code.REPORTS_ONLY, State.WARNING, None): Said(
        N_(
            "Ask the casino or a dispute body for your money. "
            "A decision about it does not come from %(authority)s."
        ),
        N_(
            "This file is sent for supervision. "
            "It does not ask %(authority)s to decide about money."
        ),
        N_("Read what this regulator does"),
    ),
    (Code.STEPS_NOT_TAKEN, State.MET, None): Said(
        N_("You took every earlier step."),
        N_("Every earlier step was taken."),
    ),
    (Code.PACK_FRESH, State.WARNING, None): Said(
        N_("Check the rules on the website of %(authority)s. We last checked them on %(day)s."),
        N_("The rules used for these checks were last verified on %(day)s."),
        N_("Read what this regulator does"),
    ),
    (Code.PACK_FRESH, State.WARNING, Way.OF_BODY): Said(
        N_("Check the rules on the website of %(body)s. We last checked them on %(day)s."),
        N_("What is known here about %(body)s was last verified on %(day)s."),
        N_("What we know about it"),
    ),
}

CONTENT: dict[Key, Said] = _CONTENT | _AUTHORITY

STEP_NOT_COMPLETE: dict[Step, str] = {
    Step.SUPPORT: N_("The step to customer service is not complete."),
    Step.MANAGER: N_("The step to a manager is not complete."),
    Step.COMPLAINT: N_("The formal complaint to the casino is not recorded as sent."),
    Step.DISPUTE: N_("The step to the dispute body is not complete."),
}

WRONG_CHANNEL: dict[WayIn, str] = {
    WayIn.ONLINE_FORM: N_(
        "Do not use the online form. It is not the way that %(authority)s wants."
    ),
    WayIn.EMAIL: N_("Do not send this by e-mail. It is not the way that %(authority)s wants."),
    WayIn.PHONE: N_("Do not report this by telephone. It is not the way that %(authority)s wants."),
    WayIn.POST: N_("Do not send this by post. It is not the way that %(authority)s wants."),
}
